//! Limits the number of open connections, in total and per address or network.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ipnet::IpNet;

use super::limits::{ClientDeadlines, ConnectionLimits, Refusal};
use super::metrics::ConnectionMetrics;
use crate::domain::accounts::attempts::networks;
use crate::storage::GaugeGuard;
use crate::web::site_config::is_in_networks;

/// How often to log that connections are refused.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// Decides which connections a server accepts. Clones share the count.
#[derive(Clone)]
pub(crate) struct Admission(Arc<AdmissionState>);

struct AdmissionState {
    limits: ConnectionLimits,
    exempt: Vec<IpNet>,
    metrics: ConnectionMetrics,
    open: Mutex<OpenConnections>,
}

#[derive(Default)]
struct OpenConnections {
    total: usize,
    /// By address or network.
    by_client: HashMap<String, usize>,
    logged: Option<Instant>,
}

impl Admission {
    /// Creates limits from which the networks in `exempt` are exempt, except for the total.
    pub(crate) fn new(
        limits: ConnectionLimits,
        exempt: Vec<IpNet>,
        metrics: ConnectionMetrics,
    ) -> Self {
        Self(Arc::new(AdmissionState { limits, exempt, metrics, open: Mutex::default() }))
    }

    pub(super) fn deadlines(&self) -> &ClientDeadlines {
        &self.0.limits.deadlines
    }

    pub(super) fn metrics(&self) -> &ConnectionMetrics {
        &self.0.metrics
    }

    /// Counts a connection from this address until the returned permit is dropped, unless a limit is
    /// reached. The larger networks of an IPv6 address have higher limits, as for passwords.
    pub(super) fn admit(&self, peer: IpAddr) -> Result<ConnectionPermit, Refusal> {
        let clients = networks(peer);
        let refusal = {
            let mut open = self.open();
            let Err(refusal) = self.count(&mut open, peer, &clients) else {
                return Ok(ConnectionPermit {
                    admission: self.clone(),
                    clients: clients.into_iter().map(|(client, _)| client).collect(),
                    _open: self.0.metrics.track_open(),
                });
            };
            let now = Instant::now();
            let is_new = open.logged.is_none_or(|logged| now - logged >= LOG_INTERVAL);
            if is_new {
                open.logged = Some(now);
                log(refusal);
            }
            refusal
        };
        self.0.metrics.count_refused(refusal);
        Err(refusal)
    }

    fn count(
        &self,
        open: &mut OpenConnections,
        peer: IpAddr,
        clients: &[(String, u32)],
    ) -> Result<(), Refusal> {
        if open.total >= self.0.limits.total {
            return Err(Refusal::Total);
        }
        let is_full = |(client, factor): &(String, u32)| {
            let limit = self.0.limits.per_address.saturating_mul(*factor as usize);
            open.by_client.get(client).is_some_and(|count| *count >= limit)
        };
        if clients.iter().any(is_full) && !is_in_networks(peer, &self.0.exempt) {
            return Err(Refusal::Address);
        }
        open.total += 1;
        for (client, _) in clients {
            *open.by_client.entry(client.clone()).or_default() += 1;
        }
        Ok(())
    }

    fn release(&self, clients: &[String]) {
        let mut open = self.open();
        open.total -= 1;
        for client in clients {
            if let Some(count) = open.by_client.get_mut(client) {
                *count -= 1;
                if *count == 0 {
                    open.by_client.remove(client);
                }
            }
        }
    }

    fn open(&self) -> std::sync::MutexGuard<'_, OpenConnections> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open connection. Dropping it makes room for another one.
pub(super) struct ConnectionPermit {
    admission: Admission,
    clients: Vec<String>,
    _open: GaugeGuard,
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.admission.release(&self.clients);
    }
}

fn log(refusal: Refusal) {
    match refusal {
        Refusal::Total => tracing::warn!("connections are refused: too many are open"),
        Refusal::Address => tracing::warn!(
            "connections are refused: too many are open from one address; if it is a proxy, add it \
             to WORKLOG_TRUSTED_PROXIES"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(total: usize, per_address: usize, exempt: &[&str]) -> Admission {
        let limits = ConnectionLimits { total, per_address, deadlines: ClientDeadlines::default() };
        let exempt = exempt.iter().map(|network| network.parse().unwrap()).collect();
        Admission::new(limits, exempt, ConnectionMetrics::default())
    }

    /// Returns the permits, and which connections were refused.
    fn open<'a>(
        admission: &Admission,
        peers: impl IntoIterator<Item = &'a str>,
    ) -> (Vec<ConnectionPermit>, Vec<(usize, Refusal)>) {
        let (mut permits, mut refused) = (Vec::new(), Vec::new());
        for (number, peer) in peers.into_iter().enumerate() {
            match admission.admit(peer.parse().unwrap()) {
                Ok(permit) => permits.push(permit),
                Err(refusal) => refused.push((number, refusal)),
            }
        }
        (permits, refused)
    }

    #[test]
    fn connections_are_counted_per_address_and_in_total() {
        let admission = admission(4, 2, &[]);
        let peers = ["192.0.2.1", "192.0.2.1", "192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"];
        let (mut permits, refused) = open(&admission, peers);
        assert_eq!(refused, [(2, Refusal::Address), (3, Refusal::Address)]);
        permits.pop();
        permits.pop();
        let (more, refused) =
            open(&admission, ["192.0.2.1", "192.0.2.1", "192.0.2.3", "192.0.2.4"]);
        assert_eq!(refused, [(1, Refusal::Address)], "room for one");
        let (_, refused) = open(&admission, ["192.0.2.5"]);
        assert_eq!(refused, [(0, Refusal::Total)]);
        drop((permits, more));
        assert!(admission.open().by_client.is_empty() && admission.open().total == 0);
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let peers = ["2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1", "2001:db8::3"];
        let (_permits, refused) = open(&admission(9, 2, &[]), peers);
        assert_eq!(refused, [(3, Refusal::Address)]);
    }

    #[test]
    fn larger_ipv6_networks_have_higher_limits() {
        // One connection from each /64 of a /56, then from each /56 of a /48.
        let peers: Vec<_> = (0..3).map(|number| format!("2001:db8:0:{number:x}::1")).collect();
        let (permits, refused) = open(&admission(99, 1, &[]), peers.iter().map(String::as_str));
        assert_eq!((permits.len(), refused), (2, vec![(2, Refusal::Address)]));
        let peers: Vec<_> = (0..5).map(|number| format!("2001:db8:0:{number:x}00::1")).collect();
        let (permits, refused) = open(&admission(99, 1, &[]), peers.iter().map(String::as_str));
        assert_eq!((permits.len(), refused), (4, vec![(4, Refusal::Address)]));
    }

    #[test]
    fn trusted_proxies_are_exempt_from_the_limit_per_address() {
        let admission = admission(4, 1, &["10.0.0.0/8"]);
        let peers =
            ["10.1.1.1", "10.1.1.1", "::ffff:10.1.1.1", "192.0.2.1", "192.0.2.1", "10.1.1.1"];
        let (_permits, refused) = open(&admission, peers);
        assert_eq!(refused, [(4, Refusal::Total), (5, Refusal::Total)]);
    }

    #[test]
    fn a_proxy_with_a_single_ipv6_address_is_exempt() {
        let peers = ["2001:db8::5", "2001:db8::5", "2001:db8::5", "2001:db8::6", "2001:db8::6"];
        let (_permits, refused) = open(&admission(9, 1, &["2001:db8::5/128"]), peers);
        assert_eq!(refused, [(3, Refusal::Address), (4, Refusal::Address)]);
    }
}
