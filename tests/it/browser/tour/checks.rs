//! What is checked on each page of a tour.

use serde_json::Value;

use super::Voice;
use crate::browser::axe;
use crate::browser::chromium::Person;

/// Finds words that aren't from the catalog: its pseudo-language has no unaccented vowel. Texts that
/// were entered, are technical, or are written by the browser are skipped.
const ENGLISH_WORDS_JS: &str = r#"
const entered = "code, pre, kbd, script, style, textarea, [translate=no], #chosen-count, [name=time_zone], [name=language]";
const known = /^(Worklog|SQLite|KiB|bob|example|org|name|long|names|can|Slack|hooks|slack|com|services|JSON|export|json|Chrome|Linux|ada|Home|noted|Büro|Urlaub|Feiertage|csv|Training|Conference|Parental|leave|Jury|duty|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;
const found = new Set();
const look = (element, text) => {
  if (element.closest(entered)) return;
  for (const [word] of text.matchAll(/[\p{L}]{3,}/gu)) {
    if (/[aeiou]/i.test(word) && !known.test(word)) found.add(word);
  }
};
const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) look(text.parentElement, text.data);
for (const name of ["aria-label", "title", "placeholder", "alt"]) {
  for (const element of document.querySelectorAll(`[${name}]`)) look(element, element.getAttribute(name));
}
return [...found].map((word) => `“${word}” is not translated`);
"#;

/// Finds words of ordinary length, other than in code, that break across lines without a hyphen.
pub(crate) const BROKEN_WORDS_JS: &str = r#"
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
    if (Math.max(...tops) - Math.min(...tops) > 4) broken.push(`“${word[0]}” breaks`);
  }
}
return broken;
"#;

/// Finds elements whose text is cut off, other than in the calendar and the header, which shorten it
/// on purpose; and whether the page scrolls sideways.
const CUT_OFF_JS: &str = r#"
const root = document.documentElement;
const cut = [...document.querySelectorAll("body *:not(#calendar *, .log-today .word)")].filter((element) => {
  const style = getComputedStyle(element);
  if (style.overflowX === "visible" || style.overflowX === "auto" || style.overflowX === "scroll") return false;
  if (style.display === "inline" || style.position === "absolute" || element.clientWidth < 2) return false;
  return element.scrollWidth > element.clientWidth + 1 && element.textContent.trim();
}).map((element) => `${element.outerHTML.slice(0, 120)} is cut off`);
if (root.scrollWidth > root.clientWidth) {
  const wide = [...document.querySelectorAll("body *:not(.scroll *, .vh)")];
  const over = wide.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1);
  cut.push(`the page is too wide: ${over.slice(-1).map((element) => element.outerHTML.slice(0, 200))}`);
}
return cut;
"#;

/// Finds texts that overlap, as far as they are visible. What floats above the page is skipped: it
/// covers texts until the page is scrolled.
const OVERLAPS_JS: &str = r#"
const visible = (text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  let boxes = [...range.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
  for (let element = text.parentElement; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    if (style.clipPath !== "none" || style.position === "fixed" || style.position === "sticky") return [];
    if (style.overflowX === "visible" || element === document.body) continue;
    const area = element.getBoundingClientRect();
    boxes = boxes.map((box) => ({
      left: Math.max(box.left, area.left), top: Math.max(box.top, area.top),
      right: Math.min(box.right, area.right), bottom: Math.min(box.bottom, area.bottom),
    }));
  }
  return boxes.filter((box) => box.right - box.left > 3 && box.bottom - box.top > 5);
};
const shown = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  if (!text.data.trim() || element.closest("option, script, .menu > div, dialog")) continue;
  if (element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
    shown.push(...visible(text).map((box) => ({ ...box, text })));
  }
}
shown.sort((one, other) => one.top - other.top);
const found = [];
for (const [at, one] of shown.entries()) {
  for (let next = at + 1; next < shown.length && shown[next].top < one.bottom - 5; next += 1) {
    const other = shown[next];
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - other.top;
    if (one.text !== other.text && width > 3 && height > 5) {
      found.push(`“${one.text.data.trim()}” and “${other.text.data.trim()}” overlap`);
    }
  }
}
return found;
"#;

/// Finds visible texts and fields in the color of their background. axe reports them only as incomplete.
/// Numbers in the calendar of a year are skipped: they are on top of the mark of their type.
const INVISIBLE_JS: &str = r#"
const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const pixel = (colors) => {
  for (const color of colors) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  return [...context.getImageData(0, 0, 1, 1).data];
};
const isOpaque = (color) => (context.clearRect(0, 0, 1, 1), pixel([color])[3] === 255);
const behind = (element) => {
  const colors = [];
  for (let at = element; at; at = at.parentElement) {
    colors.unshift(getComputedStyle(at).backgroundColor);
    if (isOpaque(colors[0])) break;
  }
  return colors;
};
const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  || element.matches("select, textarea, input:not([type=checkbox], [type=radio], [type=hidden])");
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  && element.getBoundingClientRect().width > 1 && parseFloat(getComputedStyle(element).fontSize) > 0;
const elements = document.querySelectorAll("body *:not(script, option, svg *, .vh, .vh *, .planner b)");
return [...elements].filter((element) => {
  if (!hasText(element) || !isShown(element)) return false;
  const colors = behind(element);
  const [one, other] = [pixel(colors), pixel([...colors, getComputedStyle(element).color])];
  return one.every((channel, at) => Math.abs(channel - other[at]) < 8);
}).map((element) => `${element.outerHTML.slice(0, 120)} has the color of its background`);
"#;

/// Returns what is wrong with a page, light and dark, wide and narrow.
pub(super) async fn find_problems(person: &Person, voice: Voice) -> Vec<String> {
    let mut found = axe::find_problems(person, voice.windows()).await;
    for width in [1280, 768, 360] {
        let scripts = [BROKEN_WORDS_JS, CUT_OFF_JS, OVERLAPS_JS, INVISIBLE_JS];
        found.extend(find_at(person, width, &scripts).await);
    }
    person.reset_window().await;
    found
}

/// Returns what is wrong with a part of a page that covers other parts until the page is scrolled.
pub(super) async fn find_problems_in_part(person: &Person, css: &str, voice: Voice) -> Vec<String> {
    let mut found = Vec::new();
    for &window in voice.windows() {
        found.extend(axe::find_violations(person, css, window).await);
    }
    for width in [1280, 360] {
        found.extend(find_at(person, width, &[CUT_OFF_JS]).await);
    }
    person.reset_window().await;
    found
}

/// Returns the texts of a page that aren't from the catalog, and those that don't fit.
pub(super) async fn find_untranslated(person: &Person) -> Vec<String> {
    let mut found = find_at(person, 1280, &[ENGLISH_WORDS_JS]).await;
    for width in [1280, 360] {
        found.extend(find_at(person, width, &[BROKEN_WORDS_JS, CUT_OFF_JS, OVERLAPS_JS]).await);
    }
    person.reset_window().await;
    found
}

/// Returns what scripts find in a window of this width.
async fn find_at(person: &Person, width: u32, scripts: &[&str]) -> Vec<String> {
    person.set_window(width, 900, "light").await;
    let mut found = Vec::new();
    for script in scripts {
        let Value::Array(listed) = person.run(script, vec![]).await else { panic!("{script}") };
        let listed = listed.iter().map(|one| one.as_str().unwrap_or_default());
        found.extend(listed.map(|one| format!("{one} at {width} px")));
    }
    found
}
