//! Runs a server, and clients for it.

use std::net::TcpListener;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use clap::Parser;
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use worklog::app::notifications::{AddressPolicy, Webhooks};
use worklog::app::{
    App, AuthEventLog, Clock, Hasher, ImportQueue, LargeReads, Notifier, PasswordRules,
};
use worklog::config::ConfigArgs;
use worklog::domain::accounts::user::{User, Username};
use worklog::startup::{MetricsRegistry, StopSignals};
use worklog::storage::Store;
use worklog::web::ConnectionLimits;
use worklog::{domain, startup};

use super::page::Page;
use super::store::{Backend, TestStore, fresh};

pub(crate) const PASSWORD: &str = "tremble-otter-42";

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    settings: ConfigArgs,
}

/// A running server. Dropping it stops the server.
pub(crate) struct Server {
    pub(crate) url: String,
    app: App,
    handle: ServerHandle,
    late: Arc<AtomicI64>,
    /// The store, which is removed when the server is dropped.
    data: Option<TestStore>,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

impl Server {
    /// Starts a server on the embedded store with these flags.
    pub(crate) async fn start(flags: &[&str]) -> Self {
        Self::on(Backend::Embedded, flags).await
    }

    /// Starts a server on a new store with these flags.
    pub(crate) async fn on(backend: Backend, flags: &[&str]) -> Self {
        let data = fresh(backend).await;
        let mut server = Self::on_store(data.handle(), flags).await;
        server.data = Some(data);
        server
    }

    /// Starts a server on the embedded store with these flags and changed limits on connections.
    pub(crate) async fn limited(
        flags: &[&str],
        change: impl FnOnce(&mut ConnectionLimits),
    ) -> Self {
        let data = fresh(Backend::Embedded).await;
        let mut server = Self::on_store_limited(data.handle(), flags, change).await;
        server.data = Some(data);
        server
    }

    /// Starts a server on an existing store with these flags, in which `{self}` is replaced by its
    /// URL. Its clock starts at noon UTC on 2026-11-18.
    pub(crate) async fn on_store(store: Arc<dyn Store>, flags: &[&str]) -> Self {
        Self::on_store_limited(store, flags, |_| ()).await
    }

    async fn on_store_limited(
        store: Arc<dyn Store>,
        flags: &[&str],
        change: impl FnOnce(&mut ConnectionLimits),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let flags = flags.iter().map(|flag| flag.replace("{self}", &url));
        let line: Vec<String> = std::iter::once("worklog".to_owned()).chain(flags).collect();
        let config = CommandLine::try_parse_from(line).expect("flags").settings.check();
        let mut config = config.unwrap_or_else(|problems| panic!("{problems}"));
        change(&mut config.connections);
        let late = Arc::new(AtomicI64::new(0));
        // Tests run their webhook receivers on the same host.
        let webhooks = Webhooks::new(config.slack_hosts.clone(), AddressPolicy::Loopback);
        let messenger = Notifier::new(webhooks.expect("a client"), config.mailer.clone());
        let registry = MetricsRegistry::default();
        let app = App {
            store,
            hasher: Hasher::start(&registry.app).expect("a thread"),
            password_rules: PasswordRules::start(
                config.site_names.clone(),
                config.breached_passwords.clone(),
            )
            .expect("a thread"),
            clock: clock(&late),
            limits: config.limits,
            session_lifetimes: config.session_lifetimes,
            notifier: messenger,
            imports: ImportQueue::start().expect("a thread"),
            large_reads: LargeReads::default(),
            auth_events: AuthEventLog::new(&[]),
            metrics: registry.app.clone(),
        };
        let server =
            startup::serve(&config, app.clone(), listener, &registry).await.expect("serves");
        let handle = server.handle();
        actix_web::rt::spawn(server.run(StopSignals::default(), None));
        Self { url, app, handle, late, data: None }
    }

    /// Returns the server's application state.
    pub(crate) fn app(&self) -> App {
        self.app.clone()
    }

    /// Returns the server's application state and a user.
    pub(crate) async fn app_and_user(&self, name: &str) -> (App, User) {
        let name: Username = name.parse().expect("a name");
        let user = self.app.store.user_by_name(&name.key()).await.expect("responds");
        (self.app.clone(), user.expect("the user exists"))
    }

    /// Returns the server's store, to write to it directly.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        self.data.as_ref().expect("a store of its own").handle()
    }

    /// Returns all stored bytes.
    pub(crate) async fn raw(&self) -> Vec<u8> {
        self.data.as_ref().expect("a store of its own").raw().await
    }

    /// Advances the server's clock, and starts delivering the messages that are due by then.
    pub(crate) fn advance_clock(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).expect("a short time");
        self.late.fetch_add(seconds, Ordering::SeqCst);
        self.app.notifier.wake();
    }

    /// Corrects a clock that was ahead.
    pub(crate) fn turn_clock_back(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).expect("a short time");
        self.late.fetch_sub(seconds, Ordering::SeqCst);
    }

    /// Returns a browser with its own cookies that doesn't follow redirects.
    pub(crate) fn browser(&self) -> Browser {
        Browser::at(&self.url)
    }

    /// Returns a browser of a user who just signed up.
    pub(crate) async fn sign_up(&self, name: &str) -> Browser {
        let browser = self.browser();
        browser.sign_up(name, "").await;
        browser
    }

    /// Returns a browser with a remembered login.
    pub(crate) async fn logged_in(&self, name: &str) -> Browser {
        let browser = self.browser();
        let form = [("username", name), ("password", PASSWORD), ("remember", "on")];
        browser.submit("/login", &form).await;
        browser
    }

    /// Returns a browser of a user who just signed up, with a remembered login.
    pub(crate) async fn remembered(&self, name: &str) -> Browser {
        self.sign_up(name).await;
        self.logged_in(name).await
    }
}

fn clock(late: &Arc<AtomicI64>) -> Clock {
    let late = Arc::clone(late);
    let noon: domain::Timestamp = "2026-11-18T12:00:00Z".parse().expect("a time");
    Clock::new(move || noon + chrono::TimeDelta::seconds(late.load(Ordering::SeqCst)))
}

/// A browser, or htmx in one.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) url: String,
    pub(crate) client: Client,
}

impl Browser {
    /// Returns a browser for the server at this URL.
    pub(crate) fn at(url: &str) -> Self {
        Self::with_languages(url, "en")
    }

    /// Returns a browser that prefers these languages.
    pub(crate) fn with_languages(url: &str, languages: &str) -> Self {
        let languages = (ACCEPT_LANGUAGE, HeaderValue::from_str(languages).expect("a header"));
        let client = Client::builder().cookie_store(true).redirect(Policy::none());
        let client = client.default_headers(HeaderMap::from_iter([languages])).build();
        Self { url: url.to_owned(), client: client.expect("a client") }
    }

    /// Fetches a page that exists.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> impl Future<Output = Page> {
        let caller = Location::caller();
        async move {
            let response = self.get(path).await;
            expect(&response, 200, path, caller);
            Page::from_response(response).await
        }
    }

    /// Returns the status of a page.
    pub(crate) async fn status(&self, path: &str) -> u16 {
        self.get(path).await.status().as_u16()
    }

    /// Submits a form that succeeds. Returns the redirect's target.
    #[track_caller]
    pub(crate) fn submit(&self, path: &str, form: &[(&str, &str)]) -> impl Future<Output = String> {
        let caller = Location::caller();
        async move {
            let response = self.post(path, form).await;
            expect(&response, 303, &format!("{path} {form:.80?}"), caller);
            location(&response).to_owned()
        }
    }

    /// Submits a form. Returns the page that comes back with this status.
    #[track_caller]
    pub(crate) fn submit_expecting(
        &self,
        path: &str,
        form: &[(&str, &str)],
        status: u16,
    ) -> impl Future<Output = Page> {
        let caller = Location::caller();
        async move {
            let response = self.post(path, form).await;
            expect(&response, status, &format!("{path} {form:.80?}"), caller);
            Page::from_response(response).await
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(self.client.get(format!("{}{path}", self.url))).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.send(self.client.post(format!("{}{path}", self.url)).form(form)).await
    }

    pub(crate) async fn htmx_post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.client.post(format!("{}{path}", self.url)).form(form);
        self.send(request.header("HX-Request", "true").header("HX-Request-Type", "partial")).await
    }

    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Response {
        request.send().await.expect("a response")
    }
}

/// Returns the target of a redirect.
pub(crate) fn location(response: &Response) -> &str {
    response.headers()["location"].to_str().expect("text")
}

/// Returns the path of the change that the target of a redirect offers to undo.
pub(crate) fn change_path(target: &str) -> String {
    let (_, id) = target.split_once("undo=").unwrap_or_else(|| panic!("no change in {target}"));
    format!("/changes/{id}")
}

/// Asserts the status of a response. On failure, reports the caller's line.
fn expect(response: &Response, status: u16, what: &str, caller: &Location<'_>) {
    assert_eq!(response.status(), status, "{what}, at {caller}");
}
