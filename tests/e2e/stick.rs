//! What lies on a stick, from the stick to the list of findings: the notes on it, and what a pulled stick proves.

use std::{fs, io::Write as _, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use mimawari_tests::{agent::Agent, collector::Collector, desktop::Desktop, wait};
use serde_json::Value;

const SERIAL: &str = "0x6a7b8c9d";

/// A PC with one slot for a card, an agent and its collector.
struct Bench {
    _folder: tempfile::TempDir,
    root: PathBuf,
    collector: Collector,
    agent: Agent,
}

impl Bench {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let root = fs::canonicalize(folder.path())?.join("devices");
        let desktop = Desktop::empty(folder.path())?;
        let collector = Collector::started(folder.path())?;
        let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
        // Slow enough to pull the card in the middle.
        let mut settings = fs::OpenOptions::new().append(true).open(agent.config())?;
        settings.write_all(b"[budget]\nshare_percent = 5\n")?;
        agent.enroll(&collector)?;
        fs::create_dir_all(root.join("sys"))?;
        agent.start_with(&["--sysroot", root.to_str().context("a plain path")?])?;
        Ok(Self {
            _folder: folder,
            root,
            collector,
            agent,
        })
    }

    fn put(&self, path: &str, text: &str) -> Result<()> {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().context("inside")?)?;
        Ok(fs::write(path, text)?)
    }

    fn on_card(&self, name: &str, text: &str) -> Result<()> {
        self.put(&format!("media/hanako/CARD/{name}"), text)
    }

    fn plug(&self) -> Result<()> {
        for (file, text) in [
            ("device/type", "SD\n"),
            ("device/name", "SC32G\n"),
            ("device/serial", SERIAL),
            ("ro", "0\n"),
            ("dev", "179:0\n"),
            ("size", "62333952\n"),
        ] {
            self.put(&format!("sys/block/mmcblk1/{file}"), text)?;
        }
        let mounted = "91 28 179:0 / /media/hanako/CARD rw - vfat /dev/mmcblk1 rw\n";
        self.put("proc/self/mountinfo", mounted)
    }

    fn pull(&self) -> Result<()> {
        fs::remove_dir_all(self.root.join("sys/block"))?;
        Ok(fs::remove_file(self.root.join("proc/self/mountinfo"))?)
    }

    fn until<T>(&self, what: &str, look: impl Fn(&Value) -> Option<T>, ask: &[&str]) -> Result<T> {
        wait::until(what, || {
            self.collector.json(ask).ok().and_then(|told| look(&told))
        })
    }

    /// Waits until so many stays were told of, the newest over or under way.
    fn until_stay(&self, stays: usize, over: bool) -> Result<()> {
        let look = |told: &Value| {
            let all = told.as_array()?;
            let is_over = all.iter().filter(|stay| !stay["left"].is_null()).count();
            let wanted = if over { stays } else { stays - 1 };
            (all.len() == stays && is_over == wanted).then_some(())
        };
        self.until("the stay", look, &["media", "seen"])
    }

    fn open(&self) -> Result<Vec<Value>> {
        let list = self.collector.json(&["finding", "list"])?;
        let rows = list.as_array().context("a list")?;
        Ok(rows.iter().filter(|row| row["state"] == "new").cloned().collect())
    }

    fn until_open(&self, number: usize) -> Result<Vec<Value>> {
        wait::until("the findings", || {
            self.open().ok().filter(|open| open.len() == number)
        })
    }
}

#[test]
fn a_note_on_a_stick_is_found_and_stands_until_the_same_stick_was_seen_without_it() -> Result<()> {
    let mut bench = Bench::new()?;
    bench.on_card("引継ぎ/ログイン.txt", "パスワード: kigi-Tanuki-2048\n")?;
    bench.on_card("会議.txt", "本日の議題は防災訓練の日程について。\n")?;
    bench.plug()?;
    bench.until_open(1)?;
    // A number is worse than a note, and belongs to another item of the result table.
    bench.pull()?;
    bench.until_stay(1, true)?;
    bench.on_card("引継ぎ/名簿.csv", "氏名,個人番号\n架空太郎,1234 5678 9018\n")?;
    bench.plug()?;
    let open = bench.until_open(2)?;
    let found = open
        .iter()
        .find(|row| row["kind"] == "password_note")
        .context("the note")?;
    ensure!(open.iter().any(|row| row["kind"] == "my_number"), "{open:#?}");
    ensure!(found["kind"] == "password_note", "{found:#}");
    ensure!(
        found["medium"]["product"] == "SC32G" && found["medium"]["serial"] == SERIAL,
        "{found:#}"
    );
    let path = found["path"].as_str().context("a path")?;
    ensure!(path.contains("SC32G") && path.contains("%MEDIUM%"), "{path}");
    ensure!(!path.contains("hanako") && !path.contains("ログイン"), "{path}");

    // In the drawer it still holds the note, whatever the PC finds on itself meanwhile.
    bench.pull()?;
    bench.until_stay(2, true)?;
    bench.agent.wish()?;
    let whole = |told: &Value| (told.as_array()?.first()?["complete"] == 1).then_some(());
    bench.until("a whole round", whole, &["department", "list"])?;
    ensure!(bench.open()?.len() == 2);
    let proposed = |number: &str| -> Result<Value> {
        let matrix = bench.collector.json(&["matrix", "show"])?;
        let items = matrix["items"].as_array().context("items")?;
        let item = items
            .iter()
            .find(|item| item["no"] == number)
            .context("an item")?;
        Ok(item["cells"]["1010"]["proposed"].clone())
    };
    ensure!(proposed("III-5")? == "×", "{}", proposed("III-5")?);
    ensure!(
        proposed("I-2(2)")? == "○",
        "what lies on a stick lies on no desktop"
    );

    // Back with the note gone, and pulled before it was read to the end: nothing is proven.
    fs::remove_dir_all(bench.root.join("media/hanako/CARD/引継ぎ"))?;
    for n in 0..3_000 {
        bench.on_card(
            &format!("記録/{n:04}.txt"),
            "本日の議題は防災訓練の日程について。\n",
        )?;
    }
    bench.plug()?;
    bench.until_stay(3, false)?;
    bench.pull()?;
    bench.until_stay(3, true)?;
    ensure!(bench.open()?.len() == 2, "a pulled stick proves nothing");

    // And read to the end.
    fs::remove_dir_all(bench.root.join("media/hanako/CARD/記録"))?;
    bench.plug()?;
    bench.until_open(0)?;
    ensure!(bench.collector.verified()?["ok"] == true);
    bench.agent.stop()?.context("it ran")?.expect(143)?;
    Ok(())
}
