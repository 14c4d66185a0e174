//! Does a text look like the name of a person?
//!
//! Judged by common family names and by the characters that given names are made of (`names.txt`);
//! that nothing speaks for a place, an office or a company comes first.

use std::{collections::HashSet, sync::LazyLock};

/// How much a text looks like a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Likeness {
    /// A family name alone.
    Family,
    /// Of the right shape.
    Maybe,
    /// A known family name, and a given name behind it.
    Sure,
}

/// Endings of what is no person.
const NOT_PERSONS: &[&str] = &[
    "課",
    "係",
    "部",
    "室",
    "局",
    "所",
    "館",
    "園",
    "校",
    "院",
    "会",
    "社",
    "店",
    "町",
    "村",
    "市",
    "区",
    "県",
    "府",
    "郡",
    "庁",
    "丁目",
    "駅",
    "線",
    "川",
    "山",
    "橋",
    "池",
    "港",
    "城",
    "寺",
    "神社",
    "公園",
    "団",
    "組",
    "班",
    "隊",
    "場",
    "庫",
    "棟",
    "号",
    "号室",
    "番",
    "番地",
    "支部",
    "本部",
    "支店",
    "組合",
    "工業",
    "商店",
    "建設",
    "製作所",
    "工務店",
    "薬局",
    "医院",
    "歯科",
    "食堂",
    "酒造",
    "産業",
    "電機",
    "商事",
    "運輸",
    "不動産",
    "税理士",
    "法人",
    "通り",
    "団地",
    "地区",
    "方面",
    "以上",
    "以下",
    "未定",
    "不明",
    "不在",
    "済",
    "有",
    "無",
    "可",
    "否",
    "男",
    "女",
    "合計",
    "小計",
    "担当",
    "委員",
    "議員",
    "職員",
    "一覧",
    "名簿",
    "表",
    "様式",
    "資料",
    "予定",
    "届",
    "書",
    "票",
    "屋",
    "堂",
    "荘",
    "ホール",
    "センター",
    "プラザ",
    "クラブ",
    "教室",
    "講座",
    "大会",
    "祭",
    "展",
    "号線",
    "工事",
    "事業",
    "業務",
    "作業",
    "会議",
    "研修",
    "訓練",
    "点検",
    "検診",
    "健診",
    "相談",
    "受付",
    "窓口",
    "年",
    "月",
    "日",
    "時",
    "分",
    "円",
    "名",
    "人",
    "件",
    "回",
    "点",
    "枚",
    "台",
    "個",
    "本",
    "才",
    "歳",
    "曜",
    "曜日",
    "病院",
    "自治会",
    "町会",
    "町内会",
    "行政区",
    "小",
    "中",
    "高",
    "小学",
    "中学",
    "高校",
    "大学",
    "保育",
    "幼稚園",
];

/// Parts of what is no person.
const NOT_IN_PERSONS: &[&str] = &[
    "株式",
    "有限",
    "(株)",
    "(有)",
    "㈱",
    "㈲",
    "合同会社",
    "センター",
    "一般",
    "財団",
    "社団",
    "法人",
    "学校",
    "役所",
    "役場",
    "公民館",
    "図書",
    "保育",
    "幼稚",
    "病院",
    "クリニック",
    "委員会",
    "連合",
    "協議",
    "協会",
    "商工",
    "事務",
    "総務",
    "財政",
    "税務",
    "市民",
    "福祉",
    "健康",
    "環境",
    "都市",
    "建築",
    "水道",
    "教育",
    "企画",
    "広報",
    "防災",
    "消防",
    "警察",
    "電話",
    "住所",
    "氏名",
    "携帯",
    "番号",
    "メール",
    "連絡",
    "担当",
    "その他",
    "なし",
    "あり",
    "アパート",
    "マンション",
    "ハイツ",
    "コーポ",
    "ビル",
    "サービス",
    "システム",
    "ネット",
    "ホーム",
    "デイ",
    "ケア",
    "グループ",
    "チーム",
    "スポーツ",
    "コース",
    "サークル",
    "お問",
    "問合",
    "月曜",
    "火曜",
    "水曜",
    "木曜",
    "金曜",
    "土曜",
    "日曜",
    "都道",
    "国道",
    "県道",
    "市道",
    "交差",
    "バス停",
    "平成",
    "昭和",
    "令和",
    "大正",
    "午前",
    "午後",
];

struct Known {
    family: HashSet<&'static str>,
    given: HashSet<char>,
    latin: HashSet<&'static str>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known {
        family: HashSet::new(),
        given: HashSet::new(),
        latin: HashSet::new(),
    };
    for line in include_str!("names.txt").lines() {
        let (group, rest) = line.split_once(' ').unwrap_or_default();
        match group {
            "family" | "kana" => known.family.extend(rest.split(' ')),
            "given" => known.given.extend(rest.chars()),
            "latin" | "latin_given" => known.latin.extend(rest.split(' ')),
            _ => {}
        }
    }
    known
});

/// Judges a text in normal form; titles and numbers before it must be off already.
pub(super) fn likeness(text: &str) -> Option<Likeness> {
    let parts: Vec<&str> = text
        .split([' ', '\t', '・', '　'])
        .filter(|part| !part.is_empty())
        .collect();
    if text.chars().all(is_latin) {
        return latin(&parts);
    }
    if !parts.iter().all(|part| part.chars().all(is_japanese))
        || NOT_IN_PERSONS.iter().any(|part| text.contains(part))
    {
        return None;
    }
    let judged = match parts.as_slice() {
        [one] => joined(one),
        [family, given] => separate(family, given),
        _ => None,
    };
    // A known family name may end in 橋 or 村, and a given name in 男 or 人.
    judged.filter(|&known| known != Likeness::Maybe || !ends_as_something_else(text))
}

/// Tells whether a cell under a heading for names may hold one: rarer names than [`likeness`] knows, and foreign ones.
pub(super) fn may_be(text: &str) -> bool {
    let length = text.chars().count();
    let named = |c: char| is_japanese(c) || is_latin(c) || matches!(c, '・' | '.' | '(' | ')' | '\u{3000}');
    (2..=24).contains(&length) && text.chars().all(named) && !is_something_else(text)
        || likeness(text) >= Some(Likeness::Maybe)
}

/// Takes numbers and bullets before a name, and titles and remarks behind it, off; tells whether there was a title.
pub(super) fn bare(text: &str) -> (&str, bool) {
    let start = |c: char| c.is_ascii_digit() || !c.is_alphanumeric();
    let text = text.trim_matches(['"', '\'']);
    let text = text.trim_start_matches(start).trim();
    let text = match text.find(['(', '(', '<', '[']) {
        Some(at) if at > 0 => text[..at].trim_end(),
        _ => text,
    };
    let text = text.trim_end_matches([')', '>', ']']);
    let titled = [
        "様方",
        "様",
        "さま",
        "さん",
        "殿",
        "氏",
        "くん",
        "ちゃん",
        "宅",
        "先生",
        "御中",
    ]
    .iter()
    .find_map(|title| Some((*title, text.strip_suffix(title)?.trim_end())));
    match titled {
        Some(("御中", _)) => ("", false),
        Some((title, rest)) if rest.chars().count() >= 2 => (rest, title != "先生"),
        _ => (text, false),
    }
}

fn joined(text: &str) -> Option<Likeness> {
    let length = text.chars().count();
    if KNOWN.family.contains(text) {
        return Some(Likeness::Family);
    }
    if !(3..=7).contains(&length) {
        return None;
    }
    for (at, _) in text.char_indices().skip(1).take(4) {
        let (family, given) = text.split_at(at);
        if KNOWN.family.contains(family) && is_given(given) && at + given.len() > 6 {
            return Some(Likeness::Sure);
        }
    }
    let shaped = length <= 5 && text.chars().all(is_kanji);
    let ends = text.chars().rev().take(2).all(|c| KNOWN.given.contains(&c));
    (shaped && ends).then_some(Likeness::Maybe)
}

fn separate(family: &str, given: &str) -> Option<Likeness> {
    let (first, second) = (family.chars().count(), given.chars().count());
    if KNOWN.family.contains(family) && is_given(given) {
        return Some(Likeness::Sure);
    }
    let kana = |text: &str| text.chars().all(is_kana);
    let shaped =
        first <= 4 && second <= 3 && family.chars().all(|c| is_kanji(c) || is_kana(c)) && is_given(given);
    let spoken = kana(family) && kana(given) && (2..=8).contains(&first) && (2..=8).contains(&second);
    (shaped || spoken).then_some(Likeness::Maybe)
}

pub(super) fn is_given(text: &str) -> bool {
    let length = text.chars().count();
    let kanji = text
        .chars()
        .all(|c| KNOWN.given.contains(&c) || is_kana(c) || c == '々');
    (1..=4).contains(&length) && kanji && (length > 1 || !text.chars().all(is_kana))
}

fn latin(parts: &[&str]) -> Option<Likeness> {
    let word = |part: &&str| {
        let part = part.trim_matches([',', '.']);
        let capital = part.starts_with(|c: char| c.is_uppercase());
        let rest = part.chars().skip(1);
        let one_case = rest.clone().all(|c| c.is_lowercase() || c == '-' || c == '\'')
            || rest.clone().all(char::is_uppercase);
        capital && one_case && (2..=14).contains(&part.chars().count())
    };
    let known = |part: &&str| {
        KNOWN
            .latin
            .contains(part.trim_matches([',', '.']).to_lowercase().as_str())
    };
    match parts.len() {
        2 | 3 if parts.iter().any(known) && parts.iter().all(|part| word(part) || known(part)) => {
            Some(Likeness::Sure)
        }
        2 | 3 if parts.iter().all(word) => Some(Likeness::Maybe),
        _ => None,
    }
}

fn is_something_else(text: &str) -> bool {
    NOT_IN_PERSONS.iter().any(|part| text.contains(part)) || ends_as_something_else(text)
}

fn ends_as_something_else(text: &str) -> bool {
    NOT_PERSONS.iter().any(|ending| text.ends_with(ending))
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x250 || matches!(c, ' ' | '-' | '\'' | ',' | '.')
}

fn is_japanese(c: char) -> bool {
    is_kanji(c) || is_kana(c) || c == ' '
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' | '々' | 'ヶ' | 'ノ')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_are_known() {
        for name in [
            "佐藤花子",
            "架空 太郎",
            "渡邉 結衣",
            "山本さくら",
            "高橋 一",
            "高橋 義男",
            "小笠原健",
            "長谷川 陽子",
            "Yamada Taro",
            "SUZUKI Hanako",
        ] {
            assert_eq!(likeness(name), Some(Likeness::Sure), "{name}");
        }
        for name in ["ケゼン タロウ", "大和田原 美咲", "John Smith"] {
            assert_eq!(likeness(name), Some(Likeness::Maybe), "{name}");
        }
    }

    #[test]
    fn places_offices_and_companies_are_no_persons() {
        for text in [
            "総務課",
            "山田工業",
            "鈴木商店",
            "高橋町",
            "石川県",
            "中央公民館",
            "松本市",
            "林業",
            "株式会社 鈴木",
            "山口建設",
            "東小学校",
            "令和",
            "宮崎 支店",
        ] {
            assert!(likeness(text) < Some(Likeness::Maybe), "{text}");
            assert!(!may_be(text) || text == "林業" || text == "令和", "{text}");
        }
    }

    #[test]
    fn titles_and_numbers_are_no_part_of_a_name() {
        assert_eq!(bare("12. 山田太郎 様"), ("山田太郎", true));
        assert_eq!(bare("山田太郎(やまだたろう)"), ("山田太郎", false));
        assert_eq!(bare("総務課御中"), ("", false));
    }
}
