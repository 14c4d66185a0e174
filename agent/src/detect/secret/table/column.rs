//! The cells under a heading, judged together: days, numbers of things and times betray themselves as a column.

use super::{
    super::{
        super::tally::Tally,
        Look, Page, Sense,
        mind::{Mind, mind, names_a_thing},
    },
    Column, UNLIKE_IDS,
    cells::is_dialled,
};

impl Page<'_> {
    /// Judges the cells under a heading, together.
    pub(super) fn column(&self, column: Column, cells: &[usize], identity: bool, tally: &mut Tally) {
        let under_accounts = column.sense == Sense::Heading;
        let found: Vec<_> = cells
            .iter()
            .filter_map(|&at| {
                let (value, look) = self.in_cell(at, column.sense, "")?;
                let enough = !under_accounts || look >= Look::Mixed && self.id_beside(at);
                enough.then_some((at, value, look))
            })
            .collect();
        let same = found.len() >= 3 && found.iter().all(|(_, value, _)| *value == found[0].1);
        let poor = found.iter().all(|&(_, _, look)| look <= Look::Code);
        let dates = found.len() >= 2 && found.iter().all(|(_, value, _)| is_date(value));
        if dates || same && poor || are_numbered(found.iter().map(|&(_, value, _)| value)) {
            return;
        }
        let unlike = cells.len() >= 3 && found.len() * 2 < cells.len();
        if column.inferred && (unlike || !is_inferred_secret(column.sense, &found, identity)) {
            return;
        }
        if column.needs_identity && !identity {
            return;
        }
        if column.sense == Sense::Weak && (unlike || identity && !is_weak_secret(&found, cells.len())) {
            return;
        }
        for (at, value, look) in found {
            if unlike && column.sense == Sense::Pin && look != Look::Pin {
                continue;
            }
            let mut score = self.score(&[column.sense.weight_name(), "column", look.weight_name()]);
            if under_accounts {
                score = self.score(&["list_of_accounts", "column", look.weight_name()]);
            }
            if unlike {
                self.add(&mut score, "column_unlike");
            }
            if identity {
                self.add(&mut score, "identity_near");
            }
            score.doubted = column.inferred && look != Look::Rich || column.sense == Sense::Weak && !identity;
            self.cell(at, value, "password.table-column", score, tally);
        }
    }
}

/// Tells numbers of things: PW-0045, PW-0046, PW-0048.
pub(super) fn are_numbered<'v>(values: impl Iterator<Item = &'v str> + Clone) -> bool {
    let stem = |value: &'v str| value.trim_end_matches(|c: char| c.is_ascii_digit());
    let first = values.clone().next().map_or("", stem);
    let capital = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_');
    values.clone().count() >= 3
        && !first.is_empty()
        && first.bytes().all(capital)
        && values
            .clone()
            .all(|value| stem(value) == first && value.len() > first.len())
        && values.clone().any(|value| Some(value) != values.clone().next())
}

/// Tells the number of a course, a form or a shelf: SEC-101b, RP0310A, 3F-E-07.
pub(in crate::detect::secret) fn is_number_of_thing(value: &str) -> bool {
    let last = value
        .strip_suffix(|c: char| c.is_ascii_lowercase())
        .unwrap_or(value);
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    value.len() <= 10
        && last.bytes().all(capital)
        && last.bytes().any(|byte| byte.is_ascii_uppercase())
        && last.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells whether 「キー」 heads secrets: most cells look like one, and one has a sign that no id has.
fn is_weak_secret(found: &[(usize, &str, Look)], cells: usize) -> bool {
    let odd = |value: &str| value.contains(UNLIKE_IDS) || value.contains(['-', '_']) || value.len() >= 9;
    let mixed = found.iter().filter(|&&(_, _, look)| look >= Look::Mixed).count();
    let many = cells < 3 || mixed * 2 >= cells;
    many && found
        .iter()
        .any(|&(_, value, look)| look == Look::Rich || odd(value))
}

/// Tells whether the values under a heading that may mean anything else are secrets all the same.
fn is_inferred_secret(sense: Sense, found: &[(usize, &str, Look)], identity: bool) -> bool {
    let values = || found.iter().map(|&(_, value, _)| value);
    if sense != Sense::Pin {
        let secret = |&&(_, value, look): &&(usize, &str, Look)| {
            let own = look == Look::Rich || value.contains(UNLIKE_IDS) || mind(value) >= Some(Mind::Likely);
            own && look >= Look::Mixed && !names_a_thing(value)
        };
        return found.iter().filter(secret).count() * 2 > found.len();
    }
    // Extensions, rooms and seats begin alike; doors open and close at round times.
    let first = |value: &str| value.bytes().next();
    let alike = |value: &str| first(value) == first(found[0].1) && value.len() == found[0].1.len();
    let series = found.len() >= 3 && values().all(alike);
    let pins = found
        .iter()
        .all(|&(_, value, look)| look == Look::Pin || is_dialled(value));
    pins && !series && !identity && !values().all(is_clock)
}

/// Tells a time of the day without its colon: 0830, 900.
fn is_clock(value: &str) -> bool {
    let digits = value.len() == 3 || value.len() == 4;
    value
        .parse::<u32>()
        .is_ok_and(|time| digits && time < 2400 && time % 100 < 60 && time % 5 == 0)
}

fn is_date(value: &str) -> bool {
    value.len() == 8
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && (value.starts_with("19") || value.starts_with("20"))
        && ("01".."13").contains(&&value[4..6])
}
