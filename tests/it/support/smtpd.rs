//! Runs a real mail server.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The maximum wait for anything.
const TIMEOUT: Duration = Duration::from_secs(40);

/// A received email.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) headers: Value,
}

impl Letter {
    /// Returns the recipient and the subject.
    pub(crate) fn head(&self) -> (&str, &str) {
        (&self.to, &self.subject)
    }

    /// Returns the path and query of the email's only link.
    pub(crate) fn link(&self) -> String {
        let lines: Vec<&str> = self.text.lines().filter(|line| line.starts_with("http")).collect();
        assert_eq!(lines.len(), 1, "{}", self.text);
        let url: url::Url = lines[0].parse().expect("a link");
        format!("{}?{}", url.path(), url.query().unwrap_or_default())
    }
}

/// A mail server that treats each email as configured (see `smtpd.py`).
pub(crate) struct Smtpd {
    port: u16,
    said: Arc<Mutex<Vec<Value>>>,
    child: Child,
    /// Its standard input closes when the test process ends, for any reason, which ends the server.
    _stdin: ChildStdin,
}

impl Smtpd {
    /// Starts a server. `modes` contains `take`, `refuse`, `greylist`, `slow`, `hang`, or `die` for
    /// each email in order. The last one applies to all further emails.
    pub(crate) fn start(modes: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/smtpd.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args(modes)
            .env("PYTHONPATH", path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3");
        let said: Arc<Mutex<Vec<Value>>> = Arc::default();
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let theirs = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).expect("JSON");
                theirs.lock().expect("no panic").push(event);
            }
        });
        let stdin = child.stdin.take().expect("piped");
        let mut server = Self { port: 0, said, child, _stdin: stdin };
        let give_up = Instant::now() + TIMEOUT;
        while server.port == 0 {
            assert!(Instant::now() < give_up, "the mail server doesn't start");
            std::thread::sleep(Duration::from_millis(10));
            let port = server.events("listening").first().and_then(|event| event["port"].as_u64());
            server.port = port.and_then(|port| port.try_into().ok()).unwrap_or(0);
        }
        server
    }

    /// Returns the flags of a server that sends its email here. They last as long as the process.
    pub(crate) fn flags(&self) -> [&'static str; 3] {
        [
            format!("--smtp-url=smtp://127.0.0.1:{}", self.port).leak(),
            "--mail-from=Worklog <log@example.org>",
            "--public-url={self}",
        ]
    }

    /// Waits until this number of emails has arrived.
    pub(crate) async fn letters(&self, count: usize) -> Vec<Letter> {
        let events = self.wait_for("letter", count).await;
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let letter = |event: &Value| Letter {
            to: text(&event["to"][0]),
            subject: text(&event["headers"]["Subject"]),
            text: text(&event["text"]),
            headers: event["headers"].clone(),
        };
        events.iter().map(letter).collect()
    }

    /// Waits for this number of delivery attempts, successful or not.
    pub(crate) async fn attempts(&self, count: usize) {
        self.wait_for("attempt", count).await;
    }

    /// Returns the number of delivery attempts so far.
    pub(crate) fn attempts_so_far(&self) -> usize {
        self.events("attempt").len()
    }

    async fn wait_for(&self, kind: &str, count: usize) -> Vec<Value> {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let events = self.events(kind);
            if events.len() >= count {
                return events;
            }
            assert!(Instant::now() < give_up, "{kind} {count} is missing: {events:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn events(&self, kind: &str) -> Vec<Value> {
        let said = self.said.lock().expect("no panic");
        said.iter().filter(|event| event["event"] == kind).cloned().collect()
    }
}

impl Drop for Smtpd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a PYTHONPATH for the mail server. Panics if it can't be fetched.
fn path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/smtpd");
        let output = Command::new(script).stderr(Stdio::inherit()).output().expect(script);
        assert!(output.status.success(), "scripts/smtpd doesn't provide a mail server");
        String::from_utf8(output.stdout).expect("a path").trim().to_owned()
    })
}
