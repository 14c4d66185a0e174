"""SQLite stores and shortcuts whose pages and sizes loop and lie."""

import random
import struct

from document import Doc
from write.shortcut import shell_link
from write.sticky import plum, with_log


def made(r):
    good = plum(Doc("a", ["パスワード：Kaze-2024"]), random.Random(1))
    for size in (0, 1, 2, 511, 513, 32768, 65535):
        yield "page-size.sqlite", good[:16] + struct.pack(">H", size) + good[18:], f"pages of {size} bytes"
    for at, name in ((28, "size in pages"), (32, "first free page"), (36, "count of free pages"), (52, "largest root"), (56, "encoding"), (20, "reserved bytes")):
        for value in (0, 1, 3, 0x7FFFFFFF, 0xFFFFFFFF):
            yield "head.sqlite", good[:at] + struct.pack(">I", value) + good[at + 4:], f"{name}: {value:#x}"
    pages = len(good) // 4096
    for page in range(min(pages, 6)):
        base = page * 4096 + (100 if page == 0 else 0)
        for sort in (0, 1, 2, 5, 10, 13, 255):
            yield "type.sqlite", good[:base] + bytes([sort]) + good[base + 1:], f"page {page + 1} of type {sort}"
        for count in (0, 5, 1000, 65535):
            yield "cells.sqlite", good[:base + 3] + struct.pack(">H", count) + good[base + 5:], f"page {page + 1} claims {count} cells"
        inner = bytes([5]) + bytes(2) + struct.pack(">HHB", 2, 4000, 0) + struct.pack(">I", page + 1) + struct.pack(">HH", 12 + 8, 12 + 8) + struct.pack(">I", page + 1) + b"\x01"
        yield "loop.sqlite", good[:base] + inner + good[base + len(inner):], f"page {page + 1} is its own child"
        for _ in range(6):
            at = base + r.randrange(4000)
            yield "varint.sqlite", good[:at] + b"\xff" * 9 + good[at + 9:], f"a length of 2^63 in page {page + 1}"
    store, log = with_log(Doc("a", ["パスワード：Kaze-2024"]), random.Random(2))
    yield "alone.sqlite-wal", log, "a log without its store"
    for at in (0, 8, 12, 16, 24, 32, 36, 40, 48):
        yield "plum.sqlite-wal", log[:at] + b"\xff\xff\xff\xff" + log[at + 4:], f"a log that lies at {at}"
    yield "store.sqlite", store, "a store whose notes stand in a log that is not there"
    link = shell_link("C:\\Windows\\System32\\net.exe", "use P: \\\\nas01\\a kaze2024 /user:a", "メモ", "C:\\")
    for at in range(20, min(len(link) - 4, 200), 4):
        yield "lies.lnk", link[:at] + b"\xff\xff\xff\x7f" + link[at + 4:], f"a shortcut that lies at {at}"
    yield "flags.lnk", link[:20] + b"\xff\xff\xff\xff" + link[24:], "a shortcut with every flag"
    yield "blocks.lnk", link[:-4] + struct.pack("<II", 8, 0xA0000001) * 50000, "50,000 extra blocks"
    yield "block.lnk", link[:-4] + struct.pack("<I", 1) * 1000, "blocks shorter than their head"
