//! Measures backup, restore, and copy of 1,000 users and 500,000 entries, each with its history:
//! duration, file size, and peak memory. See `benches/README.md`.

#![expect(clippy::cast_precision_loss, reason = "for display only")]

mod data;
#[path = "../http/program.rs"]
#[expect(dead_code, reason = "only the other benchmark generates load")]
mod program;

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use program::{BINARY, Home, Program};

fn main() {
    let (file, mongo) = (Home::embedded(), Home::mongo());
    let begun = Instant::now();
    let users = std::env::var("BENCH_USERS").ok().and_then(|users| users.parse().ok());
    let users = users.unwrap_or(1000);
    data::fill(file.database(), users);
    println!(
        "{:<44} {:>6.1} s",
        format!("made {users} users, {} entries", users * 500),
        seconds(begun)
    );
    println!("{:<44} {:>6.1} MiB", "the embedded file", mib(size(file.database())));
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let path = |name: &str| home.path().join(name).display().to_string();
    let (backup, again) = (path("embedded.backup"), path("mongo.backup"));

    busy("embedded: backup", "somebody", &file, &["backup", &backup]);
    println!("{:<44} {:>6.1} MiB", "the backup", mib(size(&backup)));
    println!("{:<44} {:>6.1} MiB", "the same through gzip", mib(gzipped(&backup)));
    run("MongoDB: restore", &mongo, &["restore", &backup]);
    run("MongoDB: restore over it", &mongo, &["restore", "--replace", &backup]);
    busy("MongoDB: backup", "somebody-else", &mongo, &["backup", &again]);
    let other = Home::embedded();
    run("embedded: restore", &other, &["restore", &again]);
    run("embedded: restore over it", &other, &["restore", "--replace", &backup]);
    let copy = |what: &str, from: &Home, to: &Home| {
        let command = ["copy", "--replace", "--from", from.database(), "--to", to.database()];
        run(what, from, &command);
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
fn gzipped(path: &str) -> u64 {
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
fn run(what: &str, home: &Home, arguments: &[&str]) {
    let begun = Instant::now();
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
    let took = seconds(begun);
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success(), "{what}");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{what:<44} {took:>6.1} s   at most {:>5.1} MiB   {}", mib(peak * 1024), said.trim());
}

/// Runs a command alone, and then concurrently with a server on which `who` saves days
/// continuously. Prints the rates and latencies of saves before and during the command.
fn busy(what: &str, who: &str, home: &Home, arguments: &[&str]) {
    run(&format!("{what}, nobody saving"), home, &[arguments, &["--force"][..]].concat());
    let (server, _) = Program::worklog(home);
    let cookie = server.sign_up(who);
    let alone = saves_during(&server, &cookie, || std::thread::sleep(Duration::from_secs(3)));
    let beside = saves_during(&server, &cookie, || {
        run(
            &format!("{what}, beside a busy server"),
            home,
            &[arguments, &["--force"][..]].concat(),
        );
    });
    for (when, (rate, slowest)) in [("before", alone), ("during", beside)] {
        println!(
            "{:<44} {rate:>6.0} a second, the slowest {slowest:.0} ms",
            format!("{what}, saves {when} it")
        );
    }
}

/// Saves days one after another during `work`. Returns the saves per second and the slowest in
/// milliseconds.
fn saves_during(server: &Program, cookie: &str, work: impl FnOnce()) -> (f64, f64) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let saver = scope.spawn(|| {
            let (begun, mut saves, mut slowest) = (Instant::now(), 0, 0.0_f64);
            while !done.load(Ordering::Relaxed) {
                let save = Instant::now();
                let (year, month, day) =
                    (2000 + saves / 336 % 90, 1 + saves / 28 % 12, 1 + saves % 28);
                server.save(cookie, &format!("{year}-{month:02}-{day:02}"));
                slowest = slowest.max(seconds(save) * 1000.0);
                saves += 1;
            }
            (f64::from(saves) / seconds(begun), slowest)
        });
        work();
        done.store(true, Ordering::Relaxed);
        saver.join().expect("saves")
    })
}
