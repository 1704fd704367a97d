//! Fuzzes requests to the pages and the API: a whole server without a network.

use std::cell::RefCell;

use actix_web::body::{MessageBody, to_bytes};
use actix_web::cookie::{Cookie, Key};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, Uri};
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App as Web, Error};
use clap::Parser;
use serde::de::IgnoredAny;
use url::Url;

use super::open_app;
use crate::config::ConfigArgs;
use crate::fuzz::{self, Target};
use crate::storage::Access;
use crate::web::{self, ApiRateLimiter, BodyMemory, Readiness, Shared};

/// The number of requests after which another user signs up. Some requests end the session.
const REQUESTS_PER_USER: u32 = 400;

/// The start of [`MARKUP`](fuzz::MARKUP), as no page contains it.
const MARKUP_START: &str = "<fuzz";

/// Where an upload redirects to, before its ID.
const UPLOADED: &str = "/import?upload=";

#[derive(Parser)]
struct ServerArgs {
    #[command(flatten)]
    settings: ConfigArgs,
}

/// Returns the state of a server with an empty database, which sends nothing anywhere.
async fn shared(database: &str) -> Shared {
    let flags =
        ["", "--database-url", database, "--rate-limits=off", "--slack-hosts=hooks.invalid"];
    let config = ServerArgs::parse_from(flags).settings.check();
    let config = config.unwrap_or_else(|problems| panic!("{problems}"));
    let app = open_app(&config, Access::Server).await.expect("opens");
    let (site, limiter) = (config.site.clone(), ApiRateLimiter::new(config.limits));
    Shared {
        app,
        site,
        key: Key::generate(),
        limiter,
        bodies: BodyMemory::default(),
        readiness: Readiness::default(),
    }
}

/// Parses a request: a line with the method and the path, headers, an empty line, and the body.
/// Returns `None` if actix would reject it before any of our code.
fn parse(bytes: &[u8]) -> Option<TestRequest> {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap_or(bytes.len());
    let (head, body) = (&bytes[..end], bytes.get(end + 2..).unwrap_or_default());
    let mut lines = head.split(|byte| *byte == b'\n');
    let target = lines.next()?;
    let space = target.iter().position(|byte| *byte == b' ')?;
    let method = Method::from_bytes(&target[..space]).ok()?;
    let path = str::from_utf8(&target[space + 1..]).ok().filter(|path| path.starts_with('/'))?;
    path.parse::<Uri>().ok()?;
    let mut request = TestRequest::default().method(method).uri(path).set_payload(body.to_vec());
    let is_api = path.starts_with("/api/");
    let kind = if is_api { "application/json" } else { "application/x-www-form-urlencoded" };
    request = request.insert_header((header::CONTENT_TYPE, kind));
    request = request.insert_header((header::HOST, "localhost"));
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request = request.insert_header((name, value));
    }
    Some(request)
}

/// A response that was checked.
struct CheckedResponse {
    status: u16,
    cookies: Vec<Cookie<'static>>,
    location: Option<String>,
}

/// Sends a request and checks the response.
async fn send<B: MessageBody>(
    service: &impl Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    request: TestRequest,
) -> CheckedResponse {
    let response = match service.call(request.to_request()).await {
        Ok(response) => response,
        Err(error) => {
            let status = error.as_response_error().status_code().as_u16();
            assert!(status < 500, "{error}");
            return CheckedResponse { status, cookies: Vec::new(), location: None };
        }
    };
    let status = response.status().as_u16();
    assert!(status < 500, "{status}");
    let cookies = response.response().cookies().map(Cookie::into_owned).collect();
    let header = |name| response.headers().get(name).map(|value| value.to_str().expect("ASCII"));
    let location = header(header::LOCATION).map(str::to_owned);
    assert!(location.as_deref().is_none_or(is_here), "{location:?}");
    let kind = header(header::CONTENT_TYPE).unwrap_or_default().to_owned();
    let is_plain = header(header::CONTENT_ENCODING).is_none();
    let body = to_bytes(response.into_body()).await.map_err(Into::into);
    let body = body.unwrap_or_else(|error| panic!("a {status} that breaks off: {error}"));
    if is_plain && kind.starts_with("text/html") {
        let page = str::from_utf8(&body).expect("UTF-8");
        assert!(!page.contains(MARKUP_START), "unescaped: {page}");
    }
    if is_plain && kind.starts_with("application/json") && !body.is_empty() {
        serde_json::from_slice::<IgnoredAny>(&body).expect("JSON");
    }
    CheckedResponse { status, cookies, location }
}

/// Returns whether a redirect stays on this site.
fn is_here(location: &str) -> bool {
    let base = Url::parse("http://localhost/").expect("a URL");
    base.join(location).is_ok_and(|target| target.origin() == base.origin())
}

/// A user who sends requests, and what the requests refer to.
#[derive(Default)]
struct RequestSender {
    requests: u32,
    name: String,
    cookies: Vec<Cookie<'static>>,
    upload: String,
}

impl RequestSender {
    /// Returns a request with the current user and their last upload in place of `{user}` and
    /// `{upload}`.
    fn fill_in(&self, bytes: &[u8]) -> Vec<u8> {
        let filled = replace(bytes, b"{user}", self.name.as_bytes());
        replace(&filled, b"{upload}", self.upload.as_bytes())
    }

    fn receive(&mut self, response: &CheckedResponse) {
        let upload = response.location.as_deref().and_then(|at| at.strip_prefix(UPLOADED));
        if let Some(upload) = upload {
            upload.clone_into(&mut self.upload);
        }
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let (mut replaced, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

/// Sends requests of a logged-in user. Every response must fit, see [`send`].
fn run(target: Target, seeds: &[&[u8]]) {
    let system = System::new();
    let directory = tempfile::tempdir().expect("a directory");
    let database = directory.path().join("worklog.db").display().to_string();
    let shared = system.block_on(shared(&database));
    let configured = Web::new().configure(|config| web::configure(config, &shared));
    let service = system.block_on(init_service(configured));
    let sender = RefCell::new(RequestSender::default());
    fuzz::run(target, seeds, |bytes| {
        let mut sender = sender.borrow_mut();
        let Some(mut request) = parse(&sender.fill_in(bytes)) else { return };
        if sender.requests.is_multiple_of(REQUESTS_PER_USER) {
            sender.name = format!("user{}", sender.requests);
            let password = "password=tremble-otter-42&password_confirm=tremble-otter-42";
            let form = format!("POST /signup\n\nusername={}&{password}", sender.name);
            let signup = parse(form.as_bytes()).expect("a request");
            let response = system.block_on(send(&service, signup));
            assert!(response.status == 303 && !response.cookies.is_empty());
            sender.cookies = response.cookies;
        }
        sender.requests += 1;
        for cookie in &sender.cookies {
            request = request.cookie(cookie.clone());
        }
        let response = system.block_on(send(&service, request));
        sender.receive(&response);
    });
}

#[test]
fn fuzz_pages() {
    let seeds: [&[u8]; 29] = [
        b"GET /password/reset?token=c2VjcmV0",
        b"GET /email/confirm?token=c2VjcmV0",
        b"GET /signup?invitation=c2VjcmV0",
        b"GET /confirm?next=%2Fsettings%2Ftokens",
        b"POST /theme\nreferer: http://localhost/year/2026\norigin: http://localhost\n\ntheme=dark",
        b"GET /static/app.css\naccept-encoding: gzip;q=0.5, br\n",
        b"GET /month/2026-11\nhx-request: true\nx-forwarded-for: 203.0.113.9, ::1\n",
        b"GET /month/2026-11?view=list&flash=saved\naccept-language: de-AT,de;q=0.9,en;q=0.5\ncookie: worklog-theme=dark\n",
        b"GET /year/2026",
        b"GET /search?q=urlaub+B%C3%BCro&page=2",
        b"GET /report?from=2026-01-01&to=2026-12-31",
        b"GET /day/2026-11-18/history",
        b"GET /days?preview=1&from=2026-11-01&to=2026-11-30&type=office&weekdays=mon",
        b"GET /export.csv?year=2026",
        b"GET /changes/0198f3c2-7a10-7c3e-9d5f-2b1a4c6d8e0f",
        b"GET /feed/abc.ics\nif-none-match: W/\"a1\", *\n",
        b"GET /login?next=%2Fmonth%2F2026-11\nuser-agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0\n",
        b"POST /day/2026-11-18\n\ntype=office&location=Berlin&half=on&pm_type=remote&pm_location=Home&notes=a%0D%0Ab&version=0",
        b"POST /day/2026-11-18/type\nhx-request: true\n\ntype=vacation&version=1",
        b"POST /days\n\nfrom=2026-11-01&to=2026-11-30&weekdays=mon&weekdays=working&type=office&location=&notes=&existing=replace&confirm=yes",
        b"POST /settings\n\ntime_zone=Europe%2FBerlin&language=de&first_weekday=mon&version=0",
        b"POST /settings/types\n\nlabel=On+call&colour=red&kind=work&location=optional",
        b"POST /settings/types/office/merge\n\ninto=remote&location=&confirm=yes",
        b"POST /settings/allowances/vacation\n\nfrom=2026&days=30&year=2026&year_days=25.5&year_carried=-2&carry=on&carry_most=5&expires_month=3&expires_day=31&version=0",
        b"POST /settings/allowances\n\nyear_start=4&employed_from=2026-02-01&employed_to=2026-12-31",
        b"POST /settings/schedule\n\nedit=first&working_days=mon&working_days=tue&weeks=ab&anchor=2026-11-16&version=0",
        b"POST /settings/tokens\n\nname=cli&scope=read&days=90",
        b"POST /settings/feed\n\nname=Team&detail=location",
        b"POST /settings/slack\n\nurl=https%3A%2F%2Fhooks.invalid%2Fservices%2FT%2FB%2Fx&act=save",
    ];
    run(Target::Pages, &seeds);
}

#[test]
fn fuzz_api() {
    let seeds: [&[u8]; 10] = [
        b"POST /api/v1/user/{user}?date=2026-11-18&type=office&location=Berlin\n\n{\"notes\":\"a\\nb\"}",
        b"PUT /api/v1/user/{user}?date=2026-11-18&type=Remote&location=Home&pm_type=vacation\nif-match: W/\"a\", \"b\"\n\n{}",
        b"GET /api/v1/user/{user}?year=2026&month=11",
        b"GET /api/v1/user/{user}?from=2026-01-01&to=2026-12-31\nauthorization: Bearer worklog_0\n",
        b"DELETE /api/v1/user/{user}?date=2026-11-18",
        b"PUT /api/v1/user/{user}/settings?vacation=30\n\n{\"Remote\":12.5,\"sick\":\"-1\",\"slack\":\"\"}",
        b"GET /api/v1/user/{user}/summary?year=2026&type=office",
        b"POST /api/v1/user/{user}/tokens\n\n{\"name\":\"cli\",\"scope\":\"read\",\"days\":30}",
        b"POST /api/v1/login\n\n{\"username\":\"{user}\",\"password\":\"x\"}",
        b"PUT /api/v1/user/create\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n\n{\"username\":\"a\",\"password\":\"b\"}",
    ];
    run(Target::Api, &seeds);
}

#[test]
fn fuzz_uploads() {
    let seeds: [&[u8]; 7] = [
        b"POST /import\n\ntext=Wann,Was,Tage%0A16.11.2026,Urlaub,0.5%0A18.11.2026,krank,1",
        b"POST /import\n\nupload={upload}&shown=1-3&checked=1&in_year=1-4&base=none&row=1&row=3&select=year-all&go=2026.2",
        b"POST /import\n\nupload={upload}&mapped_sheet=0&sheet=0&role=date&column=0&role=type&column=1&role=days&column=2&date_order=day_first&century=past&all=&confirm=yes",
        b"POST /import\ncontent-type: multipart/form-data; boundary=x\n\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nDate,Type\n2026-11-16,Office\n\r\n--x--\r\n",
        b"POST /import\ncontent-type: multipart/form-data; boundary=x\n\n--x\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nDate;State\n2026-11-16;office\n\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\"\r\ncontent-type: application/octet-stream\r\n\r\n\r\n--x--\r\n",
        b"POST /import\n\nupload={upload}&confirm=yes&existing=replace&included=1-3,5&key=a&type=new&label=A&kind=work&first_year=2020&last_year=2027&sheet=0&role=date&column=1",
        b"GET /import?upload={upload}&page=2026.2&preview=1",
    ];
    run(Target::Uploads, &seeds);
}
