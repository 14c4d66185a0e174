//! The ledger held against what was seen, by department and in whole, and the three lists behind the numbers.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Extension, Query, State},
    response::Response,
};

use super::{
    frame::{Frame, answer_with, shown},
    media::{Line, StayLine, book, line, stay_line},
};
use crate::present::{
    Console, address,
    gate::Visit,
    query::media::{
        Book, BookStay,
        sums::{Sum, name_of, sums},
    },
    text::Msg,
};

/// Lines of one list on the whole page, and on a page of its own.
const LINES: [usize; 2] = [50, 200];

#[derive(Template)]
#[template(path = "reconciliation.html")]
struct Page {
    f: Frame,
    since: String,
    /// One list is shown alone, from some line on.
    alone: bool,
    sums: Vec<(String, Sum)>,
    whole: Sum,
    unseen: List<Line>,
    strangers: List<StayLine>,
    unclear: List<StayLine>,
}

/// A part of a list.
struct List<T> {
    shown: bool,
    lines: Vec<T>,
    next_href: Option<String>,
}

/// Which part of which list was asked for.
struct Asked {
    list: Option<String>,
    after: Option<String>,
}

impl Asked {
    /// Cuts a list that is in the order of its keys' first appearance; the page goes on behind the key it ended with.
    fn part<T, L>(
        &self,
        name: &str,
        all: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
        line: impl Fn(&T) -> L,
    ) -> List<L> {
        let alone = self.list.as_deref() == Some(name);
        let mut all = all.peekable();
        if let Some(after) = self.after.as_ref().filter(|_| alone) {
            all.by_ref().find(|one| key(one) == *after);
        }
        let part: Vec<_> = all.by_ref().take(LINES[usize::from(alone)]).collect();
        let last = part.last().map(&key).filter(|_| all.peek().is_some());
        List {
            shown: self.list.is_none() || alone,
            lines: part.iter().map(line).collect(),
            next_href: last.map(|last| {
                let after = address::encoded(&last);
                match alone {
                    true => format!("/media/reconciliation?list={name}&after={after}"),
                    false => format!("/media/reconciliation?list={name}"),
                }
            }),
        }
    }
}

/// Shows the reconciliation of what is in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let named = ["unseen", "strangers", "unclear"];
    let list = asked.get("list").filter(|list| named.contains(&list.as_str()));
    let asked = Asked {
        list: list.cloned(),
        after: asked.get("after").cloned(),
    };
    let read = book(&console, &visit).await;
    answer_with(&visit, read, |book| view(&console, &visit, &book, &asked))
}

fn view(console: &Console, visit: &Visit, book: &Book, asked: &Asked) -> Page {
    let f = Frame::new(console, visit, Msg::Reconciliation.text(visit.lang).to_owned());
    let (by_department, whole) = sums(book);
    let named = |(code, sum): (Option<String>, Sum)| {
        let name = code.map_or_else(
            || f.t(Msg::NoDepartmentKnown).to_owned(),
            |code| shown(&name_of(book, &code)),
        );
        (name, sum)
    };
    let session = |stay: &&BookStay| stay.record.session.to_string();
    let unclear = book.stays.iter().filter(|stay| !stay.one_of.is_empty());
    Page {
        since: book.since.strftime("%Y/%m/%d").to_string(),
        alone: asked.list.is_some(),
        sums: by_department.into_iter().map(named).collect(),
        whole,
        unseen: asked.part(
            "unseen",
            book.unseen(),
            |row| row.record.medium.no.to_string(),
            |row| line(&f, row),
        ),
        strangers: asked.part("strangers", book.strangers(), session, |stay| stay_line(&f, stay)),
        unclear: asked.part("unclear", unclear, session, |stay| stay_line(&f, stay)),
        f,
    }
}
