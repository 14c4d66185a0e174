//! `mimawari-collector serve`.

use std::net::SocketAddr;

use mimawari_proto::show::exit::{Exit, Failure};

use super::{Here, here::private_files};
use crate::serve::{Plan, Serving, Stop};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector --data /srv/mimawari serve
  mimawari-collector serve --listen 0.0.0.0:7443 --console 0.0.0.0:8443
  mimawari-collector serve --listen 127.0.0.1:0 --console 127.0.0.1:0")]
pub(super) struct Args {
    /// Address and port where agents report; port 0 takes any, see DIR/address
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,

    /// Address and port of the console; port 0 takes any
    #[arg(long, value_name = "ADDRESS")]
    console: Option<SocketAddr>,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    private_files();
    let settings = here
        .layers()?
        .with_flag("intake.listen", args.listen.map(|at| at.to_string()))?
        .with_flag("console.listen", args.console.map(|at| at.to_string()))?
        .settings()?;
    // A service tells its operator of enrolments and refusals, even where nobody asked for more.
    log_to_stderr(if here.log_level == "warn" {
        "info"
    } else {
        here.log_level
    });
    let plan = Plan {
        data: here.data(),
        settings,
    };
    let stopped = runtime()?.block_on(async {
        let serving = Serving::start(plan).await?;
        let lines = format!(
            "{}\t{}\n{}\t{}\n",
            here.terminal.say("受付", "intake"),
            serving.address.intake,
            here.terminal.say("管理画面", "console"),
            serving.address.url(),
        );
        here.terminal.result(&lines)?;
        here.terminal.flush()?;
        // Without a service manager there is nobody to tell.
        drop(sd_notify::notify(&[sd_notify::NotifyState::Ready]));
        let ended = serving.until(Stop::asked()).await;
        drop(sd_notify::notify(&[sd_notify::NotifyState::Stopping]));
        Ok::<_, Failure>(ended?)
    })?;
    Ok(stopped.exit())
}

/// Starts the threads that everything asynchronous runs on.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Exit::Partly,
                format!("cannot start threads: {error}"),
                "check the limits on processes and memory",
            )
        })
}

/// Writes the log to stderr from now on; `RUST_LOG` chooses more finely.
pub(super) fn log_to_stderr(level: &str) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false);
    // A second start in one process (try) keeps the first log.
    drop(log.try_init());
}
