//! What every import does at the command line: reads the file, names every mistake, says what would change.

use std::path::Path;

use mimawari_proto::show::exit::{Exit, Failure};

use super::Here;
use crate::sheet::{Change, Mistake};

/// Largest file read.
const FILE_LIMIT_BYTES: u64 = 32 << 20;

/// Mistakes that are shown at once.
const SHOWN: usize = 20;

/// Reads a file that a person named.
pub(super) fn bytes(path: &Path, here: &Here<'_>) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let read = std::fs::metadata(path).and_then(|facts| match facts.len() > FILE_LIMIT_BYTES {
        true => Err(std::io::Error::other(format!(
            "larger than {FILE_LIMIT_BYTES} bytes"
        ))),
        false => std::fs::read(path),
    });
    read.map_err(|error| {
        let next = here.terminal.say(
            "ファイル名と読み取り権を確かめてください",
            "check the name of the file and the right to read it",
        );
        Failure::new(Exit::Usage, format!("{shown}: {error}"), next)
    })
}

/// Tells every mistake of a file, and that nothing was imported.
pub(super) fn refused(here: &Here<'_>, file: &str, mistakes: &[Mistake]) -> Failure {
    let mut lines: Vec<_> = mistakes
        .iter()
        .take(SHOWN)
        .map(|mistake| mistake.say(file, here.terminal.lang()))
        .collect();
    if mistakes.len() > SHOWN {
        let more = here.terminal.say("さらに", "and further mistakes:");
        lines.push(format!("{more} {}", mistakes.len() - SHOWN));
    }
    let next = here.terminal.say(
        "直してからもう一度実行してください。何も登録していません",
        "correct them and try again; nothing was imported",
    );
    Failure::new(Exit::Usage, lines.join("\n"), next)
}

/// Returns the name of a file without its folder, as the evidence keeps it.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// Tells which columns of a file mean nothing.
pub(super) fn note_unused(here: &mut Here<'_>, unused: &[String]) -> Result<(), Failure> {
    if unused.is_empty() {
        return Ok(());
    }
    let said = here.terminal.say("使わない列:", "columns not used:");
    Ok(here.terminal.note(&format!("{said} {}", unused.join(", ")))?)
}

/// Tells that nothing was imported, because nobody asked for more than a look.
pub(super) fn note_dry_run(here: &mut Here<'_>) -> Result<(), Failure> {
    let said = here.terminal.say(
        "確認のみ: 何も登録していません",
        "checked only: nothing was imported",
    );
    Ok(here.terminal.note(said)?)
}

/// Names what a row changes.
pub(super) fn change(change: Change, here: &Here<'_>) -> &'static str {
    match change {
        Change::New => here.terminal.say("新規", "new"),
        Change::Changed => here.terminal.say("変更", "changed"),
        Change::Same => here.terminal.say("同じ", "same"),
    }
}
