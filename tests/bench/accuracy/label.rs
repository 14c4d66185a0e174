//! What the corpus says of itself: one label a file, in `labels.jsonl`.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

/// The kinds that are counted; what lies on a desktop by its place alone is not.
pub(crate) const KINDS: [&str; 5] = [
    "password_note",
    "my_number",
    "card_number",
    "resident_code",
    "personal_roster",
];

/// A part of the corpus.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Split {
    /// What rules are tuned on.
    Train,
    /// What nobody who tunes looks at.
    Holdout,
    /// Both.
    #[serde(skip)]
    All,
}

impl Split {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Holdout => "holdout",
            Self::All => "all",
        }
    }
}

/// One file and what is true of it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    /// From the folder of the corpus, with `/`.
    pub(crate) path: String,
    pub(crate) split: Split,
    /// Which template it was made from.
    pub(crate) family: String,
    pub(crate) format: String,
    /// Empty where the format has none of its own.
    #[serde(default)]
    pub(crate) encoding: String,
    /// Empty for a plain file.
    #[serde(default)]
    pub(crate) container: String,
    /// What must be found with at least medium confidence.
    pub(crate) kinds: Vec<String>,
    /// Must be reported as protected.
    #[serde(default)]
    pub(crate) encrypted: bool,
    pub(crate) difficulty: String,
    /// Made to look like a finding.
    #[serde(default)]
    pub(crate) decoy: bool,
    /// Kinds on which two auditors would differ: neither right nor wrong.
    #[serde(default)]
    pub(crate) ignore: Vec<String>,
}

impl Label {
    /// What is right to say about a kind; `None` where it does not count.
    pub(crate) fn holds(&self, kind: &str) -> Option<bool> {
        let named = |kinds: &[String]| kinds.iter().any(|named| named == kind);
        (!named(&self.ignore)).then(|| named(&self.kinds))
    }
}

/// Reads the labels of a split, in the order of the file.
pub(crate) fn read(corpus: &Path, split: Split) -> Result<Vec<Label>> {
    let file = corpus.join("labels.jsonl");
    let text = fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}: make the corpus first", file.display()))?;
    let labels = parse(&text)?;
    let labels: Vec<_> = labels
        .into_iter()
        .filter(|label| split == Split::All || label.split == split)
        .collect();
    ensure!(
        !labels.is_empty(),
        "{} has no label of that split",
        file.display()
    );
    Ok(labels)
}

fn parse(text: &str) -> Result<Vec<Label>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let label: Label = serde_json::from_str(line).with_context(|| format!("label {}", number + 1))?;
            let known = |kind: &String| KINDS.contains(&kind.as_str());
            ensure!(
                label.kinds.iter().chain(&label.ignore).all(known),
                "label {}: no such kind",
                number + 1
            );
            Ok(label)
        })
        .collect()
}

/// The labels of one split; `None` where it has none.
pub(crate) fn of(labels: &[Label], split: Split) -> Option<Vec<&Label>> {
    let own: Vec<_> = labels.iter().filter(|label| label.split == split).collect();
    (!own.is_empty()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_is_ignored_is_neither_right_nor_wrong() {
        let line = r#"{"path":"train/a.txt","split":"train","family":"f","format":"txt","kinds":["my_number"],"difficulty":"easy","ignore":["personal_roster"]}"#;
        let label = parse(line).unwrap().remove(0);
        assert_eq!(label.holds("my_number"), Some(true));
        assert_eq!(label.holds("card_number"), Some(false));
        assert_eq!(label.holds("personal_roster"), None);
    }

    #[test]
    fn a_label_with_an_unknown_kind_is_refused_with_its_line() {
        let line = "\n{\"path\":\"a\",\"split\":\"train\",\"family\":\"f\",\"format\":\"txt\",\"kinds\":[\"passwords\"],\"difficulty\":\"easy\"}";
        assert_eq!(parse(line).unwrap_err().to_string(), "label 2: no such kind");
    }
}
