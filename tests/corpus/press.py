"""Writes planned documents to disk: writers first, LibreOffice in one batch a format, then containers and labels."""

from collections import Counter

from values import offices
from write import Through
from write.coding import ENCODINGS, encode
from write.locks import LOCKS
from write.wrap import wrap

# The writers' formats whose file ending is another word.
ENDINGS = {"sqlite": "sqlite", "script": "bat"}
# What a protection turns a document into.
OUTSIDE = {
    **{ending: {"format": ending[1:], "encoding": ""} for ending in (".jtd", ".xdw", ".one", ".accdb", ".jpg")},
    ".pdf": {"format": "pdf", "encoding": ""},
    ".zip": {"container": "zip"}, ".7z": {"container": "7z"}, ".atc": {"format": "atc", "encoding": ""}, ".eml": {"format": "eml"},
    **dict.fromkeys((".img", ".vhd", ".bin"), {"format": "bitlocker", "encoding": ""}), **dict.fromkeys((".gpg", ".asc"), {"format": "gpg", "encoding": ""}),
}
# Written in one encoding by their nature.
FIXED = {"json": ("utf-8", "utf-8-bom", "cp932", "utf-16le-bom"), "yaml": ("utf-8", "cp932", "utf-8-bom")}


def press(sheets, out):
    coded = Counter()
    for sheet in sheets:
        sheet.payload = sheet.write(sheet.doc, sheet.r)
        if isinstance(sheet.payload, tuple):
            sheet.payload, encoding = sheet.payload
        else:
            encoding = ""
        if isinstance(sheet.payload, str):
            sheet.payload, encoding = encoded(sheet, coded)
        assert sheet.payload is not None, f"{sheet.family.name} gives {sheet.format} nothing to write"
        sheet.label = label(sheet, encoding)
    convert([sheet for sheet in sheets if isinstance(sheet.payload, Through)])
    for sheet in sheets:
        if sheet.doc.lock:
            sheet.payload = LOCKS[sheet.doc.lock](sheet.payload, sheet.doc, sheet.r)
            sheet.label |= OUTSIDE.get(sheet.doc.ending, {})
    taken = set()
    return [label for sheet in sheets for label in store(sheet, out, taken)]


def encoded(sheet, coded):
    """The text in the encoding its kinds have been written in least."""
    sort = (sheet.family.split, tuple(sheet.kinds))
    allowed = sheet.family.encodings or FIXED.get(sheet.format) or tuple(ENCODINGS)
    for name in sorted(allowed, key=lambda name: (coded[sort, name], sheet.r.random())):
        payload = encode(sheet.payload, name, sheet.r)
        if payload is not None:
            coded[sort, name] += 1
            return payload, name
    return sheet.payload.replace("{{charset}}", "UTF-8").encode("utf-8"), "utf-8"


def convert(sheets):
    if sheets:
        from write.office import convert_all

        convert_all(sheets)


def label(sheet, encoding):
    one, doc = sheet.family, sheet.doc
    return {
        "path": "",
        "split": one.split,
        "family": one.name,
        "format": sheet.format,
        "encoding": encoding,
        "container": sheet.container,
        "kinds": sheet.kinds,
        "encrypted": doc.encrypted,
        "difficulty": doc.difficulty or one.difficulty,
        "decoy": one.decoy if doc.decoy is None else doc.decoy,
        "ignore": doc.ignore,
    }


def store(sheet, out, taken):
    doc, r = sheet.doc, sheet.r
    ending = doc.ending or "." + ENDINGS.get(sheet.format, sheet.format)
    name = doc.whole_name or safe(doc.name) + ending
    payload = sheet.payload
    if sheet.container:
        name, payload = wrap(sheet.container, name, payload, r)
    machine = f"{r.choice(offices.DEPARTMENTS)}-PC{r.randint(1, 60):03}"
    folder = f"{sheet.family.split}/{machine}/{doc.folder or sheet.folder}"
    path = f"{folder}/{name}"
    number = 2
    while path in taken:
        stem, dot, rest = name.partition(".")
        path = f"{folder}/{stem} ({number}){dot}{rest}" if stem else f"{folder}{number}/{name}"
        number += 1
    taken.add(path)
    target = out / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(payload)
    sheet.label["path"] = path
    return [sheet.label, *neighbours(sheet, target, path, taken)]


def neighbours(sheet, target, path, taken):
    """Files that lie beside a document because its program writes them; each with a label of its own."""
    folder = path.rpartition("/")[0]
    for name, content, kinds in sheet.doc.beside:
        beside = f"{folder}/{name}"
        if sheet.container or beside in taken:
            continue
        taken.add(beside)
        target.with_name(name).write_bytes(content)
        yield {**sheet.label, "path": beside, "kinds": list(kinds), "ignore": [kind for kind in sheet.kinds if kind not in kinds]}


def safe(name):
    return "".join("_" if c in '\\/:*?"<>|\n\t' else c for c in name).strip()[:80]
