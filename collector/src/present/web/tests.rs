//! The console without a browser: requests in, HTML and headers out.

mod doors;
mod hall;
mod pages;
mod rights;
