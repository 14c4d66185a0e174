"""Compound files whose tables and trees loop and lie, and legacy documents with hostile records."""

import struct

from write.cfb import END, FREE, SECTOR, compound


def biff(sort, body=b""):
    return struct.pack("<HH", sort, len(body)) + body


BOF = biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))


def patched(data, at, value, form="<I"):
    out = bytearray(data)
    struct.pack_into(form, out, at, value)
    return bytes(out)


def made(r):
    yield from loops(r)
    yield from records(r)
    yield from shows(r)


def loops(r):
    good = compound({"WordDocument": r.randbytes(9000), "1Table": r.randbytes(5000), "Small": b"x" * 300})
    folder = struct.unpack_from("<I", good, 48)[0]
    fat = struct.unpack_from("<I", good, 76)[0]
    table = SECTOR * (fat + 1)
    for n in range(0, 30):
        yield "fat-loop.doc", patched(good, table + 4 * n, 0 if n else 1), f"sector {n} leads back"
        yield "fat-self.doc", patched(good, table + 4 * n, n), f"sector {n} leads to itself"
    yield "fat-far.doc", patched(good, table, 0x7FFFFFFF), "a chain that leaves the file"
    for at, name in ((44, "count of FAT sectors"), (48, "folder's start"), (60, "mini FAT's start"), (64, "mini FAT's count"), (68, "DIFAT's start"), (72, "DIFAT's count"), (76, "first FAT sector")):
        for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFF0, END, FREE, fat, folder):
            yield "head.doc", patched(good, at, value), f"{name} is {value:#x}"
    for shift in (0, 1, 2, 7, 12, 16, 31, 63, 255, 65535):
        yield "shift.doc", patched(good, 30, shift, "<H"), f"sectors of 2^{shift}"
        yield "mini-shift.doc", patched(good, 32, shift, "<H"), f"mini sectors of 2^{shift}"
    place = SECTOR * (folder + 1)
    for entry in range(4):
        for field, value in ((68, entry), (72, entry), (76, entry), (68, 0), (76, 0), (116, 0), (120, 0xFFFFFFFF), (116, folder), (64, 0xFFFF)):
            yield "entry.doc", patched(good, place + 128 * entry + field, value), f"entry {entry}, field {field}: {value:#x}"
    yield "difat.doc", patched(patched(good, 68, 0), 72, 0xFFFFFFFF), "a DIFAT without end"
    deep = {"a": b"x"}
    for n in range(300):
        deep = {f"s{n}": deep}
    yield "deep.doc", compound(deep), "storages 300 deep"
    yield "wide.doc", compound({f"stream{n}": b"x" for n in range(6000)}), "6,000 streams"


def records(r):
    def book(body):
        return compound({"Workbook": BOF + body + biff(0x0A)})

    sst = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    yield "sst.xls", book(biff(0xFC, sst + struct.pack("<HB", 0xFFFF, 1) + b"a\0" * 4000) + biff(0x3C, b"\x01" + b"b\0" * 4000) * 200), "strings without end"
    yield "runs.xls", book(biff(0xFC, sst + struct.pack("<HBHI", 5, 0x0D, 0xFFFF, 0xFFFFFFFF) + b"a\0" * 5)), "a string with 4 GiB of readings"
    yield "continue.xls", book(biff(0xFC, sst) + biff(0x3C) * 100000), "100,000 empty continuations"
    yield "bound.xls", book(b"".join(biff(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"A") for place in (0, 0xFFFFFFFF, 20, 20, 21, 1 << 31)) * 1000), "6,000 sheets at places that are none"
    yield "labels.xls", book(b"".join(biff(0xFD, struct.pack("<HHHI", 65535, 65535, 0, 0xFFFFFFFF)) for _ in range(50000))), "labels of strings that are not there"
    yield "mulrk.xls", book(biff(0xBD, struct.pack("<HH", 0, 0) + b"\xff" * 6 * 300 + struct.pack("<H", 65535)) * 500), "rows of numbers past the last column"
    yield "pass.xls", book(biff(0x2F, b"\x01\0")), "a lock that is cut"
    yield "pass-xor.xls", book(biff(0x2F, struct.pack("<HHH", 0, 1, 2))), "a lock by XOR over nothing"
    yield "long-record.xls", compound({"Workbook": BOF + struct.pack("<HH", 0xFC, 0xFFFF) + b"x" * 100}), "a record longer than the stream"
    for n in range(40):
        yield f"random{n}.xls", book(b"".join(biff(r.choice([0xFC, 0x3C, 0x85, 0xFD, 0xBD, 0x1C, 0x1B6, 0x203, 0x204, 0xEC, 0xEB, 0x5D, 0x207]), r.randbytes(r.randint(0, 300))) for _ in range(60))), "known records with random bodies"
        head = bytearray(r.randbytes(1500))
        head[:12] = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x411, 0, r.choice([0x0000, 0x0200, 0x0004, 0x0204]))
        yield f"random{n}.doc", compound({"WordDocument": bytes(head) + r.randbytes(3000), "1Table": r.randbytes(3000), "0Table": r.randbytes(3000)}), "a Word head over random numbers"


def shows(r):
    def record(sort, body, version=0):
        return struct.pack("<HHI", version, sort, len(body)) + body

    deep = record(0x0FA8, b"Password: Kaze-2024")
    for _ in range(3000):
        deep = record(0x0F0D, deep, 15)
    yield "deep.ppt", compound({"PowerPoint Document": deep, "Current User": bytes(40)}), "records 3,000 deep"
    yield "long.ppt", compound({"PowerPoint Document": struct.pack("<HHI", 15, 1000, 0xFFFFFFFF) * 3000, "Current User": bytes(40)}), "records longer than the file, one in another"
    for n in range(30):
        yield f"random{n}.ppt", compound({"PowerPoint Document": b"".join(record(r.choice([1000, 1006, 1033, 3998, 4000, 4008, 4080, 61444]), r.randbytes(r.randint(0, 200)), r.choice([0, 15])) for _ in range(50)), "Current User": r.randbytes(40)}), "known records with random bodies"
    for n in range(30):
        tree = {f"__substg1.0_{r.choice([0x1000, 0x1009, 0x1013, 0x0037, 0x3701, 0x007D]):04X}{r.choice([0x1F, 0x1E, 0x102, 0x0D]):04X}": r.randbytes(r.randint(0, 5000)) for _ in range(6)}
        tree["__properties_version1.0"] = r.randbytes(400)
        yield f"random{n}.msg", compound(tree), "a message of random properties"
    inside = {"__properties_version1.0": bytes(32), "__substg1.0_1000001F": "パスワード：Kaze-2024".encode("utf-16-le")}
    for _ in range(100):
        inside = {"__properties_version1.0": bytes(32), "__attach_version1.0_#00000000": {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inside}}
    yield "deep.msg", compound(inside), "messages in messages, 100 deep"
    for claim in (0xFFFFFFFF, 0x7FFFFFFF, 0, 16):
        body = struct.pack("<IIII", 100, claim, 0x75465A4C, 0) + r.randbytes(200)
        yield "rtf.msg", compound({"__properties_version1.0": bytes(32), "__substg1.0_10090102": body}), f"compressed RTF that claims {claim} bytes"
