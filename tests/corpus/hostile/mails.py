"""Mails without end, with nested and lying parts."""

import base64


def made(r):
    head = b"From: a@example.jp\r\nTo: b@example.jp\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    yield "headers.eml", head + b"".join(f"X-{n}: {n}\r\n".encode() for n in range(200000)) + b"\r\n", "200,000 headers"
    yield "header.eml", head + b"X-Long: " + b"a" * (4 << 20) + b"\r\n\r\nbody", "a header of 4 MiB"
    yield "folded.eml", head + b"X-Long: a" + b"\r\n b" * 500000 + b"\r\n\r\nbody", "a header folded 500,000 times"
    yield "words.eml", head.replace(b"Subject: x", b"Subject: " + b"=?UTF-8?B?44OR?= " * 100000) + b"\r\n", "100,000 encoded words"
    yield "bad-words.eml", head.replace(b"Subject: x", b"Subject: =?nosuch?B?!!!?= =?UTF-8?Q?=ZZ?= =?UTF-8?X?a?= =?=?=?=") + b"\r\n", "encoded words that are none"
    deep = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "パスワード：Kaze-2024".encode()
    for n in range(400):
        deep = f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() + deep + f"\r\n--b{n}--\r\n".encode()
    yield "deep.eml", head + deep, "parts 400 deep"
    inner = head + b"\r\nbody"
    for _ in range(300):
        inner = head + b"Content-Type: message/rfc822\r\n\r\n" + inner
    yield "mails.eml", inner, "mails in mails, 300 deep"
    yield "same.eml", head + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 5000, "parts with the same boundary, 5,000 deep"
    yield "many.eml", head + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 200000, "200,000 parts"
    for boundary in (b"", b'""', b" ", b"-", b"a" * 100000, b"\xff\xfe"):
        yield "boundary.eml", head + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n--" + boundary + b"\r\n\r\nx\r\n", "a strange boundary"
    names = b"".join(f";\r\n filename*{n}=\"a\"".encode() for n in range(50000))
    yield "rfc2231.eml", head + b"Content-Disposition: attachment" + names + b"\r\n\r\nx", "a name in 50,000 pieces"
    yield "rfc2231-bad.eml", head + b"Content-Disposition: attachment; filename*=nosuch''%ZZ%; filename*99999999999=a; filename*0*=UTF-8''%\r\n\r\nx", "names that are none"
    yield "base64.eml", head + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"====" * 100000 + b"!@#$%^" * 100000, "base64 that is none"
    yield "quoted.eml", head + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=\r\n" * 500000 + b"=Z", "half a million soft breaks"
    yield "charset.eml", head + b"Content-Type: text/plain; charset=nosuch-8\r\n\r\n" + r.randbytes(3000), "an unknown charset"
    yield "escape.eml", head + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b"\x1b$B" * 100000 + b"!", "shifts without end"
    name = base64.b64encode("../../../etc/パスワード.txt".encode()).decode()
    yield "names.eml", head + f'Content-Disposition: attachment; filename="=?UTF-8?B?{name}?="\r\n\r\nx'.encode(), "an attachment named upwards"
    yield "uu.eml", head + b"\r\nbegin 644 a.zip\r\n" + b"M" + b"`" * 60 + b"\r\n" * 100000, "uuencoded without end"
    yield "endless.mbox", b"From a Mon Apr  1 09:00:00 2024\n" * 200000, "200,000 starts and no mail"
    yield "no-end.mbox", b"From a Mon Apr  1 09:00:00 2024\nSubject: x\n\n" + b"x" * (4 << 20), "a mail that does not end"
    yield "escaped.mbox", b"From a Mon Apr  1 09:00:00 2024\nSubject: x\n\n" + b">" * 300000 + b"From b\n" * 10, "From behind 300,000 marks"
    yield "empty.eml", head, "headers and nothing else"
    yield "cr.eml", head.replace(b"\r\n", b"\r") + b"\rPassword: Kaze-2024\r", "carriage returns only"
