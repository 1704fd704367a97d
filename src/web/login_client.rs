//! The extractor for clients that send a username and a password.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::client_ip::ClientIp;
use super::device::{Device, DeviceCookies};
use super::session;
use crate::domain::accounts::attempts::PasswordSource;
use crate::domain::accounts::user::User;

/// A client that sends a username and a password: its address and its browser.
pub(crate) struct LoginClient {
    address: IpAddr,
    device: Option<Device>,
    user_agent: String,
}

impl LoginClient {
    /// Returns how a password for this account, as typed, is counted.
    pub(crate) fn source(&self, username: &str) -> PasswordSource {
        let known = self.device.as_ref().and_then(|device| device.id_for(username));
        PasswordSource::Login { address: self.address, device: known.map(str::to_owned) }
    }

    /// Returns the browser's `User-Agent` header.
    pub(crate) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// Like [`LoginClient::source`], for a form that also accepts the password of the logged-in
    /// user.
    pub(crate) fn source_or_session(&self, username: &str, user: Option<&User>) -> PasswordSource {
        let is_own = user.is_some_and(|user| user.username.as_str().eq_ignore_ascii_case(username));
        if is_own {
            PasswordSource::Session { address: self.address }
        } else {
            self.source(username)
        }
    }
}

impl FromRequest for LoginClient {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let cookies = request.app_data::<web::Data<DeviceCookies>>();
        let device = cookies.and_then(|cookies| cookies.read(request));
        let (address, user_agent) = (ClientIp::of(request).0, session::user_agent(request));
        ready(Ok(Self { address, device, user_agent }))
    }
}
