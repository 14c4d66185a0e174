//! All figures of one tool over one split.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    answer::{Answers, Sure},
    count::{Count, share},
    label::{KINDS, Label},
};

/// The figures, each group by its name.
#[derive(Default, Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) files: u32,
    pub(crate) kinds: BTreeMap<&'static str, Kind>,
    pub(crate) encrypted: Count,
    pub(crate) formats: Groups,
    pub(crate) encodings: Groups,
    pub(crate) containers: Groups,
    pub(crate) difficulties: Groups,
    /// What was made to look like a finding, and all else.
    pub(crate) decoys: Groups,
}

/// Groups by name.
pub(crate) type Groups = BTreeMap<String, Group>;

/// The figures of one kind.
#[derive(Clone, Copy, Default, Debug, Serialize)]
pub(crate) struct Kind {
    pub(crate) count: Count,
    /// Of the claims marked high, how many are true and how many not.
    pub(crate) high: Count,
    /// The rest: by how hard an auditor finds it.
    pub(crate) hard: Count,
}

impl Kind {
    /// Of the claims marked high, the share that is true.
    pub(crate) fn high(&self) -> Option<f64> {
        self.high.precision()
    }
}

/// The figures of the files that have something in common.
#[derive(Clone, Copy, Default, Debug, Serialize)]
pub(crate) struct Group {
    pub(crate) files: u32,
    /// Password notes alone: the widest spread of shapes.
    pub(crate) notes: Count,
    /// All kinds together.
    pub(crate) all: Count,
    /// Files in which nothing is to be found, and those of them in which something was.
    pub(crate) clear: u32,
    pub(crate) alarmed: u32,
}

impl Figures {
    /// Counts the answers about these files.
    pub(crate) fn of(labels: &[&Label], answers: &Answers) -> Self {
        let mut figures = Self::default();
        for label in labels {
            figures.add(label, answers);
        }
        figures
    }

    /// Of all claims marked high, the share that is true.
    pub(crate) fn high(&self) -> Option<f64> {
        let (right, wrong) = self.kinds.values().fold((0, 0), |(right, wrong), kind| {
            (right + kind.high.right, wrong + kind.high.wrong)
        });
        share(right, right + wrong)
    }

    fn add(&mut self, label: &Label, answers: &Answers) {
        self.files += 1;
        self.encrypted
            .add(answers.encrypted(&label.path), label.encrypted);
        for kind in KINDS {
            let own = self.kinds.entry(kind).or_default();
            own.add(label, kind, answers);
        }
        let group = Group::of(label, answers);
        let groups = [
            (&mut self.formats, label.format.as_str()),
            (&mut self.encodings, &label.encoding),
            (&mut self.containers, &label.container),
            (&mut self.difficulties, &label.difficulty),
            (&mut self.decoys, if label.decoy { "decoy" } else { "" }),
        ];
        for (groups, name) in groups {
            let name = if name.is_empty() { "-" } else { name };
            groups.entry(name.to_owned()).or_default().join(group);
        }
    }
}

impl Kind {
    fn add(&mut self, label: &Label, kind: &str, answers: &Answers) {
        let Some(holds) = label.holds(kind) else { return };
        let claimed = answers.claims(&label.path, kind);
        self.count.add(claimed, holds);
        if label.difficulty == "hard" {
            self.hard.add(claimed, holds);
        }
        let found = answers.found(&label.path, kind);
        if found.is_some_and(|found| found.sure == Sure::High) {
            self.high.add(true, holds);
        }
    }
}

impl Group {
    /// The group of one file alone.
    fn of(label: &Label, answers: &Answers) -> Self {
        let mut group = Self {
            files: 1,
            ..Self::default()
        };
        for kind in KINDS {
            let Some(holds) = label.holds(kind) else { continue };
            let claimed = answers.claims(&label.path, kind);
            group.all.add(claimed, holds);
            if kind == "password_note" {
                group.notes.add(claimed, holds);
            }
        }
        group.clear = u32::from(label.kinds.is_empty());
        group.alarmed = u32::from(label.kinds.is_empty() && group.all.wrong > 0);
        group
    }

    const fn join(&mut self, other: Self) {
        self.files += other.files;
        self.clear += other.clear;
        self.alarmed += other.alarmed;
        self.notes.join(other.notes);
        self.all.join(other.all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::answers;

    fn label(path: &str, kinds: &[&str], more: &str) -> Label {
        let kinds = serde_json::json!(kinds);
        let text = format!(
            r#"{{"path":"{path}","split":"train","family":"f","format":"txt","kinds":{kinds},"difficulty":"hard"{more}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn each_kind_of_a_file_counts_for_itself() {
        let labels = [
            label("a", &["password_note", "my_number"], ""),
            label("b", &[], ""),
            label("c", &[], r#","ignore":["card_number"]"#),
        ];
        let answers = answers(&[
            ("a", "password_note", "high"),
            ("a", "my_number", "low"),
            ("b", "password_note", "high"),
            ("c", "card_number", "high"),
        ]);
        let figures = Figures::of(&labels.iter().collect::<Vec<_>>(), &answers);
        let kind = |name| figures.kinds[name];
        assert_eq!(
            (
                kind("password_note").count.right,
                kind("password_note").count.wrong
            ),
            (1, 1)
        );
        assert_eq!(kind("password_note").high(), Some(0.5));
        assert_eq!(kind("my_number").count.missed, 1);
        assert_eq!(kind("card_number").count, Count::default());
        assert_eq!(figures.high(), Some(0.5));
    }

    #[test]
    fn a_group_counts_its_clear_files_and_those_with_a_false_alarm() {
        let labels = [
            label("a", &[], ""),
            label("b", &[], ""),
            label("c", &["my_number"], ""),
        ];
        let answers = answers(&[("b", "my_number", "medium"), ("c", "my_number", "medium")]);
        let figures = Figures::of(&labels.iter().collect::<Vec<_>>(), &answers);
        let group = figures.formats["txt"];
        assert_eq!((group.files, group.clear, group.alarmed), (3, 2, 1));
        assert_eq!(figures.encodings["-"].all.right, 1);
        assert_eq!(figures.difficulties["hard"].all.recall(), Some(1.0));
    }

    #[test]
    fn protection_is_counted_by_file() {
        let labels = [label("a", &[], r#","encrypted":true"#), label("b", &[], "")];
        let figures = Figures::of(&labels.iter().collect::<Vec<_>>(), &Answers::default());
        assert_eq!(figures.encrypted.recall(), Some(0.0));
    }
}
