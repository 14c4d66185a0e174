//! Who may see what, and how: the web console, and the same facts for lists and exports.
//!
//! ```text
//! request ─► gate (host, origin, headers) ─► session ─► access ─► view ─► template
//!                                                          │
//!                          command finding/department ─────┴─► query ─► one read snapshot
//! ```
//!
//! A number on a page and the list behind it come from the same `query` on the
//! same snapshot. To add a console page: one file in `web/`, one template of
//! the same name, one line in the route table.

pub mod access;
pub mod password;
pub mod query;

use std::sync::Arc;

use jiff::tz::TimeZone;
use mimawari_proto::{id::UserId, time::Timestamp};

/// What the console is given by `serve` and `try`.
pub struct Setup {
    /// Host names and addresses by which it may be called, without a port. A request for another is refused.
    pub hosts: Vec<String>,
    /// It is reachable from this machine only: no HSTS.
    pub loopback: bool,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// Reads the clock.
    pub clock: fn() -> Timestamp,
}

/// The console's state, shared by all requests.
#[derive(Clone)]
pub struct Console {
    inner: Arc<Inner>,
}

struct Inner {
    #[expect(dead_code, reason = "the pages that read it land next")]
    setup: Setup,
}

impl Console {
    /// Makes the console; nobody is logged in.
    pub fn new(setup: Setup) -> Self {
        Self {
            inner: Arc::new(Inner { setup }),
        }
    }

    /// Makes a link that logs `user` in once, within ten minutes: the path and query, to be put behind `https://host:port`.
    pub fn login_link(&self, _user: UserId) -> String {
        let _ = &self.inner;
        "/login/once?key=".to_owned()
    }
}

/// Returns the console's routes; to be served with `ConnectInfo<SocketAddr>`, by which log-ins are slowed per address.
pub fn router(_console: Console) -> axum::Router {
    axum::Router::new()
}
