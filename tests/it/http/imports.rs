//! Tests imports: the preview, the choices, and the change.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    a_pasted_table_is_previewed_and_imported,
    legacy_encodings_are_decoded,
    holidays_on_days_off_are_not_imported,
    logged_days_are_kept_or_replaced,
    changes_after_the_preview_show_it_again,
    invisible_characters_in_a_file_are_removed,
    an_import_can_be_undone,
    a_calendar_of_five_hundred_days_is_imported,
    an_upload_is_private_and_expires,
    an_expired_login_keeps_import_choices,
    importing_twenty_years_meets_the_time_limit,
}

const TABLE: &str =
    "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,Remote,Home\nnonsense,Office,\n";

async fn a_pasted_table_is_previewed_and_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.submit("/import", &[("text", TABLE)]).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["2 days will be added", "1 row with an error"]);
    assert_eq!(page.texts("#faults li code"), ["nonsense,Office,"]);
    assert_eq!(page.texts("#faults li b"), ["Line 4"]);
    assert_eq!(page.texts("#confirm"), ["Import 2 days"]);
    assert_eq!(page.texts("#rows tbody th"), ["Mon, 16 Nov 2026", "Tue, 17 Nov 2026"]);
    assert_eq!(ada.type_of("2026-11-16").await, "", "nothing has changed yet");
    let done = ada.confirm_import(&review, &[]).await;
    assert_eq!(done.status(), 303);
    assert!(location(&done).starts_with("/changes/"), "{}", location(&done));
    assert_eq!(ada.type_of("2026-11-16").await, "office");
    assert_eq!(ada.page("/day/2026-11-17").await.values("#locations option"), ["Home"]);
}

async fn legacy_encodings_are_decoded(server: Server) {
    let ada = server.sign_up("ada").await;
    let table =
        b"Von;Bis;Zeitraum;Art der Abwesenheit\r\n16.11.2026;20.11.2026;ganzt\xe4gig;Urlaub\r\n";
    let response = ada.send_file("abwesenheiten.csv", table.to_vec()).await;
    let review = location(&response).to_owned();
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["5 days will be added"]);
    assert_eq!(page.texts("h1"), ["abwesenheiten.csv"]);
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(ada.type_of("2026-11-20").await, "vacation");
}

/// 3 October 2026 is a Saturday.
async fn holidays_on_days_off_are_not_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    let event = |day: &str, name: &str| {
        format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nSUMMARY:{name}\nEND:VEVENT\n")
    };
    let events = [event("20261003", "Unity Day"), event("20261225", "Christmas")].concat();
    let calendar = format!("BEGIN:VCALENDAR\nX-WR-CALNAME:Holidays\n{events}END:VCALENDAR\n");
    let review = ada.import(&calendar).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 day off left out"]);
    assert_eq!(page.texts("#confirm"), ["Import 1 day"]);
    assert_eq!(page.texts("#rows tbody th"), ["Sat, 3 Oct 2026", "Fri, 25 Dec 2026"]);
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(ada.type_of("2026-10-03").await, "");
    let year = ada.page("/year/2026").await;
    let totals = year.lines("#totals li");
    assert!(totals.contains(&"H Holiday 0 days +1 planned".to_owned()), "{totals:?}");
    assert_eq!(year.texts(".chart .unit"), ["day"]);
    // What a user logs on a day off counts.
    ada.log("2026-10-03", &[("type", "holiday")]).await;
    let totals = ada.page("/year/2026").await.lines("#totals li");
    assert!(totals.contains(&"H Holiday 1 day +1 planned".to_owned()), "{totals:?}");
}

async fn logged_days_are_kept_or_replaced(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-16", &[("type", "sick"), ("notes", "in bed")]).await;
    let review = ada.import(TABLE).await;
    let page = ada.page(&review).await;
    assert_eq!(
        page.lines("#sums li"),
        ["1 day will be added", "1 conflict, logged day kept", "1 row with an error"]
    );
    assert_eq!(page.texts("#conflicts tbody th"), ["Mon, 16 Nov 2026"]);
    let upload = page.value("input[name=upload]");
    let again = [("upload", upload.as_str()), ("existing", "replace")];
    let page = ada.preview("/import", &again).await;
    assert_eq!(page.lines("#sums li")[..2], ["1 day will be added", "1 day will be replaced"]);
    let mark = page.value("input[name=mark]");
    let yes = [&again[..], &[("mark", &mark), ("confirm", "yes")]].concat();
    ada.submit("/import", &yes).await;
    assert_eq!(ada.type_of("2026-11-16").await, "office");
    let review = ada.import(TABLE).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li")[..2], ["0 days will be added", "1 row with an error"]);
    assert_eq!(page.lines("#sums li")[2], "2 days already up to date");
    assert!(!page.has("#confirm"));
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 422);
}

async fn changes_after_the_preview_show_it_again(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(TABLE).await;
    let page = ada.page(&review).await;
    ada.submit("/day/2026-11-16", &[("type", "sick")]).await;
    let (upload, mark) = (page.value("input[name=upload]"), page.value("input[name=mark]"));
    let yes = [("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    let page = ada.submit_expecting("/import", &yes, 409).await;
    assert_eq!(page.count(".notice"), 1);
    assert_eq!(page.lines("#sums li")[1], "1 conflict, logged day kept");
    assert_eq!(ada.type_of("2026-11-17").await, "", "nothing was imported");
}

async fn invisible_characters_in_a_file_are_removed(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = "Date,Type,Location\n2026-11-16,Re\u{AD}mote,Ho\u{200B}me\n\
                2026-11-17,\u{200E}Court,\u{FEFF}\n";
    let review = ada.import(text).await;
    assert_eq!(ada.page(&review).await.values(".unknown [name=label]"), ["Court"]);
    let upload = review.rsplit('=').next().unwrap();
    let choice = [("key", "court"), ("type", "new"), ("label", "Court"), ("kind", "leave")];
    let form = [&[("upload", upload), ("confirm", "yes")][..], &choice].concat();
    ada.submit("/import", &form).await;
    assert_eq!(ada.page("/day/2026-11-16").await.values("#location"), ["Home"]);
    assert_eq!(ada.type_of("2026-11-17").await, "court");
}

async fn an_import_can_be_undone(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-16", &[("type", "sick"), ("notes", "in bed")]).await;
    let before = ada.page("/export.csv").await.html;
    let response = ada.submit("/import", &[("text", TABLE)]).await;
    let upload = response.rsplit('=').next().unwrap().to_owned();
    let yes = [("upload", upload.as_str()), ("existing", "replace"), ("confirm", "yes")];
    let change = ada.submit("/import", &yes).await;
    let page = ada.page(&change).await;
    assert_eq!(page.texts(".primary"), ["Go to month"]);
    assert_eq!(page.attributes(".primary", "href"), ["/month/2026-11"]);
    assert_eq!(page.count("#undo"), 1);
    assert_eq!(ada.type_of("2026-11-16").await, "office");
    ada.submit(&format!("{change}/undo"), &[]).await;
    assert_eq!(ada.page("/export.csv").await.html, before);
}

async fn a_calendar_of_five_hundred_days_is_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    let every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|d| ("working_days", d));
    ada.submit("/settings/schedule", &[&[("edit", "first")], &every_day[..]].concat()).await;
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nNAME:Holidays\r\n");
    let first: chrono::NaiveDate = "2026-01-01".parse().unwrap();
    for number in (0..500_u64).rev() {
        let day = (first + chrono::Days::new(number)).format("%Y%m%d");
        write!(text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:Day\r\n  {number}\r\nEND:VEVENT\r\n").unwrap();
    }
    text.push_str("END:VCALENDAR\r\n");
    let review = ada.import(&text).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["500 days will be added"]);
    assert_eq!(page.count("#rows tbody tr"), 365);
    assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
    assert_eq!(ada.page("/day/2026-01-03").await.texts("#day textarea"), ["Day 2"]);
}

async fn an_upload_is_private_and_expires(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let review = ada.import(TABLE).await;
    assert_eq!(bob.status(&review).await, 404);
    let upload = review.rsplit('=').next().unwrap();
    let stolen = [("upload", upload), ("confirm", "yes")];
    assert_eq!(bob.post("/import", &stolen).await.status(), 404);
    let change = ada.submit("/import", &stolen).await;
    assert_eq!(location(&ada.get(&review).await), change, "the file was imported");
    let review = ada.import(TABLE).await;
    for _ in 0..7 {
        server.advance_clock(Duration::from_mins(10));
        ada.get("/month").await;
    }
    assert_eq!(ada.status(&review).await, 404);
    assert_eq!(ada.status("/import?upload=x").await, 404);
}

async fn an_expired_login_keeps_import_choices(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import(TABLE).await;
    server.advance_clock(Duration::from_mins(21));
    let upload = review.rsplit('=').next().unwrap();
    let yes = [("upload", upload), ("existing", "replace"), ("confirm", "yes")];
    let page = ada.submit_expecting("/import", &yes, 401).await;
    assert_eq!(ada.log_in_by(&page, "ada").await, "/import");
    let page = ada.page(location(&ada.get("/import").await)).await;
    assert_eq!(page.values("input[name=existing][checked]"), ["replace"]);
    assert_eq!(page.lines("#sums li")[0], "2 days will be added");
}

/// Imports 7,300 rows. The limit is generous, because other tests run at the same time and nothing
/// is optimized in this build.
async fn importing_twenty_years_meets_the_time_limit(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = twenty_years();
    let start = Instant::now();
    let review = ada.import(&text).await;
    let page = ada.page(&review).await;
    let looked = start.elapsed();
    assert_eq!(page.lines("#sums li"), ["7,300 days will be added"]);
    assert!(
        page.html.len() < 200 * 1024,
        "the preview is larger than expected: {} bytes",
        page.html.len()
    );
    let done = ada.confirm_import(&review, &[]).await;
    assert_eq!(done.status(), 303);
    println!("7,300 rows: {looked:?} to the dry run, {:?} in all", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

/// Returns a file with every day from 2001 on, with notes.
pub(crate) fn twenty_years() -> String {
    let mut text = String::from("Date,Type,Location,Notes\n");
    let first: chrono::NaiveDate = "2001-01-01".parse().unwrap();
    for number in 0..7300_u64 {
        let day = first + chrono::Days::new(number);
        writeln!(text, "{day},Remote,Home,\"A note of some length for the day number {number}\"")
            .unwrap();
    }
    text
}

#[actix_web::test]
async fn unreadable_files_are_rejected_with_an_explanation() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let columns = vec!["x"; 100_000].join(",");
    let mut many = String::from("Date,Type\n");
    for year in 1970..2000 {
        for number in 0..366 {
            let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            writeln!(many, "{},Office", first + chrono::Days::new(number)).unwrap();
        }
    }
    for (bytes, status, words) in [
        (vec![], 422, "Choose a file"),
        (b"  \n".to_vec(), 422, "Choose a file"),
        (b"PK\x03\x04\x14\0".to_vec(), 422, "isn’t an XLSX workbook"),
        (b"%PDF-1.7\n".to_vec(), 422, "PDF"),
        (b"Date,Type\n2026-11-18,\0\n".to_vec(), 422, "isn’t a text file"),
        (columns.into_bytes(), 422, "100000 columns"),
        (b"Name,Age\n".to_vec(), 422, "isn’t a table"),
        (many.into_bytes(), 422, "10000 days"),
        (vec![b'x'; 10 * 1024 * 1024], 413, "5 MiB"),
    ] {
        let response = ada.send_file("x", bytes).await;
        assert_eq!(response.status().as_u16(), status, "{words}");
        Page::from_response(response).await.field("file").assert_error(words);
    }
    let response = ada.post("/import", &[("text", &"x".repeat(2 * 1024 * 1024))]).await;
    assert_eq!(response.status(), 413);
    let cut = ada.request(reqwest::Method::POST, "/import");
    let cut = cut.header("Content-Type", "multipart/form-data; boundary=x").body("--x\r\nnonsense");
    assert_eq!(ada.send(cut).await.status(), 400);
    let anybody = server.browser();
    assert_eq!(anybody.send_file("x", TABLE.into()).await.status(), 401);
}
