//! Coming and going: login, login link, logout, language.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;
use axum::{
    extract::{Extension, Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use mimawari_proto::id::UserId;

use super::{
    frame::{Frame, answer},
    message,
};
use crate::{
    ledger::{
        LedgerError,
        act::{Act, By},
        record::{Keep, UserRecord},
    },
    present::{
        Console, address,
        gate::{FORM_COOKIE, Fields, LANG_COOKIE, LOGIN_COOKIE, Visit, peer},
        password,
        session::{ABSOLUTE, Secret, Verdict},
        text::Msg,
    },
};

/// Longest login name looked up, in bytes.
const NAME_LIMIT_BYTES: usize = 256;

#[derive(Template)]
#[template(path = "login.html")]
struct Page {
    f: Frame,
    name: String,
    problem: Option<String>,
    said: Option<&'static str>,
}

/// Shows the login form.
pub(super) async fn page(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    if visit.viewer.is_some() {
        return Redirect::to("/").into_response();
    }
    let said = asked.contains_key("bye").then(|| Msg::LoggedOut.text(visit.lang));
    form(&console, &visit, StatusCode::OK, "", None, said)
}

fn form(
    console: &Console,
    visit: &Visit,
    status: StatusCode,
    name: &str,
    problem: Option<String>,
    said: Option<&'static str>,
) -> Response {
    let page = Page {
        f: Frame::new(console, visit, Msg::LoginTitle.text(visit.lang).to_owned()),
        name: name.to_owned(),
        problem,
        said,
    };
    let tied = cookie(FORM_COOKIE, &visit.secret.to_cookie(), "");
    with_cookie(answer(status, &page), &tied)
}

/// Takes name and password. Unknown names cost the same time and get the same answer.
pub(super) async fn enter(State(console): State<Console>, request: Request) -> Response {
    let (Some(visit), Some(fields)) = (
        request.extensions().get::<Visit>().cloned(),
        request.extensions().get::<Fields>().cloned(),
    ) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let from = peer(request.extensions());
    let name: String = fields.get("name").trim().to_owned();
    let throttle = &console.inner.throttle;
    if let Verdict::Wait(left) = throttle.ask(&name, from, visit.now) {
        let seconds = left.as_secs().max(1);
        let problem = crate::present::text::fill(Msg::LoginWait.text(visit.lang), &[&seconds]);
        return form(
            &console,
            &visit,
            StatusCode::TOO_MANY_REQUESTS,
            &name,
            Some(problem),
            None,
        );
    }
    match checked(&console, &name, fields.get("password")).await {
        Err(error) => message::broken(visit.lang, &error),
        Ok(Checked::Admitted(user)) => {
            throttle.tell(&name, from, true, visit.now);
            admitted(&console, &visit, user, &name).await
        }
        Ok(Checked::Refused { known }) => {
            throttle.tell(&name, from, false, visit.now);
            if known {
                note(&console, &visit, By::Collector, &name, false).await;
            }
            let problem = Msg::LoginFailed.text(visit.lang).to_owned();
            form(
                &console,
                &visit,
                StatusCode::UNAUTHORIZED,
                &name,
                Some(problem),
                None,
            )
        }
    }
}

enum Checked {
    Admitted(UserId),
    /// An unknown name is not written down: it may be a password in the wrong field.
    Refused {
        known: bool,
    },
}

async fn checked(console: &Console, name: &str, given: &str) -> Result<Checked, LedgerError> {
    let asked = (name.len() <= NAME_LIMIT_BYTES).then(|| name.to_owned());
    let account = match asked {
        Some(name) => console.read(move |view| view.user_named(&name)).await?,
        None => None,
    };
    let account = account.filter(|account| !account.closed);
    let hash = account
        .as_ref()
        .map_or_else(|| NOBODY.clone(), |account: &UserRecord| account.password.clone());
    let given = given.to_owned();
    let _one_of_few = console
        .inner
        .hashing
        .acquire()
        .await
        .map_err(|_| LedgerError::Closed)?;
    let fits = tokio::task::spawn_blocking(move || password::matches(&given, &hash))
        .await
        .unwrap_or(false);
    Ok(match account {
        Some(account) if fits => Checked::Admitted(account.id),
        other => Checked::Refused {
            known: other.is_some(),
        },
    })
}

/// The hash that unknown names are compared with: its password is 32 random bytes nobody has.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let secret = Secret::random()
        .map(|secret| secret.to_cookie())
        .unwrap_or_default();
    password::hash(&secret, &[0; 16]).unwrap_or_default()
});

/// Takes a login link.
pub(super) async fn once(
    State(console): State<Console>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let key = asked.get("key").and_then(|key| Secret::from_cookie(key));
    match key.and_then(|key| console.inner.links.spend(&key, visit.now)) {
        Some(user) => admitted(&console, &visit, user, "").await,
        None if visit.viewer.is_some() => Redirect::to("/").into_response(),
        None => {
            let problem = Msg::LoginLinkSpent.text(visit.lang).to_owned();
            form(
                &console,
                &visit,
                StatusCode::UNAUTHORIZED,
                "",
                Some(problem),
                None,
            )
        }
    }
}

/// Begins a login under a new secret.
async fn admitted(console: &Console, visit: &Visit, user: UserId, name: &str) -> Response {
    let secret = match Secret::random() {
        Ok(secret) => secret,
        Err(error) => return message::broken(visit.lang, &error),
    };
    let session = secret.login(user, visit.now);
    if let Err(error) = console.inner.setup.ledger.keep(Keep::Session(session)).await {
        return message::broken(visit.lang, &error);
    }
    note(console, visit, By::User(user), name, true).await;
    let secret = cookie(
        LOGIN_COOKIE,
        &secret.to_cookie(),
        &format!("; Max-Age={}", ABSOLUTE.as_secs()),
    );
    let home = with_cookie(Redirect::to("/").into_response(), &secret);
    with_cookie(home, &cookie(FORM_COOKIE, "", "; Max-Age=0"))
}

/// Writes a login down; a ledger that cannot take it does not keep people out.
async fn note(console: &Console, visit: &Visit, by: By, name: &str, admitted: bool) {
    let act = Act::LoggedIn {
        name: name.to_owned(),
        admitted,
    };
    if let Err(error) = console.inner.setup.ledger.act(by, act, visit.now).await {
        tracing::warn!(error = %error, "login not written down");
    }
}

/// Ends the login, here and in the store.
pub(super) async fn leave(State(console): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    let gone = Keep::SessionGone(visit.secret.digest());
    if let Err(error) = console.inner.setup.ledger.keep(gone).await {
        return message::broken(visit.lang, &error);
    }
    let out = Redirect::to("/login?bye=1").into_response();
    with_cookie(out, &cookie(LOGIN_COOKIE, "", "; Max-Age=0"))
}

/// Changes the language and returns to where the reader was.
pub(super) async fn language(Extension(fields): Extension<Fields>) -> Response {
    let lang = match fields.get("lang") {
        "en" => "en",
        _ => "ja",
    };
    let back = Redirect::to(address::local(fields.get("back"))).into_response();
    with_cookie(back, &cookie(LANG_COOKIE, lang, "; Max-Age=31536000"))
}

fn cookie(name: &str, value: &str, life: &str) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{life}")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
