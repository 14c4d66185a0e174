//! What is said of media: verdicts, changes, why a deed is not taken.

use mimawari_proto::{
    reading::{FileSort, MediaClass},
    round::MediaWatch,
    show::options::Lang,
};

use super::{Msg, pick, word::sign};
use crate::assess::{
    Mark,
    keeping::NotTaken,
    media::{Doubt, Fault},
};

/// Names a fault of a medium.
pub const fn fault(fault: Fault, lang: Lang) -> &'static str {
    let [ja, en] = match fault {
        Fault::Unregistered => ["台帳にない媒体", "not in the ledger"],
        Fault::ClosedZone => ["媒体を使えない区域での使用", "used in a zone closed to media"],
        Fault::OtherDepartment => ["許可のない課での使用", "used in a department without permit"],
        Fault::OtherMachine => ["許可のない端末での使用", "used at a machine without permit"],
        Fault::OtherZone => ["許可のない区域での使用", "used in a zone without permit"],
        Fault::OtherUser => ["許可のない利用者による使用", "used by somebody without permit"],
        Fault::OutsidePermit => ["許可期間外の使用", "used outside the permit's days"],
        Fault::UsedInBox => ["保管中（貸出記録なし）の使用", "used while in its box"],
        Fault::UsedLost => ["紛失した媒体の使用", "used after it was lost"],
        Fault::UsedDestroyed => ["廃棄した媒体の使用", "used after it was destroyed"],
        Fault::Overdue => ["返却期限超過", "not back when due"],
        Fault::Lost => ["紛失", "lost"],
        Fault::Unencrypted => ["暗号化なし", "not encrypted"],
        Fault::Residue => ["データの消し残し", "data left on it"],
    };
    pick(lang, ja, en)
}

/// Names a doubt about a medium.
pub const fn doubt(doubt: Doubt, lang: Lang) -> &'static str {
    let [ja, en] = match doubt {
        Doubt::Indistinguishable => [
            "同型の媒体と区別できない",
            "not to be told from others of its model",
        ],
        Doubt::WeakIdentity => ["識別が弱い（B）", "weak identity (B)"],
        Doubt::TwoAtOnce => [
            "同じ番号が同時に 2 台の端末にあった",
            "the same identity at two machines at once",
        ],
        Doubt::SizeDiffers => ["容量が台帳と違う", "another size than in the ledger"],
        Doubt::UnknownDepartment => ["端末の課が分からない", "department of the machine not known"],
        Doubt::EncryptionUnknown => ["暗号化を確認できない", "encryption not known"],
        Doubt::ContentUnknown => ["中身を確認できない", "content not known"],
        Doubt::EmptyingUnchecked => ["返却時の消去が未確認", "emptying not checked on return"],
        Doubt::LoanUnknown => ["貸出先の記録がない", "no record of the loan"],
        Doubt::NeverSeen => ["今期は未確認", "not seen in this term"],
    };
    pick(lang, ja, en)
}

/// Says what a medium comes to: faults, then doubts after the sign for "unverified"; ○ for neither.
pub fn verdict(faults: &[Fault], doubts: &[Doubt], lang: Lang) -> String {
    let join = |words: Vec<&str>| words.join(if matches!(lang, Lang::Ja) { "、" } else { ", " });
    let faults = join(faults.iter().map(|one| fault(*one, lang)).collect());
    let doubts = join(doubts.iter().map(|one| doubt(*one, lang)).collect());
    match (faults.is_empty(), doubts.is_empty()) {
        (true, true) => sign(Mark::Proper).to_owned(),
        (false, true) => format!("{} {faults}", sign(Mark::Failing)),
        (true, false) => format!("{} {doubts}", sign(Mark::Unverified)),
        (false, false) => format!(
            "{} {faults} / {} {doubts}",
            sign(Mark::Failing),
            sign(Mark::Unverified)
        ),
    }
}

/// Says why a deed on the ledger of media is not taken.
pub const fn not_taken(refused: NotTaken, lang: Lang) -> &'static str {
    let [ja, en] = match refused {
        NotTaken::Absent => [
            "その媒体は台帳にありません。",
            "There is no such medium in the ledger.",
        ],
        NotTaken::Taken => [
            "その管理番号は使われています。",
            "This management number is taken.",
        ],
        NotTaken::ChangedMeanwhile => [
            "ほかの人が先に変更しました。画面を開き直して、今の内容を確かめてください。",
            "Somebody changed it meanwhile. Open the page again and see how it stands.",
        ],
        NotTaken::Unchanged => ["変わるところがありません。", "Nothing would change."],
        NotTaken::NoReason => ["理由を書いてください。", "A reason is needed."],
        NotTaken::NoName => ["名前が足りません。", "A name is missing."],
        NotTaken::SamePerson => [
            "申請する人と許可する人は別の人でなければなりません。",
            "Who asks and who permits must be two persons.",
        ],
        NotTaken::Backwards => [
            "終わりの日が始まりの日より前です。",
            "The last day is before the first.",
        ],
        NotTaken::IsOut => ["すでに貸出中です。", "It is lent already."],
        NotTaken::IsNotOut => ["貸出中ではありません。", "It is not lent."],
        NotTaken::IsLost => [
            "紛失中です。先に発見を記録してください。",
            "It is lost; record first that it was found.",
        ],
        NotTaken::IsNotLost => ["紛失として記録されていません。", "It is not lost."],
        NotTaken::IsDestroyed => ["廃棄済みです。", "It was destroyed."],
        NotTaken::NotYours => ["他課の媒体です。", "It belongs to another department."],
    };
    pick(lang, ja, en)
}

/// Names a sort of medium.
pub const fn media_class(class: MediaClass, lang: Lang) -> &'static str {
    let [ja, en] = match class {
        MediaClass::Storage => ["USBメモリ・ディスク", "stick or disk"],
        MediaClass::Card => ["メモリカード", "memory card"],
        MediaClass::Optical => ["CD・DVD", "optical disc"],
        MediaClass::Portable => ["スマートフォン・カメラ", "phone or camera"],
        MediaClass::Network => ["通信機器（テザリング）", "network adapter"],
        MediaClass::Other(_) => ["新しい種類", "a newer sort"],
    };
    pick(lang, ja, en)
}

/// Names a change in the ledger of media.
pub fn medium_change(what: &str, lang: Lang) -> &'static str {
    let [ja, en] = match what {
        "registered" => ["登録", "registered"],
        "imported" => ["取り込み", "imported"],
        "written" => ["訂正", "corrected"],
        "lent" => ["貸出", "lent"],
        "returned" => ["返却", "returned"],
        "permitted" => ["許可", "permitted"],
        "withdrawn" => ["許可の取消", "permit withdrawn"],
        "lost" => ["紛失", "lost"],
        "found" => ["発見", "found"],
        "destroyed" => ["廃棄", "destroyed"],
        _ => ["その他", "other"],
    };
    pick(lang, ja, en)
}

/// Says whether a machine watches media.
pub const fn media_watch(watch: Option<MediaWatch>) -> Msg {
    match watch {
        Some(MediaWatch::Running) => Msg::MediaWatchRunning,
        Some(MediaWatch::Off) => Msg::MediaWatchOff,
        Some(MediaWatch::Down | MediaWatch::Other(_)) => Msg::MediaWatchDown,
        None => Msg::MediaWatchUnsaid,
    }
}

/// Names a sort of files.
pub const fn file_sort(sort: FileSort, lang: Lang) -> &'static str {
    let [ja, en] = match sort {
        FileSort::Document => ["文書", "documents"],
        FileSort::Sheet => ["表計算", "sheets"],
        FileSort::Slides => ["スライド", "slides"],
        FileSort::Pdf => ["PDF", "PDF"],
        FileSort::Text => ["テキスト", "text"],
        FileSort::Mail => ["メール", "mail"],
        FileSort::Database => ["データベース", "databases"],
        FileSort::Picture => ["画像", "pictures"],
        FileSort::SoundOrFilm => ["音声・動画", "sound or film"],
        FileSort::Archive => ["圧縮", "archives"],
        FileSort::Program => ["プログラム", "programs"],
        FileSort::Another | FileSort::Other(_) => ["その他", "other"],
    };
    pick(lang, ja, en)
}
