//! Measures backup, restore, and copy of 1,000 users and 500,000 entries, each with its history:
//! duration, file size, and peak memory. See `benches/README.md`.

#![expect(clippy::cast_precision_loss, reason = "for display only")]

mod data;
#[path = "../http/program.rs"]
#[expect(dead_code, reason = "the http benchmark uses the rest")]
mod program;

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use program::{BINARY, BenchDatabase, Program};

fn main() {
    let (file, mongo) = (BenchDatabase::embedded(), BenchDatabase::mongo());
    let start = Instant::now();
    let users = std::env::var("BENCH_USERS").ok().and_then(|users| users.parse().ok());
    let users = users.unwrap_or(1000);
    data::fill(file.database(), users);
    println!(
        "{:<44} {:>6.1} s",
        format!("created {users} users, {} entries", users * 500),
        seconds(start)
    );
    println!("{:<44} {:>6.1} MiB", "the embedded file", mib(size(file.database())));
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let path = |name: &str| home.path().join(name).display().to_string();
    let (backup, mongo_backup) = (path("embedded.backup"), path("mongo.backup"));

    measure_under_load("embedded: backup", "somebody", &file, &["backup", &backup]);
    println!("{:<44} {:>6.1} MiB", "the backup", mib(size(&backup)));
    println!("{:<44} {:>6.1} MiB", "the backup, gzipped", mib(gzipped_size(&backup)));
    measure("MongoDB: restore", &mongo, &["restore", &backup]);
    measure("MongoDB: restore over existing data", &mongo, &["restore", "--replace", &backup]);
    measure_under_load("MongoDB: backup", "somebody-else", &mongo, &["backup", &mongo_backup]);
    let other = BenchDatabase::embedded();
    measure("embedded: restore", &other, &["restore", &mongo_backup]);
    measure("embedded: restore over existing data", &other, &["restore", "--replace", &backup]);
    let copy = |what: &str, from: &BenchDatabase, to: &BenchDatabase| {
        let command = ["copy", "--replace", "--from", from.database(), "--to", to.database()];
        measure(what, from, &command);
    };
    copy("copy, embedded to MongoDB", &file, &mongo);
    copy("copy, MongoDB to embedded", &mongo, &other);
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

fn size(path: &str) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// Returns the size of a file after compression by gzip at its default level.
fn gzipped_size(path: &str) -> u64 {
    let packed = Command::new("sh").args(["-c", "gzip < \"$1\" | wc -c", "sh", path]).output();
    let bytes = String::from_utf8(packed.expect("runs").stdout).expect("text");
    bytes.trim().parse().expect("a number")
}

/// Returns the peak resident memory of a running process.
fn peak_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Runs a command to completion and prints its duration, peak memory, and output.
fn measure(what: &str, home: &BenchDatabase, arguments: &[&str]) {
    let start = Instant::now();
    let mut child = Command::new(BINARY)
        .args(arguments)
        .env("WORKLOG_DATABASE_URL", home.database())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut peak = 0;
    while child.try_wait().expect("waits").is_none() {
        peak = peak_kib(child.id()).unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    let elapsed = seconds(start);
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success(), "{what}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    println!(
        "{what:<44} {elapsed:>6.1} s   at most {:>5.1} MiB   {}",
        mib(peak * 1024),
        stdout.trim()
    );
}

/// Runs a command alone, and then concurrently with a server on which `who` saves days
/// continuously. Prints the rate and the slowest save, before and during the command.
fn measure_under_load(what: &str, who: &str, home: &BenchDatabase, arguments: &[&str]) {
    measure(&format!("{what}, nobody saving"), home, &[arguments, &["--force"][..]].concat());
    let (server, _) = Program::worklog(home);
    let cookie = server.sign_up(who);
    let alone = saves_during(&server, &cookie, || std::thread::sleep(Duration::from_secs(3)));
    let beside = saves_during(&server, &cookie, || {
        measure(&format!("{what}, while saves run"), home, &[arguments, &["--force"][..]].concat());
    });
    for (when, (rate, slowest)) in [("before", alone), ("during", beside)] {
        println!(
            "{:<44} {rate:>6.0} saves/s, slowest {slowest:.0} ms",
            format!("{what}, {when} the command")
        );
    }
}

/// Saves days one after another during `work`. Returns the saves per second and the slowest in
/// milliseconds.
fn saves_during(server: &Program, cookie: &str, work: impl FnOnce()) -> (f64, f64) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let saver = scope.spawn(|| {
            let (start, mut saves, mut slowest) = (Instant::now(), 0, 0.0_f64);
            while !done.load(Ordering::Relaxed) {
                let save = Instant::now();
                let (year, month, day) =
                    (2000 + saves / 336 % 90, 1 + saves / 28 % 12, 1 + saves % 28);
                server.save(cookie, &format!("{year}-{month:02}-{day:02}"));
                slowest = slowest.max(seconds(save) * 1000.0);
                saves += 1;
            }
            (f64::from(saves) / seconds(start), slowest)
        });
        work();
        done.store(true, Ordering::Relaxed);
        saver.join().expect("saves")
    })
}
