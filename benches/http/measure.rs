//! Load by `wrk`.

use std::fmt;
use std::io::Write;
use std::process::Command;

/// How long each load lasts.
pub(crate) const SECONDS: u32 = 10;

/// Saves days over and over, each with the version that the last save of it left.
const SAVE: &str = r#"
local days, sent = 1200, -1
function request()
  if sent < 0 then sent = 0; return wrk.format() end -- wrk asks once for nothing
  local day, round = sent % days, math.floor(sent / days)
  sent = sent + 1
  local date = string.format("%04d-%02d-%02d",
    2030 + math.floor(day / 336), 1 + math.floor(day / 28) % 12, 1 + day % 28)
  local body = "type=office&location=Berlin+HQ&notes=round+" .. round .. "&version=" .. round
  return wrk.format("POST", "/day/" .. date, {
    ["Cookie"] = os.getenv("BENCH_COOKIE"),
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, body)
end
"#;

pub(crate) struct Load;

impl Load {
    pub(crate) const LINE: &str = "wrk -t1 -c16 -d10s --latency, all in one run";
}

/// What a load came to.
pub(crate) struct Measured {
    pub(crate) requests: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, p50_ms, p99_ms } = self;
        write!(f, "{requests:>8.0} requests/s   p50 {p50_ms:>6.2} ms   p99 {p99_ms:>6.2} ms")
    }
}

/// Asks for a page again and again.
pub(crate) fn get(url: &str, cookie: &str) -> Measured {
    let mut wrk = wrk();
    if !cookie.is_empty() {
        wrk.args(["-H", &format!("Cookie: {cookie}")]);
    }
    run(wrk.arg(url))
}

/// Saves days again and again.
pub(crate) fn save(url: &str, cookie: &str) -> Measured {
    let mut script = tempfile::Builder::new().suffix(".lua").tempfile().expect("a file");
    script.write_all(SAVE.as_bytes()).expect("written");
    run(wrk().arg("-s").arg(script.path()).env("BENCH_COOKIE", cookie).arg(url))
}

fn wrk() -> Command {
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", "-c16", &format!("-d{SECONDS}s"), "--latency"]);
    wrk
}

fn run(wrk: &mut Command) -> Measured {
    let output = wrk.output().expect("wrk (Debian's package of that name)");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !text.contains("Non-2xx"), "{text}");
    assert!(!text.contains("Socket errors"), "{text}");
    let after = |label: &str| {
        let line = text.lines().find(|line| line.trim().starts_with(label)).expect(label);
        line.trim()[label.len()..].trim().to_owned()
    };
    Measured {
        requests: after("Requests/sec:").parse().expect("a number"),
        p50_ms: milliseconds(&after("50%")),
        p99_ms: milliseconds(&after("99%")),
    }
}

fn milliseconds(text: &str) -> f64 {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)];
    let found = units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)));
    let (number, factor) = found.expect("a time");
    number.parse::<f64>().expect("a number") * factor
}
