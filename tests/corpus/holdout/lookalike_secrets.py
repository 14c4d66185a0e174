"""Documents about passwords in which there is none."""

import hashlib
import uuid

from document import Doc, Para, Table, Title
from family import EVERYWHERE, MAILS, PROSE, SHEETS, SLIDES, TABLES, WORDS, family
from holdout.digits import digits
from holdout.keyring import PLACES, SYSTEMS, department, host, system, user
from holdout.townsfolk import romaji, surname

PLAIN = ("txt",)


def hexes(r, n):
    return "".join(r.choice("0123456789abcdef") for _ in range(n))


@family("ho-no-rules", [], PROSE, "hard", decoy=True, count=10)
def rules(r):
    """A regulation, with examples of what not to choose."""
    articles = [
        "職員は、自己の管理するパスワードに関し、次の事項を遵守しなければならない。", "パスワードは、他者に知られないように管理すること。", f"パスワードは{r.choice(['8', '10', '12', '14'])}文字以上とし、文字列は想像しにくいもの（アルファベットの大文字及び小文字の両方を用い、数字や記号を織り交ぜる等）とすること。",
        "仮のパスワード（初期パスワード含む）は、最初のログイン時点で変更すること。", "サーバ、ネットワーク機器及びパソコン等の端末にパスワードを記憶させないこと。", "職員間でパスワードを共有しないこと（ただし、共有IDに対するパスワードは除く）。",
        "悪い例：abcd1234、password、生年月日、氏名（yamada）など", "良い例：長い文の頭文字をつなげる、無関係な単語を三つ並べる等", "パスワードが流出したおそれがある場合には、情報セキュリティ管理者に速やかに報告すること。", "暗証番号に生年月日や0000、1234などの単純な数字を用いてはならない。",
    ]
    picked = articles[:1] + r.sample(articles[1:], r.randint(5, 8))
    return Doc(r.choice(["情報セキュリティ対策基準", "パスワード管理要領", "遵守事項（抜粋）"]), [Title(r.choice(["第６節　認証情報の管理", "パスワードの取扱いについて"]))] + [f"{'ア' if n == 0 else f'（{n}）'}　{text}" for n, text in enumerate(picked)])


@family("ho-no-screens", [], ("html", "md") + WORDS + SLIDES, "hard", decoy=True, count=10)
def screens(r):
    """A manual that describes the boxes of a screen."""
    return Doc(r.choice(["操作マニュアル", "ログイン方法", "利用者ガイド"]), [
        Title(f"{system(r)}　操作マニュアル　第{r.randint(2, 9)}版"), "２．１　ログイン", Table([["番号", "項目", "説明"], ["①", "ユーザーID", "職員番号（数字６桁）を入力します。"], ["②", "パスワード", r.choice(["各自が設定したパスワードを入力します。", "通知書に記載のパスワードを入力します。", "半角英数字8～16文字で入力します。"])], ["③", "［ログイン］ボタン", "押すとメニュー画面が表示されます。"]]),
        r.choice(["パスワードを５回間違えるとロックされます。", "※パスワードを忘れた場合は「パスワードをお忘れの方」をクリックします。", "パスワード欄に入力した文字は「●」で表示されます。"]), f"図２－１　ログイン画面（ID：[　　　　] PW：[　　　　]）",
    ])


@family("ho-no-blank-form", [], WORDS + SHEETS + ("html", "md"), "medium", decoy=True, count=10)
def blank_form(r):
    """A form nobody has filled in."""
    empty = r.choice(["", "　　　　　　", "＿＿＿＿＿＿＿", "（　　　　　　）", "□□□□□□", "　年　　月　　日"])
    return Doc(r.choice(["様式第3号", "利用申請書（様式）", "ID登録申請書"]), [Title("情報システム利用者ID登録（変更・廃止）申請書"), Table([["申請者", "", "所属", ""], ["利用システム", "", "利用開始日", "令和　年　月　日"], ["ユーザーID", empty, "初期パスワード", empty], ["暗証番号（4桁）", empty, "処理者印", ""]]), "※太枠内は情報政策課で記入します。パスワードは別途封書で通知します。"])


@family("ho-no-requirements", [], SHEETS + WORDS + ("html", "md"), "hard", decoy=True, count=10)
def requirements(r):
    """What a new system must be able to do."""
    rows = [["項番", "分類", "機能要件", "必須/任意", "回答"]] + [[f"{n}", "認証", text, r.choice(["必須", "任意"]), r.choice(["○", "△", "×", ""])] for n, text in enumerate(r.sample([
        "パスワードは8桁以上32桁以下で設定できること", "パスワード有効期間：90日（設定変更可）", "パスワード履歴 3世代", "ログイン失敗5回でアカウントロック", "管理者はパスワードを初期化できること", "PINコード（4～8桁）による認証に対応", "ID/パスワードとICカードの二要素認証", "パスワードはハッシュ化（SHA-256以上）して保存",
        "API キー認証に対応していること", "Wi-Fi: WPA2-PSK / WPA3-SAE 対応",
    ], r.randint(5, 9)), 1)]
    return Doc(r.choice(["機能要件一覧", "RFP別紙2", "仕様書_要件"]), [Title("別紙２　機能要件一覧表"), Table(rows)])


@family("ho-no-table-layout", [], SHEETS + ("html", "docx", "md", "xml", "json"), "hard", decoy=True, count=10)
def table_layout(r):
    """The definition of a table of users."""
    rows = [["No", "論理名", "物理名", "型", "桁", "NULL", "初期値", "備考"], ["1", "利用者ID", "user_id", "VARCHAR", "8", "×", "", "主キー"], ["2", "パスワード", "password", r.choice(["VARCHAR", "CHAR"]), r.choice(["64", "128", "60"]), "×", "", r.choice(["bcrypt", "SHA-256", "暗号化"])], ["3", "パスワード変更日", "pw_chg_date", "DATE", "8", "○", "99991231", ""], ["4", "暗証番号", "pin", "CHAR", "4", "○", "0000", "未使用"], ["5", "ロック区分", "lock_flg", "CHAR", "1", "×", "0", "0:通常 1:ロック"]]
    return Doc(r.choice(["テーブル定義書", "DB定義_M_USER", "項目一覧"]), [Title("テーブル定義書　利用者マスタ（M_USER）"), Table(rows)])


@family("ho-no-code", [], PLAIN, "hard", decoy=True, count=13, encodings=("utf-8", "cp932", "utf-8-bom", "euc-jp"))
def code(r):
    """Programs that read a secret from elsewhere."""
    ending, text = r.choice([
        (".py", "import os, getpass\n# パスワードは環境変数から\npassword = os.environ['DB_PASSWORD']\nif not password:\n    password = getpass.getpass('パスワード: ')\n"),
        (".ps1", "# 実行時に入力を求める\n$cred = Get-Credential -Message '管理者のパスワードを入力'\n$password = Read-Host -AsSecureString\nConnect-Server -Credential $cred\n"),
        (".js", "function check() {\n  var password = document.getElementById('password').value;\n  if (password.length < 8) { alert('パスワードは8文字以上です'); }\n  const confirmPassword = form.password2.value;\n}\n"),
        (".java", "public class LoginForm {\n    private String userId;\n    private String password;\n    public void setPassword(String password) { this.password = password; }\n    public String getPassword() { return password; }\n}\n"),
        (".sql", "-- 利用者\nCREATE TABLE m_user (\n  user_id varchar(8) PRIMARY KEY,\n  password varchar(64) NOT NULL, -- パスワード\n  pin char(4)\n);\nSELECT user_id FROM m_user WHERE password = :password;\n"),
        (".bat", "@echo off\nrem パスワードは都度入力\nset /p PASS=パスワードを入力してください: \nnet use Z: \\\\fs01\\share %PASS% /user:%USERNAME%\n"),
        (".bas", "Sub 保護解除()\n  Dim pw As String\n  pw = InputBox(\"パスワードを入力してください\")\n  ActiveSheet.Unprotect Password:=pw\nEnd Sub\n"),
        (".env", "DB_HOST=localhost\nDB_USERNAME=\nDB_PASSWORD=\nMAIL_PASSWORD=<ここに設定>\nAPI_KEY=your-api-key-here\n"),
        (".yml", "db:\n  username: ${DB_USER}\n  password: ${DB_PASSWORD}\nsecret_key_base: <%= ENV['SECRET_KEY_BASE'] %>\n"),
        (".conf", "# sample\n# password = changeme\nauth_file = /etc/app/passwd\npassword_encryption = scram-sha-256\npassword_min_length = 12\n"),
        (".html", "<form method=\"post\"><label>パスワード</label><input type=\"password\" name=\"password\" placeholder=\"8文字以上\" autocomplete=\"current-password\"><a href=\"/forgot\">パスワードを忘れた方</a></form>\n"),
        (".sh", "#!/bin/sh\n# 鍵束から取り出す\nPGPASSWORD=$(secret-tool lookup app kenshin)\nexport PGPASSWORD\npsql -U kenshin\n"),
    ])
    return Doc(r.choice(["login", "sample", "マクロ", "module1"]), verbatim=text, ending=ending)


@family("ho-no-log", [], ("txt", "csv"), "hard", decoy=True, count=10)
def log(r):
    """Logs in which the word comes up."""
    h = host(r)
    lines = r.choice([
        [f"Nov {r.randint(1, 28)} 0{r.randint(1, 9)}:{r.randint(10, 59)}:{r.randint(10, 59)} fw01 sshd[{r.randint(1000, 9999)}]: Failed password for invalid user {r.choice(['admin', 'test', 'oracle'])} from 10.0.{r.randint(1, 9)}.{r.randint(1, 250)} port {r.randint(20000, 65000)} ssh2" for _ in range(8)],
        [f"2025/10/{r.randint(1, 28):02} {r.randint(8, 17)}:{r.randint(10, 59)}:00,INFO,{user(r)},パスワード変更,成功,{h}" for _ in range(10)],
        [f"{r.randint(8, 17)}:{r.randint(10, 59)} [WARN] login failed: user={user(r)} reason=password_mismatch count={r.randint(1, 5)}" for _ in range(9)],
        [f"2025-11-{r.randint(1, 28):02}T0{r.randint(1, 9)}:00:00Z PasswordLastSet=2025-0{r.randint(1, 9)}-1{r.randint(0, 9)} PasswordExpired=False PasswordNeverExpires=True SamAccountName={user(r)}" for _ in range(8)],
        [f"イベントID 4724 アカウントのパスワードのリセットが試行されました。 サブジェクト: S-1-5-21-{digits(r, 10)}-{digits(r, 9)}-1104  対象: {user(r)}" for _ in range(6)],
    ])
    return Doc(r.choice(["auth", "操作ログ", "監査ログ_10月", "event"]), [Para(line) for line in lines], ending=None)


@family("ho-no-minutes", [], PROSE, "hard", decoy=True, count=10)
def minutes(r):
    """Minutes in which passwords were talked about."""
    talk = r.sample([
        "パスワードの定期変更を廃止し、二要素認証に移行する方針が了承された。", "事務局：パスワードを付箋に書いて画面に貼っている例が３課で見つかった。", "委員：暗証番号を４桁から６桁に変えられないか。→検討する。", "IDとパスワードの使い回しについて注意喚起を行う。", "USBメモリのパスワードロック機能の有無を調査した（42本中38本対応）。",
        "共有フォルダのアクセス権とパスワードの見直しは来年度に行う。", "会議用Wi-Fiのパスワードは掲示しないこととした。", "生徒のパスワード忘れが月に120件程度あり、負担となっている。",
    ], 4)
    return Doc(r.choice(["情報化推進委員会会議録", "セキュリティ委員会", "担当者会議"]), [Title("会議録（要旨）"), f"日時：令和7年{r.randint(4, 12)}月{r.randint(1, 28)}日（火）10:00～11:30　場所：{r.choice(PLACES)}", *[f"{n}　{text}" for n, text in enumerate(talk, 1)]])


@family("ho-no-tickets", [], SHEETS + ("html", "docx", "json", "md"), "hard", decoy=True, count=10)
def tickets(r):
    """The help desk's list."""
    rows = [["受付", "課", "内容", "対応", "完了"]] + [[f"{r.randint(1, 12)}/{r.randint(1, 28)}", department(r), r.choice([f"{system(r)} パスワード忘れ", "パスワードロック解除", f"{system(r)}のPW期限切れ", "ログインできない（ID:大文字で入力）", "暗証番号を忘れた", "パスワードが通らない"]), r.choice(["初期化して封書で通知", "解除済", "NumLock解除で解決", "本人が再設定", "リセット（10:32）", "訪問対応"]), r.choice(["済", "○", ""])] for _ in range(r.randint(6, 20))]
    return Doc(r.choice(["ヘルプデスク受付簿", "問合せ管理", "対応履歴10月"]), [Table(rows)])


@family("ho-no-masked", [], TABLES + ("txt", "ini", "yaml", "xml"), "hard", decoy=True, count=12)
def masked(r):
    """A ledger that keeps the secrets elsewhere."""
    blank = r.choice([["********"], ["●●●●●●●●"], ["（封筒）"], ["別途通知", "別途管理"], ["各自設定", "（各自設定）"], ["xxxxxxxx", "XXXX"], ["ICカード認証"], ["<password>", "<パスワード>"], ["設定済", "変更済", "有"], ["金庫保管", "KeePass参照", "管理者のみ"], ["-", "－", "なし"], ["非公開"]])
    rows = [["システム", "URL", "ID", r.choice(["パスワード", "PW", "Password"]), "備考"]] + [[s, f"https://{host(r)}/", user(r), r.choice(blank), ""] for s in r.sample(SYSTEMS, r.randint(4, 8))]
    return Doc(r.choice(["システム一覧（公開用）", "アカウント台帳", "ID管理表"]), [Table(rows)])


@family("ho-no-first-mail", [], MAILS + ("txt", "html", "docx"), "medium", decoy=True, count=10)
def first_mail(r):
    """The first mail: the password will follow."""
    return Doc(r.choice(["資料送付の件", "調査票の提出について", "見積書"]), [f"{department(r)}　{surname(r)}様", "お世話になっております。", "標記の件、添付のとおり送付いたします。", r.choice(["添付ファイルはパスワード付きです。パスワードは別メールでお送りします。", "解凍パスワードは別途お電話にてお伝えします。", "※パスワードは次のメールにてご連絡いたします。", "パスワードは従前どおりです。", "パスワード：別途連絡"]), "よろしくお願いいたします。"])


@family("ho-no-counts", [], SHEETS + SLIDES + ("html", "docx", "md", "json"), "hard", decoy=True, count=10)
def counts(r):
    """Statistics under headings with the word."""
    rows = [["月", "パスワード再設定", "ロック解除", "暗証番号再設定", "カード交付"]] + [[f"{m}月", str(r.randint(20, 1900)), str(r.randint(5, 300)), str(r.randint(1000, 9999)), str(r.randint(100, 3000))] for m in (4, 5, 6, 7, 8, 9)]
    return Doc(r.choice(["件数集計", "窓口統計", "R7上半期実績"]), [Title("パスワード等に関する問合せ件数"), Table(rows)])


@family("ho-no-hashes", [], ("txt", "csv", "tsv", "xlsx", "ods", "md", "json"), "hard", decoy=True, count=10)
def hashes(r):
    """Sums, identifiers, licence keys."""
    sort = r.randrange(4)
    if sort == 0:
        rows = [[hashlib.sha256(f"{r.random()}".encode()).hexdigest(), r.choice(["setup.exe", "agent.msi", "cab1.cab"]) ] for _ in range(6)]
    elif sort == 1:
        rows = [["GUID", "機器名"]] + [[str(uuid.UUID(int=r.getrandbits(128))), f"PC{n:03}"] for n in range(8)]
    elif sort == 2:
        rows = [["製品", "ライセンスキー", "本数"]] + [[product, "-".join("".join(r.choice("BCDFGHJKMPQRTVWXY2346789") for _ in range(5)) for _ in range(5)), str(r.randint(1, 50))] for product in ["Office LTSC", "Windows Server CAL", "一太郎2024", "JUST Office"]]
    else:
        rows = [["シリアル", "型番", "設置日"]] + [[f"{r.choice('ABCDEFG')}{digits(r, 3)}{r.choice('KLMN')}{digits(r, 5)}", r.choice(["RTX1220", "WLX212", "SWX2310"]), "2024-03-15"] for _ in range(7)]
    return Doc(r.choice(["ライセンス管理", "checksum", "機器シリアル", "id一覧"]), [Table(rows)])


@family("ho-no-quiz", [], PROSE + ("xlsx", "ods"), "hard", decoy=True, count=8)
def quiz(r):
    """A test at the end of a training."""
    options = r.sample(["12345678", "minamo2024", "qW7!mZp#0vLx", "Yamada0401", "さくらさいた", "P@ssw0rd", "tH3-b1ue+m00n", "0299641111"], 4)
    return Doc(r.choice(["e-ラーニング設問", "研修テスト", "理解度確認"]), [Title("情報セキュリティ研修　理解度テスト"), f"問{r.randint(1, 9)}　次のうち、パスワードとして最も適切なものはどれか。", *[f"　{mark}　{option}" for mark, option in zip("アイウエ", options)], "問10　パスワードを紙に書いて机に貼ってもよい。（○／×）", "解答　ウ、×"])


@family("ho-no-warning", [], PROSE, "hard", decoy=True, count=8)
def warning(r):
    """A warning of bad mails."""
    return Doc(r.choice(["注意喚起", "フィッシング", "不審メールについて"]), [Title("【注意喚起】不審メールについて"), r.choice(["件名「パスワードの有効期限が切れました」「アカウント停止のお知らせ」等のメールが届いています。", "「Password expiration notice」という件名の不審メールが確認されています。"]), f"リンク先（hxxps://login-{romaji(r)}.example/）でID・パスワードを入力しないでください。", "入力してしまった場合は直ちにパスワードを変更し、情報政策課（内線2415）へ連絡すること。"])


@family("ho-no-other-pass", [], EVERYWHERE, "hard", decoy=True, count=21)
def other_pass(r):
    """Words that only sound like it."""
    title, lines = r.choice([
        ("運賃表", [f"1日フリーパス：大人 1,200円　小児 600円", "シルバーパス: 70歳以上", "パスの提示で施設入館料が2割引"]), ("パスポート", [f"旅券番号 TR{digits(r, 7)}", "パスポートセンター：029-226-5023", "パスポート申請は平日のみ"]),
        ("テスト結果", [f"pass: {r.randint(100, 999)}  fail: {r.randint(0, 9)}  skip: {r.randint(0, 30)}", "total time 00:12:44"]), ("工事メモ", ["バイパス：L=1240m W=12.5m", "側溝 U300", "PASS-24 型 トラフ"]),
        ("共有フォルダ", [f"パス：\\\\fs02\\kikaku\\R7\\{r.randint(10, 99)}_照会", "フルパス: C:\\Users\\Public\\Documents\\様式", "※パスが長すぎると開けません"]), ("鍵台帳", [f"鍵番号 K-{r.randint(100, 999)}　倉庫（北側）", "鍵：2本　保管：総務課キーボックス", "スペアキー：有"]),
        ("コネクタ", ["PIN: 25  型番 D-SUB", "1 pin: GND  2 pin: TXD", "キー配列 JIS"]), ("キーワード", ["キーワード：移住、子育て、空き家", "Key Performance Indicator: 120件", "鍵となる施策"]), ("バス時刻", [f"市役所発 {r.randint(6, 9)}:{r.randint(10, 59)}　コミュニティバス", "パスモ・スイカ利用可", "定期券：3か月 12,340円"]),
        ("サッカー教室", ["パス練習 10分", "ショートパス：20本", "スルーパス→シュート"]), ("ID欄", [f"施設ID：{digits(r, 6)}", f"事業ID: R7-{digits(r, 4)}", "物件コード A-1203"]), ("放送", ["開錠 6:30 施錠 22:00", "正門：鍵　裏門：南京錠", "暗証式ではなくカード式に更新予定"]),
    ])
    return Doc(title, [Title(title), *lines])


@family("ho-no-design", [], WORDS + SLIDES + ("xlsx", "md", "html", "xls"), "hard", decoy=True, count=8)
def design(r):
    """A network design with a policy of accounts."""
    rows = [["設定項目", "設定値"], ["管理者アカウント", "admin を無効化し個別アカウントを作成"], ["パスワード", r.choice(["12文字以上、英数記号混在", "別紙「認証情報管理表」参照", "作業時に協議の上決定", "RADIUS認証（共有鍵は別紙）"])], ["SSID", f"minamo-{r.choice(['lgwan', 'kosho'])}（ステルス）"], ["暗号化方式", "WPA3-Enterprise"], ["事前共有鍵", r.choice(["使用しない", "当日入力", "機器ごとにランダム生成"])], ["SNMPコミュニティ", "変更すること（public不可）"], ["VLAN", f"{r.randint(10, 400)}"]]
    return Doc(r.choice(["基本設計書", "パラメータシート", "ネットワーク設計"]), [Title("４　無線LANパラメータシート"), Table(rows)])
