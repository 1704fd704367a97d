//! Tests what pages show at a glance, and their theme.

use serde_json::{Value, json};

use super::chromium::{Person, Scripts};
use super::day_form::IN_VIEW_JS;

with_and_without_scripts! {
    the_theme_is_chosen_in_the_menu,
}

async fn the_theme_is_chosen_in_the_menu(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    ada.go("/month/2026-10").await;
    let page = "return getComputedStyle(document.documentElement).backgroundColor";
    for (system, choice, color) in [
        ("light", "dark", "rgb(18, 19, 23)"),
        ("dark", "light", "rgb(247, 247, 245)"),
        ("dark", "system", "rgb(18, 19, 23)"),
        ("light", "system", "rgb(247, 247, 245)"),
    ] {
        ada.set_window(1280, 800, system).await;
        ada.click(".menu > summary").await;
        ada.click(&format!(".menu .theme [value={choice}]")).await;
        ada.wait_for(&format!(".menu:not([open]) .theme [value={choice}][aria-pressed=true]"))
            .await;
        assert_eq!(ada.run(page, vec![]).await, color, "{choice} on a {system} system");
        let path = ada.browser.current_url().await.unwrap().path().to_owned();
        assert_eq!(path, "/month/2026-10");
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn the_remaining_vacation_is_visible_without_scrolling() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    browser.submit("/settings/allowances/vacation", &[("days", "28")]).await;
    // November 2026 has the maximum of six weeks.
    for (width, height, css) in
        [(1280, 800, "#totals .amber .left"), (360, 740, "#balances .amber")]
    {
        ada.set_window(width, height, "light").await;
        ada.go("/month").await;
        ada.wait_for_text(css, "28 left").await;
        let element = ada.wait_for(css).await.to_json().unwrap();
        assert_eq!(ada.run(IN_VIEW_JS, vec![element]).await, json!(true), "at {width} px");
    }
    ada.press("v").await;
    ada.wait_for_text("#balances .amber", "27 left").await;
    ada.finish(&[]).await;
}

/// Returns the background colors of elements as they appear, from 0 to 255: a translucent color is
/// mixed with those behind it.
const BACKGROUNDS_JS: &str = r#"
const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
return arguments[0].map((css) => {
  const behind = [];
  for (let element = document.querySelector(css); element; element = element.parentElement) {
    behind.unshift(getComputedStyle(element).backgroundColor);
  }
  for (const color of behind) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
});
"#;

/// Returns the coordinates of a color in Oklab, in percent. There, distances are as large as they
/// look; one of 2 is just noticeable.
fn oklab(color: &Value) -> [f64; 3] {
    let linear = |at: usize| {
        let channel = color[at].as_f64().expect("a number") / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    let rgb = [linear(0), linear(1), linear(2)];
    let row = |factors: [f64; 3], of: [f64; 3]| -> f64 {
        factors.iter().zip(of).map(|(factor, value)| factor * value).sum()
    };
    let cones = [
        row([0.412_221, 0.536_333, 0.051_446], rgb).cbrt(),
        row([0.211_903, 0.680_700, 0.107_397], rgb).cbrt(),
        row([0.088_302, 0.281_719, 0.629_979], rgb).cbrt(),
    ];
    [
        row([0.210_454, 0.793_618, -0.004_072], cones),
        row([1.977_998, -2.428_592, 0.450_594], cones),
        row([0.025_904, 0.782_772, -0.808_676], cones),
    ]
    .map(|coordinate| 100.0 * coordinate)
}

#[actix_web::test]
async fn kinds_of_days_and_types_are_distinguishable() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    for (day, slug) in [("16", "office"), ("17", "remote")] {
        let form = [("type", slug), ("location", "Home")];
        browser.submit(&format!("/day/2026-11-{day}"), &form).await;
    }
    ada.go("/month/2026-11").await;
    // A working day, a weekend, and a day of another month.
    let days = ["#c19", "#c21", ".out"];
    let types = ["#d16 .part", "#d17 .part", "#c19"];
    for scheme in ["light", "dark"] {
        ada.set_window(1280, 900, scheme).await;
        // In light mode, the letters distinguish the types.
        let groups: &[_] = if scheme == "dark" { &[days, types] } else { &[days] };
        for group in groups {
            let colors = ada.run(BACKGROUNDS_JS, vec![json!(group)]).await;
            for (one, other) in [(0, 1), (0, 2), (1, 2)] {
                let (first, second) = (oklab(&colors[one]), oklab(&colors[other]));
                let squares = first.iter().zip(second).map(|(a, b)| (a - b).powi(2));
                let distance = squares.sum::<f64>().sqrt();
                let pair = format!("{} and {} in {scheme} mode", group[one], group[other]);
                assert!(distance > 2.0, "{pair}: {distance:.2}");
            }
        }
    }
    ada.finish(&[]).await;
}

/// Returns the left and right edges of the header's and the page's content.
const EDGES_JS: &str = r#"
const edges = (first, last) => [
  document.querySelector(first).getBoundingClientRect().left,
  document.querySelector(last).getBoundingClientRect().right,
];
const main = document.querySelector("main"), style = getComputedStyle(main);
const { left, right } = main.getBoundingClientRect();
return [
  edges(".brand", ".top nav > :last-child"),
  [left + parseFloat(style.paddingLeft), right - parseFloat(style.paddingRight)],
];
"#;

#[actix_web::test]
async fn header_and_content_have_the_same_edges() {
    let ada = Person::signed_up(Scripts::On).await;
    for path in ["/month", "/year"] {
        ada.go(path).await;
        for width in [1280, 1920, 2560] {
            ada.set_window(width, 1080, "light").await;
            let edges = ada.run(EDGES_JS, vec![]).await;
            assert_eq!(edges[0], edges[1], "{path} at {width} px");
        }
    }
    let ends = "return ['.top nav > :last-child', 'main .card'].map((css) =>
        document.querySelector(css).getBoundingClientRect().right);";
    for path in ["/settings", "/password"] {
        ada.go(path).await;
        for width in [1280, 1920] {
            ada.set_window(width, 1080, "light").await;
            let ends = ada.run(ends, vec![]).await;
            assert_eq!(ends[0], ends[1], "{path} at {width} px");
        }
    }
    ada.finish(&[]).await;
}

/// Returns how many lines of the note of 18 November are visible, and whether its location is.
const NOTE_JS: &str = r#"
const find = (css) => document.querySelector(`#d18 ${css}`);
const box = (css) => find(css).getBoundingClientRect();
const [note, place, part] = [".note", ".part small", ".part"].map(box);
const cell = document.querySelector('#c18').getBoundingClientRect();
const lines = Math.round(note.height / parseFloat(getComputedStyle(find(".note")).lineHeight));
const isWhole = place.height > 0 && place.bottom <= part.bottom && part.bottom <= (lines ? note.top : cell.bottom);
return [lines, isWhole, note.bottom <= cell.bottom];
"#;

#[actix_web::test]
async fn a_note_leaves_room_for_the_location() {
    let ada = Person::signed_up(Scripts::On).await;
    let notes = "Planned the next release with Kim and the others, then reviewed the translations";
    let form = [("type", "remote"), ("location", "Home"), ("notes", notes)];
    ada.second_client().await.submit("/day/2026-11-18", &form).await;
    for (width, expected) in [
        (1280, json!([2, true, true])),
        (1920, json!([2, true, true])),
        (360, json!([0, false, true])),
    ] {
        ada.set_window(width, 900, "light").await;
        ada.go("/month/2026-11").await;
        assert_eq!(ada.run(NOTE_JS, vec![]).await, expected, "at {width} px");
    }
    ada.finish(&[]).await;
}
