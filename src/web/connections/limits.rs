//! The limits on connections, and their default values.

use std::time::Duration;

/// How long an idle connection stays open.
pub(crate) const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// The limits on connections.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    /// The maximum number of open connections.
    pub total: usize,
    /// The maximum number of open connections from one address. Trusted proxies are exempt.
    pub per_address: usize,
    /// How long clients may take. Not a setting: no client needs more, and tests need less.
    pub deadlines: ClientDeadlines,
}

/// How long clients may take.
#[derive(Debug, Clone, Copy)]
pub struct ClientDeadlines {
    /// How long an idle connection stays open.
    pub keep_alive: Duration,
    /// The time to send the head of a request.
    pub head: Duration,
    /// How fast a client must send a body.
    pub body: MinPace,
    /// How fast a client must read a response.
    pub response: MinPace,
}

/// The minimum pace of a transfer. A client may stop for `patience`. Each second by which it falls
/// behind the minimum rate uses up a second of that, and each second that it is ahead returns one.
#[derive(Debug, Clone, Copy)]
pub struct MinPace {
    /// The longest time without progress.
    pub patience: Duration,
    /// The minimum rate.
    pub bytes_per_second: u32,
}

impl Default for ClientDeadlines {
    /// - A head fits in one or two packets. If two in a row are lost, the third is sent after 3
    ///   seconds. The deadline must not be longer than the shortest drain, so that every connection
    ///   has had its request by then.
    /// - A connection that is lost for 15 seconds, as in a tunnel, sends again within 30.
    /// - 500 bytes per second is a tenth of what GPRS, the slowest mobile network, achieves. It is
    ///   also the minimum in Apache's configuration.
    fn default() -> Self {
        let pace = MinPace { patience: Duration::from_secs(30), bytes_per_second: 500 };
        let head = Duration::from_secs(5);
        Self { keep_alive: KEEP_ALIVE, head, body: pace, response: pace }
    }
}

/// The limit that a refused connection would exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Total,
    Address,
}

impl Refusal {
    pub(super) const ALL: [Self; 2] = [Self::Total, Self::Address];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Address => "address",
        }
    }
}
