//! `mimawari-agent rules`: what is looked for, and whether every rule holds its own examples.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use mimawari_proto::show::{
    exit::{Exit, Failure},
    table::Table,
};
use serde::Serialize;

use super::{Here, rule_folder};
use crate::examine::{Eyes, Tried};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
    mimawari-agent rules\n  \
    mimawari-agent rules show my_number\n  \
    mimawari-agent rules test ./my-rules")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// List the rules that are built in (the default)
    List,
    /// Print one rule as it is written
    Show {
        /// The kind it finds, for example `password_note`, or the name of its file
        rule: String,
    },
    /// Try every rule's own examples; exit 1 if one does not come out as it says
    Test {
        /// Folder of rule files (*.toml) [default: the built-in ones]
        dir: Option<PathBuf>,
    },
}

#[derive(Serialize)]
struct Row<'a> {
    schema: &'static str,
    kind: &'a str,
    file: &'a str,
    says: &'a str,
    rule_set: &'a str,
}

#[derive(Serialize)]
struct TriedRow<'a> {
    schema: &'static str,
    file: &'a str,
    kind: &'a str,
    example: &'a str,
    wanted: &'a str,
    found: &'a str,
    holds: bool,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match args.verb.as_ref().unwrap_or(&Verb::List) {
        Verb::List => list(here),
        Verb::Show { rule } => show(rule, here),
        Verb::Test { dir } => test(dir.as_deref(), here),
    }
}

fn list(here: &mut Here<'_>) -> Result<Exit, Failure> {
    let eyes = Eyes::built_in();
    let rows: Vec<Row<'_>> = eyes
        .books()
        .iter()
        .map(|book| Row {
            schema: "mimawari.rule/1",
            kind: book.kind.word(),
            file: &book.file,
            says: here.terminal.say(&book.says_ja, &book.says_en),
            rule_set: eyes.rule_set(),
        })
        .collect();
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(["kind", "file", "says"]);
        for row in rows {
            table.row([row.kind, row.file, row.says]);
        }
        table
    })?;
    Ok(Exit::Done)
}

fn show(rule: &str, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let eyes = Eyes::built_in();
    let found = eyes.books().iter().find(|book| {
        book.kind.word() == rule || book.file == rule || book.file.trim_end_matches(".toml") == rule
    });
    let Some(book) = found else {
        let known: Vec<_> = eyes.books().iter().map(|book| book.kind.word()).collect();
        let next = format!("name one of: {}", known.join(", "));
        return Err(Failure::new(
            Exit::Usage,
            format!("there is no rule {rule}"),
            next,
        ));
    };
    here.terminal.result(&book.text)?;
    Ok(Exit::Done)
}

fn test(dir: Option<&Path>, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let eyes = match dir {
        Some(dir) => rule_folder::eyes(dir, here.terminal)?,
        None => Eyes::built_in(),
    };
    let tried = eyes
        .try_examples()
        .map_err(|error| Failure::new(Exit::Usage, error.to_string(), "mend that file"))?;
    let rows: Vec<TriedRow<'_>> = tried.iter().map(row).collect();
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(["", "kind", "example", "wanted", "found"]);
        for row in rows {
            let mark = if row.holds { "ok" } else { "FAILS" };
            table.row([mark, row.kind, row.example, row.wanted, row.found]);
        }
        table
    })?;
    let failing = tried.iter().filter(|tried| !tried.holds()).count();
    let (all, said) = (tried.len(), failing.to_string());
    let ja = format!("{all} 件の例のうち {said} 件が期待どおりではありません");
    let en = format!("{said} of {all} examples do not come out as wanted");
    here.terminal.note(here.terminal.say(&ja, &en))?;
    Ok(if failing == 0 { Exit::Done } else { Exit::Findings })
}

fn row(tried: &Tried) -> TriedRow<'_> {
    TriedRow {
        schema: "mimawari.rule_test/1",
        file: &tried.file,
        kind: tried.kind.word(),
        example: &tried.why,
        wanted: tried.wanted.map_or("nothing", |confidence| confidence.word()),
        found: tried.found.map_or("nothing", |confidence| confidence.word()),
        holds: tried.holds(),
    }
}
