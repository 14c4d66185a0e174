//! `mimawari-collector matrix`: the table of items and departments.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Format,
    table::{self, Table},
};
use serde::Serialize;

use super::Here;
use crate::{
    assess::{Mark, matrix::Cell},
    present::{
        access::Sight,
        query::{self, Matrix, MatrixRow},
        text,
    },
};

/// Lets spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

const EXAMPLES: &str = "Examples:
  mimawari-collector matrix show
  mimawari-collector matrix show --json
  mimawari-collector matrix export > matrix.csv
  mimawari-collector matrix check && echo complete";

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,

    #[command(flatten)]
    term: Term,
}

#[derive(clap::Args, Clone, Debug)]
struct Term {
    /// The term, for example R8-2 [default: the present one]
    #[arg(long, value_name = "ID")]
    term: Option<String>,
}

#[derive(clap::Subcommand, Debug)]
enum Verb {
    /// Show the table
    Show(Term),
    /// Print the table as CSV for a spreadsheet (UTF-8 with byte-order mark)
    Export(Term),
    /// List what stands against closing the table; ends with 1 when there is anything
    Check(Term),
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None => show(&args.term, here),
        Some(Verb::Show(term)) => show(term, here),
        Some(Verb::Export(term)) => export(term, here),
        Some(Verb::Check(term)) => check(term, here),
    }
}

fn asked(term: &Term, here: &Here<'_>) -> Result<Matrix, Failure> {
    let moment = here.moment()?;
    let matrix = here
        .reader()?
        .ask(|view| query::matrix(view, &Sight::Everything, &moment))?;
    match &term.term {
        Some(term) if *term != matrix.term => Err(Failure::new(
            Exit::Usage,
            format!("no term {term}; the present one is {}", matrix.term),
            "leave --term out for the present term",
        )),
        _ => Ok(matrix),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    term: &'a str,
    items: &'a [MatrixRow],
    warnings: Vec<Warning>,
}

/// Something that stands against closing the table.
#[derive(Clone, Debug, Serialize)]
struct Warning {
    what: &'static str,
    department: String,
    no: Option<&'static str>,
    count: u64,
}

fn show(term: &Term, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let matrix = asked(term, here)?;
    if here.terminal.format() == Some(Format::Json) {
        here.terminal.json(&Document {
            schema: "mimawari.matrix/1",
            term: &matrix.term,
            items: &matrix.rows,
            warnings: warnings(&matrix),
        })?;
        return Ok(Exit::Done);
    }
    let lang = here.terminal.lang();
    let headings = headings(
        &matrix,
        here.terminal.say("番号", "no"),
        here.terminal.say("項目", "item"),
    );
    here.terminal.rows(&matrix.rows, |rows| tabled(headings, rows))?;
    let legend: Vec<_> = Mark::ALL
        .into_iter()
        .map(|mark| format!("{} {}", text::word::sign(mark), text::word::mark(mark, lang)))
        .collect();
    here.terminal.note(&legend.join("  "))?;
    here.terminal.note(here.terminal.say(
        "かっこ内は証拠から見た案です。判定は監査担当が行います。",
        "In brackets: what the evidence suggests. Auditors decide.",
    ))?;
    Ok(Exit::Done)
}

fn headings(matrix: &Matrix, no: &str, item: &str) -> Vec<String> {
    let departments = matrix.departments.iter().map(|label| label.short_name.clone());
    [no.to_owned(), item.to_owned()]
        .into_iter()
        .chain(departments)
        .collect()
}

fn tabled(headings: Vec<String>, rows: &[MatrixRow]) -> Table {
    let mut table = Table::new(headings);
    for row in rows {
        let cells = row.cells.values().map(cell);
        table.row([row.no.to_owned(), row.text.to_owned()].into_iter().chain(cells));
    }
    table
}

fn cell(cell: &Cell) -> String {
    let sign = text::word::sign(cell.mark);
    match cell.proposed.filter(|proposed| *proposed != cell.mark) {
        Some(proposed) => format!("{sign}({})", text::word::sign(proposed)),
        None => sign.to_owned(),
    }
}

fn export(term: &Term, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let matrix = asked(term, here)?;
    let headings = headings(
        &matrix,
        here.terminal.say("番号", "no"),
        here.terminal.say("項目", "item"),
    );
    let text = tabled(headings, &matrix.rows).render(table::Format::Csv);
    here.terminal.result(BYTE_ORDER_MARK)?;
    here.terminal.result(&text)?;
    Ok(Exit::Done)
}

fn check(term: &Term, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let matrix = asked(term, here)?;
    let warnings = warnings(&matrix);
    let headings = [
        here.terminal.say("内容", "what").to_owned(),
        here.terminal.say("課", "department").to_owned(),
        here.terminal.say("番号", "no").to_owned(),
        here.terminal.say("件数", "count").to_owned(),
    ];
    here.terminal.rows(&warnings, |warnings| {
        let mut table = Table::new(headings);
        for warning in warnings {
            let no = warning.no.unwrap_or("-").to_owned();
            table.row([
                warning.what.to_owned(),
                warning.department.clone(),
                no,
                warning.count.to_string(),
            ]);
        }
        table
    })?;
    Ok(if warnings.is_empty() {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn warnings(matrix: &Matrix) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for row in &matrix.rows {
        for (code, cell) in &row.cells {
            let mut warn = |what, count| {
                warnings.push(Warning {
                    what,
                    department: code.to_string(),
                    no: Some(row.no),
                    count,
                });
            };
            if cell.mark == Mark::Proper && cell.standing > 0 {
                warn("proper_with_standing_findings", cell.standing);
            }
            if cell.mark == Mark::Unverified {
                warn("unverified", 1);
            }
        }
    }
    warnings
}
