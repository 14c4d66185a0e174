"""Writes Outlook's .msg, in Unicode or in the code page of an older Outlook, with attachments."""

import struct

from values import people
from write import writer
from write.cfb import compound
from write.mail import text_of

UNICODE, ANSI, BINARY, LONG = 0x001F, 0x001E, 0x0102, 0x0003


def stream(id, sort):
    return f"__substg1.0_{id:04X}{sort:04X}"


def fixed(entries):
    """Rows of the property stream: (id, type, value or size)."""
    return b"".join(struct.pack("<HHII", sort, id, 6, value) + bytes(4) for id, sort, value in entries)


def texts(found, sort):
    """Streams and rows of string properties."""
    tree, rows = {}, []
    for id, text in found.items():
        raw = text.encode("utf-16-le") if sort == UNICODE else text.encode("cp932", "replace")
        tree[stream(id, sort)] = raw
        rows.append((id, sort, len(raw) + (2 if sort == UNICODE else 1)))
    return tree, rows


def attached(name, content, sort):
    tree, rows = texts({0x3704: name[:8], 0x3707: name}, sort)
    tree[stream(0x3701, BINARY)] = content
    rows += [(0x3701, BINARY, len(content)), (0x3705, LONG, 1)]
    tree["__properties_version1.0"] = bytes(8) + fixed(rows)
    return tree


def outlook(subject, body, r, attachments=()):
    """Bytes of the message and the label of its strings' encoding."""
    sort, label = UNICODE, "utf-16le"
    if r.random() < 0.4 and body.encode("cp932", "ignore").decode("cp932") == body:
        sort, label = ANSI, "cp932"
    sender, receiver = people.person(r), people.person(r)
    tree, rows = texts({
        0x001A: "IPM.Note", 0x0037: subject, 0x1000: body.replace("\n", "\r\n"), 0x0C1A: sender.name(), 0x0C1F: f"{sender.family_roman}@city.kakuu.example.jp", 0x0E04: receiver.name(),
    }, sort)
    if sort == ANSI:
        rows += [(0x3FFD, LONG, 932), (0x3FDE, LONG, 932)]
    for number, (name, content) in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = attached(name, content, sort)
    to, to_rows = texts({0x3001: receiver.name(), 0x3003: f"{receiver.family_roman}@city.kakuu.example.jp"}, sort)
    to["__properties_version1.0"] = bytes(8) + fixed(to_rows)
    tree["__recip_version1.0_#00000000"] = to
    tree["__nameid_version1.0"] = {stream(2, BINARY): b"", stream(3, BINARY): b"", stream(4, BINARY): b""}
    head = bytes(8) + struct.pack("<IIII", 1, len(attachments), 1, len(attachments)) + bytes(8)
    tree["__properties_version1.0"] = head + fixed(rows)
    clsid = bytes.fromhex("0b0d020000000000c000000000000046")
    return compound(tree, clsid), label


@writer("msg")
def msg(doc, r):
    subject = doc.name if r.random() < 0.6 else r.choice(["連絡", "RE: 資料の件", "ご連絡"])
    return outlook(subject, text_of(doc, r), r)


def wrap_msg(name, payload, r):
    made, _ = outlook("資料の送付", "お疲れ様です。\n資料をお送りします。\n", r, [(name, payload)])
    return r.choice(["資料送付", "RE 資料", "送付の件"]) + ".msg", made
