//! Tests the contrast of the style sheet's colors, as defined by WCAG 2.2.

use std::collections::HashMap;

use crate::domain::types::Color;

const STYLE: &str = include_str!("../../static/css/10-base.css");

/// The minimum contrast of text (success criterion 1.4.3).
const TEXT: f64 = 4.5;
/// The minimum contrast of field borders (success criterion 1.4.11).
const EDGE: f64 = 3.0;
/// The proportion of a color in its tint, light and dark, as in the style sheet.
const TINTS: [f64; 2] = [0.11, 0.2];

type Rgb = [f64; 3];

struct Scheme {
    colors: HashMap<&'static str, Rgb>,
    tint: f64,
}

impl Scheme {
    /// Reads the tokens, such as `--ink: light-dark(#1c1d21, #ecedf0)`: `at` is 0 for the light
    /// color and 1 for the dark one.
    fn read(at: usize) -> Self {
        let tokens = STYLE.lines().filter_map(|line| {
            let (name, colors) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let colors = colors.trim_end_matches(");").split(", ").nth(at)?;
            Some((name, rgb(colors.trim_start_matches('#'))))
        });
        Self { colors: tokens.collect(), tint: TINTS[at] }
    }

    fn get(&self, name: &str) -> Rgb {
        *self.colors.get(name).unwrap_or_else(|| panic!("no --{name}"))
    }

    fn tint(&self, name: &str) -> Rgb {
        let (color, card) = (self.get(name), self.get("card"));
        std::array::from_fn(|at| self.tint * color[at] + (1.0 - self.tint) * card[at])
    }
}

/// Returns the light and the dark colors of the style sheet.
fn schemes() -> [(&'static str, Scheme); 2] {
    [("light", Scheme::read(0)), ("dark", Scheme::read(1))]
}

fn rgb(hex: &str) -> Rgb {
    assert_eq!(hex.len(), 6, "{hex}");
    std::array::from_fn(|at| {
        f64::from(u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap()) / 255.0
    })
}

fn luminance(color: Rgb) -> f64 {
    let linear = |channel: f64| {
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = color.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(first: Rgb, second: Rgb) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

#[test]
fn black_on_white_has_a_contrast_of_21() {
    assert!((contrast(rgb("000000"), rgb("ffffff")) - 21.0).abs() < 1e-9);
}

#[test]
fn type_colors_have_enough_contrast() {
    for (scheme_name, scheme) in schemes() {
        for color in Color::ALL.iter().map(|color| color.as_str()) {
            let check = |what: &str, text: Rgb, background: Rgb| {
                let ratio = contrast(text, background);
                assert!(ratio >= TEXT, "{scheme_name}, {color}: {what} has {ratio:.2}");
            };
            check("the label on its tint", scheme.get(color), scheme.tint(color));
            check("the location on the tint", scheme.get("soft"), scheme.tint(color));
            check("the letter in its square", scheme.get("card"), scheme.get(color));
            check("the label of a planned day", scheme.get(color), scheme.get("card"));
            let class = format!(".{color} {{ --c: var(--{color}); }}");
            assert_eq!(STYLE.matches(&class).count(), 2, "{class} for types and their chips");
        }
    }
}

#[test]
fn text_has_enough_contrast() {
    for (scheme_name, scheme) in schemes() {
        let check = |text: &str, background: &str, minimum: f64| {
            let ratio = contrast(scheme.get(text), scheme.get(background));
            assert!(ratio >= minimum, "{scheme_name}: {text} on {background} has {ratio:.2}");
        };
        for background in ["page", "card", "off"] {
            for text in ["ink", "soft", "accent", "red", "amber", "green"] {
                check(text, background, TEXT);
            }
        }
        check("card", "accent", TEXT);
        for background in ["page", "card"] {
            check("edge", background, EDGE);
        }
        let current = contrast(scheme.get("accent"), scheme.tint("accent"));
        assert!(current >= TEXT, "{scheme_name}: accent on its tint has {current:.2}");
    }
}
