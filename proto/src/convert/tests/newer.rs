//! What a later release added survives an older collector.

use prost::Message as _;

use super::sample;
use crate::{
    convert::{decode_events, encode_events},
    exchange::{Downward, Order, Upward},
    finding::Kind,
    parcel::Parcel,
    round::{Event, Said},
    time::Timestamp,
    wire,
};

/// A length-delimited field with a number that nobody uses.
const UNKNOWN_FIELD: &[u8] = &[0xfa, 0x3f, 0x05, b'l', b'a', b't', b'e', b'r'];

#[test]
fn a_parcel_keeps_what_only_a_newer_release_understands() {
    let mut found = wire::Found::from(&sample::finding());
    found.kind = 77;
    let mut inner = found.encode_to_vec();
    inner.extend(UNKNOWN_FIELD);
    // Event { at_ms, what: Found } by hand, so that the unknown field stays inside.
    let mut event = vec![0x08, 0x2a, 0x2a];
    prost::encode_length_delimiter(inner.len(), &mut event).expect("a Vec takes all");
    event.extend(inner);
    let mut events = vec![0x0a];
    prost::encode_length_delimiter(event.len(), &mut events).expect("a Vec takes all");
    events.extend(event);
    events.extend(UNKNOWN_FIELD);

    let sent = sample::parcel(events.clone());
    let wire = wire::Upward::from(Upward::Parcel(sent.clone())).encode_to_vec();
    let upward = Upward::try_from(wire::Upward::decode(wire.as_slice()).expect("just written"));
    let Ok(Upward::Parcel(received)) = upward else {
        unreachable!("a parcel was sent");
    };

    assert_eq!(received.events, events, "byte for byte");
    assert_eq!(Parcel::digest(&received), sent.digest());
    let understood = decode_events(&received.events).expect("nothing newer is an error");
    let [
        Event {
            at,
            said: Said::Found(finding),
        },
    ] = understood.as_slice()
    else {
        unreachable!("one finding was sent");
    };
    assert_eq!(*at, Timestamp::from_unix_ms(42));
    assert_eq!(finding.kind, Kind::Other(77));
    assert_eq!(decode_events(&encode_events(&understood)), Ok(understood));
}

#[test]
fn an_event_of_a_newer_sort_is_kept_and_not_understood() {
    // Event { at_ms: 42, what: a variant numbered 1023 }.
    let event = [&[0x08, 0x2a][..], UNKNOWN_FIELD].concat();
    let events = [&[0x0a, u8::try_from(event.len()).expect("short")][..], &event].concat();
    let newer = Event {
        at: Timestamp::from_unix_ms(42),
        said: Said::Newer,
    };
    assert_eq!(decode_events(&events), Ok(vec![newer]));
}

#[test]
fn a_reading_whose_value_is_of_a_newer_sort_is_kept_and_not_understood() {
    let events = wire::Events {
        events: vec![wire::Event {
            at_ms: 1,
            what: Some(wire::event::What::Reading(wire::Reading::default())),
        }],
    };
    let said = decode_events(&events.encode_to_vec()).expect("nothing newer is an error");
    assert_eq!(said[0].said, Said::Newer);
}

#[test]
fn newer_words_on_the_call_are_passed_over() {
    let upward = wire::Upward::decode(UNKNOWN_FIELD).expect("an unknown field is no error");
    assert_eq!(Upward::try_from(upward), Ok(Upward::Newer));
    let downward = wire::Downward::decode(UNKNOWN_FIELD).expect("an unknown field is no error");
    assert_eq!(Downward::try_from(downward), Ok(Downward::Newer));
    let order = wire::Order::decode(UNKNOWN_FIELD).expect("an unknown field is no error");
    assert_eq!(Order::try_from(order), Ok(Order::Newer));
}
