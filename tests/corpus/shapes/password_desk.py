"""Password notes as they lie on desks: locks and doors, headings that alone say it, chats, answers, values without digits."""

from document import Box, Comment, Doc, Note, Pairs, Section, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, SLIDES, TABLES, WORDS, family
from shapes.password_places import innocent
from values import people
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, note_name, systems
from values.passwords import WORDS as ROMAN, mixed, password, pin, user, wordy

BOOKS = ("xlsx", "xls", "ods")
SPOKEN = ["さくらもち", "かぶとむし", "ゆきだるま", "あさがおのたね", "うみねこ", "きたかぜとたいよう", "ささのは", "はなみずき", "みかんの木", "ながれぼし"]
ROOMS = ["北倉庫", "書庫", "サーバ室", "更衣室", "備品庫", "印刷室", "通用口", "車庫", "機械室", "防災倉庫", "会議室の棚", "耐火金庫", "裏門"]


def letters(r):
    """A secret without a digit."""
    a, b = r.choice(ROMAN), r.choice(ROMAN)
    return r.choice([f"{a.title()}-{b.title()}", f"{a}{b}", f"{a.title()}{b.title()}!", f"{a}_{b.upper()}", f"{a}#{b}"])


def combination(r):
    """Three or four digits as a dial has them."""
    d = pin(r, r.choice([3, 4, 4]))
    return r.choice([d, d, "-".join(d), " ".join(d)])


@family("desk-lock", ["password_note"], NOTES, "hard", count=14)
def lock(r):
    """How something opens, with three or four digits."""
    room, n = r.choice(ROOMS), combination(r)
    line = r.choice([
        f"{room}の南京錠は {n}", f"{room} ナンバー錠 {n}", f"{room}のダイヤル → {n}", f"{room}：テンキー {n} のあと＃", f"ロッカー（{room}）の番号 {n} で開く", f"{room}の開け方　{n}を押して取っ手を引く",
        f"鍵は {room} のキーボックス、番号は{n}", f"{room}の扉、{n}で開きます", f"自転車の鍵（公用2号） ダイヤル {n}", f"{room}のセキュリティ解除　{n}＋解除ボタン", f"ポストのダイヤル錠 {n}", f"{room}の電子錠　{n}#",
        f"親展ボックスの開け方：{n}", f"シュレッダー室の鍵箱 {n}", f"スーツケース型の投票箱の錠 {n}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.5 else [*innocent(r)[:2], line])


@family("desk-lock-list", ["password_note"], TABLES, "hard", count=12)
def lock_list(r):
    """Rooms and what opens them; only a heading says so."""
    head = r.choice(["開錠番号", "解錠番号", "暗証", "ダイヤル", "鍵の番号（暗証）", "テンキー", "開け方", "PIN", "キーコード", "暗証No"])
    rows = [[r.choice(["場所", "部屋", "名称", "扉"]), head]] + [[room, combination(r).replace(" ", "")] for room in r.sample(ROOMS, r.randint(2, 6))]
    return Doc(r.choice(["鍵", "扉の開け方", "施錠一覧", memo_name(r)]), [Title(r.choice(["庁舎の鍵", "扉・金庫の開け方", "戸締まりメモ"])), Table(rows)])


@family("desk-way-in", ["password_note"], NOTES, "hard", count=14)
def way_in(r):
    """The way into a system without the usual label."""
    s, u, p = r.choice(SYSTEMS), user(r), mixed(r)
    lines = r.choice([
        [f"{s}の入り方", f"{u} → {p}"], [f"{s} 入り方：{u}、{p}"], [f"{s}に入るには {u} のあと {p} と打つ"], [f"合言葉　{p}", f"（{s}）"], [f"{s}の鍵＝{p}"], [f"{s} 合言葉は {p}"], [f"{s}（{u}）開くとき {p}"],
        [f"{s}", f"ユーザ→{u}", f"合言葉→{p}"], [f"{s}の中に入る言葉：{p}"], [f"パソコン立ち上げ {p}", f"{s}は {u}"], [f"{s}　{u}　{p}　※他言無用"], [f"開くときの文字列 {p}"], [f"{s}の鍵は「{p}」に変えました"],
        [f"{s}：まず{u}、つぎに{p}。エンター2回"],
    ])
    return Doc(memo_name(r), lines)


@family("desk-no-digits", ["password_note"], NOTES + ("csv",), "hard", count=12)
def no_digits(r):
    """Secrets without a digit."""
    p, s = letters(r), r.choice(SYSTEMS)
    lines = r.choice([
        [f"{s} PW {p}"], [f"{s}", f"ID {user(r)}", f"パスワード {p}"], [f"パス：{p}"], [f"パスワードは {p} のまま"], [f"{s} pass={p}"], ["パスワード", p], [f"{s}のパス「{p}」"], [f"ID/PW {user(r)} / {p}"], [f"Wi-Fi　キー：{p}", "SSID：kakuu-guest"],
        [f"初期パスは全員 {p}"], [f"PW → {p}（全部小文字）" if p.islower() else f"PW → {p}"],
    ])
    return Doc(memo_name(r), lines)


@family("desk-japanese", ["password_note"], NOTES, "hard", count=12)
def japanese(r):
    """Secrets in Japanese words."""
    p, s = r.choice(SPOKEN), r.choice(SYSTEMS)
    lines = r.choice([
        [f"{s}のパスワード：{p}（ローマ字入力）"], [f"パスワードは「{p}」をローマ字で"], [f"{s}", f"ID　{user(r)}", f"パス　{p}"], [f"電話の本人確認の合言葉は「{p}」"], [f"PW＝{p}（ひらがなで打つ）"], [f"ZIPのパスは {p} を半角ローマ字にしたもの"],
        [f"合言葉：{p}（引取りのとき聞かれる）"], [f"パスワード「{p}」"], [f"新パスワード→{p}"],
    ])
    return Doc(memo_name(r), lines)


@family("desk-scheme", ["password_note"], NOTES + ("html",), "hard", count=12)
def scheme(r):
    """How a password is made up is told instead of the password."""
    line = r.choice([
        "初期パスワードは職員番号のあとに生年（西暦4桁）です。", "PWは名字のローマ字＋内線番号にしてあります", "共有フォルダのパスワードは課名のローマ字に今年の西暦をつけたもの", "パスワードは全員、名前の後に生年月日の4けた", "ログインPWは社員番号を2回続けて打つ",
        "パスはsoumuのうしろに郵便番号の下4桁", "窓口端末のパスワード＝端末番号＋課の電話番号下4けた", "PDFのパスワードは皆様の生年月日（8桁）です。", "暗証番号は市の郵便番号の上4けたと同じ", "パスワードはIDと同じです", "初期PWは誕生日（MMDD）＋名前のイニシャル大文字",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.5 else [r.choice(innocent(r)), line])


@family("desk-question", ["password_note"], NOTES + SHEETS, "hard", count=10)
def question(r):
    """A secret question with its answer."""
    ask, answer = r.choice([("母親の旧姓は？", people.person(r).family), ("初めて飼ったペットの名前", r.choice(["ポチ", "しろ", "mike", "コタロウ"])), ("出身小学校は", "若葉第二小"), ("好きな食べ物", r.choice(["からあげ", "ramen", "いちご大福"])), ("生まれた町", "栄町")])
    s = r.choice(SYSTEMS)
    lines = r.choice([
        [s, f"秘密の質問：{ask}", f"答え：{answer}"], [f"{s} 秘密の質問 {ask} → {answer}"], [f"{s} ID {user(r)}", "秘密の質問", ask, "答え", answer], [f"秘密の質問の答え：{answer}"], [f"合言葉（{ask}）＝{answer}", f"ID={user(r)}"],
    ])
    if r.random() < 0.3:
        return Doc(memo_name(r), [Table([["システム", "ID", "秘密の質問", "答え"], [s, user(r), ask, answer]])])
    return Doc(memo_name(r), lines)


@family("desk-chat", ["password_note"], MAILS + ("txt", "md", "docx", "html"), "hard", count=14)
def chat(r):
    """A question, and the answer some lines on."""
    a, b, s, p = people.person(r).family, people.person(r).family, r.choice(SYSTEMS), mixed(r)
    lines = r.choice([
        [f"{a}: {s}に入れません", f"{b}: 番号変わりましたよ", f"{a}: 教えてください", f"{b}: {p}"],
        [f"{a}＞ {s}のパスって前と同じ？", f"{b}＞ 変えた", f"{b}＞ {p}"],
        [f"[13:02] {a}", f"{s}のログインパスワードを忘れました", f"[13:05] {b}", f"{p} だよ", f"[13:05] {a}", "助かります"],
        [f"{b}さん", f"お疲れさまです、{a}です。{s}のパスワードを教えてもらえますか。", "", "-----", f"{a}さん", p, b],
        [f"> {s}のPWは何でしょうか", "", f"{p} です。よろしくお願いします。"],
        [f"> 開けないのですが鍵は？", f"{p}"],
        [f"Q {s}のログインは？", f"A {user(r)} / {p}"],
        [f"{a}様", f"{s}の件、遅くなりました。", f"ご質問のあったパスワードですが、", "", f"　　{p}", "", "となっております。", b],
        [f"件名: {s} 再設定", "", "再設定しました。", f"新: {p}", "旧のものは使えません。"],
        [f"{a}：例のあれ何だっけ、{s}の", f"{b}：{p}", f"{a}：thx"],
    ])
    return Doc(r.choice(["Re: 教えてください", "チャット", "やりとり", memo_name(r)]), lines)


@family("desk-far", ["password_note"], PROSE + ("sqlite", "xlsx"), "hard", count=14)
def far(r):
    """Label and value are some lines apart, or the value ends a paragraph."""
    s, u, p = r.choice(SYSTEMS), user(r), mixed(r)
    blocks = r.choice([
        [f"{s}のパスワードを次のように変更しました。", "変更日　4月1日", "対象　全職員", p],
        [f"{s}のパスワード", "", "", p, "", "以上"],
        ["ログイン方法", f"1. {s}を開く", f"2. {u} を入れる", f"3. {p} を入れる", "4. 実行"],
        [f"{r.choice(DEPARTMENTS)}で使っている{s}は、昨年度末に業者が入れ替えを行い、画面も変わりました。起動に時間がかかりますが故障ではありません。ログインは{u}、そのあとは{p}。"],
        [f"{s}について。担当が替わったので控えておく。画面が出たら課の番号を選び、続けて {u}、最後に {p}"],
        ["パスワード（忘れないように）", "↓", "↓", p],
        [f"{s}", "担当：" + people.person(r).family, "更新日：" + date(r), f"ユーザー名：{u}", "パスワード：", f"　　　{p}"],
        ["■ PW", f"({s})", "", p],
        [f"以下、{s}のログイン情報です。", "", u, "", p],
    ])
    return Doc(memo_name(r), blocks)


@family("desk-transposed", ["password_note"], TABLES, "hard", count=12)
def transposed(r):
    """A table on its side: labels down the left, a system a column."""
    names = systems(r, r.randint(2, 4))
    rows = [[r.choice(["", "項目", "システム"]), *names], [r.choice(["ID", "ユーザー", "ログイン名"]), *[user(r) for _ in names]], [r.choice(["PW", "パスワード", "パス", "合言葉", "PASS", "pswd"]), *[mixed(r) for _ in names]]]
    if r.random() < 0.5:
        rows.append(["更新", *["4月" for _ in names]])
    return Doc(note_name(r), [Table(rows)])


@family("desk-odd-heading", ["password_note"], TABLES, "hard", count=16)
def odd_heading(r):
    """A column of secrets under a heading that is not the usual one."""
    head = r.choice(["合言葉", "鍵", "ﾊﾟｽ", "PSWD", "psw", "ログインキー", "Pass Word", "パスワード等", "PW(現在)", "P", "入るとき", "ログイン文字列", "PASS（大小区別）", "暗号", "今のPW", "パスわーど"])
    rows = [[r.choice(["名称", "サービス", "システム"]), r.choice(["ID", "ユーザ", "アカウント", "メール"]), head, "備考"]]
    rows += [[name, user(r), mixed(r), r.choice(["", "共用", "毎月", "課長"])] for name in systems(r, r.randint(2, 6))]
    return Doc(r.choice(["一覧", "各種サービス", "利用サービス", memo_name(r)]), [Table(rows)])


@family("desk-title-only", ["password_note"], TABLES + ("txt",), "hard", count=14)
def title_only(r):
    """Rows without headings; a title above says what they are."""
    title = r.choice(["各システムの入り方", "ログインのしかた（課内限り）", "パスワード", "合言葉の一覧", "ID・パス", "システムの鍵", "サインイン情報", "パス控え", "各サイトID/PW", "起動時に入れるもの"])
    rows = [[name, user(r), mixed(r)] for name in systems(r, r.randint(2, 5))]
    return Doc(r.choice(["一覧", memo_name(r)]), [Title(title), Table(rows)] if r.random() < 0.6 else [title, *["　".join(row) for row in rows]])


@family("desk-wifi-list", ["password_note"], TABLES + ("txt",), "medium", count=12)
def wifi_list(r):
    """Wireless networks of several places."""
    keys = [r.choice([mixed(r), wordy(r), "".join(r.choice("0123456789abcdef") for _ in range(13))]) for _ in range(4)]
    places = r.sample(FACILITIES, 3)
    if r.random() < 0.5:
        rows = [["場所", r.choice(["SSID", "ネットワーク", "電波名"]), r.choice(["キー", "パス", "暗号化キー", "KEY", "接続キー", "つなぐ時のキー", "PSK"])]]
        return Doc(r.choice(["無線LAN", "Wi-Fi", memo_name(r)]), [Table(rows + [[place, f"AP-{n}F-{r.randint(10, 99)}", key] for n, (place, key) in enumerate(zip(places, keys), 1)])])
    sep = r.choice([" / ", "　", " → ", "  "])
    return Doc(r.choice(["Wi-Fi", memo_name(r)]), [r.choice(["Wi-Fi", "無線LAN（SSID / キー）", "SSIDとキー", "ポケットWi-Fi"]), *[f"{place}{r.choice(['　', '：'])}AP-{n}F-{r.randint(10, 99)}{sep}{key}" for n, (place, key) in enumerate(zip(places, keys), 1)]])


@family("desk-short-label", ["password_note"], NOTES + ("csv",), "hard", count=16)
def short_label(r):
    """Labels shortened as one likes."""
    u, p, s = user(r), mixed(r), r.choice(SYSTEMS)
    line = r.choice([
        f"{s} pswd {p}", f"{s} psw:{p}", f"{s} ｐａｓ {p}", f"{s} ぱす {p}", f"{s} PS＝{p}", f"{s} パスワ {p}", f"{s} パスW→{p}", f"{s} i:{u} p:{p}", f"{s} U {u} P {p}", f"{s} （{u}）（{p}）パス", f"{s} ﾊﾟｽ{p}", f"{s}のパスわーど：{p}", f"{s} l/p {u}/{p}", f"{s} un={u} pw={p}",
        f"{s} PassW: {p}", f"{s} 暗証 {pin(r)}", f"{s} PSW {p}", f"{s} Ｐ／Ｗ　{p}", f"{s} ID＆PW→{u}＆{p}", f"{s} pswrd={p}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.6 else [r.choice(innocent(r)), line])


@family("desk-english-short", ["password_note"], NOTES, "hard", count=12)
def english_short(r):
    """English shorthand."""
    u, p, n = user(r), mixed(r), pin(r)
    line = r.choice([
        f"creds: {u} / {p}", f"un/pw  {u} / {p}", f"keypad {n}", f"alarm code {n}", f"gate: {n}#", f"safe combo {n[:2]}-{n[2:]}-{pin(r, 2)}", f"unlock w/ {n}", f"router admin/{p}", f"guest wifi -> {p}", f"log in as {u}, then {p}", f"usr {u} pwd {p}", f"PC login {u} {p}",
        f"phone unlock {n}", f"vpn {u}:{p}", f"pass for the zip is {p}", f"pswd: {p}", f"locker combination {n}",
    ])
    return Doc(memo_name(r), [line])


@family("desk-slide-corner", ["password_note"], SLIDES + WORDS, "hard", count=12)
def corner(r):
    """In a box, a speaker's note or a remark of a paper about something else."""
    u, p, s = user(r), mixed(r), r.choice(SYSTEMS)
    line = r.choice([f"デモ用：{u} / {p}", f"会場のWi-Fi {p}", f"本番前に {s} へ {u}・{p} で入っておく", f"※PCのロック解除は {p}", f"投影PCのパス {p}", f"PW {p}（当日消す）"])
    where = r.choice([Box([line]), Note(line), Comment(line)])
    return Doc(r.choice(["説明会資料", "進行台本", "研修スライド", "会場図"]), [Title("説明会"), *innocent(r), where, Section("次第"), *innocent(r)])


@family("desk-call-note", ["password_note"], NOTES, "hard", count=10)
def call(r):
    """A message taken on the telephone."""
    who, s, p, n = people.person(r).family, r.choice(SYSTEMS), mixed(r), pin(r, r.choice([4, 6]))
    line = r.choice([
        f"{date(r)} {who}さんよりTEL　{s}の仮パス {p}", f"業者TELあり。リモート用の番号 {n}、パスは {p}", f"{who}→{s}ログインは {p} に戻したとのこと", f"伝言：{s}の件、{p} で入れるそうです", f"{who}さんから。金庫の番号を {n} に変えた", f"警備会社より　解除の番号は{n}に変更",
        f"留守電の暗証 {n}", f"{s}保守 {who}氏　接続先の合言葉「{p}」",
    ])
    return Doc(r.choice(["電話メモ", "伝言", memo_name(r)]), [line])


@family("desk-book-cover", ["password_note"], BOOKS, "hard", count=10)
def cover(r):
    """A workbook with the secret in a corner of another table."""
    rows = [["課名", "件数", "備考"], *[[d, r.randint(1, 90), ""] for d in r.sample(DEPARTMENTS, 4)]]
    p = mixed(r)
    rows[r.randint(1, 4)][2] = r.choice([f"PW {p}", f"パス：{p}", f"シート保護 {p}", f"開くとき→{p}", f"パスワード {p}"])
    return Doc(r.choice(["集計", "照会回答", "R6調査"]), [Table(rows)])


@family("desk-pairs", ["password_note"], TABLES + ("txt",), "hard", count=12)
def pairs(r):
    """Label and value, where the label is a person's own word."""
    s, u, p = r.choice(SYSTEMS), user(r), mixed(r)
    label = r.choice(["合言葉", "鍵", "パスワード（大文字注意）", "入力する文字", "PASS No.", "ログインパス", "起動パス", "サインイン用", "ロック解除", "解除の文字", "ﾊﾟｽﾜｰﾄﾞ②", "PWD", "pswd"])
    return Doc(note_name(r), [s, Pairs([("ユーザー", u), (label, p), ("担当", people.person(r).family)], r.choice(["：", "　", " : ", "→"]))])
