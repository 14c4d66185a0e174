//! The ledger of media held against what agents saw: rows, stays, and what each comes to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId, MediaSessionId},
    medium::MediumState,
    reading::{Encryption, Grade, MediaSeen, SerialState},
    time::Timestamp,
};

use serde::Serialize;

use super::Moment;
use crate::{
    assess::{
        matrix::Judged,
        media::{
            Allowed, Doubt, Fault, Out, Row, Stay, Verdict,
            identity::{Identity, Recognised},
            judge_all, standing,
        },
    },
    docket::media::import::TEXT_CHARS,
    ledger::{
        LedgerError, View,
        act::Judgement,
        medium::{Medium, MediumNo},
        record::{MediumRecord, StayJudgement, StayRecord, StockTaking},
    },
    present::access::Sight,
};

/// Two clocks that differ by less are one moment.
const SKEW_MS: i64 = 5 * 60 * 1000;

/// The whole ledger of media with every stay of a term.
#[derive(Clone, Debug)]
pub struct Book {
    /// Every row in sight, by number.
    pub rows: Vec<BookRow>,
    /// Every stay in sight, newest first.
    pub stays: Vec<BookStay>,
    /// There are older stays of the term than were read: nothing is certain of what they say.
    pub are_cut: bool,
    /// The first day of the term.
    pub since: Date,
    /// The count of media that is open.
    pub counting: Option<StockTaking>,
}

/// One row, and what it comes to.
#[derive(Clone, Debug)]
pub struct BookRow {
    /// What people wrote down.
    pub record: MediumRecord,
    /// The short name of its department.
    pub department: String,
    /// What the row itself and its stays speak against.
    pub faults: Vec<Fault>,
    /// What they leave open.
    pub doubts: Vec<Doubt>,
    /// What the row speaks against and no stay of it tells.
    own_faults: Vec<Fault>,
    /// What it leaves open and no stay of it tells.
    own_doubts: Vec<Doubt>,
    /// Its newest stay.
    pub last: Option<StayRecord>,
    /// When it was last plugged in during the open count.
    pub counted: bool,
}

/// One stay, and what it comes to.
#[derive(Clone, Debug)]
pub struct BookStay {
    /// What an agent said.
    pub record: StayRecord,
    /// The short name of the machine's department.
    pub department: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// The row it is, or most likely is.
    pub no: Option<MediumNo>,
    /// Rows it can be, when it cannot be told which.
    pub one_of: Vec<MediumNo>,
    /// How many more rows it can be than those.
    pub one_of_more: usize,
    /// The department that owns the medium.
    owner: Option<DepartmentId>,
}

impl Book {
    /// Returns the stays of media that are not in the ledger.
    pub fn strangers(&self) -> impl Iterator<Item = &BookStay> {
        self.stays
            .iter()
            .filter(|stay| stay.verdict.faults.contains(&Fault::Unregistered))
    }

    /// Returns the rows that a count is about.
    pub fn to_count<'a>(&'a self, count: &'a StockTaking) -> impl Iterator<Item = &'a BookRow> {
        self.rows.iter().filter(|row| {
            let medium = &row.record.medium;
            medium.state != MediumState::Destroyed
                && (count.department.is_none() || medium.department == count.department)
        })
    }

    /// Returns the rows that were never seen in the term and should be somewhere.
    pub fn unseen(&self) -> impl Iterator<Item = &BookRow> {
        self.rows
            .iter()
            .filter(|row| row.last.is_none() && row.record.medium.state != MediumState::Destroyed)
    }
}

/// Reads the ledger of media and the stays of the present term, and judges them.
pub fn media(view: &View<'_>, sight: &Sight, moment: &Moment) -> Result<Book, LedgerError> {
    let mut book = whole(view, moment)?;
    book.rows
        .retain(|row| sight.covers(row.record.medium.department.as_ref()));
    book.stays
        .retain(|stay| sight.covers(stay.record.department.as_ref()));
    Ok(book)
}

/// The same without limits of sight; for the result table, which cuts by department itself.
pub(super) fn whole(view: &View<'_>, moment: &Moment) -> Result<Book, LedgerError> {
    let since = super::table::term_begins(moment);
    let begins = since
        .to_zoned(moment.zone.clone())
        .map_or(Timestamp::default(), |zoned| zoned.timestamp().into());
    let records = view.media_ledger()?;
    let counts = view.stock_takings()?;
    let (mut stays, are_cut) = view.stays(begins)?;
    // What an agent read from the history of its PC may be older than the term.
    stays.retain(|stay| arrived(stay) >= begins);
    let said = view.stay_judgements()?;
    let mut book = judged(records, stays, &counts, &said, since, moment);
    book.are_cut = are_cut;
    let names: BTreeMap<_, _> = view
        .departments(moment.today())?
        .into_iter()
        .map(|label| (label.code, label.short_name))
        .collect();
    let name = |code: Option<&DepartmentId>| match code {
        Some(code) => names.get(code).cloned().unwrap_or_else(|| code.to_string()),
        None => String::new(),
    };
    for row in &mut book.rows {
        row.department = name(row.record.medium.department.as_ref());
    }
    for stay in &mut book.stays {
        stay.department = name(stay.record.department.as_ref());
    }
    Ok(book)
}

fn judged(
    records: Vec<MediumRecord>,
    stays: Vec<StayRecord>,
    counts: &[StockTaking],
    said: &[StayJudgement],
    since: Date,
    moment: &Moment,
) -> Book {
    let rows: Vec<_> = records.iter().map(row).collect();
    let twice = at_two_places(&stays);
    let facts: Vec<_> = stays
        .iter()
        .enumerate()
        .map(|(at, record)| stay(record, counts, twice.contains(&at), moment))
        .collect();
    let verdicts = judge_all(&facts, &rows, &moment.policy.media);
    let upheld = upheld(said);
    let mut judged: Vec<_> = stays
        .into_iter()
        .zip(verdicts)
        .map(|(record, mut verdict)| {
            for (fault, judgement) in upheld
                .get(&(record.machine, record.session))
                .into_iter()
                .flatten()
            {
                verdict.heed(*fault, *judgement);
            }
            let no = |at: usize| records[at].medium.no.clone();
            BookStay {
                no: verdict.recognised.row().map(no),
                one_of: match &verdict.recognised {
                    Recognised::OneOf { rows, .. } => rows.iter().copied().map(no).collect(),
                    _ => Vec::new(),
                },
                one_of_more: match verdict.recognised {
                    Recognised::OneOf { more, .. } => more,
                    _ => 0,
                },
                owner: verdict
                    .recognised
                    .row()
                    .and_then(|at| records[at].medium.department.clone()),
                department: String::new(),
                verdict,
                record,
            }
        })
        .collect();
    judged.sort_by_key(|stay| std::cmp::Reverse((arrived(&stay.record), stay.record.session)));
    let counting = counts
        .iter()
        .rev()
        .find(|count| count.closed_at.is_none())
        .cloned();
    let mut stays_of: HashMap<&MediumNo, Vec<&BookStay>> = HashMap::new();
    for stay in &judged {
        if let Some(no) = &stay.no {
            stays_of.entry(no).or_default().push(stay);
        }
    }
    let rows = records
        .into_iter()
        .zip(&rows)
        .map(|(record, row)| {
            let own = stays_of.get(&record.medium.no).map_or(&[][..], Vec::as_slice);
            book_row(record, row, own, counting.as_ref(), moment.today())
        })
        .collect();
    Book {
        rows,
        stays: judged,
        are_cut: false,
        since,
        counting,
    }
}

/// What auditors upheld (true) or rejected (false), by stay; the newest word on a fault holds.
type Upheld = HashMap<(MachineId, MediaSessionId), BTreeMap<Fault, bool>>;

fn upheld(said: &[StayJudgement]) -> Upheld {
    let mut upheld = Upheld::new();
    for one in said {
        let Some(fault) = Fault::from_word(&one.fault) else {
            continue;
        };
        let of_stay = upheld.entry((one.machine, one.session)).or_default();
        match one.judgement {
            Judgement::Confirmed => drop(of_stay.insert(fault, true)),
            Judgement::Rejected => drop(of_stay.insert(fault, false)),
            Judgement::Undecided => drop(of_stay.remove(&fault)),
        }
    }
    upheld
}

/// Returns the faults that nobody has judged.
pub fn undecided(verdict: &Verdict) -> Vec<Fault> {
    let faults = verdict.faults.iter().copied();
    faults
        .filter(|fault| !verdict.confirmed.contains(fault))
        .collect()
}

fn book_row(
    record: MediumRecord,
    row: &Row,
    own: &[&BookStay],
    counting: Option<&StockTaking>,
    today: Date,
) -> BookRow {
    let (mut faults, mut doubts) = standing(row, !own.is_empty(), today);
    // What a stay tells is not told by the row again.
    let told = |fault: &Fault| own.iter().any(|stay| stay.verdict.faults.contains(fault));
    let own_faults = faults.iter().copied().filter(|fault| !told(fault)).collect();
    let told = |doubt: &Doubt| own.iter().any(|stay| stay.verdict.doubts.contains(doubt));
    let own_doubts = doubts.iter().copied().filter(|doubt| !told(doubt)).collect();
    for stay in own {
        faults.extend(&stay.verdict.faults);
        doubts.extend(&stay.verdict.doubts);
    }
    faults.sort_unstable();
    faults.dedup();
    doubts.sort_unstable();
    doubts.dedup();
    BookRow {
        counted: counting.is_some_and(|count| own.iter().any(|stay| is_counted(&stay.record, count))),
        last: own.first().map(|stay| stay.record.clone()),
        department: String::new(),
        faults,
        doubts,
        own_faults,
        own_doubts,
        record,
    }
}

fn row(record: &MediumRecord) -> Row {
    Row {
        identity: identity(&record.medium),
        encryption: record.medium.encryption,
        department: record.medium.department.clone(),
        owned_since: record.owned_since,
        registered: record.medium.registered,
        state: record.medium.state,
        state_since: record.medium.state_since,
        permits: record
            .permits
            .iter()
            .map(|permit| Allowed {
                departments: permit.departments.clone(),
                users: permit.users.clone(),
                machines: permit.machines.clone(),
                zones: permit.zones.clone(),
                from: permit.from,
                until: permit.until,
            })
            .collect(),
        loans: record
            .loans
            .iter()
            .map(|loan| Out {
                out: loan.out,
                due: loan.due,
                back: loan.back,
                emptied: loan.emptied,
            })
            .collect(),
    }
}

fn identity(medium: &Medium) -> Identity {
    Identity {
        vendor_id: medium.vendor_id,
        product_id: medium.product_id,
        serial: medium.serial.clone(),
        volume_id: medium.volume_id.clone(),
        no: medium.no.to_string(),
        size_bytes: medium.size_bytes,
        grade: medium.grade,
    }
}

fn stay(record: &StayRecord, counts: &[StockTaking], two_at_once: bool, moment: &Moment) -> Stay {
    let day = |at: Timestamp| at.on_calendar(&moment.zone).date();
    let seen = &record.seen;
    Stay {
        identity: Identity {
            vendor_id: seen.vendor_id,
            product_id: seen.product_id,
            serial: serial(seen),
            volume_id: seen.volume_id.shown.clone(),
            no: marked(seen),
            size_bytes: seen.size_bytes,
            grade: Some(seen.grade),
        },
        class: seen.class,
        machine: record.machine,
        department: record.department.clone(),
        zone: record.zone.clone(),
        user: seen.user.shown.clone(),
        from: day(arrived(record)),
        until: left(record).map(day),
        encryption: seen.encryption,
        empty: seen.empty.or_else(|| is_empty(seen)),
        counted: counts.iter().any(|count| is_counted(record, count)),
        two_at_once,
    }
}

/// Returns when a stay began, as well as that is known.
pub fn arrived(record: &StayRecord) -> Timestamp {
    let seen = &record.seen;
    let known = [
        seen.arrived_at,
        seen.noted_at,
        seen.left_at,
        seen.first_arrived_at,
    ];
    // What has no time at all is as old as its telling.
    known.into_iter().flatten().next().unwrap_or(record.received_at)
}

/// Returns when it ended, as far as that is known.
pub fn left(record: &StayRecord) -> Option<Timestamp> {
    record.left_at.or(record.seen.left_at)
}

/// Returns the serial where it may be its own or shared; a made-up one tells nothing.
fn serial(seen: &MediaSeen) -> String {
    match seen.serial_state {
        Some(SerialState::Missing | SerialState::Placeholder | SerialState::ByWindows) => String::new(),
        _ => seen.serial.shown.clone(),
    }
}

/// Returns the number that a verified marker states; any other marker states nothing.
fn marked(seen: &MediaSeen) -> String {
    let verified = seen
        .marker
        .as_ref()
        .filter(|marker| marker.verified == Some(true));
    verified
        .map(|marker| marker.number.shown.trim().to_owned())
        .unwrap_or_default()
}

/// Tells what a sweep says of emptiness.
fn is_empty(seen: &MediaSeen) -> Option<bool> {
    let content = seen.content.as_ref()?;
    match (content.files, content.complete) {
        (0, true) => Some(true),
        (0, false) => None,
        _ => Some(false),
    }
}

/// Tells whether a stay belongs to a count: in its time, at its machine, or in its department.
fn is_counted(record: &StayRecord, count: &StockTaking) -> bool {
    let at = arrived(record);
    let in_time = count.opened_at <= at && count.closed_at.is_none_or(|closed| at <= closed);
    let at_place = match (&count.machine, &count.department) {
        (Some(machine), _) => *machine == record.machine,
        (None, Some(department)) => record.department.as_ref() == Some(department),
        (None, None) => true,
    };
    in_time && at_place
}

/// Finds stays of one identity at two machines at the same time: its serial is not its own.
fn at_two_places(stays: &[StayRecord]) -> BTreeSet<usize> {
    /// From, until, where, which.
    type Times = Vec<(i64, i64, MachineId, usize)>;
    let mut by_identity: BTreeMap<(u16, u16, String), Times> = BTreeMap::new();
    for (at, stay) in stays.iter().enumerate() {
        // How long it stayed is only known once it has left.
        let (Some(left), false) = (left(stay), serial(&stay.seen).is_empty()) else {
            continue;
        };
        let key = (
            stay.seen.vendor_id,
            stay.seen.product_id,
            serial(&stay.seen).to_uppercase(),
        );
        let (from, until) = (arrived(stay).as_unix_ms(), left.as_unix_ms());
        by_identity
            .entry(key)
            .or_default()
            .push((from, until, stay.machine, at));
    }
    let mut twice = BTreeSet::new();
    for mut same in by_identity.into_values() {
        same.sort_unstable();
        let mut open: Option<(i64, MachineId, usize)> = None;
        for (from, until, machine, at) in same {
            if let Some((last, elsewhere, other)) = open
                && elsewhere != machine
                && from.saturating_add(SKEW_MS) < last
            {
                twice.extend([at, other]);
            }
            if open.is_none_or(|(last, ..)| last < until) {
                open = Some((until, machine, at));
            }
        }
    }
    twice
}

/// Returns what speaks for or against one department: its stays, and the rows it owns.
pub(super) fn of_department(book: &Book, code: &DepartmentId) -> Vec<Judged> {
    let stays = book
        .stays
        .iter()
        .filter(|stay| stay.record.department.as_ref() == Some(code) || stay.owner.as_ref() == Some(code))
        .map(|stay| Judged {
            no: stay.no.as_ref().map(ToString::to_string),
            session: Some(stay.record.session),
            faults: stay.verdict.faults.clone(),
            undecided: undecided(&stay.verdict),
            doubts: stay.verdict.doubts.clone(),
        });
    let rows = book
        .rows
        .iter()
        .filter(|row| row.record.medium.department.as_ref() == Some(code))
        // Its stays are told one by one.
        .map(|row| Judged {
            no: Some(row.record.medium.no.to_string()),
            session: None,
            faults: row.own_faults.clone(),
            undecided: Vec::new(),
            doubts: row.own_doubts.clone(),
        });
    let unread = book.are_cut.then(|| Judged {
        no: None,
        session: None,
        faults: Vec::new(),
        undecided: Vec::new(),
        doubts: Doubt::ALL.to_vec(),
    });
    stays.chain(rows).chain(unread).collect()
}

/// What a department owns, and what was seen of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sum {
    /// Media in its ledger, without those that were destroyed.
    pub owned: u64,
    /// Of these, seen in the term.
    pub seen: u64,
    /// Of these, not seen.
    pub not_seen: u64,
    /// Stays of media that are not in the ledger.
    pub seen_not_owned: u64,
    /// Media that are not back when due.
    pub overdue: u64,
    /// Media that are lost.
    pub lost: u64,
}

/// Returns the short name under which a sum is printed.
pub fn name_of(book: &Book, code: &str) -> String {
    let row = book
        .rows
        .iter()
        .find(|row| {
            row.record
                .medium
                .department
                .as_ref()
                .is_some_and(|own| own.as_str() == code)
        })
        .map(|row| &row.department);
    let stay = book
        .stays
        .iter()
        .find(|stay| {
            stay.record
                .department
                .as_ref()
                .is_some_and(|own| own.as_str() == code)
        })
        .map(|stay| &stay.department);
    row.or(stay).map_or_else(|| code.to_owned(), Clone::clone)
}

/// Sums up by department, and in whole; what belongs to none is under `None`.
pub fn sums(book: &Book) -> (BTreeMap<Option<String>, Sum>, Sum) {
    let mut by_code: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    let code = |code: Option<&DepartmentId>| code.map(ToString::to_string);
    for row in &book.rows {
        let medium = &row.record.medium;
        if medium.state == MediumState::Destroyed {
            continue;
        }
        for sum in [
            by_code.entry(code(medium.department.as_ref())).or_default(),
            &mut whole,
        ] {
            sum.owned += 1;
            sum.seen += u64::from(row.last.is_some());
            sum.not_seen += u64::from(row.last.is_none());
            sum.overdue += u64::from(row.faults.contains(&Fault::Overdue));
            sum.lost += u64::from(medium.state == MediumState::Lost);
        }
    }
    for stay in book.strangers() {
        let department = code(stay.record.department.as_ref());
        by_code.entry(department).or_default().seen_not_owned += 1;
        whole.seen_not_owned += 1;
    }
    (by_code, whole)
}

/// Makes a row out of what was seen: everything that an agent knows, the rest blank.
pub fn row_of(record: &StayRecord, no: MediumNo, today: Date) -> Medium {
    let seen = &record.seen;
    Medium {
        no,
        vendor_id: seen.vendor_id,
        product_id: seen.product_id,
        vendor: as_a_cell(&seen.vendor.shown),
        product: as_a_cell(&seen.product.shown),
        // A serial that somebody made up would name every piece of its kind, or none.
        serial: as_a_cell(&serial(seen)),
        volume_id: as_a_cell(&seen.volume_id.shown),
        grade: Some(seen.grade).filter(|grade| Grade::ALL.contains(grade)),
        size_bytes: seen.size_bytes,
        encryption: seen.encryption.filter(|one| Encryption::ALL.contains(one)),
        department: record.department.clone(),
        keeper: String::new(),
        place: String::new(),
        state: MediumState::InBox,
        state_since: None,
        registered: today,
        note: String::new(),
    }
}

/// Leaves of what a device says of itself what a cell of a ledger may hold.
fn as_a_cell(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control());
    kept.take(TEXT_CHARS).collect::<String>().trim().to_owned()
}

/// Returns the letter for how well a medium can be told from others.
pub const fn grade(grade: Option<Grade>) -> &'static str {
    match grade {
        Some(Grade::A) => "A",
        Some(Grade::B) => "B",
        Some(Grade::C | Grade::Other(_)) => "C",
        None => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_in_doubt_in_every_way() {
        let book = |are_cut| Book {
            rows: Vec::new(),
            stays: Vec::new(),
            are_cut,
            since: Date::constant(2026, 10, 1),
            counting: None,
        };
        let code = "0810".parse().expect("a code");
        assert!(of_department(&book(false), &code).is_empty());
        let judged = of_department(&book(true), &code);
        assert_eq!(judged.len(), 1);
        assert_eq!(judged[0].doubts, Doubt::ALL);
    }
}
