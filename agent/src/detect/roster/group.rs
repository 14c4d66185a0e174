//! Persons that are listed together, and whether what is listed of them is private.

use std::collections::{HashMap, HashSet};

use mimawari_proto::finding::{PLACES_LIMIT, Place};

use super::{
    heading::Head,
    name::Likeness,
    particular::{Set, Sort},
};

/// Persons told apart in one list; beyond, the count is a lower bound.
const PERSONS: usize = 200_000;
/// Values told apart of which we only want to know whether they repeat.
const CLUES: usize = 2_000;

/// One person with what is said of them. Keys are keyed hashes, never values.
#[derive(Clone, Default, Debug)]
pub(super) struct Record {
    /// How much the name looks like one; `None` where there is none.
    pub(super) name: Option<Likeness>,
    /// A title stands behind the name.
    pub(super) titled: bool,
    pub(super) set: Set,
    /// Tells persons apart.
    pub(super) key: u64,
    /// The telephone number and the address, told apart.
    pub(super) number: Option<u64>,
    pub(super) address: Option<u64>,
    /// The year of birth.
    pub(super) year: u16,
}

/// What the headings of a list say about all of it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Context {
    pub(super) headed: bool,
    pub(super) organisation: bool,
    pub(super) role: bool,
    pub(super) department: bool,
    pub(super) birth: bool,
    office_phone: bool,
    phone: bool,
}

impl Context {
    /// Takes note of a heading.
    pub(super) fn note(&mut self, head: Head) {
        match head {
            Head::Organisation => self.organisation = true,
            Head::Role => self.role = true,
            Head::Department => self.department = true,
            Head::Birth => self.birth = true,
            Head::OfficePhone => self.office_phone = true,
            Head::Phone | Head::HomePhone | Head::Mobile => self.phone = true,
            head if head.is_name() => self.headed = true,
            _ => {}
        }
    }
}

/// A list.
#[derive(Default)]
pub(super) struct Group {
    pub(super) context: Context,
    persons: HashMap<u64, Set>,
    pub(super) places: Vec<Place>,
    /// Rows or lines that were looked at, with or without a person.
    pub(super) rows: usize,
    sure: usize,
    numbers: HashMap<u64, u32>,
    addresses: HashMap<u64, u32>,
    years: HashSet<u16>,
}

/// What is private in a list.
#[derive(Clone, Debug)]
pub(super) struct Private {
    pub(super) persons: Vec<u64>,
    /// How many sorts of particulars most persons have.
    pub(super) sorts: usize,
    /// In percent: names with a known family name.
    pub(super) sure: usize,
    pub(super) headed: bool,
    pub(super) names: [(&'static str, usize); 4],
}

impl Group {
    pub(super) fn with(context: Context) -> Self {
        Self {
            context,
            ..Self::default()
        }
    }

    /// Adds a person.
    pub(super) fn add(&mut self, record: &Record, place: impl FnOnce() -> Place) {
        if self.persons.len() >= PERSONS || self.persons.contains_key(&record.key) {
            return;
        }
        self.persons.insert(record.key, record.set);
        // A family name before a mobile number is as good as a whole name.
        let known = record.name == Some(Likeness::Family) && record.set.has(Sort::Mobile);
        let addressed = record.titled && record.name == Some(Likeness::Maybe) && record.set.has(Sort::Mobile);
        self.sure += usize::from(record.name == Some(Likeness::Sure) || known || addressed);
        if self.places.len() < PLACES_LIMIT {
            self.places.push(place());
        }
        for (clue, known) in [
            (record.number, &mut self.numbers),
            (record.address, &mut self.addresses),
        ] {
            if let Some(clue) = clue
                && known.len() < CLUES
            {
                *known.entry(clue).or_default() += 1;
            }
        }
        if record.year > 0 {
            self.years.insert(record.year);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.persons.len()
    }

    /// Returns the persons of whom something private is listed.
    pub(super) fn private(&self) -> Private {
        let sorts = self.private_sorts();
        let has = |set: Set, sort: &Sort| set.has(*sort);
        let listed: Vec<(u64, Set)> = self
            .persons
            .iter()
            .map(|(&key, &set)| (key, set))
            .filter(|&(_, set)| sorts.iter().flatten().any(|sort| has(set, sort)))
            .collect();
        let share = |of: &[Sort]| {
            let count = listed
                .iter()
                .filter(|(_, set)| of.iter().any(|sort| has(*set, sort)))
                .count();
            count * 100 / listed.len().max(1)
        };
        let shares = sorts.each_ref().map(|of| share(of));
        let name = ["home address", "private telephone", "birth date", "private mail"];
        Private {
            sorts: shares.iter().filter(|&&share| share >= 50).count(),
            sure: self.sure * 100 / self.persons.len().max(1),
            headed: self.context.headed,
            names: [0, 1, 2, 3].map(|at| (name[at], shares[at])),
            persons: listed.into_iter().map(|(key, _)| key).collect(),
        }
    }

    /// Returns which sorts of address, telephone, birth and mail are private here.
    fn private_sorts(&self) -> [Vec<Sort>; 4] {
        let most = |sort: Sort| self.share(sort) >= 50;
        let office = self.context.organisation || self.context.role || most(Sort::Organisation);
        let staff = self.context.department || most(Sort::Department) || most(Sort::Extension);
        let shared = |known: &HashMap<u64, u32>| {
            let all: u32 = known.values().sum();
            all >= 4 && known.values().max().is_some_and(|&most| most * 2 > all)
        };
        let birth = self.context.birth
            || most(Sort::Born)
            || !self.context.headed && self.years.len() >= 4 && self.spread() >= 8;
        let births = if birth { vec![Sort::Birth] } else { Vec::new() };
        let personal = birth && most(Sort::Birth);
        let addresses = match office && !personal || shared(&self.addresses) {
            true => Vec::new(),
            false => vec![Sort::Address],
        };
        let at_home = !addresses.is_empty() && most(Sort::Address) || personal;
        let mut phones = vec![Sort::Home];
        let given_out = self.context.office_phone && !self.context.phone;
        if (!office || at_home) && !given_out {
            phones.push(Sort::Mobile);
        }
        if !given_out && (at_home || !office && !staff && !shared(&self.numbers)) {
            phones.push(Sort::Landline);
        }
        let mails = if office && !at_home {
            Vec::new()
        } else {
            vec![Sort::Mail]
        };
        [addresses, phones, births, mails]
    }

    fn spread(&self) -> u16 {
        let least = self.years.iter().min().copied().unwrap_or(0);
        self.years.iter().max().copied().unwrap_or(0) - least
    }

    fn share(&self, sort: Sort) -> usize {
        let count = self.persons.values().filter(|set| set.has(sort)).count();
        count * 100 / self.persons.len().max(1)
    }
}
