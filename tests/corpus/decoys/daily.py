"""Everyday office text full of numbers and letters that mean nothing: what a label-less rule is tried on."""

from document import Doc, Title
from family import MAILS, PROSE, WORDS, family
from values import people
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name

MAKERS = ["Canon", "Ricoh", "FUJITSU", "NEC", "EPSON", "Buffalo", "Panasonic", "Sharp", "YAMAHA", "Logicool"]
PLACES = ["Mirai-hall", "Hikari-dori", "AEON", "Sunplaza", "city-hall2", "wing-B", "North-annex"]


def thing(r):
    """A name with letters and digits, as they stand in office text."""
    return r.choice([
        lambda: f"{r.choice(MAKERS)} {r.choice(['TS', 'IX', 'LX', 'WSR', 'PX'])}{r.randint(100, 9999)}", lambda: f"Ver{r.randint(1, 9)}.{r.randint(0, 9)}", lambda: f"Office{r.choice([2019, 2021, 365])}", lambda: f"A4{r.choice(['判', ' 2枚'])}", lambda: f"USB{r.randint(2, 3)}.0", lambda: f"第{r.randint(1, 90)}号",
        lambda: f"R{r.randint(5, 8)}_{r.choice(['yosan', 'kessan', 'shiryo', 'gian'])}{r.randint(1, 20)}.xlsx", lambda: f"{r.choice(['shiryo', 'meibo', 'anken'])}{r.randint(1, 30):02}", lambda: f"{r.choice(PLACES)}", lambda: f"Q{r.randint(1, 4)}", lambda: f"{r.randint(1, 9)}F", lambda: f"Covid19", lambda: f"5G対応", lambda: f"LED{r.randint(10, 60)}W",
        lambda: f"gikai{r.randint(1, 4)}gatsu", lambda: f"SDGs{r.randint(1, 17)}", lambda: f"H{r.randint(10, 31)}年度", lambda: f"koho-{r.randint(100, 999)}", lambda: f"fax{r.randint(1, 9)}", lambda: f"QR{r.randint(10, 99)}", lambda: f"J-{r.choice(['ALERT', 'LIS'])}", lambda: f"Teams会議{r.randint(1, 9)}", lambda: f"Nx-{r.randint(10, 99)}b", lambda: f"tosho{r.randint(2020, 2026)}",
    ])()


def sentence(r):
    s, d, t, w = r.choice(SYSTEMS), r.choice(DEPARTMENTS), thing(r), people.person(r).family
    return r.choice([
        f"{s}の更新は{date(r)}に{d}で行う（{t}）。", f"{w}さんに {t} を渡す", f"{t} の見積を{d}へ", f"{s}担当者会議 {r.randint(9, 16)}:00〜 資料 {t}", f"{r.choice(FACILITIES)}の{t}を交換しました。", f"管理者会議の資料は {t} です", f"{t} → {d}", f"端末の入替は {t} を使います。", f"メールで {t} を送付済み、返信待ち", f"サーバ室の空調 {t} が故障、業者手配中", f"パソコンの電源が入らない（{t}）",
        f"{d}の共有フォルダに {t} を置きました", f"鍵の受渡しは{w}が行う。{t}", f"ホームページの {t} を差替え", f"無線LANの {t} は来月撤去", f"起動が遅い端末は {t} でした", f"登録は {t} で行ってください。", f"用紙は {t} を使用", f"{w} {t} {d}", f"・{t}", f"会員登録の画面は {t} のまま", f"プリンタ {t} は{d}と共用", f"申込は {t} まで", f"業者 {w} 氏 来庁 {t} の説明",
        f"初回の打合せは {t} で", f"ソフトの名前は {t} です", f"保守の報告書 {t} 受領", f"複合機の {t} を注文", f"カメラは {t} に変更", f"環境課の {t} に更新", f"クラウドの {t} を試す", f"画面が {t} に変わったら次へ",
    ])


@family("daily-notes", [], ("txt", "md", "docx", "eml", "sqlite"), "hard", decoy=True, count=60, containers=False)
def notes(r):
    """A few lines as one scribbles them."""
    return Doc(memo_name(r), [sentence(r) for _ in range(r.randint(1, 6))])


@family("daily-text", [], ("txt", "docx", "html", "eml", "pdf"), "medium", decoy=True, count=40, containers=False)
def texts(r):
    """A page of minutes, mails and plans."""
    return Doc(r.choice(["記録", "連絡", "予定", memo_name(r)]), [Title(r.choice(["打合せ記録", "連絡事項", "週報"])), date(r), *[sentence(r) for _ in range(r.randint(12, 30))]])


def name(r):
    """A word with digits from another drawer: files, cars, rooms, songs, goods, courses."""
    return r.choice([
        lambda: f"{r.choice(['natsumatsuri', 'undokai', 'keirokai', 'hanami', 'bosaikunren'])}{r.randint(2019, 2026)}", lambda: f"{r.choice(['Prius', 'Hijet', 'Serena', 'Caravan'])}{r.randint(1, 9)}号車", lambda: f"room{r.randint(101, 509)}", lambda: f"{r.choice(['Windows', 'Acrobat', 'Illustrator'])} {r.choice([11, 2024, 'CC'])}", lambda: f"{r.choice(['tanka', 'seikyu', 'mitsumori', 'keiyaku'])}_{r.randint(1, 99):02}", lambda: f"{r.choice(['CO2', 'PM2.5', 'pH7', 'H2O', 'NOx'])}",
        lambda: f"{r.randint(1, 12)}gatsu{r.randint(1, 28)}nichi", lambda: f"{r.choice(['koho', 'kyoiku', 'zeimu', 'kaigo'])}{r.randint(1, 9)}kakari", lambda: f"Ep{r.randint(1, 24)}", lambda: f"{r.choice(['B', 'KX', 'TL'])}{r.randint(10, 99)}-{r.choice('abc')}{r.randint(1, 9)}", lambda: f"mp{r.randint(3, 4)}", lambda: f"{r.choice(['Toner', 'Ink', 'Drum'])}{r.randint(10, 99)}{r.choice(['BK', 'C', 'M'])}", lambda: f"bus{r.randint(1, 9)}ban", lambda: f"Sheet{r.randint(1, 9)}", lambda: f"{r.choice(['ikusei', 'shien', 'taisaku'])}-{r.choice(['plan', 'bu'])}{r.randint(1, 5)}", lambda: f"T{r.randint(10**12, 10**13 - 1)}",
    ])()


@family("daily-errands", [], ("txt", "md", "docx", "eml", "html", "pdf", "sqlite"), "hard", decoy=True, count=150, containers=False)
def errands(r):
    """Diaries, errands and answers, from one line to a page, some of them about systems and keys."""

    def line():
        m, w, d, s, f = name(r), people.person(r).family, r.choice(DEPARTMENTS), r.choice(SYSTEMS), r.choice(FACILITIES)
        return r.choice([
            f"午前、{f}へ。{m} を積んで帰庁", f"{w}係長より {m} を至急とのこと", f"{m} は{d}が保管", f"領収書 {m} 未提出（{w}）", f"{f}の予約 {m}", f"{s}で {m} を検索", f"{s}の操作研修は {m} で実施", f"新しい名刺のデータは {m} です", f"{d}の回覧 {m} 済", f"{m}：{d}、{w}", f"動画 {m} を公開しました", f"コピー機は {m} の紙を使う", f"{f}のかぎ、{w}が預かる。{m}", f"{w}「{m} で合ってますか」", f"→ {m} に決定", f"{m}", f"ファイルを開く前に {m} を確認",
            f"件名 {m} のメールを転送", f"ログを {m} に移した", f"共有の {m} を更新しておきました", f"貸出中 {m}（{w}）", f"保護者あて {m} を配布", f"{s}用の端末 {m} 故障", f"登録済み：{m}", f"欠席 {w}、代理 {m}", f"メモ {m} 参照", f"無線 {m} ch{r.randint(1, 16)}", f"{r.randint(9, 17)}:{r.randint(10, 59)} {m} 到着", f"答え：{m}", f"認証評価の資料 {m}", f"パスワードの件は完了。次は {m} の件", f"IDカードの写真 {m}", f"鍵当番 {w} → {people.person(r).family}", f"Re: {m} について", f"{m} を開いて印刷", f"初回は {m} から", f"{s}に {m} を入力",
        ])

    return Doc(r.choice(["日記", "用務", "返信", memo_name(r)]), [line() for _ in range(r.choice([1, 1, 2, 3, 5, 10, 20]))])
