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
    let found = find_problems(person).await;
    assert!(found.is_empty(), "{what}: {}", found.join("\n"));
}

/// Returns the violations on a page, light and dark, wide and narrow, and whether it overflows the
/// window.
pub(super) async fn find_problems(person: &Person) -> Vec<String> {
    let mut found = Vec::new();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        found.extend(find_violations(person, "html", (width, scheme)).await);
        found.extend(find_overflow(person, width).await);
    }
    person.set_window(320, 900, "light").await;
    found.extend(find_overflow(person, 320).await);
    person.reset_window().await;
    found
}

/// Returns the violations in a part of a page that axe finds in a window of this width, light or
/// dark. The window is tall: what sticks to its edge covers nothing.
pub(super) async fn find_violations(
    person: &Person,
    part: &str,
    (width, scheme): (u32, &str),
) -> Vec<String> {
    person.set_window(width, 3000, scheme).await;
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
