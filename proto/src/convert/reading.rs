//! Reads and writes what is said of media and posture.

use crate::{
    finding::Confidence,
    id::MediaSessionId,
    reading::{
        Encryption, FileSort, Grade, MediaClass, MediaContent, MediaExamined, MediaLeft, MediaMarker,
        MediaSeen, MediaUnknown, Reading, SORTS_LIMIT, SerialState, UNKNOWN_LIMIT, Value,
    },
    time::Timestamp,
    wire,
};

use super::{
    field,
    refusal::{Refusal, Within as _},
};

impl TryFrom<wire::MediaSeen> for MediaSeen {
    type Error = Refusal;

    fn try_from(seen: wire::MediaSeen) -> Result<Self, Refusal> {
        Ok(Self {
            session: session(&seen.session_id)?,
            class: field::word("class", seen.class, MediaClass::from_number)?,
            grade: field::word("grade", seen.grade, Grade::from_number)?,
            vendor_id: field::usb_id("vendor_id", seen.vendor_id)?,
            product_id: field::usb_id("product_id", seen.product_id)?,
            vendor: field::plain_name("vendor", seen.vendor)?,
            product: field::plain_name("product", seen.product)?,
            serial: field::plain_name("serial", seen.serial)?,
            volume_id: field::plain_name("volume_id", seen.volume_id)?,
            size_bytes: seen.size_bytes,
            file_system: field::text("file_system", seen.file_system)?,
            encryption: Encryption::from_number(seen.encryption),
            empty: fact(seen.empty),
            write_protected: fact(seen.write_protected),
            source: field::text("source", seen.source)?,
            arrived_at: moment(seen.arrived_at_ms),
            past: seen.past,
            first_arrived_at: moment(seen.first_arrived_at_ms),
            left_at: moment(seen.left_at_ms),
            noted_at: moment(seen.noted_at_ms),
            source_confidence: Confidence::from_number(seen.source_confidence),
            free_bytes: seen.free_bytes,
            disk_signature: field::plain_name("disk_signature", seen.disk_signature)?,
            volume_label: field::plain_name("volume_label", seen.volume_label)?,
            user: field::plain_name("user", seen.user)?,
            marker: seen
                .marker
                .map(MediaMarker::try_from)
                .transpose()
                .within("marker")?,
            content: seen
                .content
                .map(MediaContent::try_from)
                .transpose()
                .within("content")?,
            unknown: field::list("unknown", seen.unknown, UNKNOWN_LIMIT, MediaUnknown::try_from)?,
            bus: field::text("bus", seen.bus)?,
            serial_state: SerialState::from_number(seen.serial_state),
            encryption_source: field::text("encryption_source", seen.encryption_source)?,
        })
    }
}

impl From<&MediaSeen> for wire::MediaSeen {
    fn from(seen: &MediaSeen) -> Self {
        Self {
            session_id: seen.session.as_bytes().to_vec(),
            class: seen.class.number(),
            grade: seen.grade.number(),
            vendor_id: seen.vendor_id.into(),
            product_id: seen.product_id.into(),
            vendor: field::to_plain_name(&seen.vendor),
            product: field::to_plain_name(&seen.product),
            serial: field::to_plain_name(&seen.serial),
            volume_id: field::to_plain_name(&seen.volume_id),
            size_bytes: seen.size_bytes,
            file_system: field::to_text(&seen.file_system),
            encryption: seen.encryption.map_or(0, Encryption::number),
            empty: to_fact(seen.empty),
            write_protected: to_fact(seen.write_protected),
            source: field::to_text(&seen.source),
            arrived_at_ms: to_moment(seen.arrived_at),
            past: seen.past,
            first_arrived_at_ms: to_moment(seen.first_arrived_at),
            left_at_ms: to_moment(seen.left_at),
            noted_at_ms: to_moment(seen.noted_at),
            source_confidence: seen.source_confidence.map_or(0, Confidence::number),
            free_bytes: seen.free_bytes,
            disk_signature: field::to_plain_name(&seen.disk_signature),
            volume_label: field::to_plain_name(&seen.volume_label),
            user: field::to_plain_name(&seen.user),
            marker: seen.marker.as_ref().map(wire::MediaMarker::from),
            content: seen.content.as_ref().map(wire::MediaContent::from),
            unknown: seen
                .unknown
                .iter()
                .take(UNKNOWN_LIMIT)
                .map(wire::MediaUnknown::from)
                .collect(),
            bus: field::to_text(&seen.bus),
            serial_state: seen.serial_state.map_or(0, SerialState::number),
            encryption_source: field::to_text(&seen.encryption_source),
        }
    }
}

impl TryFrom<wire::MediaMarker> for MediaMarker {
    type Error = Refusal;

    fn try_from(marker: wire::MediaMarker) -> Result<Self, Refusal> {
        Ok(Self {
            number: field::plain_name("number", marker.number)?,
            verified: fact(marker.verified),
        })
    }
}

impl From<&MediaMarker> for wire::MediaMarker {
    fn from(marker: &MediaMarker) -> Self {
        Self {
            number: field::to_plain_name(&marker.number),
            verified: to_fact(marker.verified),
        }
    }
}

impl TryFrom<wire::MediaContent> for MediaContent {
    type Error = Refusal;

    fn try_from(content: wire::MediaContent) -> Result<Self, Refusal> {
        let count = |count: wire::MediaSortCount| {
            let sort = field::word("sort", count.sort, FileSort::from_number)?;
            Ok((sort, count.files))
        };
        Ok(Self {
            files: content.files,
            bytes: content.bytes,
            oldest_modified_at: moment(content.oldest_modified_at_ms),
            newest_modified_at: moment(content.newest_modified_at_ms),
            sorts: field::list("sorts", content.sorts, SORTS_LIMIT, count)?,
            complete: content.complete,
            swept_at: Timestamp::from_unix_ms(content.swept_at_ms),
            examined: content.examined.map(examined),
        })
    }
}

impl From<&MediaContent> for wire::MediaContent {
    fn from(content: &MediaContent) -> Self {
        let count = |&(sort, files): &(FileSort, u64)| wire::MediaSortCount {
            sort: sort.number(),
            files,
        };
        Self {
            files: content.files,
            bytes: content.bytes,
            oldest_modified_at_ms: to_moment(content.oldest_modified_at),
            newest_modified_at_ms: to_moment(content.newest_modified_at),
            sorts: content.sorts.iter().take(SORTS_LIMIT).map(count).collect(),
            complete: content.complete,
            swept_at_ms: content.swept_at.as_unix_ms(),
            examined: content.examined.map(to_examined),
        }
    }
}

const fn examined(examined: wire::MediaExamined) -> MediaExamined {
    MediaExamined {
        complete: examined.complete,
        read: examined.read,
        unread: examined.unread,
        standing: examined.standing,
        ended_at: Timestamp::from_unix_ms(examined.ended_at_ms),
    }
}

const fn to_examined(examined: MediaExamined) -> wire::MediaExamined {
    wire::MediaExamined {
        complete: examined.complete,
        read: examined.read,
        unread: examined.unread,
        standing: examined.standing,
        ended_at_ms: examined.ended_at.as_unix_ms(),
    }
}

impl TryFrom<wire::MediaUnknown> for MediaUnknown {
    type Error = Refusal;

    fn try_from(unknown: wire::MediaUnknown) -> Result<Self, Refusal> {
        Ok(Self {
            what: field::rule("what", unknown.what)?,
            why: field::text("why", unknown.why)?,
        })
    }
}

impl From<&MediaUnknown> for wire::MediaUnknown {
    fn from(unknown: &MediaUnknown) -> Self {
        Self {
            what: field::to_rule(&unknown.what),
            why: field::to_text(&unknown.why),
        }
    }
}

impl TryFrom<wire::MediaLeft> for MediaLeft {
    type Error = Refusal;

    fn try_from(left: wire::MediaLeft) -> Result<Self, Refusal> {
        Ok(Self {
            session: session(&left.session_id)?,
            left_at: Timestamp::from_unix_ms(left.left_at_ms),
        })
    }
}

impl From<&MediaLeft> for wire::MediaLeft {
    fn from(left: &MediaLeft) -> Self {
        Self {
            session_id: left.session.as_bytes().to_vec(),
            left_at_ms: left.left_at.as_unix_ms(),
        }
    }
}

/// Reads a posture fact; `None` where its value is of a sort that only a newer release knows.
pub(super) fn reading(reading: wire::Reading) -> Result<Option<Reading>, Refusal> {
    use wire::reading::Value as Wire;
    let value = match reading.value {
        Some(Wire::Flag(flag)) => Value::Flag(flag),
        Some(Wire::Number(number)) => Value::Number(number),
        Some(Wire::Seconds(seconds)) => Value::Seconds(seconds),
        Some(Wire::Text(text)) => Value::Text(field::text("text", text)?),
        Some(Wire::Unknown(why)) => Value::Unknown(field::text("unknown", why)?),
        None => return Ok(None),
    };
    Ok(Some(Reading {
        what: field::rule("what", reading.what)?,
        user: field::plain_name("user", reading.user)?,
        source: field::text("source", reading.source)?,
        value,
    }))
}

impl From<&Reading> for wire::Reading {
    fn from(reading: &Reading) -> Self {
        use wire::reading::Value as Wire;
        let value = match &reading.value {
            Value::Flag(flag) => Wire::Flag(*flag),
            Value::Number(number) => Wire::Number(*number),
            Value::Seconds(seconds) => Wire::Seconds(*seconds),
            Value::Text(text) => Wire::Text(field::to_text(text)),
            Value::Unknown(why) => Wire::Unknown(field::to_text(why)),
        };
        Self {
            what: field::to_rule(&reading.what),
            user: field::to_plain_name(&reading.user),
            source: field::to_text(&reading.source),
            value: Some(value),
        }
    }
}

fn session(bytes: &[u8]) -> Result<MediaSessionId, Refusal> {
    field::id("session_id", bytes, MediaSessionId::from_slice)
}

/// Reads a point in time that may not be known; the first ms of 1970 stands for that.
fn moment(ms: i64) -> Option<Timestamp> {
    (ms != 0).then_some(Timestamp::from_unix_ms(ms))
}

fn to_moment(at: Option<Timestamp>) -> i64 {
    at.map_or(0, Timestamp::as_unix_ms)
}

/// Reads yes or no; everything else is "not known", never a default.
fn fact(number: i32) -> Option<bool> {
    match wire::Fact::try_from(number) {
        Ok(wire::Fact::Yes) => Some(true),
        Ok(wire::Fact::No) => Some(false),
        Ok(wire::Fact::Unspecified) | Err(_) => None,
    }
}

fn to_fact(fact: Option<bool>) -> i32 {
    let fact = match fact {
        Some(true) => wire::Fact::Yes,
        Some(false) => wire::Fact::No,
        None => wire::Fact::Unspecified,
    };
    fact.into()
}
