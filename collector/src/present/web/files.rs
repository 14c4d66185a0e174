//! The ledger of media as a file: looked through before it is taken, and given out as CSV or a workbook.

use askama::Template;
use axum::{
    extract::{Extension, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use mimawari_proto::show::{options::Lang, table::Format};

use super::{
    frame::{Frame, answer, shown},
    medium::hand,
    message,
};
use crate::{
    docket::media::{
        import::{Planned, Table, decided},
        written,
    },
    ledger::{Act, LedgerError, View, act::By},
    present::{
        Console,
        access::{Right, Viewer},
        gate::{Fields, Upload, Visit},
        text::Msg,
    },
    sheet::{Change, Mistake, workbook},
};

/// Lines of a file that are shown; all are counted.
const SHOWN: usize = 500;

/// Lets spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Template)]
#[template(path = "files.html")]
struct Page {
    f: Frame,
    looked: Option<Looked>,
    problem: Option<&'static str>,
    taken: Option<usize>,
}

/// What a file would change, or what is wrong with it.
struct Looked {
    file: String,
    number: u64,
    mistakes: Vec<Wrong>,
    /// How many lines are wrong beyond those shown.
    more_mistakes: usize,
    counts: [usize; 3],
    lines: Vec<Line>,
    more_lines: usize,
    unused: String,
}

struct Wrong {
    line: String,
    column: String,
    what: String,
}

struct Line {
    no: String,
    product: String,
    department: String,
    change: &'static str,
    columns: String,
}

impl Looked {
    fn can_be_taken(&self) -> bool {
        self.mistakes.is_empty() && self.counts[0] + self.counts[1] > 0
    }
}

/// Shows what can be done with files.
pub(super) async fn page(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    show(&console, &visit, None, None, None)
}

/// Looks a file through, takes one that was looked through, or gives the ledger out.
pub(super) async fn write(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let Some(viewer) = visit.viewer.clone() else {
        return message::not_found(&visit);
    };
    let done = match fields.get("deed") {
        "csv" => return give(&console, &visit, &viewer, false).await,
        "xlsx" => return give(&console, &visit, &viewer, true).await,
        "look" => look(&console, &visit, &viewer, fields.file).await,
        "take" => taken(&console, &visit, &viewer, fields.get("number")).await,
        _ => return message::not_found(&visit),
    };
    match done {
        Ok(response) => response,
        Err(error) => message::broken(visit.lang, &error),
    }
}

fn show(
    console: &Console,
    visit: &Visit,
    looked: Option<Looked>,
    problem: Option<Msg>,
    taken: Option<usize>,
) -> Response {
    let page = Page {
        f: Frame::new(console, visit, Msg::FilesTitle.text(visit.lang).to_owned()),
        looked,
        problem: problem.map(|msg| msg.text(visit.lang)),
        taken,
    };
    answer(StatusCode::OK, &page)
}

/// What became of a look: mistakes, or what is planned; with the headings that mean nothing.
type Seen = (Result<Vec<Planned>, Vec<Mistake>>, Vec<String>);

async fn look(
    console: &Console,
    visit: &Visit,
    viewer: &Viewer,
    file: Option<Upload>,
) -> Result<Response, LedgerError> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else {
        return Ok(show(console, visit, None, Some(Msg::FilesNone), None));
    };
    let today = console.moment(visit.now, visit.lang).today();
    let (upload, only) = (file.clone(), hand(viewer).department);
    let seen = console
        .read(move |view| -> Result<Seen, LedgerError> {
            let table = match Table::of(&upload.bytes) {
                Ok(table) => table,
                Err(mistakes) => return Ok((Err(mistakes), Vec::new())),
            };
            let plan = decided(view, &table, upload.name, today, only.as_ref(), true)?;
            Ok((plan.map(|decision| decision.answer), table.unused().to_vec()))
        })
        .await?;
    let name = shown(&file.name);
    let number = match &seen.0 {
        Ok(_) => console.inner.waiting.keep(viewer.user, file, visit.now),
        Err(_) => 0,
    };
    Ok(show(
        console,
        visit,
        Some(looked(name, number, seen, visit.lang)),
        None,
        None,
    ))
}

fn looked(file: String, number: u64, (seen, unused): Seen, lang: Lang) -> Looked {
    let (planned, mistakes) = match seen {
        Ok(planned) => (planned, Vec::new()),
        Err(mistakes) => (Vec::new(), mistakes),
    };
    let count = |change| planned.iter().filter(|one| one.change == change).count();
    let changes: Vec<_> = planned.iter().filter(|one| one.change != Change::Same).collect();
    Looked {
        file,
        number,
        more_mistakes: mistakes.len().saturating_sub(SHOWN),
        mistakes: mistakes.iter().take(SHOWN).map(|one| wrong(one, lang)).collect(),
        counts: Change::ALL.map(count),
        more_lines: changes.len().saturating_sub(SHOWN),
        lines: changes
            .into_iter()
            .take(SHOWN)
            .map(|one| line(one, lang))
            .collect(),
        unused: shown(&unused.join("、")),
    }
}

fn wrong(mistake: &Mistake, lang: Lang) -> Wrong {
    let (ja, en) = &mistake.what;
    Wrong {
        line: match mistake.line {
            0 => String::new(),
            line => line.to_string(),
        },
        column: shown(&mistake.column),
        what: shown(if lang == Lang::Ja { ja } else { en }),
    }
}

fn line(planned: &Planned, lang: Lang) -> Line {
    let medium = &planned.row.medium;
    let columns = planned.columns.iter().map(|column| match lang {
        Lang::Ja => column.ja(),
        Lang::En => column.en(),
    });
    Line {
        no: shown(medium.no.as_str()),
        product: shown(format!("{} {}", medium.vendor, medium.product).trim()),
        department: medium
            .department
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        change: match planned.change {
            Change::New => Msg::ChangeNew,
            Change::Changed => Msg::ChangeChanged,
            Change::Same => Msg::ChangeSame,
        }
        .text(lang),
        columns: columns.collect::<Vec<_>>().join("、"),
    }
}

async fn taken(
    console: &Console,
    visit: &Visit,
    viewer: &Viewer,
    number: &str,
) -> Result<Response, LedgerError> {
    let waits = number
        .parse()
        .ok()
        .and_then(|number| console.inner.waiting.take(viewer.user, number, visit.now));
    let Some(file) = waits else {
        return Ok(show(console, visit, None, Some(Msg::FilesTooLate), None));
    };
    let today = console.moment(visit.now, visit.lang).today();
    let hand = hand(viewer);
    let (upload, only) = (file.clone(), hand.department.clone());
    let decide = move |view: &View<'_>| match Table::of(&upload.bytes) {
        Ok(table) => decided(view, &table, upload.name, today, only.as_ref(), false),
        Err(mistakes) => Ok(Err(mistakes)),
    };
    // Judged anew: somebody may have changed the ledger since the file was looked through.
    let done = console
        .inner
        .setup
        .ledger
        .decide(hand.by, visit.now, decide)
        .await?;
    Ok(match done {
        Ok(planned) => {
            let changed = planned.iter().filter(|one| one.change != Change::Same).count();
            show(console, visit, None, None, Some(changed))
        }
        Err(mistakes) => {
            let seen = (Err(mistakes), Vec::new());
            show(
                console,
                visit,
                Some(looked(shown(&file.name), 0, seen, visit.lang)),
                None,
                None,
            )
        }
    })
}

/// Gives out what is in sight, and writes down that it did.
async fn give(console: &Console, visit: &Visit, viewer: &Viewer, as_workbook: bool) -> Response {
    let today = console.moment(visit.now, visit.lang).today();
    let sight = viewer.sight(Right::Findings);
    let read = console
        .read(move |view| {
            let mut records = view.media_ledger()?;
            records.retain(|record| sight.covers(record.medium.department.as_ref()));
            Ok(written::table(&records, &written::host_names(view)?, today))
        })
        .await;
    let table = match read {
        Ok(table) => table,
        Err(error) => return message::broken(visit.lang, &error),
    };
    let act = Act::Exported {
        what: "media".to_owned(),
        rows: table.rows.len() as u64,
    };
    let ledger = &console.inner.setup.ledger;
    if let Err(error) = ledger.act(By::User(viewer.user), act, visit.now).await {
        return message::broken(visit.lang, &error);
    }
    let (ending, kind, bytes) = match as_workbook {
        true => match workbook::written(&table) {
            Ok(bytes) => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes,
            ),
            Err(error) => {
                tracing::error!(%error, "workbook not written");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        },
        false => (
            "csv",
            "text/csv; charset=utf-8",
            format!("{BYTE_ORDER_MARK}{}", table.render(Format::Csv)).into_bytes(),
        ),
    };
    let name = format!("attachment; filename=\"media-{today}.{ending}\"");
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    (headers, bytes).into_response()
}
