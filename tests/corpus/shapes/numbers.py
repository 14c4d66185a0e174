"""Personal numbers: labelled, in columns, split, damaged by a spreadsheet, hidden, in sentences."""

from document import Box, Cell, Comment, Doc, Pairs, Section, Table, Title
from family import EVERYWHERE, NOTES, PROSE, SHEETS, TABLES, family
from values.numbers import in_fours, my_number
from values.offices import memo_name
from values.passwords import wide
from values.people import address, birth, people, person

LABELS = ["個人番号", "マイナンバー", "個人番号（12桁）", "マイナンバー（個人番号）", "個人番号:", "ﾏｲﾅﾝﾊﾞｰ", "マイナンバー番号", "個番"]
KIN = ["本人", "妻", "夫", "長男", "長女", "母", "世帯主"]
BOOKS = ("xlsx", "xls", "ods")


def styled(r, n):
    return r.choice([n, n, in_fours(n, " "), in_fours(n, "-"), in_fours(n, "－"), in_fours(n, "‐"), wide(n)])


@family("my-number-labelled", ["my_number"], EVERYWHERE, count=22)
def labelled(r):
    """One person's number beside its label."""
    items = [("氏名", person(r).name()), ("生年月日", birth(r)), (r.choice(LABELS), styled(r, my_number(r)))]
    return Doc(r.choice(["扶養控除申告", "本人確認", "届出書", "番号確認", memo_name(r)]), [Title("届出内容"), Pairs(items)])


@family("my-number-column", ["my_number"], TABLES, count=15)
def column(r):
    """A list with the numbers in a column under their header."""
    rows = [["No", "氏名", r.choice(LABELS), "続柄"]]
    for n, p in enumerate(people(r, r.randint(3, 14)), 1):
        rows.append([str(n), p.name(), styled(r, my_number(r)), r.choice(KIN)])
    return Doc(r.choice(["番号一覧", "扶養親族", "報酬支払者", "R6番号収集"]), [Table(rows)])


@family("my-number-boxes", ["my_number"], TABLES, "hard", count=15)
def boxes(r):
    """Twelve boxes, a digit each, as forms have them."""
    n = my_number(r)
    digits = [int(d) for d in n] if r.random() < 0.5 else list(n)
    rows = [["氏名", Cell(person(r).name(), span=12)], [r.choice(LABELS[:4]), *digits], ["住所", Cell(address(r), span=12)]]
    return Doc(r.choice(["申告書", "控除申告書様式", "届出様式"]), [Title("給与所得者の扶養控除等申告書"), Table(rows)])


@family("my-number-lost-zero", ["my_number"], SHEETS, "hard", count=10)
def lost_zero(r):
    """A column of numbers; some lost their leading zero because the cells are numeric."""
    rows = [["氏名", r.choice(LABELS[:4])]]
    for n, p in enumerate(people(r, r.randint(3, 9))):
        rows.append([p.name(), int(my_number(r, zero=n % 3 == 0))])
    return Doc(r.choice(["番号一覧", "収集結果", memo_name(r)]), [Table(rows)])


@family("my-number-scientific", ["my_number"], BOOKS, "medium", count=9)
def scientific(r):
    """Numeric cells shown in scientific notation; six persons with birth dates are a roster too."""
    rows = [["氏名", r.choice(LABELS[:4]), "生年月日"]]
    for p in people(r, r.randint(3, 9)):
        n = int(my_number(r))
        rows.append([p.name(), Cell(n, shown=f"{n:.5E}"), birth(r)])
    kinds = ["my_number", "personal_roster"] if len(rows) > 6 else ["my_number"]
    return Doc(r.choice(["番号一覧", "社保資格取得", memo_name(r)]), [Table(rows)], kinds=kinds)


@family("my-number-sentence", ["my_number"], NOTES + ("html", "pdf"), "medium", count=14)
def sentence(r):
    """A sentence that tells the number."""
    p, n = person(r), styled(r, my_number(r))
    line = r.choice([
        f"{p.family}さんのマイナンバーは{n}です。", f"個人番号は {n} とのこと（電話で確認）", f"マイナンバー {n}（通知カードで確認済み）", f"{p.name()}　個人番号：{n}", f"個人番号「{n}」で照会した結果、該当なし。", f"Individual Number (My Number): {n}",
    ])
    return Doc(memo_name(r), [line])


@family("my-number-below", ["my_number"], PROSE + BOOKS, "medium", count=12)
def below(r):
    """The label on a line, the number on the next."""
    return Doc(r.choice(["届出", memo_name(r)]), ["氏名", person(r).name(), r.choice(LABELS[:4]), styled(r, my_number(r)), "生年月日", birth(r)])


@family("my-number-dump", ["my_number"], SHEETS + ("txt",), "medium", count=14)
def dump(r):
    """Twenty and more numbers in a column without a word."""
    rows = [[my_number(r), r.choice("012"), str(r.randint(19400101, 20201231))] for _ in range(r.randint(22, 60))]
    return Doc(r.choice(["data", "出力結果", "OUT001", "抽出"]), [Table(rows)])


@family("my-number-few", ["my_number"], SHEETS, "hard", count=8)
def few(r):
    """Some numbers in a column whose header says little."""
    rows = [["氏名", r.choice(["番号", "No.", "コード", "備考"])]] + [[p.name(), my_number(r)] for p in people(r, r.randint(8, 15))]
    return Doc(memo_name(r), [Table(rows)])


@family("my-number-hidden", ["my_number"], BOOKS + ("pptx", "odp", "docx", "odt"), "medium", count=9)
def hidden(r):
    """A hidden sheet, a remark or a text box."""
    n = styled(r, my_number(r))
    style = r.randrange(3)
    if style == 0:
        return Doc(memo_name(r), [Section("様式"), "記入してください。", Section("data", hidden=True), Table([["氏名", "個人番号"], [person(r).name(), n]])])
    if style == 1:
        return Doc(memo_name(r), [f"{person(r).name()}　届出受理", Comment(f"個人番号 {n}")])
    return Doc(memo_name(r), ["届出受理", Box([f"マイナンバー：{n}"])])


@family("my-number-roster", ["my_number", "personal_roster"], TABLES, "easy", count=15)
def with_roster(r):
    """Persons with address, birth date and number: both kinds."""
    rows = [["氏名", "フリガナ", "生年月日", "住所", r.choice(LABELS[:4])]]
    for p in people(r, r.randint(7, 20)):
        rows.append([p.name(), p.kana(), birth(r), address(r), styled(r, my_number(r))])
    return Doc(r.choice(["特定個人情報台帳", "給付対象者", "資格取得者一覧"]), [Table(rows)])


@family("my-number-vertical", ["my_number"], ("txt", "md", "docx", "pdf", "odt", "rtf", "doc", "eml", "html"), "medium", count=9)
def vertical(r):
    """A household, one block a person."""
    lines = ["世帯員"]
    for p in people(r, r.randint(2, 4)):
        lines += [f"氏名　{p.name()}（{r.choice(KIN)}）", f"生年月日　{birth(r)}", f"{r.choice(LABELS[:4])}　{styled(r, my_number(r))}", ""]
    return Doc(r.choice(["世帯", "申請内容", memo_name(r)]), lines)
