//! Files in: the dry run, the choices, and the change.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use reqwest::Response;
use reqwest::multipart::{Form, Part};

use super::server::{Browser, Server, attribute, location, texts};

on_both_stores! {
    a_pasted_table_is_checked_and_then_imported,
    a_file_in_an_old_encoding_is_understood,
    days_that_are_logged_are_kept_or_replaced,
    a_day_that_changed_since_the_dry_run_is_shown_again,
    what_nobody_sees_in_a_file_is_left_out,
    an_import_can_be_undone,
    a_calendar_of_five_hundred_days_is_imported,
    an_upload_is_its_senders_and_ends,
    an_ended_login_loses_no_choice,
    twenty_years_are_imported_in_time,
}

const TABLE: &str =
    "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,Remote,Home\nnonsense,Office,\n";

/// Sends a file as browsers do.
pub(crate) async fn send_file(browser: &Browser, name: &str, bytes: Vec<u8>) -> Response {
    let file = Part::bytes(bytes).file_name(name.to_owned());
    let form = Form::new().part("file", file).text("text", "");
    browser.send(browser.request(reqwest::Method::POST, "/import").multipart(form)).await
}

/// Sends a text and gives where its dry run is.
pub(crate) async fn send(browser: &Browser, text: &str) -> String {
    let answer = send_file(browser, "days.csv", text.as_bytes().to_vec()).await;
    assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
    location(&answer).to_owned()
}

pub(super) async fn body(answer: Response) -> String {
    answer.text().await.unwrap()
}

/// The numbers of a dry run, with their words.
pub(super) fn sums(page: &str) -> Vec<String> {
    let lines = texts(page, "#sums li");
    lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Says yes to a dry run, with these choices.
pub(crate) async fn confirm(browser: &Browser, review: &str, choices: &[(&str, &str)]) -> Response {
    let page = body(browser.get(review).await).await;
    let field = |name: &str| attribute(&page, &format!("input[name={name}]"), "value").remove(0);
    let (upload, mark) = (field("upload"), field("mark"));
    let mut form = vec![("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    form.extend(choices);
    browser.post("/import", &form).await
}

pub(super) async fn types(browser: &Browser, day: &str) -> Vec<String> {
    let page = body(browser.get(&format!("/day/{day}")).await).await;
    attribute(&page, "#day input[name=type][checked]", "value")
}

async fn a_pasted_table_is_checked_and_then_imported(server: Server) {
    let ada = server.person("ada").await;
    let answer = ada.post("/import", &[("text", TABLE)]).await;
    assert_eq!(answer.status(), 303);
    let review = location(&answer).to_owned();
    let page = body(ada.get(&review).await).await;
    assert_eq!(sums(&page), ["2 days will be added", "1 line not understood"]);
    assert_eq!(texts(&page, "#faults li code"), ["nonsense,Office,"]);
    assert_eq!(texts(&page, "#faults li b"), ["Line 4"]);
    assert_eq!(texts(&page, "#confirm"), ["Import 2 days"]);
    assert_eq!(texts(&page, "#added tbody th"), ["Mon 2026-11-16", "Tue 2026-11-17"]);
    assert!(types(&ada, "2026-11-16").await.iter().all(String::is_empty), "nothing is changed yet");
    let done = confirm(&ada, &review, &[]).await;
    assert_eq!(done.status(), 303);
    assert!(location(&done).starts_with("/changes/"), "{}", location(&done));
    assert_eq!(types(&ada, "2026-11-16").await, ["office"]);
    let page = body(ada.get("/day/2026-11-17").await).await;
    assert_eq!(attribute(&page, "#locations option", "value"), ["Home"]);
}

async fn a_file_in_an_old_encoding_is_understood(server: Server) {
    let ada = server.person("ada").await;
    let table =
        b"Von;Bis;Zeitraum;Art der Abwesenheit\r\n16.11.2026;20.11.2026;ganzt\xe4gig;Urlaub\r\n";
    let answer = send_file(&ada, "abwesenheiten.csv", table.to_vec()).await;
    let review = location(&answer).to_owned();
    let page = body(ada.get(&review).await).await;
    assert_eq!(sums(&page), ["5 days will be added"]);
    assert_eq!(texts(&page, "h1"), ["abwesenheiten.csv"]);
    assert_eq!(confirm(&ada, &review, &[]).await.status(), 303);
    assert_eq!(types(&ada, "2026-11-20").await, ["vacation"]);
}

async fn days_that_are_logged_are_kept_or_replaced(server: Server) {
    let ada = server.person("ada").await;
    ada.post("/day/2026-11-16", &[("type", "sick"), ("notes", "in bed")]).await;
    let review = send(&ada, TABLE).await;
    let page = body(ada.get(&review).await).await;
    assert_eq!(
        sums(&page),
        ["1 day will be added", "1 logged otherwise, kept", "1 line not understood"]
    );
    assert_eq!(texts(&page, "#conflicts tbody th"), ["Mon 2026-11-16"]);
    let upload = attribute(&page, "input[name=upload]", "value").remove(0);
    let again = [("upload", upload.as_str()), ("existing", "replace")];
    let page = body(ada.post("/import", &again).await).await;
    assert_eq!(sums(&page)[..2], ["1 day will be added", "1 day will be replaced"]);
    let mark = attribute(&page, "input[name=mark]", "value").remove(0);
    let yes = [&again[..], &[("mark", &mark), ("confirm", "yes")]].concat();
    assert_eq!(ada.post("/import", &yes).await.status(), 303);
    assert_eq!(types(&ada, "2026-11-16").await, ["office"]);
    let review = send(&ada, TABLE).await;
    let page = body(ada.get(&review).await).await;
    assert_eq!(sums(&page)[..2], ["0 days will be added", "1 line not understood"]);
    assert_eq!(sums(&page)[2], "2 days are as in the file");
    assert!(texts(&page, "#confirm").is_empty());
    assert_eq!(confirm(&ada, &review, &[]).await.status(), 422);
}

async fn a_day_that_changed_since_the_dry_run_is_shown_again(server: Server) {
    let ada = server.person("ada").await;
    let review = send(&ada, TABLE).await;
    let page = body(ada.get(&review).await).await;
    let field = |name: &str| attribute(&page, &format!("input[name={name}]"), "value").remove(0);
    ada.post("/day/2026-11-16", &[("type", "sick")]).await;
    let (upload, mark) = (field("upload"), field("mark"));
    let yes = [("upload", upload.as_str()), ("mark", &mark), ("confirm", "yes")];
    let answer = ada.post("/import", &yes).await;
    assert_eq!(answer.status(), 409);
    let page = body(answer).await;
    assert_eq!(texts(&page, ".notice").len(), 1);
    assert_eq!(sums(&page)[1], "1 logged otherwise, kept");
    assert!(types(&ada, "2026-11-17").await.iter().all(String::is_empty), "nothing was imported");
}

async fn what_nobody_sees_in_a_file_is_left_out(server: Server) {
    let ada = server.person("ada").await;
    let text = "Date,Type,Location\n2026-11-16,Re\u{AD}mote,Ho\u{200B}me\n\
                2026-11-17,\u{200E}Court,\u{FEFF}\n";
    let review = send(&ada, text).await;
    let page = body(ada.get(&review).await).await;
    assert_eq!(attribute(&page, "[name=label]", "value"), ["Court"]);
    let upload = review.rsplit('=').next().unwrap();
    let choice = [("key", "court"), ("type", "new"), ("label", "Court"), ("kind", "leave")];
    let form = [&[("upload", upload), ("confirm", "yes")][..], &choice].concat();
    assert_eq!(ada.post("/import", &form).await.status(), 303);
    let page = body(ada.get("/day/2026-11-16").await).await;
    assert_eq!(attribute(&page, "#location", "value"), ["Home"]);
    assert_eq!(types(&ada, "2026-11-17").await, ["court"]);
}

async fn an_import_can_be_undone(server: Server) {
    let ada = server.person("ada").await;
    ada.post("/day/2026-11-16", &[("type", "sick"), ("notes", "in bed")]).await;
    let before = body(ada.get("/export.csv").await).await;
    let answer = ada.post("/import", &[("text", TABLE)]).await;
    let upload = location(&answer).rsplit('=').next().unwrap().to_owned();
    let yes = [("upload", upload.as_str()), ("existing", "replace"), ("confirm", "yes")];
    let done = ada.post("/import", &yes).await;
    let change = location(&done).to_owned();
    let page = body(ada.get(&change).await).await;
    assert_eq!(texts(&page, "#undo").len(), 1, "{page}");
    assert_eq!(types(&ada, "2026-11-16").await, ["office"]);
    assert_eq!(ada.post(&format!("{change}/undo"), &[]).await.status(), 303);
    assert_eq!(body(ada.get("/export.csv").await).await, before);
}

async fn a_calendar_of_five_hundred_days_is_imported(server: Server) {
    let ada = server.person("ada").await;
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    let first: chrono::NaiveDate = "2026-01-01".parse().unwrap();
    for number in (0..500_u64).rev() {
        let day = (first + chrono::Days::new(number)).format("%Y%m%d");
        write!(text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:Day\r\n  {number}\r\nEND:VEVENT\r\n").unwrap();
    }
    text.push_str("END:VCALENDAR\r\n");
    let review = send(&ada, &text).await;
    let page = body(ada.get(&review).await).await;
    assert_eq!(sums(&page), ["500 days will be added"]);
    assert_eq!(texts(&page, "#added tbody tr").len(), 100);
    assert_eq!(confirm(&ada, &review, &[]).await.status(), 303);
    let page = body(ada.get("/day/2026-01-03").await).await;
    assert_eq!(texts(&page, "#day textarea"), ["Day 2"]);
}

async fn an_upload_is_its_senders_and_ends(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    let review = send(&ada, TABLE).await;
    assert_eq!(bob.get(&review).await.status(), 404);
    let upload = review.rsplit('=').next().unwrap();
    let stolen = [("upload", upload), ("confirm", "yes")];
    assert_eq!(bob.post("/import", &stolen).await.status(), 404);
    assert_eq!(ada.post("/import", &stolen).await.status(), 303);
    assert_eq!(ada.post("/import", &stolen).await.status(), 404, "imported once");
    let review = send(&ada, TABLE).await;
    for _ in 0..7 {
        server.wait(Duration::from_mins(10));
        ada.get("/month").await;
    }
    assert_eq!(ada.get(&review).await.status(), 404);
    assert_eq!(ada.get("/import?upload=x").await.status(), 404);
}

async fn an_ended_login_loses_no_choice(server: Server) {
    let ada = server.person("ada").await;
    let review = send(&ada, TABLE).await;
    server.wait(Duration::from_mins(21));
    let answer = confirm_blindly(&ada, &review).await;
    assert_eq!(answer.status(), 401);
    let page = body(answer).await;
    let kept = attribute(&page, "input[name=kept]", "value").remove(0);
    let password = super::server::PASSWORD;
    let form = [("username", "ada"), ("password", password), ("next", "/import"), ("kept", &kept)];
    let back = ada.post("/login", &form).await;
    assert_eq!(location(&back), "/import");
    let page = body(ada.get("/import").await).await;
    assert_eq!(attribute(&page, "input[name=existing][checked]", "value"), ["replace"]);
    assert_eq!(sums(&page)[0], "2 days will be added");
}

async fn confirm_blindly(browser: &Browser, review: &str) -> Response {
    let upload = review.rsplit('=').next().unwrap();
    browser
        .post("/import", &[("upload", upload), ("existing", "replace"), ("confirm", "yes")])
        .await
}

/// 7,300 rows. A generous bound: the machine does other things too, and nothing is optimised here.
async fn twenty_years_are_imported_in_time(server: Server) {
    let ada = server.person("ada").await;
    let text = twenty_years();
    let start = Instant::now();
    let review = send(&ada, &text).await;
    let page = body(ada.get(&review).await).await;
    let looked = start.elapsed();
    assert_eq!(sums(&page), ["7300 days will be added"]);
    assert!(page.len() < 200 * 1024, "a dry run that nobody can read: {} bytes", page.len());
    let done = confirm(&ada, &review, &[]).await;
    assert_eq!(done.status(), 303);
    println!("7,300 rows: {looked:?} to the dry run, {:?} in all", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

/// Every day from 2001 on, with notes.
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
async fn files_that_are_no_record_are_refused_with_words() {
    let server = Server::start(&[]).await;
    let ada = server.person("ada").await;
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
        (b"PK\x03\x04\x14\0".to_vec(), 422, "save it as CSV"),
        (b"%PDF-1.7\n".to_vec(), 422, "PDF"),
        (b"Date,Type\n2026-11-18,\0\n".to_vec(), 422, "no text file"),
        (columns.into_bytes(), 422, "100000 columns"),
        (b"Name,Age\nAda,36\n".to_vec(), 422, "does not know"),
        (many.into_bytes(), 422, "10000 days"),
        (vec![b'x'; 10 * 1024 * 1024], 413, "5 MiB"),
    ] {
        let answer = send_file(&ada, "x", bytes).await;
        assert_eq!(answer.status().as_u16(), status, "{words}");
        let page = body(answer).await;
        let error = texts(&page, "#file-error");
        assert!(error.iter().any(|error| error.contains(words)), "{words}: {error:?}");
    }
    let answer = ada.post("/import", &[("text", &"x".repeat(2 * 1024 * 1024))]).await;
    assert_eq!(answer.status(), 413);
    let cut = ada.request(reqwest::Method::POST, "/import");
    let cut = cut.header("Content-Type", "multipart/form-data; boundary=x").body("--x\r\nnonsense");
    assert_eq!(ada.send(cut).await.status(), 400);
    let anybody = server.browser();
    assert_eq!(send_file(&anybody, "x", TABLE.into()).await.status(), 401);
}
