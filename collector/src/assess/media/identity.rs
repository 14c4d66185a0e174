//! Which row of the ledger a medium is, and how surely.
//!
//! | seen | and the ledger | is |
//! |---|---|---|
//! | a marker of the ICT section, verified | the row it names | certain |
//! | grade A | one row with this serial | certain |
//! | serial shared, missing or made by the system | one row with this volume | likely |
//! | the same | rows of this model | one of these, not to be told which |
//! | anything | none of these | not in the ledger |

use std::collections::HashMap;

use mimawari_proto::reading::Grade;

/// What tells a medium from others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Identity {
    /// USB vendor; 0 when not known.
    pub vendor_id: u16,
    /// USB product; 0 when not known.
    pub product_id: u16,
    /// Serial of the device; empty when there is none.
    pub serial: String,
    /// Id of the volume; empty when not known.
    pub volume_id: String,
    /// The management number: of a row its own, of a medium what a verified marker on it states.
    pub no: String,
    /// Size; 0 when not known.
    pub size_bytes: u64,
    /// How well it can be told from others; `None` where nobody has looked.
    pub grade: Option<Grade>,
}

/// Which rows a medium can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recognised {
    /// This one.
    Certain(usize),
    /// Most likely this one: size and volume fit, the serial proves nothing.
    Likely(usize),
    /// One of these models, not to be told which.
    OneOf {
        /// The first of them.
        rows: Vec<usize>,
        /// How many more there are.
        more: usize,
    },
    /// None.
    None,
}

impl Recognised {
    /// Returns the one row that it is or most likely is.
    pub const fn row(&self) -> Option<usize> {
        match self {
            Self::Certain(at) | Self::Likely(at) => Some(*at),
            Self::OneOf { .. } | Self::None => None,
        }
    }
}

impl Identity {
    /// Returns the serial as it is compared; `None` where it tells nothing.
    ///
    /// Windows makes one up with `&` as second character where a medium has
    /// none, and adds `&0` to real ones; makers write only zeros.
    fn usable_serial(&self) -> Option<String> {
        let serial = self.serial.trim().to_ascii_uppercase();
        if serial.chars().nth(1) == Some('&') {
            return None;
        }
        let plain = match serial.split_once('&') {
            Some((plain, port)) if port.bytes().all(|b| b.is_ascii_digit()) => plain.to_owned(),
            _ => serial,
        };
        let first = plain.chars().next()?;
        let says_something = plain.chars().count() >= 4 && plain.chars().any(|c| c != first);
        says_something.then_some(plain)
    }

    /// Tells whether the models are the same, as far as both are known.
    fn same_model(&self, other: &Self) -> Option<bool> {
        let known = |identity: &Self| identity.vendor_id != 0;
        (known(self) && known(other))
            .then(|| (self.vendor_id, self.product_id) == (other.vendor_id, other.product_id))
    }

    /// Tells whether the sizes can be those of one medium: makers count in 1000, systems in 1024, and round.
    pub fn size_fits(&self, other: &Self) -> bool {
        let (small, large) = (
            self.size_bytes.min(other.size_bytes),
            self.size_bytes.max(other.size_bytes),
        );
        small == 0 || u128::from(large) * 100 <= u128::from(small) * 120
    }

    fn same_volume(&self, other: &Self) -> bool {
        let plain = |id: &str| id.trim().replace('-', "").to_ascii_uppercase();
        !self.volume_id.trim().is_empty() && plain(&self.volume_id) == plain(&other.volume_id)
    }
}

/// Rows that are named where a medium can be one of many; it is one of them all the same.
const NAMED: usize = 8;

/// The identities of a ledger, made ready once for many media.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// With the serial as it is compared.
    rows: Vec<(&'a Identity, Option<String>)>,
    by_no: HashMap<&'a str, usize>,
    by_serial: HashMap<String, Vec<usize>>,
    /// By vendor and product, where they are known.
    by_model: HashMap<(u16, u16), Vec<usize>>,
}

impl<'a> Known<'a> {
    /// Takes the identities in the order of their rows.
    pub fn of(rows: impl Iterator<Item = &'a Identity>) -> Self {
        let mut known = Self {
            rows: rows.map(|row| (row, row.usable_serial())).collect(),
            by_no: HashMap::new(),
            by_serial: HashMap::new(),
            by_model: HashMap::new(),
        };
        for (at, (row, serial)) in known.rows.iter().enumerate() {
            known.by_no.entry(row.no.as_str()).or_insert(at);
            if let Some(serial) = serial {
                known.by_serial.entry(serial.clone()).or_default().push(at);
            }
            let model = (row.vendor_id, row.product_id);
            known.by_model.entry(model).or_default().push(at);
        }
        known
    }

    fn among<'k>(
        &'k self,
        places: Option<&'k Vec<usize>>,
    ) -> impl Iterator<Item = (usize, &'a Identity, Option<&'k String>)> {
        let places = places.into_iter().flatten().copied();
        places.filter_map(|at| self.rows.get(at).map(|(row, serial)| (at, *row, serial.as_ref())))
    }
}

/// Finds the rows that a medium can be.
pub fn recognise(seen: &Identity, known: &Known<'_>) -> Recognised {
    if !seen.no.is_empty() {
        // A verified marker names its medium: no other row is meant, whatever the serial says.
        let named = known.by_no.get(seen.no.as_str());
        return named.map_or(Recognised::None, |at| Recognised::Certain(*at));
    }
    let serial = seen.usable_serial();
    let same_serial = serial.as_ref().and_then(|serial| known.by_serial.get(serial));
    let by_serial: Vec<(usize, &Identity)> = known
        .among(same_serial)
        .filter(|(_, row, _)| seen.same_model(row) != Some(false))
        .map(|(at, row, _)| (at, row))
        .collect();
    let own = |row: &Identity| !matches!(row.grade, Some(Grade::B | Grade::C));
    if let ([(at, row)], Some(Grade::A)) = (by_serial.as_slice(), seen.grade)
        && own(row)
    {
        return Recognised::Certain(*at);
    }
    // A serial of its own that the ledger does not have is another medium, whatever its model.
    let looks_alike = |row: &Identity, own: Option<&String>| {
        seen.same_model(row) == Some(true)
            && seen.size_fits(row)
            && (serial.is_none() || seen.grade != Some(Grade::A) || own.is_none())
    };
    let possible: Vec<(usize, &Identity)> = match by_serial.is_empty() {
        false => by_serial,
        true => known
            .among(known.by_model.get(&(seen.vendor_id, seen.product_id)))
            .filter(|(_, row, own)| looks_alike(row, *own))
            .map(|(at, row, _)| (at, row))
            .collect(),
    };
    let by_volume: Vec<_> = possible
        .iter()
        .filter(|(_, row)| seen.same_volume(row) && seen.size_fits(row))
        .collect();
    match (by_volume.as_slice(), possible.is_empty()) {
        ([(at, _)], _) if seen.grade != Some(Grade::C) => Recognised::Likely(*at),
        (_, true) => Recognised::None,
        _ => Recognised::OneOf {
            more: possible.len().saturating_sub(NAMED),
            rows: possible.into_iter().map(|(at, _)| at).take(NAMED).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(serial: &str, volume: &str, gigabytes: u64, grade: &str) -> Identity {
        Identity {
            vendor_id: 0x0411,
            product_id: 0x01,
            serial: serial.to_owned(),
            volume_id: volume.to_owned(),
            no: String::new(),
            size_bytes: gigabytes * 1_000_000_000,
            grade: grade.parse().ok(),
        }
    }

    fn one_of(rows: &[usize]) -> Recognised {
        Recognised::OneOf {
            rows: rows.to_vec(),
            more: 0,
        }
    }

    #[test]
    fn a_medium_that_can_be_one_of_many_names_the_first_and_counts_the_rest() {
        let rows = vec![identity("", "", 32, "C"); NAMED + 5];
        let expected = Recognised::OneOf {
            rows: (0..NAMED).collect(),
            more: 5,
        };
        check(&identity("", "", 32, "C"), &rows, expected);
    }

    fn check(seen: &Identity, rows: &[Identity], expected: Recognised) {
        assert_eq!(
            recognise(seen, &Known::of(rows.iter())),
            expected,
            "{seen:?} among {rows:?}"
        );
    }

    #[test]
    fn a_serial_of_its_own_is_one_row_whatever_its_case_and_the_suffix_of_windows() {
        let rows = [identity("0801AB", "", 32, "A"), identity("0801AC", "", 32, "A")];
        for serial in ["0801AC", "0801ac", " 0801AC&0"] {
            check(&identity(serial, "", 32, "A"), &rows, Recognised::Certain(1));
        }
    }

    #[test]
    fn another_serial_of_the_same_model_is_not_in_the_ledger() {
        let rows = [identity("0801AB", "1A2B-3C4D", 32, "A")];
        check(&identity("0801AD", "1A2B-3C4D", 32, "A"), &rows, Recognised::None);
    }

    #[test]
    fn a_ledger_that_only_has_serials_is_enough_for_grade_a() {
        let mut row = identity("0801AB", "", 0, "");
        row.vendor_id = 0;
        check(&identity("0801AB", "", 32, "A"), &[row], Recognised::Certain(0));
    }

    #[test]
    fn the_same_serial_of_another_model_is_another_medium() {
        let mut row = identity("0801AB", "", 32, "A");
        row.product_id = 2;
        check(&identity("0801AB", "", 32, "A"), &[row], Recognised::None);
    }

    #[test]
    fn a_serial_that_several_rows_share_is_told_by_the_volume_or_not_at_all() {
        let rows = [
            identity("AA000489", "1111-1111", 32, "B"),
            identity("AA000489", "2222-2222", 32, "B"),
        ];
        check(
            &identity("AA000489", "22222222", 32, "A"),
            &rows,
            Recognised::Likely(1),
        );
        check(&identity("AA000489", "", 32, "B"), &rows, one_of(&[0, 1]));
    }

    #[test]
    fn a_model_alone_is_never_an_identity() {
        let rows = [identity("", "", 32, "C")];
        for serial in ["", "7&2a3b&0", "00000000", "123"] {
            check(&identity(serial, "", 32, "C"), &rows, one_of(&[0]));
        }
        check(&identity("", "", 64, "C"), &rows, Recognised::None);
    }

    #[test]
    fn a_verified_marker_names_its_row_whatever_the_serial_says() {
        let mut rows = [identity("", "", 32, "C"), identity("", "", 32, "C")];
        rows[0].no = "公USB-07".to_owned();
        rows[1].no = "公USB-08".to_owned();
        let mut seen = identity("7&2a3b&0", "", 32, "A");
        seen.no = "公USB-08".to_owned();
        check(&seen, &rows, Recognised::Certain(1));
        seen.no = "公USB-99".to_owned();
        check(&seen, &rows, Recognised::None);
    }

    #[test]
    fn grade_c_stays_in_doubt_even_with_a_volume() {
        let rows = [identity("", "1111-1111", 32, "B")];
        check(&identity("", "1111-1111", 32, "C"), &rows, one_of(&[0]));
        check(&identity("", "1111-1111", 32, "B"), &rows, Recognised::Likely(0));
    }

    #[test]
    fn sizes_as_makers_and_systems_count_them_fit_and_others_do_not() {
        let sized = |bytes| Identity {
            size_bytes: bytes,
            ..Identity::default()
        };
        assert!(sized(32_000_000_000).size_fits(&sized(30_752_000_000)));
        assert!(sized(0).size_fits(&sized(64)));
        assert!(!sized(32_000_000_000).size_fits(&sized(64_000_000_000)));
        assert!(!sized(u64::MAX).size_fits(&sized(1)));
    }
}
