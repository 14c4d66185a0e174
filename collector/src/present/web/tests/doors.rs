//! Coming in, staying out: login, hosts, origins, tokens, cookies.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};

use super::hall::{HOST, Hall, PASSWORD};
use crate::{
    ledger::{act::Act, sample::Sample},
    present::gate::{FORM_COOKIE, LOGIN_COOKIE},
};

fn login(hall: &Hall, name: &str, password: &str) -> (super::hall::Browser, super::hall::Answer) {
    let mut browser = hall.browser();
    let token = browser.get("/login").token();
    let answer = browser.post("/login", &token, &[("name", name), ("password", password)]);
    (browser, answer)
}

#[test]
fn the_right_password_opens_under_a_new_secret_in_a_strict_cookie() {
    let hall = Hall::empty(Sample::new());
    let (mut browser, answer) = login(&hall, "admin", PASSWORD);
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/")
    );
    let cookies: Vec<_> = answer.headers.get_all(header::SET_COOKIE).iter().collect();
    let login = cookies[0].to_str().expect("ASCII");
    assert!(login.starts_with(&format!("{LOGIN_COOKIE}=")), "{login}");
    for flag in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(login.contains(flag), "{login}");
    }
    assert!(!login.contains("Domain"), "{login}");
    assert_eq!(browser.get("/").status, StatusCode::OK);
}

#[test]
fn a_planted_cookie_is_never_the_one_that_is_logged_in() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.browser();
    let planted = "A".repeat(43);
    browser.cookies.push((LOGIN_COOKIE.to_owned(), planted.clone()));
    browser.cookies.push((FORM_COOKIE.to_owned(), planted.clone()));
    let token = browser.get("/login").token();
    let fields = [("name", "admin"), ("password", PASSWORD)];
    assert_eq!(
        browser.post("/login", &token, &fields).status,
        StatusCode::SEE_OTHER
    );
    assert!(browser.cookies.iter().all(|(_, value)| *value != planted));
}

#[test]
fn an_unknown_name_and_a_wrong_password_get_the_same_answer() {
    let hall = Hall::empty(Sample::new());
    let (_, wrong) = login(&hall, "admin", "wrong");
    let (_, unknown) = login(&hall, "nobodyx", "wrong");
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED)
    );
    let plain = |body: &str, name: &str| {
        let body = body.replace(name, "NAME");
        let token = body
            .split("name=\"token\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        body.replace(token.unwrap_or("-"), "TOKEN")
    };
    assert_eq!(plain(&wrong.body, "admin"), plain(&unknown.body, "nobodyx"));
}

#[test]
fn what_an_unknown_visitor_typed_is_not_written_down() {
    let hall = Hall::empty(Sample::new());
    login(&hall, PASSWORD, "admin");
    login(&hall, "admin", "wrong");
    let acts = hall
        .sample
        .ledger
        .read_now(|view| view.acts(None, 50))
        .expect("acts");
    let names: Vec<_> = acts
        .rows
        .iter()
        .filter_map(|done| match &done.act {
            Act::LoggedIn {
                name,
                admitted: false,
            } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["admin"]);
}

#[test]
fn guessing_is_slowed_and_the_answer_says_how_long() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.browser();
    let token = browser.get("/login").token();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let fields = [("name", "admin"), ("password", "wrong")];
        statuses.push(browser.post("/login", &token, &fields).status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 429]);
}

#[test]
fn logging_out_ends_the_login_everywhere() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.as_user("admin");
    let kept = browser.cookies.clone();
    let token = browser.get("/").token();
    let out = browser.post("/logout", &token, &[]);
    assert_eq!(out.header("location"), "/login?bye=1");
    browser.cookies = kept;
    assert_eq!(browser.get("/").header("location"), "/login");
}

#[test]
fn a_login_link_opens_once() {
    let hall = Hall::empty(Sample::new());
    let link = hall.console.login_link(super::hall::user(0)).expect("randomness");
    let mut browser = hall.browser();
    assert_eq!(browser.get(&link).header("location"), "/");
    assert_eq!(browser.get("/").status, StatusCode::OK);
    assert_eq!(hall.browser().get(&link).status, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_form_without_its_token_or_with_anothers_changes_nothing() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.as_user("admin");
    let mut other = hall.as_user("auditor");
    let foreign = other.get("/").token();
    for token in ["", "x", foreign.as_str()] {
        assert_eq!(browser.post("/logout", token, &[]).status, StatusCode::FORBIDDEN);
    }
    assert_eq!(browser.get("/").status, StatusCode::OK);
}

#[test]
fn a_request_from_another_origin_or_for_another_host_is_refused() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.as_user("admin");
    let token = browser.get("/").token();
    for (host, origin, site, expected) in [
        (HOST, Some("https://evil.example"), None, StatusCode::FORBIDDEN),
        (HOST, Some("null"), None, StatusCode::FORBIDDEN),
        (HOST, Some("http://localhost:8443"), None, StatusCode::FORBIDDEN),
        (HOST, None, Some("cross-site"), StatusCode::FORBIDDEN),
        (
            "evil.example",
            Some("https://evil.example"),
            None,
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            "localhost.evil.example",
            None,
            None,
            StatusCode::MISDIRECTED_REQUEST,
        ),
    ] {
        let mut request = browser.request(Method::POST, "/logout");
        let headers = request.headers_mut().expect("well formed");
        headers.insert(header::HOST, host.parse().expect("a value"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("a value"));
        }
        if let Some(site) = site {
            headers.insert("sec-fetch-site", site.parse().expect("a value"));
        }
        let body = Body::from(format!("token={token}"));
        let answer = browser.send(request.body(body).expect("a request"));
        assert_eq!(answer.status, expected, "{host} {origin:?} {site:?}");
    }
    assert_eq!(browser.get("/").status, StatusCode::OK);
}

#[test]
fn the_language_switch_leads_back_and_nowhere_else() {
    let hall = Hall::empty(Sample::new());
    let mut browser = hall.as_user("admin");
    let token = browser.get("/help").token();
    let back = browser.post("/language", &token, &[("lang", "en"), ("back", "/help")]);
    assert_eq!(back.header("location"), "/help");
    assert!(browser.get("/help").body.contains("<html lang=\"en\">"));
    let away = browser.post("/language", &token, &[("lang", "ja"), ("back", "//evil.example")]);
    assert_eq!(away.header("location"), "/");
}
