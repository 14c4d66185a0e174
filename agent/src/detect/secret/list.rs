//! Rows of running text under a heading: several accounts, with or without columns of their own.

use super::{
    super::tally::Tally, Announced, Look, Mark, Memory, Page, Sense, Sighting, after::After,
    line::is_english, mind::names_a_thing, table::UNLIKE_IDS,
};

/// Lines under a heading that belong to it, when nothing ends it before.
const LIST: usize = 60;
/// A heading is no longer than this, in characters.
const HEADING_CHARS: usize = 60;
/// Empty lines between two parts of a list.
const BLANKS: usize = 2;

/// A heading line in running text, or a file's name that is one.
pub(super) struct List {
    /// Fields left that it may rule.
    left: usize,
    /// The place of the secret and the number of columns, if the heading names them.
    column: Option<(usize, usize)>,
    /// The heading names a secret, not only accounts.
    secret: bool,
    /// The secrets are PINs.
    pin: bool,
    rows: usize,
    blanks: usize,
    /// Its columns are named, and hold something else.
    other: bool,
    /// Its heading may mean something else.
    weak: bool,
}

impl List {
    fn new(column: Option<(usize, usize)>, secret: bool) -> Self {
        Self {
            left: LIST,
            column,
            secret,
            pin: false,
            rows: 0,
            blanks: 0,
            other: false,
            weak: false,
        }
    }
}

impl List {
    /// Tells whether its headings say that it holds no secrets.
    pub(super) fn is_other(&self) -> bool {
        self.other
    }
}

impl Page<'_> {
    /// Judges a line under a heading that rules several of them.
    pub(super) fn listed(&self, at: usize, memory: &mut Memory, tally: &mut Tally) {
        if self.is_cell(at) {
            return;
        }
        if let Some(list) = self.heading(at) {
            memory.list = Some(list);
            return;
        }
        let announced = memory.title.announced == Announced::Surely;
        if self.is_other_line(at) {
            memory.list = Some(List {
                other: true,
                ..List::new(None, false)
            });
            return;
        }
        if memory.list.is_none() && announced {
            memory.list = Some(List::new(None, true));
        }
        let Some(list) = &mut memory.list else { return };
        list.left = list.left.saturating_sub(1);
        list.blanks = if self.is_blank(at) { list.blanks + 1 } else { 0 };
        let ended = list.other && tokens(self.text(at)).len() < 2;
        if list.left == 0 || list.blanks > BLANKS && list.rows > 0 || ended {
            memory.list = None;
            return;
        }
        // A line with a label of its own is judged by that.
        if list.other || self.marks[at].iter().any(|mark| mark.sense.is_secret()) && list.column.is_none() {
            return;
        }
        let tokens = tokens(self.text(at));
        let Some((value, look)) = self.in_row(&tokens, list, announced) else {
            return;
        };
        // Without an id before it the value may be anything else as well.
        let partner = tokens
            .iter()
            .any(|token| token.is_ascii() && token.len() >= 3 && *token != value);
        let lonely = list.column.is_none() && !partner && !value.contains(UNLIKE_IDS);
        if lonely && tokens.iter().any(|token| is_state(token)) {
            return;
        }
        list.rows += 1;
        let mut score = self.score(&[
            if list.secret {
                "list_of_secrets"
            } else {
                "list_of_accounts"
            },
            if list.column.is_some() {
                "list_column"
            } else {
                "list_row"
            },
            look.weight_name(),
        ]);
        if list.rows > 1 {
            self.add(&mut score, "list_repeats");
        }
        score.doubted = lonely;
        let sighting = Sighting {
            rule: "password.list",
            at,
            by: at,
            value,
        };
        self.report(&sighting, score, tally);
    }

    /// Tells a line that names columns, several of which are no secrets.
    fn is_other_line(&self, at: usize) -> bool {
        let text = self.lower(at);
        let tokens = tokens(text);
        let named = |token: &&&str| self.names_other(token);
        let secret = self.marks[at]
            .iter()
            .any(|mark| mark.sense.is_secret() && !self.secrets.refuses(&text[mark.range.end..]));
        tokens.len() >= 3
            && !secret
            && !text.bytes().any(|byte| byte.is_ascii_digit())
            && tokens.iter().filter(named).count() >= 2
    }

    /// Recognises a heading: a line of labels without values.
    fn heading(&self, at: usize) -> Option<List> {
        let (text, marks) = (self.text(at), &self.marks[at]);
        if marks.is_empty() || text.trim().chars().count() > HEADING_CHARS || text.contains('。') {
            return None;
        }
        let secret = marks.iter().find(|mark| mark.sense.is_secret());
        let account = marks
            .iter()
            .any(|mark| matches!(mark.sense, Sense::Heading | Sense::Identity));
        if let Some(mark) = secret.filter(|_| account) {
            return self.columns(at, mark);
        }
        // 「■各システムID」 is a heading, a lone 「ログインID」 is a label.
        let bulleted = text
            .trim_start()
            .starts_with(['■', '●', '◆', '◎', '★', '【', '<', '#', '[', '○', '▼']);
        let heading = marks
            .iter()
            .rfind(|mark| mark.sense == Sense::Heading || bulleted && mark.sense == Sense::Identity)?;
        let behind = text[heading.range.end..].trim_start_matches([' ', '】', '」', ']', '>', ':', '■', '=']);
        let remark = behind.trim_end_matches([
            ' ', '】', '」', ']', ')', '>', ':', '■', '=', '-', '*', '~', '●', '】', '#', '◆',
        ]);
        let remark = remark.is_empty() || remark.starts_with('(') && remark.chars().count() <= 16;
        let name = &self.lower(at)[heading.range.clone()];
        let secret = secret.is_some()
            || ["パス", "pw", "pin", "暗証", "pass", "キー", "コード"]
                .iter()
                .any(|word| name.contains(word));
        let pin = ["pin", "暗証", "番号", "コード", "キーボックス"]
            .iter()
            .any(|word| name.contains(word));
        remark.then(|| List {
            pin,
            ..List::new(None, secret)
        })
    }

    /// Reads a line that names columns, or that is an id's and a secret's label side by side.
    fn columns(&self, at: usize, mark: &Mark) -> Option<List> {
        let text = self.text(at);
        let words = tokens(text);
        let nth = words.iter().position(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start..start + word.len()).contains(&mark.range.start)
        })?;
        let named = words.len() > 1
            && words.len() <= 8
            && !is_sentence(&words)
            && (!text.is_ascii() || self.is_laid_out(at))
            && words
                .iter()
                .all(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
        let open = matches!(self.after(at, mark), After::Open { .. });
        (named || open).then(|| List {
            weak: mark.sense != Sense::Strong,
            ..List::new((words.len() > 1).then_some((nth, words.len())), true)
        })
    }

    /// Tells whether a line of ASCII has columns, not words: wide gaps or bars, or nothing but labels.
    fn is_laid_out(&self, at: usize) -> bool {
        let text = self.text(at).trim();
        let labels: usize = self.marks[at].iter().map(|mark| mark.range.len()).sum();
        let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
        text.contains(['\t', '|', ',']) && !is_english(text) || text.contains("  ") || labels >= letters
    }

    /// Finds the secret in a row: in the heading's column, or the last token beside an id.
    fn in_row<'t>(&self, tokens: &[&'t str], list: &List, announced: bool) -> Option<(&'t str, Look)> {
        let look = |token: &&'t str| self.plain_look(token).map(|look| (*token, look));
        if tokens.len() > 8 || is_sentence(tokens) {
            return None;
        }
        if let Some((column, width)) = list.column {
            if tokens.len() == width {
                let own = |&(value, _): &(&str, Look)| !list.weak || !names_a_thing(value);
                return look(tokens.get(column)?).filter(own);
            }
            let from_right = width - 1 - column;
            let aligned = tokens
                .len()
                .checked_sub(1 + from_right)
                .filter(|&at| at >= column.min(1))
                .and_then(|at| look(tokens.get(at)?));
            let near = tokens.len() <= width + 1 || tokens.iter().any(|token| !token.is_ascii());
            let whole = from_right == 0 || tokens.len() >= width;
            let last = || tokens.iter().rev().find_map(look).filter(|_| near && whole);
            return aligned
                .filter(|_| near)
                .or_else(last)
                .filter(|&(value, look)| look >= Look::Mixed && tokens.len() > 1 && !names_a_thing(value));
        }
        let ascii: Vec<_> = tokens
            .iter()
            .filter(|token| token.is_ascii() && token.len() >= 3)
            .collect();
        let (last, others) = ascii.split_last()?;
        let beside = !others.is_empty() || list.secret && tokens.len() > 1;
        let odd = list.secret && last.contains(['!', '@', '#', '$', '%', '&', '-', '_']);
        let alone =
            tokens.len() == 1 && (announced || odd && look(last).is_some_and(|(_, look)| look == Look::Rich));
        let found = look(last)
            .filter(|&(value, look)| look >= Look::Mixed && (beside || alone) && !names_a_thing(value));
        if list.secret {
            let pin = look(last).filter(|&(_, look)| look == Look::Digits && beside && list.pin);
            return found.or(pin.map(|(last, _)| (last, Look::Pin)));
        }
        // Under a heading of accounts alone, an id must stand before, and the secret be unlike an id.
        found.filter(|&(last, look)| look == Look::Rich || last.contains(['#', '!', '$', '@', '-', '_']))
    }
}

/// Tells an English sentence from a row of headings or of values.
fn is_sentence(words: &[&str]) -> bool {
    const SMALL: [&str; 16] = [
        "the", "a", "an", "of", "to", "is", "in", "for", "with", "are", "be", "or", "your", "this", "that",
        "and",
    ];
    words
        .iter()
        .any(|word| SMALL.contains(&word.to_ascii_lowercase().as_str()))
}

/// Tells what a list says of work that is done or due: a state, a day.
fn is_state(token: &str) -> bool {
    const STATES: [&str; 12] = [
        "済",
        "未",
        "有",
        "無",
        "完了",
        "予定",
        "交換",
        "設定",
        "初期化",
        "済み",
        "更新",
        "廃止",
    ];
    let day = token.ends_with('日') && token.contains('月');
    STATES.contains(&token) || day
}

/// Splits a line at what people separate columns with; addresses and paths stay whole.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    text.split([' ', '\t', '|', ',', '、', '→', '…'])
        .flat_map(|word| {
            let whole =
                word.contains("://") || word.matches('/').count() >= 2 || word.starts_with(['/', '~', '.']);
            let inner: &[char] = if whole { &[] } else { &['/', ':'] };
            word.split(inner)
        })
        .map(|token| {
            token.trim_matches([
                '「', '」', '"', '・', '(', ')', '[', ']', '【', '】', '■', '●', '-', '◆', '□', '.',
            ])
        })
        .filter(|token| !token.is_empty())
        .collect()
}
