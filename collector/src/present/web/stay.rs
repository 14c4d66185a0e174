//! One stay of a medium: what an agent saw, what it comes to, what auditors say of it; and from a stranger to a row of the ledger in one step.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use mimawari_proto::id::{MediaSessionId, UserId};

use super::{
    frame::{Frame, answer_with, shown},
    media::{Content, StayLine, content, encryption, grade_meaning, stay_line},
    medium::{field, hand},
    message,
};
use crate::{
    assess::media::Fault,
    docket::media::{Deed, StayCase, stay_judged, take},
    ledger::{
        LedgerError, View,
        act::{By, Judgement},
        medium::{Medium, MediumNo},
        record::StayJudgement,
    },
    present::{
        Console,
        access::Right,
        address,
        gate::{Fields, Visit},
        query::{
            self,
            media::{
                BookStay,
                facts::{left, row_of},
                grade,
            },
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
    /// It came before the medium was in the ledger.
    earlier: bool,
    faults: Vec<FaultLine>,
    story: Vec<Step>,
    may_judge: bool,
    content: Option<Content>,
    problem: Option<&'static str>,
}

/// One fault, and what was said of it.
struct FaultLine {
    word: &'static str,
    name: &'static str,
    state: &'static str,
}

/// Something an auditor said.
struct Step {
    at: String,
    what: String,
    who: String,
    why: String,
}

/// What the page shows.
struct Facts {
    stay: BookStay,
    said: Vec<StayJudgement>,
    names: HashMap<UserId, String>,
}

/// Shows one stay in sight.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(session): Path<String>,
) -> Response {
    let read = stay(&console, &visit, &session).await;
    answer_with(&visit, read, |facts| view(&console, &visit, &facts, None))
}

/// Judges its faults, or takes the medium into the ledger.
pub(super) async fn write(
    state: State<Console>,
    visit: Extension<Visit>,
    fields: Extension<Fields>,
    session: Path<String>,
) -> Response {
    match fields.get("deed") {
        "judge" => judge(&state, &visit, &fields, &session).await,
        _ => adopt(state, visit, fields, session).await,
    }
}

async fn judge(console: &Console, visit: &Visit, fields: &Fields, session: &str) -> Response {
    let read = stay(console, visit, session).await;
    let (Ok(Some(known)), Some(viewer)) = (&read, &visit.viewer) else {
        return answer_with(visit, read, |facts| view(console, visit, &facts, None));
    };
    let judgement = match fields.get("judgement") {
        "confirm" => Judgement::Confirmed,
        "reject" => Judgement::Rejected,
        _ => Judgement::Undecided,
    };
    let record = &known.stay.record;
    let all = known.stay.verdict.all_faults();
    let meant = |fault: &Fault| ["", fault.word()].contains(&fields.get("fault"));
    let case = StayCase {
        machine: record.machine,
        session: record.session,
        audited: record.department.clone(),
        faults: all.into_iter().filter(meant).collect(),
        judgement,
        reason: field(fields, "reason"),
    };
    let own = viewer.department.clone();
    let decide = move |view: &View<'_>| stay_judged(view, case, own.as_ref());
    let ledger = &console.inner.setup.ledger;
    match ledger.decide(By::User(viewer.user), visit.now, decide).await {
        Ok(Ok(())) => Redirect::to(&visit.here).into_response(),
        Ok(Err(refused)) => {
            let problem = Some(text::word::not_judged(refused, visit.lang));
            answer_with(visit, read, |facts| view(console, visit, &facts, problem))
        }
        Err(error) => message::broken(visit.lang, &error),
    }
}

/// Takes the medium into the ledger.
async fn adopt(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
    Path(session): Path<String>,
) -> Response {
    let read = stay(&console, &visit, &session).await;
    let (Ok(Some(known)), Some(viewer)) = (&read, &visit.viewer) else {
        return answer_with(&visit, read, |facts| view(&console, &visit, &facts, None));
    };
    let problem = |msg: Msg| Some(msg.text(visit.lang));
    let Ok(no) = fields.get("no").parse::<MediumNo>() else {
        let problem = problem(Msg::AdoptBadNo);
        return answer_with(&visit, read, |facts| view(&console, &visit, &facts, problem));
    };
    if known.stay.no.is_some() {
        let problem = problem(Msg::AdoptKnown);
        return answer_with(&visit, read, |facts| view(&console, &visit, &facts, problem));
    }
    let today = console.moment(visit.now, visit.lang).today();
    let medium = Medium {
        keeper: field(&fields, "keeper"),
        place: field(&fields, "place"),
        ..row_of(&known.stay.record, no.clone(), today)
    };
    let deed = Deed::Register(Box::new(medium));
    let ledger = &console.inner.setup.ledger;
    match take(ledger, hand(viewer), deed, field(&fields, "reason"), visit.now).await {
        Ok(Ok(())) => Redirect::to(&format!("/media/{}", address::encoded(no.as_str()))).into_response(),
        Ok(Err(refused)) => {
            let problem = Some(text::media::not_taken(refused, visit.lang));
            answer_with(&visit, read, |facts| view(&console, &visit, &facts, problem))
        }
        Err(error) => message::broken(visit.lang, &error),
    }
}

async fn stay(console: &Console, visit: &Visit, session: &str) -> Result<Option<Facts>, LedgerError> {
    let moment = console.moment(visit.now, visit.lang);
    let (Some(viewer), Ok(session)) = (visit.viewer.clone(), session.parse::<MediaSessionId>()) else {
        return Ok(None);
    };
    console
        .read(move |view| {
            let book = query::media::media(view, &viewer.sight(Right::Findings), &moment)?;
            let Some(stay) = book.stays.into_iter().find(|stay| stay.record.session == session) else {
                return Ok(None);
            };
            let mut said = view.stay_judgements()?;
            said.retain(|one| one.session == session && one.machine == stay.record.machine);
            said.sort_by_key(|one| one.at);
            let names = view.users()?.into_iter().map(|user| (user.id, user.name));
            Ok(Some(Facts {
                stay,
                said,
                names: names.collect(),
            }))
        })
        .await
}

fn view(console: &Console, visit: &Visit, facts: &Facts, problem: Option<&'static str>) -> Page {
    let stay = &facts.stay;
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
        faults: fault_lines(&f, stay),
        story: facts
            .said
            .iter()
            .rev()
            .map(|one| step(&f, one, &facts.names))
            .collect(),
        may_judge: visit
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.department.is_none() || viewer.department != stay.record.department),
        content: content(&f, stay),
        earlier: stay.verdict.earlier,
        known_href: stay
            .no
            .as_ref()
            .map(|no| format!("/media/{}", address::encoded(no.as_str()))),
        problem,
        f,
    }
}

fn fault_lines(f: &Frame, stay: &BookStay) -> Vec<FaultLine> {
    let verdict = &stay.verdict;
    let line = |fault: Fault| FaultLine {
        word: fault.word(),
        name: text::media::fault(fault, f.lang),
        state: f.t(match fault {
            fault if verdict.rejected.contains(&fault) => Msg::FaultRejected,
            fault if verdict.confirmed.contains(&fault) => Msg::FaultConfirmed,
            _ => Msg::FaultOpen,
        }),
    };
    verdict.all_faults().into_iter().map(line).collect()
}

fn step(f: &Frame, said: &StayJudgement, names: &HashMap<UserId, String>) -> Step {
    let fault = Fault::from_word(&said.fault).map_or("", |fault| text::media::fault(fault, f.lang));
    let judged = f.t(match said.judgement {
        Judgement::Confirmed => Msg::FaultConfirmed,
        Judgement::Rejected => Msg::FaultRejected,
        Judgement::Undecided => Msg::FaultOpen,
    });
    Step {
        at: f.when(&said.at),
        what: format!("{fault}: {judged}"),
        who: shown(&match &said.by {
            By::User(user) => names.get(user).cloned().unwrap_or_else(|| user.to_string()),
            other => text::word::by(other),
        }),
        why: shown(&said.reason),
    }
}
