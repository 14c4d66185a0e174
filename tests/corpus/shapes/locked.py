"""Protected documents, and such as look protected but open for anyone."""

from document import Doc, Table, Title
from family import family
from shapes.password_plain import table
from values.passwords import password
from values.people import address, people, phone


def shut(r, lock):
    rows = [["氏名", "住所", "電話"]] + [[p.name(), address(r), phone(r)] for p in people(r, 8)]
    return Doc(r.choice(["名簿", "対象者一覧", "提出用", "パスワード一覧"]), [Title("取扱注意"), Table(rows)], lock=lock, encrypted=True)


def sealed(name, formats, count, lock):
    @family(name, [], formats, "easy", count=count, containers=False)
    def make(r):
        return shut(r, lock)

    make.__doc__ = f"A document protected by {lock}."
    return make


sealed("locked-agile", ("docx", "xlsx", "pptx"), 15, "agile")
sealed("locked-standard", ("docx", "xlsx", "pptx"), 9, "standard")
sealed("locked-odf", ("odt", "ods", "odp"), 12, "odf")
sealed("locked-xls", ("xls",), 6, "sheet")
sealed("locked-doc", ("doc",), 6, "text")
sealed("locked-ppt", ("ppt",), 4, "show")
sealed("locked-pdf", ("pdf",), 12, "pdf_user")
sealed("locked-zip-old", ("csv", "txt"), 8, "zip_old")
sealed("locked-zip-aes", ("csv", "txt"), 8, "zip_aes")
sealed("locked-7z", ("csv", "txt"), 6, "seven_open_names")
sealed("locked-7z-names", ("csv", "txt"), 6, "seven_hidden_names")
sealed("locked-attache", ("txt",), 8, "attache")
sealed("locked-bitlocker", ("txt",), 4, "bitlocker")
sealed("locked-gpg", ("txt",), 6, "gpg")


@family("locked-mail", ["password_note"], ("txt",), "medium", count=6, containers=False, encodings=("utf-8",))
def mail(r):
    """A mail with an encrypted archive and, in its text, the password of another."""
    return Doc(r.choice(["調査票の送付", "Fw 資料"]), ["調査票をお送りします。", f"パスワード：{password(r)}"], lock="mailed", encrypted=True)


def readable(r, lock):
    doc = table(r)
    doc.lock = lock
    return doc


@family("open-default-password", ["password_note"], ("xlsx",), "hard", count=8, containers=False)
def default_password(r):
    """A workbook under Excel's default password: it opens without asking."""
    return readable(r, r.choice(["agile_default", "standard_default"]))


@family("open-default-xls", ["password_note"], ("xls",), "hard", count=5, containers=False)
def default_xls(r):
    """The same of the older format."""
    return readable(r, "sheet_default")


@family("open-owner-pdf", ["password_note"], ("pdf",), "medium", count=9, containers=False)
def owner_pdf(r):
    """A PDF that forbids printing and lets anyone read."""
    return readable(r, "pdf_owner")


@family("open-guarded-sheet", ["password_note"], ("xlsx",), "medium", count=6, containers=False)
def guarded(r):
    """Sheets that refuse changes."""
    return readable(r, "guarded")
