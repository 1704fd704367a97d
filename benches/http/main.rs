//! Measures requests per second, latency, and memory of the real server with `wrk`, and compares
//! them with the limits of the HTTP stack. See `benches/README.md`.

#![expect(clippy::cast_precision_loss, reason = "for display only")]

mod bare_save;
mod ceiling;
mod measure;
mod program;

use ceiling::Calls;
use measure::{Measured, Page, Saves};
use program::{BenchDatabase, Program};

/// The results for one store.
struct OnStore {
    month: Page,
    year: Page,
    api_year: Measured,
    saves: Saves,
    during_logins: DuringLogins,
    /// The milliseconds of each edit of 366 days, in ascending order.
    years: Vec<f64>,
    at_rest_kib: u64,
    signed_in_kib: u64,
    under_load_kib: u64,
    after_logins_kib: u64,
    start_ms: f64,
}

/// The effect of logins on the month page's p99, measured in pairs of consecutive loads: the first
/// without logins, the second while two clients log in as fast as they can.
struct DuringLogins {
    /// For each pair, the second p99 as a multiple of the first, in ascending order.
    times: [f64; PAIRS],
    /// The last load with logins.
    last: Measured,
}

const PAIRS: usize = 3;

impl DuringLogins {
    fn measure(server: &Program, cookie: &str) -> Self {
        let load = || measure::get(&server.url("/month/2026-11"), cookie);
        let mut last = None;
        let mut times = [(); PAIRS].map(|()| {
            let (without, with) = (load(), server.while_logging_in(2, load));
            let times = with.p99_ms / without.p99_ms;
            last = Some(with);
            times
        });
        times.sort_by(f64::total_cmp);
        Self { times, last: last.expect("at least one pair") }
    }
}

impl std::fmt::Display for DuringLogins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { times, last } = self;
        let (median, most) = (times[PAIRS / 2], times[PAIRS - 1]);
        write!(f, "{last}   p99 {median:.2} times that without (median; at most {most:.2})")
    }
}

fn main() {
    // `cargo bench` passes its own flags, so an environment variable selects the role.
    match std::env::var("WORKLOG_BENCH_ROLE").as_deref() {
        Ok("ceiling") => ceiling::constant_body(),
        Ok("same-server") => ceiling::same_server(),
        Ok("bare") => ceiling::bare_driver(Calls::OfThePage),
        Ok("bare-days") => ceiling::bare_driver(Calls::OneDocumentADay),
        Ok("bare-without-user") => ceiling::bare_driver(Calls::WithoutUser),
        Ok("bare-days-without-user") => ceiling::bare_driver(Calls::OneDocumentADayWithoutUser),
        Ok("bare-save") => bare_save::serve(),
        _ => compare(),
    }
}

/// Measures both stores, and prints the table.
fn compare() {
    println!("{}", measure::LINE);
    let ceiling = {
        let server = Program::role("ceiling", &[]);
        measure::get(&server.url("/"), "")
    };
    println!("{:<44} {ceiling}", "constant 12 KiB body, bare actix (the ceiling)");
    let same_server = {
        let home = BenchDatabase::embedded();
        let server = Program::role("same-server", &[("WORKLOG_DATABASE_URL", home.database())]);
        measure::get(&server.url("/constant"), "")
    };
    println!("{:<44} {same_server}", "constant 12 KiB body, this server");
    let embedded = BenchDatabase::embedded();
    let on_embedded = on_store(&embedded);
    report("embedded", &on_embedded, &ceiling);
    let ratio = on_embedded.month.plain.requests / same_server.requests;
    println!("{:<44} {ratio:.2} of this server's constant body", "embedded: month page");
    report_fsyncs();
    let mongo = BenchDatabase::mongo();
    let on_mongo = on_store(&mongo);
    report("MongoDB", &on_mongo, &ceiling);
    for (role, words) in [
        ("bare", "the same two calls"),
        ("bare-days", "the login, 31 days"),
        ("bare-without-user", "login without user, month"),
        ("bare-days-without-user", "login without user, 31 days"),
    ] {
        let server = Program::role(role, &[("BENCH_MONGODB_URL", mongo.database())]);
        let bare = measure::get(&server.url("/"), "");
        let ratio = on_mongo.month.plain.requests / bare.requests;
        println!("{:<44} {bare}   month page: {ratio:.2} of it", format!("bare driver, {words}"));
    }
    report_bare_saves(&mongo, &on_mongo.saves);
    let size = std::fs::metadata(program::BINARY).map_or(0, |file| file.len());
    println!("{:<44} {:.1} MiB", "binary", size as f64 / 1024.0 / 1024.0);
}

/// Measures the statements of a save in the driver alone, with as many users as the server's loads.
fn report_bare_saves(mongo: &BenchDatabase, saves: &Saves) {
    let url = ("BENCH_MONGODB_URL", mongo.database());
    for (users, of_server) in [(measure::CONNECTIONS, &saves.of_many), (1, &saves.of_one)] {
        let server = Program::role("bare-save", &[url, ("BENCH_USERS", &users.to_string())]);
        let bare = measure::bare_save(&server.url("/"), users);
        let ratio = of_server.requests / bare.requests;
        let what = format!("bare driver, a save's statements, users: {users}");
        println!("{what:<44} {bare}   day save: {ratio:.2} of it");
    }
}

fn on_store(home: &BenchDatabase) -> OnStore {
    let (server, start_ms) = Program::worklog(home);
    let at_rest_kib = server.resident_kib();
    let cookie = server.sign_up("ada");
    for day in 1..=23 {
        server.save(&cookie, &format!("2026-11-{day:02}"));
    }
    // Fills the other months of the year as a typical user would.
    for month in (1..=12).filter(|month| *month != 11) {
        for day in 1..=22 {
            server.save(&cookie, &format!("2026-{month:02}-{day:02}"));
        }
    }
    let signed_in_kib = server.resident_kib();
    let month = Page::measure(&server.url("/month/2026-11"), &cookie);
    let year = Page::measure(&server.url("/year/2026"), &cookie);
    let api_year = measure::get(&server.url("/api/v1/user/ada?year=2026"), &cookie);
    let users = 0..measure::CONNECTIONS;
    let many: Vec<_> = users.map(|user| server.sign_up(&format!("user-{user}"))).collect();
    let saves = Saves::measure(&server.url(""), &many, &server.sign_up("grace"));
    let under_load_kib = server.resident_kib();
    let years = server.edit_years(&cookie, 20);
    let during_logins = DuringLogins::measure(&server, &cookie);
    server.while_logging_in(8, || std::thread::sleep(std::time::Duration::from_secs(6)));
    OnStore {
        month,
        year,
        api_year,
        saves,
        during_logins,
        years,
        at_rest_kib,
        signed_in_kib,
        under_load_kib,
        after_logins_kib: server.resident_kib(),
        start_ms,
    }
}

fn report(store: &str, on: &OnStore, ceiling: &Measured) {
    let line = |what: &str, measured: &Measured| {
        let ratio = measured.requests / ceiling.requests;
        println!("{:<44} {measured}   {ratio:.2} of the ceiling", format!("{store}: {what}"));
    };
    on.month.report(&format!("{store}: month page"), ceiling);
    on.year.report(&format!("{store}: year page"), ceiling);
    let times = on.month.plain.requests / on.year.plain.requests;
    println!(
        "{:<44} {times:.2} times the month page's (at most 1.5)",
        format!("{store}: time of a year page, uncompressed")
    );
    line("year over the API", &on.api_year);
    let times = on.api_year.requests / on.month.gzip.requests;
    println!(
        "{:<44} {times:.2} of the month page's (at least 0.6 on MongoDB)",
        format!("{store}: requests of a year over the API")
    );
    line("day save, 16 users", &on.saves.of_many);
    line("day save, one user and connection", &on.saves.of_one);
    println!("{:<44} {}", format!("{store}: p99 while two log in"), on.during_logins);
    println!(
        "{:<44} median {:.0} ms, slowest {:.0} ms",
        format!("{store}: edit of 366 days in one act"),
        on.years[on.years.len() / 2],
        on.years[on.years.len() - 1]
    );
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!(
        "{:<44} {:.1} MiB at rest, {:.1} after one sign-up, {:.1} under load, \
         {:.1} after 8 clients logged in for 6 s",
        format!("{store}: resident memory"),
        mib(on.at_rest_kib),
        mib(on.signed_in_kib),
        mib(on.under_load_kib),
        mib(on.after_logins_kib)
    );
    println!("{:<44} {:.0} ms", format!("{store}: start to first response"), on.start_ms);
}

/// Counts fsyncs in a separate run, on a new file.
fn report_fsyncs() {
    let mut saves = 0.0;
    let fsyncs = program::fsyncs_during(&BenchDatabase::embedded(), |server| {
        let cookie = server.sign_up("ada");
        saves = measure::save(&server.url(""), measure::CONNECTIONS, &[cookie]).requests
            * f64::from(measure::SECONDS);
    });
    let fsyncs = fsyncs as f64 / saves;
    println!("{:<44} {fsyncs:.3}", "embedded: fsyncs a save, by strace");
}
