//! Reads and writes what is said about a round, and of the agent's own state.

use crate::{
    finding::Root,
    id::{FindingId, RoundId},
    round::{
        Alive, Folded, MediaWatch, ROOTS_LIMIT, RootCovered, RootOutcome, RoundEnded, RoundOutcome,
        RoundReason, RoundStarted, STANDING_LIMIT, UNREAD_FILES_LIMIT, UnreadFile, UnreadReason,
    },
    time::Timestamp,
    wire,
};

use super::{field, refusal::Refusal};

/// Most lines in the count of unread files; there are 13 reasons today.
const UNREAD_REASONS_LIMIT: usize = 64;

/// Most bytes that the roots and the unread files of one round may take in a parcel.
///
/// A root takes about 30 bytes and an unread file about 150. With hostile names
/// a hundred files would take megabytes and never fit into the 256 KiB of a parcel.
const ROOTS_LIMIT_BYTES: usize = 128 << 10;
const UNREAD_FILES_LIMIT_BYTES: usize = 96 << 10;

/// Key and length before an item of a list.
const ITEM_HEADER_BYTES: usize = 4;

impl TryFrom<wire::RoundStarted> for RoundStarted {
    type Error = Refusal;

    fn try_from(started: wire::RoundStarted) -> Result<Self, Refusal> {
        Ok(Self {
            round: round_id(&started.round_id)?,
            reason: field::word("reason", started.reason, RoundReason::from_number)?,
            policy_version: started.policy_version,
            rule_set: field::text("rule_set", started.rule_set)?,
        })
    }
}

impl From<&RoundStarted> for wire::RoundStarted {
    fn from(started: &RoundStarted) -> Self {
        Self {
            round_id: started.round.as_bytes().to_vec(),
            reason: started.reason.number(),
            policy_version: started.policy_version,
            rule_set: field::to_text(&started.rule_set),
        }
    }
}

/// Reads a part of what stands.
pub(super) fn standing(standing: wire::RoundStanding) -> Result<(RoundId, Vec<FindingId>), Refusal> {
    let ids = field::list("finding_ids", standing.finding_ids, STANDING_LIMIT, |id| {
        field::id("", &id, FindingId::from_slice)
    });
    Ok((round_id(&standing.round_id)?, ids?))
}

/// Writes what stands, in as many parts as it takes; none of an empty list is still one part.
pub(super) fn to_standing(round: RoundId, ids: &[FindingId]) -> Vec<wire::RoundStanding> {
    let part = |ids: &[FindingId]| wire::RoundStanding {
        round_id: round.as_bytes().to_vec(),
        finding_ids: ids.iter().map(|id| id.as_bytes().to_vec()).collect(),
    };
    match ids {
        [] => vec![part(&[])],
        ids => ids.chunks(STANDING_LIMIT).map(part).collect(),
    }
}

impl TryFrom<wire::RoundEnded> for RoundEnded {
    type Error = Refusal;

    fn try_from(ended: wire::RoundEnded) -> Result<Self, Refusal> {
        Ok(Self {
            round: round_id(&ended.round_id)?,
            started_at: Timestamp::from_unix_ms(ended.started_at_ms),
            outcome: field::word("outcome", ended.outcome, RoundOutcome::from_number)?,
            standing: ended.standing,
            roots: field::list("roots", ended.roots, ROOTS_LIMIT, RootCovered::try_from)?,
            files: ended.files,
            bytes: ended.bytes,
            read: ended.read,
            unchanged: ended.unchanged,
            skipped: ended.skipped,
            unread: field::list("unread", ended.unread, UNREAD_REASONS_LIMIT, unread_count)?,
            unread_files: field::list(
                "unread_files",
                ended.unread_files,
                UNREAD_FILES_LIMIT,
                UnreadFile::try_from,
            )?,
            media_watch: MediaWatch::from_number(ended.media_watch),
        })
    }
}

impl From<&RoundEnded> for wire::RoundEnded {
    /// The roots and unread files that do not fit stay behind: the files are counted elsewhere, and
    /// a round that cannot name its roots must not claim to be complete.
    fn from(ended: &RoundEnded) -> Self {
        let roots = fitting(&ended.roots, to_root, ROOTS_LIMIT, ROOTS_LIMIT_BYTES);
        let outcome = match ended.outcome {
            RoundOutcome::Complete if roots.len() < ended.roots.len() => RoundOutcome::Partial,
            outcome => outcome,
        };
        Self {
            round_id: ended.round.as_bytes().to_vec(),
            started_at_ms: ended.started_at.as_unix_ms(),
            outcome: outcome.number(),
            standing: ended.standing,
            roots,
            files: ended.files,
            bytes: ended.bytes,
            read: ended.read,
            unchanged: ended.unchanged,
            skipped: ended.skipped,
            unread: ended
                .unread
                .iter()
                .take(UNREAD_REASONS_LIMIT)
                .map(to_unread_count)
                .collect(),
            unread_files: fitting(
                &ended.unread_files,
                to_unread_file,
                UNREAD_FILES_LIMIT,
                UNREAD_FILES_LIMIT_BYTES,
            ),
            media_watch: ended.media_watch.map_or(0, MediaWatch::number),
        }
    }
}

/// Writes the first items, at most so many and in at most so many bytes.
fn fitting<T, W: prost::Message>(
    items: &[T],
    write: impl Fn(&T) -> W,
    limit: usize,
    limit_bytes: usize,
) -> Vec<W> {
    let mut room = limit_bytes;
    let fits = |item: &W| {
        let taken = item.encoded_len() + ITEM_HEADER_BYTES;
        let left = room.checked_sub(taken);
        room = left.unwrap_or(0);
        left.is_some()
    };
    items.iter().take(limit).map(write).take_while(fits).collect()
}

impl TryFrom<wire::RootCovered> for RootCovered {
    type Error = Refusal;

    fn try_from(covered: wire::RootCovered) -> Result<Self, Refusal> {
        Ok(Self {
            root: field::word("root", covered.root, Root::from_number)?,
            user: field::plain_name("user", covered.user)?,
            outcome: field::word("outcome", covered.outcome, RootOutcome::from_number)?,
            files: covered.files,
        })
    }
}

fn to_root(covered: &RootCovered) -> wire::RootCovered {
    wire::RootCovered {
        root: covered.root.number(),
        user: field::to_plain_name(&covered.user),
        outcome: covered.outcome.number(),
        files: covered.files,
    }
}

fn unread_count(count: wire::UnreadCount) -> Result<(UnreadReason, u64), Refusal> {
    let reason = field::word("reason", count.reason, UnreadReason::from_number)?;
    Ok((reason, count.files))
}

fn to_unread_count(&(reason, files): &(UnreadReason, u64)) -> wire::UnreadCount {
    wire::UnreadCount {
        reason: reason.number(),
        files,
    }
}

impl TryFrom<wire::UnreadFile> for UnreadFile {
    type Error = Refusal;

    fn try_from(file: wire::UnreadFile) -> Result<Self, Refusal> {
        Ok(Self {
            reason: field::word("reason", file.reason, UnreadReason::from_number)?,
            path: field::name("path", file.path)?,
            member: field::members("member", file.member)?,
            format: field::text("format", file.format)?,
            owner: field::plain_name("owner", file.owner)?,
        })
    }
}

fn to_unread_file(file: &UnreadFile) -> wire::UnreadFile {
    wire::UnreadFile {
        reason: file.reason.number(),
        path: Some((&file.path).into()),
        member: field::to_members(&file.member),
        format: field::to_text(&file.format),
        owner: field::to_plain_name(&file.owner),
    }
}

impl TryFrom<wire::Alive> for Alive {
    type Error = Refusal;

    fn try_from(alive: wire::Alive) -> Result<Self, Refusal> {
        Ok(Self {
            agent_version: field::text("agent_version", alive.agent_version)?,
            waiting_parcels: alive.waiting_parcels,
            waiting_bytes: alive.waiting_bytes,
            files_looked_at: alive.files_looked_at,
            round: match alive.round_id.as_slice() {
                [] => None,
                id => Some(round_id(id)?),
            },
            up_seconds: alive.up_seconds,
        })
    }
}

impl From<&Alive> for wire::Alive {
    fn from(alive: &Alive) -> Self {
        Self {
            agent_version: field::to_text(&alive.agent_version),
            waiting_parcels: alive.waiting_parcels,
            waiting_bytes: alive.waiting_bytes,
            files_looked_at: alive.files_looked_at,
            round_id: alive
                .round
                .map(|round| round.as_bytes().to_vec())
                .unwrap_or_default(),
            up_seconds: alive.up_seconds,
        }
    }
}

impl From<wire::Folded> for Folded {
    fn from(folded: wire::Folded) -> Self {
        Self {
            events: folded.events,
            from: Timestamp::from_unix_ms(folded.from_ms),
            until: Timestamp::from_unix_ms(folded.until_ms),
        }
    }
}

impl From<&Folded> for wire::Folded {
    fn from(folded: &Folded) -> Self {
        Self {
            events: folded.events,
            from_ms: folded.from.as_unix_ms(),
            until_ms: folded.until.as_unix_ms(),
        }
    }
}

fn round_id(bytes: &[u8]) -> Result<RoundId, Refusal> {
    field::id("round_id", bytes, RoundId::from_slice)
}
