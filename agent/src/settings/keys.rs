//! Every key, its variable in the environment, and what it is for.

/// One setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// As in the file, tables joined by dots.
    pub name: &'static str,
    /// What it is for, in Japanese.
    pub ja: &'static str,
    /// What it is for.
    pub en: &'static str,
}

impl Key {
    /// Returns the variable that sets it; a list is separated by commas.
    pub fn variable(&self) -> String {
        format!("MIMAWARI_{}", self.name.replace('.', "_").to_uppercase())
    }
}

macro_rules! keys {
    ($($name:literal, $ja:literal, $en:literal;)+) => {
        /// Every key, in the order of the sample file.
        pub const ALL: &[Key] = &[$(Key { name: $name, ja: $ja, en: $en }),+];
    };
}

keys! {
    "sense.users", "誰のデスクトップを見るか(everyone: 全員、mine: 実行した人だけ)", "whose desktops are looked at: everyone or mine";
    "sense.desktops", "デスクトップとして見る追加のフォルダー(絶対パス)", "further folders that count as desktops, absolute paths";
    "sense.stray_grace_hours", "変更からこの時間が過ぎた文書を「置きっぱなし」とみなす", "hours a document may lie on a desktop before it is a stray file";
    "round.zone", "日程の標準時", "time zone of the calendar";
    "round.window_start", "見回りの時間帯の始まり", "when the window of a day opens";
    "round.window_end", "見回りの時間帯の終わり(始まり以前なら翌日)", "when it closes; not after the start means on the next day";
    "round.days", "見回る曜日", "days of the week with a round";
    "round.holidays", "見回らない日", "dates without a round";
    "round.spread_minutes", "端末ごとに開始をずらす幅(分)", "minutes over which the PCs are spread";
    "round.catch_up", "逃した見回りを後で行うか", "whether a missed round is made up for";
    "round.start_delay_least_seconds", "起動から見回りまで空ける最短の秒数", "least seconds between the start of the agent and a round";
    "round.start_delay_most_seconds", "起動から見回りまで空ける最長の秒数", "most seconds of the same";
    "budget.files", "1回の見回りで読むファイル数の上限", "most files read in one round";
    "budget.minutes", "1回の見回りにかける分数の上限", "most minutes one round may take";
    "budget.share_percent", "CPU 1コアのうち使ってよい割合(%)", "share of one core in percent";
    "outbox.limit_mib", "送信待ちの上限(MiB)。超えると現在の状態にまとめる", "MiB that may wait to be sent before they are folded";
    "media.watch", "USBメモリなどの媒体の抜き差しを記録し報告する", "whether removable media are watched and reported";
    "media.marker_key", "媒体のマーカーファイルを確かめる公開鍵(base64)。空なら確かめない", "public key by which marker files are checked, in base64; empty for none";
    "media.files", "1つの媒体で読むファイル数の上限", "most files read on one medium";
    "media.minutes", "1つの媒体を読むのにかける分数の上限", "most minutes reading one medium may take";
}

/// Returns the key with this name.
pub fn find(name: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.name == name)
}
