//! What every request passes: host, origin, form token, login, right; and what every answer carries.

use std::{collections::HashMap, net::SocketAddr};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, DefaultBodyLimit, FromRequest as _, Multipart, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use mimawari_proto::{show::options::Lang, time::Timestamp};

use super::{
    Console,
    access::{Right, Viewer},
    session::{self, NOTED_EVERY, Secret},
    web::message,
};
use crate::ledger::{LedgerError, record::Keep};

/// The cookie of a login. `__Host-`: only over TLS, only this host, every path.
pub(super) const LOGIN_COOKIE: &str = "__Host-mimawari";

/// The cookie that ties the login form to a browser that is nobody yet.
pub(super) const FORM_COOKIE: &str = "__Host-mimawari-form";

/// The cookie of the chosen language.
pub(super) const LANG_COOKIE: &str = "__Host-mimawari-lang";

/// Largest form taken.
const FORM_LIMIT_BYTES: usize = 16 << 10;

/// Largest form with a file taken, of somebody who is logged in: a ledger of 20,000 media.
const FILE_FORM_LIMIT_BYTES: usize = 4 << 20;

/// Longest name of a file kept.
const FILE_NAME_CHARS: usize = 120;

/// Nothing from elsewhere, no script at all, no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Carried by every answer. Without a referrer browsers would send `Origin: null` with forms.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// One request by somebody, or by nobody yet.
#[derive(Clone)]
pub(super) struct Visit {
    /// Who; `None` on pages for anyone.
    pub(super) viewer: Option<Viewer>,
    /// What ties forms to this browser.
    pub(super) secret: Secret,
    /// The language they read.
    pub(super) lang: Lang,
    /// Path and query, for coming back to.
    pub(super) here: String,
    /// When.
    pub(super) now: Timestamp,
}

/// The fields of a form whose token fits.
#[derive(Clone, Default)]
pub(super) struct Fields {
    texts: HashMap<String, String>,
    /// The file that was chosen, where the form has one.
    pub(super) file: Option<Upload>,
}

/// A file out of a form.
#[derive(Clone, Default)]
pub(super) struct Upload {
    /// Its name, without its folder.
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Bytes,
}

impl Fields {
    /// Returns a field, or nothing.
    pub(super) fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}

/// Refuses foreign hosts and origins, and puts the headers on every answer.
pub(super) async fn outer(State(console): State<Console>, request: Request, next: Next) -> Response {
    let mut response = match (host_is_ours(&console, &request), origin_is_ours(&request)) {
        (true, true) => next.run(request).await,
        (true, false) => StatusCode::FORBIDDEN.into_response(),
        (false, _) => StatusCode::MISDIRECTED_REQUEST.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if !console.inner.setup.loopback {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

/// The host and port that a request names.
fn authority(request: &Request) -> Option<String> {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let in_uri = || request.uri().authority().map(|authority| authority.as_str());
    named.or_else(in_uri).map(str::to_ascii_lowercase)
}

fn host_is_ours(console: &Console, request: &Request) -> bool {
    let Some(authority) = authority(request) else {
        return false;
    };
    let host = without_port(&authority);
    console
        .inner
        .setup
        .hosts
        .iter()
        .any(|ours| without_port(&ours.to_ascii_lowercase()) == host)
}

/// `[::1]:8443` and `::1` both become `::1`.
fn without_port(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    match authority.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// What changes something must come from one of our own pages, if the browser says where it comes from.
fn origin_is_ours(request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return true;
    }
    let text = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or(""))
    };
    let ours = format!("https://{}", authority(request).unwrap_or_default());
    match text(header::ORIGIN) {
        Some(origin) => origin.eq_ignore_ascii_case(&ours),
        None => text(HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin"),
    }
}

/// Finds out who it is and whether they may; reads the form.
pub(super) async fn inner(
    State((console, right)): State<(Console, Right)>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = (console.inner.setup.clock)();
    let headers = request.headers().clone();
    let lang = language(&headers);
    let known = match logged_in(&console, &headers, now).await {
        Ok(known) => known,
        Err(error) => return message::broken(lang, &error),
    };
    let anonymous = || cookie(&headers, FORM_COOKIE).and_then(Secret::from_cookie);
    let (viewer, secret) = match (known, right) {
        (Some((viewer, secret)), _) => (Some(viewer), secret),
        (None, Right::Anyone) => match anonymous().map_or_else(Secret::random, Ok) {
            Ok(secret) => (None, secret),
            Err(error) => return message::broken(lang, &error),
        },
        (None, _) => return Redirect::to("/login").into_response(),
    };
    let may = viewer.as_ref().is_none_or(|viewer| viewer.may(right));
    let visit = Visit {
        viewer,
        secret,
        lang,
        here: here(&request),
        now,
    };
    if !may {
        return message::not_found(&visit);
    }
    if request.method() == Method::POST {
        let (parts, body) = request.into_parts();
        let fields = match visit.viewer.is_some() && has_file(&parts.headers) {
            true => file_form(parts.clone(), body).await,
            false => form(body).await,
        };
        let Some(fields) = fields.filter(|fields| visit.secret.is_token(fields.get("token"))) else {
            return message::refused(&visit);
        };
        request = Request::from_parts(parts, Body::empty());
        request.extensions_mut().insert(fields);
    }
    request.extensions_mut().insert(visit);
    next.run(request).await
}

fn here(request: &Request) -> String {
    let uri = request.uri();
    match (request.method() == Method::GET, uri.path_and_query()) {
        (true, Some(here)) => here.as_str().to_owned(),
        _ => uri.path().trim_end_matches("/reveal").to_owned(),
    }
}

async fn logged_in(
    console: &Console,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Option<(Viewer, Secret)>, LedgerError> {
    let Some(secret) = cookie(headers, LOGIN_COOKIE).and_then(Secret::from_cookie) else {
        return Ok(None);
    };
    let ledger = &console.inner.setup.ledger;
    let digest = secret.digest();
    let known = ledger.read(move |view| view.session(&digest)).await?;
    let Some((mut session, account)) =
        known.filter(|(session, account)| session::holds(session, account, now))
    else {
        return Ok(None);
    };
    if now.since(session.used_at) >= NOTED_EVERY {
        session.used_at = now;
        ledger.keep(Keep::Session(session)).await?;
    }
    Ok(Viewer::of(&account).map(|viewer| (viewer, secret)))
}

async fn form(body: Body) -> Option<Fields> {
    let bytes = to_bytes(body, FORM_LIMIT_BYTES).await.ok()?;
    form_pairs(&bytes).map(|texts| Fields { texts, file: None })
}

fn has_file(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Reads a form with a file in it; a name that comes twice refuses the form.
async fn file_form(parts: Parts, body: Body) -> Option<Fields> {
    let bytes = to_bytes(body, FILE_FORM_LIMIT_BYTES).await.ok()?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    DefaultBodyLimit::max(FILE_FORM_LIMIT_BYTES).apply(&mut request);
    let mut pieces = Multipart::from_request(request, &()).await.ok()?;
    let mut fields = Fields::default();
    while let Some(piece) = pieces.next_field().await.ok()? {
        let name = piece.name()?.to_owned();
        let file = piece.file_name().map(|name| {
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            last.chars().take(FILE_NAME_CHARS).collect::<String>()
        });
        let bytes = piece.bytes().await.ok()?;
        let again = match file {
            Some(name) => fields.file.replace(Upload { name, bytes }).is_some(),
            None => fields
                .texts
                .insert(name, String::from_utf8(bytes.into()).ok()?)
                .is_some(),
        };
        if again {
            return None;
        }
    }
    Some(fields)
}

/// Reads `a=b&c=d`; a name that comes twice refuses the form.
fn form_pairs(bytes: &[u8]) -> Option<HashMap<String, String>> {
    let mut pairs = HashMap::new();
    for pair in bytes.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |b| *b == b'=');
        let name = super::address::decoded(halves.next().unwrap_or_default())?;
        let value = super::address::decoded(halves.next().unwrap_or_default())?;
        if pairs.insert(name, value).is_some() {
            return None;
        }
    }
    Some(pairs)
}

pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Japanese unless somebody chose otherwise.
fn language(headers: &HeaderMap) -> Lang {
    match cookie(headers, LANG_COOKIE) {
        Some("en") => Lang::En,
        _ => Lang::Ja,
    }
}

/// Returns the address a request comes from, where the server says so.
pub(super) fn peer(request: &axum::http::Extensions) -> Option<std::net::IpAddr> {
    request.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_without_its_port() {
        for (authority, host) in [
            ("localhost:8443", "localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]:8443", "::1"),
            ("::1", "::1"),
            ("audit.example", "audit.example"),
            ("a:b", "a:b"),
        ] {
            assert_eq!(without_port(authority), host);
        }
    }

    #[test]
    fn a_field_that_comes_twice_refuses_the_form() {
        assert!(form_pairs(b"a=1&b=%E8%AA%B2+x").is_some_and(|pairs| pairs["b"] == "課 x"));
        assert!(form_pairs(b"a=1&a=2").is_none());
        assert!(form_pairs(b"a=%ff").is_none());
    }
}
