//! Checks pages with axe-core and by measuring them.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use super::chromium::Person;

const CHECK: &str = r#"
const [context, done] = arguments;
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
axe.run(context, { runOnly: tags }).then((found) =>
  done(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`)));
"#;

/// Finds words of ordinary length, other than in code, that break across lines without a hyphen.
const BROKEN_WORDS_JS: &str = r#"
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const broken = [];
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const { hyphens, fontFamily } = getComputedStyle(text.parentElement);
  if (hyphens === "auto" || fontFamily.includes("monospace")) continue;
  for (const word of text.data.matchAll(/[\p{L}\p{N}]{2,14}(?![\p{L}\p{N}])/gu)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const tops = [...range.getClientRects()].filter((r) => r.width > 0).map((r) => r.top);
    if (Math.max(...tops) - Math.min(...tops) > 4) broken.push(word[0]);
  }
}
return broken;
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

/// Checks a page with typical content: the page fits, and no word breaks.
pub(super) async fn check(person: &Person, what: &str) {
    check_crowded_page(person, what).await;
    for width in [1280, 768, 360] {
        person.set_window(width, 900, "light").await;
        let broken = person.run(BROKEN_WORDS_JS, vec![]).await;
        assert_eq!(broken, Value::Array(vec![]), "{what}: words break at {width} px");
    }
    person.reset_window().await;
}

/// Checks a page with as much content as possible, whose words may break.
pub(super) async fn check_crowded_page(person: &Person, what: &str) {
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        check_with_axe(person, what, "html", (width, scheme)).await;
        assert_fits(person, what, width).await;
    }
    person.set_window(320, 900, "light").await;
    assert_fits(person, what, 320).await;
    person.reset_window().await;
}

/// Checks a part of a page with axe in a window of this width, light or dark.
pub(super) async fn check_with_axe(
    person: &Person,
    what: &str,
    part: &str,
    (width, scheme): (u32, &str),
) {
    let axe = std::fs::read_to_string(axe()).expect("axe-core");
    person.set_window(width, 900, scheme).await;
    person.run(&axe, vec![]).await;
    let actual = person.browser.execute_async(CHECK, vec![part.into()]).await.unwrap();
    assert_eq!(actual.json(), &Value::Array(vec![]), "{what}, {width} px, {scheme}");
}

/// Asserts that nothing overflows the window. The vertical scroll bar takes part of its width.
async fn assert_fits(person: &Person, what: &str, width: u32) {
    let root = "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
    let over = person.run(root, vec![]).await;
    assert_eq!(over, 0, "{what} scrolls sideways at {width} px");
}
