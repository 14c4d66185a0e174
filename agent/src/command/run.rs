//! `mimawari-agent run`: what the service does, in the foreground.

use std::path::PathBuf;

use mimawari_proto::show::exit::{Exit, Failure};

use super::{
    Here,
    here::{ended, pipeline_fault},
};
use crate::{pipeline, platform::process};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-agent run                     as the service does, until Ctrl-C or SIGTERM
  mimawari-agent -v run                  telling what it does
  mimawari-agent --state /tmp/m run      with another state folder

Without enrolment it makes its rounds and keeps what it has to say.
Stops within ten seconds; what was being looked at is looked at again.")]
pub(super) struct Args {
    /// Folder with a recorded tree of devices (sys, proc, dev, var/log) instead of this PC's own
    #[arg(long, value_name = "DIR", hide = true)]
    sysroot: Option<PathBuf>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    here.start_log();
    let mut agent = here.agent()?;
    if let Some(root) = &args.sysroot {
        agent.media_root.clone_from(root);
    }
    process::lower_priority();
    if here.identity()?.is_none() {
        let hint = here.terminal.say(
            "この端末は未登録です。見回りは行い、結果は登録されるまで保管します",
            "this PC is not enrolled: rounds are made, and what they say is kept until it is",
        );
        let hint = hint.to_owned();
        here.terminal.note(&hint)?;
    }
    pipeline::run(agent)
        .map(ended)
        .map_err(|fault| pipeline_fault(&fault))
}
