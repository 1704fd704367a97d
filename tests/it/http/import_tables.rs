//! Tests tables whose columns the user chooses, workbooks, and questions about dates.

use crate::support::page::Page;
use crate::support::server::{Server, location};

on_both_stores! {
    unknown_tables_are_mapped_and_remembered,
    tables_of_other_programs_are_previewed,
    incomplete_mappings_are_refused,
    columns_of_a_known_table_can_be_changed,
    unchecked_rows_of_a_workbook_stay_out,
    a_remembered_mapping_does_not_apply_to_worklogs_own_csv,
    ambiguous_dates_ask_for_the_order,
    a_sheet_of_a_workbook_is_imported,
    surplus_cells_are_joined_on_request,
    days_with_nothing_logged_take_one_line,
    totals_are_compared_with_a_count_column,
}

const TABLE: &str = "Date,Location,WorkFromHome,Notes\n2026-11-16,Berlin,Yes,\n\
                     2026-11-17,Oslo,No,Visit\n";

const WORKBOOK: &[u8] = include_bytes!("../../../src/domain/exchange/import/golden/absences.xlsx");

/// Returns the fields of the form on a page, as a browser would submit them unchanged.
fn mapping_fields(page: &Page) -> Vec<(&'static str, String)> {
    let roles = page.values("[name=role]");
    let columns = roles.iter().map(|role| {
        let chosen = page.values(&format!("#column-{role} option[selected]"));
        chosen.into_iter().next().unwrap_or_default()
    });
    let columns: Vec<String> = columns.collect();
    let mut fields = vec![("upload", page.value("input[name=upload]"))];
    fields.push(("mapped_sheet", page.value("input[name=mapped_sheet]")));
    fields.extend(roles.into_iter().map(|role| ("role", role)));
    fields.extend(columns.into_iter().map(|column| ("column", column)));
    fields
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

async fn unknown_tables_are_mapped_and_remembered(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(&ada.import(TABLE).await).await;
    assert_eq!(page.texts("h1"), ["Choose the columns"]);
    assert_eq!(page.texts("#sample th"), ["Date", "Location", "WorkFromHome", "Notes"]);
    assert_eq!(page.texts("#column-type option[selected]"), ["WorkFromHome"]);
    let fields = mapping_fields(&page);
    let review = ada.submit("/import", &borrowed(&fields)).await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "1 row needs your input"]);
    let hidden = page.unchanged("#review");
    let page = ada.preview("/import", &[&hidden[..], &[("type", "office")]].concat()).await;
    let hidden = page.unchanged("#review");
    let yes = [("type", "office"), ("confirm", "yes")];
    let done = ada.submit("/import", &[&hidden[..], &yes].concat()).await;
    assert!(done.starts_with("/changes/"), "{done}");
    assert_eq!(ada.type_of("2026-11-16").await, "remote");
    assert_eq!(ada.type_of("2026-11-17").await, "office");
    // The next file with this header is read the same way.
    let page = ada.page(&ada.import(&TABLE.replace("2026-11", "2026-10")).await).await;
    assert_eq!(page.lines("#sums li")[0], "1 day will be added");
    // Another account has its own mappings, and gets them with its settings.
    let bob = server.sign_up("bob").await;
    let page = bob.page(&bob.import(TABLE).await).await;
    assert_eq!(page.texts("h1"), ["Choose the columns"]);
    let export = ada.page("/export.json").await.html;
    let review = bob.import(&export).await;
    bob.confirm_import(&review, &[("settings", "on")]).await;
    let page = bob.page(&bob.import(&TABLE.replace("2026-11", "2026-09")).await).await;
    assert_eq!(page.lines("#sums li")[0], "1 day will be added");
}

/// Tables with the headers that other programs write. Each has one day of a known type.
const TABLES: [&str; 4] = [
    "Employee;Leave type;First day;Last day;Days;Status\nAda;Sick leave;16.11.26;16.11.26;1;Approved\n",
    "Year,Month,Day,Location\n2026,11,16,Oslo\n",
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n\
     Ada,ada@example.org,,Office,,,No,2026-11-16,09:00:00,2026-11-16,13:00:00,04:00:00,,\n\
     Ada,ada@example.org,,Office,,,No,2026-11-16,14:00:00,2026-11-16,17:00:00,03:00:00,,\n",
    "\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Group\",\"Email\",\"Tags\",\"Billable\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"Duration (h)\",\"Duration (decimal)\",\"Billable Rate (USD)\",\"Billable Amount (USD)\"\n\
     \"Office\",\"\",\"\",\"\",\"Ada\",\"\",\"ada@example.org\",\"\",\"Yes\",\"11/16/2026\",\"09:00 AM\",\"11/16/2026\",\"05:00 PM\",\"08:00:00\",\"8.00\",\"0\",\"0\"\n",
];

async fn tables_of_other_programs_are_previewed(server: Server) {
    let ada = server.sign_up("ada").await;
    for table in TABLES {
        let page = ada.page(&ada.import(table).await).await;
        let mut fields = mapping_fields(&page);
        if !page.has("#column-type option[value][selected]:not([value=''])") {
            fields.push(("all", "office".to_owned()));
        }
        let page = ada.preview("/import", &borrowed(&fields)).await;
        assert_eq!(page.lines("#sums li"), ["1 day will be added"], "{table}");
        let days = page.texts("#rows tbody th");
        assert!(days.iter().all(|day| day == "Mon, 16 Nov 2026"), "{table}: {days:?}");
    }
}

async fn incomplete_mappings_are_refused(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = ada.page(&ada.import("Wann,Was\n16.11.2026,Site\n").await).await;
    assert!(!page.has("[aria-invalid]"), "nothing was sent yet");
    assert_eq!(page.texts("#column-date option[selected]"), ["Wann"]);
    let mut fields = mapping_fields(&page);
    let page = ada.submit_expecting("/import", &borrowed(&fields), 422).await;
    assert_eq!(
        page.texts("#column-type-error"),
        ["Choose the column with the type, or one type for all rows."]
    );
    assert!(!page.has("#column-date-error"));
    fields.push(("all", "sick".to_owned()));
    let page = ada.preview("/import", &borrowed(&fields)).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added"]);
    // A column that doesn't exist, or another role, is ignored.
    let forged = [("upload", &*fields[0].1), ("role", "date"), ("column", "99"), ("role", "x")];
    let page = ada.preview("/import", &[&forged[..], &[("all", "sick")]].concat()).await;
    assert_eq!(page.texts("h1"), ["Choose the columns"]);
}

async fn columns_of_a_known_table_can_be_changed(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = "Date,State,Status\n2026-11-16,Remote,Sick\n2026-11-17,Remote,Sick\n";
    let page = ada.page(&ada.import(table).await).await;
    // The choices are kept: a location, and a row that isn't checked.
    let hidden = page.unchanged("#review");
    let chosen = hidden.iter().copied().filter(|(name, value)| (*name, *value) != ("row", "1"));
    let chosen: Vec<_> = chosen.chain([("place", "Berlin"), ("columns", "yes")]).collect();
    let page = ada.preview("/import", &chosen).await;
    assert_eq!(page.texts("h1"), ["Choose the columns"]);
    assert_eq!(page.texts("#column-type option[selected]"), ["State"]);
    let fields = mapping_fields(&page);
    let kept = page.hidden("#mapping");
    let kept =
        kept.into_iter().filter(|(name, _)| !["role", "upload", "mapped_sheet"].contains(name));
    let mut form = borrowed(&fields);
    form.extend(kept);
    let preview = ada.preview("/import", &form).await;
    assert_eq!(preview.value("#place"), "Berlin");
    assert_eq!(preview.values("#rows [name=row][checked]").len(), 1);
    let type_at = form.iter().position(|field| *field == ("role", "type")).unwrap();
    let column = form
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| *name == "column")
        .nth(form[..type_at].iter().filter(|(name, _)| *name == "role").count());
    let at = column.unwrap().0;
    form[at].1 = "2";
    let page = ada.preview("/import", &form).await;
    assert_eq!(page.texts("#rows tbody td")[0], "S Sick");
}

async fn unchecked_rows_of_a_workbook_stay_out(server: Server) {
    let ada = server.sign_up("ada").await;
    let response = ada.send_file("absences.xlsx", WORKBOOK.to_vec()).await;
    let page = ada.page(location(&response)).await;
    let sheet = page.values("#sheet option[selected]").concat();
    let form = page.unchanged("#review");
    let mut form: Vec<_> = form.into_iter().filter(|(name, _)| *name != "row").collect();
    form.push(("sheet", &sheet));
    let page = ada.preview("/import", &form).await;
    assert_eq!(page.values("#rows [name=row][checked]"), [""; 0], "no row is selected");
    // The preview has changed.
    let confirmed = [&form[..], &[("confirm", "yes")]].concat();
    let page = ada.submit_expecting("/import", &confirmed, 409).await;
    assert_eq!(page.values("#rows [name=row][checked]"), [""; 0], "still no row is selected");
}

async fn a_remembered_mapping_does_not_apply_to_worklogs_own_csv(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = "Date,Type,Half\n2026-11-16,Office,morning\n2026-11-16,Sick,afternoon\n";
    let page = ada.page(&ada.import(table).await).await;
    assert!(!page.has("#change-columns"));
    let hidden = page.unchanged("#review");
    let columns = [("role", "date"), ("column", "0"), ("role", "type"), ("column", "1")];
    let page = ada.preview("/import", &[&hidden[..], &columns].concat()).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added"], "both halves");
}

async fn ambiguous_dates_ask_for_the_order(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import("Date,Type\n1/5/2026,Office\n2/5/2026,Sick\n").await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["0 days will be added", "2 rows need your input"]);
    assert!(!page.has("#faults"));
    assert_eq!(page.values("[name=date_order]"), ["day_first", "month_first"]);
    let refused = ada.confirm_import(&review, &[]).await;
    assert_eq!(refused.status(), 422);
    let refused = Page::from_response(refused).await;
    assert_eq!(
        refused.texts("#date_order-error"),
        ["Choose whether the day or the month comes first."]
    );
    let upload = page.value("input[name=upload]");
    for (order, day) in [("day_first", "Fri, 1 May 2026"), ("month_first", "Mon, 5 Jan 2026")] {
        let page = ada.preview("/import", &[("upload", &*upload), ("date_order", order)]).await;
        assert_eq!(page.texts("#rows tbody th")[0], day);
        assert_eq!(page.values("[name=date_order][checked]"), [order]);
    }
}

async fn a_sheet_of_a_workbook_is_imported(server: Server) {
    let ada = server.sign_up("ada").await;
    let response = ada.send_file("absences.xlsx", WORKBOOK.to_vec()).await;
    let review = location(&response).to_owned();
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["5 days will be added", "2 days off left out"]);
    assert_eq!(page.texts("#sheet option"), ["Absences", "Time"]);
    let upload = page.value("input[name=upload]");
    let page = ada.preview("/import", &[("upload", &*upload), ("sheet", "1")]).await;
    assert_eq!(page.texts("h1"), ["Choose the columns"]);
    assert_eq!(page.texts("#column-hours option[selected]"), ["Duration"]);
    let mut fields = mapping_fields(&page);
    fields.push(("sheet", "1".to_owned()));
    let page = ada.preview("/import", &borrowed(&fields)).await;
    assert_eq!(page.lines("#sums li"), ["2 days will be added"]);
    let hidden = page.unchanged("#review");
    let choices = [("sheet", "1"), ("place", "Home"), ("confirm", "yes")];
    ada.submit("/import", &[&hidden[..], &choices].concat()).await;
    assert_eq!(ada.type_of("2026-11-09").await, "office");
}

async fn surplus_cells_are_joined_on_request(server: Server) {
    let ada = server.sign_up("ada").await;
    let review = ada.import("date,type,location\n2018-01-04,remote,Raleigh, NC\n").await;
    let page = ada.page(&review).await;
    assert_eq!(page.lines("#sums li"), ["0 days will be added", "1 row with an error"]);
    let upload = page.value("input[name=upload]");
    let page = ada.preview("/import", &[("upload", &*upload), ("join_cells", "on")]).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added"]);
    assert!(page.has("[name=join_cells][checked]"));
    assert!(page.texts("#rows tbody td")[0].contains("Raleigh, NC"));
}

async fn days_with_nothing_logged_take_one_line(server: Server) {
    let ada = server.sign_up("ada").await;
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let rows = first.iter_days().take(214).map(|day| format!("{day},\n"));
    let text = format!("Date,State\n2025-12-31,Office\n{}", rows.collect::<String>());
    let page = ada.page(&ada.import(&text).await).await;
    assert_eq!(page.lines("#sums li"), ["1 day will be added", "214 days with nothing logged"]);
}

async fn totals_are_compared_with_a_count_column(server: Server) {
    let ada = server.sign_up("ada").await;
    let table = |sick: &str| {
        format!(
            "From;To;Period;Absence type;Days\n16.11.2026;20.11.2026;all day;Vacation;5\n\
             23.11.2026;23.11.2026;morning;Vacation;0,5\n25.11.2026;26.11.2026;all day;Sick;{sick}\n"
        )
    };
    let headings = ["Year", "Type", "Days in the file", "Days to import"];
    let result = "#rows tbody td:nth-child(3)";
    let page = ada.page(&ada.import(&table("2")).await).await;
    assert_eq!(page.texts("#year-totals thead th"), headings);
    let totals = ["2026 S Sick 2 2", "2026 V Vacation 5.5 5.5"];
    assert_eq!(page.lines("#year-totals tbody tr"), totals);
    page.assert_text(
        "[aria-labelledby=totals-name]",
        "Each row’s number of days matches the file.",
    );
    assert!(!page.has(".differs"));
    assert!(page.lines(result).iter().all(|line| !line.contains("in the file")));
    let page = ada.page(&ada.import(&table("3")).await).await;
    let totals = ["2026 S Sick 3 differs 2", "2026 V Vacation 5.5 5.5"];
    assert_eq!(page.lines("#year-totals tbody tr"), totals);
    page.assert_text(".notice", "For 1 row, the file gives a different number of days.");
    assert!(!page.mentions("matches the file"));
    assert_eq!(page.lines(result)[2], "2 days will be added, 3 in the file");
    // A row that isn't selected isn't compared.
    let fields = page.unchanged("#review");
    let fields: Vec<_> = fields.into_iter().filter(|field| *field != ("row", "2")).collect();
    let page = ada.preview("/import", &fields).await;
    assert_eq!(page.lines("#year-totals tbody tr"), &totals[1..]);
    page.assert_text("[aria-labelledby=totals-name]", "matches the file");
}
