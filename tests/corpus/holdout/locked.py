"""Protected files, and files that only look protected."""

import base64
import io
import os
import struct
import subprocess
import tempfile
import zipfile

from document import Doc, Pairs, Title
from family import family
from holdout.keyring import department, pw, user
from holdout.townsfolk import surname
from write import Through, writer
from write.cfb import compound
from write.odf import flat
from write.xlsx import workbook


def noise(r, n):
    return bytes(r.getrandbits(8) for _ in range(n))


def locked(format, ending):
    """Registers a writer of protected files."""

    def register(make):
        @writer(format)
        def write(doc, r):
            doc.encrypted, doc.ending = True, ending if isinstance(ending, str) else r.choice(ending)
            return make(doc, r)

        return make

    return register


def agile(r):
    key = lambda n: base64.b64encode(noise(r, n)).decode()
    return struct.pack("<HHI", 4, 4, 0x40) + (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{key(16)}"/>'
        f'<dataIntegrity encryptedHmacKey="{key(64)}" encryptedHmacValue="{key(64)}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="100000" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{key(16)}" encryptedVerifierHashInput="{key(16)}" encryptedVerifierHashValue="{key(64)}" encryptedKeyValue="{key(32)}"/></keyEncryptor></keyEncryptors></encryption>'
    ).encode()


def standard(r):
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    head = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    return struct.pack("<HHII", 3, 2, 0x24, len(head)) + head + struct.pack("<I", 16) + noise(r, 32) + struct.pack("<I", 20) + noise(r, 32)


@locked("xlsx+password", [".xlsx", ".docx", ".pptx"])
def office(doc, r):
    size = r.choice([6000, 9000, 24000])
    info = agile(r) if r.random() < 0.6 else standard(r)
    return compound({"EncryptionInfo": info, "EncryptedPackage": struct.pack("<Q", size - 9) + noise(r, size)})


@locked("xls+password", ".xls")
def old_sheet(doc, r):
    """BOF and FilePass stand in the clear, the rest does not."""
    bof = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0x0DBB, 0x07CC, 0x41, 0x06)
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + noise(r, 48)
    body = b""
    for sort in (0xE1, 0xC1, 0xE2, 0x5C, 0x42, 0x161, 0x3D, 0x31, 0xE0, 0x85, 0xFC):
        length = r.randint(20, 400)
        body += struct.pack("<HH", sort, length) + noise(r, length)
    return compound({"Workbook": bof + filepass + body + struct.pack("<HH", 0x0A, 0) + noise(r, 4200)})


@locked("doc+password", ".doc")
def old_text(doc, r):
    """The flag of the file's information block says it."""
    fib = bytearray(struct.pack("<HHHHHHH", 0xA5EC, 0xC1, 0, 0x0411, 0, 0x1300, 0xBF) + struct.pack("<I", 52) + bytes(1472 - 18))
    stream = bytes(fib) + noise(r, 5000)
    table = struct.pack("<HH", 1, 1) + noise(r, 48) + noise(r, 5000)
    return compound({"WordDocument": stream, "1Table": table})


@locked("ods+password", [".ods", ".odt"])
def open_document(doc, r):
    sort = "spreadsheet" if doc.ending == ".ods" else "text"
    entry = lambda name: (
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml" manifest:size="9000"><manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="{base64.b64encode(noise(r, 32)).decode()}">'
        f'<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="{base64.b64encode(noise(r, 16)).decode()}"/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="100000" manifest:salt="{base64.b64encode(noise(r, 16)).decode()}"/></manifest:encryption-data></manifest:file-entry>'
    )
    kind = f"application/vnd.oasis.opendocument.{sort}"
    manifest = f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{kind}"/>{entry("content.xml")}{entry("styles.xml")}</manifest:manifest>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("mimetype", kind), ("content.xml", noise(r, 3000)), ("styles.xml", noise(r, 1500)), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, (2025, 4, 1, 9, 0, 0)), content)
    return out.getvalue()


def by_qpdf(content, *options):
    with tempfile.TemporaryDirectory() as work:
        one, two = os.path.join(work, "a.pdf"), os.path.join(work, "b.pdf")
        with open(one, "wb") as file:
            file.write(content)
        subprocess.run(["qpdf", *options, one, two], check=True, capture_output=True)
        with open(two, "rb") as file:
            return file.read()


@locked("pdf+password", ".pdf")
def portable(doc, r):
    bits = r.choice([["128", "--use-aes=y"], ["256"]])
    return Through(flat(doc, r, "text"), "fodt", "pdf", lambda content: by_qpdf(content, "--encrypt", "Minamo24", "owner77", *bits, "--"))


@locked("zip+password", ".zip")
def zip_file(doc, r):
    return by_7z(doc, r, "a.zip", ["-tzip", f"-mem={r.choice(['ZipCrypto', 'AES256'])}"])


@locked("7z+password", ".7z")
def seven(doc, r):
    return by_7z(doc, r, "a.7z", ["-t7z", f"-mhe={r.choice(['on', 'off'])}"])


def by_7z(doc, r, name, options):
    with tempfile.TemporaryDirectory() as work:
        inner = os.path.join(work, r.choice(["名簿.csv", "memo.txt", "R7資料.txt"]))
        with open(inner, "w", encoding="cp932") as file:
            file.write("\r\n".join(block for block in doc.blocks if isinstance(block, str)))
        out = os.path.join(work, name)
        subprocess.run(["7z", "a", *options, "-pMinamo24", out, inner], check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        with open(out, "rb") as file:
            return file.read()


@locked("pgp", [".gpg", ".asc", ".pgp"])
def pgp(doc, r):
    """A passphrase's packet, then one of protected data."""
    body = bytes([1]) + noise(r, 1200)
    packets = bytes([0x8C, 0x0D, 0x04, 0x09, 0x03, 0x08]) + noise(r, 8) + bytes([0xEC]) + bytes([0xD2, 0xC0 + (len(body) - 192 >> 8), len(body) - 192 & 0xFF]) + body
    if doc.ending == ".asc":
        text = base64.b64encode(packets).decode()
        return ("-----BEGIN PGP MESSAGE-----\n\n" + "\n".join(text[i:i + 64] for i in range(0, len(text), 64)) + "\n=aB3d\n-----END PGP MESSAGE-----\n").encode()
    return packets


@locked("atc", ".atc")
def attache(doc, r):
    return struct.pack("<HBB", 3, 3, 0) + b"_AttacheCaseData" + struct.pack("<iii", 130, 1, 320) + noise(r, 4000)


@locked("bitlocker", [".img", ".bin"])
def volume(doc, r):
    sector = b"\xeb\x58\x90-FVE-FS-" + struct.pack("<HB", 512, 8) + bytes(497) + b"\x55\xaa"
    return sector + noise(r, 65536 - 512)


KEPT = ("xlsx+password", "xlsx+password", "xls+password", "doc+password", "ods+password", "pdf+password", "zip+password", "zip+password", "7z+password", "pgp", "atc", "bitlocker")


@family("ho-locked", [], KEPT, "medium", count=48, containers=False)
def protected(r):
    """What was put under a password, as it should be."""
    return Doc(r.choice(["名簿", "個人番号一覧", "パスワード管理", "給与", "送付用", "議案資料"]), ["取扱注意", f"{department(r)}　{surname(r)}", "部外秘"])


# Files that only look protected: these open without asking.

@writer("pdf+owner")
def printable_not(doc, r):
    """May not be printed or changed, but opens for anybody."""
    doc.ending = ".pdf"
    return Through(flat(doc, r, "text"), "fodt", "pdf", lambda content: by_qpdf(content, "--encrypt", "", "owner77", "256", "--print=none", "--"))


def mended(package, part, after, extra):
    """The package with some XML put behind something in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == part:
                content = content.replace(after, after + extra, 1)
            new.writestr(item, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@writer("xlsx+sheet")
def sheet_only(doc, r):
    """The sheet is protected against changes; the file is not."""
    doc.ending = ".xlsx"
    return mended(workbook(doc, r, ".xlsx"), "xl/worksheets/sheet1.xml", b"</sheetData>", b'<sheetProtection password="CC2A" sheet="1" objects="1" scenarios="1"/>')


@family("ho-open-after-all", ["password_note"], ("pdf+owner", "xlsx+sheet"), "hard", count=8, containers=False)
def open_after_all(r):
    """Looks protected, opens for anybody, and holds an account."""
    return Doc(r.choice(["操作手順（配布用）", "端末設定"]), [Title("端末設定書"), "変更禁止　情報政策課", Pairs([("設置課", department(r)), ("ログインID", user(r)), ("パスワード", pw(r))])])
