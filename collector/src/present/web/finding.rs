//! One finding: what, where, why, how to mend it, its story; its name only for a stated purpose.

use askama::Template;
use axum::{
    extract::{Extension, Path, State},
    response::Response,
};
use mimawari_proto::finding::{Finding, Part, Place};
use mimawari_proto::show::options::Lang;

use super::{
    findings::Entry,
    frame::{Frame, answer_with, shown},
    message,
};
use crate::{
    ledger::{
        LedgerError,
        act::{Act, By},
        record::Changed,
    },
    present::{
        Console,
        access::Right,
        gate::{Fields, Visit},
        query::{self, Sheet, masked},
        text::{self, Msg},
    },
};

/// A purpose shorter than this says nothing.
const PURPOSE_CHARS: usize = 4;

/// A longer purpose is cut.
const LONGEST_PURPOSE_CHARS: usize = 500;

#[derive(Template)]
#[template(path = "finding.html")]
struct Page {
    f: Frame,
    entry: Entry,
    department: String,
    meaning: &'static str,
    reason: &'static str,
    remedy: &'static str,
    severity: &'static str,
    root: &'static str,
    size: String,
    places: Vec<String>,
    shape: Option<String>,
    owner: String,
    finding: Finding,
    judged_because: Option<String>,
    story: Vec<Step>,
    revealed: Option<Revealed>,
    problem: Option<&'static str>,
}

struct Step {
    at: String,
    what: &'static str,
    why: Option<String>,
}

struct Revealed {
    path: String,
    purpose: String,
}

/// Shows a finding in sight, its names masked.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
) -> Response {
    let read = sheet(&console, &visit, &number).await;
    answer_with(&visit, read, |sheet| view(&console, &visit, sheet, None, None))
}

/// Shows a finding with its names, once the purpose is written down.
pub(super) async fn reveal(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
    Path(number): Path<String>,
) -> Response {
    let purpose: String = fields
        .get("purpose")
        .trim()
        .chars()
        .take(LONGEST_PURPOSE_CHARS)
        .collect();
    let read = sheet(&console, &visit, &number).await;
    if purpose.chars().count() < PURPOSE_CHARS {
        let problem = Some(Msg::RevealMissing.text(visit.lang));
        return answer_with(&visit, read, |sheet| view(&console, &visit, sheet, None, problem));
    }
    let (Ok(Some((found, _))), Some(viewer)) = (&read, &visit.viewer) else {
        return answer_with(&visit, read, |sheet| view(&console, &visit, sheet, None, None));
    };
    let act = Act::NameRevealed {
        finding: found.row.key,
        reason: purpose.clone(),
    };
    let ledger = &console.inner.setup.ledger;
    // First the record, then the name: a name that was not recorded is not shown.
    if let Err(error) = ledger.act(By::User(viewer.user), act, visit.now).await {
        return message::broken(visit.lang, &error);
    }
    answer_with(&visit, read, |sheet| {
        view(&console, &visit, sheet, Some(purpose), None)
    })
}

async fn sheet(
    console: &Console,
    visit: &Visit,
    number: &str,
) -> Result<Option<(Sheet, String)>, LedgerError> {
    let moment = console.moment(visit.now, visit.lang);
    let (Some(viewer), Ok(number)) = (visit.viewer.clone(), number.parse::<u64>()) else {
        return Ok(None);
    };
    console
        .read(move |view| {
            let Some(sheet) = query::finding(view, &viewer.sight(Right::Findings), number, &moment)? else {
                return Ok(None);
            };
            let label = match &sheet.row.department {
                Some(code) => view.department(code, moment.today())?,
                None => None,
            };
            Ok(Some((sheet, label.map(|label| label.name).unwrap_or_default())))
        })
        .await
}

fn view(
    console: &Console,
    visit: &Visit,
    (sheet, department): (Sheet, String),
    purpose: Option<String>,
    problem: Option<&'static str>,
) -> Page {
    let lang = visit.lang;
    let title = text::fill(Msg::FindingTitle.text(lang), &[&sheet.row.number]);
    let f = Frame::new(console, visit, title);
    let finding = sheet.finding;
    let step = |change: &crate::ledger::record::FindingChange| Step {
        at: f.when(&change.received_at),
        what: text::word::changed(&change.what, lang),
        why: match &change.what {
            Changed::Judged { reason, .. } if !reason.is_empty() => Some(shown(reason)),
            _ => None,
        },
    };
    Page {
        story: sheet.history.iter().map(step).collect(),
        department: shown(&department),
        meaning: text::word::kind_meaning(finding.kind, lang),
        reason: text::word::kind_reason(finding.kind, lang),
        remedy: text::word::kind_remedy(finding.kind, lang),
        severity: text::word::severity(finding.severity, lang),
        root: text::word::root(finding.root, lang),
        size: text::word::size(finding.size_bytes),
        places: finding.places.iter().map(|place| position(place, lang)).collect(),
        shape: finding
            .shape
            .as_ref()
            .map(|shape| format!("{} ({})", shape.length, classes(shape, lang))),
        owner: shown(&masked::file_name(&finding.owner.shown, lang)),
        judged_because: sheet.judged_because.as_deref().map(shown),
        revealed: purpose.map(|purpose| Revealed {
            path: mimawari_proto::show::visible(&masked::in_full(&finding)).into_owned(),
            purpose: shown(&purpose),
        }),
        entry: Entry::of(sheet.row, lang),
        finding,
        problem,
        f,
    }
}

fn classes(shape: &mimawari_proto::finding::Shape, lang: Lang) -> String {
    use mimawari_proto::finding::Class;
    let name = |class: &Class| match (class, lang) {
        (Class::Lower, Lang::Ja) => "英小文字",
        (Class::Upper, Lang::Ja) => "英大文字",
        (Class::Digit, Lang::Ja) => "数字",
        (Class::Symbol, Lang::Ja) => "記号",
        (_, Lang::Ja) => "その他の文字",
        (class, Lang::En) => class.word(),
    };
    let names: Vec<_> = shape.classes.iter().map(name).collect();
    names.join(if lang == Lang::Ja { "・" } else { ", " })
}

fn position(place: &Place, lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    match place {
        Place::Line { line } if ja => format!("{line} 行目"),
        Place::Line { line } => format!("line {line}"),
        Place::Cell { sheet, cell } if ja => format!("シート「{}」の {}", shown(sheet), shown(cell)),
        Place::Cell { sheet, cell } => format!("sheet \"{}\", {}", shown(sheet), shown(cell)),
        Place::Page { page } if ja => format!("{page} ページ"),
        Place::Page { page } => format!("page {page}"),
        Place::Slide { slide } if ja => format!("スライド {slide}"),
        Place::Slide { slide } => format!("slide {slide}"),
        Place::Note { note } if ja => format!("ノート {note}"),
        Place::Note { note } => format!("note {note}"),
        Place::Part { part } => match (part, ja) {
            (Part::Body, true) => "本文",
            (Part::Header, true) => "ヘッダー・フッター",
            (Part::Comment, true) => "コメント",
            (Part::Name, true) => "ファイル名",
            (part, _) => part.word(),
        }
        .to_owned(),
    }
}
