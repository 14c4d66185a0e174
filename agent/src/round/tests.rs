//! The calendar: a table of moments, and simulated years.

use proptest::prelude::*;

use super::*;

fn policy(zone: &str) -> Policy {
    Policy {
        zone: policy::zone(zone).expect("bundled"),
        window_start: policy::time("12:00").expect("a time"),
        window_end: policy::time("17:00").expect("a time"),
        weekdays: ["mon", "tue", "wed", "thu", "fri"]
            .map(|day| policy::weekday(day).expect("a day"))
            .to_vec(),
        holidays: [policy::date("2026-11-23").expect("a date")].into(),
        jitter: Duration::ZERO,
        catch_up: true,
        start_delay_least: Duration::ZERO,
        start_delay_most: Duration::ZERO,
    }
}

fn tokyo(text: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = text.parse().expect("a date and time");
    civil.in_tz("Asia/Tokyo").expect("bundled").timestamp().into()
}

fn complete(began: &str) -> State {
    State::default()
        .began(tokyo(began))
        .ended(tokyo(began), RoundOutcome::Complete)
}

/// Asks at `now` after a complete round that began at `last`.
fn check(last: Option<&str>, now: &str, expected: Due) {
    let state = last.map(complete).unwrap_or_default();
    assert_eq!(
        due(&state, &policy("Asia/Tokyo"), tokyo(now)),
        expected,
        "last {last:?}, now {now}"
    );
}

#[test]
fn rounds_follow_the_calendar_of_the_policy() {
    use RoundReason::{Calendar, CatchUp};
    let at = |text| Due::At(tokyo(text));
    // Friday 20 November 2026; Monday 23 is a holiday.
    check(
        Some("2026-11-19T12:00"),
        "2026-11-20T11:59:59",
        at("2026-11-20T12:00"),
    );
    check(Some("2026-11-19T12:00"), "2026-11-20T12:00", Due::Now(Calendar));
    check(Some("2026-11-19T12:00"), "2026-11-20T16:59", Due::Now(Calendar));
    check(Some("2026-11-19T12:00"), "2026-11-20T17:00", Due::Now(CatchUp));
    check(
        Some("2026-11-20T12:00"),
        "2026-11-20T12:01",
        at("2026-11-24T12:00"),
    );
    check(
        Some("2026-11-20T12:00"),
        "2026-11-23T13:00",
        at("2026-11-24T12:00"),
    );
    check(Some("2026-11-19T12:00"), "2026-11-22T09:00", Due::Now(CatchUp));
    check(None, "2026-11-20T08:30", Due::Now(CatchUp));
    // A round made by hand in the morning does not settle the afternoon.
    check(Some("2026-11-20T09:00"), "2026-11-20T12:00", Due::Now(Calendar));
}

#[test]
fn a_clock_that_jumps_either_way_costs_one_round_at_most() {
    let now = tokyo("2026-11-20T12:30");
    let ahead = complete("2027-11-20T12:00");
    let today = policy("Asia/Tokyo");
    assert_eq!(due(&ahead, &today, now), Due::Now(RoundReason::Calendar));
    let made = ahead.began(now).ended(now, RoundOutcome::Complete);
    assert_eq!(due(&made, &today, now), Due::At(tokyo("2026-11-24T12:00")));
    // Set back by a few minutes right after the round: it still counts.
    assert_eq!(
        due(&made, &today, tokyo("2026-11-20T12:20")),
        Due::At(tokyo("2026-11-24T12:00"))
    );
    // 1970: a dead battery.
    assert!(matches!(
        due(&made, &today, Timestamp::from_unix_ms(0)),
        Due::Now(_)
    ));
}

#[test]
fn without_catch_up_a_missed_day_stays_missed() {
    let mut policy = policy("Asia/Tokyo");
    policy.catch_up = false;
    let state = complete("2026-11-19T12:00");
    assert_eq!(
        due(&state, &policy, tokyo("2026-11-20T18:00")),
        Due::At(tokyo("2026-11-24T12:00"))
    );
}

#[test]
fn a_stopped_round_is_taken_up_again_after_a_rest_that_grows() {
    let policy = policy("Asia/Tokyo");
    let at = tokyo("2026-11-20T12:00");
    let stopped = State::default().began(at).ended(at, RoundOutcome::Stopped);
    assert_eq!(due(&stopped, &policy, at), Due::At(at.plus(FIRST_REST)));
    assert_eq!(
        due(&stopped, &policy, at.plus(FIRST_REST)),
        Due::Now(RoundReason::Calendar)
    );
    let again = stopped.began(at).ended(at, RoundOutcome::Stopped);
    assert_eq!(due(&again, &policy, at), Due::At(at.plus(FIRST_REST * 2)));
    // A crash in mid-round leaves it begun: the same rest.
    let crashed = State::default().began(at);
    assert_eq!(due(&crashed, &policy, at), Due::At(at.plus(FIRST_REST)));
}

#[test]
fn a_round_waits_a_moment_after_the_morning_start() {
    let mut policy = policy("Asia/Tokyo");
    policy.start_delay_least = Duration::from_secs(180);
    policy.start_delay_most = Duration::from_secs(900);
    let up_since = tokyo("2026-11-20T08:30");
    for spread in 0..100 {
        let state = State {
            up_since,
            spread,
            ..State::default()
        };
        match due(&state, &policy, up_since) {
            Due::At(at) => assert!((180..900).contains(&at.since(up_since).as_secs())),
            Due::Now(_) => panic!("started at once"),
        }
    }
}

#[test]
fn a_window_may_cross_midnight() {
    let mut policy = policy("Asia/Tokyo");
    policy.window_start = policy::time("22:00").expect("a time");
    policy.window_end = policy::time("05:00").expect("a time");
    let state = complete("2026-11-18T22:00");
    let night = tokyo("2026-11-20T04:59");
    assert_eq!(due(&state, &policy, night), Due::Now(RoundReason::Calendar));
    let morning = tokyo("2026-11-20T05:00");
    assert_eq!(due(&state, &policy, morning), Due::Now(RoundReason::CatchUp));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Two simulated years of a PC that is switched on and off as it likes.
    #[test]
    fn every_business_day_on_which_the_pc_is_on_gets_exactly_one_round(
        zone in prop::sample::select(vec!["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "UTC"]),
        spread in any::<u64>(),
        jitter_minutes in 0_u64..300,
        hops in prop::collection::vec(1_u64..40, 200),
    ) {
        let mut policy = policy(zone);
        policy.jitter = Duration::from_secs(jitter_minutes * 60);
        let start = tokyo("2026-01-01T00:00");
        let mut now = start;
        let mut state = State { spread, up_since: start, ..State::default() };
        let mut rounds = Vec::new();
        let mut hops = hops.iter().cycle();
        while now.since(start) < Duration::from_secs(2 * 365 * 86_400) {
            match due(&state, &policy, now) {
                Due::Now(reason) => {
                    rounds.push((now, reason));
                    state = state.began(now).ended(now, RoundOutcome::Complete);
                    prop_assert!(matches!(due(&state, &policy, now), Due::At(_)), "twice at once");
                }
                Due::At(at) => {
                    prop_assert!(at > now);
                    prop_assert!(at.since(now) < Duration::from_secs(6 * 86_400), "too far away");
                    // Either the PC is on until then, or it is off past it.
                    let off = Duration::from_secs(hops.next().expect("endless") * 3600);
                    now = if off.as_secs().is_multiple_of(3) { at.plus(off) } else { at };
                }
            }
        }
        for pair in rounds.windows(2) {
            let slot = slot_before(&state, &policy, pair[1].0).expect("there was one");
            prop_assert!(pair[0].0 < slot.at, "two rounds for one slot");
        }
        prop_assert!(rounds.len() > 150, "{} rounds", rounds.len());
    }

    /// No clock, however wrong, makes the decision panic or loop.
    #[test]
    fn any_clock_gets_an_answer(now in any::<i64>(), last in any::<i64>(), up in any::<i64>(), broken in any::<u32>()) {
        let last = Timestamp::from_unix_ms(last);
        let state = State {
            last: Some(Last { began_at: last, ended_at: last, outcome: Some(RoundOutcome::Complete) }),
            broken,
            up_since: Timestamp::from_unix_ms(up),
            spread: 1,
        };
        due(&state, &policy("Asia/Tokyo"), Timestamp::from_unix_ms(now));
    }
}
