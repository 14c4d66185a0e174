"""Writes PDF by hand with Japanese fonts that are not embedded, under predefined CMaps and without ToUnicode."""

import zlib

from document import Pairs, Table
from write import writer
from write.locked import pdf as through_qpdf
from write.office import printed
from write.plain import block_lines, grid, width

CMAPS = [("90ms-RKSJ-H", "cp932"), ("UniJIS-UTF16-H", "utf-16-be"), ("UniJIS-UCS2-H", "utf-16-be"), ("EUC-H", "euc_jp"), ("90msp-RKSJ-H", "cp932")]
LINES = 50


def placed(doc, r):
    """Lines of pieces: (x, text)."""
    found = [[(50, doc.header)]] if doc.header else []
    for title, _, blocks in doc.sections():
        if title:
            found.append([(50, title)])
        for block in blocks:
            if isinstance(block, Table):
                rows = grid(block)
                places = columns(rows)
                found += [[(places[n], text) for n, text in enumerate(row) if text] for row in rows]
            elif isinstance(block, Pairs) and r.random() < 0.5:
                found += [[(50, str(a)), (200, str(b))] for a, b in block.items]
            else:
                found += [[(50, line)] for line in block_lines(block, r)]
    return found + ([[(50, doc.footer)]] if doc.footer else [])


def columns(rows):
    """Where each column begins, so that none touches the next; text of ten points."""
    places = [50]
    for n in range(max(len(row) for row in rows)):
        # A merged cell runs over the empty ones behind it.
        own = [width(row[n]) for row in rows if n < len(row) and row[n + 1:n + 2] != [""]]
        places.append(places[-1] + 5 * max(own, default=2) + 12)
    return places


def coded(lines, r):
    """A CMap whose encoding has every character."""
    text = "".join(piece for line in lines for _, piece in line)
    for name, codec in [*r.sample(CMAPS, len(CMAPS)), CMAPS[1]]:
        try:
            text.encode(codec)
            return name, codec
        except UnicodeEncodeError:
            continue
    raise AssertionError


def page_stream(lines, codec, r):
    out = ["BT /F1 10 Tf"]
    for n, line in enumerate(lines):
        for x, text in line:
            raw = text.encode(codec)
            if r.random() < 0.3 and len(text) > 2:
                cut = len(text[: len(text) // 2].encode(codec))
                shown = f"[<{raw[:cut].hex()}> {r.randint(-20, 20)} <{raw[cut:].hex()}>] TJ"
            else:
                shown = f"<{raw.hex()}> Tj"
            out.append(f"1 0 0 1 {x} {800 - 15 * n} Tm {shown}")
    return "\n".join(out + ["ET"]).encode()


@writer("pdf")
def cid(doc, r):
    lines = placed(printed(doc), r)
    name, codec = coded(lines, r)
    pages = [lines[n:n + LINES] for n in range(0, len(lines), LINES)] or [[]]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /MS-Gothic-{name} /Encoding /{name} /DescendantFonts [4 0 R] >>".encode(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /MS-Gothic /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 /W [1 94 500 231 632 500] >>",
        b"<< /Type /FontDescriptor /FontName /MS-Gothic /Flags 4 /FontBBox [0 -137 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -140 /CapHeight 769 /StemV 78 >>",
    ]
    wide = max([595, *(x + 5 * width(text) + 40 for line in lines for x, text in line)])
    for n, page in enumerate(pages):
        stream = zlib.compress(page_stream(page, codec, r))
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * n} 0 R >>".encode())
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    made = assembled(objects)
    return through_qpdf(made, "--object-streams=generate") if r.random() < 0.4 else made


def assembled(objects):
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
