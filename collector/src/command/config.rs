//! `mimawari-collector config`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Lang,
    settings::{self, Setting, Verb},
};

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

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    if args.verb == Some(Verb::Check) {
        here.settings()?;
    }
    let read = here.layers()?;
    let japanese = here.terminal.lang() == Lang::Ja;
    let all = keys::ALL.iter().filter_map(|key| {
        let (value, from) = read.get(key.name)?;
        let meaning = if japanese { key.ja } else { key.en };
        Some(Setting::new(
            key.name,
            value.clone(),
            from.to_string(),
            key.variable.to_owned(),
            meaning,
        ))
    });
    settings::run(args.verb.as_ref(), all.collect(), here.terminal)
}
