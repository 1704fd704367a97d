//! Checks pages with axe-core and by measuring them.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::chromium::Person;

const CHECK: &str = r#"
const [context, done] = arguments;
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
axe.run(context, { runOnly: tags }).then((found) =>
  done(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`)));
"#;

/// Returns the path of axe-core's script.
fn axe() -> String {
    static AXE: OnceLock<String> = OnceLock::new();
    let fetched = || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/browser");
        let output = Command::new(script).stderr(Stdio::inherit()).output().expect(script);
        assert!(output.status.success(), "scripts/browser doesn't provide axe-core");
        String::from_utf8(output.stdout).expect("a path").trim().to_owned()
    };
    AXE.get_or_init(|| std::env::var("WORKLOG_TEST_AXE").unwrap_or_else(|_| fetched())).clone()
}

/// Checks a page with as much content as possible, whose words may break.
pub(super) async fn check_crowded_page(person: &Person, what: &str) {
    let found = find_problems(person, &WINDOWS).await;
    assert!(found.is_empty(), "{what}: {}", found.join("\n"));
}

/// The windows in which pages are checked: their width and color scheme.
const WINDOWS: [(u32, &str); 4] = [(1280, "light"), (360, "dark"), (1280, "dark"), (360, "light")];

/// Returns the violations on a page in these windows, and whether it overflows them.
pub(super) async fn find_problems(person: &Person, windows: &[(u32, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for &(width, scheme) in windows {
        found.extend(find_violations(person, "html", (width, scheme)).await);
        found.extend(find_overflow(person, width).await);
    }
    person.set_window(320, 900, "light").await;
    found.extend(find_overflow(person, 320).await);
    person.reset_window().await;
    found
}

/// Returns the violations in a part of a page that axe finds in a window of this width, light or
/// dark. The window is tall, so that what sticks to its edge covers nothing, except for the sheet with
/// a day, whose size depends on the window.
pub(super) async fn find_violations(
    person: &Person,
    part: &str,
    (width, scheme): (u32, &str),
) -> Vec<String> {
    let has_sheet = person.run("return !!document.querySelector('.panel')", vec![]).await;
    person.set_window(width, if has_sheet == true { 900 } else { 3000 }, scheme).await;
    if person.run("return 'axe' in window", vec![]).await != true {
        let axe = std::fs::read_to_string(axe()).expect("axe-core");
        person.run(&axe, vec![]).await;
    }
    let found = person.browser.execute_async(CHECK, vec![part.into()]).await.unwrap();
    let found = found.json().as_array().expect("a list");
    found.iter().map(|one| format!("{one} at {width} px, {scheme}")).collect()
}

/// Returns a problem if anything overflows the window. The vertical scroll bar takes part of its
/// width.
async fn find_overflow(person: &Person, width: u32) -> Option<String> {
    let root = "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
    let over = person.run(root, vec![]).await;
    (over != 0).then(|| format!("it scrolls sideways at {width} px"))
}
