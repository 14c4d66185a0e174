"""The protections by name: each takes a document's bytes and returns the protected ones, setting a new ending where it must."""

import io
import zipfile

from values.passwords import strong
from write import locked
from write.mail import attachment, body_part, headers, joined
from write.opc import STAMP
from write.unread import KINDS as UNREAD
from write.wrap import members, seven

# Excel opens such a workbook without asking.
DEFAULT = "VelvetSweatshop"


def agile(payload, doc, r):
    return locked.agile(payload, strong(r), r, r.choice([1000, 1000, 100000]))


def standard(payload, doc, r):
    return locked.standard(payload, strong(r), r)


def agile_default(payload, doc, r):
    return locked.agile(payload, DEFAULT, r, 100000)


def standard_default(payload, doc, r):
    return locked.standard(payload, DEFAULT, r)


def odf(payload, doc, r):
    return locked.open_document(payload, strong(r), r)


def sheet(payload, doc, r):
    return locked.legacy_sheet(payload, strong(r), r)


def sheet_default(payload, doc, r):
    return locked.legacy_sheet(payload, DEFAULT, r)


def text(payload, doc, r):
    return locked.legacy_text(payload, strong(r), r)


def show(payload, doc, r):
    return locked.legacy_show(payload, r)


def pdf_user(payload, doc, r):
    bits = r.choice(["40", "128", "256"])
    weak = ["--use-aes=n"] if bits == "128" and r.random() < 0.5 else []
    return locked.pdf(payload, "--encrypt", strong(r), strong(r), bits, *weak, "--")


def pdf_owner(payload, doc, r):
    """Forbids printing; anyone may read."""
    bits = r.choice(["40", "128", "256"])
    rights = ["--print=n"] if bits == "40" else ["--print=none", "--modify=none"]
    return locked.pdf(payload, "--encrypt", "", strong(r), bits, *rights, "--")


def inside(payload, doc, r):
    return members(doc.name + (doc.ending or ".txt"), payload, r)


def zip_old(payload, doc, r):
    made = seven(inside(payload, doc, r), f"-p{strong(r)}", "-mem=ZipCrypto", sort="zip")
    doc.ending = ".zip"
    return made


def zip_aes(payload, doc, r):
    made = seven(inside(payload, doc, r), f"-p{strong(r)}", f"-mem=AES{r.choice([128, 256])}", sort="zip")
    doc.ending = ".zip"
    return made


def seven_open_names(payload, doc, r):
    made = seven(inside(payload, doc, r), f"-p{strong(r)}")
    doc.ending = ".7z"
    return made


def seven_hidden_names(payload, doc, r):
    made = seven(inside(payload, doc, r), f"-p{strong(r)}", "-mhe=on")
    doc.ending = ".7z"
    return made


def attache(payload, doc, r):
    doc.ending = r.choice([".atc", ".atc"])
    return locked.attache(r, r.choice([2, 3]))


def bitlocker(payload, doc, r):
    doc.ending = r.choice([".img", ".vhd", ".bin"])
    return locked.bitlocker(r)


def gpg(payload, doc, r):
    armoured = r.random() < 0.5
    doc.ending = ".asc" if armoured else ".gpg"
    return locked.gpg(r, armoured)


def mailed(payload, doc, r):
    """The document's text in a mail that also brings an encrypted archive."""
    shut = seven([("調査票.csv", "地区,件数\r\n北部,12\r\n".encode("cp932"))], f"-p{strong(r)}", "-mem=ZipCrypto", sort="zip")
    body = body_part(payload.decode("utf-8"), "UTF-8", r)
    head, whole = joined([body, attachment("調査票.zip", shut, r)], r)
    doc.ending = ".eml"
    return headers(doc.name, r, "UTF-8") + head + b"\r\n" + whole


def guarded(payload, doc, r):
    """A workbook whose sheets refuse changes: anyone may read."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(payload)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = content.replace(b"</sheetData>", b'</sheetData><sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1"/>')
            target.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unread(sort):
    """Not a protection: a document of a kind that is not read stands in the place of the text."""
    def replaced(payload, doc, r):
        doc.ending, made = UNREAD[sort](r)
        return made

    return replaced


LOCKS = {
    **{f"unread-{sort}": unread(sort) for sort in UNREAD},
} | {
    name: lock
    for name, lock in list(globals().items())
    if callable(lock) and getattr(lock, "__module__", "") == __name__ and name not in ("inside", "unread")
}
