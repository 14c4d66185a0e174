//! Every key, its variable in the environment, and what it is for.

/// One setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// As in the file, tables joined by dots.
    pub name: &'static str,
    /// The variable that sets it; a list is separated by commas.
    pub variable: &'static str,
    /// What it is for, in Japanese.
    pub ja: &'static str,
    /// What it is for.
    pub en: &'static str,
}

/// Every key, in the order of the sample file.
pub const ALL: &[Key] = &[
    Key {
        name: "time_zone",
        variable: "MIMAWARI_TIME_ZONE",
        ja: "日付と期を数える標準時",
        en: "the calendar by which days and terms go",
    },
    Key {
        name: "intake.listen",
        variable: "MIMAWARI_INTAKE_LISTEN",
        ja: "エージェントの報告を受けるアドレスとポート",
        en: "address and port where agents report",
    },
    Key {
        name: "intake.address",
        variable: "MIMAWARI_INTAKE_ADDRESS",
        ja: "登録トークンに書く接続先 host:port(空なら最初のホスト名)",
        en: "host:port that tokens name; empty for the first host",
    },
    Key {
        name: "intake.hosts",
        variable: "MIMAWARI_INTAKE_HOSTS",
        ja: "サーバー証明書に載せるホスト名とアドレス",
        en: "host names and addresses in the server's certificate",
    },
    Key {
        name: "intake.window",
        variable: "MIMAWARI_INTAKE_WINDOW",
        ja: "受領を待たずに送れる小包の数",
        en: "parcels that may be under way without a receipt",
    },
    Key {
        name: "console.listen",
        variable: "MIMAWARI_CONSOLE_LISTEN",
        ja: "管理画面のアドレスとポート",
        en: "address and port of the console",
    },
    Key {
        name: "limits.connections",
        variable: "MIMAWARI_LIMITS_CONNECTIONS",
        ja: "同時に受ける接続の数",
        en: "connections to the intake at once",
    },
    Key {
        name: "limits.connections_per_address",
        variable: "MIMAWARI_LIMITS_CONNECTIONS_PER_ADDRESS",
        ja: "一つのアドレスから同時に受ける接続の数",
        en: "of these, from one address",
    },
    Key {
        name: "limits.failed_enrolments",
        variable: "MIMAWARI_LIMITS_FAILED_ENROLMENTS",
        ja: "一つのアドレスに許す登録の失敗(10 分間)",
        en: "failed enrolments that one address may make in ten minutes",
    },
    Key {
        name: "media.closed_zones",
        variable: "MIMAWARI_MEDIA_CLOSED_ZONES",
        ja: "区域を名指しした許可がなければ媒体を使えない区域",
        en: "zones in which any medium needs a permit that names the zone",
    },
    Key {
        name: "media.barred_zones",
        variable: "MIMAWARI_MEDIA_BARRED_ZONES",
        ja: "許可があっても、媒体の使用をすべて指摘する区域",
        en: "zones in which any medium at all is a fault, permitted or not",
    },
    Key {
        name: "media.all_encrypted",
        variable: "MIMAWARI_MEDIA_ALL_ENCRYPTED",
        ja: "台帳の記載にかかわらず、すべての公務用媒体に暗号化を求める",
        en: "every official medium is to be encrypted, whatever the ledger says",
    },
];

/// Returns the key with this name.
pub fn find(name: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.name == name)
}
