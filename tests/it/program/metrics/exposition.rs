//! Parses the part of the `OpenMetrics` format that the server uses.

use std::collections::{BTreeMap, BTreeSet};

type Labels = BTreeMap<String, String>;

/// All metrics at one time.
pub(crate) struct Exposition {
    samples: BTreeMap<String, Vec<(Labels, f64)>>,
    /// Each family's name and type.
    families: Vec<(String, String)>,
}

impl Exposition {
    /// Parses the text. Asserts that each sample follows its family's type, and that the end is
    /// marked.
    pub(crate) fn parse(text: &str) -> Self {
        let mut samples = BTreeMap::<String, Vec<(Labels, f64)>>::new();
        let (mut families, mut ended) = (Vec::<(String, String)>::new(), false);
        for line in text.lines() {
            assert!(!ended, "after the end: {line}");
            if let Some(note) = line.strip_prefix("# ") {
                let words: Vec<_> = note.splitn(3, ' ').collect();
                match words[..] {
                    ["EOF"] => ended = true,
                    ["TYPE", name, kind] => families.push((name.to_owned(), kind.to_owned())),
                    ["HELP", _, help] => assert!(help.ends_with('.'), "{line}"),
                    _ => panic!("{line}"),
                }
                continue;
            }
            let (series, value) = line.rsplit_once(' ').expect(line);
            let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
            let (family, _) = families.last().expect("a family");
            assert!(name.starts_with(family), "{line} isn't in {family}");
            let labels = labels.strip_suffix('}').expect(line);
            let value = value.parse().expect(line);
            let sample = (parse_labels(labels), value);
            samples.entry(name.to_owned()).or_default().push(sample);
        }
        assert!(ended, "the end is missing");
        Self { samples, families }
    }

    /// Returns the value of the only series with these labels; it may have others too.
    pub(crate) fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let has = |sample: &Labels| {
            labels.iter().all(|(label, value)| sample.get(*label).is_some_and(|v| v == value))
        };
        let found: Vec<_> = self.samples.get(name)?.iter().filter(|(all, _)| has(all)).collect();
        assert!(found.len() < 2, "{name} {labels:?}: {found:?}");
        found.first().map(|(_, value)| *value)
    }

    /// Asserts that no label value contains any of these words.
    pub(crate) fn assert_no_personal_data(&self, words: &[&str]) {
        for (labels, _) in self.samples.values().flatten() {
            for value in labels.values() {
                assert!(!words.iter().any(|word| value.contains(word)), "{value}");
            }
        }
    }

    /// Returns the names of all samples, each with its labels.
    pub(crate) fn names(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let all = self.samples.iter().map(|(name, samples)| {
            let labels = samples.iter().flat_map(|(labels, _)| labels.keys().map(String::as_str));
            (name.as_str(), labels.collect())
        });
        all.collect()
    }

    /// Returns the name of each family as used in queries.
    pub(crate) fn families(&self) -> impl Iterator<Item = String> {
        self.families.iter().map(|(name, kind)| match kind.as_str() {
            "counter" => format!("{name}_total"),
            "info" => format!("{name}_info"),
            _ => name.clone(),
        })
    }
}

/// Parses labels. Asserts that values contain no quotes or commas.
fn parse_labels(text: &str) -> Labels {
    let pairs = text.split(',').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').expect(pair);
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let value = value.expect(pair);
        assert!(!value.contains(['"', '\\']), "{pair}");
        (name.to_owned(), value.to_owned())
    });
    pairs.collect()
}
