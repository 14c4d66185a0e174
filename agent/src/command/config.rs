//! `mimawari-agent config`.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Lang,
    settings::{self, Setting, Verb},
};

use super::Here;
use crate::settings::keys;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent config
  mimawari-agent config check --config deploy/agent.toml
  mimawari-agent config explain round.zone")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let read = here.layers()?;
    let japanese = here.terminal.lang() == Lang::Ja;
    let all = keys::ALL.iter().filter_map(|key| {
        let (value, from) = read.explain(key.name)?;
        let meaning = if japanese { key.ja } else { key.en };
        Some(Setting::new(
            key.name,
            value.clone(),
            from.to_string(),
            key.variable(),
            meaning,
        ))
    });
    settings::run(args.verb.as_ref(), all.collect(), here.terminal)
}
