//! The loop with real threads, and stops of every kind.

use std::{fs, path::Path, time::Duration};

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
    agent.examining = sweeping::Examining::Here;
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
