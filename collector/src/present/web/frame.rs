//! What every page has round it: language, navigation, who is logged in; and how a page becomes an answer.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use jiff::tz::TimeZone;
use mimawari_proto::{
    show::{options::Lang, visible},
    time::Timestamp,
};

use crate::{
    assess::control::Missing,
    ledger::LedgerError,
    present::{
        Console,
        access::Right,
        assets,
        gate::Visit,
        query::DepartmentRow,
        text::{self, Msg, fill},
    },
};

/// Longest name shown, in characters; the rest is only in the detail.
const NAME_CHARS: usize = 120;

/// What surrounds a page. Templates extend `frame.html` and call it `f`.
pub(super) struct Frame {
    pub(super) lang: Lang,
    pub(super) title: String,
    pub(super) who: Option<Who>,
    pub(super) token: String,
    pub(super) here: String,
    pub(super) nav: Vec<NavItem>,
    pub(super) style: &'static str,
    pub(super) mark: &'static str,
    now: Timestamp,
    zone: TimeZone,
}

/// Who is logged in.
pub(super) struct Who {
    pub(super) name: String,
    pub(super) role: &'static str,
}

/// One entry of the navigation.
pub(super) struct NavItem {
    pub(super) href: &'static str,
    pub(super) label: &'static str,
    pub(super) current: bool,
}

impl Frame {
    /// Makes the frame of a page.
    pub(super) fn new(console: &Console, visit: &Visit, title: String) -> Self {
        Self::in_zone(visit, title, console.inner.setup.zone.clone())
    }

    /// Makes the frame of a page that shows no local time.
    pub(super) fn plain(visit: &Visit, title: String) -> Self {
        Self::in_zone(visit, title, TimeZone::UTC)
    }

    fn in_zone(visit: &Visit, title: String, zone: TimeZone) -> Self {
        let lang = visit.lang;
        Self {
            lang,
            title,
            who: visit.viewer.as_ref().map(|viewer| Who {
                name: shown(&viewer.name),
                role: text::word::role(viewer.role, lang),
            }),
            token: visit.secret.form_token(),
            here: visit.here.clone(),
            nav: navigation(visit),
            style: assets::style(),
            mark: assets::mark(),
            now: visit.now,
            zone,
        }
    }

    /// Returns a message in the reader's language.
    pub(super) fn t(&self, msg: Msg) -> &'static str {
        msg.text(self.lang)
    }

    /// Returns a message with one value in it.
    pub(super) fn t1(&self, msg: Msg, value: impl std::fmt::Display) -> String {
        fill(self.t(msg), &[&value])
    }

    /// Returns a message with two values in it.
    pub(super) fn t2(
        &self,
        msg: Msg,
        first: impl std::fmt::Display,
        second: impl std::fmt::Display,
    ) -> String {
        fill(self.t(msg), &[&first, &second])
    }

    /// Returns the word for `<html lang>`.
    pub(super) const fn html_lang(&self) -> &'static str {
        match self.lang {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// Returns the word of the other language, and the language it is in.
    pub(super) const fn other_lang(&self) -> &'static str {
        match self.lang {
            Lang::Ja => "en",
            Lang::En => "ja",
        }
    }

    /// Writes a time to the minute.
    pub(super) fn when(&self, at: &Timestamp) -> String {
        at.on_calendar(&self.zone).strftime("%Y/%m/%d %H:%M").to_string()
    }

    /// Writes the day of a time.
    pub(super) fn day(&self, at: &Timestamp) -> String {
        at.on_calendar(&self.zone).strftime("%Y/%m/%d").to_string()
    }

    /// Writes a time to the minute, or that it never came.
    pub(super) fn when_if(&self, at: &Option<Timestamp>) -> String {
        at.map_or_else(|| self.t(Msg::Never).to_owned(), |at| self.when(&at))
    }

    /// Writes when the page was made.
    pub(super) fn as_of(&self) -> String {
        self.t1(Msg::AsOf, self.when(&self.now))
    }

    /// Says what is missing for a mark.
    pub(super) fn missing(&self, missing: &Missing, days: u64) -> String {
        match missing {
            Missing::NoMachines => self.t(Msg::MissingNoMachines).to_owned(),
            Missing::NoMachineInZone => self.t(Msg::MissingNoMachineInZone).to_owned(),
            Missing::Machines { count } => self.t2(Msg::MissingMachines, count, days),
            Missing::Unread { count } => self.t1(Msg::MissingUnread, count),
            Missing::Grace { count } => self.t1(Msg::MissingGrace, count),
            Missing::Judgement { count } => self.t1(Msg::MissingJudgement, count),
            Missing::MediaUnwatched { count } => self.t1(Msg::MissingMediaUnwatched, count),
            Missing::Media { count } => self.t1(Msg::MissingMedia, count),
            Missing::MediaUnseen { count } => self.t1(Msg::MissingMediaUnseen, count),
            Missing::Person => self.t(Msg::MissingPerson).to_owned(),
        }
    }

    /// Says what the evidence of a department lacks; empty when it is whole.
    pub(super) fn lacks(&self, row: &DepartmentRow, days: u64) -> Vec<String> {
        let mut missing = Vec::new();
        if row.machines == 0 {
            missing.push(Missing::NoMachines);
        }
        if row.complete < row.machines {
            missing.push(Missing::Machines {
                count: row.machines - row.complete,
            });
        }
        if row.unread > 0 {
            missing.push(Missing::Unread { count: row.unread });
        }
        missing.iter().map(|one| self.missing(one, days)).collect()
    }
}

fn navigation(visit: &Visit) -> Vec<NavItem> {
    let all = [
        ("/", Msg::NavOverview, Right::Machines),
        ("/findings", Msg::NavFindings, Right::Findings),
        ("/matrix", Msg::NavMatrix, Right::Findings),
        ("/media", Msg::NavMedia, Right::Findings),
        ("/help", Msg::NavHelp, Right::Member),
    ];
    let Some(viewer) = &visit.viewer else {
        return Vec::new();
    };
    let is_current = |href: &str| match href {
        "/" => visit.here == "/" || visit.here.starts_with("/departments"),
        other => visit.here.starts_with(other),
    };
    all.into_iter()
        .filter(|(.., right)| viewer.may(*right))
        .map(|(href, label, _)| NavItem {
            href,
            label: label.text(visit.lang),
            current: is_current(href),
        })
        .collect()
}

/// Makes a hostile name harmless to read: what is invisible becomes visible, what is endless is cut.
///
/// Templates put it inside `<bdi>` and escape it.
pub(super) fn shown(name: &str) -> String {
    let visible = visible(name);
    match visible.char_indices().nth(NAME_CHARS) {
        Some((end, _)) => format!("{}…", &visible[..end]),
        None => visible.into_owned(),
    }
}

/// Turns a page into an answer.
pub(super) fn answer(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "page not rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Turns what a page read, or why it could not, into an answer; `None` is a page that is not there.
pub(super) fn answer_with<T, P: Template>(
    visit: &Visit,
    read: Result<Option<T>, LedgerError>,
    page: impl FnOnce(T) -> P,
) -> Response {
    match read {
        Ok(Some(facts)) => answer(StatusCode::OK, &page(facts)),
        Ok(None) => super::message::not_found(visit),
        Err(error) => super::message::broken(visit.lang, &error),
    }
}
