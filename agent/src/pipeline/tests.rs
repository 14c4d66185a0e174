//! The loop with real threads, and stops of every kind.

use std::{fs, path::Path, time::Duration};

use mimawari_proto::round::MediaWatch;
use tokio::sync::oneshot;

use super::*;
use crate::settings::{Settings, Users};

fn settings(desk: &Path) -> Settings {
    let mut settings = Settings::default();
    settings.sense.users = Users::Mine;
    settings.sense.desktops = vec![desk.to_owned()];
    settings
}

/// A state folder and a desktop with so many notes.
fn bench(notes: usize) -> (tempfile::TempDir, Agent) {
    let dir = tempfile::tempdir().expect("temp dir");
    let desk = dir.path().join("desk");
    fs::create_dir(&desk).expect("makes");
    for n in 0..notes {
        fs::write(
            desk.join(format!("{n}.txt")),
            "ID: tanaka\npassword: hunter2zz!\n",
        )
        .expect("writes");
    }
    let mut agent = Agent::open(&dir.path().join("state"), settings(&desk)).expect("opens");
    agent.examining = examining::Examining::Here;
    agent.media_root = dir.path().join("no devices");
    (dir, agent)
}

#[test]
fn a_second_agent_on_one_folder_is_told_so() {
    let (dir, agent) = bench(0);
    let again = Agent::open(&agent.folder, settings(dir.path()));
    assert!(matches!(again, Err(NoAgent::Locked(_))));
    let folder = agent.folder.clone();
    drop(agent);
    assert!(Agent::open(&folder, settings(dir.path())).is_ok());
}

#[test]
fn a_restored_copy_of_the_state_folder_begins_a_new_epoch() {
    let (dir, agent) = bench(0);
    let (from, epoch) = (agent.folder.clone(), agent.outbox.position().epoch);
    drop(agent);
    let to = dir.path().join("copy");
    fs::create_dir(&to).expect("makes");
    fs::copy(from.join("outbox.db"), to.join("outbox.db")).expect("copies");
    let copy = Agent::open(&to, settings(dir.path())).expect("opens");
    assert_ne!(copy.outbox.position().epoch, epoch);
    let same = Agent::open(&from, settings(dir.path())).expect("opens");
    assert_eq!(same.outbox.position().epoch, epoch);
}

#[tokio::test]
async fn a_wish_makes_a_round_and_a_stop_ends_the_loop() {
    let (_dir, agent) = bench(3);
    let (folder, outbox) = (agent.folder.clone(), agent.outbox.clone());
    fs::write(folder.join(WISH_FILE), b"").expect("wishes");
    let (stop, stopped) = oneshot::channel();
    let sealed = outbox.sealed();
    let running = tokio::spawn(Pipeline::start(agent).turn(async move {
        stopped.await.expect("is sent");
        Ending::Terminated
    }));
    let done = async {
        while !ended(&outbox) {
            sealed.notified().await;
        }
    };
    timeout(Duration::from_secs(20), done).await.expect("a round");
    assert!(!folder.join(WISH_FILE).exists());
    stop.send(()).expect("it listens");
    let ending = timeout(Duration::from_secs(10), running).await.expect("in time");
    assert!(matches!(ending, Ok(Ok(Ending::Terminated))));
    assert!(!outbox.standing_ids().expect("reads").is_empty());
}

#[tokio::test]
async fn a_stop_in_the_middle_of_a_round_keeps_what_was_read() {
    let (_dir, agent) = bench(400);
    let outbox = agent.outbox.clone();
    fs::write(agent.folder.join(WISH_FILE), b"").expect("wishes");
    let mut pipeline = Pipeline::start(agent);
    pipeline.tick().expect("begins");
    let stopping = timeout(Duration::from_secs(10), pipeline.stop());
    stopping.await.expect("in time");
    assert!(ended(&outbox), "even a stopped round says how far it came");
    let kept: Option<round::State> = outbox.memo(STATE_MEMO).expect("reads");
    assert!(
        kept.and_then(|state| state.last)
            .and_then(|last| last.outcome)
            .is_some()
    );
}

#[tokio::test]
async fn a_round_says_whether_media_are_watched() {
    for (wanted, expected) in [(true, MediaWatch::Running), (false, MediaWatch::Off)] {
        let (_dir, mut agent) = bench(1);
        agent.settings.media.watch = wanted;
        fs::write(agent.folder.join(WISH_FILE), b"").expect("wishes");
        let outbox = agent.outbox.clone();
        let mut pipeline = Pipeline::start(agent);
        pipeline.tick().expect("begins");
        let ended = timeout(Duration::from_secs(20), pipeline.swept.recv());
        let ended = ended.await.expect("in time").expect("an end");
        let said = ended.map(|ended| ended.map(|ended| ended.media_watch));
        assert_eq!(said.and_then(Result::ok), Some(Some(expected)));
        pipeline.stop().await;
        drop(outbox);
    }
    // A round by hand, without the service.
    let (_dir, agent) = bench(1);
    let (to_swept, mut swept) = mpsc::channel(1);
    let _sweeping = Sweeping::start(&agent, RoundReason::Asked, to_swept).expect("begins");
    let ended = swept.recv().await.flatten().expect("an end").expect("a round");
    assert_eq!(ended.media_watch, Some(MediaWatch::Down));
}

/// Puts a memory card with one file into a tree of devices.
fn insert_card(root: &Path) {
    let files = [
        ("sys/block/mmcblk1/size", "62333952\n"),
        ("sys/block/mmcblk1/ro", "0\n"),
        ("sys/block/mmcblk1/dev", "179:0\n"),
        ("sys/block/mmcblk1/device/type", "SD\n"),
        ("sys/block/mmcblk1/device/name", "SC32G\n"),
        ("sys/block/mmcblk1/device/serial", "0x6a7b8c9d\n"),
        (
            "proc/self/mountinfo",
            "91 28 179:0 / /media/taro/CARD rw - vfat /dev/mmcblk1 rw\n",
        ),
        ("media/taro/CARD/名簿.xlsx", "x"),
    ];
    for (file, text) in files {
        let file = root.join(file);
        fs::create_dir_all(file.parent().expect("inside")).expect("makes");
        fs::write(file, text).expect("writes");
    }
}

/// Waits until something was said of media.
async fn until_said(outbox: &crate::outbox::Outbox, wanted: impl Fn(&Said) -> bool) {
    let sealed = outbox.sealed();
    let said = || {
        let mut found = false;
        let look = |_: &_, events: &[Says]| found |= events.iter().any(|event| wanted(&event.said));
        outbox.each_waiting(look).expect("reads");
        found
    };
    let done = async {
        while !said() {
            sealed.notified().await;
        }
    };
    timeout(Duration::from_secs(20), done).await.expect("it is said");
}

#[tokio::test]
async fn a_card_is_told_with_what_lies_on_it_and_then_that_it_left() {
    let (_dir, mut agent) = bench(0);
    insert_card(&agent.media_root);
    agent.media_root = fs::canonicalize(&agent.media_root).expect("there");
    if crate::platform::media::present(&agent.media_root).is_empty() {
        // Windows has no such tree: it asks the drives themselves.
        return;
    }
    let (outbox, root) = (agent.outbox.clone(), agent.media_root.clone());
    let pipeline = Pipeline::start(agent);
    until_said(&outbox, |said| {
        matches!(said, Said::MediaSeen(seen)
            if seen.content.as_ref().is_some_and(|content| content.files == 1)
                && seen.user.shown == "taro"
                && seen.empty == Some(false))
    })
    .await;
    fs::remove_dir_all(root.join("sys")).expect("pulls");
    until_said(&outbox, |said| matches!(said, Said::MediaLeft(_))).await;
    timeout(Duration::from_secs(10), pipeline.stop())
        .await
        .expect("in time");
}

#[tokio::test]
async fn the_past_is_said_once_however_often_the_agent_starts() {
    let (dir, mut agent) = bench(0);
    let (root, folder) = (dir.path().join("no devices"), agent.folder.clone());
    let log = root.join("var/log/kern.log");
    fs::create_dir_all(log.parent().expect("inside")).expect("makes");
    let text = "2025-09-02T09:41:00+09:00 pc kernel: usb 1-1: New USB device found, idVendor=0781, idProduct=5581\n\
        2025-09-02T09:41:01+09:00 pc kernel: usb-storage 1-1:1.0: USB Mass Storage device detected\n";
    fs::write(&log, text).expect("writes");
    if crate::platform::media::records(&root).logs.is_empty() {
        // Windows keeps no such log.
        return;
    }
    let is_past = |said: &Said| matches!(said, Said::MediaSeen(seen) if seen.past);
    for _ in 0..2 {
        let outbox = agent.outbox.clone();
        let pipeline = Pipeline::start(agent);
        until_said(&outbox, is_past).await;
        timeout(Duration::from_secs(10), pipeline.stop())
            .await
            .expect("in time");
        drop(outbox);
        agent = Agent::open(&folder, settings(dir.path())).expect("opens");
        agent.examining = examining::Examining::Here;
        agent.media_root.clone_from(&root);
    }
    let mut times = 0;
    let count = |_: &_, events: &[Says]| times += events.iter().filter(|event| is_past(&event.said)).count();
    agent.outbox.each_waiting(count).expect("reads");
    assert_eq!(times, 1);
}

fn ended(outbox: &crate::outbox::Outbox) -> bool {
    let mut ended = false;
    outbox
        .each_waiting(|_, events| {
            ended |= events
                .iter()
                .any(|event| matches!(event.said, Said::RoundEnded(_)));
        })
        .expect("reads");
    ended
}
