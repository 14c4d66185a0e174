//! Whatever is written is read again, and what fits is read as the same.

use proptest::prelude::*;
use prost::Message as _;

use super::generate::{self, Reach, TAME, WILD};
use crate::{
    convert::{decode_events, encode_events},
    enrolment::{EnrolReply, RenewRequest},
    exchange::{Downward, Upward},
    parcel::EVENTS_LIMIT_BYTES,
    round::{Event, Said},
    wire,
};

fn events(reach: Reach, n: usize) -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec(generate::event(reach), 0..n)
}

proptest! {
    #[test]
    fn events_survive_the_wire(events in events(TAME, 6)) {
        prop_assert_eq!(decode_events(&encode_events(&events)), Ok(events));
    }

    #[test]
    fn whatever_one_event_says_fits_into_a_parcel_and_is_taken(event in generate::event(WILD)) {
        let bytes = encode_events(std::slice::from_ref(&event));
        prop_assert!(bytes.len() <= EVENTS_LIMIT_BYTES, "{} bytes", bytes.len());
        let taken = decode_events(&bytes);
        prop_assert!(taken.is_ok(), "{taken:?}");
        prop_assert_eq!(encode_events(&taken.unwrap_or_default()), bytes);
    }

    #[test]
    fn two_lists_one_after_the_other_are_one(first in events(TAME, 4), second in events(TAME, 4)) {
        let bytes = [encode_events(&first), encode_events(&second)].concat();
        prop_assert_eq!(decode_events(&bytes), Ok([first, second].concat()));
    }

    #[test]
    fn what_goes_up_survives_the_wire(upward in generate::upward()) {
        let bytes = wire::Upward::from(upward.clone()).encode_to_vec();
        let wire = wire::Upward::decode(bytes.as_slice()).expect("just written");
        prop_assert_eq!(Upward::try_from(wire), Ok(upward));
    }

    #[test]
    fn what_comes_down_survives_the_wire(downward in generate::downward()) {
        let bytes = wire::Downward::from(downward.clone()).encode_to_vec();
        let wire = wire::Downward::decode(bytes.as_slice()).expect("just written");
        prop_assert_eq!(Downward::try_from(wire), Ok(downward));
    }

    #[test]
    fn enrolment_survives_the_wire(renew in generate::renew(), reply in generate::reply()) {
        prop_assert_eq!(RenewRequest::try_from(wire::RenewRequest::from(renew.clone())), Ok(renew));
        prop_assert_eq!(EnrolReply::try_from(wire::EnrolReply::from(reply.clone())), Ok(reply));
    }
}

#[test]
fn a_standing_list_of_any_length_travels_whole() {
    let (round, id) = (generate::round_of(1), generate::finding_of(2));
    for (ids, parts) in [(0, 1), (1, 1), (4_000, 1), (4_001, 2), (10_000, 3)] {
        let said = Said::RoundStanding(round, vec![id; ids]);
        let at = crate::time::Timestamp::default();
        let bytes = encode_events(&[Event { at, said }]);
        let read = decode_events(&bytes).expect("just written");
        let carried: usize = read
            .iter()
            .map(|event| match &event.said {
                Said::RoundStanding(of, ids) if *of == round => ids.len(),
                other => unreachable!("{other:?}"),
            })
            .sum();
        assert_eq!((read.len(), carried), (parts, ids));
    }
}
