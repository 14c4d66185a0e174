//! Persons written one below the other: labelled lines again and again, or address labels.

use mimawari_proto::finding::Place;

use super::{
    Rosters,
    group::{Context, Group, Record},
    heading::Head,
    name::{self, Likeness},
    particular::{Found, Sort},
};

/// Lines without any particular after which a card is over.
const BREAK: u32 = 4;

/// A longer line, in characters, is a sentence.
const SHORT: usize = 60;

/// The card under way and those before it.
#[derive(Default)]
pub(super) struct Cards {
    record: Record,
    /// The name as written, for telling persons apart.
    name: String,
    first: Option<Head>,
    heads: Vec<Head>,
    labelled: bool,
    place: Option<Place>,
    since: u32,
    pub(super) group: Group,
}

impl Cards {
    /// Tells whether a whole name waits for what is private of it.
    pub(super) fn awaits(&self) -> bool {
        self.record.name == Some(Likeness::Sure) && !self.record.set.is_particular()
    }
}

impl Rosters {
    /// Takes a value under its label.
    pub(super) fn item(&self, cards: &mut Cards, head: Head, value: &str, place: &Place) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        cards.since = 0;
        let repeats = cards.heads.contains(&head) && (head.is_name() || cards.first == Some(head));
        if repeats {
            self.close(cards);
        }
        cards.first.get_or_insert(head);
        cards.heads.push(head);
        cards.labelled = true;
        cards.place.get_or_insert_with(|| place.clone());
        match head {
            Head::Name | Head::Family => {
                let (bare, titled) = name::bare(value);
                let likeness = name::likeness(bare);
                if likeness.is_some() || name::may_be(bare) {
                    cards.record.name = likeness.max(Some(Likeness::Family));
                    cards.record.titled = titled;
                    cards.name = bare.to_owned();
                }
            }
            Head::Given if !cards.name.is_empty() => {
                cards.name = format!("{} {value}", cards.name);
                cards.record.name = cards.record.name.max(name::likeness(&cards.name));
            }
            Head::Organisation => cards.record.set.add(Sort::Organisation),
            Head::Department => cards.record.set.add(Sort::Department),
            head => self.reader.headed(&mut cards.record, head, value, false),
        }
    }

    /// Takes a line without a label: a name alone, or particulars alone, which were found already.
    pub(super) fn loose(&self, cards: &mut Cards, text: &str, found: &[Found], place: &Place) {
        let text = text.trim();
        let private = cards.record.set.is_particular();
        if text.is_empty() {
            if cards.record.name.is_some() && private {
                self.close(cards);
            }
            return;
        }
        let short = text.chars().take(SHORT).count() < SHORT;
        if short {
            self.loose_name(cards, text, found, place);
        }
        if !found.is_empty() && short {
            let again =
                found.iter().any(|one| one.sort == Sort::Postal) && cards.record.set.has(Sort::Postal);
            if again {
                self.close(cards);
            }
            self.reader.found(&mut cards.record, found, text);
            cards.place.get_or_insert_with(|| place.clone());
            cards.since = 0;
            return;
        }
        if private || cards.record.name.is_some() {
            let line = self.reader.line(text, &[], &|_| None);
            cards.record.set = cards.record.set.union(line.set);
        }
        cards.since += 1;
        if cards.since > BREAK {
            self.close(cards);
        }
    }

    /// Begins a card with a line that is a name, whatever is private behind it.
    fn loose_name(&self, cards: &mut Cards, text: &str, found: &[Found], place: &Place) {
        let rest = super::read::without(text, found);
        // A mark such as 【1人目】 stands before a name, a colon behind it.
        let rest = rest.rsplit(['】', '>']).next().unwrap_or_default();
        let (bare, titled) = name::bare(rest.trim().trim_end_matches([':', ' ']));
        let likeness = name::likeness(bare);
        // 緊急時 花子 beside a telephone is no name of somebody else.
        let another = found.is_empty() || likeness == Some(Likeness::Sure) || !cards.awaits();
        if another && likeness >= Some(Likeness::Maybe) {
            if cards.record.name.is_some() {
                self.close(cards);
            }
            cards.record.name = likeness;
            cards.record.titled = titled;
            cards.name = bare.to_owned();
            cards.place.get_or_insert_with(|| place.clone());
            cards.since = 0;
        }
    }

    /// Ends a card: a person if it has a name and something of theirs.
    pub(super) fn close(&self, cards: &mut Cards) {
        let mut record = std::mem::take(&mut cards.record);
        let name = std::mem::take(&mut cards.name);
        let labelled = std::mem::take(&mut cards.labelled);
        let heads = std::mem::take(&mut cards.heads);
        let place = cards.place.take();
        (cards.first, cards.since) = (None, 0);
        // Without labels only a letter's own layout tells a person from a signature.
        let told =
            labelled || record.titled || record.set.has(Sort::Postal) || record.name >= Some(Likeness::Maybe);
        if record.name.is_none() || !record.set.is_particular() || !told {
            return;
        }
        let mut context = Context::default();
        heads.iter().for_each(|&head| context.note(head));
        if context.role && !context.headed {
            record.set.add(Sort::Organisation);
        }
        cards.group.context.headed |= context.headed;
        cards.group.context.birth |= context.birth;
        record.key = self.key(&name, &record);
        if let Some(place) = place {
            cards.group.rows += 1;
            cards.group.add(&record, || place);
        }
    }
}
