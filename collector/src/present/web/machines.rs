//! The machines of one department, the silent ones first.

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::Response,
};
use mimawari_proto::{id::DepartmentId, round::MediaWatch};

use super::frame::{Frame, answer_with, shown};
use crate::present::{
    Console,
    access::Right,
    address,
    gate::Visit,
    query::{self, DepartmentRow, MachineRow},
    text::{self, Msg},
};

#[derive(Template)]
#[template(path = "machines.html")]
struct Page {
    f: Frame,
    department: String,
    department_href: String,
    sees_findings: bool,
    lines: Vec<Line>,
}

struct Line {
    row: MachineRow,
    name: String,
    zone: String,
    os: String,
    findings_href: String,
    media_watch: &'static str,
    watched: bool,
}

/// Shows the machines of a department in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(code): Path<String>,
) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    let read = console
        .read(move |view| {
            let (Some(viewer), Ok(code)) = (viewer, code.parse::<DepartmentId>()) else {
                return Ok(None);
            };
            let sight = viewer.sight(Right::Machines);
            let department = query::department(view, &sight, &code, &moment)?;
            let machines = query::machines(view, &sight, &code, &moment)?;
            Ok(department.map(|row| (code, row, machines)))
        })
        .await;
    answer_with(&visit, read, |facts| view(&console, &visit, facts))
}

fn view(
    console: &Console,
    visit: &Visit,
    (code, department, rows): (DepartmentId, DepartmentRow, Vec<MachineRow>),
) -> Page {
    let name = shown(&department.name);
    let open = match visit.lang {
        mimawari_proto::show::options::Lang::Ja => "状態:未対応 端末:",
        mimawari_proto::show::options::Lang::En => "state:open machine:",
    };
    let line = |row: MachineRow| Line {
        name: shown(&row.name),
        zone: shown(&text::word::zone(&row.zone, visit.lang)),
        os: shown(&row.os),
        findings_href: address::search(&format!("{open}{}", row.id)),
        media_watch: text::media::media_watch(row.media_watch).text(visit.lang),
        watched: row.media_watch == Some(MediaWatch::Running),
        row,
    };
    Page {
        f: Frame::new(
            console,
            visit,
            text::fill(Msg::MachinesTitle.text(visit.lang), &[&name]),
        ),
        department: name,
        department_href: format!("/departments/{}", address::encoded(code.as_str())),
        sees_findings: visit
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.may(Right::Findings)),
        lines: rows.into_iter().map(line).collect(),
    }
}
