//! The intake as strangers, machines and thieves meet it: over real TLS, on loopback.

mod enrolling;
mod hall;
mod reporting;
mod strangers;

use hall::{Hall, Key};
