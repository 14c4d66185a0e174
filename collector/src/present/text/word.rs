//! What the words of the vocabulary are called on screen.

use mimawari_proto::{
    finding::{ClearedReason, Confidence, Count, Kind, Root, Severity},
    id::MachineId,
    name::Name,
    round::{RootOutcome, RoundOutcome, UnreadReason},
    show::options::Lang,
};

use super::pick;
use crate::{
    assess::{Mark, judging::NotJudged, lifecycle::State},
    ledger::{
        By,
        record::{Changed, Cleared, Judgement},
    },
    present::access::Role,
};

/// Names a kind.
pub const fn kind(kind: Kind, lang: Lang) -> &'static str {
    let [ja, en] = match kind {
        Kind::PasswordNote => ["パスワードの書き置き", "Written-down password"],
        Kind::MyNumber => ["マイナンバー", "Individual numbers"],
        Kind::CardNumber => ["カード番号", "Card numbers"],
        Kind::ResidentCode => ["住民票コード", "Resident codes"],
        Kind::PersonalRoster => ["個人情報の名簿", "List of persons"],
        Kind::StrayFile => ["デスクトップの文書", "File on the desktop"],
        Kind::Other(_) => ["新しい種別", "A newer kind"],
    };
    pick(lang, ja, en)
}

/// Names a kind in the head of a column.
pub const fn kind_short(of: Kind, lang: Lang) -> &'static str {
    match (of, lang) {
        (Kind::PasswordNote, Lang::Ja) => "パスワード",
        (Kind::PersonalRoster, Lang::Ja) => "名簿",
        (Kind::StrayFile, Lang::Ja) => "デスクトップ",
        (Kind::PasswordNote, Lang::En) => "Passwords",
        (Kind::StrayFile, Lang::En) => "On desktop",
        (other, lang) => kind(other, lang),
    }
}

/// Says in one line what a kind means.
pub const fn kind_meaning(kind: Kind, lang: Lang) -> &'static str {
    let [ja, en] = match kind {
        Kind::PasswordNote => [
            "IDやパスワードがファイルに書き残されています。",
            "An ID or password is written into a file.",
        ],
        Kind::MyNumber => [
            "個人番号と思われる数字がファイルに入っています。",
            "A file holds what look like individual numbers.",
        ],
        Kind::CardNumber => [
            "支払いカードの番号と思われる数字がファイルに入っています。",
            "A file holds what look like payment-card numbers.",
        ],
        Kind::ResidentCode => [
            "住民票コードと思われる数字がファイルに入っています。",
            "A file holds what look like resident record codes.",
        ],
        Kind::PersonalRoster => [
            "氏名や住所などを並べた一覧がファイルに入っています。",
            "A file lists persons with private particulars.",
        ],
        Kind::StrayFile => [
            "ファイルサーバに置くべき文書が、デスクトップに置かれています。",
            "A document that belongs on the file server lies on the desktop.",
        ],
        Kind::Other(_) => [
            "この版がまだ知らない種別です。",
            "A kind that this release does not know yet.",
        ],
    };
    pick(lang, ja, en)
}

/// Says why a kind is against the rules.
pub const fn kind_reason(kind: Kind, lang: Lang) -> &'static str {
    let [ja, en] = match kind {
        Kind::PasswordNote => [
            "書き置きを見た人は、本人になりすませます（対策基準 5.4(3)①）。",
            "Whoever reads the note can act as its owner (standard 5.4(3)①).",
        ],
        Kind::StrayFile => [
            "デスクトップの文書は、盗み見や故障で失われやすく、管理もできません（対策基準 5.1(1)⑥）。",
            "What lies on a desktop is easily seen or lost, and nobody manages it (standard 5.1(1)⑥).",
        ],
        _ => [
            "個人の情報は、決められた場所に保護して保存します（対策基準 5.1(1)⑥、特定個人情報ガイドライン）。",
            "Personal data is kept protected in the place meant for it (standard 5.1(1)⑥).",
        ],
    };
    pick(lang, ja, en)
}

/// Says how a kind is mended.
pub const fn kind_remedy(kind: Kind, lang: Lang) -> &'static str {
    let [ja, en] = match kind {
        Kind::PasswordNote => [
            "ファイルを消し、書かれていたパスワードを変更します。保管が必要なら、課で決めた方法を使います。",
            "Delete the file and change the password it held. Where it must be kept, use the way your department has settled.",
        ],
        Kind::StrayFile => [
            "ファイルサーバの所定の場所へ移し、デスクトップから消します。",
            "Move it to its place on the file server and delete it from the desktop.",
        ],
        _ => [
            "所定の場所へ移し、端末から消します。作業中は必ずパスワードで保護します。",
            "Move it to the place meant for it and delete it from the PC. Protect it while you work on it.",
        ],
    };
    pick(lang, ja, en)
}

/// Names a confidence.
pub const fn confidence(confidence: Confidence, lang: Lang) -> &'static str {
    match confidence {
        Confidence::High => pick(lang, "高", "high"),
        Confidence::Medium => pick(lang, "中", "medium"),
        Confidence::Low => pick(lang, "低", "low"),
        Confidence::Other(_) => pick(lang, "不明", "unknown"),
    }
}

/// Names a severity.
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Serious => pick(lang, "重大", "serious"),
        Severity::Warning => pick(lang, "注意", "warning"),
        Severity::Notice => pick(lang, "軽微", "notice"),
        Severity::Other(_) => pick(lang, "不明", "unknown"),
    }
}

/// Names a bucket of hits.
pub const fn count(count: Count, lang: Lang) -> &'static str {
    match count {
        Count::One => pick(lang, "1件", "1"),
        Count::Under10 => pick(lang, "2～9件", "2–9"),
        Count::Under100 => pick(lang, "10～99件", "10–99"),
        Count::Under1000 => pick(lang, "100～999件", "100–999"),
        Count::Thousands => pick(lang, "1,000件以上", "1,000 or more"),
        Count::Other(_) => pick(lang, "不明", "unknown"),
    }
}

/// Names a state.
pub const fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::New => pick(lang, "未判定", "not judged"),
        State::Confirmed => pick(lang, "確認済", "confirmed"),
        State::Guided => pick(lang, "指示済", "guided"),
        State::Fixed => pick(lang, "是正済", "fixed"),
        State::Gone => pick(lang, "解消", "gone"),
        State::Rejected => pick(lang, "却下", "rejected"),
        State::Covered => pick(lang, "例外", "covered"),
    }
}

/// Says what a state means.
pub const fn state_meaning(state: State, lang: Lang) -> &'static str {
    let [ja, en] = match state {
        State::New => [
            "端末で見つかり、まだだれも判定していません。",
            "Found, and judged by nobody.",
        ],
        State::Confirmed => ["監査担当が検出と認めました。", "An auditor confirmed it."],
        State::Guided => [
            "課に是正を指示し、まだ残っています。",
            "The department was told to mend it; it is still there.",
        ],
        State::Fixed => [
            "指示のあとで無くなりました。",
            "It went away after the department was told.",
        ],
        State::Gone => [
            "指示の前に無くなりました（自主改善）。",
            "It went away before anybody was told.",
        ],
        State::Rejected => [
            "監査担当が誤検出と判断しました。",
            "An auditor found it to be none.",
        ],
        State::Covered => ["例外措置が認められています。", "An exception covers it."],
    };
    pick(lang, ja, en)
}

/// Names a mark.
pub const fn mark(mark: Mark, lang: Lang) -> &'static str {
    match mark {
        Mark::Proper => pick(lang, "適正", "proper"),
        Mark::Improved => pick(lang, "監査指導により改善", "improved after guidance"),
        Mark::Failing => pick(lang, "改善を要する", "needs improvement"),
        Mark::NotApplicable => pick(lang, "該当なし", "not applicable"),
        Mark::Unverified => pick(lang, "未確認（証拠不足）", "unverified (evidence incomplete)"),
    }
}

/// Returns a mark as printed.
pub const fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::NotApplicable => "－",
        other => other.sign(),
    }
}

/// Names a sort of place.
pub const fn root(root: Root, lang: Lang) -> &'static str {
    match root {
        Root::Desktop => pick(lang, "デスクトップ", "desktop"),
        Root::PublicDesktop => pick(lang, "共有のデスクトップ", "public desktop"),
        Root::Documents => pick(lang, "ドキュメント", "documents"),
        Root::Downloads => pick(lang, "ダウンロード", "downloads"),
        Root::Media => pick(lang, "USBなどの媒体", "removable medium"),
        Root::Share => pick(lang, "共有フォルダ", "share"),
        Root::Other(_) => pick(lang, "その他の場所", "another place"),
    }
}

/// Says how a round ended.
pub const fn round(outcome: RoundOutcome, lang: Lang) -> &'static str {
    match outcome {
        RoundOutcome::Complete => pick(lang, "最後まで確認", "complete"),
        RoundOutcome::Stopped => pick(lang, "途中で終了", "stopped"),
        RoundOutcome::Partial => pick(lang, "入れない場所あり", "partial"),
        RoundOutcome::Other(_) => pick(lang, "不明", "unknown"),
    }
}

/// Says what became of a place.
pub const fn root_outcome(outcome: RootOutcome, lang: Lang) -> &'static str {
    match outcome {
        RootOutcome::Covered => pick(lang, "確認した", "covered"),
        RootOutcome::Absent => pick(lang, "存在しない", "not there"),
        RootOutcome::Denied => pick(lang, "権限がない", "denied"),
        RootOutcome::Stopped => pick(lang, "途中で終了", "stopped"),
        RootOutcome::Failed => pick(lang, "エラー", "failed"),
        RootOutcome::Other(_) => pick(lang, "不明", "unknown"),
    }
}

/// Says why a file was not read.
pub const fn unread(reason: UnreadReason, lang: Lang) -> &'static str {
    match reason {
        UnreadReason::Encrypted => pick(lang, "パスワード付き", "protected by a password"),
        UnreadReason::Locked => pick(lang, "使用中", "open elsewhere"),
        UnreadReason::Damaged => pick(lang, "壊れている", "damaged"),
        UnreadReason::TooLarge => pick(lang, "大きすぎる", "too large"),
        UnreadReason::Stopped => pick(lang, "上限で打ち切り", "stopped at a limit"),
        UnreadReason::Timeout => pick(lang, "時間切れ", "took too long"),
        UnreadReason::Unsupported => pick(lang, "未対応の形式", "format not read"),
        UnreadReason::CloudOnly => pick(lang, "クラウドのみ", "in the cloud only"),
        UnreadReason::Denied => pick(lang, "権限がない", "denied"),
        UnreadReason::Crashed => pick(lang, "解析に失敗", "examination crashed"),
        UnreadReason::Changing => pick(lang, "書き込み中", "being written"),
        UnreadReason::Vanished => pick(lang, "無くなった", "gone"),
        UnreadReason::NotAFile => pick(lang, "ファイルでない", "not a file"),
        UnreadReason::Other(_) => pick(lang, "その他", "other"),
    }
}

/// Names a role.
pub const fn role(role: Option<Role>, lang: Lang) -> &'static str {
    match role {
        Some(Role::Administrator) => pick(lang, "管理者", "Administrator"),
        Some(Role::Auditor) => pick(lang, "監査担当", "Auditor"),
        Some(Role::DepartmentHead) => pick(lang, "課長", "Head of department"),
        Some(Role::Operator) => pick(lang, "運用担当", "Operator"),
        None => pick(lang, "権限なし", "No rights"),
    }
}

/// Names a zone; one that is not among the three customary ones keeps its word.
pub fn zone(word: &str, lang: Lang) -> String {
    match word {
        "lgwan" => pick(lang, "LGWAN接続系", "LGWAN").to_owned(),
        "mynumber" => pick(lang, "マイナンバー利用事務系", "Individual numbers").to_owned(),
        "internet" => pick(lang, "インターネット接続系", "Internet").to_owned(),
        other => other.to_owned(),
    }
}

/// Says what happened to a finding.
pub const fn changed(what: &Changed, lang: Lang) -> &'static str {
    match what {
        Changed::Found => pick(lang, "見つかりました", "Found"),
        Changed::Altered => pick(lang, "内容が変わりました", "Seen with other particulars"),
        Changed::Returned => pick(lang, "再び見つかりました", "Back again"),
        Changed::Cleared(Cleared::Said(ClearedReason::Gone)) => {
            pick(lang, "ファイルが無くなりました", "The file is gone")
        }
        Changed::Cleared(Cleared::Said(ClearedReason::Emptied)) => pick(
            lang,
            "該当する内容が無くなりました",
            "The file no longer holds it",
        ),
        Changed::Cleared(Cleared::Said(ClearedReason::Protected)) => {
            pick(lang, "ファイルが保護されました", "The file is protected now")
        }
        Changed::Cleared(Cleared::Said(ClearedReason::Unplugged)) => {
            pick(lang, "媒体が外されました", "The medium was unplugged")
        }
        Changed::Cleared(Cleared::Said(ClearedReason::RulesChanged)) => pick(
            lang,
            "規則の変更で対象外になりました",
            "The rules no longer call it a finding",
        ),
        Changed::Cleared(Cleared::Said(ClearedReason::Other(_)) | Cleared::Reconciled) => pick(
            lang,
            "次の見回りで見つかりませんでした",
            "A later round no longer found it",
        ),
        Changed::Judged { judgement, .. } => match judgement {
            Judgement::Confirmed => pick(lang, "監査担当が確認しました", "Confirmed by an auditor"),
            Judgement::Rejected => pick(lang, "監査担当が却下しました", "Rejected by an auditor"),
            Judgement::Undecided => pick(lang, "判定が取り消されました", "The judgement was taken back"),
        },
    }
}

/// Names a machine: its host name, or its id where that is not known.
pub fn machine_name(host_name: Option<&Name>, id: MachineId) -> String {
    match host_name {
        Some(name) if !name.shown.is_empty() => name.shown.clone(),
        _ => id.to_string(),
    }
}

/// Says who did something, without looking up accounts.
pub fn by(by: &By) -> String {
    match by {
        By::Collector => "collector".to_owned(),
        By::Operator(account) => account.clone(),
        By::User(user) => user.to_string(),
        By::Machine(machine) => machine.to_string(),
    }
}

/// Writes a size as people read it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

/// Says why a judgement is not taken.
pub const fn not_judged(refused: NotJudged, lang: Lang) -> &'static str {
    let [ja, en] = match refused {
        NotJudged::OwnDepartment => [
            "自分の課の指摘は判定できません。",
            "Nobody judges their own department.",
        ],
        NotJudged::NoReason => ["理由を書いてください。", "A reason is needed."],
        NotJudged::Unchanged => ["すでにそのように判定されています。", "It is judged so already."],
        NotJudged::Absent => ["その指摘はありません。", "There is no such fault."],
    };
    pick(lang, ja, en)
}
