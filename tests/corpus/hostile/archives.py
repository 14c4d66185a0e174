"""Archives that explode, overlap, loop and lie."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib

from hostile.squeezed import deflated, squeezed, stored, zip_member, zip_of

MIB = 1 << 20


def made(r):
    yield from zips(r)
    yield from streams(r)
    yield from tars(r)
    yield from sevens(r)


def zips(r):
    for times, unit in ((256, b"\0"), (4096, b"\0"), (1024, "パスワード\n".encode("cp932")), (2048, b"a" * 70 + b"\n")):
        raw, size = deflated(unit, times)
        yield "bomb.zip", zip_of([zip_member("a.txt", raw, size)]), f"unpacks to {size >> 20} MiB"
        yield "bomb-lies.zip", zip_of([zip_member("a.txt", raw, 100)]), f"claims 100 bytes, unpacks to {size >> 20} MiB"
    raw, size = deflated(b"\0", 1024)
    inner = zip_of([zip_member(f"{n}.txt", raw, size) for n in range(3)])
    for depth in (2, 3, 5, 20, 60):
        whole = inner
        for n in range(depth):
            whole = zip_of([squeezed(f"{n}-{m}.zip", whole) for m in range(3 if depth < 5 else 1)])
        yield "nested.zip", whole, f"bombs {depth} levels deep"
    # Many entries of the folder that share one member's bytes.
    local, central = zip_member("a.txt", raw, size)
    for count in (100, 5000, 60000):
        folder = central(0) * count
        end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(folder), len(local), 0)
        yield "overlap.zip", local + folder + end, f"{count} entries over the same bytes"
    many = zip_of([stored(f"{n:05}.txt", b"x") for n in range(60000)])
    yield "many.zip", many, "60,000 members"
    local64 = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 45, 0, 0, 0, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, 1, 20) + b"a" + struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62) + b"text"
    for offset in (0, 1 << 40, (1 << 64) - 1):
        c64 = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 45, 45, 0, 0, 0, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, 1, 28, 0, 0, 0, 0, 0xFFFFFFFF) + b"a" + struct.pack("<HHQQQ", 1, 24, 1 << 62, 1 << 62, offset)
        e64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, (1 << 63) - 1, (1 << 63) - 1, len(c64), len(local64))
        tail = b"PK\x06\x07" + struct.pack("<IQI", 0, len(local64) + len(c64), 1) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        yield "zip64.zip", local64 + c64 + e64 + tail, f"zip64 sizes of 2^62, offset {offset:#x}"
    for method in (1, 5, 6, 9, 12, 14, 19, 93, 95, 96, 97, 98, 99, 65535):
        yield f"method{method}.zip", zip_of([zip_member("a.txt", r.randbytes(200), 1000, method=method)]), f"method {method} over random bytes"
    for name in ("../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "..\\..\\a.txt", "a" * 60000, "a/" * 20000 + "b", "\0.txt", "con", "\n.txt", ".", "", "日" * 9000):
        yield "names.zip", zip_of([stored(name, "パスワード：abc12345".encode())]), f"a member named {name[:12]!r}, {len(name)} characters"
    yield "raw-names.zip", zip_of([stored(bytes(range(128, 256)), b"x"), stored(b"\x83", b"x"), stored(b"\xff\xfe", b"x")]), "names in no encoding"
    good = zip_of([squeezed("メモ.txt", "パスワード：Kaze-2024".encode())])
    yield "front.zip", r.randbytes(5000) + good, "random bytes before the archive"
    yield "comment.zip", good[:-2] + struct.pack("<H", 65535) + b"PK\x05\x06" * 16000, "a comment full of ends"
    yield "headless.zip", good[:good.index(b"PK\x01\x02")], "no central folder"
    yield "folder-only.zip", good[good.index(b"PK\x01\x02"):], "no members before the folder"
    for flags in (1, 8, 9, 0x41, 0x2000, 0xFFFF):
        yield "flags.zip", zip_of([zip_member("a.txt", r.randbytes(60), 60, flags=flags)]), f"flags {flags:#x} over random bytes"
    yield "twice.zip", good + good, "two archives in a row"


def streams(r):
    unit = gzip.compress(bytes(16 * MIB), mtime=0)
    yield "bomb.gz", unit * 200, "200 gzip members of 16 MiB each"
    yield "nested.gz", gzip.compress(gzip.compress(unit * 100, mtime=0), mtime=0), "gzip three deep"
    whole = unit
    for _ in range(30):
        whole = gzip.compress(whole, mtime=0)
    yield "deep.gz", whole, "gzip thirty deep"
    yield "name.gz", b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * MIB, "a name of 1 MiB without an end"
    yield "extra.gz", b"\x1f\x8b\x08\x04" + bytes(6) + b"\xff\xff" + bytes(100), "an extra field longer than the file"
    small = bz2.compress(bytes(8 * MIB))
    yield "bomb.bz2", small * 200, "200 bzip2 streams of 8 MiB each"
    tiny = lzma.compress(bytes(8 * MIB))
    yield "bomb.xz", tiny * 200, "200 xz streams of 8 MiB each"
    yield "dictionary.xz", tiny.replace(b"\x21\x01\x16", b"\x21\x01\x28", 1), "a dictionary of 4 GiB"
    yield "alone.lzma", b"\x5d\xff\xff\xff\xff" + b"\xff" * 8 + bytes(60), "lzma with a dictionary of 4 GiB and no size"


def tars(r):
    head = tarfile.TarInfo("a.txt")
    block = bytearray(head.tobuf(tarfile.GNU_FORMAT))

    def summed(raw):
        raw[148:156] = b" " * 8
        raw[148:156] = f"{sum(raw):06o}\0 ".encode()
        return bytes(raw)

    for label, size in (("octal", b"77777777777\0"), ("binary", b"\x80" + bytes(3) + b"\x7f" + b"\xff" * 7), ("negative", b"\xff" * 12), ("blank", b" " * 12), ("letters", b"zzzzzzzzzzz\0")):
        raw = bytearray(block)
        raw[124:136] = size
        yield f"size-{label}.tar", summed(raw) + b"text" * 128, f"a size field that is {label}"
    for sort in b"LKxgSVD1234567A":
        raw = bytearray(block)
        raw[156] = sort
        raw[124:136] = b"00000000777\0"
        yield f"type-{chr(sort)}.tar", summed(raw) * 50 + bytes(1024), f"fifty members of type {chr(sort)}"
    raw = bytearray(block)
    raw[156] = ord("x")
    pax = b"99999999999 path=a\n" + b"30 size=99999999999999999999\n" * 10
    raw[124:136] = f"{len(pax):011o}\0".encode()
    yield "pax.tar", summed(raw) + pax.ljust(512, b"\0") + summed(bytearray(block)), "pax records that lie"
    yield "endless.tar", summed(bytearray(block)) * 20000, "20,000 empty members and no end"
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("self")
        link.type, link.linkname = tarfile.SYMTYPE, "self"
        archive.addfile(link)
    yield "loop.tar", out.getvalue(), "a link to itself"


def sevens(r):
    for label, body in (("huge", struct.pack("<QQI", 0, 1 << 62, 0)), ("far", struct.pack("<QQI", 1 << 62, 100, 0)), ("none", bytes(20))):
        yield f"{label}.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(body)) + body + r.randbytes(300), f"a 7z whose next header is {label}"
    for n in range(60):
        folder = bytes([r.choice([1, 0x17])]) + r.randbytes(r.randint(1, 80))
        start = struct.pack("<QQI", 0, len(folder), zlib.crc32(folder))
        yield f"header{n}.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + folder, "a 7z with a random header under a right checksum"
    for count in (b"\xff" * 9, b"\xe0\xff\xff\xff"):
        folder = b"\x01\x04\x06\x00" + count + b"\x09" + count + b"\x00\x07\x0b" + count
        start = struct.pack("<QQI", 0, len(folder), zlib.crc32(folder))
        yield "counts.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + folder, "a 7z that claims 2^63 streams"
