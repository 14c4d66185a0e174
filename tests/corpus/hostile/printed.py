"""PDF whose objects, tables, filters and pages loop, lie and explode."""

import zlib

from hostile.squeezed import deflated
from write.cidpdf import assembled


def zlib_bomb(unit, times, head=b"", tail=b""):
    raw, _ = deflated(unit, times, head=head, tail=tail)
    return b"\x78\xda" + raw + b"\0\0\0\0"


def stream(content, more=b""):
    return b"<< /Length " + str(len(content)).encode() + b" " + more + b">>\nstream\n" + content + b"\nendstream"


def with_page(content, resources=b"<< /Font << /F1 5 0 R >> >>", extra=()):
    """A page with one content stream; further objects follow as 6, 7, …"""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " + resources + b" >>", content, font, *extra])


def made(r):
    plain = b"BT /F1 12 Tf 50 700 Td (Password: Kaze-2024) Tj ET"
    yield from trees(r)
    yield from filters(r, plain)
    yield from fonts(r)
    yield from tables(r, plain)


def trees(r):
    text = stream(b"BT ET")
    yield "kids.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"]), "pages that are their own children"
    yield "parents.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] /Parent 3 0 R >>", b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>"]), "a page that is its own content"
    yield "refs.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"3 0 R", b"2 0 R"]), "references in a circle"
    yield "length.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"]), "a stream whose length is itself"
    for length in (b"-1", b"99999999999", b"2147483647", b"(x)", b"0"):
        yield "length.pdf", with_page(b"<< /Length " + length + b" >>\nstream\nBT /F1 12 Tf (Password: Kaze-2024) Tj ET\nendstream"), f"a length of {length.decode()}"
    yield "count.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2147483647 /Kids [" + b"3 0 R " * 100000 + b"] >>", b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", text]), "100,000 times the same page"
    for opens in (b"[", b"<< /A ", b"(", b"<</K[<</K["):
        yield "deep.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R /X " + opens * 200000 + b" >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]), f"{opens.decode()} 200,000 deep"
        yield "deep-content.pdf", with_page(stream(b"BT " + opens * 200000)), f"{opens.decode()} 200,000 deep in a page"
    chain = [b"<< /Type /Catalog /Pages 2 0 R >>"] + [f"<< /Type /Pages /Count 1 /Kids [{n} 0 R] >>".encode() for n in range(3, 5000)]
    yield "chain.pdf", assembled(chain), "a tree of pages 5,000 deep"
    form = stream(b"/X1 Do /X1 Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X1 6 0 R >> >> ")
    yield "form.pdf", with_page(stream(b"/X1 Do"), b"<< /XObject << /X1 6 0 R >> >>", [form]), "a form that draws itself twice"
    forms = [stream(f"/X{n + 1} Do ".encode() * 10, f"/Type /XObject /Subtype /Form /Resources << /XObject << /X{n + 1} {7 + n} 0 R >> >> ".encode()) for n in range(30)]
    yield "forms.pdf", with_page(stream(b"/X0 Do"), b"<< /XObject << /X0 6 0 R >> >>", forms), "forms that draw ten forms, thirty levels"
    yield "many.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"] + [b"null"] * 200000), "200,000 objects"


def filters(r, plain):
    for times in (64, 1024):
        bomb = zlib_bomb(b"(a) Tj ", times, b"BT /F1 12 Tf ", b" ET")
        yield "bomb.pdf", with_page(stream(bomb, b"/Filter /FlateDecode ")), f"a page of {times} MiB"
    whole = plain
    for n in range(60):
        whole = zlib.compress(whole)
    yield "filters.pdf", with_page(stream(whole, b"/Filter [" + b"/FlateDecode " * 60 + b"] ")), "sixty filters"
    yield "filters-many.pdf", with_page(stream(zlib.compress(plain), b"/Filter [" + b"/FlateDecode " * 100000 + b"] ")), "100,000 filters"
    for predictor in (2, 10, 12, 15, 99, -1):
        for columns in (0, -1, 1, 2147483647):
            parms = f"/Filter /FlateDecode /DecodeParms << /Predictor {predictor} /Columns {columns} /Colors {r.choice([1, 4, 1000000])} /BitsPerComponent {r.choice([8, 16, 0, 999])} >> "
            yield "predictor.pdf", with_page(stream(zlib.compress(plain), parms.encode())), f"predictor {predictor} over {columns} columns"
    for name in (b"LZWDecode", b"ASCIIHexDecode", b"ASCII85Decode", b"RunLengthDecode", b"CCITTFaxDecode", b"DCTDecode", b"JPXDecode", b"JBIG2Decode", b"Crypt", b"NoSuch"):
        yield "filter.pdf", with_page(stream(r.randbytes(3000), b"/Filter /" + name + b" ")), f"random bytes under {name.decode()}"
    yield "nested-bomb.pdf", with_page(stream(zlib.compress(zlib_bomb(b"\0", 2048)), b"/Filter [/FlateDecode /FlateDecode] ")), "a bomb in a bomb"
    image = stream(zlib_bomb(b"\0", 512), b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode ")
    yield "image.pdf", with_page(stream(b"/X1 Do"), b"<< /XObject << /X1 6 0 R >> >>", [image]), "a picture of 30 GB"


def fonts(r):
    def typed(cmap, more=b""):
        font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R " + more + b">>"
        descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 [" + b"500 " * 60000 + b"] 0 65535 500] >>"
        return with_page(stream(b"BT /F1 12 Tf <00010002> Tj ET"), b"<< /Font << /F1 6 0 R >> >>", [font, descendant, stream(cmap)])

    head = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
    yield "bfrange.pdf", typed(head + b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"), "a range over four thousand million codes"
    yield "bfranges.pdf", typed(head + b"100 beginbfrange " + b"<0000> <ffff> <0041> " * 20000), "20,000 full ranges"
    yield "usecmap.pdf", typed(head + b"/A usecmap " * 10000), "a CMap that uses itself"
    yield "long.pdf", typed(head + b"1 beginbfchar <0001> <" + b"3042" * 200000 + b"> endbfchar"), "a code that means 200,000 characters"
    yield "no-end.pdf", typed(head + b"1 beginbfchar <0001> <30"), "a CMap cut in the middle"
    yield "self-font.pdf", with_page(stream(b"BT /F1 12 Tf (a) Tj ET"), b"<< /Font << /F1 6 0 R >> >>", [b"<< /Type /Font /Subtype /Type0 /DescendantFonts [6 0 R] /Encoding 6 0 R /ToUnicode 6 0 R >>"]), "a font that is its own descendant"
    yield "random-font.pdf", with_page(stream(b"BT /F1 12 Tf (a) Tj ET"), b"<< /Font << /F1 6 0 R >> >>", [b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor 7 0 R >>", b"<< /Type /FontDescriptor /FontFile2 8 0 R >>", stream(b"\0\x01\0\0" + r.randbytes(9000))]), "a font of random bytes"


def tables(r, plain):
    good = with_page(stream(plain))
    start = good.rindex(b"startxref")
    table = int(good[start + 9:].split()[0])
    yield "prev.pdf", good.replace(b"/Root", f"/Prev {table} /Root".encode()), "a table that comes before itself"
    for place in (b"0", b"-1", b"99999999999999999999", str(len(good)).encode(), b"abc", b""):
        yield "startxref.pdf", good[:start] + b"startxref\n" + place + b"\n%%EOF\n", f"a table at {place.decode() or 'nowhere'}"
    yield "entries.pdf", good.replace(b"xref\n0 6", b"xref\n0 999999999"), "a table of 10^9 entries"
    yield "size.pdf", good.replace(b"/Size 6", b"/Size 2147483647"), "2^31 objects"
    yield "no-table.pdf", good[:table], "no table"
    yield "root.pdf", good.replace(b"/Root 1 0 R", b"/Root 99 0 R"), "a root that is not there"
    for index in (b"[0 2147483647]", b"[0 -1]", b"[" + b"0 1 " * 50000 + b"]"):
        body = stream(zlib_bomb(b"\0", 64), b"/Type /XRef /W [1 8 8] /Size 9 /Root 1 0 R /Index " + index + b" /Filter /FlateDecode ")
        yield "xref-stream.pdf", b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\nstartxref\n9\n%%EOF", f"a table stream with index {index[:20].decode()}"
    holder = stream(b"1 0 2 5 << /Type /ObjStm >> 3", b"/Type /ObjStm /N 2147483647 /First 8 /Extends 4 0 R ")
    yield "objstm.pdf", with_page(holder), "an object stream that holds and extends itself"
    for encrypt in (b"<< /Filter /Standard /V 5 /R 6 /Length 2147483647 /O () /U () /P -1 >>", b"<< /Filter /Standard /V 99 /R 99 >>", b"<< /Filter /Nobody >>", b"1 0 R"):
        yield "encrypt.pdf", good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + encrypt), "an encryption that is none"
    yield "twice.pdf", good + good, "two documents in a row"
    yield "late.pdf", r.randbytes(1000) + good, "the head after 1,000 random bytes"
    yield "versions.pdf", good + b"\n%%EOF\n" * 200000, "200,000 ends"
