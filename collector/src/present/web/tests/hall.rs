//! A city hall with findings, four accounts, and a browser that keeps cookies.

use std::sync::LazyLock;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use jiff::{civil::Date, tz::TimeZone};
use mimawari_proto::{
    finding::Kind,
    id::{MediaSessionId, UserId},
    medium::MediumState,
    name::Name,
    reading::{Encryption, Grade, MediaClass, MediaSeen},
    round::{RootOutcome, RoundOutcome, Said, UnreadReason},
    time::Timestamp,
};
use tower::ServiceExt as _;

use crate::{
    ledger::{
        Act,
        medium::Medium,
        record::{Keep, UserRecord},
        sample::{BEGIN, Sample, code, wait},
    },
    present::{Console, Setup, address::encoded, password, router},
};

pub(super) const HOST: &str = "localhost:8443";
pub(super) const PASSWORD: &str = "見回りの合言葉 2026";

/// Slow by design, so made once.
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD, &[3; 16]).expect("hashed"));

/// Six hours after everything began: all evidence is fresh.
pub(super) fn clock() -> Timestamp {
    BEGIN.plus(std::time::Duration::from_secs(6 * 3600))
}

pub(super) fn stay(nth: u8) -> MediaSessionId {
    MediaSessionId::new(BEGIN, [nth; 10])
}

/// A stick that is plugged in on the first day; the first one is in the ledger.
pub(super) fn seen(nth: u8) -> MediaSeen {
    MediaSeen {
        grade: Grade::A,
        vendor_id: 0x0411,
        product_id: 1,
        vendor: "BUFFALO".into(),
        product: "ClipDrive".into(),
        serial: Name::from(format!("SER-{nth}X").as_str()),
        encryption: Some(Encryption::None),
        empty: Some(false),
        arrived_at: Some(BEGIN),
        ..MediaSeen::new(stay(nth), MediaClass::Storage, "sysfs")
    }
}

/// A stick of 保育課.
pub(super) fn medium() -> Medium {
    Medium {
        no: "公USB-1".parse().expect("a number"),
        vendor_id: 0x0411,
        product_id: 1,
        vendor: "BUFFALO".to_owned(),
        product: "ClipDrive".to_owned(),
        serial: "SER-0X".to_owned(),
        volume_id: String::new(),
        grade: Some(Grade::A),
        size_bytes: 32_000_000_000,
        encryption: Some(Encryption::Bitlocker),
        department: Some(code("0810")),
        keeper: "田中".to_owned(),
        place: "書庫1".to_owned(),
        state: MediumState::InBox,
        state_since: None,
        registered: Date::constant(2026, 4, 1),
        note: String::new(),
    }
}

pub(super) struct Hall {
    pub(super) sample: Sample,
    pub(super) console: Console,
}

impl Hall {
    /// Two departments: 保育課 with findings and a silent machine, 税務課 whole, 総務部 without machines.
    pub(super) fn new() -> Self {
        let hall = Self::empty(Sample::new());
        let mut one = hall.sample.machine("0810", "PC-0810-01");
        one.found(r"ID・パスワード一覧.xlsx", Kind::PasswordNote);
        one.found("児童名簿_山田太郎.xlsx", Kind::MyNumber);
        one.found("会議資料.docx", Kind::StrayFile);
        one.round_with(
            RoundOutcome::Complete,
            RootOutcome::Covered,
            &[(UnreadReason::Encrypted, 2)],
        );
        one.say(Said::MediaSeen(seen(0)));
        one.say(Said::MediaSeen(seen(1)));
        hall.sample.take(&mut one);
        hall.sample.act(Act::MediumWritten {
            medium: Box::new(medium()),
            reason: "購入".to_owned(),
        });
        hall.sample.machine("0810", "PC-0810-02");
        let mut other = hall.sample.machine("0820", "PC-0820-01");
        other.found("下書き.docx", Kind::StrayFile);
        other.round();
        hall.sample.take(&mut other);
        hall
    }

    pub(super) fn empty(sample: Sample) -> Self {
        for (nth, (name, role, department)) in [
            ("admin", "administrator", None),
            ("auditor", "auditor", None),
            ("hoiku", "department_head", Some("0810")),
            ("zeimu", "department_head", Some("0820")),
            ("ops", "operator", None),
        ]
        .into_iter()
        .enumerate()
        {
            let user = UserRecord {
                id: user(nth),
                name: name.to_owned(),
                display_name: String::new(),
                password: HASH.clone(),
                role: role.to_owned(),
                department: department.map(code),
                made_at: BEGIN,
                closed: false,
            };
            sample
                .ledger
                .keep_now(Keep::User(user))
                .expect("accounts are kept");
        }
        let console = Console::new(Setup {
            ledger: sample.ledger.clone(),
            hosts: vec!["localhost".to_owned()],
            loopback: true,
            zone: TimeZone::get("Asia/Tokyo").expect("bundled"),
            policy: crate::assess::Policy::default(),
            clock,
        });
        Self { sample, console }
    }

    pub(super) fn browser(&self) -> Browser {
        Browser {
            router: router(self.console.clone()),
            cookies: Vec::new(),
        }
    }

    /// Returns the browser of somebody who came by a login link.
    pub(super) fn as_user(&self, name: &str) -> Browser {
        let names = ["admin", "auditor", "hoiku", "zeimu", "ops"];
        let nth = names.iter().position(|known| *known == name).expect("an account");
        let link = self.console.login_link(user(nth)).expect("randomness");
        let mut browser = self.browser();
        assert_eq!(browser.get(&link).status, StatusCode::SEE_OTHER);
        browser
    }
}

pub(super) fn user(nth: usize) -> UserId {
    UserId::new(BEGIN, [u8::try_from(nth).expect("few"); 10])
}

pub(super) struct Browser {
    router: Router,
    pub(super) cookies: Vec<(String, String)>,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub(super) fn token(&self) -> String {
        let field = self.body.split_once("name=\"token\" value=\"").expect("a form").1;
        field.split('"').next().expect("quoted").to_owned()
    }
}

impl Browser {
    pub(super) fn get(&mut self, path: &str) -> Answer {
        self.send(
            self.request(Method::GET, path)
                .body(Body::empty())
                .expect("a request"),
        )
    }

    /// Posts a form with its token and the origin of our own page.
    pub(super) fn post(&mut self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = format!("token={}", encoded(token));
        for (name, value) in fields {
            form += &format!("&{name}={}", encoded(value));
        }
        let request = self
            .request(Method::POST, path)
            .header(header::ORIGIN, format!("https://{HOST}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).expect("a request"))
    }

    /// Posts a form with a file in it.
    pub(super) fn upload(&mut self, path: &str, token: &str, deed: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in [("token", token), ("deed", deed)] {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                .bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n--x--\r\n");
        let request = self
            .request(Method::POST, path)
            .header(header::ORIGIN, format!("https://{HOST}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(body)).expect("a request"))
    }

    pub(super) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookies.join("; "))
    }

    pub(super) fn send(&mut self, request: Request<Body>) -> Answer {
        let router = self.router.clone();
        let (parts, bytes) = wait(async {
            let response = router.oneshot(request).await.expect("routers answer");
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, 8 << 20).await.expect("a body"))
        });
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("ASCII");
            let (name, rest) = text.split_once('=').expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            let value = rest.split(';').next().unwrap_or_default();
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }
}
