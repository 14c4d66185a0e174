#!/usr/bin/python3
"""Makes the compound files in agent/tests/fixtures that no office software here writes: mails, notes, objects, macros, Excel 95 and binary workbooks.

    python3 tests/corpus/make_compound.py

`objects.xls` holds `note.docx`; run `make_fixtures.py` first.
`slides.ppt` is what LibreOffice writes of `slides.fodp`, without the picture of its first page.
"""

import pathlib
import struct
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "agent" / "tests" / "fixtures"
sys.path.insert(0, str(HERE))

from write.cfb import compound  # noqa: E402

NOTE = "パスワード：Attach#1234\r\n".encode("cp932")


def long_property(id, value):
    return struct.pack("<HHIII", 3, id, 6, value, 0)


def mail(texts, unicode=True, header=32, html=None, attachments=()):
    """A mail as a tree of streams; `texts` by id."""
    page = b"" if unicode else long_property(0x3FFD, 932)
    tree = {"__properties_version1.0": bytes(header) + page + (long_property(0x3FDE, 50220) if html else b"")}
    for id, text in texts.items():
        sort, content = ("001F", text.encode("utf-16-le")) if unicode else ("001E", text.encode("cp932"))
        tree[f"__substg1.0_{id}{sort}"] = content
    if html:
        tree["__substg1.0_10130102"] = html.encode("iso-2022-jp")
    for number, (name, content) in enumerate(attachments):
        sort, shown = ("001F", name.encode("utf-16-le")) if unicode else ("001E", name.encode("cp932"))
        inner = {"__properties_version1.0": bytes(8), f"__substg1.0_3707{sort}": shown}
        key = "__substg1.0_3701000D" if isinstance(content, dict) else "__substg1.0_37010102"
        tree[f"__attach_version1.0_#{number:08X}"] = inner | {key: content}
    return tree


def wrapped(name, content):
    """A file as the packager of objects wraps it."""
    path = b"C:\\x\\" + name + b"\0"
    inner = b"\2\0" + name + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    inner += struct.pack("<I", len(content)) + content + bytes(2)
    return struct.pack("<I", len(inner)) + inner


def sticky(*texts):
    rich = b"{\\rtf1\\ansi\\ansicpg932 \\'83\\'70\\'83\\'58\\'83\\'8f\\'81\\'5b\\'83\\'68\\'81\\'46Rtf#5577\\par}"
    tree = {"Version": b"\1\0\0\0\1\0\0\0"}
    for number, text in enumerate(texts):
        note = {"0": rich, "1": bytes(40)}
        if text:
            note["3"] = (text + "\0").encode("utf-16-le")
        tree[f"{number:08x}-11e4-4c7d-a"] = note
    return tree


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def label(row, column, text):
    text = text.encode("cp932")
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)


def excel95():
    """A workbook of Excel 95: one hidden sheet, a comment, a footer, a formula with a text."""
    name = "裏①".encode("cp932")
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 0, 0))
    footer = "&C総務課PW：Foot#95".encode("cp932")
    sheet += record(0x0015, bytes([len(footer)]) + footer)
    for row, cells in enumerate([("システム", "パスワード", "", "個人番号"), ("勤怠", "Biff5#77")]):
        sheet += b"".join(label(row, column, text) for column, text in enumerate(cells) if text)
    sheet += record(0x0203, struct.pack("<HHHd", 1, 3, 0, 123456789018.0))
    sheet += record(0x0006, struct.pack("<HHH", 6, 6, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8))
    sheet += record(0x0207, struct.pack("<H", 9) + b"PW:Frm#88")
    comment = "書庫の暗証番号：4512".encode("cp932")
    sheet += record(0x001C, struct.pack("<HHH", 1, 1, len(comment)) + comment) + record(0x000A)
    begin = record(0x0809, struct.pack("<HHHH", 0x0500, 5, 0, 0)) + record(0x0042, struct.pack("<H", 932))
    place = len(begin) + 4 + 7 + len(name) + 4
    return begin + record(0x0085, struct.pack("<IHB", place, 1, len(name)) + name) + record(0x000A) + sheet


def squeezed(text):
    """A text as macros are packed, here without a single copy in it."""
    packed = b"\1"
    for at in range(0, len(text), 3000):
        piece = text[at:at + 3000]
        chunk = b"".join(b"\0" + piece[n:n + 8] for n in range(0, len(piece), 8))
        packed += struct.pack("<H", 0xB000 | len(chunk) - 1) + chunk
    return packed


def macros(name, text):
    """A VBA project with one module, its compiled code left out."""
    def entry(id, body):
        return struct.pack("<HI", id, len(body)) + body

    code = bytes(100)
    listed = entry(1, bytes(4)) + entry(3, struct.pack("<H", 932)) + struct.pack("<HI", 9, 4) + bytes(6)
    listed += entry(0x19, name.encode("cp932")) + entry(0x1A, name.encode("cp932")) + entry(0x32, name.encode("utf-16-le"))
    listed += entry(0x31, struct.pack("<I", len(code))) + entry(0x2B, b"") + entry(0x10, b"")
    return {"PROJECT": b"", "VBA": {"dir": squeezed(listed), "_VBA_PROJECT": bytes(7), name: code + squeezed(text.encode("cp932"))}}


def rich(objects):
    """An RTF file with objects, by their classes."""
    rtf = "{\\rtf1\\ansi\\ansicpg932 before"
    for name, content in objects:
        word = struct.pack("<I", len(name) + 1) + name + b"\0"
        digits = (struct.pack("<II", 0x501, 2) + word + bytes(8) + struct.pack("<I", len(content)) + content).hex()
        lines = "\r\n".join(digits[at:at + 128] for at in range(0, len(digits), 128))
        rtf += "{\\object\\objemb{\\*\\objclass " + name.decode() + "}{\\*\\objdata " + lines + "}{\\result shown}}"
    return (rtf + " after\\par}").encode()


def binary(kind, *fields):
    """A record of a binary workbook."""
    body = b"".join(fields)
    sevens = lambda value: bytes([value]) if value < 128 else bytes([value & 127 | 128, value >> 7])  # noqa: E731
    return sevens(kind) + sevens(len(body)) + body


def wide(text):
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def binary_workbook(out):
    """A sheet with shared strings, texts, numbers, a date, and a footer; a comment."""
    def cell(column, style=0):
        return struct.pack("<II", column, style)

    def row(number):
        return binary(0, struct.pack("<I", number), bytes(13))

    texts = ["システム", "パスワード", "更新日", "個人番号"]
    sheet = binary(129) + binary(145) + row(0) + b"".join(binary(7, cell(n), struct.pack("<I", n)) for n in range(4))
    sheet += row(1) + binary(6, cell(0), wide("勤怠")) + binary(8, cell(1), wide("Biff12#77"), bytes(6)) + binary(2, cell(2, 1), struct.pack("<I", 45292 << 2 | 2))
    sheet += binary(5, cell(3), struct.pack("<d", 123456789018.0)) + binary(146)
    sheet += binary(479, bytes(2), b"\xff" * 4, wide("&C総務課PW：Foot#12"), b"\xff" * 16) + binary(480) + binary(130)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": binary(131) + binary(153, bytes(8)) + binary(143) + binary(156, struct.pack("<II", 1, 1), wide("rId1"), wide("裏")) + binary(144) + binary(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships><Relationship Id="rId1" Type="{relation}worksheet" Target="worksheets/sheet1.bin"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/sharedStrings.bin": binary(159, struct.pack("<II", 4, 4)) + b"".join(binary(19, b"\0", wide(text)) for text in texts) + binary(160),
        "xl/styles.bin": binary(617, struct.pack("<I", 2)) + binary(47, bytes(16)) + binary(47, struct.pack("<HH", 0, 14), bytes(12)) + binary(618),
        "xl/comments1.bin": binary(628) + binary(637, b"\0", wide("書庫の暗証番号：4512")) + binary(629),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)


def with_macros(out, project):
    """`note.docx` without its text, and with macros."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"), ("word/vbaProject.bin", compound(project))]:
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)


def main():
    inner = mail({"0037": "転送", "1000": "金庫の暗証番号：9876"}, header=24)
    note = (OUT / "note.docx").read_bytes()
    lines = ['Attribute VB_Name = "標準"', "Sub 開く()", '    ActiveSheet.Unprotect Password:="Makro#2048"', '    MsgBox "開きました"', "End Sub", ""]
    project = macros("標準", "\r\n".join(lines))
    files = {
        "mail.msg": mail(
            {"0037": "複合機の件", "0C1A": "総務課", "1000": "管理画面\r\nログインID：kanri\r\nパスワード：Uketsuke#83x"},
            attachments=[("控え.txt", NOTE), ("note.docx", note), ("転送.msg", inner)]),
        "mail-cp932.msg": mail(
            {"0037": "①㈱髙の件", "1000": "ログインID：yuki\r\nパスワード：Cp932#77"},
            unicode=False, attachments=[("控え①.txt", NOTE)]),
        "mail-html.msg": mail(
            {"0037": "一覧"}, html="<html><body><table><tr><td>ID</td><td>パスワード</td></tr>"
            "<tr><td>abe</td><td>Html#99xx</td></tr></table></body></html>"),
        "notes.snt": sticky("共有PC パスワード：Snt#1111", "", "VPN ID：vpn01　パスワード：Snt#2222"),
        "objects.xls": {
            "Workbook": b"\x09\x08\x10\0\0\6\x10\0" + bytes(12) + record(0x000A),
            "MBD00000001": {"\1Ole10Native": wrapped("控え.txt".encode("cp932"), NOTE), "\1Ole": bytes(20)},
            "MBD00000002": {"Package": note},
            "MBD00000003": {"Book": excel95()},
            "MBD00000004": {"Equation Native": bytes(28)},
        },
        "book-95.xls": {"Book": excel95()},
        "macros.xls": {"Workbook": b"\x09\x08\x10\0\0\6\x10\0" + bytes(12) + record(0x000A), "_VBA_PROJECT_CUR": project},
    }
    for name, tree in files.items():
        (OUT / name).write_bytes(compound(tree))
    (OUT / "bare-95.xls").write_bytes(excel95())
    packed = wrapped("控え.txt".encode("cp932"), NOTE)[4:]
    (OUT / "objects.rtf").write_bytes(rich([(b"Package", packed), (b"Word.Document.12", compound({"Package": note}))]))
    binary_workbook(OUT / "book.xlsb")
    with_macros(OUT / "macros.docm", project)


main()
