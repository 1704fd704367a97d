//! A user with a separate Chromium and a separate server.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};

use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::Backend;

/// The maximum wait for anything to appear.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Runs the driver until the watcher's standard input closes, which happens when the test process
/// ends.
const WATCHER: &str = r#"
chromedriver --port="$0" >/dev/null 2>&1 </dev/null &
cat >/dev/null
trap "" TERM
kill -- -$$
"#;

/// Whether the browser runs scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// The network between the browser and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Fast,
    /// Delays each response by this many milliseconds.
    Slow(u32),
    None,
}

pub(crate) struct Person {
    pub(crate) server: Server,
    pub(crate) browser: WebDriver,
    /// Its standard input closes when the person is dropped, which ends the driver.
    _watcher: Child,
}

impl Person {
    /// Opens a browser without signing up.
    pub(crate) async fn new(scripts: Scripts) -> Self {
        Self::with_flags(scripts, &[]).await
    }

    /// Opens a browser at a server with these flags.
    pub(crate) async fn with_flags(scripts: Scripts, flags: &[&str]) -> Self {
        // Weeks start on Monday.
        let language = std::env::var("WORKLOG_TEST_PICTURES_LANGUAGE");
        Self::speaking(language.as_deref().unwrap_or("en-GB"), scripts, flags).await
    }

    /// Opens a browser that prefers this language at a server with these flags.
    pub(crate) async fn speaking(language: &str, scripts: Scripts, flags: &[&str]) -> Self {
        let server = Server::on(Backend::Embedded, flags).await;
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = port.expect("a free port").port();
        let watcher = Command::new("sh")
            .args(["-c", WATCHER, &port.to_string()])
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("a shell");
        let url = format!("http://127.0.0.1:{port}");
        let give_up = Instant::now() + TIMEOUT;
        let browser = loop {
            match WebDriver::new(&url, capabilities(scripts, language)).await {
                Ok(browser) => break browser,
                Err(error) => assert!(Instant::now() < give_up, "no Chromium: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        Self { server, browser, _watcher: watcher }
    }

    /// Opens a browser, signs up, and shows the month.
    pub(crate) async fn signed_up(scripts: Scripts) -> Self {
        Self::new(scripts).await.sign_up("").await
    }

    /// Signs up. `email` is empty for none; a server without email doesn't ask for it.
    pub(crate) async fn sign_up(self, email: &str) -> Self {
        self.go("/").await;
        self.click("a[href='/signup']").await;
        if !email.is_empty() {
            self.type_into("#email", email).await;
        }
        self.type_into("#password_confirm", PASSWORD).await;
        self.log_in("ada", PASSWORD).await;
        self.wait_for("#calendar").await;
        self
    }

    /// Fills in and submits the displayed login form.
    pub(crate) async fn log_in(&self, name: &str, password: &str) {
        self.type_into("#username", name).await;
        self.type_into("#password", password).await;
        self.submit().await;
    }

    pub(crate) async fn log_out(&self) {
        self.click(".menu summary").await;
        self.click(".menu [action='/logout'] button").await;
        self.wait_for("a[href='/login']").await;
    }

    /// Returns the same user in a second, headless browser, logged in.
    pub(crate) async fn second_client(&self) -> Browser {
        self.server.logged_in("ada").await
    }

    /// Logs a day with its form.
    pub(crate) async fn log(&self, day: &str, slug: &str) {
        self.go(&format!("/day/{day}")).await;
        self.choose("type", slug).await;
        self.save().await;
    }

    /// Saves the day's form.
    pub(crate) async fn save(&self) {
        self.click("#save").await;
        self.wait_for_text("#toast", ": ").await;
    }

    /// Submits the page's form with its main button.
    pub(crate) async fn submit(&self) {
        self.click("main form button.primary").await;
    }

    pub(crate) async fn go(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.server.url)).await.expect("goes");
    }

    /// Waits for an element to appear.
    pub(crate) async fn wait_for(&self, css: &str) -> WebElement {
        self.browser.query(By::Css(css)).first().await.unwrap_or_else(|_| panic!("no {css}"))
    }

    /// Returns the current number of matching elements.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.browser.find_all(By::Css(css)).await.expect("a response").len()
    }

    pub(crate) async fn focus(&self, css: &str) {
        self.wait_for(css).await.focus().await.expect("takes the focus");
    }

    /// Runs a script in the page. Returns its result.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.browser.execute(script, arguments).await.expect(script).json().clone()
    }

    /// Waits for an element that contains these words.
    pub(crate) async fn wait_for_text(&self, css: &str, words: &str) {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let shown = match self.wait_for(css).await.text().await {
                Ok(shown) if shown.contains(words) => return,
                Ok(shown) => shown,
                Err(_) => "(being replaced)".to_owned(),
            };
            assert!(Instant::now() < give_up, "{css} contains {shown:?}, not {words:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Clicks an element. Finds it again if its page was replaced in the meantime.
    pub(crate) async fn click(&self, css: &str) {
        let mut attempts = 3;
        while let Err(error) = self.try_to_click(css).await {
            attempts -= 1;
            let is_stale = matches!(*error, WebDriverErrorInner::StaleElementReference(_));
            assert!(is_stale && attempts > 0, "{css}: {error}");
        }
    }

    async fn try_to_click(&self, css: &str) -> WebDriverResult<()> {
        let element = self.wait_for(css).await;
        element.scroll_into_view().await?;
        element.click().await
    }

    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        let field = self.wait_for(css).await;
        field.clear().await.expect("clears");
        field.send_keys(text).await.expect("types");
    }

    /// Chooses a type in the day's form by its chip.
    pub(crate) async fn choose(&self, field: &str, slug: &str) {
        self.click(&format!("#day input[name={field}][value={slug}] + span")).await;
    }

    /// Chooses an option in a select box.
    pub(crate) async fn choose_option(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value='{value}']")).await;
    }

    pub(crate) async fn value(&self, css: &str) -> String {
        self.wait_for(css).await.prop("value").await.expect("a property").unwrap_or_default()
    }

    /// Sends keystrokes to the focused element.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        let keys = self.browser.action_chain().send_keys(keys);
        keys.perform().await.expect("presses");
    }

    /// Focuses a day and selects the next one, too.
    pub(crate) async fn extend_selection(&self, css: &str) {
        self.focus(css).await;
        let keys = self.browser.action_chain().key_down(Key::Shift).send_keys(Key::Right + "");
        keys.key_up(Key::Shift).perform().await.expect("selects");
    }

    /// Resizes the window and sets the color scheme.
    pub(crate) async fn set_window(&self, width: u32, height: u32, scheme: &str) {
        let devtools = self.browser.cdp();
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        devtools.send_raw("Emulation.setDeviceMetricsOverride", size).await.expect("a size");
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        devtools.send_raw("Emulation.setEmulatedMedia", media).await.expect("a scheme");
    }

    /// Returns a screenshot of the window as a WebP file, which is a third of the size of a PNG.
    pub(crate) async fn webp(&self) -> Vec<u8> {
        let format = json!({ "format": "webp", "quality": 70 });
        let devtools = self.browser.cdp();
        let taken = devtools.send_raw("Page.captureScreenshot", format).await.expect("a picture");
        STANDARD.decode(taken["data"].as_str().expect("base64")).expect("base64")
    }

    /// Restores the default window size and color scheme.
    pub(crate) async fn reset_window(&self) {
        let devtools = self.browser.cdp();
        devtools.send_raw("Emulation.clearDeviceMetricsOverride", json!({})).await.expect("a size");
    }

    /// Switches to a network of this kind.
    pub(crate) async fn set_network(&self, network: Network) {
        let latency = if let Network::Slow(latency) = network { latency } else { 0 };
        let conditions = json!({
            "offline": network == Network::None,
            "latency": latency,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        });
        let devtools = self.browser.cdp();
        devtools.send_raw("Network.enable", json!({})).await.expect("looks at the network");
        let set = devtools.send_raw("Network.emulateNetworkConditions", conditions).await;
        set.expect("such a network");
    }

    /// Ends the visit and asserts that nothing was blocked and no script failed. `expected` lists
    /// the error statuses that the test provoked.
    pub(crate) async fn finish(self, expected: &[u16]) {
        let log = self.browser.browser_log().await.expect("a log");
        // Chromium reports what a logout clears, and a test that is faster than `autofocus`.
        let reports = [r#"Cleared data types: "cache""#, "Autofocus processing was blocked"];
        let provoked = |message: &str| {
            reports.iter().any(|report| message.contains(report))
                || expected.iter().any(|status| message.contains(&format!("a status of {status} ")))
        };
        let wrong: Vec<_> =
            log.iter().map(|entry| &entry.message).filter(|line| !provoked(line)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        self.browser.clone().quit().await.expect("quits");
    }
}

fn capabilities(scripts: Scripts, language: &str) -> ChromeCapabilities {
    let mut chrome = DesiredCapabilities::chrome();
    for flag in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        // Prevents clicks from missing elements while the page is scrolling.
        "--force-prefers-reduced-motion",
        "--window-size=1280,1000",
    ] {
        chrome.add_arg(flag).expect("a flag");
    }
    chrome.add_arg(&format!("--accept-lang={language}")).expect("a flag");
    if scripts == Scripts::Off {
        let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
        chrome.add_experimental_option("prefs", prefs).expect("an option");
    }
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a log");
    chrome
}
