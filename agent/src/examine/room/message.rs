//! What is said between the agent and the child: JSON, bounded, nothing that holds text of a document.

use mimawari_proto::name::Name;
use serde::{Deserialize, Serialize};

use crate::platform::facts::Built;

/// Longest question or greeting; all rules together are about 40 KB.
pub(super) const QUESTION_BYTES: usize = 4 << 20;

/// Longest answer. A finding takes about 300 bytes, so that this is an archive with 3,000 of them.
pub(super) const ANSWER_BYTES: usize = 1 << 20;

/// The first message to a child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    /// File names and texts of the rules.
    pub(super) rules: Vec<(String, String)>,
}

/// Its answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ready {
    /// The walls it has put up.
    pub(super) built: Vec<Built>,
}

/// A document to examine; its open file comes beside it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Question {
    /// The file's own name.
    pub(super) name: Name,
    /// Its size.
    pub(super) size_bytes: u64,
}

/// Writes a message.
pub(super) fn written<T: Serialize>(message: &T) -> Vec<u8> {
    serde_json::to_vec(message).expect("our own types have a JSON form")
}
