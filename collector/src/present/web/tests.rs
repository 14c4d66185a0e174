//! The console without a browser: requests in, HTML and headers out.

mod doors;
mod hall;
mod ledger;
mod look;
mod pages;
mod rights;
