//! `mimawari-collector try`: the whole of it on this PC, for the user who asks, on loopback.
//!
//! ```text
//! folder (locked) ─► collector: init, department, serve on ports 0
//!                 ─► agent: settings, enroll (token by stdin), round --now
//!                 ─► table ─► console address with a login for one use ─► until Ctrl-C
//! ```
//!
//! Each run starts anew in its folder; a folder that another run holds is left
//! alone. Nothing leaves the machine and nothing on the desktop is changed.

mod agent;
mod folder;
mod sample;

use std::{io::IsTerminal as _, path::PathBuf, process::Command as Process, time::Duration};

use mimawari_proto::{
    id::DepartmentId,
    machine::Zone,
    show::exit::{Exit, Failure},
};

use self::{agent::Agent, folder::Folder};
use super::{
    Here, department,
    here::{now, operator, private_files},
    init, secret,
    serve::{log_to_stderr, runtime},
    token, user,
};
use crate::{
    ledger::{Act, record::DepartmentLabel},
    present::{
        access::{Role, Sight},
        query,
    },
    serve::{Plan, Serving, Stop},
    settings::Settings,
};

/// The only department of a try.
const DEPARTMENT: &str = "try";

/// How long the token of a try holds.
const TOKEN_LIFE: Duration = Duration::from_mins(10);

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  mimawari-collector try
  mimawari-collector try --once
  mimawari-collector try --dir /tmp/mimawari --once --json")]
pub(super) struct Args {
    /// Folder of this try [default: mimawari/try in the user's state folder]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// End after the table: 0 nothing found, 1 findings exist
    #[arg(long)]
    once: bool,
}

pub(super) fn run(args: &Args, here: &mut Here<'_>) -> Result<Exit, Failure> {
    private_files();
    log_to_stderr(here.log_level);
    let agent_program = agent::program()?;
    let folder = Folder::take(args.dir.as_deref())?;
    if folder.is_beside {
        let note = here.terminal.say(
            "別の try が動いているため、隣の新しいフォルダーを使います:",
            "another try is running; this one uses a fresh folder beside it:",
        );
        let note = format!("{note} {}", folder.path.display());
        here.terminal.note(&note)?;
    }
    here.place.data = Some(folder.collector());
    runtime()?.block_on(tried(args.once, &folder, agent_program, here))
}

async fn tried(once: bool, folder: &Folder, program: PathBuf, here: &mut Here<'_>) -> Result<Exit, Failure> {
    let (serving, admin) = collector(folder, here).await?;
    // Ctrl-C is heard from the very start, also while the round is under way.
    let mut asked = tokio::spawn(Stop::asked());
    let shown = tokio::select! {
        shown = first_round(folder, program, &serving, here) => shown,
        why = &mut asked => {
            stopped(serving).await?;
            return Ok(match why {
                Ok(Stop::Terminated) => Exit::Terminated,
                _ => Exit::Interrupted,
            });
        }
    };
    let (agent, exit) = match shown {
        Ok(shown) => shown,
        Err(failure) => {
            stopped(serving).await?;
            return Err(failure);
        }
    };
    if once {
        stopped(serving).await?;
        return Ok(exit);
    }
    invite(&serving, admin, here)?;
    let service = agent.run()?;
    let ended = async {
        // A task that fails is a stop as well.
        drop(asked.await);
        service.stop().await;
        Stop::Done
    };
    serving.until(ended).await?;
    Ok(exit)
}

/// Stops a collector in order.
async fn stopped(serving: Serving) -> Result<(), Failure> {
    serving.until(std::future::ready(Stop::Done)).await?;
    Ok(())
}

/// Sets a collector up in the folder and starts it.
async fn collector(
    folder: &Folder,
    here: &Here<'_>,
) -> Result<(Serving, mimawari_proto::id::UserId), Failure> {
    let mut settings = Settings::default();
    settings.intake.listen.set_port(0);
    settings.console.listen.set_port(0);
    let (data, name) = (
        folder.collector(),
        here.terminal.say("お試し課", "Trial department").to_owned(),
    );
    let plan = Plan {
        data: data.clone(),
        settings: settings.clone(),
    };
    let admin = blocking(move || {
        let at = now();
        init::establish(&data, &settings, at)?;
        let ledger = crate::ledger::Ledger::beside(&data)?;
        let account = user::Account {
            name: "admin".to_owned(),
            display_name: String::new(),
            role: Role::Administrator,
            department: None,
        };
        let admin = user::add(&ledger, account, &secret::From::default().read()?, operator(), at)?;
        let departments = vec![DepartmentLabel {
            code: code()?,
            short_name: name.clone(),
            name,
            parent: None,
            valid_from: None,
            valid_until: None,
        }];
        let file = "try".to_owned();
        ledger.act_now(operator(), Act::DepartmentsImported { file, departments }, at)?;
        Ok(admin)
    })
    .await?;
    Ok((Serving::start(plan).await?, admin))
}

/// Enrols this PC, makes a round and prints the table.
async fn first_round(
    folder: &Folder,
    program: PathBuf,
    serving: &Serving,
    here: &mut Here<'_>,
) -> Result<(Agent, Exit), Failure> {
    let sample = sample::if_needed(&folder.path)?;
    if let Some(sample) = &sample {
        let note = here.terminal.say(
            "このユーザーにはデスクトップがないため、見本のデスクトップを作って使います:",
            "this user has no desktop folder; a small sample desktop is used instead:",
        );
        let note = format!("{note} {}", sample.display());
        here.terminal.note(&note)?;
    }
    let agent = Agent::new(program, folder.agent(), sample.as_deref())?;
    let token = token(folder, serving).await?;
    agent.enroll(&token).await?;
    let note = here.terminal.say(
        "このPCを登録しました。デスクトップを見回っています…",
        "this PC is enrolled; making the round of its desktop…",
    );
    here.terminal.note(note)?;
    agent.round(here.terminal.lang()).await?;
    let moment = here.moment()?;
    let rows = serving
        .ledger
        .read(move |view| query::departments(view, &Sight::Everything, &moment))
        .await?;
    department::list::print(here.terminal, &rows)?;
    here.terminal.flush()?;
    let open: u64 = rows.iter().map(query::DepartmentRow::open).sum();
    Ok((agent, if open > 0 { Exit::Findings } else { Exit::Done }))
}

async fn token(folder: &Folder, serving: &Serving) -> Result<zeroize::Zeroizing<String>, Failure> {
    let wanted = token::Wanted {
        address: serving.address.intake.to_string(),
        root: crate::trust::authority::Authority::open(&folder.collector())?.fingerprint(),
        department: code()?,
        zone: "try".parse::<Zone>().map_err(|error| bug(&error))?,
        uses: 1,
        life: TOKEN_LIFE,
    };
    let ledger = serving.ledger.clone();
    let at = now();
    let today = at.on_calendar(&Settings::default().time_zone.zone()).date();
    blocking(move || token::issue(&ledger, wanted, today, operator(), at)).await
}

/// Prints where the console is, with a login for one use, and opens it where somebody can see it.
fn invite(serving: &Serving, admin: mimawari_proto::id::UserId, here: &mut Here<'_>) -> Result<(), Failure> {
    let link = serving.console.login_link(admin).map_err(|error| bug(&error))?;
    let url = format!("{}{link}", serving.address.url());
    let text = here.terminal.say(
        "管理画面(一度だけ、10分以内に使えるリンク):",
        "the console (a link for one use, within ten minutes):",
    );
    let lines = format!("\n{text}\n  {url}\n");
    let notes = format!(
        "{}\n{}",
        here.terminal.say(
            "証明書はこの試用のためのものです。ブラウザーの警告は「詳細」から進めてください。",
            "its certificate was made for this try: pass the browser's warning by its details.",
        ),
        here.terminal
            .say("終わるには Ctrl-C を押してください。", "Ctrl-C ends it."),
    );
    // On a terminal the link belongs to the result; a pipe keeps the table clean.
    match std::io::stdout().is_terminal() {
        true => here.terminal.result(&lines)?,
        false => here.terminal.note(&lines)?,
    }
    here.terminal.note(&notes)?;
    here.terminal.flush()?;
    if has_display() && std::io::stdout().is_terminal() {
        open_in_browser(&url);
    }
    Ok(())
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Hands the address to the desktop; the printed one is enough where that fails.
fn open_in_browser(url: &str) {
    use std::process::Stdio;
    let started = Process::new("xdg-open")
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut browser) = started {
        std::thread::spawn(move || browser.wait());
    }
}

fn code() -> Result<DepartmentId, Failure> {
    DEPARTMENT.parse().map_err(|error| bug(&error))
}

fn bug(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        Exit::Bug,
        error.to_string(),
        "please report this with the output of --version",
    )
}

/// Runs blocking work on a thread for it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(bug(&error)))
}
