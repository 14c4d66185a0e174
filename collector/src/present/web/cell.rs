//! One item in one department: what the evidence suggests, what it stands on, what is missing.

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::Response,
};
use mimawari_proto::{id::DepartmentId, show::options::Lang};

use super::{
    frame::{Frame, answer_with, shown},
    matrix::class,
};
use crate::{
    assess::{
        control::{Control, Share},
        matrix::{Cell, MediumEvidence},
    },
    ledger::record::DepartmentLabel,
    present::{
        Console,
        access::Right,
        address,
        gate::Visit,
        query::{self, Moment},
        text::{self, Msg},
    },
};

/// Media that are named; all are counted.
const MEDIA: usize = 100;

#[derive(Template)]
#[template(path = "cell.html")]
struct Page {
    f: Frame,
    number: &'static str,
    item: &'static str,
    plain: &'static str,
    basis: &'static str,
    department: String,
    department_href: String,
    class: &'static str,
    sign: &'static str,
    mark: &'static str,
    proposed: Option<(&'static str, &'static str)>,
    decided: Option<(&'static str, &'static str)>,
    missing: Vec<String>,
    share: &'static str,
    human: &'static str,
    cell: Cell,
    evidence_href: Option<String>,
    media: Vec<MediumLine>,
}

/// One medium that the cell stands on.
struct MediumLine {
    href: String,
    name: String,
    faults: String,
}

/// Shows a cell of the table in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path((item, code)): Path<(String, String)>,
) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let (viewer, asked) = (visit.viewer.clone(), moment.clone());
    let read = console
        .read(move |view| {
            let (Some(viewer), Ok(code)) = (viewer, code.parse::<DepartmentId>()) else {
                return Ok(None);
            };
            let mut matrix = query::matrix(view, &viewer.sight(Right::Findings), &asked)?;
            let label = matrix.departments.into_iter().find(|label| label.code == code);
            let row = matrix.rows.iter_mut().find(|row| row.no == item);
            let found = row.and_then(|row| Some((row.control, row.cells.remove(&code)?)));
            Ok(label.zip(found))
        })
        .await;
    answer_with(&visit, read, |(label, (control, cell))| {
        view(&console, &visit, &label, control, cell, &moment)
    })
}

fn view(
    console: &Console,
    visit: &Visit,
    label: &DepartmentLabel,
    control: &'static Control,
    cell: Cell,
    moment: &Moment,
) -> Page {
    let lang = visit.lang;
    let department = shown(&label.name);
    let f = Frame::new(console, visit, format!("{} / {department}", control.number));
    let named = |mark| (text::word::sign(mark), text::word::mark(mark, lang));
    Page {
        number: &control.number,
        item: &control.text,
        plain: match lang {
            Lang::Ja => &control.plain,
            Lang::En => &control.plain_en,
        },
        basis: &control.basis,
        department_href: format!("/departments/{}", address::encoded(label.code.as_str())),
        class: class(cell.mark),
        sign: text::word::sign(cell.mark),
        mark: text::word::mark(cell.mark, lang),
        proposed: cell.proposed.map(named),
        decided: cell.decided.map(named),
        missing: cell
            .missing
            .iter()
            .map(|one| f.missing(one, moment.days()))
            .collect(),
        share: match control.agent {
            Share::Whole => Msg::ShareWhole,
            Share::Part => Msg::SharePart,
            Share::None => Msg::ShareNone,
        }
        .text(lang),
        human: &control.human,
        evidence_href: evidence(control, label, lang),
        media: cell
            .media
            .iter()
            .take(MEDIA)
            .map(|one| medium_line(one, lang))
            .collect(),
        department,
        cell,
        f,
    }
}

/// A stay leads to itself, a row of the ledger to its page.
fn medium_line(one: &MediumEvidence, lang: Lang) -> MediumLine {
    let no = one.no.as_deref().unwrap_or(Msg::MediaStrangers.text(lang));
    MediumLine {
        href: match (one.session, &one.no) {
            (Some(session), _) => format!("/media/seen/{session}"),
            (None, Some(no)) => format!("/media/{}", address::encoded(no)),
            (None, None) => "/media".to_owned(),
        },
        name: shown(no),
        faults: text::media::verdict(&one.faults, &[], lang),
    }
}

/// Returns the search for the findings that an item is about; all states, so that a mark can be followed.
fn evidence(control: &Control, label: &DepartmentLabel, lang: Lang) -> Option<String> {
    let kinds: Vec<_> = control
        .proof
        .as_ref()?
        .kinds
        .iter()
        .map(|kind| kind.word())
        .collect();
    let [department, kind] = match lang {
        Lang::Ja => ["課", "種別"],
        Lang::En => ["department", "kind"],
    };
    Some(address::search(&format!(
        "{department}:{} {kind}:{}",
        label.code,
        kinds.join(",")
    )))
}
