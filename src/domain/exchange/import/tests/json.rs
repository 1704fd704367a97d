//! Tests importing Worklog's own JSON.

use super::*;
use crate::domain::values::time_zone::TimeZone;

/// The golden files are exports of earlier versions, which must remain importable.
#[test]
fn imports_exports_of_earlier_versions() {
    let csv = decode(include_bytes!("../golden/worklog.csv")).unwrap();
    let json = decode(include_bytes!("../golden/export.json")).unwrap();
    let expected = [
        "2026-11-16 office at Berlin HQ",
        "2026-11-17 remote at Home + vacation (=SUM(1) / second line)",
        "2026-11-18 jury-duty, morning",
    ];
    for text in [csv, json] {
        let resolved = resolve_text(&text, &Choices::default());
        assert_eq!(describe(&resolved), expected);
        assert_eq!(resolved.new_types[0].1.label.as_str(), "Jury duty");
        assert_eq!(resolved.row_error_count, 0);
    }
    let resolved =
        resolve_text(&decode(include_bytes!("../golden/year.ics")).unwrap(), &Choices::default());
    assert_eq!(describe(&resolved).len(), 3);
}

#[test]
fn entries_are_counted_regardless_of_line_breaks() {
    let json = decode(include_bytes!("../golden/export.json")).unwrap();
    for text in [json.replace('\n', ""), json.replace(',', ",\n"), json] {
        assert_eq!(parse(&text, TimeZone::UTC).unwrap().read, 3, "{text}");
    }
}
