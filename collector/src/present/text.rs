//! Every sentence of the console, in Japanese and in English.
//!
//! One line per message holds both: a missing translation does not compile.
//! `{0}`, `{1}` stand for what [`fill`] puts in.

pub mod media;
pub mod word;

use mimawari_proto::show::options::Lang;

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
    MissingMediaUnwatched: "{0} 台で媒体（USB メモリなど）を見張っていません。何も見えなくても、使われていない証拠になりません", "{0} machines do not watch media: that nothing was seen there proves nothing";
    MediaWatchWord: "媒体の見張り", "Media watch";
    MediaWatchRunning: "動作中", "running";
    MediaWatchOff: "切（設定）", "off (settings)";
    MediaWatchDown: "停止", "down";
    MediaWatchUnsaid: "報告なし", "not said";
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
    StaysCut: "今期の挿入の記録が多すぎるため、新しいものだけで判断しています。媒体の項目は未確認（未）になります。", "There are too many records of this term: only the newest were read, and the items about media are unverified.";
    Reconciliation: "台帳と記録の突合", "Reconciliation";
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
    BeforeLedger: "台帳に登録される前の使用です。登録により是正されたものとして扱います。", "It was used before it was in the ledger, which put that right.";
    AdoptBadNo: "管理番号を 40 文字までで書いてください。", "Write a management number of at most 40 characters.";
    AdoptKnown: "この媒体はすでに台帳にあります。", "This medium is in the ledger already.";

    FaultsTitle: "指摘", "Faults";
    FaultOpen: "未判定", "not judged";
    FaultConfirmed: "確認済", "confirmed";
    FaultRejected: "却下", "rejected";
    AllFaults: "すべての指摘", "All faults";
    JudgeTitle: "判定する", "Judge";
    JudgeConfirm: "確認する（指摘のとおり）", "Confirm: it is what it says";
    JudgeReject: "却下する（指摘にあたらない）", "Reject: it is none";
    JudgeReopen: "判定を取り消す", "Take the judgement back";
    FilesTitle: "台帳の取り込みと書き出し", "The ledger as a file";
    FilesIn: "取り込み", "Import";
    FilesInLead: "CSV か Excel（.xlsx）の台帳を選んでください。1 行目は列の見出しで、「管理番号」の列が必要です。まず内容を確認し、すぐには登録しません。", "Choose a ledger as CSV or XLSX. The first line names the columns; 管理番号 (no) is needed. It is looked through first, and not taken yet.";
    FileWord: "ファイル", "File";
    FilesLook: "内容を確認する", "Look it through";
    FilesLooked: "確認の結果", "What it would change";
    FilesNone: "ファイルを選んでください。", "Choose a file.";
    FilesTooLate: "確認してから時間がたったか、別のファイルを確認しています。もう一度ファイルを選んでください。何も登録していません。", "The file waited for too long, or another one was looked through since. Choose it again. Nothing was imported.";
    FilesNew: "新規 {0} 本", "New: {0}";
    FilesChanged: "変更 {0} 本", "Changed: {0}";
    FilesSame: "変更なし {0} 本", "The same: {0}";
    FilesUnused: "使わない列:", "Columns not used:";
    FilesTake: "この内容で登録する", "Import it";
    FilesTaken: "{0} 本を登録しました。", "{0} media were written into the ledger.";
    FilesWrong: "{0} か所に誤りがあります。直してから、もう一度ファイルを選んでください。何も登録していません。", "{0} mistakes. Correct them and choose the file again. Nothing was imported.";
    LineWord: "行", "Line";
    ColumnWord: "列", "Column";
    WhatIsWrong: "誤り", "What is wrong";
    MoreLines: "ほか {0} 行", "and {0} more";
    ChangeWord: "変更", "Change";
    ChangeColumns: "変わる列", "Columns that change";
    ChangeNew: "新規", "new";
    ChangeChanged: "変更", "changed";
    ChangeSame: "同じ", "same";
    FilesOut: "書き出し", "Export";
    FilesOutLead: "台帳の列のまま保存します。直したファイルは、そのまま取り込めます。書き出した人と日時は記録されます。", "In the ledger's own columns, to be imported again. Who exported it and when is recorded.";
    FilesXlsx: "Excel（.xlsx）で保存", "Save as XLSX";
    FilesCsv: "CSV で保存", "Save as CSV";
    CountTitle: "棚卸", "Stock-taking";
    CountLead: "{0} から棚卸をしています。媒体を順に端末へ挿すと、ここに ○ が付きます。棚卸のための使用は指摘になりません。", "Counting since {0}. Plug the media in one after the other: each gets its ○ here. Plugging in to be counted is no fault.";
    CountNoneLead: "棚卸を始めると、媒体を端末に挿すだけで一本ずつ確認できます。", "Begin a count, and each medium is ticked off when it is plugged in.";
    CountDepartment: "課コード（空欄ならすべての課）", "Code of the department (blank: all)";
    CountMachine: "棚卸に使う端末名（空欄なら課のどの端末でも）", "Machine at which they are plugged in (blank: any)";
    CountBegin: "棚卸を始める", "Begin the count";
    CountEnd: "棚卸を終える", "End the count";
    CountEndLead: "まだ確認できていない {0} 本は、所在不明として記録されます。", "{0} media that were not plugged in are recorded as missing.";
    CountCounted: "確認した媒体", "Counted";
    CountMissing: "まだの媒体", "Not yet";
    CountMark: "確認", "Counted";
    CountNotYet: "まだ", "not yet";
    CountNone: "終えられる棚卸がありません。", "There is no count for you to end.";
    CountIsOpen: "別の棚卸が始まっています。先に終えてください。", "Another count is open. End it first.";
    CountNoDepartment: "その課コードは登録されていません。", "There is no such department.";
    CountNoMachine: "その端末は登録されていないか、同じ名前の端末が複数あります。", "There is no such machine, or several have this name.";
    Refresh: "最新の状態にする", "Refresh";
    LoansTitle: "貸出一覧", "Loans";
    LoansLead: "貸出中 {0} 本、うち返却期限超過 {1} 本", "{0} out, {1} of them overdue";
    LoansNone: "貸出中の媒体はありません。", "Nothing is lent.";
    LoanPermittedBy: "許可者", "Permitted by";
    LentOn: "貸出日", "Lent on";
    Correct: "訂正", "Correct";
    CorrectLead: "変えるところだけ書き直してください。元の値は経過に残ります。", "Change what is wrong. What it was stays in the history.";
    Capacity: "容量（例：32GB）", "Capacity, for example 32GB";
    VendorWord: "メーカー", "Vendor";
    ProductWord: "製品名", "Product";
    DepartmentCode: "所管課コード（空欄なら市全体）", "Code of the department (blank: the city)";
    ContentTitle: "媒体の中身", "What lies on it";
    ContentSeen: "{0}（{1}）", "{0} ({1})";
    ContentFiles: "ファイル", "Files";
    ContentAges: "更新日", "Changed";
    ContentSorts: "種類", "Kinds";
    ContentEmpty: "空でした。", "It was empty.";
    ContentPartly: "途中までしか数えられていません。ほかにもある可能性があります。", "It was not counted to the end: there may be more.";

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

const fn pick(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
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
