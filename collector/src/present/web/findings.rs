//! The list of findings and its search box.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Extension, Query, State},
    response::Response,
};
use mimawari_proto::show::options::Lang;

use super::frame::{Frame, answer_with, shown};
use crate::present::{
    Console,
    access::Right,
    address,
    gate::Visit,
    query::{
        self, FindingPage, FindingRow,
        search::{self, Search},
    },
    text::{self, Msg},
};

/// Rows of a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "findings.html")]
struct Page {
    f: Frame,
    asked: String,
    unclear: Option<String>,
    quick: Vec<Quick>,
    total: u64,
    entries: Vec<Entry>,
    first_href: Option<String>,
    next_href: Option<String>,
    rows: usize,
}

struct Quick {
    label: &'static str,
    href: String,
    current: bool,
}

/// One row, ready to be shown.
pub(super) struct Entry {
    pub(super) href: String,
    pub(super) row: FindingRow,
    pub(super) department: String,
    pub(super) machine: String,
    pub(super) kind: &'static str,
    pub(super) confidence: &'static str,
    pub(super) state: &'static str,
    pub(super) path: String,
    pub(super) count: &'static str,
}

impl Entry {
    pub(super) fn of(row: FindingRow, lang: Lang) -> Self {
        Self {
            href: format!("/findings/{}", row.key),
            department: row
                .department
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            machine: shown(&row.machine),
            kind: text::word::kind(row.kind, lang),
            confidence: text::word::confidence(row.confidence, lang),
            state: text::word::state(row.state, lang),
            path: shown(&row.path),
            count: text::word::count(row.count, lang),
            row,
        }
    }
}

/// Shows what matches the search within sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let moment = console.moment(visit.now, visit.lang);
    let text = asked.get("q").cloned().unwrap_or_default();
    let after = asked.get("after").and_then(|after| after.parse().ok());
    let (search, unclear) = match search::parse(&text) {
        Ok(search) => (Some(search), None),
        Err(search::Unclear(term)) => (None, Some(term)),
    };
    let viewer = visit.viewer.clone();
    let read = console
        .read(move |view| match (viewer, search) {
            (None, _) => Ok(None),
            (Some(_), None) => Ok(Some((FindingPage::default(), HashMap::new()))),
            (Some(viewer), Some(search)) => {
                let names = view.departments(moment.today())?;
                let names = names
                    .into_iter()
                    .map(|label| (label.code.to_string(), label.short_name));
                let page = listed(view, &viewer.sight(Right::Findings), &search, after, &moment)?;
                Ok(Some((page, names.collect())))
            }
        })
        .await;
    answer_with(&visit, read, |(found, names)| {
        view(&console, &visit, text, after, unclear, found, &names)
    })
}

fn listed(
    view: &crate::ledger::View<'_>,
    sight: &crate::present::access::Sight,
    search: &Search,
    after: Option<u64>,
    moment: &query::Moment,
) -> Result<FindingPage, crate::ledger::LedgerError> {
    query::findings(view, sight, search, after, ROWS, moment)
}

fn view(
    console: &Console,
    visit: &Visit,
    asked: String,
    after: Option<u64>,
    unclear: Option<String>,
    found: FindingPage,
    names: &HashMap<String, String>,
) -> Page {
    let lang = visit.lang;
    let mut entries: Vec<_> = found.rows.into_iter().map(|row| Entry::of(row, lang)).collect();
    for entry in &mut entries {
        if let Some(name) = names.get(&entry.department) {
            entry.department = shown(name);
        }
    }
    let here = address::search(&asked);
    Page {
        f: Frame::new(console, visit, Msg::FindingsTitle.text(lang).to_owned()),
        quick: quick(&asked, lang),
        unclear: unclear.as_deref().map(shown),
        first_href: after.map(|_| here.clone()),
        next_href: found.next.map(|next| format!("{here}&after={next}")),
        total: found.total,
        rows: entries.len(),
        entries,
        asked,
    }
}

fn quick(asked: &str, lang: Lang) -> Vec<Quick> {
    let searches = match lang {
        Lang::Ja => [
            "状態:未対応",
            "状態:未判定",
            "状態:未対応 確度:高",
            "状態:解消",
            "",
        ],
        Lang::En => [
            "state:open",
            "state:new",
            "state:open confidence:high",
            "state:gone",
            "",
        ],
    };
    let labels = [
        Msg::QuickOpen,
        Msg::QuickNew,
        Msg::QuickHigh,
        Msg::QuickGone,
        Msg::QuickAll,
    ];
    let quick = |(search, label): (&str, Msg)| Quick {
        label: label.text(lang),
        href: address::search(search),
        current: search == asked.trim(),
    };
    searches.into_iter().zip(labels).map(quick).collect()
}
