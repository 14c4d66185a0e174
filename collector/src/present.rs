//! Who may see what, and how: the web console, and the same facts for lists and exports.
//!
//! ```text
//! request ─► gate (host, origin, login, right, form) ─► web (view) ─► template
//!                                                          │
//!                    commands finding, department, matrix ─┴─► query ─► one read snapshot
//! ```
//!
//! A number on a page and the list behind it come from the same `query` on the
//! same snapshot. To add a console page: one file in `web/`, one template of
//! the same name, one line in the route table.

pub mod access;
pub mod password;
pub mod query;
pub mod session;
pub mod text;

mod address;
mod assets;
mod gate;
mod waiting;
mod web;

use std::sync::Arc;

use jiff::tz::TimeZone;
use mimawari_proto::{id::UserId, show::options::Lang, time::Timestamp};
use tokio::sync::Semaphore;

use crate::{
    assess::Policy,
    ledger::{Ledger, LedgerError, View},
};

/// Passwords looked at at once: each takes 46 MiB and a core.
const HASHES_AT_ONCE: usize = 2;

/// What the console is given by `serve` and `try`.
pub struct Setup {
    /// What it shows.
    pub ledger: Ledger,
    /// Host names and addresses by which it may be called. A request for another is refused.
    pub hosts: Vec<String>,
    /// It is reachable from this machine only: no HSTS.
    pub loopback: bool,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// What the city has settled.
    pub policy: Policy,
    /// Reads the clock.
    pub clock: fn() -> Timestamp,
}

/// The console's state, shared by all requests.
#[derive(Clone)]
pub struct Console {
    inner: Arc<Inner>,
}

struct Inner {
    setup: Setup,
    links: session::Links,
    throttle: session::Throttle,
    hashing: Semaphore,
    waiting: waiting::Waiting,
}

impl Console {
    /// Makes the console.
    pub fn new(setup: Setup) -> Self {
        Self {
            inner: Arc::new(Inner {
                setup,
                links: session::Links::default(),
                throttle: session::Throttle::default(),
                hashing: Semaphore::new(HASHES_AT_ONCE),
                waiting: waiting::Waiting::default(),
            }),
        }
    }

    /// Makes a link that logs `user` in once, within ten minutes: the path and query, to be put behind `https://host:port`.
    pub fn login_link(&self, user: UserId) -> Result<String, getrandom::Error> {
        let secret = session::Secret::random()?;
        self.inner.links.add(&secret, user, (self.inner.setup.clock)());
        Ok(format!("/login/once?key={}", secret.to_cookie()))
    }

    fn moment(&self, now: Timestamp, lang: Lang) -> query::Moment {
        query::Moment {
            now,
            zone: self.inner.setup.zone.clone(),
            policy: self.inner.setup.policy.clone(),
            lang,
        }
    }

    /// Asks the ledger for all a page needs, in one snapshot.
    async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.inner.setup.ledger.read(ask).await
    }
}

/// Returns the console's routes; to be served with `ConnectInfo<SocketAddr>`, by which log-ins are slowed per address.
pub fn router(console: Console) -> axum::Router {
    web::router(console)
}
