//! Legend and help: marks, kinds, states, the search box, what the system never does.

use askama::Template;
use axum::{
    extract::{Extension, State},
    http::StatusCode,
    response::Response,
};
use mimawari_proto::finding::Kind;

use super::{
    frame::{Frame, answer},
    matrix::legend,
};
use crate::{
    assess::lifecycle::State as Life,
    present::{
        Console,
        gate::Visit,
        text::{self, Msg},
    },
};

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    f: Frame,
    legend: Vec<(&'static str, &'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
    states: Vec<(&'static str, &'static str)>,
}

/// Shows the help.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let lang = visit.lang;
    let page = Page {
        f: Frame::new(&console, &visit, Msg::HelpTitle.text(lang).to_owned()),
        legend: legend(lang),
        kinds: Kind::ALL
            .iter()
            .map(|kind| {
                (
                    text::word::kind(*kind, lang),
                    text::word::kind_meaning(*kind, lang),
                )
            })
            .collect(),
        states: Life::ALL
            .iter()
            .map(|state| {
                (
                    text::word::state(*state, lang),
                    text::word::state_meaning(*state, lang),
                )
            })
            .collect(),
    };
    answer(StatusCode::OK, &page)
}
