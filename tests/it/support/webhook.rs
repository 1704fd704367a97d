//! Runs a webhook receiver: a real HTTP server with configurable responses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The maximum wait for anything.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How the receiver responds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Responds with this status.
    Answers(u16),
    /// Redirects to its own path `/elsewhere`.
    Redirects,
    /// Responds successfully after two seconds.
    Slow,
    /// Never responds.
    Hangs,
    /// Closes the connection without a response.
    HangsUp,
}

/// A received message: path, trace context, and text.
struct Line {
    path: String,
    trace: Option<String>,
    text: String,
}

/// A receiver and its messages.
pub(crate) struct Hook {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    lines: Arc<Mutex<Vec<Line>>>,
}

impl Hook {
    pub(crate) fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let hook = Self { port, mood: Arc::new(Mutex::new(mood)), lines: Arc::default() };
        let (mood, lines) = (Arc::clone(&hook.mood), Arc::clone(&hook.lines));
        // Both threads end with the test process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (mood, lines) = (Arc::clone(&mood), Arc::clone(&lines));
                std::thread::spawn(move || respond(&stream, &mood, &lines));
            }
        });
        hook
    }

    /// Returns the flag that allows a server to send here. It lasts as long as the process.
    pub(crate) fn flag(&self) -> &'static str {
        format!("--slack-hosts=localhost:{}", self.port).leak()
    }

    /// Returns the webhook's URL.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}/services/T0/B0/s3cret", self.port)
    }

    pub(crate) fn be(&self, mood: Mood) {
        *self.mood.lock().expect("no panic") = mood;
    }

    /// Returns the messages received so far.
    pub(crate) fn so_far(&self) -> Vec<String> {
        self.lines.lock().expect("no panic").iter().map(|line| line.text.clone()).collect()
    }

    /// Returns the paths requested so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.lines.lock().expect("no panic").iter().map(|line| line.path.clone()).collect()
    }

    /// Returns the trace contexts received so far.
    pub(crate) fn traces(&self) -> Vec<Option<String>> {
        self.lines.lock().expect("no panic").iter().map(|line| line.trace.clone()).collect()
    }

    /// Waits until this number of messages has arrived.
    pub(crate) async fn lines(&self, count: usize) -> Vec<String> {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let lines = self.so_far();
            if lines.len() >= count {
                return lines;
            }
            assert!(Instant::now() < give_up, "message {count} didn't arrive: {lines:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn respond(mut stream: &TcpStream, mood: &Mutex<Mood>, lines: &Mutex<Vec<Line>>) {
    let Some(line) = read(stream) else { return };
    let mood = *mood.lock().expect("no panic");
    lines.lock().expect("no panic").push(line);
    let status = match mood {
        Mood::Answers(status) => status.to_string(),
        Mood::Redirects => "307 Elsewhere\r\nLocation: /elsewhere".to_owned(),
        Mood::Slow => {
            std::thread::sleep(Duration::from_secs(2));
            "200".to_owned()
        }
        Mood::Hangs => return std::thread::sleep(Duration::from_mins(2)),
        Mood::HangsUp => return,
    };
    let response = format!("HTTP/1.1 {status}\r\nContent-Length: 10\r\n\r\nno_service");
    let _ = stream.write_all(response.as_bytes());
}

fn read(stream: &TcpStream) -> Option<Line> {
    let mut reader = BufReader::new(stream);
    let (mut path, mut trace, mut length) = (String::new(), None, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(rest) = line.strip_prefix("POST ") {
            rest.split(' ').next()?.clone_into(&mut path);
        } else if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        } else if let Some(value) = line.to_lowercase().strip_prefix("traceparent:") {
            trace = Some(value.trim().to_owned());
        } else if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
    Some(Line { path, trace, text: body["text"].as_str()?.to_owned() })
}
