"""What office papers hold that only looks like a secret: handovers, vendors' mails, doors, events, tables, commands."""

from document import Doc, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, SLIDES, TABLES, WORDS, family
from values import people
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, systems
from values.passwords import pin, user

GEAR = ["複合機", "プロッター", "録音機", "投影機", "受付機", "会計端末", "検温タブレット", "公用スマホ", "デジタルサイネージ"]


def part(r):
    """A model, a file, a code of something."""
    return r.choice([f"MX-{r.randint(1000, 9999)}FN", f"imageRUNNER{r.randint(2000, 9999)}", f"r{r.randint(4, 8)}keikaku_{r.randint(1, 9)}", f"Web{r.randint(1, 9)}", f"PoE{r.randint(24, 48)}W", f"doc{r.randint(1000, 9999)}", f"B{r.randint(1, 3)}F", f"A{r.randint(3, 5)}x{r.randint(2, 9)}", f"Zoom{r.randint(5, 6)}.1", f"kaigi{r.randint(1, 30)}", f"SV-{r.randint(1, 30):02}b", f"H{r.randint(20, 31)}-{r.randint(100, 999)}"])


@family("office-decoy-handover", [], NOTES, "hard", decoy=True, count=24)
def handover(r):
    """Lines of handovers without a secret."""
    g, w = r.choice(GEAR), people.person(r).family
    line = r.choice([
        f"・{g}は起動に{r.randint(2, 9)}分かかる。{part(r)}", f"・{g}のログオンは各自のICカード", f"・{g}の管理者は{w}さん（内線{r.randint(2000, 2999)}）", f"・{g}を使うときは {part(r)} を先に開く", f"・{g}の型番 {part(r)}、保守は{date(r)}まで", f"・{g}のパスワードは{w}さんが管理", f"・{g}のロックはカードで外す", f"・{g}のトナー {part(r)} を{r.randint(2, 9)}本発注", f"・{g}の画面に {part(r)} と出たら再起動", f"・{g}の鍵は{r.choice(DEPARTMENTS)}へ返す",
        f"・{g}　担当者用ID {user(r)}（PWは本人設定）", f"・{g}のデータは {part(r)} に保存", f"・{g}は {part(r)} で申請する", f"・{g}パスワード変更済（{date(r)} {w}）", f"・{g}、{part(r)} を入れて電源を押す", f"・開くときは {part(r)} を選ぶ", f"・ログイン後に {part(r)} を押す", f"・管理画面の {part(r)} を有効にする", f"・接続は {part(r)} のポートを使う",
    ])
    return Doc(r.choice(["引継ぎ", memo_name(r)]), [line, *([f"・{w}さんへ連絡"] if r.random() < 0.4 else [])])


@family("office-decoy-vendor", [], MAILS + ("txt", "docx"), "hard", decoy=True, count=14)
def vendor(r):
    """Vendors' mails with numbers and no secret."""
    s = r.choice(SYSTEMS)
    lines = r.choice([
        [f"{s}の保守作業を実施しました。", f"対象 {part(r)}", f"結果 正常", f"作業番号 {r.randint(10000, 99999)}"], ["管理者アカウントのパスワードは別途封書でお送りします。", f"書留 {r.randint(100, 999)}-{r.randint(10, 99)}-{r.randint(10000, 99999)}-{r.randint(0, 9)}"], ["リモート接続の準備ができました。", f"ID {r.randint(100000000, 999999999)}", "パスワードは画面に表示されます。"], [f"ライセンスを{r.randint(2, 40)}本追加しました。", f"製品 {part(r)}", f"証書 {part(r)}"],
        [f"{s}に脆弱性が見つかりました。", f"修正版 {r.randint(1, 9)}.{r.randint(0, 9)}.{r.randint(0, 99)}b{r.randint(1, 9)} を適用してください。", "パスワードの変更は不要です。"], ["ご注文の品を発送しました。", f"品番 {part(r)}", f"お問い合わせ番号 {r.randint(1000, 9999)}-{r.randint(1000, 9999)}-{r.randint(1000, 9999)}"],
    ])
    return Doc(r.choice(["Re: 保守", "納品", "作業報告"]), ["いつもお世話になっております。", *lines, "以上、よろしくお願いいたします。"])


@family("office-decoy-doors", [], NOTES, "hard", decoy=True, count=18)
def doors(r):
    """Doors and boxes without what opens them."""
    f, n = r.choice(FACILITIES), r.randint(100, 9999)
    line = r.choice([
        f"{f}　夜間入口は{r.randint(18, 22)}時に施錠", f"{f}の鍵 {r.randint(2, 9)}本 {n}円", f"{f}警備 月額{n}円", f"{f}の倉庫 {r.randint(10, 400)}㎡", f"{f}　電話 {n}", f"{f}のロッカー {r.randint(20, 300)}台", f"{f}：解錠は管理人に頼む（内線{r.randint(2000, 2999)}）", f"{f} 機械警備 {n}系統 点検", f"{f}の金庫 現金{n}円を確認", f"{f}のシャッター 幅{n}mm", f"{f}駐輪場 {r.randint(20, 300)}台", f"{f}の暗証番号は年度替わりに変更する",
        f"{f} 消火器 {n}番 交換", f"{f} 避難口 {r.randint(1, 9)}か所", f"{f} 予約 {r.randint(100, 999)}番 13時から", f"{f} 扉 {part(r)} 交換見積", f"{f} セキュリティ点検 {date(r)}", f"{f} 入館者 {n}名",
    ])
    return Doc(memo_name(r), [line])


@family("office-decoy-tables", [], TABLES, "hard", decoy=True, count=16)
def tables(r):
    """Tables of sites, apps, pupils and machines without secrets."""
    names = systems(r, r.randint(2, 6))
    head, value = r.choice([
        ("パスワード変更", lambda: r.choice(["済", "未", "4/10"])), ("初期PW配布", lambda: r.choice(["済", "手渡し", "郵送"])), ("番号", lambda: str(r.randint(1000, 9999))), ("型式", lambda: part(r)), ("キー", lambda: r.choice(["有", "無"])), ("ライセンス", lambda: part(r)), ("版", lambda: f"{r.randint(1, 20)}.{r.randint(0, 9)}b{r.randint(1, 9)}"), ("暗証番号設定", lambda: r.choice(["有", "無"])), ("ファイル", lambda: part(r)), ("Pass/Fail", lambda: r.choice(["Pass", "Fail"])), ("更新キー", lambda: r.choice(["毎月", "毎年"])), ("パスワード", lambda: r.choice(["本人設定", "封書", "—"])),
    ])
    rows = [["名称", r.choice(["ID", "ユーザー", "担当"]), head, "備考"]] + [[name, user(r), value(), r.choice(["", "共用", people.person(r).family])] for name in names]
    return Doc(r.choice(["一覧", "配布状況", "利用サイト"]), [Table(rows)])


@family("office-decoy-said", [], NOTES + MAILS, "hard", decoy=True, count=20)
def said(r):
    """Remarks about passwords and systems in passing."""
    s, w = r.choice(SYSTEMS), people.person(r).family
    line = r.choice([
        f"{s}のパスワード、また忘れたので再発行を頼む。様式{r.randint(1, 9)}", f"{w}さんに聞いたら {s} は {part(r)} に移ったって", f"{s}：パスワードの変更期限が来たので変えた（{date(r)}）", f"さっきの件、{part(r)} です。開けたら教えて", f"パスワード変えといて。期限は{r.randint(1, 28)}日", f"{s}、パスワード求められたらキャンセルで", f"取り急ぎファイルのみ。{part(r)}", f"パスワードは後で電話します（{w} {r.randint(2000, 2999)}）", f"PWは例の付箋のとおり", f"{s}に入れない人は {w} まで",
        f"パスワードは12文字以上、{part(r)} の要領を参照", f"今月の目標「あいさつ」　{w}", f"ログインパスワードは課の共通ではなく個人ごとに", f"合言葉は「安全第一」", f"資料は「ひまわり」の会議室で配る", f"{s}のID {user(r)} は廃止", f"会議ID {r.randint(100, 999)} {r.randint(1000, 9999)} は使わない", f"パスワードは名前だけのものが多い（調査結果 {r.randint(10, 60)}件）", f"生年月日や電話番号をパスワードにしている人 {r.randint(2, 30)}名", f"{s} の {part(r)} を確認中",
    ])
    return Doc(memo_name(r), [line])


@family("office-decoy-commands", [], ("txt", "md", "docx", "html", "log"), "hard", decoy=True, count=14)
def commands(r):
    """Commands and settings that ask for the secret or hide it."""
    line = r.choice([
        "sqlplus /nolog", "sqlplus / as sysdba", f"imp parfile=hoken{r.randint(1, 9)}.par", "psql -h sv-db -U hoken -W", f"mount -t cifs //nas01/bk{r.randint(1, 9)} /mnt -o credentials=/root/.smb", "Connect-VIServer sv-vc -Credential $cred", "app.login(user, getpass())", '"smtp": {"user": "noreply", "pass": "${SMTP_PASS}"}', "loginUser=%1 loginPass=%2", "env DB_PASS=$(cat /run/secrets/db) ./run.sh", "ssh -i ~/.ssh/id_ed25519 maint@sv01", f"vncviewer -passwd ~/.vnc/passwd sv0{r.randint(1, 9)}", "ldapsearch -D cn=reader -W", f"robocopy D:\\data{r.randint(1, 9)} \\\\nas01\\bk /MIR /R:3 /W:5", "<connection user='app' pwd='' />", "DB_PASS=", f"curl -H 'X-Job: job{r.randint(100, 999)}a' https://sv01/api",
    ])
    return Doc(memo_name(r), ["コマンド控え", line])


@family("office-daily", [], ("txt", "docx", "eml", "html", "md", "pdf"), "hard", decoy=True, count=80, containers=False)
def daily(r):
    """Everyday text with numbers and names of things."""
    def sentence():
        s, d, t, w = r.choice(SYSTEMS), r.choice(DEPARTMENTS), part(r), people.person(r).family
        return r.choice([
            f"{d}から {t} の照会があり、{w}が回答した。", f"{s}の画面を {t} に変更する案を協議", f"{t}：{w}、{date(r)}提出", f"{w} → {t} → {d}", f"サーバの {t} を増設した", f"共有フォルダの整理（{t} は削除）", f"{d}／{t}", f"メールの件名は「{t}」", f"{s} 研修資料 {t}", f"パソコン {r.randint(2, 30)}台を {t} に更新する予定です", f"ホームページ {t} 公開", f"カメラ設置 {t} 現地確認", f"無線機 {t} を貸出", f"業者に {t} を依頼、{r.randint(1, 9)}月末納品", f"アカウント {user(r)} を {d} に付与",
            f"保守点検 {t}、異常なし", f"端末 {t} でログインを確認", f"{t} を開くと文字化けする", f"利用者登録は {t} から", f"起動しない端末は {t} です", f"会議室の予約は {t} を使う", f"{w}：{t}", f"管理用に {t} を使用している", f"初期設定の手順は {t} のとおり", f"ロック機構の {t} を交換", f"認証用サーバ {t} 更新", f"Wi-Fiの {t} を増設", f"鍵は {d} で保管。{t}",
        ])
    return Doc(r.choice(["記録", "連絡", "週報", memo_name(r)]), [sentence() for _ in range(r.choice([1, 2, 4, 8, 16, 24]))])
