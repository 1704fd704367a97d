//! Generates load with `wrk`.

use std::fmt;
use std::io::Write;
use std::process::Command;

/// The duration of each load in seconds.
pub(crate) const SECONDS: u32 = 10;

/// Saves days repeatedly, of each user in turn, each with the version that its last save returned.
const SAVE: &str = r#"
local cookies = {}
for cookie in os.getenv("BENCH_COOKIES"):gmatch("[^\n]+") do table.insert(cookies, cookie) end
local days, sent = 1200, -1
function request()
  if sent < 0 then sent = 0; return wrk.format() end -- wrk asks once for nothing
  local cookie, saved = cookies[sent % #cookies + 1], math.floor(sent / #cookies)
  local day, round = saved % days, math.floor(saved / days)
  sent = sent + 1
  local date = string.format("%04d-%02d-%02d",
    2030 + math.floor(day / 336), 1 + math.floor(day / 28) % 12, 1 + day % 28)
  local body = "type=office&location=Berlin+HQ&notes=round+" .. round .. "&version=" .. round
  return wrk.format("POST", "/day/" .. date, {
    ["Cookie"] = cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, body)
end
"#;

/// The heading of the results, with the settings that all loads share.
pub(crate) const LINE: &str =
    "wrk -t1 -d10s --latency, 16 connections where not said otherwise, all in one run";

/// The number of connections of most loads, and of users that save.
pub(crate) const CONNECTIONS: u32 = 16;

/// The results of a load.
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

/// A page requested as a browser does, with gzip over reused connections, and uncompressed for
/// comparison.
pub(crate) struct Page {
    pub(crate) gzip: Measured,
    pub(crate) plain: Measured,
    pub(crate) gzip_alone: Measured,
    pub(crate) plain_alone: Measured,
}

impl Page {
    /// Runs four loads of a page: with 16 connections and with one, each with and without gzip.
    pub(crate) fn measure(url: &str, cookie: &str) -> Self {
        let load = |connections, encoding| request(url, cookie, connections, encoding);
        Self {
            gzip: load(CONNECTIONS, GZIP),
            plain: load(CONNECTIONS, PLAIN),
            gzip_alone: load(1, GZIP),
            plain_alone: load(1, PLAIN),
        }
    }

    /// Prints the four loads and the cost of gzip.
    pub(crate) fn report(&self, page: &str, ceiling: &Measured) {
        let line = |what: &str, measured: &Measured, of: &Measured, than: &str| {
            let share = measured.requests / of.requests;
            println!("{:<44} {measured}   {share:.2} of {than}", format!("{page}{what}"));
        };
        line(", gzip", &self.gzip, &self.plain, "the uncompressed page");
        line(", uncompressed", &self.plain, ceiling, "the ceiling");
        line(
            ", gzip, one connection",
            &self.gzip_alone,
            &self.plain_alone,
            "the uncompressed page",
        );
        println!("{:<44} {}", format!("{page}, uncompressed, one connection"), self.plain_alone);
        let added = self.gzip_alone.p50_ms - self.plain_alone.p50_ms;
        println!("{:<44} {added:.2} ms at p50", format!("{page}: gzip adds, at one connection"));
    }
}

/// The `Accept-Encoding` of a browser.
const GZIP: &str = "gzip, deflate, br, zstd";

/// The `Accept-Encoding` of a client that can't decompress.
const PLAIN: &str = "identity";

/// Runs a load of a page with gzip and 16 connections.
pub(crate) fn get(url: &str, cookie: &str) -> Measured {
    request(url, cookie, CONNECTIONS, GZIP)
}

fn request(url: &str, cookie: &str, connections: u32, encoding: &str) -> Measured {
    let mut wrk = wrk(connections);
    wrk.args(["-H", &format!("Accept-Encoding: {encoding}")]);
    if !cookie.is_empty() {
        wrk.args(["-H", &format!("Cookie: {cookie}")]);
    }
    run(wrk.arg(url))
}

/// Saves by 16 users over 16 connections, and by one user over one.
pub(crate) struct Saves {
    pub(crate) of_many: Measured,
    pub(crate) of_one: Measured,
}

impl Saves {
    /// Runs both loads. The logins must not have saved a day after 2030.
    pub(crate) fn measure(url: &str, many: &[String], one: &str) -> Self {
        Self { of_many: save(url, CONNECTIONS, many), of_one: save(url, 1, &[one.to_owned()]) }
    }
}

/// Runs a load that saves days of the users with these logins.
pub(crate) fn save(url: &str, connections: u32, cookies: &[String]) -> Measured {
    let mut script = tempfile::Builder::new().suffix(".lua").tempfile().expect("a file");
    script.write_all(SAVE.as_bytes()).expect("written");
    let mut wrk = wrk(connections);
    run(wrk.arg("-s").arg(script.path()).env("BENCH_COOKIES", cookies.join("\n")).arg(url))
}

/// Runs a load of a program that saves days at each request.
pub(crate) fn bare_save(url: &str, connections: u32) -> Measured {
    run(wrk(connections).arg(url))
}

fn wrk(connections: u32) -> Command {
    let mut wrk = Command::new("wrk");
    wrk.args(["-t1", &format!("-c{connections}"), &format!("-d{SECONDS}s"), "--latency"]);
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
