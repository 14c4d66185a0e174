//! Reads rules from a folder: every `*.toml` in it, in the order of their names.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use mimawari_proto::show::{
    exit::{Exit, Failure},
    terminal::Terminal,
};

use crate::examine::Eyes;

/// Reads and compiles the rules in `folder`; a mistake names its file.
pub(super) fn eyes(folder: &Path, terminal: &Terminal) -> Result<Eyes, Failure> {
    let wrong = |path: &Path, error: &dyn std::fmt::Display| {
        let next = terminal.say(
            "規則のフォルダーを確かめてください（組み込みの規則: mimawari-agent rules show）",
            "check the folder of rules; mimawari-agent rules show prints the built-in ones",
        );
        Failure::new(Exit::Usage, format!("{}: {error}", path.display()), next)
    };
    let paths = rule_files(folder).map_err(|error| wrong(folder, &error))?;
    if paths.is_empty() {
        let none = terminal.say("規則 (*.toml) がありません", "there is no rule (*.toml) in it");
        return Err(wrong(folder, &none));
    }
    let mut files = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(path).map_err(|error| wrong(path, &error))?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        files.push((name, text));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    Eyes::from_rules(&files).map_err(|error| wrong(folder, &error))
}

fn rule_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("toml")) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use mimawari_proto::show::{
        options::{Globals, Lang},
        terminal::Surroundings,
    };

    use super::*;

    fn wrong(folder: &Path) -> String {
        let (out, err) = (Box::new(io::sink()), Box::new(io::sink()));
        let terminal = Terminal::new(out, err, &Globals::default(), Lang::En, Surroundings::default());
        let failure = eyes(folder, &terminal).err().expect("not rules");
        assert_eq!(failure.exit, Exit::Usage);
        failure.what
    }

    #[test]
    fn a_folder_without_rules_or_with_a_broken_one_is_wrong_usage() {
        let dir = tempfile::tempdir().expect("temp dir");
        assert!(wrong(dir.path()).contains("no rule"));
        fs::write(dir.path().join("mine.toml"), "kind = ").expect("write");
        assert!(wrong(dir.path()).contains("mine.toml"));
        assert!(wrong(&dir.path().join("missing")).contains("missing"));
    }
}
