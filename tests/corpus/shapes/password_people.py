"""Password notes as three people keep them: a clerk near retirement, one in the second year, and a vendor's engineer."""

from document import Box, Cell, Comment, Doc, Pairs, Section, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, STICKIES, TABLES, WORDS, family
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, systems
from values.passwords import english, joined, leet, mixed, named, password, pin, spoken, strong, user, wide, wordy
from values.people import person


def equal(r):
    """A secret with an equals sign inside."""
    return r.choice([f"{wordy(r)}={r.randint(10, 99)}", f"{strong(r)[:5]}={strong(r)[:4]}7", f"Kaze={r.randint(100, 999)}x"])


@family("people-elder-memo", ["password_note"], NOTES, "hard", count=14)
def elder(r):
    """Polite, long-winded, with wide letters."""
    s, u, p, w = r.choice(SYSTEMS), user(r), r.choice([named, wordy, mixed])(r), person(r).family
    lines = r.choice([
        [f"※{s}に入るときの手順", "１　画面右下の鍵の絵を押す", f"２　番号の欄へ　{wide(u)}", f"３　合言葉の欄へ　{wide(p)}"], [f"{s}の件（{w}さんより電話で聞く）", f"ＩＤは　{u}", f"パスは　{p}　※最初の文字に注意"], [f"忘れないように！", f"{s}→→→{p}"], [f"パソコンを立ち上げると聞かれる文字　　{p}"], [f"（ＩＤ）{u}", f"（ＰＷ）{p}"],
        [f"{s}用　ユーザー　{u}", f"　　　　パスワ－ド　{p}"], [f"ぱすわーどは　{p}　です。誰にも言わないこと。"], [f"金庫　右へ{r.randint(10, 80)}　左へ{r.randint(10, 80)}　右へ{r.randint(10, 80)}"], [f"裏口の押しボタン　{'・'.join(pin(r))}"], [f"Ｐ／Ｗ　　{wide(p)}", f"（{s}）"], [f"「{p}」が新しいパスワードと決まりました。{date(r)}"], [f"ＰＳ＝{p}", f"ＩＤ＝{u}"],
    ])
    return Doc(memo_name(r), lines)


@family("people-elder-sheet", ["password_note"], TABLES, "hard", count=10)
def elder_sheet(r):
    """A ruled sheet: names across, one below the other, or arrows under the cells."""
    a, b = systems(r, 2)
    rows = r.choice([
        [["仕事", "どこから", "番号", "合いことば"], [a, "お気に入り", user(r), mixed(r)], [b, "デスクトップ", user(r), mixed(r)]], [[a, user(r), mixed(r)], ["", "↑ＩＤ", "↑ＰＷ"], [b, user(r), mixed(r)], ["", "↑ＩＤ", "↑ＰＷ"]], [[a, "", b, ""], ["ID", user(r), "ID", user(r)], ["パス", mixed(r), "パス", mixed(r)]], [["システム名", a], ["使う人", person(r).family], ["入るための番号", user(r)], ["入るための文字", mixed(r)]],
        [["名前", a, b], ["ＩＤ", user(r), user(r)], ["ＰＡＳＳ", mixed(r), mixed(r)]], [[f"{a}（ＩＤ：{user(r)}　ＰＷ：{mixed(r)}）", ""], [f"{b}（ＩＤ：{user(r)}　ＰＷ：{mixed(r)}）", ""]],
    ])
    return Doc(memo_name(r), [Table(rows)])


@family("people-young-chat", ["password_note"], NOTES + MAILS, "hard", count=16)
def young(r):
    """Short, in chats and on sticky notes."""
    s, u, p, w = r.choice(SYSTEMS), user(r), r.choice([mixed, leet, english])(r), person(r).family
    lines = r.choice([
        [f"{w}: {s}って何で入るんでしたっけ", f"自分: {u} / {p} です！"], [f"{s} | {u} | {p}", f"{r.choice(SYSTEMS)} | {user(r)} | {mixed(r)}"], [f"{s}ログイン", u, p], [f"id {u} pass {p}", f"↑{s}"], [f"{s}のやつ、{p} でいけた"], [f"PW変更💡 {p}"], [f"[{s}] {u}:{p}"], [f"pw→{p}（{s}、{w}さんも同じ）"], [f"{w}: ごめん{s}入れない", f"自分: あ、変えた", f"自分: {p}"], [f"todo", f"- [ ] {s} 締め", f"- [x] {s} pw {p} に更新"], [f"{s}ぱす：{p}"], [f"メモ: {u}/{p}（{s}）"],
        [f"パスワード {equal(r)}"], [f"{s}", f"ID={u}", f"PW={equal(r)}"], [f"{u}", f"↑ID", f"{p}", "↑PW"], [f"{s} (id){u} (pw){p}"],
    ])
    return Doc(r.choice(["メモ", memo_name(r), "チャット"]), lines)


@family("people-young-sheet", ["password_note"], SHEETS + ("md", "html"), "medium", count=8)
def young_sheet(r):
    """A quick workbook."""
    head = r.choice([["サービス", "id", "pass", "メモ"], ["what", "user", "pw"], ["アプリ", "メアド", "パス"], ["名前", "ログイン", "ぱすわーど", "最終更新"], ["url", "account", "key"]])
    rows = [head]
    for name in systems(r, r.randint(2, 5)):
        rows.append([{0: name, 1: f"{user(r)}@city.kakuu.example.jp" if head[1] == "メアド" else user(r), 2: mixed(r), 3: r.choice(["", date(r)])}[n] for n in range(len(head))])
    return Doc(memo_name(r), [Table(rows)])


@family("people-vendor-sheet", ["password_note"], PROSE + TABLES, "medium", count=14)
def vendor(r):
    """What an engineer hands over."""
    u, p, q, s = user(r), r.choice([strong, leet])(r), strong(r), r.choice(SYSTEMS)
    blocks = r.choice([
        [Title(f"{s}　設定引渡書"), Table([["設定項目", "設定値"], ["ホスト名", f"sv{r.randint(1, 30):02}"], ["IPアドレス", "10.1.2.3"], ["ローカル管理者", u], ["同 パスワード", p], ["iLO", f"Administrator / {q}"]])], [Title("作業報告書"), "3. 設定内容", f"(1) 管理用アカウント：{u}", f"(2) 上記パスワード：{p}", "4. その他　特になし"], [f"お客様控え", f"ルータ管理画面 http://192.168.1.1/", f"ユーザー名：{u}／パスワード：{p}"], [Title("保守連絡先"), "回線ID　CAF1234567890", f"認証ID　{u}@example.ne.jp", f"認証PW　{p}"],
        [Title("初期設定シート"), Pairs([("管理者ID", u), ("管理者PW", p), ("SNMPコミュニティ", q), ("NTP", "10.0.0.1")])], [f"remote: {u}", f"remote-pass: {p}", "vpn: 10.0.0.1"], [f"DB接続情報（{s}）", f"Provider=OraOLEDB.Oracle;Data Source=HOKEN;User ID={u};Password={p};"], [f"{s}検証機", f"Windows　Administrator　{p}", f"SQL Server　sa　{q}", f"Web　{u}　{strong(r)}"], [f"パスワード初期化しました。", f"{u} → {p}", f"kanri02 → {q}"],
    ])
    return Doc(r.choice(["引渡書", "作業報告", "設定シート", "控え"]), blocks)


@family("people-sticky", ["password_note"], STICKIES + ("txt", "xlsx", "docx", "pptx"), "hard", count=12)
def sticky(r):
    """A few words on a sticky note or in a corner."""
    s, u, p = r.choice(SYSTEMS), user(r), r.choice([mixed, spoken, leet])(r)
    lines = r.choice([
        [f"{s} {u} {p}"], [f"PW {p}"], [f"{p}", f"← {s}のパス"], [f"複合機 部門{pin(r)}", f"スキャン送信パス {p}"], [f"WiFi: Kakuu-Guest / {p}"], [f"{s}", u, p], [f"id/pw {u}/{p}"], [f"ボイスメール {pin(r)}#", f"暗証 {pin(r)}"], [f"{s}", f"user {u}", f"pass {p}", "3か月で切れる"], [f"a) {u}", f"b) {p}", f"{s}ログイン用"], [f"{r.choice(FACILITIES)} 機械警備", f"解除 {pin(r)}  セット {pin(r)}"], [f"{s} | {u} | {p}"],
    ])
    return Doc(memo_name(r), [Box(lines)] if r.random() < 0.3 else lines)
