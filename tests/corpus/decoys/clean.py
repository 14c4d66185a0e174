"""Ordinary documents of a city hall that hold nothing."""

from document import Doc, Note, Table, Title
from family import EVERYWHERE, PROSE, TABLES, family
from values.offices import DEPARTMENTS, FACILITIES, date, memo_name
from values.people import person

SENTENCES = [
    "標記の件について、下記のとおり開催しますので、御出席くださいますようお願いいたします。", "資料は当日配布します。", "会場は市役所3階の会議室です。",
    "令和6年度の事業計画（案）について説明があった。", "質疑なく、原案のとおり了承された。", "次回は翌月の第2火曜日とする。",
    "駐車場に限りがありますので、公共交通機関を御利用ください。", "工事期間中は通行止めとなります。", "詳細は市のホームページを御覧ください。",
    "広報の原稿は毎月10日までに提出してください。", "会議の結果は庁内掲示板に掲載する。", "備品の廃棄は年度末までに手続を行うこと。",
]


@family("clean-notice", [], EVERYWHERE, "easy", count=30)
def notice(r):
    """A notice or minutes without anything to find."""
    return Doc(r.choice(["開催通知", "会議録", "起案文", "お知らせ", memo_name(r)]), [Title(r.choice(["会議の開催について（通知）", "打合せ記録", "お知らせ"])), date(r), r.choice(DEPARTMENTS), *r.sample(SENTENCES, 6)])


@family("clean-budget", [], TABLES, "easy", count=16)
def budget(r):
    """A budget sheet."""
    rows = [["款", "項", "予算額（千円）", "前年度", "増減"]]
    for _ in range(r.randint(5, 20)):
        a, b = r.randint(100, 999999), r.randint(100, 999999)
        rows.append([r.choice(["総務費", "民生費", "衛生費", "土木費", "教育費"]), r.choice(["管理費", "事業費", "委託料"]), a, b, a - b])
    return Doc(r.choice(["予算書", "R6当初予算", "決算見込"]), [Table(rows)])
