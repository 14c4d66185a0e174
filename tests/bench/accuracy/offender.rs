//! The files on which the agent is wrong.

use crate::{
    answer::{Answers, Sure},
    label::{KINDS, Label},
};

/// One wrong answer.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Offender<'a> {
    pub(crate) fault: Fault,
    pub(crate) kind: &'a str,
    pub(crate) family: &'a str,
    pub(crate) path: &'a str,
    pub(crate) rule: &'a str,
}

/// How it is wrong, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Fault {
    FalseHigh,
    FalseMedium,
    Missed,
    MissedButLow,
    NotSeenProtected,
    FalselyProtected,
}

impl Fault {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::FalseHigh => "false, high",
            Self::FalseMedium => "false, medium",
            Self::Missed => "missed",
            Self::MissedButLow => "missed, low",
            Self::NotSeenProtected => "not seen as protected",
            Self::FalselyProtected => "falsely protected",
        }
    }
}

/// Every wrong answer about these files, of one kind or all, the worst first.
pub(crate) fn all<'a>(labels: &[&'a Label], answers: &'a Answers, only: Option<&str>) -> Vec<Offender<'a>> {
    let wanted = |kind: &str| only.is_none_or(|only| only == kind);
    let kinds: Vec<_> = KINDS.into_iter().filter(|kind| wanted(kind)).collect();
    let mut all: Vec<_> = labels
        .iter()
        .flat_map(|label| {
            let claims = kinds.iter().filter_map(|kind| claim(label, kind, answers));
            claims.chain(wanted("encrypted").then(|| protection(label, answers)).flatten())
        })
        .collect();
    all.sort_by(|a, b| (a.fault, a.kind, a.family, a.path).cmp(&(b.fault, b.kind, b.family, b.path)));
    all
}

fn claim<'a>(label: &'a Label, kind: &'static str, answers: &'a Answers) -> Option<Offender<'a>> {
    let found = answers.found(&label.path, kind);
    let fault = match (label.holds(kind)?, found.map(|found| found.sure)) {
        (false, Some(Sure::High)) => Fault::FalseHigh,
        (false, Some(Sure::Medium)) => Fault::FalseMedium,
        (true, None) => Fault::Missed,
        (true, Some(Sure::Low)) => Fault::MissedButLow,
        (true, Some(_)) | (false, None | Some(Sure::Low)) => return None,
    };
    Some(Offender {
        rule: found.map_or("", |found| &found.rule),
        ..offender(label, kind, fault)
    })
}

fn protection<'a>(label: &'a Label, answers: &Answers) -> Option<Offender<'a>> {
    match (label.encrypted, answers.encrypted(&label.path)) {
        (true, false) => Some(offender(label, "encrypted", Fault::NotSeenProtected)),
        (false, true) => Some(offender(label, "encrypted", Fault::FalselyProtected)),
        _ => None,
    }
}

fn offender<'a>(label: &'a Label, kind: &'a str, fault: Fault) -> Offender<'a> {
    Offender {
        fault,
        kind,
        family: &label.family,
        path: &label.path,
        rule: "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::answers;

    #[test]
    fn a_false_alarm_that_was_sure_comes_before_a_miss() {
        let label = |path: &str, kinds: &str| -> Label {
            let text = format!(
                r#"{{"path":"{path}","split":"train","family":"f","format":"txt","kinds":{kinds},"difficulty":"easy"}}"#
            );
            serde_json::from_str(&text).unwrap()
        };
        let labels = [label("a", r#"["my_number"]"#), label("b", "[]"), label("c", "[]")];
        let labels: Vec<_> = labels.iter().collect();
        let answers = answers(&[("b", "my_number", "high"), ("c", "my_number", "low")]);
        let faults: Vec<_> = all(&labels, &answers, None)
            .iter()
            .map(|offender| (offender.fault, offender.path))
            .collect();
        assert_eq!(faults, [(Fault::FalseHigh, "b"), (Fault::Missed, "a")]);
        assert!(all(&labels, &answers, Some("card_number")).is_empty());
    }
}
