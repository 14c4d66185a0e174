"""Texts that speak of passwords and give none away."""

from document import Doc, Note, Pairs, Section, Table, Title
from family import MAILS, NOTES, PROSE, SLIDES, STICKIES, TABLES, family
from values.offices import DEPARTMENTS, SYSTEMS, date, memo_name, systems
from values.passwords import user
from values.people import people, person

RULES = [
    "パスワードは他人に知られないよう管理しなければならない。", "パスワードは12文字以上とし、英大文字、英小文字、数字及び記号を組み合わせること。",
    "パスワードをメモした紙を机上や端末に貼り付けてはならない。", "複数のシステムで同一のパスワードを使い回さないこと。",
    "パスワードが漏えいしたおそれがある場合は、速やかに変更し、情報セキュリティ管理者に報告すること。", "仮のパスワードは、最初のログイン時に変更すること。",
    "生年月日、電話番号、氏名等の推測されやすい文字列をパスワードに用いないこと。", "パスワードを記憶させる機能を使用してはならない。",
    "ID及びパスワードを他の職員と共用しないこと。", "情報システム管理者は、職員の異動に伴い不要となったIDを速やかに削除すること。",
]


@family("decoy-password-rules", [], PROSE, "easy", decoy=True, count=15)
def rules(r):
    """An information security rule."""
    lines = [f"{n} {text}" for n, text in enumerate(r.sample(RULES, 6), 1)]
    return Doc(r.choice(["情報セキュリティ実施手順", "パスワード管理規程", "セキュリティポリシー抜粋"]), [Title("ID及びパスワードの管理"), *lines])


@family("decoy-empty-form", [], TABLES, "medium", decoy=True, count=12)
def form(r):
    """A form whose password field is empty or says who fills it in."""
    blank = r.choice(["", "　", "（各自設定）", "別途通知", "＿＿＿＿＿＿", "(本人が記入)", "※記入不要"])
    rows = [["項目", "記入欄"], ["所属", ""], ["氏名", ""], ["ユーザーID", ""], ["パスワード", blank], ["利用開始日", "令和　年　月　日"]]
    return Doc(r.choice(["利用申請書", "アカウント申請様式", "ID申請書"]), [Title("システム利用申請書"), Table(rows)])


@family("decoy-empty-lines", [], PROSE + STICKIES, "medium", decoy=True, count=12)
def empty_lines(r):
    """Labels followed by nothing, then by other labels."""
    return Doc(r.choice(["様式", "設定シート", memo_name(r)]), [r.choice(["アカウント設定シート", "利用開始届"]), "ユーザーID：", r.choice(["パスワード：", "パスワード：＿＿＿＿＿＿＿＿", "パスワード：（　　　　　　　）", "PW："]), "所属：", "担当者名：", f"提出期限：{date(r)}", "提出先：情報政策課"])


@family("decoy-masked", [], TABLES, "hard", decoy=True, count=18)
def masked(r):
    """A list whose passwords are masked or kept elsewhere."""
    mask = r.choice(["********", "●●●●●●", "（別紙）", "＊＊＊＊", "xxxxxxxx", "金庫保管", "<password>", "-", "同上", "未設定", "設定済", "各自", "あり", "○", "××××", "(非公開)", "IC カード"])
    rows = [["システム名", "ID", "パスワード"]] + [[name, f"{'abk'[n % 3]}{r.randint(100, 999)}", mask] for n, name in enumerate(systems(r, 5))]
    return Doc(r.choice(["パスワード一覧（公開用）", "ID一覧", memo_name(r)]), [Table(rows)])


@family("decoy-placeholder", [], ("txt", "md", "html", "ini", "yaml", "json", "xml", "script", "docx", "pdf", "eml"), "hard", decoy=True, count=21)
def placeholder(r):
    """Sample settings with placeholders."""
    hole = r.choice(["<password>", "your-password-here", "xxxx", "xxxxxxxx", "changeme", "YOUR_PASSWORD", "****", "{password}", "${DB_PASSWORD}", "%PASSWORD%", "［パスワード］", "(パスワードを入力)", "●●●●"])
    return Doc(r.choice(["設定例", "sample", "記入例", "config.example"]), [r.choice(["設定例を示します。", "# サンプル"]), Pairs([("host", "<ホスト名>"), ("user", r.choice(["<ユーザー名>", "your-name", "xxxx"])), ("password", hole)], r.choice([": ", "=", "："]))])


@family("decoy-later", [], NOTES, "hard", decoy=True, count=16)
def later(r):
    """The password comes another way."""
    line = r.choice([
        "パスワードは別途お電話でお知らせします。", "パスワード：（電話でお知らせします）", "パスワードは別メールにてお送りいたします。", "PWは口頭でお伝えしたとおりです。", "パスワードは前回と同様です。", "パスワードは担当の佐藤までお問い合わせください。",
        "初期パスワードは通知書（親展）に記載しています。", "パスワードはカウンターでお渡しします。", "Wi-Fiのパスワードは会場に掲示しています。", "The password will be sent in a separate email.", "パスワード：別紙参照", "暗証番号は担当者に確認のこと",
    ])
    return Doc(r.choice(["資料送付の件", memo_name(r)]), ["資料を添付にてお送りします。", line, "よろしくお願いします。"])


@family("decoy-requirements", [], TABLES, "medium", decoy=True, count=12)
def requirements(r):
    """A table of password requirements."""
    rows = [["項目", "設定値"], ["パスワードの最小文字数", r.choice([8, 12, 14, "12文字"])], ["パスワードの有効期間", r.choice(["無期限", "90日", 42])], ["パスワードの履歴", r.choice([24, "5世代"])], ["アカウントのロックアウトのしきい値", r.choice([5, "5回"])], ["複雑さの要件", "有効"], ["パスワード変更画面", "SYS0401"]]
    return Doc(r.choice(["パスワードポリシー設定", "GPO設定一覧", "要件定義"]), [Table(rows)])


@family("decoy-manual-steps", [], PROSE, "medium", decoy=True, count=15)
def steps(r):
    """Steps and captions of a screen."""
    lines = r.sample([
        "ログイン画面でユーザーIDとパスワードを入力します。", "［ログイン］ボタンを押します。", "3回間違えるとロックされます。", "「パスワードを忘れた方」をクリックします。", "新しいパスワードを2回入力し、［変更］を押します。", "パスワード欄は ● で表示されます。",
        "初回ログイン時はパスワード変更画面が表示されます。", "図3　パスワード入力画面", "パスワードの有効期限が近づくと警告が表示されます。", "ID・パスワードが正しくない場合はエラー（E0012）となります。", "画面右上の［ログアウト］を押して終了します。",
    ], 7)
    return Doc(r.choice(["操作マニュアル", "手順書", "ログイン方法"]), [Title(f"{r.choice(SYSTEMS)} 操作手順"), *[f"({n}) {text}" for n, text in enumerate(lines, 1)]])


@family("decoy-minutes", [], PROSE, "hard", decoy=True, count=14)
def minutes(r):
    """Minutes that mention a change and give no value."""
    lines = r.sample([
        "パスワードを令和6年4月1日に変更した。", "パスワード運用の見直しについて、12文字以上とする旨説明があった。", "共用IDのパスワード変更は年2回とする。", "パスワードを忘れたとの問い合わせが3件（4/5、4/8、4/10）あった。", "PWリセットは総務課 内線2345へ依頼する。",
        "パスワードレス認証の導入を検討する。", "ID・パスワードの一覧表は作成しないこととした。", "パスワード付きZIP（PPAP）は令和5年度末で廃止した。", "暗証番号の変更を業者に依頼済み。",
    ], 5)
    return Doc(r.choice(["会議録", "打合せ記録", "議事要旨"]), [Title("情報化推進委員会 議事要旨"), date(r), *lines])


@family("decoy-training", [], SLIDES + ("docx", "pdf", "html", "odt"), "hard", decoy=True, count=14)
def training(r):
    """Training slides with bad and good examples that are nobody's."""
    return Doc(r.choice(["情報セキュリティ研修", "eラーニング資料", "新採研修"]), [
        Section("パスワードの管理"), *r.sample(RULES, 3), Section("危険なパスワードの例"), r.choice(["「123456」「password」「qwerty」などは推測されやすい。", "password、12345678、abc123 は使わない。", "例えば「sakura」「tanaka1980」のような単語や名前＋生年は危険です。"]),
        Note("参考：毎年のワーストパスワードランキングを紹介する。"), Section("確認テスト"), "Q. 安全なパスワードはどれでしょうか？", "1) 12345678　2) password　3) 誕生日　4) いずれも危険",
    ])


@family("decoy-checklist", [], TABLES, "medium", decoy=True, count=10)
def checklist(r):
    """A self-check of the audit."""
    rows = [["No", "点検項目", "結果"]] + [[n, text, r.choice(["○", "△", "×", "-"])] for n, text in enumerate(["パスワードを付箋に書いて貼っていないか", "パスワードを複数人で共有していないか", "離席時に画面をロックしているか", "パスワードは12文字以上か", "ID・パスワード一覧を保存していないか"], 1)]
    return Doc(r.choice(["自己点検表", "内部監査チェックリスト"]), [Table(rows)])


@family("decoy-source", [], ("script", "txt", "md", "html"), "hard", decoy=True, count=22)
def source(r):
    """Source code that reads, checks or hashes a password."""
    text, name, ending = r.choice([
        ("def check(password):\n    if len(password) < 12:\n        raise ValueError('password too short')\n    return hash_password(password)\n", "auth", ".py"),
        ('String password = config.getProperty("db.password");\nConnection c = DriverManager.getConnection(url, user, password);\n', "Db", ".java"),
        ("const password = process.env.DB_PASSWORD;\nif (!password) throw new Error('password required');\n", "index", ".js"),
        ("$password = Read-Host -AsSecureString 'パスワード'\n$cred = New-Object PSCredential($user, $password)\n", "connect", ".ps1"),
        ("@echo off\nset /p PASSWORD=パスワードを入力してください:\nnet use P: \\\\nas01\\share %PASSWORD% /user:%USERNAME%\n", "接続", ".bat"),
        ("CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), password VARCHAR(255) NOT NULL);\n", "schema", ".sql"),
        ("#!/bin/sh\nread -s -p 'Password: ' password\nmysql -u \"$USER\" -p\"$password\" hoken\n", "run", ".sh"),
        ("Dim pw As String\npw = InputBox(\"パスワードを入力してください\")\nIf pw = \"\" Then Exit Sub\nActiveSheet.Unprotect Password:=pw\n", "Module1", ".bas"),
        ("password = getpass.getpass('パスワード: ')\nclient.login(user, password=password)\n", "login", ".py"),
        ("env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password\n", "deploy", ".yaml"),
        ("<form method='post'>\n<label>パスワード</label><input type='password' name='passwd' maxlength='16'>\n<input type='submit' value='ログイン'></form>\n", "login", ".html"),
        (".password { color: #ff0000; width: 120px }\n.pass-icon { background: url(key.png) }\n", "style", ".css"),
        ("user_password_label=パスワード\nuser_password_confirm=パスワード（確認）\nerror_password=パスワードが正しくありません\n", "messages_ja", ".properties"),
        ("    public boolean login(String id, String password) {\n        User u = dao.find(id);\n        return u != null && u.password.equals(hash(password));\n    }\n", "Login", ".java"),
    ])
    return Doc(name, [line for line in text.split("\n")], verbatim=text, ending=ending)


@family("decoy-hashes", [], ("txt", "csv", "log", "script", "docx", "xlsx", "json", "ini"), "hard", decoy=True, count=18)
def hashes(r):
    """Digests, UUIDs, commit ids, licence keys of no account."""
    def hexa(n):
        return "".join(r.choice("0123456789abcdef") for _ in range(n))

    line = r.choice([
        lambda: f"{hexa(64)} *setup.exe", lambda: f"{hexa(32)}  data.zip", lambda: f"commit {hexa(40)}", lambda: f"GUID: {{{hexa(8)}-{hexa(4)}-{hexa(4)}-{hexa(4)}-{hexa(12)}}}".upper(),
        lambda: "プロダクトキー: " + "-".join("".join(r.choice("BCDFGHJKMPQRTVWXY2346789") for _ in range(5)) for _ in range(5)), lambda: f"シリアル番号 5CD{r.randint(1000, 9999)}XYZ", lambda: f"ETag: \"{hexa(16)}\"", lambda: f"証明書の拇印 {hexa(40)}",
    ])
    lines = [line() for _ in range(r.randint(3, 10))]
    return Doc(r.choice(["checksum", "ハッシュ値", "ライセンス", "一覧"]), lines, verbatim="\n".join(lines) + "\n")


@family("decoy-login-log", [], ("log", "txt", "csv"), "medium", decoy=True, count=12)
def login_log(r):
    """Logs of sign-ins."""
    lines = [r.choice([
        f"2024-04-{r.randint(1, 28):02} 09:{n:02}:01 login failed for user {user(r)}: invalid password", f"2024-04-01 09:{n:02}:05 login success user={user(r)}", f"Apr  1 09:{n:02}:01 host sshd[{r.randint(100, 9999)}]: Failed password for root from 10.0.0.{r.randint(1, 254)} port {r.randint(10000, 65000)} ssh2",
        f"2024/04/01 09:{n:02} パスワード変更 利用者={user(r)} 結果=成功", f"2024/04/01 09:{n:02} パスワード期限切れ 通知 {r.randint(1, 30)}件", f"2024-04-01T09:{n:02}:00 GET /password/reset?step=2 200 {r.randint(100, 9999)}",
    ]) for n in range(r.randint(6, 25))]
    return Doc(r.choice(["access", "ログイン履歴", "auth"]), lines, verbatim="\n".join(lines) + "\n")


@family("decoy-account-list", [], TABLES, "hard", decoy=True, count=15)
def accounts(r):
    """Accounts without secrets."""
    rows = [["氏名", "アカウント", "所属", "発行日", r.choice(["パスワード変更日", "備考", "権限"])]]
    for p in people(r, r.randint(5, 12)):
        rows.append([p.name(), f"{p.given_roman[0]}-{p.family_roman}", r.choice(DEPARTMENTS), "2024/04/01", r.choice(["2024/04/03", "", "一般"])])
    return Doc(r.choice(["アカウント一覧", "利用者一覧", "ログインID一覧"]), [Title("グループウェア利用者"), Table(rows)])


@family("decoy-tickets", [], TABLES + ("eml", "txt"), "medium", decoy=True, count=10)
def tickets(r):
    """Help desk tickets."""
    rows = [["受付番号", "件名", "受付日", "完了日", "担当"]] + [[f"#{r.randint(10000, 99999)}", r.choice(["パスワード再発行依頼", "パスワード忘れ", "ログインできない", "パスワードロック解除"]), "2024/04/01", "2024/04/02", person(r).family] for _ in range(r.randint(4, 10))]
    return Doc(r.choice(["問い合わせ管理", "ヘルプデスク受付簿"]), [Table(rows)])


@family("decoy-words-alike", [], NOTES, "hard", decoy=True, count=18)
def alike(r):
    """Words that only sound alike, beside numbers and codes."""
    line = r.choice([
        f"パスポート 10年用 {r.randint(10, 20) * 1000:,}円", f"市営バス シルバーパス 交付番号 A{r.randint(1000000, 9999999)}", "保存先パス：\\\\fs01\\hoken\\2024", "パス名: /var/log/app2024.log", f"バイパス工事 {r.randint(1, 9)}工区 L={r.randint(100, 900)}m", f"コンパス No.{r.randint(10000, 99999)}",
        f"フリーパス {r.randint(10, 99)}枚 会計課へ", "実行パス: C:\\zaimu\\bin\\Zaimu2024.exe", f"PWR-{r.randint(100, 999)} 電源ユニット", f"PIN型コネクタ {r.randint(2, 40)}ピン", f"入場パス：A-{r.randint(100, 999)}", "Pass: 合格 / Fail: 不合格", f"パスワードクロス {r.randint(1, 9)}月号の答え", f"ID-{r.randint(1000, 9999)} 空調機 PW-{r.randint(10, 99)}型",
        f"スポーツパス会員番号 {r.randint(10000, 99999)}", "UNCパスで指定してください \\\\nas01\\share",
    ])
    return Doc(memo_name(r), [line])


@family("decoy-inventory", [], TABLES, "medium", decoy=True, count=12)
def inventory(r):
    """Asset numbers, serials, models, addresses of machines."""
    rows = [["管理番号", "機種", "シリアル", "IPアドレス", "利用者", "備考"]]
    for p in people(r, r.randint(5, 14)):
        rows.append([f"PC{r.randint(1000, 9999)}", r.choice(["ProBook 450 G9", "LIFEBOOK A5512", "ThinkPad L15"]), f"5CD{r.randint(1000, 9999)}{r.choice('ABCXYZ')}{r.randint(0, 9)}", f"10.1.{r.randint(0, 20)}.{r.randint(1, 254)}", p.family, r.choice(["", "パスワード設定済", "BitLocker有効", "初期化済"])])
    return Doc(r.choice(["PC管理台帳", "備品一覧", "機器台帳"]), [Table(rows)])


@family("decoy-notice-expiry", [], MAILS + ("docx", "txt", "html"), "medium", decoy=True, count=10)
def expiry(r):
    """Mails that warn, remind or phish."""
    lines = r.choice([
        ["パスワードの有効期限が近づいています。", f"期限：{date(r)}", "期限までに変更してください。"], ["件名「パスワードの有効期限が切れました」というメールは開かないでください。", "不審メールを受信した場合は情報政策課（内線2345）まで。"], ["Your password will expire in 14 days. Please change it at the portal."],
        ["パスワードの初期化が完了しました。通知書を庁内便でお送りします。", f"受付番号 {r.randint(100000, 999999)}"], ["アカウントのパスワードが変更されました。", f"日時：2024/04/{r.randint(1, 28):02} 10:15", "心当たりがない場合は管理者へ連絡してください。"],
    ])
    return Doc(r.choice(["【重要】パスワード変更のお願い", "注意喚起", "お知らせ"]), lines)


@family("decoy-form-design", [], TABLES, "hard", decoy=True, count=10)
def design(r):
    """The design of a screen or a data base."""
    rows = [["No", "項目名", "物理名", "型", "桁", "必須", "初期値"], [1, "ユーザID", "USER_ID", "VARCHAR2", 8, "○", ""], [2, "パスワード", "PASSWORD", "VARCHAR2", r.choice([16, 64, 255]), "○", r.choice(["", "NULL", "なし"])], [3, "暗証番号", "PIN_NO", "CHAR", 4, "", ""], [4, "更新日時", "UPD_DT", "DATE", "", "○", "SYSDATE"]]
    return Doc(r.choice(["画面設計書", "テーブル定義書", "項目定義"]), [Table(rows)])


@family("decoy-lnk", [], ("lnk",), "medium", decoy=True, count=8)
def lnk(r):
    """Shell links without any secret."""
    return Doc(r.choice(["ポータル", "共有", "サーバ"]), verbatim=r.choice(["C:\\Windows\\explorer.exe\n\\\\fs01\\hoken\n共有フォルダ", "C:\\zaimu\\zaimu.exe\n/mode:normal /lang:ja\n財務会計", "C:\\Windows\\System32\\mstsc.exe\n/v:sv-file01\nリモート"]))


@family("decoy-url", [], ("url",), "medium", decoy=True, count=8, encodings=("utf-8", "cp932"))
def url(r):
    """Internet shortcuts without any secret."""
    return Doc(r.choice(["ポータル", "パスワード変更", "市HP"]), verbatim=f"[InternetShortcut]\nURL={r.choice(['https://www.city.kakuu.example.jp/password/index.html', 'https://portal.kakuu.example.jp/login?next=/home', 'http://intra/', 'https://example.jp/reset?lang=ja'])}\n")


@family("decoy-rdp", [], ("rdp",), "medium", decoy=True, count=8, encodings=("utf-16le-bom", "utf-8"))
def rdp(r):
    """Remote desktop files that ask for the password."""
    return Doc(r.choice(["サーバ", "Default", "リモート"]), verbatim=f"screen mode id:i:2\nfull address:s:sv-file{r.randint(1, 9):02}\nusername:s:KAKUU\\{user(r)}\nprompt for credentials:i:1\nauthentication level:i:2\n")


@family("decoy-helpful-html", [], ("html", "xml", "md"), "medium", decoy=True, count=10)
def web(r):
    """A saved page about accounts."""
    return Doc(r.choice(["よくある質問", "FAQ", "ログイン"]), [Title("よくある質問"), "Q. パスワードを忘れました。", "A. ログイン画面の「パスワードをお忘れの方」から再設定してください。", "Q. IDはどこに書いてありますか。", "A. 利用者カードの裏面に記載されています。", "Q. パスワードは何文字ですか。", "A. 英数字8文字以上16文字以内です。"])
