//! A small sample desktop for a user who has none, such as on a server.
//!
//! The numbers are the published examples of the check-digit rule, never
//! generated ones, which could belong to somebody.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use mimawari_proto::show::exit::{Exit, Failure};

use crate::trust::private::make_dir;

/// Last change of every sample, since 1970: 2026-04-01 in Japan.
///
/// What was saved today is left in peace for a while; the sample has lain there for long.
const LAID_DOWN: Duration = Duration::from_secs(1_775_000_000);

const FILES: &[(&str, &str)] = &[
    (
        "業務システム パスワード.txt",
        "保育システム(見本)\r\nユーザーID: hoiku01\r\nパスワード: Mihon-Sakura-2026\r\n",
    ),
    (
        "個人番号一覧(見本).csv",
        "氏名,個人番号\r\n見本 太郎,123456789018\r\n見本 花子,983205673214\r\n見本 次郎,465281266333\r\n",
    ),
    (
        "会議メモ.txt",
        "4月の課内会議\r\n・窓口の当番表を見直す\r\n・防災訓練は6月\r\n",
    ),
    (
        "予定表.csv",
        "日付,予定\r\n2026-04-01,辞令交付式\r\n2026-04-03,課内会議\r\n",
    ),
    (
        "読んでください.txt",
        "このフォルダーは見回りの試用のための見本です。中の人物や番号は実在しません。\r\n",
    ),
];

/// Makes the sample in the folder of the try if this user has no desktop, and returns where it is.
pub(super) fn if_needed(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match home.as_deref().is_some_and(has_desktop) {
        true => Ok(None),
        false => made(&folder.join("sample").join("デスクトップ")).map(Some),
    }
}

fn made(desktop: &Path) -> Result<PathBuf, Failure> {
    make_dir(desktop)?;
    for (name, text) in FILES {
        let path = desktop.join(name);
        laid_down(&path, text).map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!("cannot write {}: {error}", path.display()),
                "make room there, or name another folder with --dir",
            )
        })?;
    }
    Ok(desktop.to_owned())
}

fn laid_down(path: &Path, text: &str) -> io::Result<()> {
    #[expect(
        clippy::disallowed_methods,
        reason = "samples to be found on a desktop, nothing to keep private or whole"
    )]
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.set_modified(SystemTime::UNIX_EPOCH + LAID_DOWN)
}

/// Tells whether a user has a desktop: the folder of their settings, or one of the usual names.
fn has_desktop(home: &Path) -> bool {
    let settings = fs::read_to_string(home.join(".config/user-dirs.dirs")).unwrap_or_default();
    let set = settings.lines().find_map(|line| {
        let value = line.trim().strip_prefix("XDG_DESKTOP_DIR=")?.trim_matches('"');
        Some(match value.strip_prefix("$HOME/") {
            // A desktop that is the home folder itself means that there is none.
            Some("") => home.join("Desktop"),
            Some(below) => home.join(below),
            None => PathBuf::from(value),
        })
    });
    let usual = ["Desktop", "デスクトップ"].map(|name| home.join(name));
    set.iter().chain(&usual).any(|path| path.is_dir() && path != home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desktop_is_found_where_the_users_settings_say() {
        let home = tempfile::tempdir().expect("a folder");
        let home = home.path();
        assert!(!has_desktop(home));
        fs::create_dir_all(home.join(".config")).expect("made");
        fs::create_dir_all(home.join("机の上")).expect("made");
        fs::write(
            home.join(".config/user-dirs.dirs"),
            "# set\nXDG_DESKTOP_DIR=\"$HOME/\"\n",
        )
        .expect("written");
        assert!(!has_desktop(home), "the home folder is no desktop");
        fs::write(
            home.join(".config/user-dirs.dirs"),
            "XDG_DESKTOP_DIR=\"$HOME/机の上\"\n",
        )
        .expect("written");
        assert!(has_desktop(home));
    }

    #[test]
    fn the_sample_holds_what_is_to_be_found_and_harmless_files() {
        let dir = tempfile::tempdir().expect("a folder");
        let desktop = made(&dir.path().join("sample")).expect("made");
        assert_eq!(fs::read_dir(desktop).expect("read").count(), FILES.len());
    }
}
