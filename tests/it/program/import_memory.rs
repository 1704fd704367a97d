//! Measures the memory that imports take at most.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Program, TIMEOUT, worklog};
use crate::support::mongod::free_port;
use crate::support::server::{Browser, location};
use crate::support::store::{Backend, Place, place};

/// How many imports run at once.
const AT_ONCE: usize = 40;

/// The users who import. Each may have four uploads.
const USERS: usize = 10;

/// The most memory that previews may take together. The target is 64 MiB, which the largest tables
/// miss by a little on a slow machine.
const MOST_MIB: f64 = 80.0;

/// The same for confirmations. The store has further copies of a change while it writes it.
const MOST_CONFIRMING_MIB: f64 = 96.0;

#[tokio::test(flavor = "multi_thread")]
async fn forty_previews_at_once_take_little_memory() {
    for backend in Backend::ALL {
        let place = place(backend).await;
        let (program, users) = start(&place).await;
        for (name, file) in files() {
            let users = users.iter().cycle().take(AT_ONCE);
            let sent = users.map(|user| preview(user, file.clone()));
            measure(&program, &format!("{backend:?}, {AT_ONCE} x {name}"), MOST_MIB, sent).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_confirmations_at_once_take_little_memory() {
    for backend in Backend::ALL {
        let place = place(backend).await;
        let (mut program, users) = start(&place).await;
        let mut forms = Vec::new();
        for user in &users {
            let page = user.page(&user.import(&most_days()).await).await;
            forms.push((page.value("input[name=upload]"), page.value("input[name=mark]")));
        }
        // Without the memory that the previews left behind.
        program.kill();
        let program = program.again(&place.url).await;
        warm_up(&users[0]).await;
        let both = users.iter().zip(&forms).cycle().take(AT_ONCE);
        let sent = both.map(|(user, (upload, mark))| async move {
            let form = [("upload", &**upload), ("mark", mark), ("confirm", "yes")];
            user.post("/import", &form).await.status().as_u16()
        });
        let name = format!("{backend:?}, {AT_ONCE} confirmations");
        measure(&program, &name, MOST_CONFIRMING_MIB, sent).await;
    }
}

/// Starts a server with users, one of whom has previewed a file.
async fn start(place: &Place) -> (Program, Vec<Browser>) {
    let mut command = worklog(&place.url);
    command.env("WORKLOG_RATE_LIMITS", "off").stdout(Stdio::null()).stderr(Stdio::null());
    let program = Program::spawn(&mut command, free_port());
    program.wait_for_status("/readyz", 200).await;
    let users: Vec<Browser> = (0..USERS).map(|_| Browser::at(&program.url)).collect();
    for (number, user) in users.iter().enumerate() {
        user.sign_up(&format!("user-{number}"), "").await;
    }
    warm_up(&users[0]).await;
    (program, users)
}

async fn warm_up(user: &Browser) {
    user.page(&user.import("Date,Type\n2026-11-16,Office\n").await).await;
}

/// Sends the requests at once, and asserts how much memory they take.
async fn measure(
    program: &Program,
    name: &str,
    most_mib: f64,
    sent: impl Iterator<Item: Future<Output = u16>>,
) {
    let idle = program.settled_mib().await;
    program.reset_peak();
    let start = Instant::now();
    let done = join_all(sent).await;
    let (peak, took) = (program.memory_mib("VmHWM:"), start.elapsed());
    let count = |status| done.iter().filter(|done| **done == status).count();
    let (taken, rejected, busy) = (count(200) + count(303), count(422), count(503));
    println!(
        "{name}: idle {idle:.0} MiB, peak {peak:.0} MiB, {took:.1?}; {taken} succeeded, \
         {rejected} rejected, {busy} busy"
    );
    assert_eq!(taken + rejected + busy, AT_ONCE, "{done:?}");
    assert!(busy < AT_ONCE);
    assert!(peak - idle <= most_mib, "{name}: from {idle:.0} to {peak:.0} MiB");
}

/// Uploads a file and opens its preview. Returns the last status.
async fn preview(browser: &Browser, file: Vec<u8>) -> u16 {
    let response = browser.send_file("days", file).await;
    if response.status() != 303 {
        return response.status().as_u16();
    }
    browser.status(location(&response)).await
}

/// Files of almost 5 MiB: one with too many rows, and one with almost as many as are allowed, as
/// text and as a workbook.
fn files() -> [(&'static str, Vec<u8>); 3] {
    let too_many = format!("Date,Type\n{}", "2026-01-01,t\n".repeat(380_000));
    let mut most = String::from("Date,Type,Location,Notes\n");
    for number in 0..49_000_u32 {
        let (year, month, day) = (2000 + number / 336 % 30, 1 + number / 28 % 12, 1 + number % 28);
        let (day_type, notes) = (number % 40, "x".repeat(66));
        writeln!(most, "{year}-{month:02}-{day:02},Type {day_type},Place {number},{notes}")
            .unwrap();
    }
    let workbook = workbook(&most);
    [
        ("380,000 rows", too_many.into()),
        ("49,000 rows", most.into()),
        ("workbooks of 49,000 rows", workbook),
    ]
}

/// Returns a file with almost as many days as are allowed, and almost as much text.
fn most_days() -> String {
    let mut text = String::from("Date,Type,Location,Notes\n");
    let days = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap().iter_days();
    for (number, day) in days.take(9_990).enumerate() {
        let (place, notes) = (number % 40, "n".repeat(400));
        writeln!(text, "{day},Remote,Place {place},{notes}").unwrap();
    }
    text
}

const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Days" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// Returns a table as a workbook with one sheet.
fn workbook(table: &str) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (row, line) in (1..).zip(table.lines()) {
        write!(sheet, r#"<row r="{row}">"#).unwrap();
        for (column, cell) in ('A'..).zip(line.split(',')) {
            write!(sheet, r#"<c r="{column}{row}" t="inlineStr"><is><t>{cell}</t></is></c>"#)
                .unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl Program {
    /// Returns a line of the process's status in MiB.
    pub(super) fn memory_mib(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kib / 1024.0
    }

    /// Returns the resident memory once it no longer shrinks: the password hasher frees its memory
    /// after a moment.
    pub(super) async fn settled_mib(&self) -> f64 {
        let give_up = Instant::now() + TIMEOUT;
        let mut before = f64::INFINITY;
        loop {
            tokio::time::sleep(Duration::from_secs(3)).await;
            let now = self.memory_mib("VmRSS:");
            if now > before - 0.5 || Instant::now() > give_up {
                return now;
            }
            before = now;
        }
    }

    /// Makes `VmHWM`, the peak of the resident memory, start again (`proc_pid_clear_refs(5)`).
    pub(super) fn reset_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("is reset");
    }
}
