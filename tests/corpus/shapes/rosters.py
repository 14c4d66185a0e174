"""Lists of persons with addresses, telephones, birth dates or private mail."""

from document import Doc, Table, Title
from family import TABLES, family
from values.offices import memo_name
from values.people import address, birth, mobile, people, phone


@family("roster-table", ["personal_roster"], TABLES, count=20)
def roster(r):
    """Name, address, telephone and birth date in a table."""
    fields = {"住所": address, "電話番号": phone, "生年月日": birth, "携帯": mobile}
    chosen = r.sample(list(fields), r.randint(2, 4))
    rows = [["No", "氏名"] + chosen]
    for n, p in enumerate(people(r, r.randint(6, 25)), 1):
        rows.append([str(n), p.name()] + [fields[name](r) for name in chosen])
    title = r.choice(["参加者名簿", "自治会役員名簿", "対象者一覧", "申込者リスト", "民生委員名簿"])
    return Doc(r.choice([title, memo_name(r)]), [Title(title), Table(rows)])
