//! A webhook of one's own: a real HTTP server that answers as it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a webhook treats a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Answers with this status.
    Answers(u16),
    /// Sends elsewhere: to the path `/elsewhere` of itself.
    Redirects,
    /// Answers well, after two seconds.
    Slow,
    /// Never answers.
    Hangs,
    /// Ends the connection without an answer.
    HangsUp,
}

/// A line that came: the path asked for, the trace that it was part of, and its text.
struct Line {
    path: String,
    trace: Option<String>,
    text: String,
}

/// A webhook and the lines that came.
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
        // Both end with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (mood, lines) = (Arc::clone(&mood), Arc::clone(&lines));
                std::thread::spawn(move || answer(&stream, &mood, &lines));
            }
        });
        hook
    }

    /// Returns the flag of a server that may send here. It lasts as long as the process.
    pub(crate) fn flag(&self) -> &'static str {
        format!("--slack-hosts=localhost:{}", self.port).leak()
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}/services/T0/B0/s3cret", self.port)
    }

    pub(crate) fn be(&self, mood: Mood) {
        *self.mood.lock().expect("no panic") = mood;
    }

    /// The lines that came so far.
    pub(crate) fn so_far(&self) -> Vec<String> {
        self.lines.lock().expect("no panic").iter().map(|line| line.text.clone()).collect()
    }

    /// The paths that were asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.lines.lock().expect("no panic").iter().map(|line| line.path.clone()).collect()
    }

    /// The traces that the lines were part of so far.
    pub(crate) fn traces(&self) -> Vec<Option<String>> {
        self.lines.lock().expect("no panic").iter().map(|line| line.trace.clone()).collect()
    }

    /// Waits until so many lines have come.
    pub(crate) async fn lines(&self, count: usize) -> Vec<String> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let lines = self.so_far();
            if lines.len() >= count {
                return lines;
            }
            assert!(Instant::now() < give_up, "no line number {count}: {lines:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn answer(mut stream: &TcpStream, mood: &Mutex<Mood>, lines: &Mutex<Vec<Line>>) {
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
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 10\r\n\r\nno_service");
    let _ = stream.write_all(answer.as_bytes());
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
