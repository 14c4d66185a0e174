//! Every sentence of the console, in Japanese and in English.
//!
//! One line per message holds both: a missing translation does not compile.
//! `{0}`, `{1}` stand for what [`fill`] puts in.

use mimawari_proto::{
    finding::{ClearedReason, Confidence, Count, Kind, Root, Severity},
    id::MachineId,
    name::Name,
    reading::MediaClass,
    round::{RootOutcome, RoundOutcome, UnreadReason},
    show::options::Lang,
};

use super::access::Role;
use crate::{
    assess::{
        Mark,
        keeping::NotTaken,
        lifecycle::State,
        media::{Doubt, Fault},
    },
    ledger::{
        By,
        record::{Changed, Cleared, Judgement},
    },
};

macro_rules! messages {
    ($($name:ident: $ja:literal, $en:literal;)+) => {
        /// Something the console says.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Msg { $(#[doc = $en] $name,)+ }

        impl Msg {
            /// Every message.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns its words.
            pub const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::Ja) => $ja, (Self::$name, Lang::En) => $en,)+
                }
            }
        }
    };
}

/// Puts values in place of `{0}`, `{1}` ….
pub fn fill(text: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut filled = text.to_owned();
    for (n, value) in values.iter().enumerate() {
        filled = filled.replace(&format!("{{{n}}}"), &value.to_string());
    }
    filled
}

messages! {
    Product: "見回り", "Mimawari";
    ProductLine: "情報セキュリティ内部監査", "Internal information-security audit";
    SkipToContent: "本文へ移動", "Skip to content";
    Navigation: "主なページ", "Main pages";
    NavOverview: "課の状況", "Departments";
    NavFindings: "検出", "Findings";
    NavMatrix: "結果一覧", "Result table";
    NavMedia: "USB台帳", "Media";
    NavHelp: "凡例・ヘルプ", "Legend and help";
    LogOut: "ログアウト", "Log out";
    OtherLanguage: "English", "日本語";
    AsOf: "{0} 現在", "As of {0}";
    Footer: "この画面に文書の中身やパスワード、番号は表示されません。端末の外にも出ていません。", "No document text, password or number is shown here; none of it leaves the PCs.";

    LoginTitle: "ログイン", "Log in";
    LoginLead: "情報セキュリティ内部監査の担当者のための画面です。", "For the people who carry out the internal information-security audit.";
    LoginName: "利用者名", "User name";
    LoginPassword: "パスワード", "Password";
    LoginGo: "ログインする", "Log in";
    LoginFailed: "利用者名かパスワードが違います。", "The user name or the password is wrong.";
    LoginWait: "試行が続いたため、{0} 秒後にもう一度お試しください。", "Too many attempts. Try again in {0} seconds.";
    LoginLinkSpent: "このログイン用リンクは使用済みか、期限が切れています。", "This login link was used before, or is too old.";
    LoginHelp: "利用者名やパスワードが分からないときは、運用担当者に連絡してください。", "If you do not know your user name or password, ask the operator.";
    LoggedOut: "ログアウトしました。", "You are logged out.";

    OverviewTitle: "課の状況", "Departments";
    OverviewLead: "端末から届いた報告を、課ごとにまとめています。", "What the machines reported, by department.";
    Departments: "課", "Departments";
    Department: "課", "Department";
    Code: "コード", "Code";
    Machines: "端末", "Machines";
    MachinesUnit: "{0} 台", "{0} machines";
    OneMachine: "1 台", "1 machine";
    Reporting: "報告あり", "Reporting";
    CompleteRounds: "確認済み", "Looked through";
    CompleteOf: "{0} / {1} 台", "{0} of {1}";
    OpenFindings: "未対応の検出", "Open findings";
    OpenShort: "未対応", "Open";
    Unread: "未読ファイル", "Unread files";
    Evidence: "証拠", "Evidence";
    EvidenceWhole: "そろっています", "Complete";
    EvidenceNot: "未（証拠不足）", "Unverified";
    EvidenceLacks: "証拠がそろっていません（未）", "The evidence is incomplete (unverified)";
    EvidenceStands: "証拠がそろっています", "The evidence is complete";
    FigureMachines: "確認済みの端末", "Machines looked through";
    FigureUnverified: "証拠がそろっていない課", "Departments unverified";
    NoDepartmentKnown: "（登録のない課）", "(department not known)";
    TotalRow: "合計", "Total";
    Total: "合計", "Total";
    Items: "{0} 件", "{0}";

    EmptySetupTitle: "まだ課が登録されていません", "No department has been imported yet";
    EmptySetupLead: "次の順で準備すると、ここに課ごとの状況が表示されます。", "Do the following, and the departments appear here.";
    EmptySetup1: "課の一覧（CSV）を取り込む", "Import the departments (CSV)";
    EmptySetup2: "登録用コードを作る", "Make an enrolment token";
    EmptySetup3: "端末で登録と見回りを始める", "Enrol a machine and start its rounds";
    EmptyMachines: "まだ端末が登録されていません。", "No machine has been enrolled yet.";
    WholeMachines: "対象 {0} 台をすべて、最後まで確認しました。", "All {0} machines were looked through to the end.";
    NothingFound: "検出はありません。", "Nothing was found.";
    NothingPartly: "検出は 0 件ですが、まだ適正とは判断できません。", "Nothing was found so far, which does not yet mean that all is well.";
    FoundPartly: "証拠がそろっていないため、ほかにもある可能性があります。", "The evidence is incomplete: there may be more.";
    MissingMachines: "{0} 台が、この {1} 日間に最後まで確認できていません", "{0} machines were not fully looked through in the last {1} days";
    MissingUnread: "{0} 個のファイルが読めていません", "{0} files could not be read";
    MissingNoMachines: "端末が 1 台も登録されていません", "No machine is enrolled";
    MissingNoMachineInZone: "この項目が対象とする区域の端末が登録されていません", "No machine of the zone that this item is about is enrolled";
    MissingGrace: "{0} 件の検出が、置かれてから間もないため様子を見ています", "{0} findings are too recent to count yet";
    MissingJudgement: "{0} 件の検出が未判定です", "{0} findings are not judged yet";
    MissingMedia: "{0} 件の媒体を判断できません（識別できない、暗号化や中身を確認できないなど）", "{0} media cannot be judged (identity, encryption or content not known)";
    MissingMediaUnseen: "{0} 本の媒体が、今期まだ一度も確認されていません（棚卸で確認できます）", "{0} media were not seen in this term (a count helps)";
    MissingPerson: "人による確認（ヒアリング、書類、現地）が必要です", "A person has to look: hearing, papers, on site";

    DepartmentLead: "この課の端末と検出の状況です。", "The machines and findings of this department.";
    ByKind: "種類ごとの件数", "By kind";
    SeeMachines: "端末の一覧", "Machines";
    SeeAll: "すべて見る", "See all";
    NewestFindings: "新しい検出", "Newest findings";

    FindingsTitle: "検出の一覧", "Findings";
    FindingsLead: "ファイル名は伏せて表示しています。", "File names are masked.";
    SearchLabel: "条件", "Search";
    SearchGo: "検索", "Search";
    SearchClear: "条件を外す", "Clear";
    SearchHint: "例：課:保育 種別:パスワード 状態:未対応 確度:高 端末:PC-0123", "For example: department:0810 kind:password_note state:open confidence:high machine:PC-0123";
    SearchUnclear: "「{0}」は条件として読み取れません。下の例を参考に直してください。", "\"{0}\" is not a condition. See the example below.";
    NothingMatches: "条件に合うものはありません。", "Nothing matches.";
    CountShown: "{0} 件中 {1} 件を表示", "{1} of {0} shown";
    NextPage: "次の {0} 件", "Next {0}";
    FirstPage: "先頭に戻る", "Back to the first";
    QuickFilters: "よく使う条件", "Often used";
    QuickOpen: "未対応", "Open";
    QuickNew: "未判定", "Not judged";
    QuickHigh: "未対応で確度が高い", "Open, high confidence";
    QuickGone: "解消したもの", "Gone";
    QuickAll: "すべて", "All";

    Number: "番号", "Number";
    KindWord: "種別", "Kind";
    Confidence: "確度", "Confidence";
    StateWord: "状態", "State";
    Where: "場所", "Place";
    Machine: "端末", "Machine";
    FirstSeen: "初回", "First seen";
    LastSeen: "最終", "Last seen";
    CountWord: "件数", "Count";

    FindingTitle: "検出 {0}", "Finding {0}";
    WhatItIs: "何が", "What";
    WhereItIs: "どこに", "Where";
    WhyItMatters: "なぜ", "Why";
    HowToMend: "どう直す", "How to mend it";
    Story: "経過", "Story";
    Particulars: "詳細", "Particulars";
    Rule: "規則", "Rule";
    SeverityWord: "重さ", "Severity";
    Protected: "保護", "Protection";
    ProtectedYes: "パスワードあり", "Protected";
    ProtectedNo: "なし", "None";
    Size: "大きさ", "Size";
    Modified: "更新", "Modified";
    PlacesInFile: "ファイル内の位置", "Where in the file";
    ShapeWord: "値の形", "Shape of the value";
    NoteMasked: "ファイル名は個人情報を含むことがあるため、伏せています。", "File names can hold personal data and are masked.";
    RevealTitle: "ファイル名を表示する", "Show the file name";
    RevealLead: "目的を書いて表示してください。だれが、いつ、何のために見たかが記録されます。", "State the purpose. Who looked, when and why is recorded.";
    RevealPurpose: "目的", "Purpose";
    RevealGo: "記録して表示する", "Record and show";
    RevealMissing: "目的を 4 文字以上で書いてください。", "State the purpose in at least 4 characters.";
    Revealed: "ファイル名を表示しています。この閲覧は記録されました（目的：{0}）。", "The file name is shown. This look was recorded (purpose: {0}).";
    Owner: "所有者", "Owner";
    BackToList: "一覧へ戻る", "Back to the list";
    JudgedBecause: "判定の理由", "Why it was judged so";

    MachinesTitle: "{0}の端末", "Machines of {0}";
    HostName: "端末名", "Machine";
    ZoneWord: "区域", "Zone";
    OsWord: "OS", "System";
    LastContact: "最終報告", "Last heard";
    LastComplete: "最後の確認", "Last looked through";
    Gaps: "報告の欠け", "Gaps";
    Never: "まだありません", "Never";
    NotYetComplete: "未確認", "Unverified";
    Fresh: "確認済み", "Looked through";
    Silent: "未報告", "Silent";

    MatrixTitle: "内部監査結果一覧（評価中）", "Result table (in evaluation)";
    MatrixLead: "証拠から見た案です。判定は監査担当が行います。", "What the evidence suggests. Auditors decide.";
    MatrixItem: "項目", "Item";
    Legend: "凡例", "Legend";
    LegendProposal: "かっこ内は、届いている証拠から見た案です。", "In brackets: what the evidence so far suggests.";
    LegendPerson: "未確認（人が確かめる項目）", "unverified (for a person to look at)";
    LegendCount: "小さい数字は、未対応の検出の件数です。", "Small figures: open findings.";
    MatrixPrintHint: "印刷すると A4 横 1 枚幅に収まります。", "Prints on A4 landscape.";
    ChapterI: "Ⅰ 人的セキュリティ", "I People";
    ChapterII: "Ⅱ 物的セキュリティ", "II Equipment";
    ChapterIII: "Ⅲ 特定個人情報", "III Individual numbers";
    ChapterIV: "Ⅳ 基幹系ファイルサーバ等", "IV Core-system file server";
    Basis: "根拠", "Basis";
    PlainWords: "わかりやすく", "In plain words";
    Proposal: "案", "Proposal";
    ProposalNone: "まだ案を出せません", "None yet";
    DecidedWord: "判定", "Decision";
    DecidedNone: "まだ判定されていません", "Not decided yet";
    MissingTitle: "足りないもの", "What is missing";
    MissingNothing: "ありません。判定できます。", "Nothing: it can be decided.";
    AgentShare: "端末の報告で分かる範囲", "What agents can show";
    ShareWhole: "この項目は、端末の報告だけで確かめられます。", "Agents alone can show this.";
    SharePart: "一部は端末の報告で分かります。残りは人が確かめます。", "Agents show a part; a person adds the rest.";
    ShareNone: "この項目は、端末の報告では分かりません。人が確かめます。", "Agents show nothing of this; a person looks.";
    HumanAdds: "人が確かめること", "What a person adds";
    EvidenceFindings: "関係する検出", "Findings concerned";
    BackToMatrix: "結果一覧へ戻る", "Back to the result table";

    MediaTitle: "公務用USBメモリ台帳", "Ledger of official media";
    MediaLead: "{0} からの今期の挿入記録と、台帳を突き合わせています。", "The ledger, held against what was plugged in since {0}.";
    Reconciliation: "突合（棚卸）", "Reconciliation";
    MediaOwned: "台帳の媒体", "In the ledger";
    MediaSeen: "今期確認した媒体", "Seen";
    MediaUnseen: "今期まだ見ていない媒体", "Owned, not seen";
    MediaStrangers: "台帳にない媒体", "Seen, not owned";
    MediaOverdue: "返却期限超過", "Overdue";
    MediaLost: "紛失", "Lost";
    MediaEmpty: "まだ台帳がありません。CSV か Excel の台帳を取り込んでください。", "There is no ledger yet. Import one from CSV or Excel.";
    MediaNoStrangers: "今期、台帳にない媒体は見つかっていません。", "No medium outside the ledger was seen in this term.";
    MediaUnclear: "どれか見分けられない媒体", "Not to be told which";
    MediaUnclearLead: "型番が同じだけでは、どの媒体か分かりません。許可されたものとして扱いません。", "The same model is no identity: none of these counts as permitted.";
    MediaAllSeen: "台帳の媒体は、今期すべて確認しました。", "All media of the ledger were seen in this term.";
    MediaFormUnclear: "入力を読み取れません。日付と課コードを確かめてください。", "The form cannot be read. Check the days and the codes.";
    MediumTitle: "媒体 {0}", "Medium {0}";
    MediumNo: "管理番号", "No.";
    MediumProduct: "製品", "Product";
    MediumSerial: "シリアル番号", "Serial";
    MediumGrade: "識別", "Grade";
    GradeA: "固有の番号で識別できます", "told by a serial of its own";
    GradeB: "容量や区画などからの推定です", "told by size or volume only";
    GradeC: "同型の媒体と区別できません", "not distinguishable";
    Encryption: "暗号化", "Encryption";
    Borrower: "貸出先", "Lent to";
    Due: "返却予定", "Due";
    DueOn: "返却予定 {0}", "due {0}";
    LastPlugged: "最終挿入", "Last plugged in";
    Plugged: "挿入", "Plugged in";
    Verdict: "判定", "Verdict";
    Keeper: "保管者", "Keeper";
    Registered: "登録日", "Registered";
    Note: "備考", "Note";
    Loans: "貸出の記録", "Loans";
    Permits: "許可", "Permits";
    PermittedBy: "許可者", "permitted by";
    WriteDown: "記録する", "Write down";
    MediumGone: "廃棄済みのため、新しい記録はできません。", "It was destroyed: nothing more can be written.";
    DeedReturn: "返却", "Return";
    DeedLend: "貸出", "Lend";
    DeedPermit: "使用の許可", "Permit";
    DeedFound: "発見（紛失の解除）", "Found again";
    DeedLost: "紛失", "Lost";
    DeedDestroy: "廃棄", "Destroy";
    Day: "日付", "Day";
    Emptied: "データの消去確認", "Empty";
    EmptiedYes: "空（消去済み）", "Empty";
    EmptiedNo: "データが残っている", "Data left on it";
    EmptiedUnknown: "確認していない", "Not checked";
    Reason: "理由・メモ", "Reason";
    Record: "記録する", "Record";
    Purpose: "用途", "Purpose";
    CarriedData: "格納するデータ", "Data it carries";
    PermitterIsYou: "許可者として、あなた（{0}）が記録されます。借りる人・申請する人と同じ人にはできません。", "You ({0}) are recorded as who permits. That cannot be who asks.";
    Applicant: "申請者", "Who asks";
    PermitDepartments: "使える課のコード（空欄なら所管課）", "Codes of departments (blank: its own)";
    PermitZones: "使える区域（例：lgwan、空欄ならすべて）", "Zones, for example lgwan (blank: all)";
    FirstDay: "開始日", "First day";
    LastDay: "終了日", "Last day";
    DestroyedBy: "廃棄した人", "Who did it";
    DestroyedHow: "方法（破砕など）", "How";
    Stays: "挿入の記録", "Plugged in";
    StayTitle: "挿入の記録", "A medium plugged in";
    NotKnown: "分かりません", "not known";
    SourceWord: "記録の出どころ", "Source";
    Adopt: "台帳に登録する", "Take into the ledger";
    AdoptLead: "公務用の媒体であれば、見たとおりの内容で台帳に登録できます。登録前の使用も履歴に残ります。", "If it is an official medium, it can be taken into the ledger as it was seen. Its earlier use stays in the history.";
    AdoptBadNo: "管理番号を 40 文字までで書いてください。", "Write a management number of at most 40 characters.";
    AdoptKnown: "この媒体はすでに台帳にあります。", "This medium is in the ledger already.";

    HelpTitle: "凡例・ヘルプ", "Legend and help";
    HelpMarks: "結果の記号", "Marks";
    HelpKinds: "検出の種別", "Kinds of findings";
    HelpStates: "検出の状態", "States of findings";
    HelpSearch: "検索の書き方", "How to search";
    HelpNever: "この仕組みがしないこと", "What this system never does";
    HelpNever1: "文書の中身、パスワード、個人番号を集めません。端末の外へ出るのは、種類・おおよその件数・場所だけです。", "It never collects document text, passwords or individual numbers. Only kind, rough count and place leave a PC.";
    HelpNever2: "端末のファイルを変更、移動、削除しません。", "It never changes, moves or deletes a file.";
    HelpNever3: "勤務状況、閲覧履歴、メール、キー入力を見ません。", "It looks at no working hours, browsing history, mail or keystrokes.";
    HelpNever4: "○△×を自動で決めません。決めるのは監査担当です。", "It never decides a mark. Auditors do.";
    HelpSearchLead: "条件は空白で区切ります。同じ条件に複数の値を書くときは「,」で区切ります。", "Separate conditions by spaces, and several values of one by commas.";
    HelpUnverified: "報告していない端末や、読めなかったファイルが 1 つでもあれば、「検出なし」でも ○ にはしません。", "As long as one machine is silent or one file unread, \"nothing found\" is never ○.";

    NotFoundTitle: "ページが見つかりません", "Page not found";
    NotFoundBody: "番号が違うか、表示する権限がありません。", "The number is wrong, or it is not yours to see.";
    RefusedTitle: "受け付けられませんでした", "Not accepted";
    RefusedBody: "画面を開いてから時間がたったか、別の画面から送られた操作です。もう一度開いてやり直してください。何も変更されていません。", "The page was open for too long, or the request came from elsewhere. Open it again. Nothing was changed.";
    BrokenTitle: "表示できませんでした", "Could not be shown";
    BrokenBody: "収集側の記録を読めませんでした。端末からの報告は失われていません。少し待ってからもう一度お試しください。", "The records could not be read. Nothing that machines reported is lost. Wait a moment and try again.";
    SupportNumber: "問い合わせ番号", "Number for support";
    GoHome: "課の状況へ", "Go to departments";
}

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

const fn pick(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_everything_with_the_same_places_to_fill() {
        for msg in Msg::ALL {
            let [ja, en] = [msg.text(Lang::Ja), msg.text(Lang::En)];
            assert!(!ja.is_empty() && !en.is_empty(), "{msg:?}");
            for place in ["{0}", "{1}", "{2}"] {
                assert_eq!(ja.contains(place), en.contains(place), "{msg:?} {place}");
            }
        }
    }
}
