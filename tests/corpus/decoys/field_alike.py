"""What the field writes that only looks like a secret."""

from document import Doc, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, TABLES, WORDS, family
from values import people
from values.offices import DEPARTMENTS, FACILITIES, date, memo_name
from values.passwords import pin, user

WHERE = ["投票所", "避難所", "給食センター", "図書返却口", "収集車", "除雪詰所", "診療所", "児童館", "斎場", "清掃工場", "ポンプ場", "市営駐車場"]
TOOLS = ["名簿照合ソフト", "気象端末", "検針ハンディ", "監視画面", "勤怠打刻機", "予約台帳", "図書検索機", "カルテ端末", "積算ソフト", "地籍ビューア", "ごみ計量", "校務支援"]


def mark(r):
    """A word with digits, as things, places, files and events have them."""
    return r.choice([f"kenshin{r.randint(1, 12)}gatsu", f"Kyusyoku{r.randint(2020, 2026)}", f"tohyojo{r.randint(1, 40)}", f"HD-{r.randint(100, 999)}Xs", f"Rev{r.randint(1, 9)}a", f"PowerEdge{r.randint(100, 900)}", f"dpi{r.randint(150, 600)}", f"ST{r.randint(1, 9)}-{r.randint(10, 99)}", f"plan{r.randint(1, 9)}b", f"photo_{r.randint(100, 999)}", f"GPS{r.randint(1, 9)}号", f"No.{r.randint(1, 300)}", f"{r.randint(10, 99)}mmVP", f"josetsu-{r.randint(1, 30)}", f"Lot{r.randint(1000, 9999)}b", f"kyushoku_{r.randint(1, 31)}", f"3D{r.choice('ABC')}{r.randint(1, 9)}", f"Wi-Fi{r.randint(5, 7)}"])


def line(r):
    w, t, m, n, d, q = r.choice(WHERE), r.choice(TOOLS), mark(r), people.person(r).family, r.choice(DEPARTMENTS), r.randint(100, 9999)
    return r.choice([
        f"{w}の{t}を{m}に入替え", f"{t}　{m}　{n}", f"{w} {m} 配備", f"{t}の調子が悪い。{m}", f"{n}：{m} を {d} へ送付", f"{w}のカメラは {m} です。", f"{t}のログイン画面を {m} に変えた", f"{w}用の{m}を開封した", f"{m} を入れて検査", f"{w}で {m} を受け取る", f"{t}：{m}", f"{w}／{m}／{n}", f"{t}を開くと {m} が出る", f"点検 {w} {q} {m}", f"{t}のアカウントは {user(r)} に統一", f"{w}の電話 {q}", f"{w}の鍵 {r.randint(1, 9)}本 {n}", f"{w}の管理者会議 {m} 資料",
        f"{t}の設定は {m} のとおりです", f"{w}の無線機は {m} を使う", f"保守業者 {m} 立会い", f"{t}の接続は {m} で行う", f"{w}：扉の修理 {q}円", f"{t}のパスワードは{n}へ", f"{w}のWi-Fi工事 {m}", f"{m}で開催", f"{n}（{m}）", f"{w}の解錠は{r.randint(6, 8)}時", f"{t}　ver {m}", f"{t}の初期化 {m} 完了", f"{w}のロッカー {q}番", f"PC {m} 起動せず", f"{t}でログインできた。{m}", f"ID {user(r)} → {d}",
    ])


@family("field-decoy-daily", [], ("txt", "docx", "eml", "html", "md", "pdf", "sqlite", "xlsx"), "hard", decoy=True, count=120, containers=False)
def daily(r):
    """Everyday text, from one line to a page."""
    return Doc(r.choice(["日誌", "連絡", "巡回記録", memo_name(r)]), [line(r) for _ in range(r.choice([1, 1, 2, 3, 6, 12, 24]))])


@family("field-decoy-tables", [], TABLES, "hard", decoy=True, count=20)
def tables(r):
    """Lists of machines, places and users."""
    head, make = r.choice([("型番", mark), ("備考", mark), ("鍵", lambda r: f"{r.randint(1, 9)}本"), ("台数", lambda r: str(r.randint(1, 90))), ("コード", lambda r: f"{r.randint(100, 999)}"), ("パスワード設定", lambda r: r.choice(["済", "未"])), ("資料", mark), ("暗証番号", lambda r: r.choice(["要変更", "設定済"])), ("開錠", lambda r: f"{r.randint(6, 9)}:00"), ("ダイヤル", lambda r: f"0297-{r.randint(60, 69)}-{r.randint(1000, 9999)}"), ("ナンバー", lambda r: f"{r.randint(10, 99)}-{r.randint(10, 99)}"), ("P", lambda r: str(r.randint(1, 40)))])
    rows = [["名称", r.choice(["ID", "担当", "設置場所"]), head]] + [[t, r.choice([user(r), r.choice(WHERE)]), make(r)] for t in r.sample(TOOLS, r.randint(3, 8))]
    return Doc(r.choice(["一覧", "台帳", "配置"]), [Title(r.choice(["端末一覧", "ログイン端末", "入り方と設置場所", "利用状況"])), Table(rows)])


@family("field-decoy-words", [], NOTES + MAILS, "hard", decoy=True, count=24)
def words(r):
    """Sentences about passwords, keys and locks."""
    w, t, n = r.choice(WHERE), r.choice(TOOLS), people.person(r).family
    text = r.choice([
        f"{t}のパスワードは{n}が封筒で保管。", f"{t}のパスワードを忘れた場合は再起動後に様式{r.randint(1, 9)}を提出", f"{w}のダイヤルは毎月変える", f"{w}の鍵はキーボックスへ（{r.randint(8, 21)}時まで）", f"{t}のパスワード桁数を{r.randint(8, 16)}にした", f"パスワード：{n}に確認", f"PW：前と同じ", f"パスワードは{w}の掲示を見る", f"{t}、PWなしで起動", f"{w}の警備解除は警備員が行う", f"暗証番号は各自で決める（4桁）", f"パスワードは「わすれないもの」にする", f"秘密の質問は設定しない", f"秘密の質問の答えを忘れた人 {r.randint(2, 30)}名", f"合言葉：せいりせいとん",
        f"パスワードは職員番号と同じにしないこと", f"PWに誕生日を使う人が多い", f"{t}のロック解除を依頼 {r.randint(2000, 2999)}", f"{w} 電気錠 電池 {r.randint(2, 8)}本", f"パスワードの紙は{w}で回収", f"Password changed on {r.randint(1, 28)} May by {n}", f"Please keep the door code safe; ask {n}", f"the keypad is broken, unit {r.randint(100, 999)}", f"unlock at {r.randint(6, 9)}:30, lock at 21:00",
    ])
    return Doc(memo_name(r), [text, *([line(r)] if r.random() < 0.3 else [])])
