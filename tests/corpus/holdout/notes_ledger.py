"""Tables of accounts: ledgers, spreadsheets, lists."""

from document import Cell, Comment, Doc, Note, Pairs, Section, Table, Title
from family import DATA, SHEETS, SLIDES, TABLES, WORDS, family
from holdout.digits import digits
from holdout.keyring import SYSTEMS, department, host, human, machine, pin, pw, system, user
from holdout.townsfolk import name, person, surname

SECRET_HEADS = ["パスワード", "PW", "PASS", "ﾊﾟｽﾜｰﾄﾞ", "Password", "パス", "ＰＷ", "初期PW", "pass word", "Ｐａｓｓ"]


@family("ho-ledger-last", ["password_note"], TABLES, "easy", count=8)
def last_column(r):
    """A ledger whose secret stands near the end of a wide row."""
    head = ["№", "システム名", "URL・場所", "所管", r.choice(["ID", "ユーザーID", "ログインID", "アカウント"]), r.choice(SECRET_HEADS), "備考"]
    rows = [head] + [[str(n), s, f"https://{host(r)}/", department(r), user(r), pw(r), r.choice(["", "3か月ごとに変更", "共用", "担当のみ"])] for n, s in enumerate(r.sample(SYSTEMS, r.randint(3, 9)), 1)]
    return Doc(r.choice(["システム台帳", "情報システム一覧", "R7引継ぎ一覧表", "ＩＤ管理台帳"]), [Title("業務システム一覧（課内限り）"), Table(rows)])


@family("ho-ledger-merged", ["password_note"], ("xlsx", "xls", "ods", "docx", "odt", "html", "doc", "pdf"), "medium", count=7)
def merged(r):
    """Two header rows; the upper one is merged."""
    top = [Cell("端末情報", span=3), Cell("認証情報", span=2), Cell("備考", down=2)]
    second = ["資産番号", "機種", "設置", r.choice(["ユーザ名", "ID"]), r.choice(SECRET_HEADS)]
    rows = [top, second] + [[f"PC-{r.randint(100, 999)}", r.choice(["VersaPro", "ESPRIMO", "dynabook"]), department(r), user(r), pw(r), ""] for _ in range(r.randint(3, 8))]
    return Doc(r.choice(["端末管理表", "PC配置表R7", "機器一覧"]), [Title("庁内LAN端末管理表"), Table(rows)])


@family("ho-ledger-sideways", ["password_note"], SHEETS + ("docx", "html", "pdf", "md"), "hard", count=7)
def sideways(r):
    """Labels down the first column, one system a column."""
    systems = r.sample(SYSTEMS, r.randint(2, 4))
    rows = [
        ["項目"] + systems, ["担当課"] + [department(r) for _ in systems], ["URL"] + [f"http://{host(r)}/" for _ in systems], [r.choice(["ユーザー", "ログインID"])] + [user(r) for _ in systems],
        [r.choice(SECRET_HEADS)] + [pw(r) for _ in systems], ["更新月"] + [f"{r.randint(1, 12)}月" for _ in systems],
    ]
    return Doc(r.choice(["比較表", "各システムの入り方", "システム早見"]), [Table(rows)])


@family("ho-ledger-bare", ["password_note"], SHEETS + ("txt", "md", "docx", "rtf", "doc"), "hard", count=8)
def bare(r):
    """A heading over rows without any label."""
    heading = r.choice(["ログイン情報", "アカウント一覧", "ID一覧", "各システムの入り方（ID・PW）", "ログインまとめ", "ID/PASS"])
    rows = [[s, user(r), pw(r)] for s in r.sample(SYSTEMS, r.randint(3, 6))]
    return Doc(r.choice(["一覧", "まとめ", "業務メモ", "自分用"]), [Title(heading), Table(rows)])


@family("ho-ledger-comment", ["password_note"], ("xlsx", "xls", "ods", "docx", "odt", "doc", "pptx"), "medium", count=6)
def remark(r):
    """A remark on a cell or a paragraph."""
    p = pw(r)
    text = r.choice([f"このシートの保護を外すパスワード：{p}", f"PW {p}（異動のとき次の人へ）", f"pass: {p}", f"管理者でログインするときは ID {user(r)} / パス {p}"])
    cell = Cell("予算執行状況", comment=text)
    return Doc(r.choice(["予算執行", "月次集計", "照会回答"]), [Title("執行状況"), Table([[cell, "4月", "5月"], ["需用費", "12,000", "8,400"], ["役務費", "3,200", "0"]]), "回答は15日まで", Comment(text)])


@family("ho-ledger-hidden", ["password_note"], ("xlsx", "xls", "ods", "pptx", "odp"), "medium", count=6)
def hidden(r):
    """Kept on a sheet that is not shown."""
    rows = [["システム", "ID", r.choice(SECRET_HEADS)]] + [[s, user(r), pw(r)] for s in r.sample(SYSTEMS, 3)]
    return Doc(r.choice(["年間行事予定", "月間予定表"]), [
        Section("予定"), Table([["月", "行事"], ["4月", "辞令交付"], ["6月", "定例会"], ["10月", "文化祭"]]), Section(r.choice(["Sheet3", "作業用", "管理"]), hidden=True), Table(rows),
    ])


@family("ho-ledger-ip-phone", ["password_note"], SHEETS + ("docx", "pdf", "html"), "medium", count=6)
def ip_phone(r):
    """The settings of a school's telephones."""
    rows = [["内線", "表示名", "SIPユーザ", r.choice(["SIP認証パス", "SIPパスワード", "認証PW"]), "MACアドレス"]]
    rows += [[str(600 + n), spot, f"sip{600 + n}", machine(r, 10), ":".join(f"{r.randint(0, 255):02X}" for _ in range(6))] for n, spot in enumerate(["職員室1", "職員室2", "保健室", "校長室", "事務室", "給食室"][: r.randint(3, 6)])]
    return Doc(r.choice(["東小IP電話設定", "IP電話一覧", "電話機設定票"]), [Title("校内IP電話　設定一覧"), Table(rows), f"設定作業：{surname(r)}電設"])


@family("ho-ledger-radio", ["password_note"], SHEETS + WORDS + SLIDES, "hard", count=4)
def radio(r):
    """PINs of the disaster radio, short and bare."""
    rows = [["機器", "設置場所", r.choice(["暗証", "起動暗証", "操作暗証番号"]), "点検"]] + [[m, w, pin(r), r.choice(["月1", "週1"])] for m, w in [("統制台", "危機管理課"), ("遠隔制御装置", "消防本部"), ("地図表示盤", "災害対策室"), ("可搬型子局", "防災倉庫")][: r.randint(2, 4)]]
    return Doc(r.choice(["防災行政無線", "無線操作", "Jアラート当番"]), [Title("防災行政無線　操作の要点"), Table(rows), "定時放送は17時"])


@family("ho-ledger-record", ["password_note"], DATA, "medium", count=14)
def record(r):
    """A record typed into a small database."""
    items = [("システム名", system(r)), ("url", f"https://{host(r)}/login"), (r.choice(["ログインID", "login_id", "user"]), user(r)), (r.choice(["パスワード", "login_pw", "password", "passwd", "pass"]), pw(r)), ("担当", surname(r)), ("更新日", f"2025-0{r.randint(1, 9)}-1{r.randint(0, 9)}")]
    return Doc(r.choice(["台帳データ", "system_list", "export"]), [Pairs(items)])


@family("ho-ledger-workspace", ["password_note"], ("csv", "tsv", "xlsx", "ods"), "medium", count=4)
def workspace(r):
    """The file with which pupils' accounts are made."""
    rows = [["First Name [Required]", "Last Name [Required]", "Email Address [Required]", "Password [Required]", "Org Unit Path [Required]"]]
    for n in range(r.randint(8, 25)):
        _, _, (family, given) = person(r)
        rows.append([given, family, f"s{r.randint(18, 24)}{n:03}@edu.minamo.example.jp", machine(r, 8), f"/児童生徒/{r.choice(['東小', '西小', '南中'])}"])
    return Doc(r.choice(["users", "アカウント登録", "bulk_upload"]), [Table(rows)], ignore=["personal_roster"])


@family("ho-ledger-notice", ["password_note"], ("txt", "html") + WORDS + SLIDES + ("xlsx", "ods"), "easy", count=6)
def notice(r):
    """The slip that is handed to somebody with a new account."""
    return Doc(r.choice(["アカウント通知書", "ID発行のお知らせ", "利用開始通知"]), [
        Title("利用者アカウント通知書"), f"{department(r)}　{name(r)}　様", "下記のとおりアカウントを発行しましたので通知します。",
        Table([["システム", system(r)], ["ユーザーID", user(r)], [r.choice(["仮パスワード", "初期パスワード", "パスワード（初期）"]), machine(r, 10)], ["有効期限", "令和8年3月31日"]]), "初回ログイン時に変更してください。",
    ])


@family("ho-ledger-form", ["password_note"], WORDS + ("xlsx", "xls", "ods", "html"), "medium", count=4)
def filled_form(r):
    """A form that the ICT section filled in and kept."""
    return Doc(r.choice(["利用申請書（決裁済）", "アカウント申請_処理済", "申請書控"]), [
        Title("情報システム利用申請書"), Table([
            ["申請課", department(r), "申請日", f"令和7年{r.randint(1, 12)}月{r.randint(1, 28)}日"], ["利用者", name(r), "内線", str(r.randint(2000, 2999))], ["利用システム", system(r), "区分", "新規"],
            [Cell("以下 情報政策課記入欄", span=4)], ["付与ID", user(r), r.choice(["付与パスワード", "初期PW"]), machine(r, 9)],
        ]),
    ])


@family("ho-ledger-rotation", ["password_note"], SHEETS + ("txt", "docx", "md", "sqlite"), "hard", count=6)
def rotation(r):
    """What the secret was, term by term."""
    stem = human(r).rstrip("0123456789!#$@%&*+-_?") or "minamo"
    rows = [["変更日", "新", "変更者"]] + [[f"R{6 + n // 4}.{(1, 4, 7, 10)[n % 4]}.1", f"{stem}{r.choice('!#$@')}{digits(r, 3)}", surname(r)] for n in range(r.randint(3, 7))]
    return Doc(r.choice(["PW変更履歴", "パスワード変更履歴", "共用PW履歴"]), [Title(f"{system(r)}　共用IDの{r.choice(['パスワード変更履歴', 'PW変更記録'])}"), Table(rows)])


@family("ho-ledger-two-up", ["password_note"], ("xlsx", "xls", "ods", "html", "docx"), "hard", count=4)
def two_up(r):
    """Two tables side by side with the same headings."""
    head = ["名称", "ID", "PW", "", "名称", "ID", "PW"]
    rows = [head] + [[system(r), user(r), pw(r), "", system(r), user(r), pw(r)] for _ in range(r.randint(3, 6))]
    return Doc("一覧（左：基幹系　右：情報系）", [Table(rows)])


@family("ho-ledger-slide", ["password_note"], SLIDES, "medium", count=6)
def demo(r):
    """A talk whose speaker notes hold the account of the demonstration."""
    return Doc(r.choice(["操作研修会", "説明会資料", "デモ手順"]), [
        Section("研修の流れ"), Title("研修の流れ"), "1 ログイン　2 検索　3 帳票出力", Note(r.choice([f"デモ環境は {user(r)} / {pw(r)} でログインしておく", f"ID:{user(r)} PW:{pw(r)}　会場PCは起動済み", f"受講者用パスワードは全員共通で {pw(r)}"])),
        Section("質疑"), Title("質疑応答"), "アンケートのご協力をお願いします",
    ])
