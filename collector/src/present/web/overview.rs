//! The first page: every department, how complete its evidence is, and what was found.

use askama::Template;
use axum::{
    extract::{Extension, State},
    response::Response,
};
use mimawari_proto::finding::Kind;

use super::frame::{Frame, answer_with, shown};
use crate::present::{
    Console,
    access::Right,
    address,
    gate::Visit,
    query::{self, DepartmentRow, Moment, open_search},
    text::{self, Msg},
};

/// Kinds that always have a column; others only when something was found.
const ALWAYS: [Kind; 3] = [Kind::PasswordNote, Kind::MyNumber, Kind::StrayFile];

#[derive(Template)]
#[template(path = "overview.html")]
struct Page {
    f: Frame,
    sees_findings: bool,
    kinds: Vec<Column>,
    lines: Vec<Line>,
    total: DepartmentRow,
    total_href: String,
    unverified: usize,
}

struct Column {
    label: &'static str,
    total: u64,
    href: String,
}

struct Line {
    row: DepartmentRow,
    name: String,
    href: Option<String>,
    open_href: String,
    lacks: Vec<String>,
    cells: Vec<(u64, String)>,
}

/// Shows the departments in sight.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    let asked = moment.clone();
    let rows = console
        .read(move |view| match viewer {
            Some(viewer) => query::departments(view, &viewer.sight(Right::Machines), &asked).map(Some),
            None => Ok(None),
        })
        .await;
    answer_with(&visit, rows, |rows| view(&console, &visit, rows, &moment))
}

fn view(console: &Console, visit: &Visit, rows: Vec<DepartmentRow>, moment: &Moment) -> Page {
    let f = Frame::new(console, visit, Msg::OverviewTitle.text(visit.lang).to_owned());
    let sees_findings = visit
        .viewer
        .as_ref()
        .is_some_and(|viewer| viewer.may(Right::Findings));
    let total = sum(&rows);
    let kinds: Vec<_> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| sees_findings && (ALWAYS.contains(kind) || total.findings.contains_key(kind.word())))
        .collect();
    let href = |code, kind| address::search(&open_search(code, kind, visit.lang));
    Page {
        unverified: rows.iter().filter(|row| !row.is_whole()).count(),
        total_href: href(None, None),
        lines: rows
            .into_iter()
            .map(|row| line(&f, row, &kinds, moment))
            .collect(),
        kinds: kinds
            .iter()
            .map(|kind| Column {
                label: text::word::kind_short(*kind, visit.lang),
                total: total.findings.get(kind.word()).copied().unwrap_or(0),
                href: href(None, Some(kind.word())),
            })
            .collect(),
        sees_findings,
        total,
        f,
    }
}

fn sum(rows: &[DepartmentRow]) -> DepartmentRow {
    let mut total = DepartmentRow {
        code: None,
        name: String::new(),
        machines: 0,
        reporting: 0,
        complete: 0,
        findings: std::collections::BTreeMap::new(),
        unread: 0,
    };
    for row in rows {
        total.machines += row.machines;
        total.reporting += row.reporting;
        total.complete += row.complete;
        total.unread += row.unread;
        for (kind, count) in &row.findings {
            *total.findings.entry(kind).or_default() += count;
        }
    }
    total
}

fn line(f: &Frame, row: DepartmentRow, kinds: &[Kind], moment: &Moment) -> Line {
    let code = row.code.as_ref();
    let search = |kind| match code {
        Some(code) => address::search(&open_search(Some(code), kind, f.lang)),
        None => String::new(),
    };
    Line {
        name: match code {
            Some(_) => shown(&row.name),
            None => f.t(Msg::NoDepartmentKnown).to_owned(),
        },
        href: code.map(|code| format!("/departments/{}", address::encoded(code.as_str()))),
        open_href: search(None),
        lacks: f.lacks(&row, moment.days()),
        cells: kinds
            .iter()
            .map(|kind| {
                let count = row.findings.get(kind.word()).copied().unwrap_or(0);
                (count, search(Some(kind.word())))
            })
            .collect(),
        row,
    }
}
