"""Open XML and OpenDocument made to break readers: huge sheets, string bombs, lying indexes, loops."""

from hostile.squeezed import deflated, squeezed, zip_member, zip_of
from write import docx, pptx, xlsx
from write.opc import HEAD
from write.odf import NAMESPACES

MAIN = xlsx.MAIN_NS
BOOK, PAPER, SHOW = xlsx.MAIN[".xlsx"], docx.MAIN[".docx"], pptx.MAIN[".pptx"]
RELS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)) + "]>"


def book(parts, sheets=1, shared=True):
    """A workbook around given parts (text, or packed bytes with their size)."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    links = "".join(f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, sheets + 1))
    if shared:
        links += '<Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    base = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{BOOK}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" {RELS}><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
    }
    return packed({**base, **parts})


def packed(parts):
    members = []
    for name, content in parts.items():
        if isinstance(content, tuple):
            members.append(zip_member(name, *content))
        else:
            members.append(squeezed(name, content.encode() if isinstance(content, str) else content))
    return zip_of(members)


def sheet(inner):
    return f'{HEAD}<worksheet xmlns="{MAIN}">{inner}</worksheet>'


def long_sheet(unit, times, before="<sheetData>", after="</sheetData></worksheet>"):
    return deflated(unit.encode(), times, head=f'{HEAD}<worksheet xmlns="{MAIN}">{before}'.encode(), tail=after.encode())


def made(r):
    yield from sheets(r)
    yield from strings(r)
    yield from words(r)
    yield from open_documents(r)


def sheets(r):
    yield "wide.xlsx", book({"xl/worksheets/sheet1.xml": sheet('<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>')}), "two cells at the far corners of 16,384 x 1,048,576"
    yield "beyond.xlsx", book({"xl/worksheets/sheet1.xml": sheet('<sheetData><row r="4294967295"><c r="ZZZZZZZ99999999999"><v>1</v></c></row><row r="-1"><c r="A-1"><v>1</v></c></row><row r="x"><c r=""><v/></c></row></sheetData>')}), "cells beyond every sheet"
    for times in (64, 600):
        yield "rows.xlsx", book({"xl/worksheets/sheet1.xml": long_sheet("<row><c><v>123456789012</v></c></row>", times)}), f"{times} MiB of rows"
        yield "row.xlsx", book({"xl/worksheets/sheet1.xml": long_sheet("<c><v>1</v></c>", times, "<sheetData><row>", "</row></sheetData></worksheet>")}), f"{times} MiB of cells in one row"
        yield "value.xlsx", book({"xl/worksheets/sheet1.xml": long_sheet("1234567890123", times, "<sheetData><row><c><v>", "</v></c></row></sheetData></worksheet>")}), f"a value of {times} MiB"
        yield "space.xlsx", book({"xl/worksheets/sheet1.xml": long_sheet(" ", times)}), f"{times} MiB of blanks"
        yield "remark.xlsx", book({"xl/worksheets/sheet1.xml": long_sheet("x", times, "<!--", "--></worksheet>")}), f"an XML remark of {times} MiB"
    validation = '<dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation>'
    yield "validations.xlsx", book({"xl/worksheets/sheet1.xml": sheet(f"<sheetData/><dataValidations count=\"9999999\">{validation * 20000}</dataValidations>")}), "20,000 validations over 17 thousand million cells each"
    yield "merges.xlsx", book({"xl/worksheets/sheet1.xml": sheet('<sheetData/><mergeCells>' + '<mergeCell ref="A1:XFD1048576"/>' * 50000 + "</mergeCells>")}), "50,000 merges of the whole sheet"
    yield "index.xlsx", book({"xl/worksheets/sheet1.xml": sheet('<sheetData><row r="1"><c r="A1" t="s"><v>4294967296</v></c><c t="s"><v>-1</v></c><c t="s"><v>x</v></c><c t="zz"><v>1E999</v></c><c><v>1E-999</v></c><c><v>NaN</v></c></row></sheetData>')}), "indexes and numbers that are none"
    yield "no-sheet.xlsx", book({}, sheets=50), "fifty sheets that are not there"
    yield "many-sheets.xlsx", book({f"xl/worksheets/sheet{n}.xml": sheet("<sheetData/>") for n in range(1, 3001)}, sheets=3000), "3,000 sheets"
    yield "laughs-sheet.xlsx", book({"xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>&m;</t></is></c></row></sheetData></worksheet>'}), "billion laughs in a sheet"
    yield "external.xlsx", book({"xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'}), "an external entity"
    for coding in ("utf-16", "utf-32", "cp932", "utf-7"):
        text = f'<?xml version="1.0" encoding="{coding}"?><worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>パスワード：abc123</t></is></c></row></sheetData></worksheet>'
        yield f"{coding}.xlsx", book({"xl/worksheets/sheet1.xml": text.encode(coding)}), f"a sheet in {coding}"


def strings(r):
    one = sheet('<sheetData><row r="1">' + '<c t="s"><v>0</v></c>' * 16384 + "</row></sheetData>")
    head = f'{HEAD}<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295">'.encode()
    for times in (64, 400):
        yield "strings.xlsx", book({"xl/worksheets/sheet1.xml": one, "xl/sharedStrings.xml": deflated(b"<si><t>a</t></si>", times, head=head, tail=b"</sst>")}), f"{times} MiB of shared strings"
        yield "string.xlsx", book({"xl/worksheets/sheet1.xml": one, "xl/sharedStrings.xml": deflated("パスワード".encode(), times, head=head + b"<si><t>", tail=b"</t></si></sst>")}), f"one shared string of {times} MiB, 16,384 times"
    rows = deflated(b'<c t="s"><v>0</v></c>', 100, head=f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row>'.encode(), tail=b"</row></sheetData></worksheet>")
    yield "amplified.xlsx", book({"xl/worksheets/sheet1.xml": rows, "xl/sharedStrings.xml": head + b"<si><t>" + b"x" * 1000000 + b"</t></si></sst>"}), "a string of 1 MB used five million times"
    yield "laughs.xlsx", book({"xl/worksheets/sheet1.xml": one, "xl/sharedStrings.xml": f'<?xml version="1.0"?>{LAUGHS}<sst xmlns="{MAIN}"><si><t>&m;</t></si></sst>'}), "billion laughs in the shared strings"


def words(r):
    space = docx.NAMESPACES

    def paper(body, extra=None):
        return packed({
            "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{PAPER}"/></Types>',
            "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": body, **(extra or {}),
        })

    whole = f"{HEAD}<w:document {space}><w:body>"
    for tag, depth in (("w:tbl><w:tr><w:tc", 20000), ("w:sdt><w:sdtContent", 50000), ("w:p><w:r><w:txbxContent", 30000)):
        opens = f"<{tag}>" * depth
        yield "deep.docx", paper(f"{whole}{opens}パスワード：abc12345"), f"{tag} {depth} deep, never closed"
    many = " ".join(f"a{n}='{n}'" for n in range(100000))
    yield "attributes.docx", paper(f"{whole}<w:p {many}/></w:body></w:document>"), "100,000 attributes"
    yield "attribute.docx", paper(deflated(b"x", 200, head=f"{whole}<w:p a=\"".encode(), tail=b"\"/></w:body></w:document>")), "an attribute of 200 MiB"
    yield "tabs.docx", paper(deflated(b"<w:tab/><w:br/>", 200, head=f"{whole}<w:p><w:r>".encode(), tail=b"</w:r></w:p></w:body></w:document>")), "200 MiB of tabs"
    yield "paragraphs.docx", paper(deflated(b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", 300, head=whole.encode(), tail=b"</w:body></w:document>")), "300 MiB of paragraphs"
    yield "laughs.docx", paper(f'<?xml version="1.0"?>{LAUGHS}<w:document {space}><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>'), "billion laughs in a text"
    yield "broken-utf8.docx", paper(whole.encode() + b"<w:p><w:r><w:t>" + r.randbytes(5000).replace(b"<", b" ").replace(b"&", b" ") + b"</w:t></w:r></w:p></w:body></w:document>"), "random bytes as text"
    yield "self.docx", paper(f"{whole}</w:body></w:document>", {"word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="../../../../etc/passwd"/></Relationships>'}), "parts that name themselves and files outside"
    yield "namespace.docx", paper(f'{HEAD}<ns9:document xmlns:ns9="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><ns9:body><ns9:p><ns9:r><ns9:t>パスワード：Kaze-2024</ns9:t></ns9:r></ns9:p></ns9:body></ns9:document>'), "another prefix for the same names"
    show = f'{HEAD}<p:presentation {pptx.NAMESPACES}><p:sldIdLst>' + "".join(f'<p:sldId id="{n}" r:id="rId1"/>' for n in range(50000)) + "</p:sldIdLst></p:presentation>"
    yield "slides.pptx", packed({"[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/ppt/presentation.xml" ContentType="{SHOW}"/></Types>', "ppt/presentation.xml": show, "ppt/slides/slide1.xml": f"<p:sld {pptx.NAMESPACES}>" + "<a:p>" * 100000}), "50,000 times the same slide, and 100,000 open paragraphs"


def open_documents(r):
    def packaged(body, mime):
        return packed({"mimetype": f"application/vnd.oasis.opendocument.{mime}", "content.xml": body, "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'})

    head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body>'
    table = '<office:spreadsheet><table:table table:name="a">{}</table:table></office:spreadsheet></office:body></office:document-content>'
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>パスワード</text:p></table:table-cell>'
    for rows in ("1048576", "4294967295", "-1", "99999999999999999999"):
        yield "repeated.ods", packaged(head + table.format(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'), "spreadsheet"), f"a full row repeated {rows} times"
    yield "columns.ods", packaged(head + table.format("<table:table-row>" + cell.replace("16384", "2147483647") + "</table:table-row>"), "spreadsheet"), "a cell repeated 2^31 times"
    yield "spaces.odt", packaged(head + '<office:text><text:p>a<text:s text:c="4294967295"/>b<text:s text:c="99999999999999"/></text:p></office:text></office:body></office:document-content>', "text"), "four thousand million blanks"
    yield "deep.odt", packaged(head + "<office:text>" + "<text:list><text:list-item>" * 60000, "text"), "lists 60,000 deep"
    yield "laughs.odt", packaged(f'<?xml version="1.0"?>{LAUGHS}<office:document-content {NAMESPACES}><office:body><office:text><text:p>&m;</text:p></office:text></office:body></office:document-content>', "text"), "billion laughs"
    yield "long.odt", packaged(deflated(b"<text:p>a</text:p>", 300, head=(head + "<office:text>").encode(), tail=b"</office:text></office:body></office:document-content>"), "text"), "300 MiB of paragraphs"
