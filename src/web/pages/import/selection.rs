//! The selection of rows in the form of an import.
//!
//! The form contains one page of rows as checkboxes, and the user's decisions about all others as
//! compact sets. A submitted form is converted to one without checkboxes, which the session keeps.

use std::str::FromStr;

use crate::domain::exchange::import::{RecordSet, Selection, SelectionBase};

/// The fields that the kept form doesn't contain, or contains with other values.
const REPLACED: [&str; 12] = [
    "rows_sheet",
    "base",
    "included",
    "excluded",
    "page",
    "shown",
    "checked",
    "in_year",
    "row",
    "select",
    "go",
    "confirm",
];

/// The fields of the selection, as typed. See [`ImportForm`](super::form::ImportForm).
pub(super) struct SelectionFields<'a> {
    pub(super) base: &'a str,
    pub(super) included: &'a str,
    pub(super) excluded: &'a str,
    pub(super) shown: &'a str,
    pub(super) checked: &'a str,
    pub(super) in_year: &'a str,
    pub(super) row: &'a [String],
    pub(super) select: &'a str,
}

/// Returns the selection that results from the checkboxes and the button that was pressed.
pub(super) fn selection(form: &SelectionFields<'_>) -> Selection {
    let set = |text: &str| RecordSet::from_str(text).unwrap_or_default();
    let base = match form.base {
        "all" => SelectionBase::All,
        "none" => SelectionBase::None,
        _ => SelectionBase::Suggested,
    };
    let mut selection =
        Selection { base, included: set(form.included), excluded: set(form.excluded) };
    let shown = set(form.shown);
    let were_checked = shown.intersection(&set(form.checked));
    let are_checked: RecordSet = form.row.iter().filter_map(|row| row.parse().ok()).collect();
    let are_checked = are_checked.intersection(&shown);
    selection.include(&are_checked.without(&were_checked));
    selection.exclude(&were_checked.without(&are_checked));
    let of_base = |base| Selection { base, ..Selection::default() };
    match form.select {
        "all" => of_base(SelectionBase::All),
        "none" => of_base(SelectionBase::None),
        "suggested" => of_base(SelectionBase::Suggested),
        "year-all" => {
            selection.include(&set(form.in_year));
            selection
        }
        "year-none" => {
            selection.exclude(&set(form.in_year));
            selection
        }
        _ => selection,
    }
}

/// Returns the value of the field `base`.
fn base_value(base: SelectionBase) -> &'static str {
    match base {
        SelectionBase::Suggested => "",
        SelectionBase::All => "all",
        SelectionBase::None => "none",
    }
}

/// Returns the fields of a selection, the open page of rows, and their sheet. Empty ones are left
/// out.
pub(super) fn fields(
    selection: &Selection,
    page: &str,
    sheet: &str,
) -> impl Iterator<Item = (&'static str, String)> + use<> {
    let fields = [
        ("base", base_value(selection.base).to_owned()),
        ("included", selection.included.to_string()),
        ("excluded", selection.excluded.to_string()),
        ("page", page.to_owned()),
        ("rows_sheet", sheet.to_owned()),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_empty())
}

/// Returns an encoded form with the selection as compact sets, the open page of rows, and their
/// sheet.
pub(super) fn compact(body: &[u8], selection: &Selection, page: &str, sheet: &str) -> String {
    let kept = url::form_urlencoded::parse(body);
    let kept = kept.filter(|(name, _)| !REPLACED.contains(&name.as_ref()));
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(kept);
    encoded.extend_pairs(fields(selection, page, sheet));
    encoded.finish()
}

#[cfg(test)]
mod tests {
    use super::super::form::ImportForm;
    use super::*;
    use crate::web::form::parse_form;

    fn read(body: &str) -> ImportForm {
        parse_form(body.as_bytes()).unwrap()
    }

    fn compacted(body: &str) -> String {
        read(body).compact(body.as_bytes())
    }

    /// Returns the selection as `base +included -excluded`.
    fn describe(body: &str) -> String {
        let Selection { base, included, excluded } = read(body).selection();
        format!("{} +{included} -{excluded}", base_value(base))
    }

    #[test]
    fn only_changed_checkboxes_are_decisions() {
        for (body, expected) in [
            ("upload=x", " + -"),
            ("shown=1-3&checked=1-3&row=1&row=2&row=3&row=4", " + -"),
            ("shown=1-3&checked=1-3&row=1&row=4", " + -2-1"),
            ("shown=1-3&checked=1&row=1&row=4", " +4 -"),
            ("shown=1-3&checked=1-3&excluded=9&row=1&row=2&row=3", " + -4,5"),
            ("shown=1-3&checked=&excluded=1-3&row=2", " +2 -1,2-1"),
            ("shown=1&row=1&row=7&row=x", " +1 -"),
            ("base=none&included=5", "none +5 -"),
            ("included=nonsense&base=some", " + -"),
            ("included=1&sheet=2&rows_sheet=2", " +1 -"),
            ("included=1&sheet=2&rows_sheet=1", " + -"),
        ] {
            assert_eq!(describe(body), expected, "{body}");
        }
    }

    #[test]
    fn buttons_select_everything_or_a_year() {
        let page = "shown=1&checked=1&in_year=1-4&excluded=8&row=1";
        for (select, expected) in [
            ("all", "all + -"),
            ("none", "none + -"),
            ("suggested", " + -"),
            ("year-all", " +1-4 -8"),
            ("year-none", " + -1-4,3"),
        ] {
            assert_eq!(describe(&format!("{page}&select={select}")), expected, "{select}");
        }
    }

    #[test]
    fn kept_forms_are_compact() {
        let rows = (0..366).map(|row| format!("&row={row}")).collect::<Vec<_>>().concat();
        let body = format!("upload=x&key=a%26b&type=sick&shown=0-200&checked=&page=2026{rows}");
        let kept = compacted(&body);
        assert_eq!(kept, "upload=x&key=a%26b&type=sick&included=0-16d&page=2026");
        assert_eq!(read(&kept).selection(), read(&body).selection());
        assert_eq!(compacted(&kept), kept);
        let moved = "upload=x&go=2027.2&page=2026&confirm=yes";
        assert_eq!(compacted(moved), "upload=x&page=2027.2");
    }
}
