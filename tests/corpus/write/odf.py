"""Writes OpenDocument: flat sources for LibreOffice, and packages zipped by hand."""

import io
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from document import Box, Cell, Comment, Diagram, Note, Pairs, Para, Table, Title
from write import writer

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("presentation", "presentation"), ("number", "datastyle"), ("config", "config"),
    ]
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
FONTS = ["IPAGothic", "IPAMincho", "BIZ UDGothic", "IPAPGothic"]
MIME = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}


def spaced(text):
    """Text of a paragraph: tabs, line breaks and runs of blanks are elements."""
    out = []
    for n, line in enumerate(text.split("\n")):
        if n:
            out.append("<text:line-break/>")
        line = escape(line).replace("\t", "<text:tab/>")
        while "  " in line:
            line = line.replace("  ", " <text:s/>", 1)
        out.append(line)
    return "".join(out)


def paragraph(text, style="P1"):
    return f'<text:p text:style-name="{style}">{spaced(text)}</text:p>'


def broken(text, r):
    """A paragraph whose text is cut into spans in the middle of words, as editing does."""
    if len(text) < 4 or "\n" in text or "\t" in text or "  " in text or r.random() < 0.6:
        return paragraph(text)
    cut = r.randrange(1, len(text) - 1)
    return f'<text:p text:style-name="P1"><text:span text:style-name="T1">{escape(text[:cut])}</text:span>{escape(text[cut:])}</text:p>'


def annotation(text):
    return f"<office:annotation><dc:creator>担当</dc:creator><dc:date>2024-04-01T09:00:00</dc:date>{''.join(paragraph(line) for line in text.split(chr(10)))}</office:annotation>"


def into_last_paragraph(parts, element):
    """Puts an element at the end of the last paragraph written."""
    for n in range(len(parts) - 1, -1, -1):
        if parts[n].endswith("</text:p>") and parts[n].startswith("<text:p"):
            parts[n] = parts[n][: -len("</text:p>")] + element + "</text:p>"
            return
    parts.append(f'<text:p text:style-name="P1">{element}</text:p>')


def word_table(block, number):
    columns = max(sum(cell.span for cell in row) for row in block.cells())
    out = [f'<table:table table:name="表{number}"><table:table-column table:number-columns-repeated="{columns}"/>']
    for row in block.cells():
        out.append("<table:table-row>")
        for cell in row:
            span = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
            remark = annotation(cell.comment) if cell.comment else ""
            body = paragraph(cell.text())
            if remark:
                body = body[: -len("</text:p>")] + remark + "</text:p>"
            out.append(f'<table:table-cell office:value-type="string"{span}>{body}</table:table-cell>')
            out.extend(["<table:covered-table-cell/>"] * (cell.span - 1))
        out.append("</table:table-row>")
    return "".join(out) + "</table:table>"


def word_block(block, parts, r, number):
    match block:
        case Title(text):
            parts.append(f'<text:h text:outline-level="1">{spaced(text)}</text:h>')
        case Para(text):
            parts.append(broken(text, r))
        case Table():
            parts += [word_table(block, number), paragraph("")]
        case Pairs(items, sep):
            if r.random() < 0.35:
                parts += [word_table(Table([[a, b] for a, b in items]), number), paragraph("")]
            else:
                parts += [broken(f"{a}{sep}{b}", r) for a, b in items]
        case Box(lines) | Diagram(lines):
            inner = "".join(paragraph(line) for line in lines)
            height = 0.8 + 0.7 * len(lines)
            parts.append(
                f'<text:p text:style-name="P1"><draw:frame text:anchor-type="paragraph" svg:x="1cm" svg:width="9cm" svg:height="{height}cm" draw:name="枠{number}">'
                f"<draw:text-box>{inner}</draw:text-box></draw:frame></text:p>" + paragraph("")
            )
        case Comment(text):
            into_last_paragraph(parts, annotation(text))
        case Note(text):
            body = "".join(paragraph(line) for line in text.split("\n"))
            into_last_paragraph(parts, f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body>{body}</text:note-body></text:note>')


def hide(xml):
    """Marks every paragraph of a hidden section as hidden text."""
    return xml.replace('text:style-name="P1">', 'text:style-name="P1"><text:span text:style-name="Hidden">').replace("</text:p>", "</text:span></text:p>")


def word_body(doc, r):
    parts, number = [], 0
    for title, hidden, blocks in doc.sections():
        own = [f'<text:h text:outline-level="2">{spaced(title)}</text:h>'] if title else []
        for block in blocks:
            number += 1
            word_block(block, own, r, number)
        if hidden and not any(isinstance(block, (Box, Diagram, Comment, Note)) for block in blocks):
            own = [hide(part) for part in own]
        parts += own
    return "<office:text>" + "".join(parts) + "</office:text>"


def sheet_cell(cell):
    span = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
    span += f' table:number-rows-spanned="{cell.down}"' if cell.down > 1 and not cell.span > 1 else ""
    if cell.down > 1 and cell.span == 1:
        span = f' table:number-columns-spanned="1" table:number-rows-spanned="{cell.down}"'
    remark = annotation(cell.comment) if cell.comment else ""
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        shown = cell.shown or str(cell.value)
        style = ' table:style-name="ceE"' if cell.shown and "E" in cell.shown else ""
        body = f'<table:table-cell office:value-type="float" office:value="{cell.value}"{span}{style}>{remark}<text:p>{escape(shown)}</text:p></table:table-cell>'
    elif cell.value in ("", None):
        body = f"<table:table-cell{span}>{remark}</table:table-cell>"
    else:
        lines = "".join(f"<text:p>{spaced(line)}</text:p>" for line in cell.text().split("\n"))
        body = f'<table:table-cell office:value-type="string"{span}>{remark}{lines}</table:table-cell>'
    return body + "<table:covered-table-cell/>" * (cell.span - 1)


def sheet_rows(block):
    """One list of cells a row, with whether the row is hidden."""
    match block:
        case Table():
            return [(row, n in block.hidden_rows) for n, row in enumerate(block.cells())]
        case Pairs(items):
            return [([Cell(a), Cell(b)], False) for a, b in items]
        case Title(text) | Para(text):
            return [([Cell(text)], False)]
    return []


def sheet_part(title, hidden, blocks, r):
    rows, shapes = [], []
    for block in blocks:
        match block:
            case Box(lines) | Diagram(lines):
                inner = "".join(f"<text:p>{spaced(line)}</text:p>" for line in lines)
                shapes.append(f'<draw:frame svg:x="{12 + 2 * len(shapes)}cm" svg:y="2cm" svg:width="7cm" svg:height="4cm"><draw:text-box>{inner}</draw:text-box></draw:frame>')
            case Comment(text) | Note(text):
                row = next((row for row, _ in reversed(rows) if row), None)
                if row is None or row[0].comment:
                    rows.append(([Cell("※", comment=text)], False))
                else:
                    row[0] = replace(row[0], comment=text)
            case _:
                rows += [(list(row), unseen) for row, unseen in sheet_rows(block)]
                if isinstance(block, (Title, Table)) and r.random() < 0.4:
                    rows.append(([], False))
    style = "taH" if hidden else "ta1"
    out = [f'<table:table table:name={quoteattr(title)} table:style-name="{style}">']
    if shapes:
        out.append("<table:shapes>" + "".join(shapes) + "</table:shapes>")
    for row, unseen in rows:
        seen = ' table:visibility="collapse"' if unseen else ""
        out.append(f"<table:table-row{seen}>" + "".join(sheet_cell(cell) for cell in row) + ("" if row else "<table:table-cell/>") + "</table:table-row>")
    if not rows:
        out.append("<table:table-row><table:table-cell/></table:table-row>")
    return "".join(out) + "</table:table>"


def sheet_name(title, number):
    kept = "".join(c for c in title if c not in "[]*?:/\\'")[:28]
    return kept or f"Sheet{number}"


def sheet_body(doc, r):
    parts, names = [], set()
    for number, (title, hidden, blocks) in enumerate(doc.sections(), 1):
        name = sheet_name(title, number)
        if name in names:
            name = f"{name}{number}"
        names.add(name)
        parts.append(sheet_part(name, hidden, blocks, r))
    if all(hidden for _, hidden, _ in doc.sections()):
        parts.insert(0, sheet_part("表紙", False, [Para(doc.name)], r))
    return "<office:spreadsheet>" + "".join(parts) + "</office:spreadsheet>"


def frame(inner, y, height):
    return f'<draw:frame svg:x="1cm" svg:y="{y}cm" svg:width="24cm" svg:height="{height}cm"><draw:text-box>{inner}</draw:text-box></draw:frame>'


def slide(title, hidden, blocks, number, r):
    shapes, notes, remarks, y = [], [], [], 1.0
    texts = [title] if title else []

    def flush():
        nonlocal y
        if texts:
            height = 0.6 + 0.8 * len(texts)
            shapes.append(frame("".join(paragraph(text) for text in texts), y, height))
            y += height
            texts.clear()

    for block in blocks:
        match block:
            case Title(text) | Para(text):
                texts += text.split("\n")
            case Pairs(items, sep):
                texts += [f"{a}{sep}{b}" for a, b in items]
            case Table():
                flush()
                table = word_table(block, number)
                height = 0.9 * len(block.rows)
                shapes.append(f'<draw:frame svg:x="1cm" svg:y="{y}cm" svg:width="24cm" svg:height="{height}cm">{table_without_remarks(table)}</draw:frame>')
                y += height
                remarks += [cell.comment for row in block.cells() for cell in row if cell.comment]
            case Box(lines) | Diagram(lines):
                flush()
                shapes.append(frame("".join(paragraph(line) for line in lines), y, 1 + len(lines)))
                y += 1 + len(lines)
            case Comment(text):
                remarks.append(text)
            case Note(text):
                notes += text.split("\n")
    flush()
    out = [f'<draw:page draw:name="page{number}" draw:style-name="{"dpH" if hidden else "dp1"}" draw:master-page-name="Default">']
    out += [annotation(text) for text in remarks] + shapes
    if notes:
        inner = "".join(paragraph(text) for text in notes)
        out.append(
            '<presentation:notes><draw:frame presentation:class="notes" svg:x="2cm" svg:y="14cm" svg:width="16cm" svg:height="10cm">'
            f"<draw:text-box>{inner}</draw:text-box></draw:frame></presentation:notes>"
        )
    return "".join(out) + "</draw:page>"


def table_without_remarks(xml):
    while "<office:annotation>" in xml:
        start = xml.index("<office:annotation>")
        end = xml.index("</office:annotation>") + len("</office:annotation>")
        xml = xml[:start] + xml[end:]
    return xml


def slide_body(doc, r):
    parts = []
    for number, (title, hidden, blocks) in enumerate(doc.sections(), 1):
        if number == 1 and doc.header:
            blocks = [Para(doc.header), *blocks]
        if number == 1 and doc.footer:
            blocks = [*blocks, Para(doc.footer)]
        parts.append(slide(title, hidden, blocks, number, r))
    return "<office:presentation>" + "".join(parts) + "</office:presentation>"


def styles(font):
    return (
        f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="{font}"/></office:font-face-decls>'
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="F" style:font-name-asian="F" style:font-name-complex="F" fo:font-size="10.5pt"'
        ' fo:language="ja" fo:country="JP" style:language-asian="ja" style:country-asian="JP"/></style:default-style>'
        '<style:default-style style:family="table-cell"><style:text-properties style:font-name="F" style:font-name-asian="F"/></style:default-style></office:styles>'
    )


def automatic():
    return (
        '<number:scientific-number-style style:name="Nsci"><number:scientific-number number:decimal-places="5" number:min-integer-digits="1" number:min-exponent-digits="2"/></number:scientific-number-style>'
        '<style:style style:name="ceE" style:family="table-cell" style:data-style-name="Nsci"/>'
        '<style:style style:name="P1" style:family="paragraph"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="taH" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="dp1" style:family="drawing-page"/>'
        '<style:style style:name="dpH" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )


def master(doc, sort):
    name = {"text": "Standard", "spreadsheet": "Default", "presentation": "Default"}[sort]
    inner = ""
    if sort != "presentation":
        wrap = (lambda text: f"<text:p>{spaced(text)}</text:p>")
        if doc.header:
            inner += f"<style:header>{wrap(doc.header)}</style:header>"
        if doc.footer:
            inner += f"<style:footer>{wrap(doc.footer)}</style:footer>"
    layout = '<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style/><style:footer-style/></style:page-layout>'
    if sort == "presentation":
        layout = '<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout>'
    return layout, f'<office:master-styles><style:master-page style:name="{name}" style:page-layout-name="pm1">{inner}</style:master-page></office:master-styles>'


BODIES = {"text": word_body, "spreadsheet": sheet_body, "presentation": slide_body}


def flat(doc, r, sort):
    """One flat file (.fodt, .fods, .fodp)."""
    layout, masters = master(doc, sort)
    body = BODIES[sort](doc, r)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{sort}">'
        f"{styles(r.choice(FONTS))}<office:automatic-styles>{layout}{automatic()}</office:automatic-styles>{masters}<office:body>{body}</office:body></office:document>"
    ).encode()


def package(doc, r, sort):
    """The same as a zip with content, styles and manifest."""
    layout, masters = master(doc, sort)
    body = BODIES[sort](doc, r)
    mime = f"application/vnd.oasis.opendocument.{sort}"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    content = f'{head}<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>{automatic()}</office:automatic-styles><office:body>{body}</office:body></office:document-content>'
    looks = f'{head}<office:document-styles {NAMESPACES} office:version="1.3">{styles("IPAGothic")}<office:automatic-styles>{layout}</office:automatic-styles>{masters}</office:document-styles>'
    return packed({"content.xml": content.encode(), "styles.xml": looks.encode()}, mime)


def packed(members, mime, manifest=None):
    out = io.BytesIO()
    stamp = (2024, 4, 1, 9, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", stamp), mime, zipfile.ZIP_STORED)
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml", stamp), manifest or listing(members, mime), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def listing(members, mime):
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in members)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>{entries}</manifest:manifest>'
    )


@writer("odt")
def odt(doc, r):
    return package(doc, r, "text")


@writer("ods")
def ods(doc, r):
    return package(doc, r, "spreadsheet")


@writer("odp")
def odp(doc, r):
    return package(doc, r, "presentation")
