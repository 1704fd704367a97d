//! Large bodies, whose client may not read them for long.

use std::convert::Infallible;

use actix_web::body::{BoxBody, MessageBody, SizedStream};
use actix_web::web::Bytes;
use futures_util::StreamExt;
use futures_util::stream::iter;

use crate::app::large_reads::ReadTurn;

/// The size of a piece in bytes, like that of the buffer for writing to a connection.
const PIECE: usize = 32 * 1024;

/// Returns a body that keeps a turn until its last piece is to be sent.
pub(crate) fn large_body(text: String, turn: ReadTurn) -> BoxBody {
    let text = Bytes::from(text);
    let length = text.len();
    let pieces = iter((0..length).step_by(PIECE))
        .map(move |start| Ok::<_, Infallible>(text.slice(start..length.min(start + PIECE))))
        .inspect(move |_| _ = &turn);
    SizedStream::new(length as u64, pieces).boxed()
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;

    use actix_web::body::BodySize;
    use futures_util::FutureExt;

    use super::*;
    use crate::app::LargeReads;
    use crate::app::large_reads::LargeRead;
    use crate::domain::accounts::user::UserId;

    #[actix_web::test]
    async fn a_turn_lasts_until_the_body_was_sent() {
        let (reads, read) = (LargeReads::default(), LargeRead::Change(UserId::new()));
        let text = "0123456789".repeat(10_000);
        let body = async || large_body(text.clone(), reads.turn(read).await.unwrap());
        let (mut first, _second) = (body().await, body().await);
        assert_eq!(first.size(), BodySize::Sized(100_000));
        let mut sent = Vec::new();
        while let Some(piece) = poll_fn(|context| Pin::new(&mut first).poll_next(context)).await {
            assert!(reads.turn(read).now_or_never().is_none(), "it waits");
            let piece = piece.unwrap();
            assert!(piece.len() <= PIECE);
            sent.extend(piece);
        }
        assert_eq!(sent, text.as_bytes());
        drop(first);
        assert!(reads.turn(read).now_or_never().is_some());
    }
}
