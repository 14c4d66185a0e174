//! The examining room, from inside: what the child does from its first line to its end.

use std::{
    cell::RefCell,
    fs::File,
    panic::{self, PanicHookInfo},
};

use mimawari_proto::round::UnreadReason;

use super::{
    super::{Examined, Eyes},
    ALLOWANCE, answer,
    message::{ANSWER_BYTES, Hello, QUESTION_BYTES, Question, Ready, written},
};
use crate::platform::{
    facts::Built,
    heap,
    room::{self, Desk},
};

/// Whoever started this process is no agent.
#[derive(Debug, thiserror::Error)]
#[error("not started by an agent")]
pub struct NotAsked;

/// Walls this process in and examines documents until the agent has gone.
///
/// `without` leaves out one wall, for tests of those behind it.
pub fn serve(without: Option<&str>) -> Result<(), NotAsked> {
    let (desk, built) = room::enter(&ALLOWANCE, without).map_err(|_| NotAsked)?;
    heap::end_when_empty();
    panic::set_hook(Box::new(note_place));
    let eyes = greet(&desk, built).ok_or(NotAsked)?;
    // The agent that does not ask any more, or not sensibly, has gone.
    while let Ok(Some((message, Some(file)))) = desk.next(QUESTION_BYTES) {
        let Ok(question) = serde_json::from_slice(&message) else {
            break;
        };
        let examined = examined(&eyes, &question, file);
        if desk.reply(&fitted(examined)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Takes the rules and tells that all is ready.
fn greet(desk: &Desk, built: Vec<Built>) -> Option<Eyes> {
    let (message, _) = desk.next(QUESTION_BYTES).ok()??;
    let hello: Hello = serde_json::from_slice(&message).ok()?;
    let rules: Vec<_> = hello
        .rules
        .iter()
        .map(|(file, text)| (&**file, &**text))
        .collect();
    // The agent compiled them before it sent them: here it waits for the first document.
    let eyes = Eyes::of(&rules).ok()?;
    desk.reply(&written(&Ready { built })).ok()?;
    Some(eyes)
}

fn examined(eyes: &Eyes, question: &Question, mut file: File) -> Examined {
    #[cfg(debug_assertions)]
    let tried = super::tries::tried(eyes, &question.name, &mut file);
    #[cfg(not(debug_assertions))]
    let tried = None;
    let mut examined = tried.unwrap_or_else(|| eyes.examine(&question.name, question.size_bytes, &mut file));
    for part in &mut examined.unread {
        if part.reason == UnreadReason::Crashed {
            part.detail = PLACE.take();
        }
    }
    examined
}

thread_local! {
    /// Where in the source the last panic was.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the place of a panic in our source and nothing else: its message may hold text of a document.
fn note_place(panic: &PanicHookInfo<'_>) {
    let told = panic.location().map(|place| {
        // Of a library, the path on the machine that built it is of no use to anybody.
        let file = place.file().replace('\\', "/");
        let tail: Vec<_> = file.rsplit('/').take(3).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        format!("the examination crashed at {}:{}", tail.join("/"), place.line())
    });
    PLACE.set(told.unwrap_or_default());
}

/// Writes an answer that is not longer than it may be: what does not fit is left out and told.
fn fitted(examined: Examined) -> Vec<u8> {
    let mut examined = answer::tidied(examined);
    let mut message = written(&examined);
    while message.len() > ANSWER_BYTES {
        examined.hits.truncate(examined.hits.len() / 2);
        examined.unread.truncate(examined.unread.len() / 2);
        examined.unread.push(answer::too_much(&examined.format));
        message = written(&examined);
    }
    message
}
