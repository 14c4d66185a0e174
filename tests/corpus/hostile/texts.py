"""Texts without lines, in broken encodings, of strange sizes; names of members of every sort are in `archives`."""

MIB = 1 << 20


def made(r):
    yield "empty.txt", b"", "nothing"
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"\n", b"\r", b"\x1a", b"\x1b", b"\xff"):
        yield "one.txt", mark, f"only {mark.hex()}"
        yield "much.txt", mark * 300000, f"{mark.hex()} 300,000 times"
    for text in ("パスワード：", "個人番号 123456789018 ", "PW:", "ID/PW ", "123456789012", "氏名,住所,電話\n", "パス", "1234-5678-9012-3456 "):
        for encoding in ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"):
            raw = text.encode(encoding)
            yield "again.txt", raw * (MIB // len(raw)), f"{text.strip()!r} over 1 MiB in {encoding}"
    yield "long.txt", b"a" * 8 * MIB, "a line of 8 MiB"
    yield "digits.txt", b"1" * 4 * MIB, "4 MiB of digits"
    yield "digits-spaced.txt", b"1 " * 2 * MIB, "2 Mi digits, one at a time"
    yield "tabs.txt", b"\t" * 4 * MIB, "4 MiB of tabs"
    yield "columns.csv", b"," * 2 * MIB + "\nパスワード\n".encode(), "2 Mi columns"
    yield "quote.csv", b'a,"' + b"b,c\n" * 500000, "a quote that never closes"
    yield "names.csv", ("佐藤太郎,架空市本町1-1,03-1234-5678\n" * 60000).encode("cp932"), "60,000 times the same person"
    yield "voices.txt", "ﾊﾟ".encode("cp932") * MIB, "half-width voicing without end"
    yield "marks.txt", ("か" + "\u3099" * 200000).encode(), "200,000 marks on one letter"
    yield "wide.txt", "ﷺ".encode() * 200000, "letters that normalise to eighteen"
    yield "surrogates.txt", b"\xff\xfe" + b"\x00\xd8" * 200000, "lone surrogates"
    yield "overlong.txt", b"\xc0\x80\xe0\x80\x80\xf8\x88\x80\x80\x80" * 50000, "overlong UTF-8"
    yield "escapes.txt", b"\x1b$B\x1b(B" * 200000, "escapes without text"
    yield "halves.txt", b"\x83" * 500001, "half characters of CP932"
    yield "mixed.txt", b"".join("パスワード：Kaze-2024\n".encode(r.choice(["utf-8", "cp932", "euc_jp", "utf-16-le"])) for _ in range(5000)), "lines in four encodings"
    for n in range(40):
        yield f"random{n}.txt", r.randbytes(r.choice([10, 100, 5000, 200000])), "random bytes"
        yield f"random{n}.bin", bytes(r.choice(b"\r\n\t ABCpwPW:=0123456789\x83p\x81F") for _ in range(20000)), "random bytes of a small alphabet"
