//! The ledger of media held against what was seen, by department and in whole; made to be printed.

use askama::Template;
use axum::{
    extract::{Extension, State},
    response::Response,
};

use super::{
    frame::{Frame, answer_with, shown},
    media::{Line, StayLine, line, stay_line},
};
use crate::present::{
    Console,
    access::Right,
    gate::Visit,
    query::{
        self,
        media::{Book, Sum, name_of, sums},
    },
    text::Msg,
};

#[derive(Template)]
#[template(path = "reconciliation.html")]
struct Page {
    f: Frame,
    since: String,
    sums: Vec<(String, Sum)>,
    whole: Sum,
    unseen: Vec<Line>,
    strangers: Vec<StayLine>,
    unclear: Vec<StayLine>,
}

/// Shows the reconciliation of what is in sight.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let viewer = visit.viewer.clone();
    let read = console
        .read(move |view| match viewer {
            Some(viewer) => query::media::media(view, &viewer.sight(Right::Findings), &moment).map(Some),
            None => Ok(None),
        })
        .await;
    answer_with(&visit, read, |book| view(&console, &visit, &book))
}

fn view(console: &Console, visit: &Visit, book: &Book) -> Page {
    let f = Frame::new(console, visit, Msg::Reconciliation.text(visit.lang).to_owned());
    let (by_department, whole) = sums(book);
    let named = |(code, sum): (Option<String>, Sum)| {
        let name = code.map_or_else(
            || f.t(Msg::NoDepartmentKnown).to_owned(),
            |code| shown(&name_of(book, &code)),
        );
        (name, sum)
    };
    let unclear = book.stays.iter().filter(|stay| !stay.one_of.is_empty());
    Page {
        since: book.since.strftime("%Y/%m/%d").to_string(),
        sums: by_department.into_iter().map(named).collect(),
        whole,
        unseen: book.unseen().map(|row| line(&f, row)).collect(),
        strangers: book.strangers().map(|stay| stay_line(&f, stay)).collect(),
        unclear: unclear.map(|stay| stay_line(&f, stay)).collect(),
        f,
    }
}
