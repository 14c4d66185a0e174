//! An id and its secret beside each other: `a / b` behind a word for accounts, before 「(ID/PW)」, or after a
//! user that every system has.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    super::{shape::own, tally::Tally},
    Look, Page, Sense, Sighting,
    mind::names_a_thing,
};

/// Two values with a stroke between.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    let shape = r"(?P<id>[A-Za-z0-9][!-.0-~]{1,63})(?: ?/ ?|  +|、| : )(?P<secret>[!-.0-~]{4,64})";
    own(shape)
});

impl Page<'_> {
    /// Judges a mail address, or a user that every machine has, alone in its line, and in the next a secret as no
    /// other text has one.
    pub(super) fn stacked(&self, at: usize, tally: &mut Tally) {
        let line = |at: usize| (at < self.view.len() && !self.is_cell(at)).then(|| self.text(at).trim());
        let (Some(address), Some(value)) = (line(at), line(at + 1)) else {
            return;
        };
        let is_address = address.is_ascii() && address.contains('@') && !address.contains([' ', '<', ',']);
        let sure = value.contains(['!', '#', '$', '%', '&', '?']);
        let mailed = is_address && self.plain_look(address).is_none() && sure;
        let known = self
            .secrets
            .rule
            .known_users
            .contains(&address.to_ascii_lowercase());
        let looks = mailed || known && !names_a_thing(value);
        if looks && self.plain_look(value) == Some(Look::Rich) {
            let score = self.score(&["pair_label", Look::Rich.weight_name()]);
            let sighting = Sighting {
                rule: "password.pair",
                at: at + 1,
                by: at + 1,
                value,
            };
            self.report(&sighting, score, tally);
        }
    }

    /// Judges `p: …` in a line or cell of its own behind `u: …`.
    pub(super) fn lettered(&self, at: usize, tally: &mut Tally) {
        let Some(value) = setting(self.text(at), &["p", "pw", "ps"]) else {
            return;
        };
        let names = |at: Option<usize>| setting(self.text(at?), &["u", "id", "user", "un", "i"]);
        let mut above = (at.saturating_sub(2)..at).rev();
        let mut below = at + 1..self.view.len().min(at + 3);
        let user = names(above.find(|&above| !self.is_blank(above)))
            .or_else(|| names(below.find(|&below| !self.is_blank(below))));
        let look = self.plain_look(value).filter(|&look| look >= Look::Mixed);
        if let (Some(_), Some(look)) = (user, look) {
            let score = self.score(&["pair_label", look.weight_name()]);
            let sighting = Sighting {
                rule: "password.pair",
                at,
                by: at,
                value,
            };
            self.report(&sighting, score, tally);
        }
    }

    /// Judges pairs in a line.
    pub(super) fn paired(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        if text.len() < 8 {
            return;
        }
        for pair in PAIR.captures_iter(text) {
            let (Some(id), Some(secret)) = (pair.name("id"), pair.name("secret")) else {
                continue;
            };
            let value = secret.as_str().trim_end_matches([')', ',', ';', '"']);
            let look = self.plain_look(value);
            let Some(look) = look.filter(|&look| look >= Look::Mixed) else {
                continue;
            };
            let Some(signal) = self.pair_signal(at, id.as_str(), id.start()) else {
                continue;
            };
            let path = text[..id.start()].ends_with(['/', '.', '~', '\\', '-', '_'])
                || text[secret.end()..].starts_with('/');
            if path || is_series(id.as_str(), value) {
                continue;
            }
            let score = self.score(&[signal, look.weight_name()]);
            let sighting = Sighting {
                rule: "password.pair",
                at,
                by: at,
                value,
            };
            self.report(&sighting, score, tally);
        }
    }

    /// Tells why a pair may be an id and its secret.
    fn pair_signal(&self, at: usize, id: &str, start: usize) -> Option<&'static str> {
        let lower = self.lower(at);
        let known = id.to_ascii_lowercase();
        if self
            .secrets
            .rule
            .known_users
            .iter()
            .any(|user| known.ends_with(user.as_str()))
        {
            return Some("known_user");
        }
        let behind = self.marks[at].iter().rev().take(2).collect::<Vec<_>>();
        if let [secret, identity] = behind.as_slice()
            && secret.sense.is_secret()
            && identity.sense == Sense::Identity
            && identity.range.start > start
        {
            return Some("pair_label");
        }
        if self.marks[at].iter().any(|mark| mark.sense.is_secret()) {
            return None;
        }
        let opens = [
            "で入る",
            "で入れ",
            "で入り",
            "でログイン",
            "でログオン",
            "で接続",
            "で開",
            "を使",
            "を入力",
        ];
        if opens.iter().any(|word| lower[start..].contains(word)) {
            return Some("pair_label");
        }
        if self.is_answer(at) {
            return Some("pair_label");
        }
        let found = self.secrets.pair_labels.find_iter(&lower[..start]).last()?;
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let between = &lower[found.end()..start];
        let ascii = lower[found.range()].is_ascii();
        let inside = ascii && touches(lower[..found.start()].chars().next_back());
        let alone = !inside && !touches(between.chars().next());
        let near = between
            .trim_matches([' ', ':', '=', '→', '>', '\t', '(', '「', 'は'])
            .is_empty();
        (alone && near).then_some("pair_label")
    }
}

impl Page<'_> {
    /// Tells whether the line above asks how one gets in.
    fn is_answer(&self, at: usize) -> bool {
        let above = (at.saturating_sub(2)..at)
            .rev()
            .find(|&above| !self.is_blank(above));
        above.is_some_and(|above| {
            let asked = self.lower(above);
            ["何で入", "どれで入", "なんで入"]
                .iter()
                .any(|how| asked.contains(how))
        })
    }
}

/// Returns what a short name is set to, if a line is that and nothing else.
fn setting<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    let (name, value) = text.trim().split_once([':', '=', ')'])?;
    let value = value.trim();
    let name = name.trim().to_ascii_lowercase();
    (names.contains(&name.as_str()) && value.bytes().all(|byte| byte.is_ascii_graphic())).then_some(value)
}

/// Tells a list of like things, PC0123 / PC0124, from an id and its secret.
fn is_series(id: &str, secret: &str) -> bool {
    let stem = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (id_stem, stem) = (stem(id), stem(secret));
    id_stem < id.len() && stem < secret.len() && id[..id_stem] == secret[..stem]
}
