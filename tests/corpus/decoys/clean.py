"""Ordinary documents of a city hall that hold nothing."""

from document import Box, Comment, Doc, Note, Section, Table, Title
from family import EVERYWHERE, NOTES, PROSE, SLIDES, TABLES, family
from values.offices import DEPARTMENTS, FACILITIES, date, memo_name

SENTENCES = [
    "標記の件について、下記のとおり開催しますので、御出席くださいますようお願いいたします。", "資料は当日配布します。", "会場は市役所3階の会議室です。",
    "令和6年度の事業計画（案）について説明があった。", "質疑なく、原案のとおり了承された。", "次回は翌月の第2火曜日とする。",
    "駐車場に限りがありますので、公共交通機関を御利用ください。", "工事期間中は通行止めとなります。", "詳細は市のホームページを御覧ください。",
    "広報の原稿は毎月10日までに提出してください。", "会議の結果は庁内掲示板に掲載する。", "備品の廃棄は年度末までに手続を行うこと。",
]


@family("clean-notice", [], EVERYWHERE, "easy", count=38)
def notice(r):
    """A notice or minutes without anything to find."""
    return Doc(r.choice(["開催通知", "会議録", "起案文", "お知らせ", memo_name(r)]), [Title(r.choice(["会議の開催について（通知）", "打合せ記録", "お知らせ"])), date(r), r.choice(DEPARTMENTS), *r.sample(SENTENCES, 6)])


@family("clean-budget", [], TABLES, "easy", count=15)
def budget(r):
    """A budget sheet."""
    rows = [["款", "項", "予算額（千円）", "前年度", "増減"]]
    for _ in range(r.randint(5, 20)):
        a, b = r.randint(100, 999999), r.randint(100, 999999)
        rows.append([r.choice(["総務費", "民生費", "衛生費", "土木費", "教育費"]), r.choice(["管理費", "事業費", "委託料"]), a, b, a - b])
    return Doc(r.choice(["予算書", "R6当初予算", "決算見込"]), [Table(rows)])


@family("clean-programme", [], PROSE, "easy", count=12)
def programme(r):
    """The programme of an event."""
    return Doc(r.choice(["次第", "プログラム", "式次第"]), [Title("市民まつり 次第"), *[f"{9 + n}:00　{what}" for n, what in enumerate(["開会", "市長あいさつ", "来賓紹介", "演奏", "抽選会", "閉会"])], f"会場　{r.choice(FACILITIES)}"])


@family("clean-notes", [], NOTES, "easy", count=22)
def notes(r):
    """Scribbles of everyday work."""
    return Doc(memo_name(r), r.sample(["14時 打合せ 301会議室", "コピー用紙 5箱 発注", "年休 4/26", "予算要求 10/15締切", "名刺 100枚", "議会答弁 水曜まで", "出張 5/20 県庁 9:30", "ID カード更新 総務へ", "Tel 業者 見積 123,000円", "鍵 返却", "歓送迎会 会費4,000円", "トナー TN-29J 2本"], r.randint(2, 5)))


@family("clean-slides", [], SLIDES + ("pdf",), "easy", count=12)
def slides(r):
    """A presentation with speaker notes and a table."""
    return Doc(r.choice(["説明資料", "事業概要", "住民説明会"]), [Section("事業の概要"), *r.sample(SENTENCES, 3), Note("ここで資料2ページを参照"), Section("スケジュール"), Table([["時期", "内容"], ["4月", "公募"], ["7月", "契約"], ["3月", "完成"]]), Box(["※予定は変更となる場合があります"])])


@family("clean-english", [], ("txt", "csv", "html", "md", "xml", "docx", "eml"), "easy", count=15, encodings=("latin-1", "utf-8", "utf-16le-bom"))
def english(r):
    """English and Western text."""
    return Doc(r.choice(["visit", "programme", "menu"]), [r.choice(["Dear colleagues in Zürich,", "Café menu for the visitors", "Señor López will arrive on May 5."]), "The city council meets on 12 June 2024 at 10:00.", "Please bring 25 copies of the report.", "Lunch: crêpes, 1200 yen."])


@family("clean-remarks", [], ("docx", "odt", "doc", "xlsx", "xls", "ods", "pptx", "odp", "rtf"), "easy", count=14)
def remarks(r):
    """Documents with remarks, boxes and hidden sheets that hold nothing."""
    return Doc(r.choice(["起案", "校正", "集計表"]), [Title("広報原稿"), *r.sample(SENTENCES, 3), Comment("表現を直してください"), Box(["締切 4/10"]), Section("旧版", hidden=True), *r.sample(SENTENCES, 2)])


@family("clean-settings", [], ("ini", "json", "yaml", "xml", "script", "log", "csv"), "easy", count=18)
def settings(r):
    """Settings, scripts and logs without secrets."""
    text = r.choice([
        "[window]\nwidth=1024\nheight=768\nlang=ja\n", '{"name": "report", "version": 3, "columns": ["課名", "件数"]}\n', "title: 月次集計\nrows: 120\noutput: 集計.csv\n", "@echo off\nrem 印刷\nprint /D:LPT1 通知.txt\n",
        "2024-04-01 09:00:00 INFO 起動しました\n2024-04-01 09:00:10 INFO 120件を処理\n", "課名,件数\n総務課,12\n税務課,34\n", '<?xml version="1.0" encoding="{{charset}}"?>\n<list><item>総務課</item><item>税務課</item></list>\n',
    ])
    return Doc(r.choice(["setting", "list", "月次"]), ["設定"], verbatim=text)


@family("clean-unread", [], ("txt",), "easy", count=18, containers=False)
def unread(r):
    """Documents of kinds that are told apart and not read."""
    return Doc(r.choice(["通知", "地図", "議案書", "図面"]), ["本文"], lock=f"unread-{r.choice(['jtd', 'xdw', 'one', 'accdb', 'scan', 'jpg'])}")
