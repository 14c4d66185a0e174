//! `mimawari-agent examine`: a child in the examining room; started by the agent, never by hand.

use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;
use crate::examine::room::inside;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Leave out one wall, to test those behind it
    #[cfg(debug_assertions)]
    #[arg(long, value_name = "WALL")]
    without: Option<String>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    #[cfg(debug_assertions)]
    let without = args.without.as_deref();
    #[cfg(not(debug_assertions))]
    let without = {
        let Args {} = args;
        None
    };
    match inside::serve(without) {
        Ok(()) => Ok(Exit::Done),
        Err(_) => Err(Failure::new(
            Exit::Usage,
            here.terminal.say(
                "examine はエージェント自身が起動するもので、手では使えません",
                "examine is started by the agent itself and cannot be used by hand",
            ),
            here.terminal.say(
                "ファイルを調べるには: mimawari-agent scan PATH",
                "to look at files: mimawari-agent scan PATH",
            ),
        )),
    }
}
