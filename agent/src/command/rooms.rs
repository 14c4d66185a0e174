//! Opens examining rooms for a command, and tells where one does not stand on every side.

use mimawari_proto::show::{
    exit::{Exit, Failure},
    terminal::Terminal,
};

use crate::{
    examine::{
        Eyes,
        room::{self, NoRoom, Room},
    },
    platform::facts::Built,
};

/// Prepares so many rooms; the first is opened, so that a machine that has none is told at once.
pub(super) fn open(eyes: &Eyes, count: usize, terminal: &mut Terminal) -> Result<Vec<Room>, Failure> {
    let program = room::own_program().map_err(|error| none(&error))?;
    let mut rooms = (0..count)
        .map(|_| Room::new(eyes, program.clone()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| none(&error))?;
    if let Some(first) = rooms.first_mut() {
        let built = first.open().map_err(|error| none(&error))?;
        if room::is_open(built) {
            let missing = missing(built);
            let text = match terminal.say("ja", "en") {
                "ja" => format!(
                    "検査室の壁の一部がありません ({missing})。mimawari-agent doctor で理由を確かめられます"
                ),
                _ => format!("the examining room lacks walls ({missing}); mimawari-agent doctor says why"),
            };
            terminal.note(&text)?;
        }
    }
    Ok(rooms)
}

/// Names the walls that do not stand.
pub(super) fn missing(built: &[Built]) -> String {
    let missing = built.iter().filter(|one| !one.stands);
    missing.map(|one| one.wall.word()).collect::<Vec<_>>().join(", ")
}

/// Without a room nothing is read.
pub(super) fn none(error: &NoRoom) -> Failure {
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
    Failure::new(
        Exit::Partly,
        format!("{error}{cause}"),
        "documents are only read in a process without rights; free memory or processes of this account, and see `mimawari-agent doctor`",
    )
}
