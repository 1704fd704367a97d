//! Random changes to seeds.

/// Inserted into seeds: what parsers treat specially, and what they often don't expect.
const TOKENS: [&str; 49] = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{a0}",
    "\"",
    "'",
    ",",
    ";",
    ":",
    "=",
    "&",
    "%",
    "%00",
    "+",
    "-",
    "_",
    "/",
    "\\",
    ".",
    "..",
    "@",
    "*",
    "?",
    "#",
    "(",
    "<",
    "{",
    "}",
    "[",
    "]",
    "null",
    "0",
    "1",
    "29",
    "2024-02-29",
    "99999999999999999999",
    "0.5",
    "1e309",
    "T",
    "Z",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "İß",
    "e\u{301}",
    "😀",
    super::MARKUP,
];

/// A change to an input: its kind, its position, and a value.
pub(super) type Mutation = (u8, u16, u16);

/// Changes a seed. Few changes are likelier than many, which few parsers get far with.
pub(super) fn mutate(seeds: &[&[u8]], choice: usize, mutations: &[Mutation]) -> Vec<u8> {
    let mut input = seeds[choice % seeds.len()].to_vec();
    let limit = 1 << (choice / seeds.len() % 6);
    for mutation in mutations.iter().take(limit) {
        apply(&mut input, seeds, *mutation);
    }
    input
}

fn apply(input: &mut Vec<u8>, seeds: &[&[u8]], (kind, at, value): Mutation) {
    let at = usize::from(at) % (input.len() + 1);
    let [low, high] = value.to_le_bytes();
    let (value, length) = (usize::from(value), usize::from(low % 16) + 1);
    let end = input.len().min(at + length);
    let inserted = match kind % 6 {
        0 | 1 => TOKENS[value % TOKENS.len()].as_bytes().to_vec(),
        2 => vec![low],
        3 => {
            let other = seeds[usize::from(high) % seeds.len()];
            other.iter().skip(value % (other.len() + 1)).take(length).copied().collect()
        }
        4 => input[at..end].repeat(usize::from(high % 8) + 2),
        _ => Vec::new(),
    };
    let replaced = if kind & 0x40 == 0 && !inserted.is_empty() { at..at } else { at..end };
    input.splice(replaced, inserted);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mutations_insert_and_replace() {
        let seeds: [&[u8]; 2] = [b"2026-11-18", b"office"];
        for (choice, mutations, expected) in [
            (0, &[][..], "2026-11-18"),
            (1, &[], "office"),
            (0, &[(0, 4, 0)], "2026\n-11-18"),
            (0, &[(0x42, 4, 0)], "2026\n11-18"),
            (0, &[(2, 4, 0x41)], "2026A-11-18"),
            (0, &[(5, 4, 2)], "2026-18"),
            (1, &[(3, 6, 4)], "office-11-1"),
            (1, &[(4, 4, 1)], "officecece"),
        ] {
            let input = mutate(&seeds, choice, mutations);
            assert_eq!(String::from_utf8_lossy(&input), expected, "{mutations:?}");
        }
    }
}
