//! The search box: `課:保育 種別:パスワード 状態:未対応 端末:PC-0123 確度:低`, and free words.
//!
//! Parsed into plain conditions; nothing of it reaches the store as language.
//! Full-width signs and either language are understood; what is not is handed
//! back as an [`Unclear`] that names it.

use mimawari_proto::finding::{Confidence, Kind};

use crate::assess::lifecycle::State;

/// Longest search taken, in characters.
const LONGEST_CHARS: usize = 300;

/// What somebody looks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    /// As it was written.
    pub text: String,
    /// Departments, by code, name or short name.
    pub departments: Vec<String>,
    /// Kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// States; empty for all.
    pub states: Vec<State>,
    /// At least this sure; `None` means the usual medium.
    pub at_least: Option<Confidence>,
    /// The beginning of a host name or machine id.
    pub machine: Option<String>,
    /// Free words.
    pub words: Vec<String>,
}

/// A condition that was not understood.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not understood: {0}")]
pub struct Unclear(pub String);

/// Reads a search.
pub fn parse(text: &str) -> Result<Search, Unclear> {
    let mut search = Search {
        text: text.chars().take(LONGEST_CHARS).collect(),
        ..Search::default()
    };
    for term in search.text.clone().split_whitespace() {
        match term.split_once([':', '：']) {
            Some((key, values)) => search.add(key, values, term)?,
            None => search.words.push(term.to_owned()),
        }
    }
    Ok(search)
}

impl Search {
    fn add(&mut self, key: &str, values: &str, term: &str) -> Result<(), Unclear> {
        let unclear = || Unclear(term.to_owned());
        for value in values.split([',', '、', '，']).filter(|value| !value.is_empty()) {
            match key.to_ascii_lowercase().as_str() {
                "課" | "department" => self.departments.push(value.to_owned()),
                "種別" | "kind" => self.kinds.push(kind(value).ok_or_else(unclear)?),
                "状態" | "state" => self.states.extend(states(value).ok_or_else(unclear)?),
                "確度" | "confidence" => self.at_least = Some(confidence(value).ok_or_else(unclear)?),
                "端末" | "machine" => self.machine = Some(value.to_owned()),
                _ => return Err(unclear()),
            }
        }
        Ok(())
    }
}

fn kind(value: &str) -> Option<Kind> {
    Some(match value {
        "パスワード" => Kind::PasswordNote,
        "マイナンバー" | "個人番号" => Kind::MyNumber,
        "カード番号" | "カード" => Kind::CardNumber,
        "住民票コード" => Kind::ResidentCode,
        "名簿" | "個人情報" => Kind::PersonalRoster,
        "デスクトップ" | "文書" => Kind::StrayFile,
        word => word.parse().ok()?,
    })
}

fn states(value: &str) -> Option<Vec<State>> {
    let one = match value {
        "未対応" | "open" => {
            return Some(State::ALL.into_iter().filter(|state| state.is_open()).collect());
        }
        "すべて" | "all" => return Some(Vec::new()),
        "未判定" => State::New,
        "確認済" => State::Confirmed,
        "指示済" => State::Guided,
        "是正済" => State::Fixed,
        "解消" => State::Gone,
        "却下" => State::Rejected,
        "例外" => State::Covered,
        word => State::ALL.into_iter().find(|state| state.word() == word)?,
    };
    Some(vec![one])
}

fn confidence(value: &str) -> Option<Confidence> {
    Some(match value {
        "高" => Confidence::High,
        "中" => Confidence::Medium,
        "低" => Confidence::Low,
        word => word.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_search_box_understands_both_languages() {
        let ja =
            parse("課:保育,こども　種別：パスワード 状態:未対応 端末:PC-0123 確度:低 庁舎").expect("clear");
        assert_eq!(ja.departments, ["保育", "こども"]);
        assert_eq!(ja.kinds, [Kind::PasswordNote]);
        assert_eq!(ja.states, [State::New, State::Confirmed, State::Guided]);
        assert_eq!(
            (ja.machine.as_deref(), ja.at_least),
            (Some("PC-0123"), Some(Confidence::Low))
        );
        assert_eq!(ja.words, ["庁舎"]);
        let en = parse("department:0810 kind:my_number state:open").expect("clear");
        assert_eq!((en.kinds, en.states.len()), (vec![Kind::MyNumber], 3));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(parse("種別:ネコ"), Err(Unclear("種別:ネコ".to_owned())));
        assert_eq!(parse("drop:table"), Err(Unclear("drop:table".to_owned())));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_never_breaks(text in ".{0,400}") {
            drop(parse(&text));
        }
    }
}
