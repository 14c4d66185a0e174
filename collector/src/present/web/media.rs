//! The ledger of official media: every row with what speaks against it, and what was plugged in without being in it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Extension, Query, State},
    response::Response,
};
use mimawari_proto::{
    medium::{encryption_ja, state_ja},
    reading::Encryption,
    show::options::Lang,
};

use super::frame::{Frame, answer_with, shown};
use crate::{
    assess::media::Fault,
    ledger::LedgerError,
    present::{
        Console,
        access::Right,
        address,
        gate::Visit,
        query::{
            self,
            media::{Book, BookRow, BookStay, facts::arrived, grade},
        },
        text::{self, Msg},
    },
};

#[derive(Template)]
#[template(path = "media.html")]
struct Page {
    f: Frame,
    since: String,
    owned: usize,
    unseen: usize,
    overdue: usize,
    strangers: usize,
    newest_strangers: Vec<StayLine>,
    unclear: usize,
    newest_unclear: Vec<StayLine>,
    lines: Vec<Line>,
    are_cut: bool,
    first_href: Option<&'static str>,
    next_href: Option<String>,
}

/// Rows of the ledger on one page.
const ROWS: usize = 100;

/// Stays that are shown below the ledger; all are counted, and stand in the reconciliation.
const STAYS: usize = 20;

/// One row of the ledger, ready to be shown.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) no: String,
    pub(super) department: String,
    pub(super) product: String,
    pub(super) serial: String,
    pub(super) grade: &'static str,
    pub(super) encryption: &'static str,
    pub(super) state: &'static str,
    pub(super) borrower: String,
    pub(super) due: String,
    pub(super) last_day: String,
    pub(super) last_machine: String,
    pub(super) faults: Vec<&'static str>,
    pub(super) doubts: Vec<&'static str>,
}

/// One stay, ready to be shown.
pub(super) struct StayLine {
    pub(super) href: String,
    pub(super) at: String,
    pub(super) department: String,
    pub(super) machine: String,
    pub(super) product: String,
    pub(super) serial: String,
    pub(super) grade: &'static str,
    pub(super) class: &'static str,
    pub(super) no: String,
    pub(super) faults: Vec<&'static str>,
    pub(super) doubts: Vec<&'static str>,
}

/// What lay on a medium at a stay: how much, how old, which sorts.
pub(super) struct Content {
    pub(super) at: String,
    pub(super) machine: String,
    pub(super) is_empty: bool,
    pub(super) is_partial: bool,
    pub(super) files: u64,
    pub(super) size: String,
    pub(super) ages: String,
    pub(super) sorts: String,
}

/// Shows the ledger of media in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let read = book(&console, &visit).await;
    let after = asked.get("after").map(String::as_str);
    answer_with(&visit, read, |book| view(&console, &visit, &book, after))
}

/// Reads the whole ledger of media in sight, judged.
pub(super) async fn book(console: &Console, visit: &Visit) -> Result<Option<Book>, LedgerError> {
    let moment = console.moment(visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    console
        .read(move |view| match viewer {
            Some(viewer) => query::media::media(view, &viewer.sight(Right::Findings), &moment).map(Some),
            None => Ok(None),
        })
        .await
}

fn view(console: &Console, visit: &Visit, book: &Book, after: Option<&str>) -> Page {
    let f = Frame::new(console, visit, Msg::MediaTitle.text(visit.lang).to_owned());
    let unclear = book.stays.iter().filter(|stay| !stay.one_of.is_empty());
    let (rows, next) = rows_after(&book.rows, after);
    Page {
        since: book.since.strftime("%Y/%m/%d").to_string(),
        owned: book.rows.len(),
        unseen: book.unseen().count(),
        overdue: book
            .rows
            .iter()
            .filter(|row| row.faults.contains(&Fault::Overdue))
            .count(),
        strangers: book.strangers().count(),
        newest_strangers: book
            .strangers()
            .take(STAYS)
            .map(|stay| stay_line(&f, stay))
            .collect(),
        unclear: unclear.clone().count(),
        newest_unclear: unclear.take(STAYS).map(|stay| stay_line(&f, stay)).collect(),
        lines: rows.iter().map(|row| line(&f, row)).collect(),
        are_cut: book.are_cut,
        first_href: after.map(|_| "/media"),
        next_href: next.map(|no| format!("/media?after={}", address::encoded(no))),
        f,
    }
}

/// Returns the rows of one page, and the number after which the next one begins.
fn rows_after<'a>(rows: &'a [BookRow], after: Option<&str>) -> (&'a [BookRow], Option<&'a str>) {
    let begins = after.map_or(0, |after| {
        rows.partition_point(|row| row.record.medium.no.as_str() <= after)
    });
    let rest = rows.get(begins..).unwrap_or_default();
    let page = rest.get(..ROWS).unwrap_or(rest);
    let last = page.last().filter(|_| page.len() < rest.len());
    (page, last.map(|row| row.record.medium.no.as_str()))
}

/// Makes a row ready.
pub(super) fn line(f: &Frame, row: &BookRow) -> Line {
    let medium = &row.record.medium;
    let open = row.record.loans.iter().find(|loan| loan.back.is_none());
    let last = |stay: &crate::ledger::record::StayRecord| {
        let machine = text::word::machine_name(stay.host_name.as_ref(), stay.machine);
        (f.day(&arrived(stay)), shown(&machine))
    };
    let (last_day, last_machine) = row.last.as_ref().map(last).unwrap_or_default();
    Line {
        href: format!("/media/{}", address::encoded(medium.no.as_str())),
        no: shown(medium.no.as_str()),
        department: shown(&row.department),
        product: shown(&format!("{} {}", medium.vendor, medium.product)),
        serial: shown(&medium.serial),
        grade: grade(medium.grade),
        encryption: medium.encryption.map_or("", |one| encryption(one, f.lang)),
        state: match f.lang {
            Lang::Ja => state_ja(medium.state),
            Lang::En => medium.state.word(),
        },
        borrower: open.map(|loan| shown(&loan.borrower)).unwrap_or_default(),
        due: open
            .and_then(|loan| loan.due)
            .map(|day| day.strftime("%Y/%m/%d").to_string())
            .unwrap_or_default(),
        last_day,
        last_machine,
        faults: row
            .faults
            .iter()
            .map(|one| text::media::fault(*one, f.lang))
            .collect(),
        doubts: row
            .doubts
            .iter()
            .map(|one| text::media::doubt(*one, f.lang))
            .collect(),
    }
}

/// Names a protection.
pub(super) const fn encryption(encryption: Encryption, lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => encryption_ja(encryption),
        Lang::En => encryption.word(),
    }
}

/// Says what a grade means.
pub(super) fn grade_meaning(f: &Frame, grade: &str) -> &'static str {
    f.t(match grade {
        "A" => Msg::GradeA,
        "B" => Msg::GradeB,
        "C" => Msg::GradeC,
        _ => Msg::NotKnown,
    })
}

/// Makes ready what lay on a medium, where somebody counted.
pub(super) fn content(f: &Frame, stay: &BookStay) -> Option<Content> {
    let content = stay.record.seen.content.as_ref()?;
    let machine = text::word::machine_name(stay.record.host_name.as_ref(), stay.record.machine);
    let sorts = content.sorts.iter().map(|(sort, files)| {
        let sort = text::media::file_sort(*sort, f.lang);
        format!("{sort} {}", f.t1(Msg::Items, files))
    });
    let ages = [content.oldest_modified_at, content.newest_modified_at].map(|at| at.map(|at| f.day(&at)));
    Some(Content {
        at: f.when(&content.swept_at),
        machine: shown(&machine),
        is_empty: content.files == 0 && content.complete,
        is_partial: !content.complete,
        files: content.files,
        size: text::word::size(content.bytes),
        ages: match ages {
            [Some(oldest), Some(newest)] if oldest != newest => format!("{oldest} – {newest}"),
            [Some(day), _] | [None, Some(day)] => day,
            [None, None] => String::new(),
        },
        sorts: sorts.collect::<Vec<_>>().join("、"),
    })
}

/// Makes a stay ready.
pub(super) fn stay_line(f: &Frame, stay: &BookStay) -> StayLine {
    let BookStay { record, verdict, .. } = stay;
    let seen = &record.seen;
    let mut one_of: Vec<_> = stay.one_of.iter().map(ToString::to_string).collect();
    if stay.one_of_more > 0 {
        one_of.push(f.t1(Msg::MoreLines, stay.one_of_more));
    }
    StayLine {
        href: format!("/media/seen/{}", record.session),
        at: f.when(&arrived(record)),
        department: shown(&stay.department),
        machine: shown(&text::word::machine_name(
            record.host_name.as_ref(),
            record.machine,
        )),
        product: shown(format!("{} {}", seen.vendor.shown, seen.product.shown).trim()),
        serial: shown(&seen.serial.shown),
        grade: grade(Some(seen.grade)),
        class: text::media::media_class(seen.class, f.lang),
        no: shown(
            &stay
                .no
                .as_ref()
                .map_or_else(|| one_of.join(" / "), ToString::to_string),
        ),
        faults: verdict
            .faults
            .iter()
            .map(|one| text::media::fault(*one, f.lang))
            .collect(),
        doubts: verdict
            .doubts
            .iter()
            .map(|one| text::media::doubt(*one, f.lang))
            .collect(),
    }
}
