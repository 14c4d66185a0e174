"""Damages documents: cuts, flips, holes, repeats; and puts random bytes behind every magic number."""

MAGIC = {
    "zip": b"PK\x03\x04", "zip-empty": b"PK\x05\x06", "zip-split": b"PK\x07\x08", "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pdf": b"%PDF-1.7\n", "rtf": b"{\\rtf1\\ansi ", "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "gz": b"\x1f\x8b\x08\0", "bz2": b"BZh91AY&SY", "xz": b"\xfd7zXZ\0\0\x04", "zstd": b"\x28\xb5\x2f\xfd", "rar": b"Rar!\x1a\x07\x01\0", "rar4": b"Rar!\x1a\x07\0", "cab": b"MSCF\0\0\0\0", "lzh": b"\x20\x00-lh5-",
    "sqlite": b"SQLite format 3\0", "wal": b"\x37\x7f\x06\x82", "lnk": b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "onenote": b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "access": b"\0\x01\0\0Standard ACE DB\0",
    "xdw": b"\x60\x0e\x82\x01", "biff8": b"\x09\x08\x10\0\0\x06\x05\0", "biff5": b"\x09\x08\x08\0\0\x05", "eml": b"Received: from a\r\nSubject: ", "mbox": b"From - Mon Apr  1 09:00:00 2024\n", "xml": b"<?xml version=\"1.0\"?>", "html": b"<!DOCTYPE html><html>",
    "utf-8-bom": b"\xef\xbb\xbf", "utf-16le": b"\xff\xfe", "utf-16be": b"\xfe\xff", "utf-32": b"\xff\xfe\0\0", "iso-2022-jp": b"\x1b$B", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "exe": b"MZ\x90\0", "elf": b"\x7fELF",
    "pgp": b"-----BEGIN PGP MESSAGE-----\n", "atc": b"\x03\0\x03\0_AttacheCaseData", "bitlocker": b"\xeb\x58\x90-FVE-FS-", "luks": b"LUKS\xba\xbe", "tar": bytes(257) + b"ustar\0" + b"00", "emf": b"\x01\0\0\0" + bytes(36) + b" EMF",
    "json": b"{\"", "tnef": b"\x78\x9f\x3e\x22", "pst": b"!BDN", "hwp": b"HWP Document File", "wmf": b"\xd7\xcd\xc6\x9a", "ics": b"BEGIN:VCALENDAR\r\n", "ps": b"%!PS-Adobe-3.0\n", "dbf": b"\x03\x7c\x04\x01",
}


def noise(r, n):
    return r.randbytes(n)


def magic(r):
    for name, head in MAGIC.items():
        for size in (0, 1, 60, 700, 5000, 40000):
            yield f"{name}.bin", head + noise(r, size), f"{size} random bytes behind the magic of {name}"
        yield f"{name}-zero.bin", head + bytes(4096), f"zeros behind the magic of {name}"
        yield f"{name}-full.bin", head + b"\xff" * 4096, f"0xff behind the magic of {name}"


def cut(data, r):
    at = r.randrange(len(data))
    return data[:at], f"cut at {at}"


def headless(data, r):
    at = r.randrange(1, min(len(data), 600))
    return data[at:], f"begins at {at}"


def flipped(data, r):
    out = bytearray(data)
    n = r.choice([1, 3, 10, 60])
    for _ in range(n):
        out[r.randrange(len(out))] ^= 1 << r.randrange(8)
    return bytes(out), f"{n} bits flipped"


def holed(data, r):
    at, n = r.randrange(len(data)), r.choice([4, 64, 512, 4096])
    return data[:at] + r.choice([b"\0", b"\xff"]) * len(data[at:at + n]) + data[at + n:], f"{n} bytes blank at {at}"


def repeated(data, r):
    at, n = r.randrange(len(data)), r.randint(1, 2000)
    times = r.choice([2, 5, 50])
    return data[:at] + data[at:at + n] * times + data[at + n:], f"{n} bytes {times} times at {at}"


def swapped(data, r):
    a, b = sorted((r.randrange(len(data)), r.randrange(len(data))))
    return data[b:] + data[a:b] + data[:a], "parts in another order"


def numbered(data, r):
    """Small numbers become large ones: sizes, counts and offsets that lie."""
    out = bytearray(data)
    for _ in range(r.choice([1, 2, 6])):
        at = r.randrange(max(len(out) - 4, 1))
        out[at:at + 4] = r.choice([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xfe\xff\xff\xff", b"\0\0\0\x80", b"\x01\0\0\0"])
    return bytes(out), "numbers that lie"


def seasoned(data, r):
    at, n = r.randrange(len(data)), r.choice([1, 16, 300])
    return data[:at] + noise(r, n) + data[at:], f"{n} random bytes at {at}"


def grown(data, r):
    return data + noise(r, r.choice([1, 100, 5000])), "random bytes at the end"


WAYS = [cut, cut, headless, flipped, flipped, holed, repeated, swapped, numbered, numbered, seasoned, grown]


def of(files, r):
    for sort, paths in files.items():
        for path in r.sample(paths, min(len(paths), 5)):
            data = path.read_bytes()
            if len(data) < 8:
                continue
            for way in WAYS:
                content, why = way(data, r)
                yield f"{sort}{path.suffix}", content, f"{sort}: {why}"
        smallest = min((path for path in paths if path.stat().st_size > 40), key=lambda path: (path.stat().st_size, path), default=None)
        if smallest:
            data = smallest.read_bytes()
            for n in range(24):
                yield f"{sort}-{n}{smallest.suffix}", data[: len(data) * (n + 1) // 25], f"{sort}: first {n + 1} of 25 parts"
