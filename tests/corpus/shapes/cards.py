"""Payment cards and resident codes."""

from document import Doc, Pairs, Table, Title
from family import EVERYWHERE, NOTES, TABLES, family
from values.numbers import card, grouped_card, resident_code
from values.offices import DEPARTMENTS, memo_name
from values.passwords import wide
from values.people import birth, people, person

CARD = ["カード番号", "クレジットカード番号", "クレジットカード", "Card No.", "ｶｰﾄﾞ番号", "Card number", "クレカ番号"]
CODE = ["住民票コード", "住民票ｺｰﾄﾞ", "住基コード（住民票コード）", "住民票コード(11桁)"]


def styled(r, n):
    return r.choice([n, grouped_card(n, " "), grouped_card(n, "-"), grouped_card(n, "-"), wide(grouped_card(n, "-"))])


@family("card-labelled", ["card_number"], EVERYWHERE, count=22)
def labelled(r):
    """A card with its label, holder and expiry."""
    items = [(r.choice(CARD), styled(r, card(r))), ("有効期限", f"{r.randint(1, 12):02}/{r.randint(25, 31)}"), ("名義", person(r).roman().upper())]
    return Doc(r.choice(["公用カード", "出張予約", memo_name(r)]), [Title("支払方法"), Pairs(items)])


@family("card-list", ["card_number"], TABLES, "easy", count=12)
def listed(r):
    """Cards in a column."""
    rows = [["所属", r.choice(CARD), "有効期限", "限度額"]] + [[r.choice(DEPARTMENTS), styled(r, card(r)), f"{r.randint(1, 12):02}/{r.randint(25, 31)}", f"{r.randint(1, 9) * 100000:,}"] for _ in range(r.randint(2, 8))]
    return Doc(r.choice(["カード一覧", "コーポレートカード管理", memo_name(r)]), [Table(rows)])


@family("card-sentence", ["card_number"], NOTES, "medium", count=12)
def sentence(r):
    """A sentence or a scribble with a card."""
    n = styled(r, card(r))
    line = r.choice([
        f"ホテル予約のカード番号は {n} です。", f"VISA {n} {r.randint(1, 12):02}/{r.randint(25, 31)}", f"クレジットカード：{n}　CVV {r.randint(100, 999)}", f"Please charge my card {n}, exp {r.randint(1, 12):02}/{r.randint(25, 31)}.", f"Amazon用 クレカ {n}", f"カード番号\n{n}",
    ])
    return Doc(memo_name(r), [line])


@family("resident-code-labelled", ["resident_code"], EVERYWHERE, count=20)
def code(r):
    """A resident code beside its label."""
    items = [("氏名", person(r).name()), (r.choice(CODE), r.choice([resident_code(r), wide(resident_code(r))])), ("生年月日", birth(r))]
    return Doc(r.choice(["照会結果", "異動処理", memo_name(r)]), [Title("本人確認情報"), Pairs(items)])


@family("resident-code-column", ["resident_code"], TABLES, "easy", count=12)
def code_column(r):
    """Resident codes in a column."""
    rows = [["氏名", r.choice(CODE), "異動事由"]] + [[p.name(), resident_code(r), r.choice(["転入", "転出", "出生", "転居"])] for p in people(r, r.randint(2, 12))]
    return Doc(r.choice(["住基異動一覧", "住民票コード一覧", memo_name(r)]), [Table(rows)])


@family("resident-code-sentence", ["resident_code"], NOTES, "medium", count=9)
def code_sentence(r):
    """A sentence with a resident code."""
    n = resident_code(r)
    return Doc(memo_name(r), [r.choice([f"住民票コードは {n} でした。", f"住民票コード：{n}（CS端末で確認）", f"住民票コード\n{n}", f"{person(r).name()}の住民票コード {n} に変更あり"])])
