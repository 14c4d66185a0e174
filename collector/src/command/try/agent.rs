//! The agent of a try: the program beside this one, as the current user, with a state folder of its own.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use mimawari_proto::show::{
    exit::{Exit, Failure},
    options::Lang,
};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::AsyncWriteExt as _,
    process::{Child, Command},
    time::timeout,
};

use crate::trust::private::{make_dir, write_file};

/// How long the agent may take to stop: as long as it promises.
const STOP: Duration = Duration::from_secs(10);

/// What the agent says at most when it fails, in bytes.
const WORDS: usize = 2000;

/// An agent that is set up.
pub(super) struct Agent {
    program: PathBuf,
    dir: PathBuf,
}

/// An agent that runs as its service does.
pub(super) struct Service(Child);

/// Finds the agent's program beside this one.
pub(super) fn program() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe().unwrap_or_default();
    let beside = own.with_file_name("mimawari-agent");
    match beside.is_file() {
        true => Ok(beside),
        false => Err(Failure::new(
            Exit::Usage,
            format!("the agent is not beside this program: {}", beside.display()),
            "build or install mimawari-agent into the same folder",
        )),
    }
}

impl Agent {
    /// Writes the agent's settings: this user's desktop only, and the sample where there is one.
    pub(super) fn new(program: PathBuf, dir: PathBuf, sample: Option<&Path>) -> Result<Self, Failure> {
        make_dir(&dir)?;
        let mut sense = toml::Table::new();
        sense.insert("users".to_owned(), "mine".into());
        if let Some(sample) = sample.and_then(Path::to_str) {
            sense.insert("desktops".to_owned(), vec![sample.to_owned()].into());
        }
        let mut settings = toml::Table::new();
        settings.insert("sense".to_owned(), sense.into());
        write_file(&dir.join("agent.toml"), settings.to_string().as_bytes())?;
        Ok(Self { program, dir })
    }

    /// Introduces the agent to the collector; the token goes by standard input.
    pub(super) async fn enroll(&self, token: &str) -> Result<(), Failure> {
        let mut child = self
            .command()
            .args(["enroll", "--token-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| self.unstartable(&error))?;
        if let Some(mut stdin) = child.stdin.take() {
            // An agent that ended already says why by its exit code.
            drop(stdin.write_all(format!("{token}\n").as_bytes()).await);
        }
        let ended = child
            .wait_with_output()
            .await
            .map_err(|error| self.unstartable(&error))?;
        match ended.status.success() {
            true => Ok(()),
            false => Err(failed("enroll", ended.status.code(), &ended.stderr)),
        }
    }

    /// Makes a round and brings its findings to the collector; the agent's own progress line is shown.
    pub(super) async fn round(&self, lang: Lang) -> Result<(), Failure> {
        let ended = self
            .command()
            .args(["round", "--now", "--lang"])
            .arg(match lang {
                Lang::Ja => "ja",
                Lang::En => "en",
            })
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .await
            .map_err(|error| self.unstartable(&error))?;
        match ended.code() {
            // Findings, and files that could not be read, are what a round is for.
            Some(0 | 1 | 3) => Ok(()),
            code => Err(failed("round --now", code, b"")),
        }
    }

    /// Starts the agent as its service.
    pub(super) fn run(&self) -> Result<Service, Failure> {
        #[expect(
            clippy::disallowed_methods,
            reason = "a log in the private folder of the trial; a new one each time"
        )]
        let log =
            std::fs::File::create(self.dir.join("agent.log")).map_or_else(|_| Stdio::null(), Stdio::from);
        self.command()
            .arg("run")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            // Its own group: Ctrl-C reaches this process, which then stops both in order.
            .process_group(0)
            .spawn()
            .map(Service)
            .map_err(|error| self.unstartable(&error))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--state")
            .arg(self.dir.join("state"))
            .arg("--config")
            .arg(self.dir.join("agent.toml"))
            .kill_on_drop(true);
        command
    }

    fn unstartable(&self, error: &std::io::Error) -> Failure {
        Failure::new(
            Exit::Usage,
            format!("cannot run {}: {error}", self.program.display()),
            "check that it may be executed",
        )
    }
}

impl Service {
    /// Asks the agent to stop and waits for it; kills it when it does not.
    pub(super) async fn stop(mut self) {
        let pid = self.0.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(pid) = pid {
            // It may have ended just now, which is what is wanted.
            let _ = kill_process(pid, Signal::TERM);
        }
        if timeout(STOP, self.0.wait()).await.is_err() {
            drop(self.0.kill().await);
        }
    }
}

/// Says that the agent failed, in its own words.
fn failed(what: &str, code: Option<i32>, words: &[u8]) -> Failure {
    let words = String::from_utf8_lossy(&words[..words.len().min(WORDS)]);
    let code = code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
    let exit = match code.as_str() {
        "4" => Exit::NotPermitted,
        "5" => Exit::Unreachable,
        "6" => Exit::Damaged,
        "7" => Exit::Locked,
        _ => Exit::Partly,
    };
    Failure::new(
        exit,
        format!("the agent's `{what}` ended with {code}\n{}", words.trim_end()),
        "the lines above are the agent's own; try again with -v",
    )
}
