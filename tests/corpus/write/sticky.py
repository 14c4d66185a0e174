"""Writes the stores of Windows' sticky notes: plum.sqlite (with a write-ahead log too) and the older .snt."""

import pathlib
import sqlite3
import tempfile

from write import writer
from write.cfb import compound
from write.plain import lines

OTHERS = ["14時 打合せ（301会議室）", "年休 4/26", "コピー用紙 発注", "回覧まわす", "議会答弁 下書き 水曜まで", "プリンタのトナー交換"]
SCHEMA = (
    'CREATE TABLE "Note" ("Text" varchar, "WindowPosition" varchar, "IsOpen" integer, "IsAlwaysOnTop" integer, "CreationNoteIdAnchor" varchar, "Theme" varchar, "IsFutureNote" integer,'
    ' "RemoteId" varchar, "ChangeKey" varchar, "LastServerVersion" varchar, "RemoteSchemaVersion" integer, "IsRemoteDataInvalid" integer, "PendingInsightsScan" integer,'
    ' "Type" varchar, "Id" varchar primary key not null, "ParentId" varchar, "CreatedAt" bigint, "DeletedAt" bigint, "UpdatedAt" bigint)'
)
PACKAGE = "AppData/Local/Packages/Microsoft.MicrosoftStickyNotes_8wekyb3d8bbwe/LocalState"


def identity(r):
    return f"{r.randrange(16 ** 8):08x}-{r.randrange(16 ** 4):04x}-4{r.randrange(16 ** 3):03x}-8{r.randrange(16 ** 3):03x}-{r.randrange(16 ** 12):012x}"


def notes(doc, r):
    """Texts of the notes, the document's among others."""
    found = ["\n".join(lines(doc, r))]
    for other in r.sample(OTHERS, r.randint(0, 3)):
        found.insert(r.randint(0, len(found)), other)
    return found


def marked(text, r):
    """Paragraphs with their ids, as the program keeps them."""
    return "\n".join(f"\\id={identity(r)} {line}" for line in text.split("\n"))


@writer("sqlite")
def plum(doc, r):
    doc.whole_name, doc.folder = "plum.sqlite", PACKAGE
    texts = notes(doc, r)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "plum.sqlite"
        store = sqlite3.connect(path)
        store.execute("PRAGMA page_size=4096")
        store.execute(SCHEMA)
        store.execute('CREATE TABLE "User" ("Type" varchar, "Id" varchar primary key not null)')
        # Moving the last notes to the log is left to `with_log`.
        for number, text in enumerate(texts):
            store.execute(
                'INSERT INTO "Note" ("Text","WindowPosition","IsOpen","Theme","Id","CreatedAt","UpdatedAt") VALUES (?,?,?,?,?,?,?)',
                (marked(text, r), "ManagedPosition=", 1, r.choice(["Yellow", "Pink", "Blue"]), identity(r), 638475000000000000 + number, 638475000000000000 + number),
            )
        store.commit()
        store.close()
        return path.read_bytes()


def rich(text):
    """RTF of a note: CP932 bytes or Unicode escapes."""
    out = []
    for c in text:
        if c == "\n":
            out.append("\\par\r\n")
        elif c in "\\{}":
            out.append("\\" + c)
        elif ord(c) < 128:
            out.append(c)
        else:
            raw = c.encode("cp932", "ignore")
            out.append("".join(f"\\'{byte:02x}" for byte in raw) if raw else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?")
    return "{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0\\fnil\\fcharset128 \\'82\\'6c\\'82\\'72 \\'83\\'53\\'83\\'56\\'83\\'62\\'83\\'4e;}}\r\n\\viewkind4\\uc1\\pard\\lang1041\\f0\\fs22 " + "".join(out) + "\\par\r\n}\r\n"


@writer("snt")
def snt(doc, r):
    """Windows 7: one storage a note, its RTF in stream 0 and its plain text in stream 3."""
    doc.whole_name, doc.folder = "StickyNotes.snt", "AppData/Roaming/Microsoft/Sticky Notes"
    tree = {"Version": b"\x01\0\0\0", "Metafile": bytes(16)}
    for text in notes(doc, r):
        tree[identity(r)[:31].replace("-", "")[:24]] = {"0": rich(text).encode("ascii"), "1": bytes(24), "3": text.replace("\n", "\r\n").encode("utf-16-le") + b"\0\0"}
    return compound(tree)


@writer("sqlite-wal")
def log_beside(doc, r):
    """The note stands in the log alone; the store lies beside it."""
    store, log = with_log(doc, r)
    doc.whole_name, doc.folder = "plum.sqlite-wal", f"{PACKAGE}/{r.randrange(16 ** 4):04x}"
    doc.beside = [("plum.sqlite", store, [])]
    return log


def with_log(doc, r):
    """plum.sqlite whose note stands in the write-ahead log alone: (store, log)."""
    texts = notes(doc, r)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "plum.sqlite"
        store = sqlite3.connect(path)
        store.execute(SCHEMA)
        store.commit()
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA wal_autocheckpoint=0")
        for number, text in enumerate(texts):
            store.execute('INSERT INTO "Note" ("Text","IsOpen","Theme","Id","CreatedAt") VALUES (?,?,?,?,?)', (marked(text, r), 1, "Yellow", identity(r), 638475000000000000 + number))
        store.commit()
        made = path.read_bytes(), pathlib.Path(f"{path}-wal").read_bytes()
        store.close()
        return made
