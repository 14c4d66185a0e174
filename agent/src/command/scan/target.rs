//! What a scan looks at: each PATH as it was given and as it really is.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use mimawari_proto::{
    round::RootOutcome,
    show::{
        exit::{Exit, Failure},
        terminal::Terminal,
        visible,
    },
};

use crate::{
    platform::{folder, place},
    sense::desktop::{self, Whose},
};

/// One file or folder to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    /// As it was given; results are written below it.
    pub(super) shown: PathBuf,
    /// Where it really is, without links.
    pub(super) real: PathBuf,
    /// What to do with it.
    pub(super) plan: Plan,
}

/// What to do with a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Plan {
    /// Walk it.
    Walk,
    /// Look at this one.
    One,
    /// Say that it could not be reached.
    Tell(RootOutcome),
}

/// Takes the PATHs of the command line; the current folder when there is none.
///
/// A link that a person names is followed. One that lies inside another is
/// looked at with that other. What is not there is told at once; when nothing
/// is, that is wrong usage.
pub(super) fn named(paths: &[PathBuf], terminal: &mut Terminal) -> Result<Vec<Target>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut targets = Vec::new();
    let mut mistakes = Vec::new();
    for path in paths {
        let (target, mistake) = target(path, terminal);
        targets.push(target);
        mistakes.extend(mistake);
    }
    if mistakes.len() == paths.len() {
        return Err(mistakes.swap_remove(0));
    }
    for mistake in mistakes {
        terminal.error(&mistake.what, &mistake.next)?;
    }
    Ok(each_once(&targets))
}

/// Takes the desktops that this account may look at.
pub(super) fn desktops() -> Vec<Target> {
    let whose = match place::is_administrator() {
        true => Whose::Everyone,
        false => Whose::Mine,
    };
    desktop::roots(whose, &[])
        .into_iter()
        .filter_map(|root| {
            let plan = match root.outcome {
                RootOutcome::Absent => return None,
                RootOutcome::Covered => Plan::Walk,
                other => Plan::Tell(other),
            };
            Some(Target {
                shown: root.path.clone(),
                real: root.path,
                plan,
            })
        })
        .collect()
}

fn target(path: &Path, terminal: &Terminal) -> (Target, Option<Failure>) {
    let found = folder::real_path(path).and_then(|real| Ok((fs::metadata(&real)?.is_dir(), real)));
    let (plan, real, mistake) = match found {
        Ok((true, real)) => (Plan::Walk, real, None),
        Ok((false, real)) => (Plan::One, real, None),
        Err(error) => {
            let (outcome, mistake) = unreachable_path(path, &error, terminal);
            (Plan::Tell(outcome), path.to_owned(), mistake)
        }
    };
    let shown = path.to_owned();
    (Target { shown, real, plan }, mistake)
}

/// What is not there is a mistake of the caller; what may not be reached is a result.
fn unreachable_path(path: &Path, error: &io::Error, terminal: &Terminal) -> (RootOutcome, Option<Failure>) {
    let (what, next) = match error.kind() {
        io::ErrorKind::PermissionDenied => return (RootOutcome::Denied, None),
        io::ErrorKind::NotFound => (
            terminal.say("ファイルもフォルダーもありません", "no such file or folder"),
            terminal.say(
                "つづりを確かめてください。PATH を省くと今のフォルダーを調べます",
                "check the spelling; without a PATH the current folder is looked at",
            ),
        ),
        io::ErrorKind::NotADirectory => (
            terminal.say(
                "途中の名前がフォルダーではなくファイルです",
                "a part of this path is a file, not a folder",
            ),
            terminal.say(
                "そのファイルまでの名前を指定してください",
                "name the file itself, without what follows it",
            ),
        ),
        _ => (
            terminal.say("開けません", "cannot be opened"),
            terminal.say(
                "開けるファイルかフォルダーを指定してください",
                "name a file or folder that can be opened",
            ),
        ),
    };
    let shown = path.display().to_string();
    let what = format!("{}: {what} ({error})", visible(&shown));
    (RootOutcome::Absent, Some(Failure::new(Exit::Usage, what, next)))
}

fn each_once(targets: &[Target]) -> Vec<Target> {
    let inside = |at: usize, one: &Target| {
        targets
            .iter()
            .enumerate()
            .any(|(other_at, other)| match one.real == other.real {
                true => other_at < at,
                false => other.plan == Plan::Walk && one.real.starts_with(&other.real),
            })
    };
    targets
        .iter()
        .enumerate()
        .filter(|(at, one)| !inside(*at, one))
        .map(|(_, one)| one.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use mimawari_proto::show::{
        options::{Globals, Lang},
        terminal::Surroundings,
    };

    use super::*;

    fn terminal() -> Terminal {
        let (out, err) = (Box::new(io::sink()), Box::new(io::sink()));
        Terminal::new(out, err, &Globals::default(), Lang::En, Surroundings::default())
    }

    fn shown(paths: &[PathBuf]) -> Vec<(PathBuf, Plan)> {
        let targets = named(paths, &mut terminal()).expect("all are there");
        targets.into_iter().map(|one| (one.shown, one.plan)).collect()
    }

    #[test]
    fn without_a_path_the_current_folder_is_looked_at() {
        assert_eq!(shown(&[]), [(PathBuf::from("."), Plan::Walk)]);
    }

    #[test]
    fn a_path_is_looked_at_once_and_a_file_is_a_file() {
        let dir = tempfile::tempdir().expect("temp dir");
        let (folder, file) = (dir.path().join("folder"), dir.path().join("file"));
        fs::create_dir_all(folder.join("below")).expect("make");
        fs::write(&file, b"").expect("write");
        let paths = [folder.join("below"), folder.clone(), file.clone(), folder.clone()];
        assert_eq!(shown(&paths), [(folder, Plan::Walk), (file, Plan::One)]);
    }

    #[test]
    fn a_path_that_is_not_there_holds_up_none_of_the_others() {
        let here = PathBuf::from(".");
        let missing = PathBuf::from("/no/such/place");
        let absent = Plan::Tell(RootOutcome::Absent);
        assert_eq!(
            shown(&[missing.clone(), here.clone()]),
            [(missing, absent), (here, Plan::Walk)]
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_wrong_usage_and_named() {
        let failure = named(&[PathBuf::from("/no/such/place")], &mut terminal()).expect_err("not there");
        assert_eq!(failure.exit, Exit::Usage);
        assert!(failure.what.contains("/no/such/place"), "{failure}");
    }
}
