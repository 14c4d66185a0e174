//! When a round is due: calendar, catch-up, jitter, resume; pure, time is an argument.
