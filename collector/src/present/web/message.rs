//! Pages that say why there is no page: not found, not accepted, broken.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use mimawari_proto::{show::options::Lang, time::Timestamp};

use super::frame::{Frame, answer};
use crate::present::{gate::Visit, session::Secret, text::Msg};

#[derive(Template)]
#[template(path = "message.html")]
struct Page {
    f: Frame,
    body: &'static str,
    support: String,
}

/// Says that there is no such page, or none for this person: both look the same.
pub(in crate::present) fn not_found(visit: &Visit) -> Response {
    said(
        visit,
        StatusCode::NOT_FOUND,
        Msg::NotFoundTitle,
        Msg::NotFoundBody,
        String::new(),
    )
}

/// Says that a form was not taken.
pub(in crate::present) fn refused(visit: &Visit) -> Response {
    said(
        visit,
        StatusCode::FORBIDDEN,
        Msg::RefusedTitle,
        Msg::RefusedBody,
        String::new(),
    )
}

/// Says that the page could not be made; the cause goes to the log under a number.
pub(in crate::present) fn broken(lang: Lang, error: &dyn std::error::Error) -> Response {
    let Ok(secret) = Secret::random() else {
        return axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let support: String = secret
        .digest()
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    tracing::error!(error = %error, support, "console page failed");
    let visit = Visit {
        viewer: None,
        secret,
        lang,
        here: "/".to_owned(),
        now: Timestamp::default(),
    };
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    said(&visit, status, Msg::BrokenTitle, Msg::BrokenBody, support)
}

fn said(visit: &Visit, status: StatusCode, title: Msg, body: Msg, support: String) -> Response {
    let page = Page {
        f: Frame::plain(visit, title.text(visit.lang).to_owned()),
        body: body.text(visit.lang),
        support,
    };
    answer(status, &page)
}
