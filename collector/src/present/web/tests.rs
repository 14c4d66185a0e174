//! The console without a browser: requests in, HTML and headers out.

mod doors;
mod hall;
mod look;
mod pages;
mod rights;
