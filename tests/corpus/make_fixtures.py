#!/usr/bin/python3
"""Makes the office documents in agent/tests/fixtures with LibreOffice, from the sources in tests/corpus/office.

Run with the Python that has LibreOffice's `uno` (Debian: python3-uno). The results are committed,
so the tests need no office software; the expected outcomes beside them are written by hand.
"""

import email.message
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "agent" / "tests" / "fixtures"
PASSWORD = "only-for-tests"
FILTERS = {
    "docx": "MS Word 2007 XML", "odt": "writer8", "doc": "MS Word 97", "rtf": "Rich Text Format",
    "xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97",
    "pdf": "writer_pdf_Export",
    "pptx": "Impress MS PowerPoint 2007 XML", "odp": "impress8", "ppt": "MS PowerPoint 97",
}
WANTED = {
    "note.fodt": ["docx", "odt", "doc", "rtf", "pdf"],
    "rules.fodt": ["docx", "odt"],
    "book.fods": ["xlsx", "ods", "xls"],
    "slides.fodp": ["pptx", "odp"],
}
# Open XML does not listen to the property `Password`; those containers are made in the tests.
LOCKED = {"note.fodt": ["odt", "doc"], "book.fods": ["ods", "xls"]}
# Excel opens a workbook with this password without asking for it.
OPEN = {"book.fods": ("book-open-97.xls", "VelvetSweatshop")}


def value(name, content):
    return PropertyValue(Name=name, Value=content)


def connect(profile):
    pipe = f"mimawari{time.time_ns()}"
    office = subprocess.Popen([
        "soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}",
        f"--accept=pipe,name={pipe};urp;",
    ], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return office, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice did not start")


def load(desktop, uri):
    """Loads a source; a freshly started office may answer before it can load."""
    for _ in range(20):
        document = desktop.loadComponentFromURL(uri, "_blank", 0, (value("Hidden", True),))
        if document is not None:
            return document
        time.sleep(1)
    sys.exit(f"LibreOffice cannot load {uri}")


def mails():
    """A mail with a body in ISO-2022-JP and an attachment with a Japanese name, and a file of two mails."""
    mail = email.message.EmailMessage()
    mail["Subject"] = "複合機の件"
    mail["From"] = "総務課 <soumu@example.lg.jp>"
    mail["To"] = "mado@example.lg.jp"
    mail["Date"] = "Mon, 06 Apr 2026 09:00:00 +0900"
    mail.set_content("お疲れさまです。\n管理者PW：Mail#1212\n", charset="iso-2022-jp")
    mail.add_alternative("<table><tr><td>ID</td><td>パスワード</td></tr><tr><td>kanri</td><td>Html#3434</td></tr></table>",
                         subtype="html", charset="shift_jis")
    mail.add_attachment("パスワード：Tenpu#5656\n".encode("cp932"), maintype="application", subtype="octet-stream",
                        filename="控え.txt")
    mail.set_boundary("=-outer")
    mail.get_payload(0).set_boundary("=-inner")
    (OUT / "note.eml").write_bytes(mail.as_bytes())
    second = email.message.EmailMessage()
    second["Subject"] = "Wi-Fi"
    second["From"] = "soumu@example.lg.jp"
    second.set_content("Wi-Fiのパスワード：Kaigi#7878\n")
    line = b"From - Mon Apr  6 09:00:00 2026\n"
    (OUT / "notes.mbox").write_bytes(line + mail.as_bytes() + b"\n" + line + second.as_bytes() + b"\n")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    mails()
    with tempfile.TemporaryDirectory() as profile:
        office, desktop = connect(profile)
        for source, kinds in WANTED.items():
            document = load(desktop, (HERE / "office" / source).as_uri())
            stem = source.split(".")[0]
            for kind in kinds:
                document.storeToURL((OUT / f"{stem}.{kind}").as_uri(), (value("FilterName", FILTERS[kind]),))
            for kind in LOCKED.get(source, []):
                document.storeToURL(
                    (OUT / f"{stem}-locked.{kind}").as_uri(),
                    (value("FilterName", FILTERS[kind]), value("Password", PASSWORD)))
            if source in OPEN:
                name, password = OPEN[source]
                document.storeToURL(
                    (OUT / name).as_uri(), (value("FilterName", FILTERS["xls"]), value("Password", password)))
            document.close(True)
        desktop.terminate()
        office.wait(30)
    subprocess.run(["qpdf", "--encrypt", PASSWORD, PASSWORD, "128", "--", OUT / "note.pdf", OUT / "note-locked.pdf"],
                   check=True)


main()
