"""Password notes in running text, mails and scribbles, sloppy ones among them."""

from document import Doc, Pairs, Section, Table, Title
from family import EVERYWHERE, MAILS, NOTES, PROSE, SLIDES, WORDS, family
from shapes.password_places import innocent
from values import people
from values.offices import DEPARTMENTS, FACILITIES, MACHINES, SYSTEMS, date, memo_name, note_name, systems
from values.passwords import long_key, mixed, password, pin, user, wide, wordy

BOOKS = ("xlsx", "xls", "ods")


@family("pw-zip-mail", ["password_note"], MAILS + ("txt",), "easy", count=11)
def zip_mail(r):
    """The mail that follows an encrypted attachment."""
    p = password(r)
    line = r.choice([f"パスワード：{p}", f"パスワードは「{p}」です。", f"PW: {p}", f"解凍パスワード　{p}", f"【パスワード】\n{p}", f"添付ファイルのパスワードは {p} になります。"])
    return Doc(r.choice(["【パスワード】資料送付の件", "パスワードのお知らせ", "Re 資料"]), ["先ほどお送りした添付ファイルのパスワードをお知らせします。", "", line, ""])


@family("pw-new-account-mail", ["password_note"], MAILS + ("docx", "pdf", "txt"), "easy", count=9)
def new_account(r):
    """The notice of a new account with its first password."""
    p = people.person(r)
    items = [("システム", r.choice(SYSTEMS)), (r.choice(["ユーザーID", "ログインID", "ID"]), user(r)), (r.choice(["初期パスワード", "仮パスワード", "パスワード", "初期PW"]), password(r))]
    return Doc(r.choice(["アカウント発行のお知らせ", "利用者登録完了", "ID発行通知"]), [f"{p.family}様", "下記のとおりアカウントを発行しました。", Pairs(items, r.choice(["：", ": ", "　"])), "初回ログイン時に変更してください。"])


@family("pw-in-minutes", ["password_note"], PROSE + ("snt", "sqlite"), "hard", count=13)
def in_minutes(r):
    """A secret at the end of a memo about something else."""
    p = password(r)
    line = r.choice([
        f"・{r.choice(SYSTEMS)}のPWは {p} に変更済み", f"・業者より電話。遠隔保守のパスは{p}とのこと", f"・新しいパスワード→{p}", f"※ 共有フォルダのパスワード {p}", f"・ログインできないと連絡あり。PWを {p} にリセットした",
        f"・ルーターのパスワード：{p}（裏面シール）",
    ])
    return Doc(memo_name(r), [f"{date(r)} 打合せメモ", *["・" + text for text in innocent(r)], line])


@family("pw-sentence", ["password_note"], NOTES, "medium", count=13)
def sentence(r):
    """A sentence gives the secret away."""
    p, s = password(r), r.choice(SYSTEMS)
    line = r.choice([
        f"{s}のパスワードは、{p} です。", f"パスワードは前回と同じで {p} になります。", f"新採用職員の初期パスワードは{p}としています。", f"暗証番号は {pin(r)} です。忘れないこと。",
        f"{s}に入るときのパスワードは「{p}」", f"今年度のパスワードは『{p}』に統一しました。", f"{r.choice(FACILITIES)}のPCは {p} でログインできます（パスワード）。", f"ログインPWが変わりました → {p}",
    ])
    return Doc(memo_name(r), [line])


@family("pw-wifi", ["password_note"], NOTES + ("html", "pdf"), "easy", count=12)
def wifi(r):
    """A wireless network's name and key."""
    key = r.choice([long_key, password, wordy])(r)
    name = r.choice(["city-guest", "Kaigi-AP", "aterm-3f2a1c-g", "Buffalo-G-7A10", "kakuu_free", "ELECOM-2F"])
    label = r.choice(["パスワード", "暗号化キー", "セキュリティキー", "KEY", "Password", "キー", "WPA2キー", "パスフレーズ"])
    blocks = [r.choice(["会議室Wi-Fi", "ゲスト用無線LAN", "モバイルルータ", "Wi-Fi"]), Pairs([("SSID", name), (label, key)], r.choice(["：", ":", " ", "　"]))]
    if r.random() < 0.15:
        blocks = [f"WIFI:T:WPA;S:{name};P:{key};;"]
    return Doc(r.choice(["Wi-Fi", "無線LAN", memo_name(r)]), blocks)


@family("pw-door-code", ["password_note"], NOTES, "medium", count=12)
def door(r):
    """Codes of doors, safes, copiers and alarms."""
    n = pin(r, r.choice([4, 4, 4, 6]))
    line = r.choice([
        f"サーバ室の暗証番号は{n}です", f"金庫　暗証番号　{n}", f"複合機 管理者暗証番号 {n}", f"機械警備　解除番号：{n}", f"キーボックスの暗証番号：{n}", f"書庫 電子錠 PIN {n}", f"裏口の暗証番号 → {n}", f"FAX親展ボックス 暗証番号＝{n}",
        f"ロッカー暗証番号：{n}（共用）", f"PIN: {n}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.6 else [*innocent(r)[:2], line])


@family("pw-web-meeting", ["password_note"], NOTES + ("html",), "medium", count=9)
def meeting(r):
    """A web meeting with its pass code."""
    code = r.choice([pin(r, 6), mixed(r), "".join(r.choice("abcdefghkmnpqrstABCDEFGHKMN23456789") for _ in range(6))])
    number = f"{r.randint(700, 999)} {r.randint(1000, 9999)} {r.randint(1000, 9999)}"
    style = r.randrange(3)
    if style == 0:
        lines = ["Zoomミーティングに参加する", f"ミーティングID: {number}", f"パスコード: {code}"]
    elif style == 1:
        lines = ["Join Zoom Meeting", f"Meeting ID: {number}", f"Passcode: {code}"]
    else:
        lines = [f"Web会議　会議番号 {number}　パスワード {code}"]
    return Doc(r.choice(["Web会議案内", "研修接続先", memo_name(r)]), [r.choice(["研修のオンライン参加について", "接続情報"]), *lines])


@family("pw-recovery", ["password_note"], NOTES, "medium", count=8)
def recovery(r):
    """Recovery codes of two-step sign-in, or a disk's recovery key."""
    if r.random() < 0.5:
        key = "-".join(f"{r.randrange(65536) * 11:06}" for _ in range(8))
        lines = [r.choice(["BitLocker 回復キー", "BitLocker ドライブ暗号化 回復キー", "回復キー（PC入替時）"]), key]
    else:
        codes = [r.choice([f"{pin(r)} {pin(r)}", f"{long_key(r)[:4]}-{long_key(r)[:4]}"]) for _ in range(r.randint(4, 8))]
        lines = [r.choice(["2段階認証 バックアップコード", "リカバリーコード（保管用）", "Google バックアップ コード"]), *codes]
    return Doc(r.choice(["回復キー", "バックアップコード", memo_name(r)]), lines)


@family("pw-half-width", ["password_note"], NOTES + ("csv",), "medium", count=11)
def half_width(r):
    """Half-width kana throughout."""
    p, u = password(r), user(r)
    lines = r.choice([
        [f"ﾕｰｻﾞｰ名:{u}", f"ﾊﾟｽﾜｰﾄﾞ:{p}"], [f"ﾊﾟｽﾜｰﾄﾞ {p}"], ["ｸﾞﾙｰﾌﾟｳｪｱ", f"ID={u}", f"ﾊﾟｽ={p}"], [f"ﾛｸﾞｲﾝﾊﾟｽﾜｰﾄﾞ　{p}"], ["ﾊﾟｽﾜｰﾄﾞ", p], [f"ｱｶｳﾝﾄ {u} ﾊﾟｽﾜｰﾄﾞ {p}"],
    ])
    return Doc(note_name(r), lines)


@family("pw-full-width", ["password_note"], NOTES + ("csv",), "medium", count=11)
def full_width(r):
    """Full-width letters and digits throughout."""
    p, u = wide(password(r)), wide(user(r))
    lines = r.choice([
        [f"ＩＤ　{u}　ＰＷ　{p}"], [f"パスワード：{p}"], [f"ＩＤ：{u}", f"ＰＡＳＳ：{p}"], ["【財務会計】", f"ユーザーＩＤ　{u}", f"パスワード　{p}"], [f"ＰＡＳＳＷＯＲＤ　＝　{p}"], ["ＩＤ／ＰＷ", f"{u}／{p}"],
    ])
    return Doc(note_name(r), lines)


@family("pw-sloppy", ["password_note"], NOTES, "hard", count=13)
def sloppy(r):
    """Misspelt, shortened, written in hiragana or romaji."""
    p, u = mixed(r), user(r)
    line = r.choice([
        f"ぱすわーど {p}", f"パスワド：{p}", f"pasword: {p}", f"Passwd {p}", f"ぱす→{p}", f"passwrod={p}", f"パスワ－ド {p}", f"暗証ばんごう {pin(r)}", f"pw　{p}", f"PASWORD {p}", f"pasuwa-do: {p}", f"パス　{p}　（{u}）", f"ｐｗ{p}",
        f"あいでぃー {u}　ぱす {p}", f"p/w {p}", f"P.W. {p}", f"PassWord→{p}←", f"パスワート：{p}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.6 else [r.choice(innocent(r)), line])


@family("pw-sticker", ["password_note"], ("txt", "md", "sqlite", "snt", "docx", "pptx", "xlsx", "odt", "eml", "rtf"), "hard", count=13)
def sticker(r):
    """What stands on a sticker: hardly a label."""
    p, u, s = mixed(r), user(r), r.choice(SYSTEMS)
    lines = r.choice([
        [f"PC: {u} → {p}", "（↑IDとパス）"], [f"{u} / {p}（PW）"], [f"ID・PWとも {wordy(r)}"], [f"PC起動→{u} のあと {s}は {p} パス"], [f"{s} 入る時 {u} {p} ←パスワード"], [f"★PW★ {p}"], [f"login {u} {p}"],
        [f"[{s}]", f"u:{u}", f"p:{p}"], [f"課代表メール {u}@city.kakuu.example.jp", f"パス {p}"], [f"管理者 {u}", f"〃パス {p}"], [f"パスワード{p}"],
    ])
    return Doc(memo_name(r), lines)


@family("pw-history", ["password_note"], NOTES, "medium", count=8)
def history(r):
    """Passwords changed over the months."""
    label = r.choice(["PW変更履歴", "パスワード（毎月変更）", "パスワード履歴"])
    year = r.randint(5, 8)
    return Doc(note_name(r), [label, *[f"R{year}.{month}～　{password(r)}" for month in range(r.randint(1, 6), r.randint(7, 10))]])


@family("pw-name-says", ["password_note"], ("txt", "docx", "xlsx", "odt", "csv", "rtf", "xls"), "hard", count=11)
def name_says(r):
    """The file's name says what the values are; the values stand alone."""
    name = r.choice(["パスワード", "パスワード一覧", "ID_PASS", "pw", "PASSWORD", "パスワードメモ", "各システムPW", "ログインパスワード"])
    rows = [[r.choice([s, s, user(r)]), mixed(r)] for s in systems(r, r.randint(2, 6))]
    blocks = [Table(rows)] if r.random() < 0.5 else [f"{a}　{b}" for a, b in rows]
    return Doc(name, blocks)


@family("pw-machines", ["password_note"], EVERYWHERE, "easy", count=20)
def machines(r):
    """Network devices with address, user and password."""
    rows = [["機器", "IPアドレス", r.choice(["ユーザ", "ID", "管理者ID"]), r.choice(["パスワード", "PW", "pass", "Password"])]]
    for name in r.sample(MACHINES, r.randint(2, 6)):
        rows.append([name, f"192.168.{r.randint(0, 20)}.{r.randint(1, 254)}", r.choice(["admin", "root", "administrator", user(r)]), password(r)])
    return Doc(r.choice(["機器一覧", "NW機器", "管理者情報", note_name(r)]), [Table(rows)])


@family("pw-bank", ["password_note"], NOTES, "easy", count=8)
def bank(r):
    """Net banking, tax filing and other accounts with several secrets."""
    if r.random() < 0.5:
        items = [("契約者番号", pin(r, 8)), ("ログインパスワード", password(r)), ("確認用パスワード", password(r))]
        head = r.choice(["ネットバンキング", "インターネットバンキング（会計課）"])
    else:
        items = [("利用者識別番号", pin(r, 16)), ("暗証番号", mixed(r)), ("納税用確認番号", pin(r, 6))]
        head = "e-Tax"
    return Doc(memo_name(r), [head, Pairs(items, r.choice(["：", "　", " ", ":"]))])


@family("pw-card-pins", ["password_note"], NOTES, "medium", count=7)
def card_pins(r):
    """The PINs of a card noted down."""
    items = [("署名用パスワード", wordy(r).upper().replace("-", "")), ("利用者証明用暗証番号", pin(r)), ("券面事項入力補助用", pin(r))]
    r.shuffle(items)
    return Doc(memo_name(r), [r.choice(["マイナカード 暗証番号（控え）", "カードの暗証番号", "LGPKI 職員カード"]), Pairs(items[:r.randint(2, 3)], r.choice(["：", "　", " = "]))])


@family("pw-handover", ["password_note"], WORDS + SLIDES + ("txt", "md", "html", "eml", "xlsx"), "hard", count=13)
def handover(r):
    """A long handover paper with accounts in one chapter."""
    blocks = [Title("事務引継書"), f"{r.choice(DEPARTMENTS)}　{people.person(r).family}", Section("1 担当業務"), *innocent(r), *innocent(r), Section("2 年間予定")]
    blocks += [f"{month}月　{r.choice(['照会回答', '予算要求', '現況調査', '通知発送', '決算', '更新手続'])}" for month in range(4, 13)]
    blocks += [Section("3 システム"), f"{r.choice(SYSTEMS)}を使用する。"]
    if r.random() < 0.5:
        blocks.append(Pairs([("ID", user(r)), (r.choice(["PW", "パスワード"]), password(r))], r.choice(["：", "　", ": "])))
    else:
        blocks.append(f"ログインは {user(r)} を使う。パスワードは {mixed(r)}。")
    return Doc(r.choice(["引継書", "事務引継", "業務引継_R6"]), blocks + [Section("4 その他"), *innocent(r)])


@family("pw-manual-inside", ["password_note"], WORDS + SLIDES + ("html", "txt"), "hard", count=11)
def manual(r):
    """A manual that tells the real shared password in one step."""
    u, p = user(r), mixed(r)
    steps = ["ブラウザを起動する。", "ポータルのリンクを開く。", r.choice([f"ユーザーID「{u}」、パスワード「{p}」を入力する。", f"ID欄に {u}、パスワード欄に {p} と入力", f"共通パスワード（{p}）を入力してログインする。"]), "メニューから［一覧照会］を選ぶ。", "印刷ボタンを押す。"]
    return Doc(r.choice(["操作手順", "マニュアル", "窓口端末の使い方"]), [Title(f"{r.choice(SYSTEMS)} 操作手順"), *[f"{n}. {step}" for n, step in enumerate(steps, 1)]])


@family("pw-file-password", ["password_note"], NOTES, "medium", count=8)
def file_password(r):
    """Passwords of workbooks, sheets, archives, certificates."""
    p = password(r)
    line = r.choice([f"調査票.xlsx 読み取りパスワード：{p}", f"シート保護解除PW→{p}", f"証明書（p12）のパスフレーズ　{p}", f"zip解凍パス {p}", f"PDFの文書パスワード：{p}", f"様式.xlsmのVBAパスワード {p}"])
    return Doc(memo_name(r), [line, *innocent(r)[:r.randint(0, 2)]])


@family("pw-sticky-log", ["password_note"], ("sqlite-wal",), "hard", count=16, containers=False)
def sticky_log(r):
    """A sticky note that its program has not yet moved from the log into the store."""
    u, p = user(r), mixed(r)
    return Doc("plum", r.choice([[f"{r.choice(SYSTEMS)}", f"ID {u}", f"PW {p}"], [f"パスワード：{p}"], [f"Wi-Fi パスワード {p}"], [f"{u} / パスワード {p}"]]))
