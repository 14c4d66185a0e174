"""Protects documents: Open XML (agile, standard), OpenDocument, xls, doc, PDF, archives; and headers of other containers."""

import base64
import hashlib
import hmac
import pathlib
import struct
import subprocess
import tempfile
import zlib

from write.aes import cbc, ecb, filled, rc4
from write.cfb import compound, streams


def noise(r, n):
    return bytes(r.randrange(256) for _ in range(n))


def agile(package, password, r, spins=1000):
    """ECMA-376 agile encryption (AES-256, SHA-512) of an Open XML package."""
    salt, data_salt, secret = noise(r, 16), noise(r, 16), noise(r, 32)
    digest = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for n in range(spins):
        digest = hashlib.sha512(struct.pack("<I", n) + digest).digest()

    def under(purpose, value):
        return cbc(hashlib.sha512(digest + bytes.fromhex(purpose)).digest()[:32], salt, value)

    def of_data(purpose, value):
        iv = hashlib.sha512(data_salt + bytes.fromhex(purpose)).digest()[:16]
        return cbc(secret, iv, filled(value, 16))

    body = struct.pack("<Q", len(package))
    for n in range(0, len(package), 4096):
        iv = hashlib.sha512(data_salt + struct.pack("<I", n // 4096)).digest()[:16]
        body += cbc(secret, iv, filled(package[n:n + 4096], 16))
    hmac_key = noise(r, 64)
    mac = hmac.new(hmac_key, body, hashlib.sha512).digest()
    verifier = noise(r, 16)

    def b64(value):
        return base64.b64encode(value).decode()

    info = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{b64(data_salt)}"/>'
        f'<dataIntegrity encryptedHmacKey="{b64(of_data("5fb2ad010cb9e1f6", hmac_key))}" encryptedHmacValue="{b64(of_data("a0677f02b22c8433", mac))}"/>'
        '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{spins}" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{b64(salt)}"'
        f' encryptedVerifierHashInput="{b64(under("fea7d2763b4b9e79", verifier))}" encryptedVerifierHashValue="{b64(under("d7aa0f6d3061344e", hashlib.sha512(verifier).digest()))}" encryptedKeyValue="{b64(under("146e0be7abacd0d6", secret))}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )
    return enclosed(struct.pack("<HHI", 4, 4, 0x40) + info.encode(), body)


def standard(package, password, r):
    """ECMA-376 standard encryption (AES-128, SHA-1), as Office 2007 wrote it."""
    salt = noise(r, 16)
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for n in range(50000):
        digest = hashlib.sha1(struct.pack("<I", n) + digest).digest()
    final = hashlib.sha1(digest + bytes(4)).digest()
    key = hashlib.sha1(bytes(a ^ 0x36 for a in filled(final, 64))).digest() + hashlib.sha1(bytes(a ^ 0x5C for a in filled(final, 64))).digest()
    key = key[:16]
    verifier = noise(r, 16)
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    head = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 24, 0, 0) + name
    info = struct.pack("<HHII", 3, 2, 0x24, len(head)) + head + struct.pack("<I", 16) + salt + ecb(key, verifier) + struct.pack("<I", 20) + ecb(key, filled(hashlib.sha1(verifier).digest(), 32))
    return enclosed(info, struct.pack("<Q", len(package)) + ecb(key, filled(package, 16)))


def enclosed(info, body):
    """The compound file around an encrypted package, with the data spaces Office adds."""
    def text(value):
        raw = value.encode("utf-16-le")
        return struct.pack("<I", len(raw)) + filled(raw, 4)

    transform = "StrongEncryptionTransform"
    spaces = {
        "Version": text("Microsoft.Container.DataSpaces") + struct.pack("<HHHHHH", 1, 0, 1, 0, 1, 0),
        "DataSpaceMap": struct.pack("<II", 8, 1) + (lambda row: struct.pack("<I", len(row) + 4) + row)(struct.pack("<II", 1, 0) + text("EncryptedPackage") + text("StrongEncryptionDataSpace")),
        "DataSpaceInfo": {"StrongEncryptionDataSpace": struct.pack("<II", 8, 1) + text(transform)},
        "TransformInfo": {transform: {"\x06Primary": struct.pack("<II", 0x58, 1) + text("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}") + text("Microsoft.Container.EncryptionTransform") + struct.pack("<HHHHHH", 1, 0, 1, 0, 1, 0) + bytes(12) + struct.pack("<I", 4)}},
    }
    return compound({"EncryptionInfo": info, "EncryptedPackage": body, "\x06DataSpaces": spaces})


def open_document(package, password, r):
    """An OpenDocument package whose members are encrypted (AES-256, PBKDF2)."""
    import io
    import zipfile

    from write.odf import packed

    start = hashlib.sha256(password.encode()).digest()
    members, entries = {}, []
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        mime = archive.read("mimetype").decode()
        for name in archive.namelist():
            if name in ("mimetype", "META-INF/manifest.xml"):
                continue
            content = archive.read(name)
            squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
            small = squeezed.compress(content) + squeezed.flush()
            salt, iv = noise(r, 16), noise(r, 16)
            key = hashlib.pbkdf2_hmac("sha1", start, salt, 100000, 32)
            pad = 16 - len(small) % 16
            members[name] = cbc(key, iv, small + noise(r, pad - 1) + bytes([pad]))
            b64 = (lambda value: base64.b64encode(value).decode())
            entries.append(
                f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml" manifest:size="{len(content)}"><manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="{b64(hashlib.sha256(small[:1024]).digest())}">'
                f'<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="{b64(iv)}"/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="100000" manifest:salt="{b64(salt)}"/>'
                '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/></manifest:encryption-data></manifest:file-entry>'
            )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>{"".join(entries)}</manifest:manifest>'
    )
    return packed(members, mime, manifest)


def rc4_start(password, r):
    """Salt, key maker and verifier of the 40-bit RC4 of Office 97."""
    salt, verifier = noise(r, 16), noise(r, 16)
    digest = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    start = hashlib.md5((digest + salt) * 16).digest()[:5]

    def key(number):
        return hashlib.md5(start + struct.pack("<I", number)).digest()

    sealed = rc4(key(0), verifier + hashlib.md5(verifier).digest())
    return salt + sealed[:16] + sealed[16:], key


def by_blocks(data, key, size):
    return b"".join(rc4(key(n // size), data[n:n + size]) for n in range(0, len(data), size))


def legacy_sheet(data, password, r):
    """A BIFF8 workbook encrypted with RC4: records keep their heads, bodies are sealed."""
    found = streams(data)
    book = next(content for name, content in found.items() if name.lower().endswith("workbook"))
    head, key = rc4_start(password, r)
    passed = struct.pack("<HH", 0x2F, 54) + struct.pack("<HHH", 1, 1, 1) + head
    first = 4 + struct.unpack_from("<H", book, 2)[0]
    whole = bytearray(book[:first] + passed + book[first:])
    keep, at = [], 0
    while at + 4 <= len(whole):
        sort, size = struct.unpack_from("<HH", whole, at)
        if sort == 0x85:
            # BOUNDSHEET: the place of the sheet stays readable, and moved by the new record.
            struct.pack_into("<I", whole, at + 4, struct.unpack_from("<I", whole, at + 4)[0] + len(passed))
            keep.append((at, at + 8))
        elif sort in (0x809, 0x2F, 0xE1, 0x194, 0x195, 0x196, 0x138):
            keep.append((at, at + 4 + size))
        else:
            keep.append((at, at + 4))
        at += 4 + size
    sealed = bytearray(by_blocks(bytes(whole), key, 1024))
    for start, end in keep:
        sealed[start:end] = whole[start:end]
    return compound({"Workbook": bytes(sealed)}, bytes.fromhex("2008020000000000c000000000000046"))


def legacy_text(data, password, r):
    """A Word 97 document encrypted with RC4."""
    found = streams(data)
    main = bytearray(found["WordDocument"])
    flags = struct.unpack_from("<H", main, 10)[0]
    table = "1Table" if flags & 0x200 else "0Table"
    head, key = rc4_start(password, r)
    start = struct.pack("<HH", 1, 1) + head
    struct.pack_into("<H", main, 10, flags | 0x100)
    struct.pack_into("<I", main, 14, len(start))
    sealed = bytearray(by_blocks(bytes(main), key, 512))
    sealed[:68] = main[:68]
    inner = by_blocks(bytes(len(start)) + found[table], key, 512)[len(start):]
    return compound({"WordDocument": bytes(sealed), table: start + inner}, bytes.fromhex("0609020000000000c000000000000046"))


def legacy_show(data, r):
    """A PowerPoint 97 show marked as encrypted, its records sealed."""
    found = streams(data)
    user = bytearray(next(content for name, content in found.items() if name.endswith("Current User")))
    struct.pack_into("<I", user, 12, 0xF3D1C4DF)
    show = next(content for name, content in found.items() if name.endswith("PowerPoint Document"))
    return compound({"Current User": bytes(user), "PowerPoint Document": rc4(noise(r, 16), show), "EncryptedSummary": noise(r, 600)}, bytes.fromhex("108d81649b4fcf1186ea00aa00b929e8"))


def pdf(data, *options):
    """A PDF through qpdf."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = pathlib.Path(folder) / "in.pdf", pathlib.Path(folder) / "out.pdf"
        source.write_bytes(data)
        subprocess.run(["qpdf", "--allow-weak-crypto", *options, str(source), str(made)], check=True)
        return made.read_bytes()


def attache(r, version):
    """What アタッシェケース writes at the start, followed by what cannot be read."""
    body = noise(r, r.randint(800, 5000))
    if version == 2:
        return bytes([0, 0, 0, 0]) + b"_AttacheCaseData" + struct.pack("<II", 105, 1) + struct.pack("<I", 496) + body
    return struct.pack("<HBB", 3, 3, 0) + b"_AttacheCaseData" + struct.pack("<II", 140, 592) + noise(r, 8) + body


def bitlocker(r):
    """The first sectors of a protected volume image."""
    return (b"\xeb\x58\x90-FVE-FS-" + bytes([0, 2, 8, 0, 0]) + bytes(3) + b"\0\xf8\0\0" + noise(r, 100)).ljust(510, b"\0") + b"\x55\xaa" + noise(r, 7680)


def gpg(r, armoured):
    """A message encrypted to a passphrase."""
    salted = b"\x8c\x0d\x04\x09\x03\x08" + noise(r, 8) + b"\xff"
    body = noise(r, r.randint(300, 1500))
    raw = salted + b"\xd2\xff"[:1] + b"\xff" + struct.pack(">I", len(body) + 1) + b"\x01" + body
    if not armoured:
        return raw
    text = base64.b64encode(raw).decode()
    return ("-----BEGIN PGP MESSAGE-----\n\n" + "\n".join(text[i:i + 64] for i in range(0, len(text), 64)) + "\n=abcd\n-----END PGP MESSAGE-----\n").encode()
