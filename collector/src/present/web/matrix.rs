//! The result table on screen and on paper: items × departments, signs instead of colours.

use askama::Template;
use axum::{
    extract::{Extension, State},
    response::Response,
};

use mimawari_proto::show::options::Lang;

use super::frame::{Frame, answer_with, shown};
use crate::{
    assess::{Mark, control::Missing, matrix::Cell},
    present::{
        Console,
        access::Right,
        address,
        gate::Visit,
        query::{self, Matrix},
        text::{self, Msg},
    },
};

#[derive(Template)]
#[template(path = "matrix.html")]
struct Page {
    f: Frame,
    term: String,
    departments: Vec<Head>,
    chapters: Vec<Chapter>,
    legend: Vec<(&'static str, &'static str, &'static str)>,
}

struct Head {
    short: String,
    name: String,
    href: String,
}

struct Chapter {
    title: &'static str,
    rows: Vec<Row>,
}

struct Row {
    number: &'static str,
    text: &'static str,
    cells: Vec<Shown>,
}

struct Shown {
    href: String,
    class: &'static str,
    sign: &'static str,
    proposed: Option<&'static str>,
    standing: u64,
    spoken: String,
}

/// Shows the table of the departments in sight.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    let read = console
        .read(move |view| match viewer {
            Some(viewer) => query::matrix(view, &viewer.sight(Right::Findings), &moment).map(Some),
            None => Ok(None),
        })
        .await;
    answer_with(&visit, read, |matrix| view(&console, &visit, matrix))
}

fn view(console: &Console, visit: &Visit, matrix: Matrix) -> Page {
    let lang = visit.lang;
    let title = |no: &str| match no.split('-').next() {
        Some("I") => Msg::ChapterI,
        Some("II") => Msg::ChapterII,
        Some("III") => Msg::ChapterIII,
        _ => Msg::ChapterIV,
    };
    let mut chapters: Vec<Chapter> = Vec::new();
    for row in &matrix.rows {
        let title = title(row.no).text(lang);
        if chapters.last().is_none_or(|chapter| chapter.title != title) {
            chapters.push(Chapter {
                title,
                rows: Vec::new(),
            });
        }
        let cells = row
            .cells
            .iter()
            .map(|(code, cell)| shown_cell(row.no, code.as_str(), cell, visit));
        if let Some(chapter) = chapters.last_mut() {
            chapter.rows.push(Row {
                number: row.no.split_once('-').map_or(row.no, |(_, number)| number),
                text: match lang {
                    Lang::Ja => row.text,
                    Lang::En => &row.control.plain_en,
                },
                cells: cells.collect(),
            });
        }
    }
    Page {
        f: Frame::new(console, visit, Msg::MatrixTitle.text(lang).to_owned()),
        term: matrix.term,
        departments: matrix.departments.iter().map(head).collect(),
        chapters,
        legend: legend(lang),
    }
}

fn head(label: &crate::ledger::record::DepartmentLabel) -> Head {
    Head {
        short: shown(&label.short_name),
        name: shown(&label.name),
        href: format!("/departments/{}", address::encoded(label.code.as_str())),
    }
}

/// Returns class, sign and meaning of every mark.
pub(super) fn legend(
    lang: mimawari_proto::show::options::Lang,
) -> Vec<(&'static str, &'static str, &'static str)> {
    let entry = |mark: Mark| (class(mark), text::word::sign(mark), text::word::mark(mark, lang));
    let person = (
        "person",
        text::word::sign(Mark::Unverified),
        Msg::LegendPerson.text(lang),
    );
    Mark::ALL.into_iter().map(entry).chain([person]).collect()
}

/// Returns the style of a mark.
pub(super) const fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Proper => "proper",
        Mark::Improved => "improved",
        Mark::Failing => "failing",
        Mark::NotApplicable => "none",
        Mark::Unverified => "unverified",
    }
}

fn shown_cell(no: &str, code: &str, cell: &Cell, visit: &Visit) -> Shown {
    let differs = cell.proposed.filter(|proposed| *proposed != cell.mark);
    let mut spoken = text::word::mark(cell.mark, visit.lang).to_owned();
    if let Some(proposed) = differs {
        spoken += &format!(
            ", {}: {}",
            Msg::Proposal.text(visit.lang),
            text::word::mark(proposed, visit.lang)
        );
    }
    let only_a_person = cell.missing == [Missing::Person] && cell.proposed.is_none();
    Shown {
        href: format!("/matrix/{}/{}", address::encoded(no), address::encoded(code)),
        class: if only_a_person { "person" } else { class(cell.mark) },
        sign: text::word::sign(cell.mark),
        proposed: differs.map(text::word::sign),
        standing: cell.standing,
        spoken,
    }
}
