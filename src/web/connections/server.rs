//! Serves an app on a listener, within the limits on connections.

use std::fmt::Debug;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol, Request};
use actix_service::{IntoServiceFactory, ServiceFactoryExt, apply_fn_factory, map_config};
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{
    AppConfig, Response, Server, Service, ServiceFactory, ServiceResponse, fn_service,
};
use actix_web::error::ErrorInternalServerError;
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::sleep;

use super::admission::Admission;
use super::progress::{RequestInProgress, ResponseInProgress};
use super::stream::{GuardedStream, refuse};

/// The size of the system's buffer for a connection's responses, in bytes. Linux doubles it. Linux
/// would let it grow to 4 MiB, whose progress can't be seen until a third has been sent: for slow
/// clients, this takes minutes. It would also let 1,000 clients that don't read use 4 GiB.
const SEND_BUFFER: usize = 128 * 1024;

/// How long to keep reading the rest of a body after responding, so that the client can receive the
/// response before the connection is closed.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// How long requests may go on after their clients have left. Otherwise, clients could choose at which
/// point a request stops: after an attempt was counted, but before its email is queued. While the
/// database hangs, requests of clients that gave up would pile up without this limit.
const GRACE: Duration = Duration::from_secs(1);

/// How to run a server.
pub(crate) struct ListenOptions {
    /// The number of worker threads. `None` starts one for each CPU.
    pub(crate) workers: Option<usize>,
    /// The time that requests in progress get to finish when the server stops, in seconds.
    pub(crate) shutdown_seconds: u64,
}

/// Starts a server. `app` is called once on each worker thread.
///
/// # Errors
/// Fails if the listener can't be used.
pub(crate) fn listen<F, I, S, B>(
    listener: TcpListener,
    admission: &Admission,
    options: &ListenOptions,
    app: F,
) -> io::Result<Server>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error>,
    S: 'static,
    S::InitError: Debug,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
{
    set_socket_send_buffer_size(&listener, SEND_BUFFER)?;
    let builder = Server::build().shutdown_timeout(options.shutdown_seconds).disable_signals();
    // At its own limit, actix would stop accepting connections instead of refusing them.
    let mut builder = builder.max_concurrent_connections(usize::MAX);
    if let Some(workers) = options.workers {
        builder = builder.workers(workers);
    }
    let stopping = builder.graceful_shutdown_signal();
    let admission = admission.clone();
    let service = move || {
        let (stopping, admission) = (stopping.clone(), admission.clone());
        let deadlines = *admission.deadlines();
        let app = map_config(app(), |()| AppConfig::default());
        let app = apply_fn_factory(app, |mut request: Request, app: &S::Service| {
            let in_progress = RequestInProgress::start(&mut request);
            respond(with_grace(app.call(request)), in_progress)
        });
        let http = HttpService::build()
            .keep_alive(deadlines.keep_alive)
            .client_request_timeout(deadlines.head)
            .client_disconnect_timeout(DISCONNECT_TIMEOUT)
            // Drops the requests of clients that have left. They go on for a while: see `GRACE`.
            .h1_allow_half_closed(false)
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|stream: &GuardedStream, data| {
                data.insert(Rc::clone(stream.progress()));
            })
            .finish(app);
        fn_service(move |stream| std::future::ready(admit(stream, &admission))).and_then(http)
    };
    Ok(builder.listen("http", listener, service)?.run())
}

/// Handles a request in a task of its own, which goes on for [`GRACE`] if this future is dropped.
async fn with_grace<T: 'static>(
    request: impl Future<Output = Result<T, Error>> + 'static,
) -> Result<T, Error> {
    let (mut reply, response) = oneshot::channel();
    actix_web::rt::spawn(async move {
        let client_left = async {
            reply.closed().await;
            sleep(GRACE).await;
        };
        tokio::select! {
            response = request => drop(reply.send(response)),
            () = client_left => {}
        }
    });
    response.await.unwrap_or_else(|_| Err(ErrorInternalServerError("")))
}

/// Keeps the request in progress until the response is complete.
async fn respond<B: MessageBody>(
    response: impl Future<Output = Result<ServiceResponse<B>, Error>>,
    request: Option<RequestInProgress>,
) -> Result<Response<ResponseInProgress<B>>, Error> {
    let response = Response::from(response.await?);
    Ok(response.map_body(|_, body| ResponseInProgress::new(body, request)))
}

type AdmittedStream = (GuardedStream, Protocol, Option<SocketAddr>);

fn admit(stream: TcpStream, admission: &Admission) -> Result<AdmittedStream, DispatchError> {
    let peer = stream.peer_addr()?;
    let Ok(permit) = admission.admit(peer.ip()) else {
        refuse(stream)?;
        return Err(io::Error::from(io::ErrorKind::ConnectionRefused).into());
    };
    // Otherwise, the end of a response waits for the client's delayed acknowledgment.
    stream.set_nodelay(true)?;
    Ok((GuardedStream::new(stream, admission, permit), Protocol::Http1, Some(peer)))
}
