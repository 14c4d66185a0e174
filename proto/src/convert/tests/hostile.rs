//! Every field of every message, fed with what nobody should send.

use std::collections::BTreeSet;

use proptest::prelude::*;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use super::{ARRIVING, sample, taken};
use crate::{name::NAME_LIMIT_BYTES, parcel::EVENTS_LIMIT_BYTES};

/// The messages as the `.proto` files say, of every field known to this release.
pub(super) fn pool() -> DescriptorPool {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/v1");
    let files = protox::compile(["enrol.proto", "report.proto"], [dir]).expect("the build compiled them");
    DescriptorPool::from_file_descriptor_set(files).expect("the build read them")
}

/// One step into a message: a field, and the place in it where it is a list.
type Step = (FieldDescriptor, Option<usize>);

/// A field somewhere inside a sample.
#[derive(Clone)]
struct Spot(Vec<Step>);

impl Spot {
    fn field(&self) -> &FieldDescriptor {
        &self.0.last().expect("never empty").0
    }

    /// Returns the path as a refusal writes it.
    fn path(&self) -> String {
        let steps = self.0.iter().map(|(field, index)| match index {
            Some(index) => format!("{}[{index}]", field.name()),
            None => field.name().to_owned(),
        });
        steps.collect::<Vec<_>>().join(".")
    }

    /// Returns the message with this field replaced, or taken away.
    fn with(&self, message: &DynamicMessage, value: Option<&Value>) -> DynamicMessage {
        let mut message = message.clone();
        put(&mut message, &self.0, value);
        message
    }
}

fn put(message: &mut DynamicMessage, steps: &[Step], value: Option<&Value>) {
    let [(field, index), inner @ ..] = steps else {
        return;
    };
    match (index, inner, value) {
        (None, [], Some(value)) => message.set_field(field, value.clone()),
        (None, [], None) => message.clear_field(field),
        (None, inner, value) => {
            let held = message.get_field_mut(field).as_message_mut();
            put(held.expect("a message"), inner, value);
        }
        (Some(index), inner, value) => {
            let list = message.get_field_mut(field).as_list_mut().expect("a list");
            match (inner, value) {
                ([], Some(value)) => list[*index] = value.clone(),
                ([], None) => {
                    list.remove(*index);
                }
                (inner, value) => put(list[*index].as_message_mut().expect("a message"), inner, value),
            }
        }
    }
}

/// Lists every field that is set in a message, and in the messages it holds.
fn spots(message: &DynamicMessage) -> Vec<Spot> {
    let mut found = Vec::new();
    for (field, value) in message.fields() {
        let whole = (field.clone(), None);
        found.push(Spot(vec![whole.clone()]));
        let held: Vec<(Step, &Value)> = match value {
            Value::List(items) => {
                let numbered = items.iter().enumerate();
                numbered
                    .map(|(i, item)| ((field.clone(), Some(i)), item))
                    .collect()
            }
            other => vec![(whole, other)],
        };
        for (step, value) in held {
            if step.1.is_some() {
                found.push(Spot(vec![step.clone()]));
            }
            let inner = value.as_message().map(spots).unwrap_or_default();
            found.extend(
                inner
                    .into_iter()
                    .map(|spot| Spot([vec![step.clone()], spot.0].concat())),
            );
        }
    }
    found
}

/// Names that break terminals, logs, pages, queries, spreadsheets or file systems.
const NASTY: &[&str] = &[
    "",
    "\0",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;mine now\u{7}",
    "\u{9b}31m",
    "a\nb 2026-11-20 INFO all is well",
    "a\rb",
    "\t",
    "\u{7f}",
    "名簿\u{202e}xslx.exe",
    "\u{2066}isolated\u{2069}",
    "pass\u{200b}word",
    "\u{feff}first",
    "<script>alert(1)</script>",
    "\" onerror=\"alert(1)",
    "&lt;b&gt;",
    "{{7*7}}${7*7}",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "'; DROP TABLE entry; --",
    "..\\..\\..\\etc\\passwd",
    "../../../etc/passwd",
    "%s%n%00",
    "NUL",
    "trailing. ",
    "-rf",
    "👨‍👩‍👧‍👦",
    "か\u{3099}",
    "葛\u{e0100}飾",
    "\u{fdd0}\u{10ffff}",
    "Ａ１",
];

/// Returns what nobody should send for a field.
fn hostile(field: &FieldDescriptor, present: &Value) -> Vec<Value> {
    if let Value::List(items) = present {
        let many = |n| Value::List(items.iter().cycle().take(n).cloned().collect());
        return vec![Value::List(Vec::new()), many(101), many(4_001), many(20_000)];
    }
    match field.kind() {
        Kind::String => {
            let long = [257, 4_097, 100_000].map(|n| "あ".repeat(n / 3 + 1));
            let nasty = NASTY.iter().map(|&text| text.to_owned());
            nasty.chain(long).map(Value::String).collect()
        }
        Kind::Bytes => {
            let sizes = [
                0,
                1,
                15,
                17,
                31,
                33,
                63,
                65,
                4_097,
                (256 << 10) + 1,
                (1 << 20) + 1,
            ];
            let noise = sizes.map(|n| vec![0xff; n]);
            let nasty = NASTY.iter().map(|text| text.as_bytes().to_vec());
            let all = noise.into_iter().chain(nasty);
            all.map(|bytes| Value::Bytes(bytes.into())).collect()
        }
        Kind::Enum(_) => [0, -1, 99, i32::MAX, i32::MIN].map(Value::EnumNumber).to_vec(),
        Kind::Uint32 => [0, 1, 0xffff, 0x1_0000, u32::MAX].map(Value::U32).to_vec(),
        Kind::Uint64 => [0, 1, i64::MAX as u64 + 1, u64::MAX].map(Value::U64).to_vec(),
        Kind::Int64 => [0, -1, i64::MAX, i64::MIN].map(Value::I64).to_vec(),
        Kind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Kind::Message(_) => vec![Value::message_of(field)],
        other => unreachable!("no field is {other:?}; say here what would be hostile in one"),
    }
}

trait EmptyMessage {
    fn message_of(field: &FieldDescriptor) -> Value;
}

impl EmptyMessage for Value {
    /// Returns a message of the field's sort in which nothing is set.
    fn message_of(field: &FieldDescriptor) -> Self {
        match field.kind() {
            Kind::Message(message) => Self::Message(DynamicMessage::new(message)),
            _ => unreachable!("asked for messages only"),
        }
    }
}

/// Where a value that is not understood is left out of the vocabulary; the parcel keeps it.
fn may_be_passed_over(field: &FieldDescriptor) -> bool {
    let of = field.parent_message().name().to_owned();
    let is_fact = matches!(field.kind(), Kind::Enum(list) if list.name() == "Fact");
    let is_variant = field.containing_oneof().is_some() && matches!(of.as_str(), "Place" | "Reading");
    let holds_variant = matches!(field.name(), "places" | "reading");
    is_fact || is_variant || holds_variant
}

/// What no field may let pass, whatever else it thinks of it.
fn must_be_refused(field: &FieldDescriptor, value: &Value) -> bool {
    let may_be_unknown = field.name() == "source_confidence"
        || matches!(field.kind(), Kind::Enum(list) if matches!(list.name(), "Fact" | "Encryption" | "SerialState" | "MediaWatch"));
    let is_id = field.name().contains("_id") && field.name() != "volume_id" || field.name() == "epoch";
    match value {
        Value::List(items) => items.len() > 4_000,
        Value::String(text) => text.len() > NAME_LIMIT_BYTES,
        Value::Bytes(bytes) if field.name() == "round_id" && bytes.is_empty() => false,
        Value::Bytes(bytes) => bytes.len() > 1 << 20 || (is_id && bytes.len() != 16),
        Value::EnumNumber(0) => !may_be_unknown,
        Value::U32(0) => field.parent_message().name() == "Place",
        _ => false,
    }
}

/// Feeds one value and checks that it is refused by name, or survives unchanged.
fn feed(of: &MessageDescriptor, spot: &Spot, message: &DynamicMessage, value: Option<&Value>) {
    let fed = spot.with(message, value);
    let path = spot.path();
    match taken(of.name(), &fed.encode_to_vec()) {
        Err(refusal) => {
            let named = refusal.field == path
                || refusal.field.starts_with(&format!("{path}."))
                || refusal.field.starts_with(&format!("{path}["))
                // What is too large for a parcel is not even looked into.
                || (refusal.field == "events" && fed.encoded_len() > EVENTS_LIMIT_BYTES)
                // The shown form is judged against the raw one.
                || path.strip_suffix(".raw").is_some_and(|name| refusal.field == format!("{name}.shown"));
            assert!(named, "{path} was fed, but {refusal}");
            tells_nothing(value, &refusal.to_string());
        }
        Ok(bytes) => {
            let refused = value.is_some_and(|value| must_be_refused(spot.field(), value));
            assert!(!refused, "{path} took what no field may take");
            let seen = DynamicMessage::decode(of.clone(), bytes.as_slice()).expect("just written");
            let meant =
                DynamicMessage::decode(of.clone(), fed.encode_to_vec().as_slice()).expect("just written");
            assert!(
                seen == meant || may_be_passed_over(spot.field()),
                "{path} was taken and changed"
            );
        }
    }
}

fn tells_nothing(value: Option<&Value>, refusal: &str) {
    if let Some(Value::String(text)) = value
        && text.len() > 3
    {
        assert!(!refusal.contains(text.as_str()), "{refusal}");
    }
}

#[test]
fn every_field_refuses_by_name_or_carries_unchanged_whatever_it_is_fed() {
    let pool = pool();
    let mut met = BTreeSet::new();
    for (name, bytes) in sample::all() {
        let of = message(&pool, name);
        let message = DynamicMessage::decode(of.clone(), bytes.as_slice()).expect("a sample");
        assert_eq!(taken(name, &bytes), Ok(bytes), "{name}");
        for spot in spots(&message) {
            met.insert(spot.field().full_name().to_owned());
            let present = value_at(&message, &spot);
            feed(&of, &spot, &message, None);
            for value in hostile(spot.field(), &present) {
                feed(&of, &spot, &message, Some(&value));
            }
        }
    }
    let declared = pool
        .all_messages()
        .flat_map(|message| message.fields().collect::<Vec<_>>());
    let missed: Vec<_> = declared
        .map(|field| field.full_name().to_owned())
        .filter(|field| !met.contains(field))
        .collect();
    assert!(missed.is_empty(), "sample.rs sets no {missed:?}");
}

fn value_at(message: &DynamicMessage, spot: &Spot) -> Value {
    let mut at = Value::Message(message.clone());
    for (field, index) in &spot.0 {
        let held = at.as_message().expect("a message").get_field(field).into_owned();
        at = match index {
            Some(index) => held.as_list().expect("a list")[*index].clone(),
            None => held,
        };
    }
    at
}

fn message(pool: &DescriptorPool, name: &str) -> MessageDescriptor {
    pool.get_message_by_name(&format!("mimawari.v1.{name}"))
        .expect("in the .proto files")
}

#[test]
fn a_parcel_of_empty_events_is_refused_before_it_grows_in_memory() {
    let many = [0x0a, 0x00].repeat(100_000);
    let refusal = crate::convert::decode_events(&many).expect_err("too many");
    assert_eq!(refusal.to_string(), "events: holds too many items");
}

#[test]
fn groups_cannot_hide_events_from_the_count() {
    let mut hidden = vec![0x0b, 0x0c];
    hidden.extend([0x0a, 0x00].repeat(100_000));
    assert!(crate::convert::decode_events(&hidden).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for message in ARRIVING {
            drop(taken(message, &bytes));
        }
    }

    #[test]
    fn a_damaged_message_is_refused_or_understood_the_same_way_twice(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let samples = sample::all();
        let (message, mut bytes) = which.get(&samples).clone();
        for (at, byte, how) in damage {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] ^= byte | 1,
                1 => bytes.insert(at, byte),
                _ if bytes.len() > 1 => { bytes.remove(at); }
                _ => {}
            }
        }
        if let Ok(once) = taken(message, &bytes) {
            prop_assert_eq!(taken(message, &once), Ok(once));
        }
    }
}
