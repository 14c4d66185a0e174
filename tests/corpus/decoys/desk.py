"""Near misses of desk notes: keys and lockers, ways in, questions, lists and settings, all without a secret."""

import json

from document import Box, Comment, Doc, Note, Pairs, Section, Table, Title
from family import EVERYWHERE, MAILS, NOTES, PROSE, SHEETS, SLIDES, TABLES, WORDS, family
from values import people
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, systems
from values.passwords import pin, user


def code(r):
    """The number of a thing: a model, a room, a request."""
    return r.choice([f"{r.choice('ABCDEFGHKMN')}-{r.randint(1, 999)}", f"R6-{r.randint(100, 9999)}", f"{r.choice(['PC', 'MN', 'SW', 'KB', 'TN'])}{r.randint(100, 9999)}", f"{r.choice(['RX', 'TM', 'LP', 'DX', 'EB'])}-{r.randint(100, 9999)}{r.choice('ABCX')}", f"{r.randint(1, 9)}{r.choice('ABF')}-{r.randint(1, 30)}"])


@family("desk-decoy-lockers", [], TABLES, "hard", decoy=True, count=12)
def lockers(r):
    """Who has which locker, key or room."""
    head = r.choice(["ロッカー番号", "鍵番号", "キーNo.", "部屋番号", "棚番号", "鍵", "内線"])
    rows = [["氏名", head, "所属"]] + [[p.name(), r.choice([str(r.randint(1, 320)), f"K-{r.randint(1, 99)}", str(r.randint(2000, 2999))]), r.choice(DEPARTMENTS)] for p in people.people(r, r.randint(3, 9))]
    return Doc(r.choice(["ロッカー割当", "鍵貸与簿", "座席表"]), [Title(head + "一覧"), Table(rows)])


@family("desk-decoy-keys", [], NOTES, "hard", decoy=True, count=16)
def keys(r):
    """Keys, doors and safes without what opens them."""
    n = r.randint(100, 9999)
    line = r.choice([
        f"書庫の鍵は総務課のキーボックス（{r.randint(1, 40)}番）に返却", f"金庫の中身 釣銭 {n}円", f"鍵の返却が{r.randint(1, 12)}日遅れています", f"ロッカー {n} は空き", f"南京錠を{r.randint(2, 9)}個購入 {n}円", f"鍵交換の見積 {code(r)} 業者へ", f"車庫の鍵 {r.randint(2, 5)}本（うち予備1本）", f"会議室の鍵は内線{n}へ連絡",
        f"キーボックスの点検 {date(r)} 異常なし", f"ダイヤル {n} へ電話", f"扉の修繕 契約 {code(r)}", f"防災倉庫 面積 {n} ㎡", f"開館時間 0900〜1715　閉館後は通用口へ", f"入り方：正面玄関から入り、エレベーターで3階 {r.randint(301, 330)}会議室へ", f"トナーの開け方 カバーを押して手前に引く（型番 {code(r)}）",
        f"門扉の施錠は{r.randint(17, 22)}:30", f"セキュリティカード {n} 番を{people.person(r).family}さんに貸出", f"シャッター故障 受付 {n}", f"電子錠の電池 CR{r.randint(2016, 2450)} 2個", f"解除は情報政策課（{n}）に依頼",
    ])
    return Doc(memo_name(r), [line, *([f"年休 {r.randint(1, 12)}/{r.randint(1, 28)}"] if r.random() < 0.3 else [])])


@family("desk-decoy-words", [], NOTES, "hard", decoy=True, count=16)
def words(r):
    """Words of secrets in sentences that give none."""
    line = r.choice([
        "合言葉は「みんなで減らそう、家庭ごみ」", "今年度の合言葉：笑顔とあいさつ", "パスワードには名前や生年月日を使わないでください", "パスワードは名前の後に数字を付けただけのものにしないこと", "秘密の質問は推測されにくいものを選んでください", "よくある質問：答えはホームページを御覧ください", "暗証番号は窓口で御本人に入力していただきます",
        f"パスワードの件は{people.person(r).family}さんに聞く（内線{r.randint(2000, 2999)}）", "PW忘れたら本人確認して初期化、値は封書で渡す", f"ログイン画面が変わる（{date(r)}から）", "パスは係長が持っている", "ぱすわーど変えること（今月中）", "PW変更は Ctrl+Alt+Del から", f"パスワード変更用の紙 {r.randint(10, 90)}枚印刷", "Passは不要、そのままEnter",
        "Wi-Fiはパスワードなしで使えます（SSID: City_Free_WiFi）", f"会議室Wi-Fiの調子が悪い AP{r.randint(1, 9)}を再起動", "IDとパスワードは別送", f"暗証番号の再設定に来庁 {r.randint(1, 9)}名", "開くときは読み取り専用で開く",
    ])
    return Doc(memo_name(r), [line])


@family("desk-decoy-ways", [], PROSE, "hard", decoy=True, count=12)
def ways(r):
    """How to sign in, without what to type."""
    s = r.choice(SYSTEMS)
    blocks = r.choice([
        [f"{s}の入り方", "1. アイコンをダブルクリックする", "2. 自分のIDとパスワードを入れる", f"3. メニュー{r.randint(1, 9)}を選ぶ"], [f"{s}のログイン方法", f"画面ID {code(r)} が出たら実行キー", "パスワードは各自のもの"], [f"{s}が開かないときは", f"{code(r)} の電源を確認", "だめならヘルプデスクへ"],
        [f"{people.person(r).family}: {s}に入れません", f"{people.person(r).family}: 再起動してみて", f"{people.person(r).family}: 直りました。Windows11でした"], [f"{people.person(r).family}: {s}のパスって何でしたっけ", f"{people.person(r).family}: 個人ごとだよ", f"{people.person(r).family}: 3F-{r.randint(10, 99)}の会議室で説明します"],
        [f"> {s}のパスワードを教えてください", "", f"お答えできません。様式{r.randint(1, 9)}で申請してください。", f"受付番号 {code(r)}"], [f"ログインは {date(r)} から可能です。", f"対象端末 {code(r)}"], [f"{s}　更新済み　{code(r)}　{code(r)}", f"担当 {people.person(r).family}"],
    ])
    return Doc(r.choice(["やりとり", "手順", memo_name(r)]), blocks)


@family("desk-decoy-tables", [], TABLES, "hard", decoy=True, count=14)
def tables(r):
    """Lists of systems, machines and accounts on their side or upright, without secrets."""
    names = systems(r, r.randint(2, 4))
    if r.random() < 0.4:
        rows = [["項目", *names], ["担当", *[people.person(r).family for _ in names]], ["版", *[f"{r.randint(1, 9)}.{r.randint(0, 9)}" for _ in names]], ["端末", *[code(r) for _ in names]], ["パスワード変更", *[r.choice(["済", "未", "4/1"]) for _ in names]]]
    else:
        head = r.choice(["キー", "鍵", "端末名", "パスワード有無", "管理番号", "P", "合言葉", "型番", "PW更新日"])
        value = {"合言葉": lambda: r.choice(["笑顔", "協働", "挑戦"]), "P": lambda: str(r.randint(1, 300)), "鍵": lambda: f"{r.randint(1, 5)}本", "キー": lambda: f"K{r.randint(10, 99)}", "パスワード有無": lambda: r.choice(["有", "無"]), "PW更新日": lambda: f"2024/{r.randint(1, 12)}/{r.randint(1, 28)}"}.get(head, lambda: code(r))
        rows = [["名称", "ID", head, "備考"]] + [[name, user(r), value(), r.choice(["", "共用", code(r)])] for name in names]
    return Doc(r.choice(["一覧", "システム一覧", "各種サービス"]), [Title(r.choice(["システム一覧", "利用サービス", "端末の割当"])), Table(rows)])


@family("desk-decoy-wifi", [], TABLES + ("txt",), "medium", decoy=True, count=10)
def wifi(r):
    """Access points with channels, models and serials."""
    rows = [["場所", "SSID", r.choice(["チャンネル", "機種", "シリアル", "MAC"])]] + [[f, f"city-{n}F", r.choice([f"{r.randint(36, 140)}ch", f"WAB-M{r.randint(1000, 2999)}", f"5C{r.randint(10000, 99999)}F", "00:1a:2b:3c:4d:5e"])] for n, f in enumerate(r.sample(FACILITIES, 3), 1)]
    return Doc(r.choice(["無線LAN", "AP一覧"]), [Title("無線LANアクセスポイント"), Table(rows), "キーは情報政策課で管理"])


@family("desk-decoy-numbers", [], NOTES + MAILS, "hard", decoy=True, count=16)
def numbers(r):
    """Numbers and codes of everyday work near accounts and systems."""
    s = r.choice(SYSTEMS)
    line = r.choice([
        f"{s} 問い合わせ番号 {r.randint(100000, 999999)}", f"{s}の障害 {code(r)} 復旧済み", f"{s} ID {user(r)} を発行（4/1）", f"予約番号 {code(r)} 宿泊2名", f"{s}のサーバ {code(r)} を更新", f"伝票 {code(r)} {s}に入力済み", f"{s}ライセンス {r.randint(10, 99)}本 型番{code(r)}", f"会議ID {r.randint(100, 999)} {r.randint(1000, 9999)} {r.randint(1000, 9999)}（パスコードなし）",
        f"{s}保守契約 {r.randint(2020, 2026)}-{r.randint(1, 99):03}", f"{s}は {code(r)} の端末で使う", f"アカウント {user(r)} を削除した", f"ユーザー {user(r)} と {user(r)} を追加", f"{s} ver{r.randint(1, 9)}.{r.randint(0, 9)}.{r.randint(0, 9)} へ更新", f"複合機カウンタ {r.randint(10000, 99999)}", f"{s}のマニュアル P{r.randint(10, 99)} 参照", f"FAX {r.randint(10, 99)}-{r.randint(1000, 9999)}　機種 {code(r)}",
        f"資料は {s} の {code(r)} フォルダ", f"{s} エラー E{r.randint(1000, 9999)} 再起動で解消",
    ])
    return Doc(memo_name(r), [line, *([f"担当 {people.person(r).family}"] if r.random() < 0.4 else [])])


@family("desk-decoy-settings", [], ("ini", "json", "yaml", "xml", "script", "csv", "log"), "hard", decoy=True, count=24)
def settings(r):
    """Settings and data whose names only look like it."""
    text = r.choice([
        lambda: "[exam]\npassMark=60\npass_count=12\npassRate=0.82\n", lambda: json.dumps({"key": f"menu{r.randint(1, 99)}", "keyCode": 65, "passenger": f"A{r.randint(100, 999)}", "tokenLimit": 4096}) + "\n", lambda: "db:\n  host: sv-db02\n  password: ${DB_PASS}\n  pool: 5\n", lambda: "password_min_length: 12\npassword_expire_days: 90\n",
        lambda: f'<config><connectionStrings><add connectionString="Data Source=sv-db0{r.randint(1, 9)};Initial Catalog=hoken;Integrated Security=SSPI" /></connectionStrings></config>\n', lambda: "adminPw=\ndbPass=\nuser=hoken\n", lambda: "PWM_FREQ=1000\nPWR_ID=A12b34\nPASSIVE_MODE=on2\n", lambda: f"id,key,value\n1,soumu{r.randint(1, 99)},A4\n2,zeimu{r.randint(1, 99)},B5\n",
        lambda: f"set P=%1\nset U=%USERNAME%\nrobocopy C:\\data \\\\nas01\\bk{r.randint(1, 9)} /MIR\n", lambda: "$pw = Read-Host -AsSecureString\n$cred = Get-Credential\n", lambda: "const dbPass = process.env.DB_PASS;\nconst adminPw = await ask('pw?');\n", lambda: "userid,username,lastlogin,dept\n" + "".join(f"{user(r)},{user(r)},2024-04-{n:02},soumu\n" for n in range(1, 5)),
        lambda: f"2024-04-01 09:00:01 INFO user={user(r)} session=a{r.randint(10000, 99999)}f login ok\n2024-04-01 09:00:09 INFO job=J{r.randint(1000, 9999)} done\n", lambda: "UPDATE m_user SET passwd = :pw WHERE user_id = :id;\n", lambda: "INSERT INTO m_user (user_id, login_pw) VALUES (?, ?);\n", lambda: "<form><input name=\"loginPwd\" type=\"password\"><input name=\"user\"></form>\n",
        lambda: "echo \"$SUDO_PW\" | sudo -S ls\n", lambda: f"build: v{r.randint(1, 9)}.{r.randint(0, 20)}.{r.randint(0, 9)}\nimage: app:{r.randint(20230101, 20241231)}\nport: 8080\n", lambda: 'smtp_pass = os.getenv("SMTP_PASS")\n', lambda: f"label_password=パスワード\nlabel_pin=暗証番号\nhelp_password=英数字{r.randint(8, 16)}文字以上\n",
    ])()
    return Doc(r.choice(["setting", "job", "data", "export"]), ["設定"], verbatim=text)


@family("desk-decoy-calls", [], NOTES, "hard", decoy=True, count=14)
def calls(r):
    """Messages and lists of things to do."""
    who, s = people.person(r).family, r.choice(SYSTEMS)
    line = r.choice([
        f"{date(r)} {who}さんよりTEL 折返し {r.randint(2000, 2999)}", f"伝言：{s}の件、見積 {code(r)} で進めるそうです", f"{who}→{s}のパスワードを忘れたとのこと。初期化した", f"警備会社より 点検は{date(r)}", f"業者TELあり。部品 {code(r)} 取り寄せ", f"{who}さんから。金庫の点検を{r.randint(1, 28)}日に変えた", f"{s} 研修 {r.randint(1, 9)}階 {r.randint(101, 505)}", f"駐車券 {r.randint(1000, 9999)} 番 精算済",
        f"宅配 {r.randint(1000, 9999)}-{r.randint(1000, 9999)}-{r.randint(1000, 9999)} 受取", f"{who}さん {code(r)} 借用中", f"弁当 {r.randint(2, 40)}個 {r.randint(500, 990)}円", f"バス {r.randint(7, 18)}:{r.randint(10, 59)} 市役所前", f"口座振替 {r.randint(1, 12)}月{r.randint(1, 28)}日 {r.randint(1000, 99999)}円", f"{s}ログイン不可 {r.randint(10, 17)}時頃復旧",
    ])
    return Doc(r.choice(["電話メモ", "伝言", "TODO", memo_name(r)]), [line])


@family("desk-decoy-slides", [], SLIDES + WORDS, "medium", decoy=True, count=10)
def slides(r):
    """Papers with boxes, notes and remarks that hold no secret."""
    line = r.choice([f"会場Wi-Fiあり（SSIDは掲示）", f"投影PC {code(r)}", f"デモは {date(r)} 14時から", f"図{r.randint(1, 9)} ログイン画面", f"マイク {r.randint(1, 4)}本、延長コード {r.randint(2, 9)}m", f"説明者 {people.person(r).family}（{r.choice(DEPARTMENTS)}）"])
    return Doc(r.choice(["説明会資料", "進行台本", "会場図"]), [Title("説明会"), "資料は当日配布します。", r.choice([Box([line]), Note(line), Comment(line)]), Section("次第"), "質疑応答"])
