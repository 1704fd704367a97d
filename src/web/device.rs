//! The device cookie, by which the server recognizes a browser in which an account has logged in
//! before. Wrong passwords in such a browser have a count of their own, so an attacker elsewhere
//! can't lock its owner out. The cookie doesn't log anyone in.

use actix_web::cookie::{Cookie, CookieJar, Key};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::{HttpMessage, HttpRequest, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::cookie::build_cookie;
use crate::domain::accounts::user::Username;

/// What the value of a device cookie begins with. Other cookies that are signed with the same key
/// don't.
const PREFIX: &str = "device";

/// The number of accounts that a browser remembers. Logging in to more of them drops the oldest.
const MAX_ACCOUNTS: usize = 8;

/// A browser in which accounts have logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    id: String,
    /// Hashes of the usernames, the last login last.
    accounts: Vec<String>,
}

impl Device {
    /// Returns a browser that no one has logged in with.
    fn new() -> Self {
        let id = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
        Self { id, accounts: Vec::new() }
    }

    /// Parses the value of the cookie, without its signature.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.').map(str::to_owned);
        let (prefix, id) = (parts.next()?, parts.next()?);
        (prefix == PREFIX).then(|| Self { id, accounts: parts.collect() })
    }

    pub(super) fn value(&self) -> String {
        let parts = [PREFIX, self.id.as_str()].into_iter();
        parts.chain(self.accounts.iter().map(String::as_str)).collect::<Vec<_>>().join(".")
    }

    /// Returns the browser's ID if someone has logged in to this account with it before.
    pub(crate) fn id_for(&self, username: &str) -> Option<&str> {
        self.knows(username).then_some(self.id.as_str())
    }

    fn knows(&self, username: &str) -> bool {
        self.accounts.contains(&self.mark(username))
    }

    fn remember(&mut self, username: &str) {
        let mark = self.mark(username);
        self.accounts.retain(|account| *account != mark);
        self.accounts.push(mark);
        self.accounts.drain(..self.accounts.len().saturating_sub(MAX_ACCOUNTS));
    }

    fn mark(&self, username: &str) -> String {
        let digest = Sha256::digest(format!("{}:{}", self.id, username.to_lowercase()));
        URL_SAFE_NO_PAD.encode(&digest[..12])
    }
}

/// Signs and reads device cookies.
pub(crate) struct DeviceCookies {
    key: Key,
    secure: bool,
}

impl DeviceCookies {
    pub(crate) fn new(key: Key, secure: bool) -> Self {
        Self { key, secure }
    }

    fn name(&self) -> &'static str {
        if self.secure { "__Host-worklog-device" } else { "worklog-device" }
    }

    /// Returns the browser that sent a request, if someone has logged in with it.
    pub(crate) fn read(&self, request: &HttpRequest) -> Option<Device> {
        let mut sent = CookieJar::new();
        sent.add_original(request.cookie(self.name())?);
        Device::parse(sent.signed(&self.key).get(self.name())?.value())
    }

    fn cookie(&self, device: &Device) -> Option<Cookie<'static>> {
        let mut signed = CookieJar::new();
        let cookie = build_cookie(self.name(), device.value(), self.secure);
        signed.signed_mut(&self.key).add(cookie);
        signed.get(self.name()).cloned()
    }
}

/// The user who logged in during the request, stored in its extensions.
#[derive(Clone)]
pub(crate) struct NewLogin(pub(crate) Username);

/// Adds the device cookie to the response if someone logged in.
pub(crate) fn add_cookie<B>(response: &mut ServiceResponse<B>) {
    let request = response.request();
    let login = request.extensions().get::<NewLogin>().cloned();
    let cookie = login.and_then(|NewLogin(username)| {
        let cookies = request.app_data::<web::Data<DeviceCookies>>()?;
        let mut device = cookies.read(request).unwrap_or_else(Device::new);
        device.remember(username.as_str());
        let cookie = cookies.cookie(&device)?;
        HeaderValue::from_str(&cookie.encoded().to_string()).ok()
    });
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(cookies: &DeviceCookies, cookie: Cookie<'static>) -> Option<Device> {
        cookies.read(&TestRequest::default().cookie(cookie).to_http_request())
    }

    #[test]
    fn a_browser_knows_the_accounts_that_logged_in_with_it() {
        let mut device = Device::new();
        device.remember("Ada");
        assert!(device.knows("ada") && !device.knows("bob"));
        for number in 0..MAX_ACCOUNTS {
            device.remember("ada");
            device.remember(&format!("user{number}"));
        }
        assert!(device.knows("ada") && device.knows("user7") && !device.knows("user0"));
        assert_eq!(device.accounts.len(), MAX_ACCOUNTS);
        assert_eq!(Device::parse(&device.value()), Some(device.clone()));
        assert!(device.value().len() < 200 && !device.value().contains("ada"));
    }

    #[test]
    fn only_signed_device_cookies_are_accepted() {
        let cookies = DeviceCookies::new(Key::generate(), false);
        let mut device = Device::new();
        device.remember("ada");
        let cookie = cookies.cookie(&device).unwrap();
        assert_eq!(read(&cookies, cookie.clone()), Some(device.clone()));
        let other = DeviceCookies::new(Key::generate(), false);
        assert_eq!(read(&other, cookie.clone()), None, "another key");
        assert_eq!(read(&cookies, Cookie::new(cookies.name(), device.value())), None);
        let mut session = CookieJar::new();
        session.signed_mut(&cookies.key).add(Cookie::new(cookies.name(), "a-session-key"));
        let session = session.get(cookies.name()).cloned().unwrap();
        assert_eq!(read(&cookies, session), None, "another cookie with the same key");
    }
}
