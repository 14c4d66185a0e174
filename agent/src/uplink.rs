//! Drains the outbox to the collector.
