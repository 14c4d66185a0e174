"""Documents of kinds that are told apart and not read: heads and streams that name them, the rest noise."""

import zlib

from write.cfb import compound
from write.cidpdf import assembled
from write.locked import noise


def ichitaro(r):
    """一太郎: a compound file with streams of its own."""
    return ".jtd", compound({"DocumentText": noise(r, 3000), "DocumentViewStyles": noise(r, 800), "\x05SummaryInformation": noise(r, 300), "JSRV_SegmentInformation": noise(r, 100)})


def docuworks(r):
    return ".xdw", b"\x60\x0e\x82\x01" + noise(r, 4000)


def onenote(r):
    return ".one", bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + noise(r, 6000)


def access(r):
    return ".accdb", b"\0\x01\0\0Standard ACE DB\0" + noise(r, 8000)


def scanned(r):
    """A page that is a picture."""
    picture = zlib.compress(bytes(r.choice(b"\xff\xff\xff\0") for _ in range(200 * 280)))
    return ".pdf", assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im1 5 0 R >> >> >>",
        b"<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /Im1 Do Q\nendstream",
        f"<< /Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length {len(picture)} >>\nstream\n".encode() + picture + b"\nendstream",
    ])


def picture(r):
    return ".jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + noise(r, 5000)


KINDS = {"jtd": ichitaro, "xdw": docuworks, "one": onenote, "accdb": access, "scan": scanned, "jpg": picture}
