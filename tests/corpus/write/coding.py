"""Turns text into bytes in one of the encodings found on Japanese office desktops."""

# Label, codec, byte order mark, name in a page's declaration.
ENCODINGS = {
    "utf-8": ("utf-8", b"", "UTF-8"),
    "utf-8-bom": ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
    "utf-16le-bom": ("utf-16-le", b"\xff\xfe", "UTF-16"),
    "utf-16be-bom": ("utf-16-be", b"\xfe\xff", "UTF-16"),
    "utf-16le": ("utf-16-le", b"", "UTF-16LE"),
    "utf-16be": ("utf-16-be", b"", "UTF-16BE"),
    "cp932": ("cp932", b"", "Shift_JIS"),
    "euc-jp": ("euc_jp", b"", "EUC-JP"),
    "iso-2022-jp": ("iso2022_jp", b"", "ISO-2022-JP"),
    "latin-1": ("latin-1", b"", "ISO-8859-1"),
}


def encode(text, encoding, r):
    """The bytes, or None when the encoding lacks a character of the text."""
    codec, mark, name = ENCODINGS[encoding]
    text = text.replace("{{charset}}", name)
    if encoding == "latin-1" and text.isascii():
        return None
    if encoding in ("cp932", "euc-jp", "iso-2022-jp") and text.isascii():
        return None
    if r.random() < 0.75:
        text = text.replace("\n", "\r\n")
    try:
        return mark + text.encode(codec)
    except UnicodeEncodeError:
        return None
