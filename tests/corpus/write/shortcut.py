"""Writes what Windows opens by a click: .lnk, .url and .rdp."""

import struct

from write import writer
from write.plain import lines


def item(text):
    raw = text.encode("utf-16-le")
    return struct.pack("<H", len(text)) + raw


def shell_link(target, arguments="", description="", folder=""):
    """A shortcut with a target (local path), arguments and a remark, all in Unicode."""
    flags = 0x02 | 0x80 | (0x20 if arguments else 0) | (0x04 if description else 0) | (0x10 if folder else 0)
    head = struct.pack("<I16sII", 0x4C, bytes.fromhex("0114020000000000c000000000000046"), flags, 0x20) + bytes(24) + struct.pack("<IIIHHII", 0, 0, 1, 0, 0, 0, 0)
    path = target.encode("cp932", "replace") + b"\0"
    volume = struct.pack("<IIII", 17, 3, 0x1234ABCD, 16) + b"\0"
    base = 0x1C + len(volume)
    size = base + len(path) + 1
    info = struct.pack("<IIIIIII", size, 0x1C, 1, 0x1C, base, 0, base + len(path)) + volume + path + b"\0"
    strings = b"".join(item(text) for text in (description, folder, arguments) if text)
    return head + info + strings + bytes(4)


@writer("lnk")
def lnk(doc, r):
    """The family gives `verbatim`: target, arguments, remark, one a line."""
    target, arguments, remark = (doc.verbatim.split("\n") + ["", ""])[:3]
    return shell_link(target, arguments, remark, target.rpartition("\\")[0])


@writer("url")
@writer("rdp")
@writer("log")
@writer("script")
def as_given(doc, r):
    """The family's own text; without one, its blocks."""
    return doc.verbatim if doc.verbatim is not None else "\n".join(lines(doc, r)) + "\n"
