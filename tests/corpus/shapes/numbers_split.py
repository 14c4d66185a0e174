"""Resident codes and personal numbers in boxes, over lines and cells, in short records and under other words."""

import json

from document import Box, Cell, Comment, Doc, Pairs, Table, Title
from family import MAILS, NOTES, PROSE, SHEETS, TABLES, family
from values.numbers import in_fours, my_number, resident_code
from values.offices import date, memo_name
from values.passwords import wide
from values.people import address, birth, people, person

BOOKS = ("xlsx", "xls", "ods")


def raw(text, name):
    return Doc(name, [line for line in text.split("\n") if line], verbatim=text)


@family("split-code-boxes", ["resident_code"], TABLES, "hard", count=12)
def code_boxes(r):
    """A resident code, a digit a box, the label left of it or above."""
    n = resident_code(r)
    digits = list(n) if r.random() < 0.5 else [int(d) for d in n]
    if r.random() < 0.5:
        rows = [[Cell(r.choice(["住民票コード", "住民票コード（11桁）"]), span=11)], digits, [Cell("氏名　" + person(r).name(), span=11)]]
    else:
        rows = [["氏名", Cell(person(r).name(), span=11)], [r.choice(["住民票コード", "住民票 コード", "住民票\nコード"]), *digits], ["住所", Cell(address(r), span=11)]]
    return Doc(r.choice(["住民異動届", "変更請求書", "本人確認"]), [Title("届出書"), Table(rows)])


@family("split-code-drawn", ["resident_code"], ("txt", "md", "docx", "eml", "pdf", "odt", "sqlite"), "hard", count=12)
def code_drawn(r):
    """Boxes drawn with characters, spaces or brackets."""
    n = resident_code(r)
    line = r.choice(["│".join(["", *n, ""]), "|".join(["", *n, ""]), " ".join(n), "　".join(wide(n)), "".join(f"[{d}]" for d in n), "・".join(n), " | ".join(n), "-".join(n), "／".join(n)])
    label = r.choice(["住民票コード", "住民票コード（１１桁）", "住 民 票 コ ー ド", "〔住民票コード〕"])
    return Doc(memo_name(r), [f"{label}　{line}"] if r.random() < 0.5 else [label, line])


@family("split-code-words", ["resident_code"], NOTES + SHEETS, "hard", count=16)
def code_words(r):
    """A short record under another of the usual words."""
    n, p = resident_code(r), person(r)
    n = r.choice([n, n, wide(n), f"{n[:4]}-{n[4:8]}-{n[8:]}", f"{n[:5]} {n[5:]}", f"{n[:10]}-{n[10]}"])
    label = r.choice(["住民ｺｰﾄﾞ", "住民コード", "住コード", "住民票C", "住民票Ｃ", "住民票ＣＤ", "住民票コ－ド", "住民票ｺ-ﾄﾞ", "住基番号", "住民票コード番号", "住基ネットコード", "住民票のコード", "住民票コ"])
    line = r.choice([f"{p.name()} {label} {n}", f"{label}:{n}", f"{label}＝{n}", f"{label}　{n}　{birth(r)}", f"{n}（{label}）", f"{label}は{n}", f"・{label} … {n}", f"{label}\n{n}"])
    return Doc(memo_name(r), line.split("\n"))


@family("split-code-beside-others", ["resident_code"], TABLES, "hard", count=12)
def code_beside(r):
    """A resident code beside other numbers of the resident."""
    n = resident_code(r)
    style = r.randrange(4)
    if style == 0:
        rows = [["宛名番号", "世帯番号", "住民票コード", "氏名"]] + [[str(r.randint(1000000, 9999999)), str(r.randint(10000, 99999)), resident_code(r), p.name()] for p in people(r, r.randint(2, 7))]
    elif style == 1:
        rows = [["宛名番号（住民票コード）", n], ["氏名", person(r).name()]]
    elif style == 2:
        rows = [["項目", "内容"], ["宛名番号", str(r.randint(1000000, 9999999))], ["住民票コード", n], ["個人番号の有無", "有"]]
    else:
        rows = [["氏名", *[p.name() for p in people(r, 3)]], ["続柄", "世帯主", "妻", "子"], ["住民票コード", *[resident_code(r) for _ in range(3)]]]
    return Doc(r.choice(["照会結果", "異動", memo_name(r)]), [Table(rows)])


@family("split-code-data", ["resident_code"], ("json", "xml", "csv", "yaml", "ini", "tsv"), "hard", count=14)
def code_data(r):
    """A resident code in data of programs."""
    n = resident_code(r)
    return r.choice([
        lambda: raw(json.dumps({"jukiCode": n, "name": "架空"}) + "\n", "data"), lambda: raw(json.dumps([{"住民票コード": int(n), "氏名": "架空 太郎"}], ensure_ascii=False) + "\n", "data"), lambda: raw(f'<?xml version="1.0" encoding="{{{{charset}}}}"?>\n<r><住民票コード>{n}</住民票コード></r>\n', "juki"), lambda: raw(f'<?xml version="1.0" encoding="{{{{charset}}}}"?>\n<p juminhyoCode="{n}" kubun="1"/>\n', "juki"),
        lambda: raw(f"住民票コード,氏名カナ\n{n},カクウ タロウ\n", "juki"), lambda: raw(f"JUMINHYO_CD,SEX\n{n},1\n{resident_code(r)},2\n", "juki"), lambda: raw(f"住民票コード: '{n}'\n氏名: 架空\n", "juki"), lambda: raw(f"juminhyoCd={n}\nsex=1\n", "juki"), lambda: raw(f'"氏名","住民票ｺｰﾄﾞ"\n"架空 太郎","{n}"\n', "juki"),
    ])()


@family("split-code-letter", ["resident_code"], PROSE, "hard", count=12)
def code_letter(r):
    """A letter, a form or minutes with the code some lines from its label."""
    n, p = resident_code(r), person(r)
    blocks = r.choice([
        [Title("住民票コード通知票"), date(r), f"{p.name()}様", "あなたの住民票コードは次のとおりです。", "", n], [Title("住民票コード変更通知"), "旧", resident_code(r), "新", n], ["住民票コード", f"（{p.name()}）", n], [f"{p.name()}さんの件、住民票コードを確認したところ、{n}で間違いありませんでした。"], ["住民票コードが入力されていません", "→", f"{n} を入力して再送"], [f"氏名 {p.name()}", f"生年月日 {birth(r)}", "住民票コード", wide(n), "性別 男"],
    ])
    return Doc(r.choice(["通知票", memo_name(r)]), blocks)


@family("split-my-number", ["my_number"], TABLES, "hard", count=14)
def number_cells(r):
    """A personal number over several cells, lines or boxes."""
    n = my_number(r)
    label = r.choice(["個人番号", "マイナンバー", "個人番号（12桁）"])
    style = r.randrange(6)
    if style == 0:
        rows = [[label, n[:4], n[4:8], n[8:]]]
    elif style == 1:
        rows = [[Cell(label, span=12)], list(n)]
    elif style == 2:
        rows = [[label, *n[:6]], ["", *n[6:]]]
    elif style == 3:
        rows = [[label, n[:4], "－", n[4:8], "－", n[8:]]]
    elif style == 4:
        rows = [[label], [n[:4]], [n[4:8]], [n[8:]]]
    else:
        rows = [["氏名", "続柄", label, "", ""], *[[p.name(), "子", m[:4], m[4:8], m[8:]] for p, m in ((p, my_number(r)) for p in people(r, 3))]]
    return Doc(r.choice(["届出", "申告書", memo_name(r)]), [Title("届出書"), Table(rows)])


@family("split-my-number-lines", ["my_number"], ("txt", "md", "docx", "eml", "pdf", "odt", "sqlite", "html"), "hard", count=14)
def number_lines(r):
    """A personal number broken over lines or drawn in boxes."""
    n = my_number(r)
    label = r.choice(["個人番号", "マイナンバー", "個 人 番 号"])
    lines = r.choice([
        [label, n[:4], n[4:8], n[8:]], [f"{label} {n[:4]} {n[4:8]}", n[8:]], [label, "┌─┬─┐", "│" + "│".join(n) + "│", "└─┴─┘"], [label, " ".join(n[:6]), " ".join(n[6:])], [f"{label}：" + "".join(f"[{d}]" for d in n)], [f"{label}　" + "　".join(wide(n))], [f"{label} {n[:4]} / {n[4:8]} / {n[8:]}"], [f"{label}（{n[:4]}）（{n[4:8]}）（{n[8:]}）"], [label, f"氏名 {person(r).name()}", f"{in_fours(n, ' ')}"], [f"{label} {in_fours(n, '.')}"], [f"{label}＝{in_fours(n, '_')}"],
    ])
    return Doc(memo_name(r), lines)
