"""Password notes from the field: clubs and libraries, clinics, works yards, elections, schools; and what systems staff keep."""

from document import Box, Cell, Comment, Doc, Note, Pairs, Section, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, SLIDES, STICKIES, TABLES, WORDS, family
from shapes.password_places import innocent
from values import people
from values.offices import DEPARTMENTS, FACILITIES, date, memo_name
from values.passwords import english, joined, leet, long_key, mixed, named, password, pin, spoken, strong, user, walked, wordy

WHERE = ["投票所", "避難所", "給食センター", "図書返却口", "収集車", "除雪詰所", "診療所", "児童館", "斎場", "清掃工場", "ポンプ場", "市営駐車場"]
TOOLS = ["名簿照合ソフト", "気象端末", "検針ハンディ", "監視画面", "勤怠打刻機", "予約台帳", "図書検索機", "カルテ端末", "積算ソフト", "地籍ビューア", "ごみ計量", "校務支援"]
LABELS = ["パスワード", "PW", "パス", "Pass", "ﾊﾟｽﾜｰﾄﾞ", "暗証", "ＰＷ", "PASS"]


def secret(r):
    return r.choice([mixed, strong, joined, leet, english, named])(r)


@family("field-note", ["password_note"], NOTES, "medium", count=18)
def note(r):
    """One to three lines, however it comes."""
    t, u, p = r.choice(TOOLS), user(r), secret(r)
    k = r.choice(LABELS[:5])
    return Doc(memo_name(r), r.choice([
        [f"{t}　{k} {p}"], [f"{t}", f"　{u}", f"　{k}　{p}"], [f"{k}（{t}）", f"{p}"], [f"{t}／{u}／{p}／月1変更"], [f"{t}は{u}で入って{k}は{p}"], [f"*{t}* {u} *{p}*", "ログイン"], [f"{p}　←{t}の{k}"], [f"{t} >> id {u} >> {k} {p}"], [f"{k}控え　{t}：{p}"],
        [f"{t}の{k}、", f"{p}"], [f"{t} ({k}:{p})"], [f"{u}", f"{p}", f"（{t} ログイン）"], [f"{t}端末の起動、{k}={p}。終わったら必ずログオフ"],
    ]))


@family("field-locks", ["password_note"], NOTES + SLIDES, "hard", count=16)
def locks(r):
    """What opens something out there."""
    w, n = r.choice(WHERE), pin(r)
    line = r.choice([
        f"{w}の鍵はキーボックス　番号 {n}", f"{w} 暗証錠 {n}", f"{w}：門のダイヤル {pin(r, 3)}", f"{w}の警備解除は {n}→確認", f"{w}　電気錠 {n}#", f"{w}のスマートロック {pin(r, 6)}", f"{w}に入るときは{n}と押す", f"{w}　PIN {n}", f"{w}倉庫　南京錠（{pin(r, 3)}）", f"{w}の扉の番号は{n}。出るときは不要", f"{w} ドア　{n[:2]}-{n[2:]}", f"{w}の操作盤 暗証番号を{n}に変更した",
        f"{w}用タブレット 画面ロック {n}", f"{w}の鍵ボックス：4桁 {n}",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.5 else [*innocent(r)[:1], line, *innocent(r)[:1]])


@family("field-list", ["password_note"], TABLES + ("txt",), "medium", count=16)
def listing(r):
    """Lists with headings of all sorts."""
    head = r.choice([["端末", "ユーザー名", "パスワード"], ["機器", "アカウント", "PW", "設置"], ["名称", "ログオンID", "ログオンPW"], ["ソフト", "ID", "Pass"], ["場所", "SSID", "暗号化キー"], ["システム", "管理者", "管理者PW", "一般", "一般PW"], ["利用先", "コード", "暗証番号"], ["Host", "User", "Secret"], ["名前", "メール", "仮パスワード"]])
    rows = [head]
    for t in r.sample(TOOLS, r.randint(2, 6)):
        row = [t]
        for h in head[1:]:
            row.append(pin(r) if h == "暗証番号" else str(r.randint(100, 999)) if h == "コード" else r.choice(WHERE) if h == "設置" else f"AP-{r.randint(1, 99)}" if h == "SSID" else long_key(r) if h == "暗号化キー" else strong(r) + "9" if h == "Secret" else secret(r) if any(w in h for w in ("パスワード", "PW", "Pass")) else user(r))
        rows.append(row)
    if r.random() < 0.4:
        gap = r.choice(["　", "\t", "  ", " | "])
        return Doc(memo_name(r), [gap.join(row) for row in rows])
    return Doc(r.choice(["端末", "機器設定", memo_name(r)]), [Table(rows)])


@family("field-thread", ["password_note"], MAILS + ("txt", "md", "docx"), "hard", count=14)
def thread(r):
    """A thread with the answer in it."""
    a, b, t, p = people.person(r).family, people.person(r).family, r.choice(TOOLS), secret(r)
    return Doc(r.choice(["Re: 至急", "Fw: 端末", "チャットログ"]), r.choice([
        [f"{a}です。{t}のパスワードがわかりません。", "", f"{b}です。", f"{p}　です。"], [f"{a} 9:12", f"{t}ってパスワードなんだっけ", f"{b} 9:14", f"{p}"], [f"＞{t}に入れなくなりました", f"リセットしました。次のパスワードで入ってください。", f"{p}"], [f"{a}さん、例の{t}のPWです→{p}"], [f"{b}様", f"{t}のID・パスワードをお送りします。", f"{user(r)}", f"{p}", "ご確認ください。"],
        [f"> パスワード教えて", f"{p}", "", f"{a}"], [f"{a}: {t}のパス！", f"{b}: {p}"], [f"問：{t}の管理者パスワード", f"答：{p}"], [f"先に送った{t}の設定書（zip）を開くパスワードです。", f"　{p}"], [f"{t}の件、ログインIDは{user(r)}のまま、パスワードのみ{p}に変更願います。"],
    ]))


@family("field-machine", ["password_note"], ("ini", "json", "yaml", "xml", "script", "txt", "csv"), "medium", count=24)
def machine(r):
    """What systems staff keep in files of their own making."""
    u, p = user(r), "".join(c for c in strong(r) if c.isalnum()) + r.choice(["7x", "_Q4", "!9"])
    text = r.choice([
        lambda: f"[login]\nname={u}\npass={p}\n", lambda: f"kenshin.user={u}\nkenshin.password={p}\nkenshin.url=http://10.0.0.4/\n", lambda: f'{{"host": "10.0.0.4", "username": "{u}", "loginPassword": "{p}"}}\n', lambda: f'{{"db": {{"user": "{u}", "pw": "{p}"}}}}\n', lambda: f"ftp:\n  user: {u}\n  pass: '{p}'\n", lambda: f"- host: sv01\n  ansible_user: {u}\n  ansible_password: {p}\n", lambda: f"<server><login>{u}</login><passwd>{p}</passwd></server>\n",
        lambda: f'<add key="AdminPassword" value="{p}" />\n<add key="AdminUser" value="{u}" />\n', lambda: f"Set-Variable pwd '{p}'\n$user='{u}'\n", lambda: f"@echo off\nnet use Q: \\\\sv01\\kenshin {p} /user:{u}\n", lambda: f"import smtplib\ns = smtplib.SMTP('sv01')\ns.login('{u}', '{p}')\n", lambda: f"CREATE ROLE {u.replace('-', '_')} LOGIN PASSWORD '{p}';\n", lambda: f"ALTER USER hoken IDENTIFIED BY \"{p}\";\n", lambda: f"host,user,pass\nsv01,{u},{p}\nsv02,{u},{p}\n",
        lambda: f"Sub Auto()\n  Sheet1.Unprotect \"{p}\"\nEnd Sub\n", lambda: f"rem {u}\nstart putty -ssh {u}@sv01 -pw {p}\n", lambda: f"login: {u}\npassword: {p}\nsu: {p}\n", lambda: f"DATABASE_URL=mysql://{u}:{p}@sv01/hoken\n", lambda: f"mail.user = {u}\nmail.pass = {p}\n", lambda: f"export PGPASSWORD={p}\npg_dump -U {u} hoken > a.sql\n", lambda: f'$conn = "Server=sv01;Database=hoken;Uid={u};Pwd={p};"\n', lambda: f"connect {u}/{p}@hoken\nselect 1 from dual;\n", lambda: f"config wlan security wpa akm psk set-key ascii {p} 1\n", lambda: f"radius-server key {p}\nip address 10.0.0.4\n",
    ])()
    return Doc(r.choice(["setting", "接続", "job", "memo"]), [line for line in text.split("\n") if line], verbatim=text)


@family("field-corner", ["password_note"], WORDS + SLIDES + ("xlsx", "ods"), "hard", count=12)
def corner(r):
    """At the edge of a paper: a footer, a box, a remark, a hidden sheet."""
    t, u, p = r.choice(TOOLS), user(r), secret(r)
    line = r.choice([f"{t}：{u} / {p}", f"{t}のパスワードは {p}", f"PW→{p}", f"閲覧パスワード {p}", f"ログイン　{u}　{p}", f"ファイルを開くパス {p}"])
    style = r.randrange(4)
    doc = Doc(r.choice(["事業計画", "点検結果", "説明資料"]), [Title("点検結果"), *innocent(r)])
    if style == 0:
        doc.footer = line
    elif style == 1:
        doc.blocks.append(Box([line]))
    elif style == 2:
        doc.blocks.append(Comment(line))
    else:
        doc.blocks += [Section("メモ", hidden=True), line]
    return doc


@family("field-sheet", ["password_note"], SHEETS, "medium", count=12)
def sheet(r):
    """Labels and values laid out as it came, with gaps."""
    t, u, p = r.choice(TOOLS), user(r), secret(r)
    rows = r.choice([
        [["", t, ""], ["", "ID", u], ["", r.choice(LABELS[:4]), p]], [[t, "", ""], ["ユーザー", "", u], ["パスワード", "", p]], [["項目", "値"], ["接続先", "10.0.0.4"], ["ユーザ", u], ["パスワード", p]], [[t, u, p], ["↑ID", "", "↑PW"]], [["ID", "PW"], [u, p], [user(r), secret(r)]], [["■" + t], ["ID：" + u], ["PW：" + p]], [[f"{t}（ID:{u} PW:{p}）", "", ""]], [["名称", t], ["ログイン", f"{u} / {p}"]],
    ])
    return Doc(r.choice(["設定控え", memo_name(r)]), [Table(rows)])
