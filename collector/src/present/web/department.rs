//! One department: its evidence, what was found by kind, the newest findings.

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::Response,
};
use mimawari_proto::{finding::Kind, id::DepartmentId};

use super::{
    findings::Entry,
    frame::{Frame, answer_with, shown},
};
use crate::present::{
    Console,
    access::Right,
    address,
    gate::Visit,
    query::{self, DepartmentRow, FindingPage, Moment, open_search, search},
    text::{self, Msg},
};

/// So many of the newest findings stand on the page; the rest is one click away.
const NEWEST: usize = 10;

#[derive(Template)]
#[template(path = "department.html")]
struct Page {
    f: Frame,
    name: String,
    code: String,
    sees_findings: bool,
    row: DepartmentRow,
    lacks: Vec<String>,
    bars: Vec<Bar>,
    machines_href: String,
    all_href: String,
    newest: Vec<Entry>,
}

/// One kind, its count, and its part of the longest bar.
struct Bar {
    label: &'static str,
    count: u64,
    percent: u64,
    href: String,
}

/// Shows a department in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(code): Path<String>,
) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let (viewer, asked) = (visit.viewer.clone(), moment.clone());
    let read = console
        .read(move |view| {
            let (Some(viewer), Ok(code)) = (viewer, code.parse::<DepartmentId>()) else {
                return Ok(None);
            };
            let Some(row) = query::department(view, &viewer.sight(Right::Machines), &code, &asked)? else {
                return Ok(None);
            };
            let open = search::parse(&open_search(Some(&code), None, asked.lang)).unwrap_or_default();
            let newest = query::findings(view, &viewer.sight(Right::Findings), &open, None, NEWEST, &asked)?;
            Ok(Some((code, row, newest)))
        })
        .await;
    answer_with(&visit, read, |facts| view(&console, &visit, facts, &moment))
}

fn view(
    console: &Console,
    visit: &Visit,
    (code, row, newest): (DepartmentId, DepartmentRow, FindingPage),
    moment: &Moment,
) -> Page {
    let name = shown(&row.name);
    let f = Frame::new(console, visit, name.clone());
    let longest = row.findings.values().copied().max().unwrap_or(0).max(1);
    let bar = |kind: &Kind| {
        let count = row.findings.get(kind.word()).copied().unwrap_or(0);
        (count > 0).then(|| Bar {
            label: text::word::kind(*kind, visit.lang),
            count,
            percent: (count * 100 / longest).max(2),
            href: address::search(&open_search(Some(&code), Some(kind.word()), visit.lang)),
        })
    };
    Page {
        sees_findings: visit
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.may(Right::Findings)),
        lacks: f.lacks(&row, moment.days()),
        bars: Kind::ALL.iter().filter_map(bar).collect(),
        machines_href: format!("/departments/{}/machines", address::encoded(code.as_str())),
        all_href: address::search(&open_search(Some(&code), None, visit.lang)),
        newest: newest
            .rows
            .into_iter()
            .map(|row| Entry::of(row, visit.lang))
            .collect(),
        code: code.to_string(),
        name,
        row,
        f,
    }
}
