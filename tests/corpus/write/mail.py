"""Writes mail: eml and mbox with Japanese charsets, transfer encodings and attachments."""

import base64
import quopri

from document import Box, Comment, Diagram, Note
from values import people
from write import writer
from write.plain import lines, page

CHARSETS = {"ISO-2022-JP": "iso2022_jp", "UTF-8": "utf-8", "Shift_JIS": "cp932", "EUC-JP": "euc_jp", "ISO-8859-1": "latin-1"}
LABELS = {"ISO-2022-JP": "iso-2022-jp", "UTF-8": "utf-8", "Shift_JIS": "cp932", "EUC-JP": "euc-jp", "ISO-8859-1": "latin-1"}


def charset(text, r):
    """A charset that has every character of the text."""
    if text.isascii():
        return "UTF-8"
    names = r.sample(["ISO-2022-JP", "ISO-2022-JP", "UTF-8", "UTF-8", "Shift_JIS", "EUC-JP", "ISO-8859-1"], 7)
    for name in [*names, "UTF-8"]:
        try:
            text.encode(CHARSETS[name])
            return name
        except UnicodeEncodeError:
            continue
    raise AssertionError


def word(text, name):
    """An encoded word of a header, folded as mailers fold."""
    if text.isascii():
        return text
    try:
        text.encode(CHARSETS[name])
    except UnicodeEncodeError:
        name = "UTF-8"
    cuts = [text[i:i + 12] for i in range(0, len(text), 12)]
    return "\r\n ".join(f"=?{name}?B?{base64.b64encode(cut.encode(CHARSETS[name])).decode()}?=" for cut in cuts)


def body_part(text, name, r, sort="plain"):
    """Headers and body of a text part."""
    raw = text.replace("\n", "\r\n").encode(CHARSETS[name])
    ways = ["base64", "quoted-printable"] if name != "ISO-2022-JP" else ["7bit", "7bit", "base64"]
    way = r.choice(ways + (["8bit"] if name in ("UTF-8", "Shift_JIS") else []))
    if way == "base64":
        raw = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif way == "quoted-printable":
        # Line ends stay line ends; everything else is folded at 76.
        raw = b"\r\n".join(quopri.encodestring(line).replace(b"\n", b"\r\n") for line in raw.split(b"\r\n"))
    head = f'Content-Type: text/{sort}; charset="{name}"\r\nContent-Transfer-Encoding: {way}\r\n'
    return head.encode(), raw


def file_name(name, r):
    """The name of an attachment in one of three ways."""
    way = r.randrange(3)
    if way == 0:
        quoted = "".join(f"%{byte:02X}" for byte in name.encode())
        return f"attachment;\r\n filename*=UTF-8''{quoted}"
    if way == 1:
        quoted = "".join(f"%{byte:02X}" for byte in name.encode("cp932", "replace"))
        cut = len(quoted) // 6 * 3
        return f"attachment;\r\n filename*0*=Shift_JIS''{quoted[:cut]};\r\n filename*1*={quoted[cut:]}"
    return f'attachment;\r\n filename="{word(name, "ISO-2022-JP")}"'


def attachment(name, content, r):
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    head = f'Content-Type: application/octet-stream;\r\n name="{word(name, "ISO-2022-JP")}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: {file_name(name, r)}\r\n'
    return head.encode(), encoded


def joined(parts, r, sort="mixed"):
    edge = f"----=_NextPart_{r.randrange(16 ** 12):012X}"
    body = b"".join(b"--" + edge.encode() + b"\r\n" + head + b"\r\n" + content + b"\r\n" for head, content in parts)
    return f'Content-Type: multipart/{sort};\r\n boundary="{edge}"\r\n'.encode(), body + b"--" + edge.encode() + b"--\r\n"


def headers(subject, r, name):
    sender, receiver = people.person(r), people.person(r)
    lines = [
        f"From: {word(sender.name(' '), name)} <{sender.family_roman}@city.kakuu.example.jp>",
        f"To: {word(receiver.name(' '), name)} <{receiver.family_roman}@city.kakuu.example.jp>",
        f"Subject: {word(subject, name)}",
        f"Date: Mon, {r.randint(1, 28)} Apr 2024 {r.randint(8, 18):02}:{r.randint(0, 59):02}:00 +0900",
        f"Message-ID: <{r.randrange(16 ** 12):012x}@city.kakuu.example.jp>",
        "MIME-Version: 1.0",
    ]
    if r.random() < 0.4:
        lines.insert(0, "Received: from mx1.example.jp (mx1.example.jp [192.0.2.10])\r\n\tby mail.city.kakuu.example.jp with ESMTP id 4F2A91; Mon, 1 Apr 2024 09:00:00 +0900")
    return ("\r\n".join(lines) + "\r\n").encode()


GREETING = ["お疲れ様です。", "お世話になっております。", "各位", ""]
CLOSING = ["以上、よろしくお願いいたします。", "取り急ぎ連絡まで。", "", "よろしくお願いします。"]


def text_of(doc, r):
    found = lines(doc, r)
    if any("ぁ" <= c <= "ん" for line in found for c in line):
        greeting, closing = r.choice(GREETING), r.choice(CLOSING)
        found = ([greeting, ""] if greeting else []) + found + (["", closing] if closing else [])
    return "\n".join(found) + "\n"


def message(doc, r):
    """Bytes of one mail and the label of its charset."""
    text = text_of(doc, r)
    name = charset(text, r)
    style = r.randrange(4)
    special = any(isinstance(block, (Box, Comment, Diagram, Note)) for block in doc.all_blocks())
    part = body_part(text, name, r)
    if style == 1 and not special:
        marked = page(doc, r).replace("{{charset}}", name)
        part = joined([part, body_part(marked, charset_or(name, marked), r, "html")], r, "alternative")
    elif style == 2:
        filler = "議題\r\n1 予算について\r\n2 その他\r\n".encode("cp932")
        part = joined([part, attachment("次第.txt", filler, r)], r)
    subject = doc.name if r.random() < 0.6 else r.choice(["連絡", "Re: 資料の件", "ご連絡", "Fw: 確認", "(件名なし)"])
    return headers(subject, r, name) + part[0] + b"\r\n" + part[1], LABELS[name]


def charset_or(name, text):
    try:
        text.encode(CHARSETS[name])
        return name
    except UnicodeEncodeError:
        return "UTF-8"


@writer("eml")
def eml(doc, r):
    return message(doc, r)


FILLER = ["会議室の予約を変更しました。", "資料を共有フォルダに置きました。", "明日の作業は中止です。", "回覧は金曜までにお願いします。"]


@writer("mbox")
def mbox(doc, r):
    """A folder of mails, one of which is the document."""
    from document import Doc

    mails = [message(Doc("連絡", [r.choice(FILLER)]), r)[0] for _ in range(r.randint(0, 3))]
    own, label = message(doc, r)
    mails.insert(r.randint(0, len(mails)), own)
    out = b""
    for mail in mails:
        body = mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        out += b"From - Mon Apr  1 09:00:00 2024\nX-Mozilla-Status: 0001\n" + body + b"\n\n"
    return out, label


def wrap_eml(name, payload, r):
    """A mail that brings the document."""
    text = "お世話になっております。\n資料をお送りします。\n"
    head, body = joined([body_part(text, "ISO-2022-JP", r), attachment(name, payload, r)], r)
    return r.choice(["資料送付", "Fw 資料", "送付の件"]) + ".eml", headers("資料の送付", r, "ISO-2022-JP") + head + b"\r\n" + body
