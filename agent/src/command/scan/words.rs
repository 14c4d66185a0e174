//! What a scan says to people, and the cells of its rows.

use mimawari_proto::{
    finding::{Confidence, Kind, Part, Place},
    round::UnreadReason,
    show::{terminal::Terminal, visible},
};

use super::{
    line::{FindingLine, UnreadLine, Whereabouts},
    tally::Tally,
};

/// Headings of rows for programs.
pub(super) const COLUMNS: [&str; 13] = [
    "type",
    "kind",
    "reason",
    "rule",
    "confidence",
    "count",
    "places",
    "path",
    "member",
    "encrypted",
    "size_bytes",
    "modified",
    "owner",
];

/// So many places are named to a person.
const PLACES_TOLD: usize = 3;

/// Writes a finding as a row for programs.
pub(super) fn finding_row(line: &FindingLine<'_>) -> [String; 13] {
    let places: Vec<_> = line.places.iter().map(place_word).collect();
    [
        "finding".to_owned(),
        line.kind.to_string(),
        String::new(),
        line.rule.to_owned(),
        line.confidence.to_string(),
        line.count.to_string(),
        places.join(";"),
        line.whereabouts.path.clone(),
        line.whereabouts.member.join(" > "),
        line.encrypted.to_string(),
        line.size_bytes.map(|size| size.to_string()).unwrap_or_default(),
        line.modified.clone().unwrap_or_default(),
        line.owner.unwrap_or_default().to_owned(),
    ]
}

/// Writes an unread part as a row for programs.
pub(super) fn unread_row(line: &UnreadLine<'_>) -> [String; 13] {
    let mut row = <[String; 13]>::default();
    row[0] = "unread".to_owned();
    row[2] = line.reason.to_string();
    row[7] = line.whereabouts.path.clone();
    row[8] = line.whereabouts.member.join(" > ");
    row
}

fn place_word(place: &Place) -> String {
    match place {
        Place::Line { line } => format!("line:{line}"),
        Place::Cell { sheet, cell } => format!("cell:{sheet}!{cell}"),
        Place::Page { page } => format!("page:{page}"),
        Place::Slide { slide } => format!("slide:{slide}"),
        Place::Part { part } => format!("part:{part}"),
        Place::Note { note } => format!("note:{note}"),
    }
}

/// Headings of the table for people.
pub(super) fn headings(terminal: &Terminal, explain: bool) -> Vec<&'static str> {
    let mut headings = vec![
        terminal.say("見つかったもの", "What"),
        terminal.say("確度", "Sure"),
        terminal.say("件数", "Count"),
        terminal.say("場所", "Where"),
        terminal.say("ファイル", "File"),
    ];
    if explain {
        headings.push(terminal.say("理由", "Why"));
    }
    headings
}

/// Writes a finding as a row for people.
pub(super) fn aligned(terminal: &Terminal, line: &FindingLine<'_>) -> Vec<String> {
    let mut cells = vec![
        kind(terminal, line.kind).to_owned(),
        confidence(terminal, line.confidence).to_owned(),
        line.count.to_string(),
        places(terminal, line.places),
        file(&line.whereabouts),
    ];
    if let Some(signals) = &line.signals {
        let why: Vec<_> = signals
            .iter()
            .map(|one| format!("{} {:+}", one.signal, one.weight))
            .collect();
        cells.push(why.join(", "));
    }
    cells
}

fn file(whereabouts: &Whereabouts<'_>) -> String {
    let mut chain = vec![whereabouts.path.as_str()];
    chain.extend(&whereabouts.member);
    chain.join(" > ")
}

fn places(terminal: &Terminal, places: &[Place]) -> String {
    let mut told: Vec<_> = places
        .iter()
        .take(PLACES_TOLD)
        .map(|one| place(terminal, one))
        .collect();
    if places.len() > PLACES_TOLD {
        told.push("…".to_owned());
    }
    told.join(terminal.say("、", ", "))
}

fn place(terminal: &Terminal, place: &Place) -> String {
    let numbered = |number: &u32, ja: &str, en: &str| match terminal.say("ja", "en") {
        "ja" => format!("{number} {ja}"),
        _ => format!("{en} {number}"),
    };
    match place {
        Place::Line { line } => numbered(line, "行目", "line"),
        Place::Page { page } => numbered(page, "ページ", "page"),
        Place::Slide { slide } => numbered(slide, "枚目", "slide"),
        Place::Note { note } => numbered(note, "番目のメモ", "note"),
        Place::Cell { sheet, cell } => format!("{sheet}!{cell}"),
        Place::Part { part } => match part {
            Part::Body => terminal.say("本文", "text"),
            Part::Header => terminal.say("ヘッダー", "header"),
            Part::Comment => terminal.say("コメント", "comment"),
            Part::Name => terminal.say("ファイル名", "file name"),
            Part::Other(_) => "?",
        }
        .to_owned(),
    }
}

fn kind(terminal: &Terminal, kind: Kind) -> &'static str {
    match kind {
        Kind::PasswordNote => terminal.say("パスワードの覚え書き", "password note"),
        Kind::MyNumber => terminal.say("マイナンバー", "individual numbers"),
        Kind::CardNumber => terminal.say("カード番号", "card numbers"),
        Kind::ResidentCode => terminal.say("住民票コード", "resident codes"),
        Kind::PersonalRoster => terminal.say("個人情報の名簿", "list of persons"),
        Kind::StrayFile => terminal.say("デスクトップの置き忘れ", "left on the desktop"),
        Kind::Other(_) => "?",
    }
}

fn confidence(terminal: &Terminal, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => terminal.say("低", "low"),
        Confidence::Medium => terminal.say("中", "medium"),
        Confidence::High => terminal.say("高", "high"),
        Confidence::Other(_) => "?",
    }
}

fn reason(terminal: &Terminal, reason: UnreadReason) -> &'static str {
    match reason {
        UnreadReason::Encrypted => terminal.say("パスワード付き", "protected by a password"),
        UnreadReason::Locked => terminal.say("他のプログラムが使用中", "open elsewhere"),
        UnreadReason::Damaged => terminal.say("壊れている", "damaged"),
        UnreadReason::TooLarge => terminal.say("大きすぎる", "too large"),
        UnreadReason::Stopped => terminal.say("途中で打ち切り", "not finished"),
        UnreadReason::Timeout => terminal.say("時間切れ", "took too long"),
        UnreadReason::Unsupported => terminal.say("未対応の形式", "format is not read"),
        UnreadReason::CloudOnly => terminal.say("クラウドのみ", "only in the cloud"),
        UnreadReason::Denied => terminal.say("権限なし", "not permitted"),
        UnreadReason::Crashed => terminal.say("解析に失敗", "examination failed"),
        UnreadReason::Changing => terminal.say("書き込み中", "being written"),
        UnreadReason::Vanished => terminal.say("途中で消えた", "gone in the meantime"),
        UnreadReason::NotAFile => terminal.say("ファイルではない", "not a file"),
        UnreadReason::Other(_) => "?",
    }
}

/// Tells of one unread part.
pub(super) fn unread(terminal: &Terminal, line: &UnreadLine<'_>) -> String {
    let label = terminal.say("未確認", "not read");
    let why = reason(terminal, line.reason);
    let detail = match line.detail {
        "" => String::new(),
        detail => format!(": {detail}"),
    };
    let file = file(&line.whereabouts);
    format!("{label}: {} ({why}{detail})", visible(&file))
}

/// Tells how many unread parts were not named.
pub(super) fn more_unread(terminal: &Terminal, untold: u64) -> String {
    match terminal.say("ja", "en") {
        "ja" => format!("ほかに未確認 {untold} 件。すべて見るには --format jsonl"),
        _ => format!("and {untold} more not read; --format jsonl names all of them"),
    }
}

/// Tells how far the scan is.
pub(super) fn progress(terminal: &Terminal, tally: &Tally) -> String {
    let (files, size, found) = (tally.files, size(tally.bytes), tally.findings_total());
    match terminal.say("ja", "en") {
        "ja" => format!("確認中: {files} ファイル ({size})、該当 {found} 件"),
        _ => format!("looking: {files} files ({size}), {found} found"),
    }
}

/// Tells what the whole scan saw.
pub(super) fn summary(terminal: &Terminal, tally: &Tally) -> String {
    let seconds = tally.elapsed.as_secs_f64();
    let (files, size) = (tally.files, size(tally.bytes));
    let found: Vec<_> = tally
        .findings
        .iter()
        .map(|(one, count)| format!("{} {count}", kind(terminal, *one)))
        .collect();
    let unread: Vec<_> = tally
        .unread
        .iter()
        .map(|(one, count)| format!("{} {count}", reason(terminal, *one)))
        .collect();
    let (found_total, unread_total) = (tally.findings_total(), tally.unread_total());
    let listed = |list: &[String]| match list {
        [] => String::new(),
        some => format!(" ({})", some.join(terminal.say("、", ", "))),
    };
    let (found, unread) = (listed(&found), listed(&unread));
    match (terminal.say("ja", "en"), tally.interrupted) {
        ("ja", false) => format!(
            "{files} ファイル ({size}) を {seconds:.1} 秒で確認: 該当 {found_total} 件{found}、未確認 {unread_total} 件{unread}"
        ),
        ("ja", true) => format!(
            "途中で終了。それまでに {files} ファイル ({size}): 該当 {found_total} 件{found}、未確認 {unread_total} 件{unread}"
        ),
        (_, false) => format!(
            "{files} files ({size}) in {seconds:.1} s: {found_total} found{found}, {unread_total} not read{unread}"
        ),
        (_, true) => format!(
            "ended early after {files} files ({size}): {found_total} found{found}, {unread_total} not read{unread}"
        ),
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut whole = bytes;
    while whole >= 10_000 && unit + 1 < UNITS.len() {
        whole /= 1_000;
        unit += 1;
    }
    format!("{whole} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_written_with_at_most_four_digits() {
        for (bytes, text) in [
            (0, "0 B"),
            (9_999, "9999 B"),
            (10_000, "10 KB"),
            (2_147_483_648, "2147 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
