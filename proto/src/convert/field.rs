//! Reads and writes one field, within its limits.

use crate::{
    name::{NAME_LIMIT_BYTES, Name},
    wire,
};

use super::refusal::{Refusal, Within as _};

/// Longest text that is no name: a version, a reason, an account, in bytes of UTF-8.
pub const TEXT_LIMIT_BYTES: usize = 256;

/// Longest name of a rule or a fact, in bytes of `[a-z0-9._-]`.
pub const RULE_LIMIT_BYTES: usize = 128;

/// Most members in a chain: files nest at most so deep.
pub(super) const MEMBERS_LIMIT: usize = 4;

pub(super) const TOO_MANY: &str = "holds too many items";
const TOO_LONG: &str = "is too long";

/// Reads an id of exactly 16 bytes.
pub(super) fn id<T, E>(
    field: &str,
    bytes: &[u8],
    make: impl FnOnce(&[u8]) -> Result<T, E>,
) -> Result<T, Refusal> {
    make(bytes).map_err(|_| Refusal::of(field, "is not 16 bytes"))
}

/// Reads exactly `N` bytes.
pub(super) fn exactly<const N: usize>(
    field: &str,
    bytes: &[u8],
    why: &'static str,
) -> Result<[u8; N], Refusal> {
    bytes.try_into().map_err(|_| Refusal::of(field, why))
}

/// Reads bytes that must be there and may not be more than `limit`.
pub(super) fn bytes(field: &str, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Refusal> {
    match bytes.len() {
        0 => Err(Refusal::of(field, "is missing")),
        n if n > limit => Err(Refusal::of(field, TOO_LONG)),
        _ => Ok(bytes),
    }
}

/// Reads a message that must be there.
pub(super) fn present<T>(field: &str, message: Option<T>) -> Result<T, Refusal> {
    message.ok_or_else(|| Refusal::of(field, "is missing"))
}

/// Reads a text of at most [`TEXT_LIMIT_BYTES`].
pub(super) fn text(field: &str, text: String) -> Result<String, Refusal> {
    if text.len() > TEXT_LIMIT_BYTES {
        return Err(Refusal::of(field, TOO_LONG));
    }
    Ok(text)
}

/// Reads a short name that travels as plain text: an account, a host, what a medium says.
pub(super) fn plain_name(field: &str, shown: String) -> Result<Name, Refusal> {
    text(field, shown).map(|shown| Name { shown, raw: None })
}

/// Reads the name of a rule or fact.
pub(super) fn rule(field: &str, name: String) -> Result<String, Refusal> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    match name.len() {
        0 => Err(Refusal::of(field, "is missing")),
        n if n > RULE_LIMIT_BYTES => Err(Refusal::of(field, TOO_LONG)),
        _ if !name.bytes().all(fits) => Err(Refusal::of(field, "holds more than a-z, 0-9, '.', '_' and '-'")),
        _ => Ok(name),
    }
}

/// Reads a word by its number; zero says that the sender forgot it.
pub(super) fn word<T>(field: &str, number: i32, make: impl FnOnce(i32) -> Option<T>) -> Result<T, Refusal> {
    make(number).ok_or_else(|| Refusal::of(field, "is not specified"))
}

/// Reads a USB id of 16 bits.
pub(super) fn usb_id(field: &str, number: u32) -> Result<u16, Refusal> {
    u16::try_from(number).map_err(|_| Refusal::of(field, "is not a USB id of 16 bits"))
}

/// Reads a list of at most `limit` items.
pub(super) fn list<W, T>(
    field: &str,
    items: Vec<W>,
    limit: usize,
    mut read: impl FnMut(W) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    if items.len() > limit {
        return Err(Refusal::of(field, TOO_MANY));
    }
    let read = |(index, item)| read(item).within_item(field, index);
    items.into_iter().enumerate().map(read).collect()
}

/// Reads a name that must be there.
pub(super) fn name(field: &str, name: Option<wire::Name>) -> Result<Name, Refusal> {
    present(field, name).and_then(|name| Name::try_from(name).within(field))
}

/// Reads a chain of member names, outermost first.
pub(super) fn members(field: &str, chain: Vec<wire::Name>) -> Result<Vec<Name>, Refusal> {
    list(field, chain, MEMBERS_LIMIT, Name::try_from)
}

impl TryFrom<wire::Name> for Name {
    type Error = Refusal;

    fn try_from(name: wire::Name) -> Result<Self, Refusal> {
        if name.raw.is_empty() {
            return match name.shown.len() {
                n if n > NAME_LIMIT_BYTES => Err(Refusal::of("shown", TOO_LONG)),
                _ => Ok(Self {
                    shown: name.shown,
                    raw: None,
                }),
            };
        }
        if name.raw.len() > NAME_LIMIT_BYTES {
            return Err(Refusal::of("raw", TOO_LONG));
        }
        let made = Self::from_bytes(&name.raw);
        if made.raw.is_none() {
            return Err(Refusal::of("raw", "is set where the name is valid Unicode"));
        }
        if made.shown != name.shown {
            return Err(Refusal::of("shown", "does not show the raw name"));
        }
        Ok(made)
    }
}

impl From<&Name> for wire::Name {
    fn from(name: &Name) -> Self {
        let name = name.fitted(NAME_LIMIT_BYTES);
        Self {
            shown: name.shown,
            raw: name.raw.unwrap_or_default(),
        }
    }
}

/// Writes a chain of member names; of one that is too deep, the innermost stay.
pub(super) fn to_members(chain: &[Name]) -> Vec<wire::Name> {
    let surplus = chain.len().saturating_sub(MEMBERS_LIMIT);
    chain[surplus..].iter().map(wire::Name::from).collect()
}

/// Writes a text, cut to [`TEXT_LIMIT_BYTES`].
pub(super) fn to_text(text: &str) -> String {
    Name::from(text).fitted(TEXT_LIMIT_BYTES).shown
}

/// Writes a name that travels as plain text.
pub(super) fn to_plain_name(name: &Name) -> String {
    to_text(&name.shown)
}

/// Writes the name of a rule or fact; what may not be in one becomes `_`.
pub(super) fn to_rule(name: &str) -> String {
    let fit = |c: char| match c {
        'a'..='z' | '0'..='9' | '.' | '_' | '-' => c,
        _ => '_',
    };
    match name {
        "" => "_".to_owned(),
        _ => name.chars().take(RULE_LIMIT_BYTES).map(fit).collect(),
    }
}
