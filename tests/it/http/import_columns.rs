//! Tests wrong columns, and two-digit years that may be in the future.

use std::fmt::Write as _;

use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    too_many_names_return_to_the_columns,
    two_digit_years_in_the_future_ask_for_the_year,
}

async fn too_many_names_return_to_the_columns(server: Server) {
    let ada = server.sign_up("ada").await;
    // The first header is unknown, the second one is known.
    for header in ["Tag;Was;Wie", "Von;Bis;Art der Abwesenheit"] {
        let mut table = format!("{header}\n");
        for number in 0..=200 {
            let day = format!("{:02}.{:02}.2026", 1 + number % 28, 1 + number / 28);
            writeln!(table, "{day};{day};Name {number}").unwrap();
        }
        let response = ada.send_file("days.csv", table.into_bytes()).await;
        assert_eq!(response.status(), 303, "{header}");
        let preview = location(&response).to_owned();
        let page = Page::from_response(ada.get(&preview).await).await;
        let upload = page.value("input[name=upload]");
        let form = |column| {
            let columns = [("role", "date"), ("column", "0"), ("role", "type"), ("column", column)];
            [&[("upload", &*upload)][..], &columns].concat()
        };
        let refused = ada.get(&ada.submit("/import", &form("2")).await).await;
        assert_eq!(refused.status(), 422, "{header}");
        let refused = Page::from_response(refused).await;
        assert_eq!(refused.texts("h1"), ["Choose the columns"], "{header}");
        let error = refused.texts("#column-type-error").concat();
        assert!(error.contains("more than 200 types"), "{header}: {error}");
    }
}

async fn two_digit_years_in_the_future_ask_for_the_year(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import("Date,Type\n4/15/91,Office\n16.11.69,Vacation\n").await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 row needs your input"]);
    assert_eq!(page.values("[name=century]"), ["future", "past"]);
    let refused = ada.confirm_import(&review, &[]).await;
    assert_eq!(refused.status(), 422);
    let refused = Page::from_response(refused).await;
    assert_eq!(refused.texts("#century-error"), ["Choose the year."]);
    let upload = page.value("input[name=upload]");
    let page = ada.preview("/import", &[("upload", &*upload), ("century", "future")]).await;
    assert_eq!(page.lines("#sums li"), ["2 days will be added"]);
    assert_eq!(page.values("[name=century][checked]"), ["future"]);
}
