//! `mimawari-collector config`.

use clap::Subcommand;
use mimawari_proto::show::{
    exit::{Exit, Failure},
    nearest::nearest,
    options::Lang,
    table::Table,
};
use serde::Serialize;

use super::Here;
use crate::settings::keys;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector config
  mimawari-collector config check --config deploy/collector.toml
  mimawari-collector config explain intake.listen")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Check the settings without starting anything
    Check,
    /// Show every setting and where it comes from
    Show,
    /// Show one setting, where it comes from and what it is for
    Explain {
        /// The key, for example intake.listen
        key: String,
    },
}

#[derive(Serialize)]
struct Row {
    schema: &'static str,
    key: String,
    value: toml::Value,
    from: String,
    variable: &'static str,
    meaning: &'static str,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    match &args.verb {
        None | Some(Verb::Show) => show(None, here),
        Some(Verb::Explain { key }) => show(Some(key), here),
        Some(Verb::Check) => {
            here.settings()?;
            let fine = here
                .terminal
                .say("設定に誤りはありません", "the settings are fine")
                .to_owned();
            here.terminal.note(&fine)?;
            Ok(Exit::Done)
        }
    }
}

fn show(only: Option<&str>, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if let Some(key) = only
        && keys::find(key).is_none()
    {
        let meant = nearest(key, keys::ALL.iter().map(|key| key.name));
        return Err(Failure::new(
            Exit::Usage,
            format!("there is no setting {key}"),
            meant.map_or("see them all with `config show`".to_owned(), |meant| {
                format!("did you mean {meant}?")
            }),
        ));
    }
    let layers = here.layers()?;
    let japanese = here.terminal.lang() == Lang::Ja;
    let rows: Vec<Row> = keys::ALL
        .iter()
        .filter(|key| only.is_none_or(|only| only == key.name))
        .filter_map(|key| {
            let (value, from) = layers.get(key.name)?;
            Some(Row {
                schema: "mimawari.setting/1",
                key: key.name.to_owned(),
                value: value.clone(),
                from: from.to_string(),
                variable: key.variable,
                meaning: if japanese { key.ja } else { key.en },
            })
        })
        .collect();
    let headings = [
        here.terminal.say("設定", "key"),
        here.terminal.say("値", "value"),
        here.terminal.say("由来", "from"),
        here.terminal.say("意味", "meaning"),
    ];
    here.terminal.rows(&rows, |rows| {
        let mut table = Table::new(headings);
        for row in rows {
            table.row([
                row.key.clone(),
                row.value.to_string(),
                row.from.clone(),
                row.meaning.to_owned(),
            ]);
        }
        table
    })?;
    Ok(Exit::Done)
}
