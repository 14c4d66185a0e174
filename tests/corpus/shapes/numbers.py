"""Personal numbers with their labels and in columns."""

from document import Doc, Pairs, Table, Title
from family import EVERYWHERE, TABLES, family
from values.numbers import in_fours, my_number
from values.offices import memo_name
from values.people import address, birth, people, person

LABELS = ["個人番号", "マイナンバー", "個人番号（12桁）", "マイナンバー（個人番号）", "個人番号:", "ﾏｲﾅﾝﾊﾞｰ"]


@family("my-number-labelled", ["my_number"], EVERYWHERE, count=20)
def labelled(r):
    """One person's number beside its label."""
    p, n = person(r), my_number(r)
    n = r.choice([n, in_fours(n, " "), in_fours(n, "-"), in_fours(n, "－")])
    items = [("氏名", p.name()), ("生年月日", birth(r)), (r.choice(LABELS), n)]
    return Doc(r.choice(["扶養控除申告", "本人確認", "届出書", "番号確認", memo_name(r)]), [Title("届出内容"), Pairs(items)])


@family("my-number-column", ["my_number"], TABLES, count=16)
def column(r):
    """A list with the numbers in a column under their header."""
    rows = [["No", "氏名", r.choice(LABELS), "続柄"]]
    for n, p in enumerate(people(r, r.randint(3, 14)), 1):
        rows.append([str(n), p.name(), my_number(r), r.choice(["本人", "妻", "子", "世帯主"])])
    return Doc(r.choice(["番号一覧", "扶養親族", "報酬支払者", "R6番号収集"]), [Table(rows)])
