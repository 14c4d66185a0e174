//! One medium of the ledger: particulars, permits, loans, stays, every change; and forms for what happens to it.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use mimawari_proto::{
    id::UserId,
    medium::{Column, MediumState},
    show::options::Lang,
    time::Timestamp,
};

use super::{
    frame::{Frame, answer_with, shown},
    media::{Content, Line, StayLine, content, grade_meaning, line, stay_line},
    message,
};
use crate::{
    docket::media::{Deed, Hand, NotCorrected, corrected, take, written},
    ledger::{
        LedgerError, View,
        act::By,
        medium::{Destruction, Loan, MediumNo, Permit},
        record::MediumChange,
    },
    present::{
        Console,
        access::{Right, Viewer},
        gate::{Fields, Visit},
        query::{
            self,
            media::{BookRow, BookStay, grade},
        },
        text::{self, Msg},
    },
    sheet::Mistake,
};

/// Stays and steps that are shown, the newest; all are counted.
const STAYS: usize = 100;

/// A longer field of a form is cut.
const FIELD_CHARS: usize = 200;

#[derive(Template)]
#[template(path = "medium.html")]
struct Page {
    f: Frame,
    line: Line,
    meaning: &'static str,
    keeper: String,
    place: String,
    registered: String,
    note: String,
    out: bool,
    lost: bool,
    gone: bool,
    permits: Vec<Permit>,
    loans: Vec<Loan>,
    stays: Vec<StayLine>,
    more_stays: usize,
    story: Vec<Step>,
    today: Date,
    permitter: String,
    problem: Option<String>,
    /// What a correction starts from: name, what it is called, what stands there.
    cells: Vec<(&'static str, String, String)>,
    content: Option<Content>,
    seen_at: i64,
}

struct Step {
    at: String,
    what: &'static str,
    who: String,
    why: String,
    detail: Vec<String>,
}

/// What the page shows.
struct Facts {
    row: BookRow,
    stays: Vec<BookStay>,
    changes: Vec<MediumChange>,
    names: HashMap<UserId, String>,
}

/// Shows one medium in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(no): Path<String>,
) -> Response {
    let read = facts(&console, &visit, &no).await;
    answer_with(&visit, read, |facts| view(&console, &visit, facts, None))
}

/// Writes down what happened to it.
pub(super) async fn write(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
    Path(no): Path<String>,
) -> Response {
    let read = facts(&console, &visit, &no).await;
    let (Ok(Some(known)), Some(viewer)) = (&read, &visit.viewer) else {
        return answer_with(&visit, read, |facts| view(&console, &visit, facts, None));
    };
    let no = known.row.record.medium.no.clone();
    let today = console.moment(visit.now, visit.lang).today();
    if fields.get("deed") == "correct" {
        return match correct(&console, &visit, viewer, &no, &fields, today).await {
            Ok(None) => Redirect::to(&visit.here).into_response(),
            Ok(Some(problem)) => {
                answer_with(&visit, read, |facts| view(&console, &visit, facts, Some(problem)))
            }
            Err(error) => message::broken(visit.lang, &error),
        };
    }
    let Some(deed) = deed(&no, &fields, viewer, today) else {
        let problem = Some(Msg::MediaFormUnclear.text(visit.lang).to_owned());
        return answer_with(&visit, read, |facts| view(&console, &visit, facts, problem));
    };
    let taken = take(
        &console.inner.setup.ledger,
        hand(viewer),
        deed,
        field(&fields, "reason"),
        visit.now,
    );
    match taken.await {
        Ok(Ok(())) => Redirect::to(&visit.here).into_response(),
        Ok(Err(refused)) => {
            let problem = Some(text::media::not_taken(refused, visit.lang).to_owned());
            answer_with(&visit, read, |facts| view(&console, &visit, facts, problem))
        }
        Err(error) => message::broken(visit.lang, &error),
    }
}

/// What the form of a correction holds: its fields are named like the columns of the ledger.
const CORRECTED: &[Column] = &[
    Column::Department,
    Column::Keeper,
    Column::Place,
    Column::Vendor,
    Column::Product,
    Column::Serial,
    Column::Size,
    Column::Encryption,
    Column::Note,
];

/// Corrects particulars; returns what stands against it, or nothing.
async fn correct(
    console: &Console,
    visit: &Visit,
    viewer: &Viewer,
    no: &MediumNo,
    fields: &Fields,
    today: Date,
) -> Result<Option<String>, LedgerError> {
    let cell = |column: &Column| (column.en().to_owned(), field(fields, column.en()));
    let cells: Vec<_> = CORRECTED.iter().map(cell).collect();
    let (hand, no, reason) = (hand(viewer), no.clone(), field(fields, "reason"));
    let by = hand.by.clone();
    let seen_at = fields
        .get("seen_at")
        .parse()
        .map_or(Timestamp::default(), Timestamp::from_unix_ms);
    let seen_at = Some(seen_at);
    let decide = move |view: &View<'_>| corrected(view, &hand, &no, &cells, seen_at, reason, today);
    let done = console.inner.setup.ledger.decide(by, visit.now, decide).await?;
    let say = |mistake: &Mistake| match visit.lang {
        Lang::Ja => format!("{}: {}", mistake.column, mistake.what.0),
        Lang::En => format!("{}: {}", mistake.column, mistake.what.1),
    };
    Ok(done.err().map(|refused| match refused {
        NotCorrected::NotTaken(refused) => text::media::not_taken(refused, visit.lang).to_owned(),
        NotCorrected::Unclear(mistakes) => {
            let said: Vec<_> = mistakes.iter().map(say).collect();
            shown(&said.join(" / "))
        }
    }))
}

/// Whoever is tied to a department writes about its media only.
pub(super) fn hand(viewer: &Viewer) -> Hand {
    Hand {
        by: By::User(viewer.user),
        department: viewer.department.clone(),
    }
}

/// Returns a field without blanks at its ends, cut to a length that a ledger has room for.
pub(super) fn field(fields: &Fields, name: &str) -> String {
    fields.get(name).trim().chars().take(FIELD_CHARS).collect()
}

/// Reads which deed a form asks for; whoever is logged in is who permits.
fn deed(no: &MediumNo, fields: &Fields, viewer: &Viewer, today: Date) -> Option<Deed> {
    let no = no.clone();
    let day = |name| match fields.get(name).trim() {
        "" => Some(None),
        text => text.parse::<Date>().ok().map(Some),
    };
    let on = day("on")?.unwrap_or(today);
    Some(match fields.get("deed") {
        "lend" => {
            let loan = Loan {
                borrower: field(fields, "borrower"),
                purpose: field(fields, "reason"),
                data: field(fields, "data"),
                by: viewer.name.clone(),
                out: on,
                due: day("due")?,
                back: None,
                emptied: None,
            };
            Deed::Lend(no, loan)
        }
        "return" => {
            let emptied = match fields.get("emptied") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            Deed::Return(no, on, emptied)
        }
        "permit" => {
            let departments = fields.get("departments").split([',', '、', ' ']);
            let departments = departments.map(str::trim).filter(|code| !code.is_empty());
            let zones = fields.get("zones").split([',', '、', ' ']);
            let zones = zones.map(str::trim).filter(|zone| !zone.is_empty());
            let permit = Permit {
                departments: departments.map(|code| code.parse().ok()).collect::<Option<_>>()?,
                users: Vec::new(),
                machines: Vec::new(),
                zones: zones.map(|zone| zone.parse().ok()).collect::<Option<_>>()?,
                from: on,
                until: day("until")??,
                applicant: field(fields, "applicant"),
                by: viewer.name.clone(),
            };
            Deed::Permit(no, permit)
        }
        "withdraw" => Deed::Withdraw(no, on),
        "lost" => Deed::Lose(no, on),
        "found" => Deed::Find(no, on),
        "destroy" => {
            let destruction = Destruction {
                on,
                by: field(fields, "by"),
                how: field(fields, "how"),
            };
            Deed::Destroy(no, destruction)
        }
        _ => return None,
    })
}

async fn facts(console: &Console, visit: &Visit, no: &str) -> Result<Option<Facts>, LedgerError> {
    let moment = console.moment(visit.now, visit.lang);
    let (Some(viewer), Ok(no)) = (visit.viewer.clone(), no.parse::<MediumNo>()) else {
        return Ok(None);
    };
    console
        .read(move |view| {
            let book = query::media::media(view, &viewer.sight(Right::Findings), &moment)?;
            let Some(row) = book.rows.into_iter().find(|row| row.record.medium.no == no) else {
                return Ok(None);
            };
            let names = view.users()?.into_iter().map(|user| (user.id, user.name));
            Ok(Some(Facts {
                row,
                stays: book
                    .stays
                    .into_iter()
                    .filter(|stay| stay.no.as_ref() == Some(&no))
                    .collect(),
                changes: view.medium_changes(&no)?,
                names: names.collect(),
            }))
        })
        .await
}

fn view(console: &Console, visit: &Visit, facts: Facts, problem: Option<String>) -> Page {
    let record = facts.row.record.clone();
    let title = text::fill(
        Msg::MediumTitle.text(visit.lang),
        &[&shown(record.medium.no.as_str())],
    );
    let f = Frame::new(console, visit, title);
    let lang = visit.lang;
    let arrow = |(column, before, after): &(String, String, String)| match before.is_empty() {
        true => format!("{}: {}", column_name(column, lang), shown(after)),
        false => format!(
            "{}: {} → {}",
            column_name(column, lang),
            shown(before),
            shown(after)
        ),
    };
    let step = |change: &MediumChange| Step {
        at: f.when(&change.at),
        what: text::media::medium_change(&change.what, lang),
        who: shown(&match &change.by {
            By::User(user) => facts.names.get(user).cloned().unwrap_or_else(|| user.to_string()),
            other => text::word::by(other),
        }),
        why: shown(&change.reason),
        detail: change.detail.iter().map(arrow).collect(),
    };
    let written = written::line(&record, &BTreeMap::new(), Date::MIN);
    let cells = Column::ALL.iter().zip(written);
    Page {
        cells: cells
            .filter(|(column, _)| CORRECTED.contains(column))
            .map(|(column, cell)| (column.en(), column_name(column.en(), lang), cell))
            .collect(),
        seen_at: record.changed_at.as_unix_ms(),
        content: facts.stays.iter().find_map(|stay| content(&f, stay)),
        line: line(&f, &facts.row),
        more_stays: facts.stays.len().saturating_sub(STAYS),
        stays: facts
            .stays
            .iter()
            .take(STAYS)
            .map(|stay| stay_line(&f, stay))
            .collect(),
        story: facts.changes.iter().rev().take(STAYS).map(step).collect(),
        meaning: grade_meaning(&f, grade(record.medium.grade)),
        keeper: shown(&record.medium.keeper),
        place: shown(&record.medium.place),
        registered: record.medium.registered.strftime("%Y/%m/%d").to_string(),
        note: shown(&record.medium.note),
        out: record.loans.iter().any(|loan| loan.back.is_none()),
        lost: record.medium.state == MediumState::Lost,
        gone: record.medium.state == MediumState::Destroyed,
        permits: record.permits,
        loans: record.loans,
        today: console.moment(visit.now, lang).today(),
        permitter: visit
            .viewer
            .as_ref()
            .map(|viewer| shown(&viewer.name))
            .unwrap_or_default(),
        problem,
        f,
    }
}

/// Names a column of the ledger by its word.
fn column_name(word: &str, lang: Lang) -> String {
    let known = Column::ALL.iter().find(|column| column.en() == word);
    match (known, lang) {
        (Some(column), Lang::Ja) => column.ja().to_owned(),
        _ => word.to_owned(),
    }
}
