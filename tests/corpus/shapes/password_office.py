"""Password notes from the office floor: handovers, shared machines, errands, school and event staff, vendors, apps."""

from document import Box, Cell, Comment, Doc, Note, Pairs, Section, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, SLIDES, TABLES, WORDS, family
from shapes.password_places import innocent
from values import people
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, systems
from values.passwords import english, leet, mixed, named, password, pin, spoken, strong, user, walked, wordy

GEAR = ["複合機", "プロッター", "ラミネーター室のPC", "録音機", "投影機", "受付機", "発券機", "会計端末", "検温タブレット", "公用スマホ", "ドライブレコーダー", "デジタルサイネージ"]


@family("office-handover-line", ["password_note"], NOTES, "hard", count=14)
def handover(r):
    """A line of a handover."""
    g, u, p = r.choice(GEAR), user(r), mixed(r)
    line = r.choice([
        f"・{g}　起動したら {p} を入れて Enter", f"・{g}は {u} でログオン（{p}）", f"・{g}の管理者用は {p}。触らないこと", f"・{g}を使うときは先に {p} と打ち込む", f"・{g}：ユーザ {u}、パスは {p}（変えていない）", f"・{g}のロックは {pin(r)} で外れる", f"・{g}　担当者用ID {u}　同PW {p}", f"・{g}にログオンする際は{u}を選び、{p}を入力",
        f"・{g}のパスワードは前任のまま（{p}）", f"・{g}はスタッフ用 {p} を使うこと", f"・{g}、パスワード聞かれたら{p}",
    ])
    return Doc(r.choice(["引継ぎ", "引継メモ", memo_name(r)]), [r.choice(innocent(r)), line, r.choice(innocent(r))])


@family("office-vendor", ["password_note"], MAILS + ("txt", "docx", "pdf"), "medium", count=12)
def vendor(r):
    """A vendor's mail after a delivery or a repair."""
    u, p, s = user(r), r.choice([strong, leet, english])(r), r.choice(SYSTEMS)
    lines = r.choice([
        ["納品時の設定値をお知らせします。", f"管理ユーザ　{u}", f"同パスワード　{p}"], [f"{s}の保守用アカウントを作成しました。", f"Account: {u}", f"Passwd : {p}"], ["機器交換に伴い初期化しております。", f"ログイン後の変更をお願いします。", f"（初期値 {u} / {p}）"],
        ["リモート接続の準備ができました。", "接続ID", str(r.randint(100000000, 999999999)), "接続パスワード", p], [f"{s}検証環境", f"https://test.kakuu.example.jp/", f"{u}", f"{p}"], ["ご依頼の件、下記に変更しました。", f"旧：{password(r)}", f"新：{p}", f"（{s}管理者パスワード）"],
    ])
    return Doc(r.choice(["Re: 保守", "納品", "設定完了"]), ["いつもお世話になっております。", *lines, "以上、よろしくお願いいたします。"])


@family("office-app-list", ["password_note"], TABLES, "medium", count=12)
def apps(r):
    """Apps and sites in a table with more columns than needed."""
    head = r.choice([["No.", "サイト", "URL", "登録メール", "パスワード", "登録日", "担当"], ["区分", "名称", "アカウント", "パス", "メモ"], ["サービス名", "ログイン", "", "契約者"], ["用途", "ID(メール)", "PASS", "二段階"], ["アプリ", "ユーザー", "仮PW", "本PW"]])
    rows = [head]
    for n, name in enumerate(systems(r, r.randint(2, 6)), 1):
        line = {"No.": str(n), "サイト": name, "名称": name, "サービス名": name, "用途": name, "アプリ": name, "URL": "https://www.example.jp/", "登録日": "R6.4.1", "担当": people.person(r).family, "区分": r.choice(["庁内", "外部"]), "メモ": "", "契約者": r.choice(DEPARTMENTS), "二段階": r.choice(["有", "無"])}
        rows.append([line.get(h, password(r) if h in ("パスワード", "パス", "PASS", "仮PW", "本PW", "") else f"{user(r)}@city.example.jp" if "メール" in h else user(r)) for h in head])
    return Doc(r.choice(["利用サイト", "アプリ管理", memo_name(r)]), [Table(rows)])


@family("office-doors", ["password_note"], NOTES, "hard", count=14)
def doors(r):
    """Doors, boxes and alarms in the words of caretakers."""
    f, n, m = r.choice(FACILITIES), pin(r), pin(r, 3)
    line = r.choice([
        f"{f}　夜間入口　暗証は{n}", f"{f}の鍵は玄関脇のボックス（{n}）の中", f"{f}警備　入館時 {n}　退館時 {n}＃", f"{f}の倉庫、ダイヤル{m}で開く", f"{f}　カギ　{n}（暗証式）", f"{f}のロッカー鍵 番号{m}に合わせる", f"{f}　セキュリティ番号 {n}", f"{f}：解錠コードは{n}に変わりました", f"{f}通用口のボタンは {'→'.join(n)}", f"{f} 機械警備の暗証 {n} / 緊急 {pin(r)}",
        f"{f}の金庫：左{r.randint(10, 60)}→右{r.randint(10, 60)}→左{r.randint(10, 60)}", f"{f}のシャッター操作盤 {n}を押してから上", f"{f}駐輪場のチェーン錠 {m}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.6 else [line, *innocent(r)[:2]])


@family("office-event", ["password_note"], SLIDES + PROSE, "hard", count=12)
def event(r):
    """A running order or a seating plan with a secret for the staff."""
    p, u = mixed(r), user(r)
    line = r.choice([
        f"配信用PC　ログイン {u}／{p}", f"Zoomホスト {u}@city.example.jp　{p}", f"会場Wi-Fi　SSID kaijo-{r.randint(1, 9)}　PW {p}", f"受付タブレットのパスコード {pin(r, 6)}", f"スタッフ限定：資料フォルダのパスワードは{p}", f"YouTube配信　city-koho@example.jp／{p}", f"出欠フォーム管理画面→{u}→{p}", f"録画データ（zip）の鍵：{p}", f"Web会議 ID {r.randint(100, 999)} {r.randint(1000, 9999)} {r.randint(1000, 9999)}　PC {pin(r, 6)}　パスコード同じ",
    ])
    return Doc(r.choice(["進行表", "運営マニュアル", "当日配置"]), [Title("当日の流れ"), *[f"{9 + n}:{r.choice(['00', '15', '30'])}　{w}" for n, w in enumerate(["設営", "受付開始", "開会", "講演", "質疑"])], line, *innocent(r)[:2]])


@family("office-spoken", ["password_note"], NOTES + MAILS, "hard", count=14)
def said(r):
    """How people say it in passing."""
    s, p, w = r.choice(SYSTEMS), r.choice([mixed, wordy, spoken, walked])(r), people.person(r).family
    line = r.choice([
        f"{s}のパスワード、また忘れたので書いておく。{p}", f"{w}さんに聞いたら {s} は {p} だって。パスワードね", f"（{s}のPWは{p}に戻しておきました　{w}）", f"{s}：パスワードの変更期限が来たので {p} にした", f"さっきの件、パスは{p}です。ログインできたら教えて", f"パスワード変えといた。次は{p}", f"{s}、パスワード求められたら {p} で", f"今月のPWは「{p}」　{w}", f"取り急ぎPWのみ。{p}", f"{s}に入るパスワード（{p}）は口外しないで",
        f"PW {p}（先月のに1足しただけ）", f"ログインパスワードは課の共通（{p}）", f"念のためパスワード {p} を再送します",
    ])
    return Doc(r.choice(["伝言", "Re: ", memo_name(r)]).strip() or "伝言", [line] if r.random() < 0.5 else [r.choice(innocent(r)), line])


@family("office-cards", ["password_note"], TABLES + ("txt",), "medium", count=10)
def cards(r):
    """One block a system, labels on the left, spelt as each likes."""
    blocks = []
    for name in systems(r, r.randint(1, 3)):
        label = r.choice(["ＰＡＳＳ", "ﾊﾟｽﾜｰﾄﾞ", "P.W", "ぱすわーど", "パスワード(初期)", "Password*", "ログインPW", "暗証番号"])
        blocks.append([["【" + name + "】", ""], [r.choice(["利用者ID", "ログインID", "ＩＤ", "Mail"]), user(r)], [label, pin(r) if label == "暗証番号" else password(r)], ["備考", r.choice(["", "共用", "月初に変更"])]])
    if r.random() < 0.5:
        return Doc(memo_name(r), [Table([row for block in blocks for row in block])])
    return Doc(memo_name(r), [f"{a}　{b}".strip() for block in blocks for a, b in block])


@family("office-school", ["password_note"], TABLES, "hard", count=12)
def school(r):
    """First passwords for pupils, temporary staff or readers."""
    head = r.choice(["初期パスワード", "仮パス", "PW", "ログインパスワード", "暗証番号(4桁)", "パスコード"])
    digits = "番号" in head or "コード" in head
    rows = [[r.choice(["氏名", "クラス", "利用者"]), r.choice(["ユーザーID", "ログインID", "番号"]), head]]
    rows += [[p.name(), f"{p.family_roman[:3]}{r.randint(100, 999)}", pin(r) if digits else r.choice([strong(r)[:8], wordy(r), named(r)])] for p in people.people(r, r.randint(3, 8))]
    return Doc(r.choice(["アカウント配布", "会計年度職員", "端末利用者"]), [Table(rows)])


@family("office-scheme", ["password_note"], NOTES, "hard", count=10)
def scheme(r):
    """The rule by which a password is made."""
    line = r.choice([
        "会計年度職員の初期パスワードは「氏名のローマ字＋生年月日4桁」です", "添付のパスワードは貴課の内線番号下4桁です", "パスワード：課の代表電話番号（ハイフンなし）", "PWは生年月日の8桁です（例外なし）とのこと", "ZIPの解凍パスワードは会議の開催日8桁＋市の郵便番号", "ログインパスワードは職員番号を逆から打つ", "児童のパスワードは出席番号2桁＋誕生日4桁になっています", "パスは名字のローマ字に年度をつけたもの", "暗証番号は施設の電話番号の下4桁に統一", "PWはIDの後ろに2024を付けたもの",
    ])
    return Doc(memo_name(r), [line])


@family("office-kana", ["password_note"], NOTES, "hard", count=10)
def kana(r):
    """Secrets in hiragana or with a hint how to type them."""
    p, s = r.choice(["たんぽぽ", "ひまわりばたけ", "やまのうえ", "あおぞら", "くりごはん", "ゆうやけこやけ", "つばめのす"]), r.choice(SYSTEMS)
    return Doc(memo_name(r), r.choice([
        [f"{s}パスワード：{p}（全部ローマ字）"], [f"パスワードは「{p}」です"], [f"{s} ID {user(r)} パス「{p}」（ローマ字小文字）"], [f"PW：{p}→ローマ字で"], [f"{s}のパスワード　「{p}」と半角ローマ字で打つ"], [f"電話での合言葉：{p}"], [f"ID：{user(r)}", f"パスワード：{p}"],
    ]))


@family("office-pasted", ["password_note"], ("txt", "md", "docx", "eml", "html", "log"), "hard", count=14)
def pasted(r):
    """Commands and settings pasted as they ran."""
    u, p = user(r), "".join(c for c in strong(r) if c.isalnum()) + "7x"
    line = r.choice([
        f"sqlplus {u}/{p}@hoken", f"imp {u}/{p}@orcl file=a.dmp", f"psql postgresql://{u}:{p}@sv-db/hoken", f"ftp> user {u} {p}", f"smbpasswd -a {u} ... {p}", f"mount -t cifs //nas01/bk /mnt -o username={u},password={p}", f"Connect-VIServer sv-vc -User {u} -Password {p}", f"$cred = @{{ id='{u}'; pw='{p}' }}", f"app.login('{u}', '{p}')", f"<connection user='{u}' pwd='{p}' />",
        f'"smtp": {{"user": "{u}", "pass": "{p}"}}', f"loginUser={u} loginPass={p}", f"env DB_PASS={p} ./run.sh", f"runas /user:{u} … パスワード {p}", f"ssh {u}@sv01（{p}）", f"http --auth {u}:{p} https://sv01/api", f"vncviewer -password {p} sv01", f"ldapsearch -D cn={u} -w {p}",
    ])
    return Doc(memo_name(r), [r.choice(["コマンド控え", "作業手順", f"{r.choice(SYSTEMS)}作業"]), line, r.choice(innocent(r))])


@family("office-sheet-corner", ["password_note"], SHEETS, "hard", count=10)
def sheet(r):
    """A word and a value somewhere beside a table of figures."""
    rows = [["月", "件数", "金額", "", "", ""], *[[f"{m}月", r.randint(1, 90), r.randint(1000, 90000), "", "", ""] for m in range(4, 10)]]
    k = r.randint(1, 4)
    rows[k][4], rows[k][5] = r.choice([("PW", mixed(r)), ("パスワード", mixed(r)), ("ブック保護", f"PW {mixed(r)}"), ("解除パス", mixed(r)), ("ｼｰﾄ保護 ﾊﾟｽﾜｰﾄﾞ", mixed(r)), ("VBA pass", mixed(r))])
    return Doc(r.choice(["集計表", "実績", memo_name(r)]), [Table(rows)])
