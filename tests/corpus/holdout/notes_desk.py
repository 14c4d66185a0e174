"""Scribbles: what sticks on a screen, hangs on a wall or lies in a drawer."""

from document import Box, Doc, Pairs, Table, Title
from family import MAILS, NOTES, PROSE, SLIDES, STICKIES, WORDS, family
from holdout.digits import digits, wide
from holdout.keyring import NATURE, PLACES, department, host, human, machine, pin, pw, system, user
from holdout.townsfolk import surname

SCRAPS = ("txt", "md", "docx", "odt", "doc", "rtf", "pptx", "xlsx", "xls") + STICKIES + MAILS


@family("ho-desk-oneliner", ["password_note"], SCRAPS, "hard", count=12)
def oneliner(r):
    """One line, shorthand only the writer needs to understand."""
    u, p, s = user(r), pw(r), system(r)
    line = r.choice([
        f"{s}　{u} / {p}　←毎朝これで入る",
        f"{s} → ログイン {u} , {p}",
        f"{s}: ID {u}  P {p}",
        f"{s}（{u}）ﾛｸﾞｲﾝ時は {p}",
        f"pc立ち上げ {p}  その後 {s} は {user(r)} で {pw(r)}",
        f"{s}のp→{p}（uはいつもの{u}）",
        f"★{s} i:{u} p:{p}",
        f"{s} ログオン {u}＋{p}",
        f"共有の{s}、{u}さんで入って{p}でＯＫ",
        f"{s} u={u} p={p}",
    ])
    more = r.choice([[], [f"{r.randint(1, 12)}/{r.randint(1, 28)} {surname(r)}さんにTEL"], ["印刷は裏紙で", "月末締め 25日"], ["燃えるごみ 火・金"]])
    lines = [line] + more
    r.shuffle(lines)
    return Doc(r.choice(["メモ", "付箋", "無題", "新しいテキスト ドキュメント", "memo", "note1", system(r)]), lines)


@family("ho-desk-under", ["password_note"], SCRAPS, "hard", count=7)
def under(r):
    """The label, and the value somewhere below it."""
    s, p = system(r), pw(r)
    label = r.choice(["パスワード", "ぱすわーど", "ﾊﾟｽﾜｰﾄﾞ", "PASS", "PW", "暗証"])
    blocks = r.choice([
        [s, label, f"　　{p}"], [f"{s} {label}", "", p], [f"【{s}】", "ユーザー", f"　{user(r)}", label, f"　{p}"],
        [f"● {s}", f"  {label} ↓", f"  {p}"], [f"{label}（{s}）", "--------", p, "--------"],
    ])
    return Doc(r.choice(["控え", "メモ2", "覚え書き", "デスクトップメモ", s]), blocks)


@family("ho-desk-wifi", ["password_note"], NOTES, "easy", count=6)
def wifi(r):
    """A poster for guests."""
    place = r.choice(PLACES)
    key = r.choice([machine(r, 12), digits(r, 8), human(r), "".join(r.choice("0123456789abcdef") for _ in range(13))])
    label = r.choice(["暗号化キー", "パスワード", "KEY", "セキュリティキー", "Password", "接続キー", "ＷＰＡキー"])
    return Doc(f"{place} Wi-Fi", [
        Title(f"{place}のWi-Fi（無線LAN）について"),
        Pairs([("SSID", f"{r.choice(['City', 'Guest', 'Minamo', 'aterm'])}-{r.choice(['free', 'g', 'a5'])}{r.randint(1, 99):02}"), (label, key)], r.choice(["：", ": ", " = "])),
        "※接続できないときは情報システム係（内線 2415）まで",
    ])


@family("ho-desk-safe", ["password_note"], NOTES, "hard", count=6)
def safe(r):
    """The combination of a safe or a key box."""
    a, b, c = (r.randint(1, 99) for _ in range(3))
    what = r.choice(["金庫", "耐火金庫", "印影の金庫", "鍵保管庫", "キーボックス", "公印ロッカー"])
    line = r.choice([
        f"{what}のダイヤル番号：右へ4回まわして {a}、左へ3回 {b}、右へ2回 {c}",
        f"{what} 暗証番号　{pin(r)}　→　#　→　レバーを下げる",
        f"{what}の開け方：テンキー {pin(r, 6)} を押して右に回す（番号は課長と係長のみ）",
        f"{what}解錠番号 {pin(r)}（{r.choice(['4月', '10月'])}に変更済）",
    ])
    return Doc(r.choice(["金庫", "鍵の管理", "朝の準備", "当番メモ"]), [Title("朝当番のしごと"), "1 雨戸とブラインドを開ける", line, "3 ポットに水を入れる", "4 郵便受けを見る"])


@family("ho-desk-guard", ["password_note"], NOTES, "medium", count=6)
def guard(r):
    """How to switch off the alarm of a building."""
    place = r.choice(["北公民館", "学童クラブ", "第二分庁舎", "給食センター", "文化会館", "保健センター", "書庫棟"])
    code = pin(r, r.choice([4, 4, 6]))
    return Doc(f"{place} 開け閉め", [
        Title(f"{place}　機械警備の操作"),
        r.choice([
            f"解除：カードをかざし、暗証番号 {code} を押してから［解除］", f"機械警備の暗証番号は「{code}」。３回間違えると警備会社が来ます。", f"警備解除コード：{code}　警備開始コード：{pin(r)}",
            f"通用口のテンキー　{code}＊", f"自動ドア脇のテンキー暗証番号（{code}）を入力して入館",
        ]),
        f"警備会社 コントロールセンター 0120-{r.randint(100, 999)}-{r.randint(100, 999)}",
        "最後に出る人は窓の施錠を確認すること。",
    ])


@family("ho-desk-copier", ["password_note"], ("txt", "md", "html", "csv", "tsv", "xlsx", "xls", "ods") + WORDS, "medium", count=6)
def copier(r):
    """Department codes of the copying machines."""
    rows = [[r.choice(["課名", "所属", "部門名"]), r.choice(["部門ID", "部門コード"]), r.choice(["暗証番号", "暗証№", "パスワード"]), r.choice(["カラー可否", "備考"])]]
    for one in r.sample(["総務課", "財政課", "税務課", "市民課", "福祉課", "農政課", "建設課", "会計課", "議会事務局"], r.randint(4, 8)):
        rows.append([one, str(r.randint(100, 999)), pin(r, r.choice([4, 4, 5])), r.choice(["可", "不可", ""])])
    return Doc(r.choice(["複合機 部門管理", "コピー機", "2階複合機の使い方"]), [Title("複合機の部門別管理番号（令和７年度）"), Table(rows), "年度替わりに総務課で見直します。"])


@family("ho-desk-wide", ["password_note"], NOTES, "medium", count=6)
def full_width(r):
    """Everything typed without leaving the Japanese input mode."""
    p, u = human(r), user(r)
    pairs = r.choice([
        f"{wide('ID')}：{wide(u)}　{wide('PASS')}：{wide(p)}", f"ユーザＩＤ　{wide(u)}\nパスワード　{wide(p)}", f"{wide('PW')}＝{wide(p)}　（{wide(u)}）",
        f"ログイン名は{wide(u)}、パスワードは{wide(p)}", f"Ｐ／Ｗ　{wide(p)}",
    ])
    return Doc(r.choice(["システムについて", "係内メモ", wide("MEMO")]), [f"■{system(r)}　（担当：{surname(r)}）", pairs, "使用後は必ずログアウトすること"])


@family("ho-desk-half", ["password_note"], NOTES, "medium", count=6)
def half_width(r):
    """Half-width kana, as on forms of the host computer."""
    p, u = pw(r), user(r)
    lines = r.choice([
        [f"ﾛｸﾞｲﾝID:{u}", f"ﾊﾟｽﾜｰﾄﾞ:{p}"], [f"ﾕｰｻﾞｰ {u} ﾊﾟｽ {p}"], [f"ﾊﾟｽﾜ({p})", f"ｱｶｳﾝﾄ({u})"], [f"ｵﾍﾟﾚｰﾀID={u}", f"ｱﾝｼｮｳﾊﾞﾝｺﾞｳ={pin(r, 6)}"], [f"ﾊﾟｽﾜｰﾄﾞﾊ {p} ﾃﾞｽ"],
    ])
    return Doc(r.choice(["ﾒﾓ", "ﾎｽﾄ端末", "操作メモ"]), [f"{system(r)} ﾀﾝﾏﾂ {r.randint(1, 9)}ｺﾞｳｷ"] + lines)


@family("ho-desk-spaced", ["password_note"], ("txt",) + WORDS + SLIDES, "hard", count=4)
def spaced(r):
    """A label stretched with blanks, as on paper."""
    p = human(r)
    label = r.choice(["パ ス ワ ー ド", "パ　ス　ワ　ー　ド", "P A S S W O R D", "暗　証　番　号"])
    value = pin(r, 6) if "暗" in label else p
    return Doc("ログイン早見表", [Title(f"{system(r)}　早見表"), f"ユ ー ザ ー 名 ： {user(r)}", f"{label} ： {value}", "画面右上の×で終わらないこと"])


@family("ho-desk-name-says", ["password_note"], ("txt", "md", "csv", "xlsx", "xls", "ods", "docx", "odt", "doc", "rtf"), "hard", count=7, containers=False)
def name_says(r):
    """Only the file's name says what the words inside are."""
    name = r.choice(["PW", "ID_PASS", "パスワード一覧", "パス", "ログインID・パスワード", "password", "pw一覧", "ﾊﾟｽﾜｰﾄﾞ", "【持出禁止】パスワード", "各種ID・PW"])
    rows = [[system(r), user(r), pw(r)] for _ in range(r.randint(3, 7))]
    return Doc(name, [Table(rows)] if r.random() < 0.6 else ["  ".join(row) for row in rows])


@family("ho-desk-odd-marks", ["password_note"], NOTES, "medium", count=7)
def odd_marks(r):
    """Marks between label and value that no form would use."""
    p, label = pw(r), r.choice(["PW", "パスワード", "pass", "PWD", "暗証番号", "パスコード"])
    if label in ("暗証番号", "パスコード"):
        p = pin(r, r.choice([4, 6]))
    line = r.choice([f"{label}→{p}", f"{label}⇒ {p}", f"{label}…{p}", f"{label}【{p}】", f"［{label}］{p}", f"{label}「{p}」", f"{label} | {p}", f"{label}　　{p}", f"{label} -> {p}", f"<{label}> {p}", f"{label}；{p}", f"（{label}）{p}"])
    return Doc(r.choice(["使い方メモ", "管理画面", f"{system(r)}メモ"]), [f"{system(r)}の管理画面 https://{host(r)}/", f"ユーザ {user(r)}", line, "IEモードで開くこと"])


@family("ho-desk-vault-words", ["password_note"], PROSE, "medium", count=6)
def vault_words(r):
    """Labels that are not the usual word."""
    label, value = r.choice([
        ("合言葉", f"{r.choice(NATURE)}{r.randint(10, 99)}"), ("解除キー", machine(r, 10)), ("ピンコード", pin(r, 6)), ("画面ロック解除番号", pin(r, 6)), ("秘密の合言葉", human(r)), ("起動時PIN", pin(r, 6)),
        ("BIOSパスワード", human(r)), ("Administratorのパス", pw(r)), ("サインインPIN", pin(r, 6)), ("ログオンパスフレーズ", f"{r.choice(NATURE)}-{r.choice(NATURE)}-{r.randint(10, 99)}"), ("ロック番号", pin(r)),
        ("閲覧用キーワード", human(r)),
    ])
    return Doc(r.choice(["持出しタブレットの使い方", "端末の起動", "貸出パソコンについて"]), [
        Title("貸出用タブレット端末の使い方"), "1 電源ボタンを3秒押す", f"2 {label}は {value} です" if r.random() < 0.5 else f"2 {label}：{value}", "3 使い終わったら充電庫にもどす", f"問合せ：{department(r)} {surname(r)}",
    ])


@family("ho-desk-tablet", ["password_note"], NOTES, "easy", count=4)
def tablet(r):
    """The account of a device that many share."""
    return Doc(r.choice(["iPad", "公用スマホ", "タブレット1号機"]), [Pairs([
        ("端末名", f"iPad-{r.randint(1, 30):02}"), ("Apple ID", f"{user(r)}@city.example.lg.jp"), (r.choice(["パスワード", "Appleパスワード"]), pw(r)), (r.choice(["画面ロック", "パスコード"]), pin(r, 6)), ("保管場所", "事務室の鍵付き書庫"),
    ], r.choice(["：", "　", ": "]))])


@family("ho-desk-box", ["password_note"], WORDS + SLIDES + ("xlsx", "ods", "xls"), "medium", count=6)
def plan_box(r):
    """A text box on a plan of the floor."""
    return Doc(r.choice(["避難所配置図", "座席表", "サーバ室見取図"]), [
        Title(f"{r.choice(PLACES)}　配置図"), "受付　→　控室　→　会場", Box(["無線LAN親機", r.choice([f"管理画面 {host(r)} admin / {pw(r)}", f"PW：{pw(r)}", f"ログイン admin　パス {pw(r)}"])]), "椅子 60脚　机 20台",
    ])


@family("ho-desk-romaji", ["password_note"], ("txt", "md", "html", "ini", "csv"), "medium", count=12, encodings=("latin-1", "utf-16le-bom", "utf-16be"))
def abroad(r):
    """Notes of the coordinator for international relations; Western letters only."""
    p = pw(r)
    place = r.choice(["Café Minamo", "Résidence Asagiri", "Straße 7 guest house", "Salle Générale", "Müller-Haus", "Maison de la Culture", "Coordinación Internacional"])
    line = r.choice([
        f"the password for the guest Wi-Fi is {p}", f"login: {user(r)}  password: {p}", f"JET portal -> user {user(r)}, pass {p}", f"Wi-Fi key = {p} (ask José if it changed)",
        f"PIN for the side door: {pin(r)} (then press the star key)", f"shared account: cir@example.jp / pw {p}", f"Zoom host login is {user(r)} with password {p}",
    ])
    return Doc(r.choice(["handover CIR", "todo", "sister city visit"]), [f"Notes for the visit to {place}", "Arrival at 10:30, tea with the mayor at 11", line, f"Thank-you cards for Frau Grün and señora Peña: {r.randint(3, 9)} pieces"])


@family("ho-desk-mynumber-pin", ["password_note"], NOTES, "medium", count=4)
def card_pins(r):
    """PINs of somebody's identity card, kept at the counter."""
    who = surname(r)
    return Doc(r.choice(["カード交付メモ", f"{who}様", "代理交付"]), [
        f"{who}様　マイナンバーカード代理交付", f"利用者証明用電子証明書　暗証番号　{pin(r)}", f"署名用電子証明書　{r.choice(['ABC', 'KY', 'MN'])}{digits(r, 5)}　（英数字6～16桁）", "設定後この紙は本人へ",
    ])
