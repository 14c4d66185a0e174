//! Where desktops lie, for accounts and `user-dirs.dirs` of all sorts.

use std::os::unix::fs::symlink;

use mimawari_proto::name::Name;

use super::*;

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("temp dir");
        fs::create_dir(dir.path().join(".config")).expect("make");
        Self { dir }
    }

    fn path(&self, below: &str) -> PathBuf {
        fs::canonicalize(self.dir.path()).expect("there").join(below)
    }

    fn with(self, folder: &str) -> Self {
        fs::create_dir_all(self.path(folder)).expect("make");
        self
    }

    fn naming(self, value: &str) -> Self {
        let text = format!("XDG_DESKTOP_DIR=\"{value}\"\n");
        fs::write(self.path(".config/user-dirs.dirs"), text).expect("write");
        self
    }

    fn desktops(&self) -> Vec<Desktop> {
        let uid = rustix::process::geteuid().as_raw();
        let account = Account::new(Name::from("hanako"), uid, self.path(""));
        desktops_of(&account, &self.path(".config"))
    }

    fn found(&self) -> Vec<PathBuf> {
        let there = |one: &Desktop| matches!(one.reach, Reach::There(_));
        self.desktops()
            .into_iter()
            .filter(there)
            .map(|one| one.path)
            .collect()
    }
}

#[test]
fn the_named_desktop_and_both_usual_ones_are_found() {
    let home = Home::new()
        .naming("$HOME/机")
        .with("机")
        .with("Desktop")
        .with("デスクトップ");
    let wanted = ["机", "Desktop", "デスクトップ"].map(|name| home.path(name));
    assert_eq!(home.found(), wanted);
}

#[test]
fn a_desktop_with_two_names_is_covered_once() {
    let home = Home::new().naming("$HOME/Desktop").with("Desktop");
    symlink(home.path("Desktop"), home.path("デスクトップ")).expect("link");
    assert_eq!(home.found(), [home.path("Desktop")]);
}

#[test]
fn a_home_named_as_desktop_means_that_there_is_none() {
    let home = Home::new().naming("$HOME/");
    assert_eq!(home.found(), [] as [PathBuf; 0]);
    assert_eq!(home.desktops()[0].reach, Reach::Absent);
}

#[test]
fn an_account_without_a_desktop_is_named_once_as_absent() {
    let desktops = Home::new().desktops();
    assert_eq!(desktops.len(), 1);
    assert_eq!(desktops[0].reach, Reach::Absent);
}

#[test]
fn a_folder_of_somebody_else_is_nobodys_desktop() {
    let home = Home::new();
    symlink("/proc/1", home.path("Desktop")).expect("link");
    let (_, reach) = look(&home.path("Desktop"), 4_242);
    assert_eq!(reach, Reach::Denied);
}

#[test]
fn a_pipe_in_place_of_the_settings_holds_up_nobody() {
    let home = Home::new().with("Desktop");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        home.path(".config/user-dirs.dirs"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .expect("make a pipe");
    assert_eq!(home.found(), [home.path("Desktop")]);
}
