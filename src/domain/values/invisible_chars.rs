//! Invisible characters. With them, two different names could look the same.

/// Checks that every character of a name is visible, or affects a visible one.
///
/// # Errors
/// Returns the first invisible character.
pub(crate) fn check(text: &str) -> Result<(), char> {
    split_invisible(text).1.map_or(Ok(()), Err)
}

/// Returns the text without invisible characters.
pub(crate) fn strip(text: &str) -> String {
    split_invisible(text).0
}

/// Returns the visible text, and the first invisible character.
fn split_invisible(text: &str) -> (String, Option<char>) {
    let (mut seen, mut first) = (String::with_capacity(text.len()), None);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_invisible(c) && !joins_characters(before, c, chars.peek().copied()) {
            first = first.or(Some(c));
        } else {
            seen.push(c);
            before = Some(c);
        }
    }
    (seen, first)
}

/// Returns whether a character is invisible: Unicode's `Default_Ignorable_Code_Point`, characters
/// that only affect the layout, and a blank symbol.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Returns whether an invisible character combines its neighbors into one visible sign: an emoji
/// sequence, the emoji form of a text symbol, a flag, a variant of an ideograph, or letters whose
/// joining it changes.
fn joins_characters(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let after = |is: fn(char) -> bool| after.is_some_and(is);
    match c {
        '\u{200D}' if is_emoji(before) || before == '\u{FE0F}' => after(is_emoji),
        '\u{200C}' | '\u{200D}' => is_of_joining_script(before) && after(is_of_joining_script),
        '\u{FE0E}' | '\u{FE0F}' => is_emoji(before) || after(|c| c == '\u{20E3}'),
        '\u{E0020}'..='\u{E007F}' => matches!(before, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}'),
        '\u{E0100}'..='\u{E01EF}' => matches!(before,
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'),
        _ => false,
    }
}

/// Returns whether a character is an emoji, approximated by the Unicode blocks that contain emoji.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{27BF}' | '\u{2900}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Returns whether a character belongs to a script with joining letters, from Arabic to Mongolian.
fn is_of_joining_script(c: char) -> bool {
    let letters = matches!(c,
        '\u{600}'..='\u{109F}' | '\u{1780}'..='\u{1C7F}' | '\u{A800}'..='\u{ABFF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    letters && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_and_removes_invisible_characters() {
        for (text, unseen, stripped) in [
            ("Ho\u{200B}me", '\u{200B}', "Home"),
            ("\u{FEFF}Home", '\u{FEFF}', "Home"),
            ("Home\u{200E}", '\u{200E}', "Home"),
            ("\u{202E}emoH\u{202C}", '\u{202E}', "emoH"),
            ("Ho\u{2066}me\u{2069}", '\u{2066}', "Home"),
            ("Ho\u{AD}me", '\u{AD}', "Home"),
            ("Ho\u{2060}me", '\u{2060}', "Home"),
            ("Home\u{E0041}", '\u{E0041}', "Home"),
            ("Ho\u{200C}me", '\u{200C}', "Home"),
            ("Ho\u{200D}me", '\u{200D}', "Home"),
            ("Home\u{FE0F}", '\u{FE0F}', "Home"),
            ("\u{3164}", '\u{3164}', ""),
            ("👩\u{200D}", '\u{200D}', "👩"),
            ("\u{200D}👩", '\u{200D}', "👩"),
            ("می\u{200C}", '\u{200C}', "می"),
            ("研\u{200C}修", '\u{200C}', "研修"),
            ("a\u{FE0F}\u{200D}👩", '\u{FE0F}', "a👩"),
        ] {
            assert_eq!(check(text), Err(unseen), "{text:?}");
            assert_eq!(strip(text), stripped, "{text:?}");
        }
    }

    #[test]
    fn keeps_characters_that_combine_visible_ones() {
        for text in [
            "Home",
            "Büro außen",
            "e\u{301}tage",
            "研修",
            "👩\u{200D}💻 Pairing",
            "❤\u{FE0F}\u{200D}🔥",
            "👩🏽\u{200D}🚀",
            "☕\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "葛\u{E0100}城",
        ] {
            assert_eq!(check(text), Ok(()), "{text:?}");
            assert_eq!(strip(text), text);
        }
    }

    proptest! {
        #[test]
        fn stripped_text_has_no_invisible_characters(text in "[a👩☕می\u{200B}-\u{200F}\u{FE0F}\u{20E3}\u{E0067}\u{2060}]{0,12}") {
            let stripped = strip(&text);
            prop_assert_eq!(check(&stripped), Ok(()), "{:?} of {:?}", stripped, text);
            prop_assert_eq!(check(&text).is_ok(), stripped == text);
        }
    }
}
