//! Says what is plugged in and pulled, as it happens.

use std::{collections::HashMap, path::Path, time::Duration};

use mimawari_proto::{
    reading::MediaSeen,
    round::Said,
    show::exit::{Exit, Failure},
};

use super::{super::Here, list::print};
use crate::pipeline::{clock, media_watch};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// End after so many seconds [default: with Ctrl-C]
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
}

pub(super) fn run(args: &Args, root: &Path, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let key = here.layers()?.settings.marker_key();
    let began_at = clock();
    let limit = args.seconds.map(Duration::from_secs);
    let mut there: HashMap<_, MediaSeen> = HashMap::new();
    let mut failed = Ok(());
    media_watch(root, key, &mut |events| {
        for event in events {
            let done = match event.said {
                Said::MediaSeen(seen) => {
                    there.insert(seen.session, seen.clone());
                    print(&[seen], None, here)
                }
                Said::MediaLeft(left) => match there.remove(&left.session) {
                    Some(seen) => {
                        let gone = MediaSeen {
                            left_at: Some(left.left_at),
                            ..seen
                        };
                        print(&[gone], Some(left.left_at), here)
                    }
                    None => Ok(()),
                },
                _ => Ok(()),
            };
            let done = done.and_then(|()| here.terminal.flush().map_err(Failure::from));
            if let Err(failure) = done {
                failed = Err(failure);
                return false;
            }
        }
        limit.is_none_or(|limit| clock().since(began_at) < limit)
    });
    failed.map(|()| Exit::Done)
}
