//! One stay of a medium: what an agent saw, what it comes to; and from a stranger to a row of the ledger in one step.

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use mimawari_proto::id::MediaSessionId;

use super::{
    frame::{Frame, answer_with, shown},
    media::{Content, StayLine, content, encryption, grade_meaning, stay_line},
    medium::{field, hand},
    message,
};
use crate::{
    docket::media::{Deed, take},
    ledger::{
        LedgerError,
        medium::{Medium, MediumNo},
    },
    present::{
        Console,
        access::Right,
        address,
        gate::{Fields, Visit},
        query::{
            self,
            media::{BookStay, grade, left, row_of},
        },
        text::{self, Msg},
    },
};

#[derive(Template)]
#[template(path = "stay.html")]
struct Page {
    f: Frame,
    line: StayLine,
    left: String,
    source: String,
    zone: String,
    encryption: &'static str,
    meaning: &'static str,
    empty: &'static str,
    known_href: Option<String>,
    content: Option<Content>,
    problem: Option<&'static str>,
}

/// Shows one stay in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<String>,
) -> Response {
    let read = stay(&console, &visit, &session).await;
    answer_with(&visit, read, |stay| view(&console, &visit, &stay, None))
}

/// Takes the medium into the ledger.
pub(super) async fn adopt(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
    Path(session): Path<String>,
) -> Response {
    let read = stay(&console, &visit, &session).await;
    let (Ok(Some(known)), Some(viewer)) = (&read, &visit.viewer) else {
        return answer_with(&visit, read, |stay| view(&console, &visit, &stay, None));
    };
    let problem = |msg: Msg| Some(msg.text(visit.lang));
    let Ok(no) = fields.get("no").parse::<MediumNo>() else {
        let problem = problem(Msg::AdoptBadNo);
        return answer_with(&visit, read, |stay| view(&console, &visit, &stay, problem));
    };
    if known.no.is_some() {
        let problem = problem(Msg::AdoptKnown);
        return answer_with(&visit, read, |stay| view(&console, &visit, &stay, problem));
    }
    let today = console.moment(visit.now, visit.lang).today();
    let medium = Medium {
        keeper: field(&fields, "keeper"),
        place: field(&fields, "place"),
        ..row_of(&known.record, no.clone(), today)
    };
    let deed = Deed::Register(Box::new(medium));
    let ledger = &console.inner.setup.ledger;
    match take(ledger, hand(viewer), deed, field(&fields, "reason"), visit.now).await {
        Ok(Ok(())) => Redirect::to(&format!("/media/{}", address::encoded(no.as_str()))).into_response(),
        Ok(Err(refused)) => {
            let problem = Some(text::media::not_taken(refused, visit.lang));
            answer_with(&visit, read, |stay| view(&console, &visit, &stay, problem))
        }
        Err(error) => message::broken(visit.lang, &error),
    }
}

async fn stay(console: &Console, visit: &Visit, session: &str) -> Result<Option<BookStay>, LedgerError> {
    let moment = console.moment(visit.now, visit.lang);
    let (Some(viewer), Ok(session)) = (visit.viewer.clone(), session.parse::<MediaSessionId>()) else {
        return Ok(None);
    };
    console
        .read(move |view| {
            let book = query::media::media(view, &viewer.sight(Right::Findings), &moment)?;
            Ok(book.stays.into_iter().find(|stay| stay.record.session == session))
        })
        .await
}

fn view(console: &Console, visit: &Visit, stay: &BookStay, problem: Option<&'static str>) -> Page {
    let lang = visit.lang;
    let f = Frame::new(console, visit, Msg::StayTitle.text(lang).to_owned());
    let seen = &stay.record.seen;
    Page {
        line: stay_line(&f, stay),
        meaning: grade_meaning(&f, grade(Some(seen.grade))),
        left: left(&stay.record).map(|at| f.when(&at)).unwrap_or_default(),
        source: shown(&seen.source),
        zone: stay
            .record
            .zone
            .as_ref()
            .map(|zone| shown(&text::word::zone(zone.as_str(), lang)))
            .unwrap_or_default(),
        encryption: seen
            .encryption
            .map_or_else(|| f.t(Msg::NotKnown), |one| encryption(one, lang)),
        empty: match seen.empty {
            Some(true) => f.t(Msg::EmptiedYes),
            Some(false) => f.t(Msg::EmptiedNo),
            None => f.t(Msg::NotKnown),
        },
        content: content(&f, stay),
        known_href: stay
            .no
            .as_ref()
            .map(|no| format!("/media/{}", address::encoded(no.as_str()))),
        problem,
        f,
    }
}
