//! The address that a request comes from.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::site_config::{FORWARDED_FOR, SiteConfig};

/// The IP address of the client: the peer's or, behind a trusted proxy, the one in
/// `X-Forwarded-For`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientIp(pub(crate) IpAddr);

impl FromRequest for ClientIp {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl ClientIp {
    /// Returns the address of the client that sent a request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let peer = request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
        let site = request.app_data::<web::Data<SiteConfig>>();
        let lines: Vec<&str> = request
            .headers()
            .get_all(FORWARDED_FOR)
            .filter_map(|line| line.to_str().ok())
            .collect();
        Self(site.map_or(peer, |site| site.client_ip(peer, lines.into_iter())))
    }
}
