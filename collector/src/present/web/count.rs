//! Stock-taking (棚卸): begun, watched while each medium is plugged in, ended; what is missing stands first.

use askama::Template;
use axum::{
    extract::{Extension, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use mimawari_proto::id::{DepartmentId, MachineId};

use super::{
    frame::{Frame, answer_with, shown},
    media::{Line, book, line},
    medium::hand,
    message,
};
use crate::{
    docket::media::count_begun,
    ledger::{
        Act, LedgerError, View,
        act::By,
        record::{MachineFilter, StockTaking},
    },
    present::{
        Console,
        access::{Right, Viewer},
        gate::{Fields, Visit},
        query::{
            self,
            media::{Book, BookRow},
        },
        text::Msg,
    },
};

/// Media that are shown; all are counted.
const SHOWN: usize = 300;

#[derive(Template)]
#[template(path = "count.html")]
struct Page {
    f: Frame,
    open: Option<Open>,
    /// The department of somebody who is tied to one.
    own: Option<String>,
    problem: Option<&'static str>,
}

struct Open {
    since: String,
    department: String,
    counted: usize,
    all: usize,
    lines: Vec<(Line, String, bool)>,
    more: usize,
    may_end: bool,
}

/// Shows the count that is open.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    shown_with(&console, &visit, None).await
}

/// Begins or ends a count.
pub(super) async fn write(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let Some(viewer) = visit.viewer.clone() else {
        return message::not_found(&visit);
    };
    let done = match fields.get("deed") {
        "begin" => begin(&console, &visit, &viewer, &fields).await,
        "end" => end(&console, &visit, &viewer).await,
        _ => return message::not_found(&visit),
    };
    match done {
        Ok(None) => Redirect::to("/media/count").into_response(),
        Ok(Some(problem)) => shown_with(&console, &visit, Some(problem)).await,
        Err(error) => message::broken(visit.lang, &error),
    }
}

/// Returns what stands against it, or nothing.
async fn begin(
    console: &Console,
    visit: &Visit,
    viewer: &Viewer,
    fields: &Fields,
) -> Result<Option<Msg>, LedgerError> {
    let asked = match fields.get("department").trim() {
        "" => None,
        code => match code.parse::<DepartmentId>() {
            Ok(code) => Some(code),
            Err(_) => return Ok(Some(Msg::CountNoDepartment)),
        },
    };
    let department = viewer.department.clone().or(asked);
    let name = fields.get("machine").trim().to_owned();
    let today = console.moment(visit.now, visit.lang).today();
    let decide = move |view: &View<'_>| {
        if let Some(code) = &department
            && !view.departments(today)?.iter().any(|label| label.code == *code)
        {
            return Ok(Err(Msg::CountNoDepartment));
        }
        let machine = match name.as_str() {
            "" => None,
            name => match machine(view, name)? {
                Some(machine) => Some(machine),
                None => return Ok(Err(Msg::CountNoMachine)),
            },
        };
        Ok(count_begun(view, department, machine)?.map_err(|_| Msg::CountIsOpen))
    };
    let ledger = &console.inner.setup.ledger;
    let begun = ledger.decide(By::User(viewer.user), visit.now, decide).await?;
    Ok(begun.err())
}

/// Returns the machine that alone has this host name.
fn machine(view: &View<'_>, name: &str) -> Result<Option<MachineId>, LedgerError> {
    let filter = MachineFilter {
        text: Some(name.to_owned()),
        ..MachineFilter::default()
    };
    let found = view.machines(&filter, None, 100)?.rows;
    let mut named = found.iter().filter(|machine| {
        let host = machine.facts.as_ref().map(|facts| facts.host_name.shown.as_str());
        host.is_some_and(|host| host.eq_ignore_ascii_case(name)) || machine.id.to_string() == name
    });
    let first = named.next().map(|machine| machine.id);
    Ok(first.filter(|_| named.next().is_none()))
}

async fn end(console: &Console, visit: &Visit, viewer: &Viewer) -> Result<Option<Msg>, LedgerError> {
    let hand = hand(viewer);
    let sight = viewer.sight(Right::Findings);
    let moment = console.moment(visit.now, visit.lang);
    let book = console
        .read(move |view| query::media::media(view, &sight, &moment))
        .await?;
    let Some(count) = book.counting.clone().filter(|count| may_end(count, viewer)) else {
        return Ok(Some(Msg::CountNone));
    };
    let (counted, missing): (Vec<_>, Vec<_>) = book.to_count(&count).partition(|row| row.counted);
    let act = Act::StockTakingClosed {
        number: count.number,
        counted: counted.len() as u64,
        missing: missing.iter().map(|row| row.record.medium.no.clone()).collect(),
    };
    console.inner.setup.ledger.act(hand.by, act, visit.now).await?;
    Ok(None)
}

/// Whoever is tied to a department ends the count of that department only.
fn may_end(count: &StockTaking, viewer: &Viewer) -> bool {
    viewer.department.is_none() || viewer.department == count.department
}

async fn shown_with(console: &Console, visit: &Visit, problem: Option<Msg>) -> Response {
    let read = book(console, visit).await;
    let mut response = answer_with(visit, read, |book| view(console, visit, &book, problem));
    if problem.is_some() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn view(console: &Console, visit: &Visit, book: &Book, problem: Option<Msg>) -> Page {
    let f = Frame::new(console, visit, Msg::CountTitle.text(visit.lang).to_owned());
    let open = book.counting.as_ref().map(|count| {
        let mut rows: Vec<_> = book.to_count(count).collect();
        rows.sort_by_key(|row| row.counted);
        let one = |row: &&BookRow| (line(&f, row), shown(&row.record.medium.place), row.counted);
        Open {
            since: f.when(&count.opened_at),
            department: count
                .department
                .as_ref()
                .map(|code| shown(code.as_str()))
                .unwrap_or_default(),
            counted: rows.iter().filter(|row| row.counted).count(),
            all: rows.len(),
            lines: rows.iter().take(SHOWN).map(one).collect(),
            more: rows.len().saturating_sub(SHOWN),
            may_end: visit.viewer.as_ref().is_some_and(|viewer| may_end(count, viewer)),
        }
    });
    Page {
        open,
        own: visit
            .viewer
            .as_ref()
            .and_then(|viewer| viewer.department.as_ref())
            .map(ToString::to_string),
        problem: problem.map(|msg| msg.text(visit.lang)),
        f,
    }
}
