"""Lists of six persons and more with addresses, telephones, birth dates or private mail."""

from document import Cell, Doc, Section, Table, Title
from family import PROSE, SHEETS, TABLES, WORDS, family
from values.offices import DEPARTMENTS, memo_name
from values.people import address, birth, mobile, people, phone, postcode, private_mail

TITLES = ["参加者名簿", "自治会役員名簿", "対象者一覧", "申込者リスト", "民生委員名簿", "受講者一覧", "避難行動要支援者名簿", "会員名簿", "当選者一覧", "未納者リスト", "ボランティア名簿"]
BOOKS = ("xlsx", "xls", "ods")
FIELDS = {
    "住所": lambda r, p: address(r), "電話番号": lambda r, p: phone(r), "生年月日": lambda r, p: birth(r, 1), "携帯": lambda r, p: mobile(r), "ＴＥＬ": lambda r, p: phone(r), "現住所": lambda r, p: address(r),
    "メールアドレス": private_mail, "連絡先": lambda r, p: mobile(r), "自宅住所": lambda r, p: address(r), "誕生日": lambda r, p: birth(r, 0), "郵便番号": lambda r, p: postcode(r),
}



@family("roster-table", ["personal_roster"], TABLES, count=22)
def roster(r):
    """Name and two to four fields in a table, in any order."""
    chosen = r.sample([name for name in FIELDS if name != "郵便番号"], r.randint(2, 4))
    head = ["No", r.choice(["氏名", "名前", "お名前", "氏　名"]), *chosen]
    rows = [head] + [[str(n), p.name(), *[FIELDS[name](r, p) for name in chosen]] for n, p in enumerate(people(r, r.randint(6, 25)), 1)]
    title = r.choice(TITLES)
    return Doc(r.choice([title, memo_name(r)]), [Title(title), Table(rows)])


@family("roster-one-field", ["personal_roster"], TABLES, "medium", count=15)
def one_field(r):
    """Name and a single private field."""
    label, make = r.choice([("電話番号", lambda p: phone(r)), ("携帯電話", lambda p: mobile(r)), ("生年月日", lambda p: birth(r)), ("住所", lambda p: address(r)), ("メール", lambda p: private_mail(r, p))])
    rows = [["氏名", label]] + [[p.name(), make(p)] for p in people(r, r.randint(8, 20))]
    return Doc(r.choice([r.choice(TITLES), memo_name(r)]), [Table(rows)])


@family("roster-split-name", ["personal_roster"], TABLES, "medium", count=12)
def split_name(r):
    """Family and given name in cells of their own, readings too."""
    rows = [["姓", "名", "セイ", "メイ", "〒", "住所", "TEL"]]
    for p in people(r, r.randint(6, 18)):
        f, g = p.kana(" ").split(" ")
        rows.append([p.family, p.given, f, g, postcode(r), address(r), phone(r)])
    return Doc(r.choice(["差込データ", "宛名", "年賀状", "発送先"]), [Table(rows)])


@family("roster-no-header", ["personal_roster"], SHEETS + ("txt",), "hard", count=10)
def headless(r):
    """Rows without any header."""
    rows = [[p.name(r.choice(["　", " "])), birth(r, 0), address(r), phone(r)] for p in people(r, r.randint(7, 30))]
    return Doc(r.choice(["data", "抽出結果", "CSV出力", "list"]), [Table(rows)])


@family("roster-vertical", ["personal_roster"], ("txt", "md", "html") + WORDS + ("eml", "msg", "xlsx"), "hard", count=15)
def vertical(r):
    """One block a person: name, postcode, address, telephone."""
    lines = [r.choice(["送付先", "名簿", "配布先", "連絡先一覧"])]
    for p in people(r, r.randint(6, 12)):
        lines += [p.name() + r.choice(["", "　様"]), f"〒{postcode(r)}", address(r), r.choice(["TEL ", "電話：", "℡"]) + phone(r), ""]
    return Doc(memo_name(r), lines)


@family("roster-lines", ["personal_roster"], PROSE + ("xlsx",), "medium", count=15)
def lines(r):
    """Numbered lines, fields parted by blanks."""
    gap = r.choice(["　", "  ", "、", " / "])
    with_birth = r.random() < 0.5
    found = [f"{n}{r.choice(['.', '　', ')'])} {gap.join([p.name('　' if gap != '　' else ' '), *([birth(r, 1)] if with_birth else []), address(r), phone(r)])}" for n, p in enumerate(people(r, r.randint(6, 14)), 1)]
    return Doc(r.choice([r.choice(TITLES), memo_name(r)]), [r.choice(TITLES), *found])


@family("roster-tree", ["personal_roster"], PROSE + BOOKS, "hard", count=10)
def tree(r):
    """An emergency call list: name and telephone, arrows between them."""
    found = [f"{'↓' if n else '◎'} {p.name()}{r.choice(['　', ' ', '（'])}{mobile(r)}".replace("（0", "（0") for n, p in enumerate(people(r, r.randint(7, 14)))]
    found = [line + "）" if "（" in line else line for line in found]
    return Doc(r.choice(["緊急連絡網", "連絡網", memo_name(r)]), [r.choice(["緊急連絡網", "学級連絡網", "消防団 連絡網"]), *found])


@family("roster-staff-home", ["personal_roster"], TABLES, "medium", count=10)
def staff_home(r):
    """Staff with department and, what makes it private, their home."""
    rows = [["所属", "職名", "氏名", "自宅住所", "自宅電話"]] + [[r.choice(DEPARTMENTS), r.choice(["課長", "係長", "主査", "主事"]), p.name(), address(r), phone(r)] for p in people(r, r.randint(7, 20))]
    return Doc(r.choice(["職員住所録", "緊急時参集名簿", memo_name(r)]), [Table(rows)])


@family("roster-merged", ["personal_roster"], ("xlsx", "xls", "ods", "docx", "odt", "doc", "html"), "medium", count=9)
def merged(r):
    """A heading merged over the table and groups between the rows."""
    rows = [[Cell(r.choice(TITLES), span=4)], ["番号", "氏名", "住所", "電話"]]
    for block in range(2):
        rows.append([Cell(f"第{block + 1}班", span=4)])
        rows += [[str(n), p.name(), address(r), phone(r)] for n, p in enumerate(people(r, r.randint(4, 8)), 1)]
    return Doc(r.choice(["班編成", "名簿"]), [Table(rows)])


@family("roster-hidden", ["personal_roster"], BOOKS + ("pptx", "docx"), "medium", count=8)
def hidden(r):
    """The list on a hidden sheet behind an innocent one."""
    rows = [["氏名", "生年月日", "住所"]] + [[p.name(), birth(r), address(r)] for p in people(r, r.randint(6, 15))]
    return Doc(r.choice(["集計表", memo_name(r)]), [Section("集計"), Table([["区分", "人数"], ["男", 12], ["女", 15]]), Section("元データ", hidden=True), Table(rows)])


@family("roster-applications", ["personal_roster"], ("csv", "tsv", "xlsx", "json", "xml", "html", "yaml", "ini"), "easy", count=15)
def applications(r):
    """The export of a web form."""
    rows = [["受付番号", "受付日時", "お名前", "フリガナ", "メールアドレス", "電話番号", "参加希望日"]]
    for n, p in enumerate(people(r, r.randint(6, 25)), 1):
        rows.append([f"R6-{n:04}", f"2024/04/{r.randint(1, 28):02} {r.randint(8, 21):02}:{r.randint(0, 59):02}", p.name(" "), p.kana(" "), private_mail(r, p), mobile(r), f"5/{r.randint(1, 31)}"])
    return Doc(r.choice(["申込一覧", "フォーム回答", "export_20240401"]), [Table(rows)])


@family("roster-half-kana", ["personal_roster"], SHEETS + ("txt",), "hard", count=8, encodings=("cp932", "utf-8", "utf-16le-bom", "utf-8-bom"))
def half_kana(r):
    """Names in half-width kana, as old systems print them."""
    rows = [["ｶﾅｼﾒｲ", "ｾｲﾈﾝｶﾞｯﾋﾟ", "ﾃﾞﾝﾜ"]] + [[narrow(p.kana(" ")), birth(r, 2), phone(r)] for p in people(r, r.randint(8, 25))]
    return Doc(r.choice(["ZENGIN", "ｶﾅ名簿", "出力"]), [Table(rows)])


def narrow(text):
    """Full-width katakana in half width."""
    import unicodedata

    table = {}
    for code in range(0xFF61, 0xFFA0):
        table[unicodedata.normalize("NFKC", chr(code))] = chr(code)
        for mark in "ﾞﾟ":
            whole = unicodedata.normalize("NFKC", chr(code) + mark)
            if len(whole) == 1:
                table[whole] = chr(code) + mark
    return "".join(table.get(c, " " if c == "　" else c) for c in text)


@family("roster-english", ["personal_roster"], ("csv", "xlsx", "docx", "html", "txt", "md"), "medium", count=8)
def english(r):
    """Names in Latin letters with home addresses."""
    rows = [["Name", "Date of birth", "Home address", "Phone"]]
    for p in people(r, r.randint(6, 15)):
        rows.append([p.roman(), birth(r, 2), f"{r.randint(1, 9)}-{r.randint(1, 20)}-{r.randint(1, 20)} {r.choice(['Honcho', 'Sakaemachi', 'Wakaba', 'Ekimae'])}, Kakuu-shi", mobile(r)])
    return Doc(r.choice(["ALT host families", "exchange students", "participants"]), [Table(rows)])
