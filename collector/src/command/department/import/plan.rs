//! What an import would change, and whether the whole still makes sense.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use mimawari_proto::id::DepartmentId;

use crate::{
    ledger::record::DepartmentLabel,
    sheet::{Change, Mistake},
};

/// One row and what it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Planned {
    pub(super) label: DepartmentLabel,
    pub(super) change: Change,
}

/// Compares rows with what is known, or names every mistake.
pub(super) fn plan(
    rows: Vec<(u64, DepartmentLabel)>,
    known: &[DepartmentLabel],
) -> Result<Vec<Planned>, Vec<Mistake>> {
    let mut mistakes = overlaps(&rows);
    mistakes.extend(unknown_parents(&rows, known));
    if mistakes.is_empty() {
        mistakes.extend(cycles(&rows, known));
    }
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.line);
        return Err(mistakes);
    }
    let planned = rows.into_iter().map(|(_, label)| Planned {
        change: change(&label, known),
        label,
    });
    Ok(planned.collect())
}

/// Returns the rows that change something.
pub(super) fn changed(planned: &[Planned]) -> Vec<DepartmentLabel> {
    let changing = planned.iter().filter(|one| one.change != Change::Same);
    changing.map(|one| one.label.clone()).collect()
}

fn change(label: &DepartmentLabel, known: &[DepartmentLabel]) -> Change {
    match known.iter().any(|other| other.code == label.code) {
        false => Change::New,
        true if known.contains(label) => Change::Same,
        true => Change::Changed,
    }
}

/// The first and the last day.
type Span = (Date, Date);

fn span(label: &DepartmentLabel) -> Span {
    (
        label.valid_from.unwrap_or(Date::MIN),
        label.valid_until.unwrap_or(Date::MAX),
    )
}

fn overlaps(rows: &[(u64, DepartmentLabel)]) -> Vec<Mistake> {
    let mut by_code: BTreeMap<&DepartmentId, Vec<(u64, Span)>> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for (line, label) in rows {
        let (from, until) = span(label);
        let earlier = by_code.entry(&label.code).or_default();
        if let Some((other, _)) = earlier.iter().find(|(_, (f, u))| from <= *u && *f <= until) {
            mistakes.push(Mistake::new(
                *line,
                "",
                format!("コード {} は {other} 行目と期間が重なっています", label.code),
                format!("code {} is valid at the same time as on line {other}", label.code),
            ));
        }
        earlier.push((*line, (from, until)));
    }
    mistakes
}

fn unknown_parents(rows: &[(u64, DepartmentLabel)], known: &[DepartmentLabel]) -> Vec<Mistake> {
    let codes: BTreeSet<_> = rows
        .iter()
        .map(|(_, label)| &label.code)
        .chain(known.iter().map(|label| &label.code))
        .collect();
    let unknown = rows.iter().filter_map(|(line, label)| {
        let parent = label.parent.as_ref().filter(|parent| !codes.contains(parent))?;
        Some(Mistake::new(
            *line,
            "",
            format!("上位コード {parent} がファイルにも登録済みの課にもありません"),
            format!("parent {parent} is neither in the file nor known already"),
        ))
    });
    unknown.collect()
}

/// Looks for a department that is above itself, on every day on which a row begins.
fn cycles(rows: &[(u64, DepartmentLabel)], known: &[DepartmentLabel]) -> Vec<Mistake> {
    let days: BTreeSet<_> = rows.iter().map(|(_, label)| span(label).0).collect();
    let mut found = BTreeMap::new();
    for day in days {
        let above = above(rows, known, day);
        for (line, label) in rows {
            if valid(label, day) && is_above_itself(&label.code, &above) {
                found.entry(*line).or_insert_with(|| {
                    Mistake::new(
                        *line,
                        "",
                        format!("コード {} が自分自身の上位になっています", label.code),
                        format!("code {} is above itself", label.code),
                    )
                });
            }
        }
    }
    found.into_values().collect()
}

fn valid(label: &DepartmentLabel, day: Date) -> bool {
    let (from, until) = span(label);
    from <= day && day <= until
}

/// Returns what is above each department on a day: rows of the file go before what is known.
fn above<'a>(
    rows: &'a [(u64, DepartmentLabel)],
    known: &'a [DepartmentLabel],
    day: Date,
) -> BTreeMap<&'a DepartmentId, &'a DepartmentId> {
    let known = known.iter().filter(|label| valid(label, day));
    let new = rows
        .iter()
        .map(|(_, label)| label)
        .filter(|label| valid(label, day));
    let mut above = BTreeMap::new();
    for label in known.chain(new) {
        match &label.parent {
            Some(parent) => above.insert(&label.code, parent),
            None => above.remove(&label.code),
        };
    }
    above
}

fn is_above_itself(code: &DepartmentId, above: &BTreeMap<&DepartmentId, &DepartmentId>) -> bool {
    let mut at = code;
    for _ in 0..=above.len() {
        match above.get(at) {
            None => return false,
            Some(next) if *next == code => return true,
            Some(next) => at = next,
        }
    }
    // A circle further up: its own rows are named.
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64, code: &str, parent: &str, from: Option<(i16, i8)>) -> (u64, DepartmentLabel) {
        let label = DepartmentLabel {
            code: code.parse().expect("a code"),
            name: code.to_owned(),
            short_name: code.to_owned(),
            parent: parent.parse().ok(),
            valid_from: from.map(|(year, month)| Date::constant(year, month, 1)),
            valid_until: None,
        };
        (line, label)
    }

    fn lines(rows: Vec<(u64, DepartmentLabel)>, known: &[DepartmentLabel]) -> Vec<u64> {
        plan(rows, known)
            .expect_err("mistakes")
            .iter()
            .map(|one| one.line)
            .collect()
    }

    #[test]
    fn a_code_twice_at_the_same_time_is_refused() {
        assert_eq!(
            lines(vec![row(2, "a", "", None), row(3, "a", "", Some((2025, 4)))], &[]),
            [3]
        );
    }

    #[test]
    fn a_code_twice_one_after_the_other_is_taken() {
        let mut rows = vec![row(2, "a", "", None), row(3, "a", "", Some((2025, 4)))];
        rows[0].1.valid_until = Some(Date::constant(2025, 3, 31));
        assert!(plan(rows, &[]).is_ok());
    }

    #[test]
    fn an_unknown_parent_is_refused_and_a_known_one_is_not() {
        assert_eq!(lines(vec![row(2, "a", "x", None)], &[]), [2]);
        assert!(plan(vec![row(2, "a", "x", None)], &[row(0, "x", "", None).1]).is_ok());
    }

    #[test]
    fn a_circle_is_refused_also_through_what_is_known() {
        let circle = vec![
            row(2, "a", "b", None),
            row(3, "b", "c", None),
            row(4, "c", "a", None),
        ];
        assert_eq!(lines(circle, &[]), [2, 3, 4]);
        assert_eq!(lines(vec![row(2, "a", "a", None)], &[]), [2]);
        assert_eq!(
            lines(vec![row(2, "a", "b", None)], &[row(0, "b", "a", None).1]),
            [2]
        );
    }

    #[test]
    fn what_is_known_already_changes_nothing() {
        let (_, label) = row(2, "a", "", None);
        let mut other = label.clone();
        other.name = "b".to_owned();
        let change =
            |known: &[DepartmentLabel]| plan(vec![(2, label.clone())], known).expect("good")[0].change;
        assert_eq!(change(&[]), Change::New);
        assert_eq!(change(std::slice::from_ref(&label)), Change::Same);
        assert_eq!(change(&[other]), Change::Changed);
    }
}
