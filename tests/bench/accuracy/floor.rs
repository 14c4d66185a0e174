//! The figures that must be reached, and which were not.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::{
    figures::{Figures, Groups, Kind},
    label::{KINDS, Split},
};

/// A format or encoding with fewer notes than this says nothing by its share.
const LEAST_NOTES: u32 = 5;

/// Floors of both splits.
#[derive(Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Floor {
    #[serde(default)]
    train: OfSplit,
    #[serde(default)]
    holdout: OfSplit,
}

/// Floors of one split; what is not named has none.
#[derive(Default, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OfSplit {
    /// Of all claims marked high, the share that is true.
    high: Option<f64>,
    /// Of the protected files, the share said to be.
    encrypted: Option<f64>,
    /// Of the files said to be protected, the share that is.
    encrypted_precision: Option<f64>,
    /// Recall of password notes rated hard.
    hard_notes: Option<f64>,
    /// Recall of password notes in the worst format.
    any_format: Option<f64>,
    /// The same in the worst encoding.
    any_encoding: Option<f64>,
    /// By kind.
    kinds: BTreeMap<String, OfKind>,
}

#[derive(Default, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OfKind {
    f1: Option<f64>,
    precision: Option<f64>,
    recall: Option<f64>,
    high: Option<f64>,
}

impl Floor {
    /// Reads the floors of a file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(&text).with_context(|| file.display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let floor: Self = toml::from_str(text)?;
        for kind in floor.train.kinds.keys().chain(floor.holdout.kinds.keys()) {
            ensure!(KINDS.contains(&kind.as_str()), "no such kind: {kind}");
        }
        Ok(floor)
    }

    /// Names every figure below its floor.
    pub(crate) fn broken(&self, splits: &[(Split, Figures)]) -> Vec<String> {
        let mut below = Below::default();
        for (split, figures) in splits {
            let floor = match split {
                Split::Holdout => &self.holdout,
                Split::Train | Split::All => &self.train,
            };
            below.split = split.name();
            below.look(floor, figures);
        }
        below.lines
    }
}

/// Gathers what is below.
#[derive(Default)]
struct Below {
    split: &'static str,
    lines: Vec<String>,
}

impl Below {
    fn look(&mut self, floor: &OfSplit, figures: &Figures) {
        let note = figures.kinds.get("password_note").copied().unwrap_or_default();
        self.check("high", figures.high(), floor.high);
        self.check("encrypted recall", figures.encrypted.recall(), floor.encrypted);
        let precision = figures.encrypted.precision();
        self.check("encrypted precision", precision, floor.encrypted_precision);
        self.check("hard password_note recall", note.hard.recall(), floor.hard_notes);
        self.check_groups("format", &figures.formats, floor.any_format);
        self.check_groups("encoding", &figures.encodings, floor.any_encoding);
        for (name, floor) in &floor.kinds {
            let kind = figures.kinds.get(name.as_str()).copied().unwrap_or_default();
            self.check_kind(name, &kind, floor);
        }
    }

    fn check_kind(&mut self, name: &str, kind: &Kind, floor: &OfKind) {
        self.check(&format!("{name} f1"), kind.count.f1(), floor.f1);
        self.check(
            &format!("{name} precision"),
            kind.count.precision(),
            floor.precision,
        );
        self.check(&format!("{name} recall"), kind.count.recall(), floor.recall);
        self.check(&format!("{name} high"), kind.high(), floor.high);
    }

    fn check_groups(&mut self, what: &str, groups: &Groups, floor: Option<f64>) {
        for (name, group) in groups {
            if group.notes.positives() >= LEAST_NOTES {
                let figure = format!("password_note recall of {what} {name}");
                self.check(&figure, group.notes.recall(), floor);
            }
        }
    }

    /// A figure of nothing is below no floor.
    fn check(&mut self, what: &str, figure: Option<f64>, floor: Option<f64>) {
        if let (Some(figure), Some(floor)) = (figure, floor)
            && figure < floor
        {
            let split = self.split;
            self.lines
                .push(format!("{split}: {what} {figure:.3} < {floor:.3}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::Count;

    fn figures(right: u32, wrong: u32, missed: u32) -> Vec<(Split, Figures)> {
        let count = Count { right, wrong, missed };
        let kind = Kind {
            count,
            ..Kind::default()
        };
        let mut figures = Figures::default();
        figures.kinds.insert("my_number", kind);
        vec![(Split::Holdout, figures)]
    }

    #[test]
    fn every_figure_below_its_floor_is_named() {
        let text = "[holdout.kinds.my_number]\nf1 = 0.9\nprecision = 0.9\nrecall = 0.5\n";
        let floor = Floor::parse(text).unwrap();
        assert_eq!(
            floor.broken(&figures(6, 2, 4)),
            [
                "holdout: my_number f1 0.667 < 0.900",
                "holdout: my_number precision 0.750 < 0.900"
            ]
        );
        assert!(floor.broken(&figures(10, 0, 0)).is_empty());
    }

    #[test]
    fn a_floor_of_one_split_does_not_bind_the_other() {
        let floor = Floor::parse("[train.kinds.my_number]\nf1 = 0.9\n").unwrap();
        assert!(floor.broken(&figures(1, 9, 9)).is_empty());
    }

    #[test]
    fn a_misspelt_floor_is_refused() {
        assert!(Floor::parse("[train]\nhihg = 1.0\n").is_err());
        assert!(Floor::parse("[train.kinds.my_numbers]\nf1 = 0.9\n").is_err());
    }

    #[test]
    fn the_committed_floors_can_be_read() {
        Floor::parse(include_str!("floor.toml")).unwrap();
    }
}
