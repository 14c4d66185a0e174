//! Who has which medium until when, the overdue first; to be printed and laid beside the box.

use askama::Template;
use axum::{
    extract::{Extension, State},
    response::Response,
};

use super::{
    frame::{Frame, answer_with, shown},
    media::book,
};
use crate::{
    ledger::medium::Loan,
    present::{
        Console, address,
        gate::Visit,
        query::media::{Book, BookRow},
        text::Msg,
    },
};

/// Loans that are shown; all are counted.
const SHOWN: usize = 400;

#[derive(Template)]
#[template(path = "loans.html")]
struct Page {
    f: Frame,
    out: usize,
    overdue: usize,
    lines: Vec<Line>,
    more: usize,
}

struct Line {
    href: String,
    no: String,
    product: String,
    department: String,
    borrower: String,
    purpose: String,
    by: String,
    out: String,
    due: String,
    overdue: bool,
}

/// Shows what is out, in sight.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let read = book(&console, &visit).await;
    answer_with(&visit, read, |book| view(&console, &visit, &book))
}

fn view(console: &Console, visit: &Visit, book: &Book) -> Page {
    let today = console.moment(visit.now, visit.lang).today();
    let open = |row: &BookRow| row.record.loans.iter().find(|loan| loan.back.is_none()).cloned();
    let mut out: Vec<(&BookRow, Loan)> = book
        .rows
        .iter()
        .filter_map(|row| open(row).map(|loan| (row, loan)))
        .collect();
    // What has no day on which it is due comes last.
    out.sort_by_key(|(_, loan)| (loan.due.is_none(), loan.due, loan.out));
    let is_overdue = |loan: &Loan| loan.due.is_some_and(|due| due < today);
    let line = |(row, loan): &(&BookRow, Loan)| {
        let medium = &row.record.medium;
        Line {
            href: format!("/media/{}", address::encoded(medium.no.as_str())),
            no: shown(medium.no.as_str()),
            product: shown(format!("{} {}", medium.vendor, medium.product).trim()),
            department: shown(&row.department),
            borrower: shown(&loan.borrower),
            purpose: shown(&loan.purpose),
            by: shown(&loan.by),
            out: loan.out.strftime("%Y/%m/%d").to_string(),
            due: loan
                .due
                .map(|day| day.strftime("%Y/%m/%d").to_string())
                .unwrap_or_default(),
            overdue: is_overdue(loan),
        }
    };
    Page {
        f: Frame::new(console, visit, Msg::LoansTitle.text(visit.lang).to_owned()),
        overdue: out.iter().filter(|(_, loan)| is_overdue(loan)).count(),
        lines: out.iter().take(SHOWN).map(line).collect(),
        more: out.len().saturating_sub(SHOWN),
        out: out.len(),
    }
}
