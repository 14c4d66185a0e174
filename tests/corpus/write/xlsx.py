"""Writes xlsx the way Excel does: shared strings with readings, rich runs, numbers as numbers, remarks, boxes, hidden sheets."""

from xml.sax.saxutils import escape, quoteattr

from document import Box, Cell, Comment, Diagram, Note, Pairs, Para, Table, Title
from values.people import katakana
from write import writer
from write.odf import sheet_name
from write.opc import HEAD, TYPES, kept, packed, properties, relations

SHEET = f"{TYPES}.spreadsheetml"
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = {
    ".xlsx": f"{SHEET}.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": f"{SHEET}.template.main+xml",
}


def column(n):
    name = ""
    while n >= 0:
        name = chr(65 + n % 26) + name
        n = n // 26 - 1
    return name


class Book:
    """Shared strings and whether they are used at all."""

    def __init__(self, r):
        self.r, self.strings, self.index = r, [], {}
        self.inline = r.random() < 0.2
        self.phonetic = r.random() < 0.5

    def item(self, text, reading):
        """One string, at times in runs, at times with its reading."""
        r = self.r
        if len(text) > 3 and "\n" not in text and r.random() < 0.12:
            cut = r.randrange(1, len(text) - 1)
            runs = "".join(f"<r><rPr><sz val=\"11\"/></rPr><t{kept(piece)[0]}>{kept(piece)[1]}</t></r>" for piece in (text[:cut], text[cut:]))
            return runs
        space, body = kept(text)
        made = f"<t{space}>{body}</t>"
        if self.phonetic and any("一" <= c <= "龥" for c in text):
            sound = reading or katakana("".join(r.choice("あいかきしたなはまやらん") for _ in range(min(len(text) * 2, 8))))
            made += f'<rPh sb="0" eb="{len(text)}"><t>{escape(sound)}</t></rPh><phoneticPr fontId="1"/>'
        return made

    def cell(self, place, cell):
        value = cell.value
        if value in ("", None):
            return ""
        if isinstance(value, (int, float)):
            style = ' s="1"' if cell.shown and "E" in cell.shown else ""
            shown = exact(value) if isinstance(value, int) and value >= 10**11 and self.r.random() < 0.5 else str(value)
            return f'<c r="{place}"{style}><v>{shown}</v></c>'
        text = str(value)
        if self.inline:
            return f'<c r="{place}" t="inlineStr"><is>{self.item(text, cell.reading)}</is></c>'
        if text not in self.index:
            self.index[text] = len(self.strings)
            self.strings.append(self.item(text, cell.reading))
        return f'<c r="{place}" t="s"><v>{self.index[text]}</v></c>'


def exact(value):
    """Scientific notation that loses no digit, as Excel stores large numbers."""
    digits = str(value)
    tail = digits[1:].rstrip("0")
    return f"{digits[0]}{'.' + tail if tail else ''}E+{len(digits) - 1}"


class Leaf:
    """One sheet while it is written."""

    def __init__(self, title, hidden):
        self.title, self.hidden = title, hidden
        self.rows, self.merges, self.remarks, self.boxes, self.unseen, self.threads = [], [], [], [], set(), []

    def add(self, cells, unseen=False):
        number = len(self.rows)
        placed, at = [], 0
        for cell in cells:
            if cell.span > 1 or cell.down > 1:
                self.merges.append(f"{column(at)}{number + 1}:{column(at + cell.span - 1)}{number + cell.down}")
            if cell.comment:
                self.remarks.append((f"{column(at)}{number + 1}", cell.comment))
            placed.append((at, cell))
            at += cell.span
        self.rows.append(placed)
        if unseen:
            self.unseen.add(number)

    def remark(self, text, threaded):
        number = max(len(self.rows), 1)
        if not self.rows:
            self.rows.append([])
        places = {place for place, _ in self.remarks}
        place = next(f"{column(n)}{number}" for n in range(50) if f"{column(n)}{number}" not in places)
        (self.threads if threaded else self.remarks).append((place, text))


def leaf(title, hidden, blocks, r):
    made = Leaf(title, hidden)
    for block in blocks:
        match block:
            case Title(text) | Para(text):
                made.add([Cell(text)])
            case Pairs(items):
                for a, b in items:
                    made.add([Cell(a), Cell(b)])
            case Table():
                for n, row in enumerate(block.cells()):
                    made.add(row, n in block.hidden_rows)
            case Box(lines) | Diagram(lines):
                made.boxes.append(lines)
            case Comment(text, threaded):
                made.remark(text, threaded)
            case Note(text):
                made.remark(text, False)
        if isinstance(block, (Title, Table)) and r.random() < 0.4:
            made.add([])
    return made


def sheet_xml(made, book):
    out = []
    for number, row in enumerate(made.rows):
        hidden = ' hidden="1"' if number in made.unseen else ""
        cells = "".join(book.cell(f"{column(at)}{number + 1}", cell) for at, cell in row)
        if cells or hidden:
            out.append(f'<row r="{number + 1}"{hidden}>{cells}</row>')
    merges = f'<mergeCells count="{len(made.merges)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in made.merges) + "</mergeCells>" if made.merges else ""
    ends = ""
    if made.header or made.footer:
        head, foot = (escape(text.replace("&", "&&")) for text in (made.header, made.footer))
        ends = f"<headerFooter><oddHeader>&amp;C{head}</oddHeader><oddFooter>&amp;L{foot}</oddFooter></headerFooter>"
    drawing = '<drawing r:id="rIdDr"/>' if made.boxes else ""
    old = '<legacyDrawing r:id="rIdV"/>' if made.remarks else ""
    return f'{HEAD}<worksheet xmlns="{MAIN_NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetData>{"".join(out)}</sheetData>{merges}{ends}{drawing}{old}</worksheet>'


def drawing_xml(boxes):
    anchors = "".join(
        f'<xdr:twoCellAnchor><xdr:from><xdr:col>{n * 3}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{n * 3 + 3}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>'
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{n + 2}" name="テキスト ボックス {n + 1}"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:lstStyle/>'
        + "".join(f'<a:p><a:r><a:rPr kumimoji="1" lang="ja-JP"/><a:t>{escape(line)}</a:t></a:r></a:p>' for line in lines)
        + "</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
        for n, lines in enumerate(boxes)
    )
    return f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchors}</xdr:wsDr>'


def comments_xml(remarks):
    found = "".join(f'<comment ref="{place}" authorId="0"><text><r><rPr><sz val="9"/></rPr><t xml:space="preserve">担当:\n</t></r><r><t xml:space="preserve">{escape(text)}</t></r></text></comment>' for place, text in remarks)
    return f'{HEAD}<comments xmlns="{MAIN_NS}"><authors><author>担当</author></authors><commentList>{found}</commentList></comments>'


def threads_xml(threads):
    found = "".join(f'<threadedComment ref="{place}" dT="2024-04-01T09:00:00.00" personId="{{00000000-0000-4000-8000-000000000001}}" id="{{00000000-0000-4000-8000-{n:012X}}}"><text>{escape(text)}</text></threadedComment>' for n, (place, text) in enumerate(threads, 1))
    return f'{HEAD}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">{found}</ThreadedComments>'


def workbook(doc, r, ending):
    book = Book(r)
    parts, types, sheets, links, names = {}, {"xl/workbook.xml": MAIN[ending]}, [], [], set()
    cuts = doc.sections()
    if all(hidden for _, hidden, _ in cuts):
        cuts = [("表紙", False, [Para(doc.name)]), *cuts]
    for number, (title, hidden, blocks) in enumerate(cuts, 1):
        name = sheet_name(title, number)
        name = f"{name}{number}" if name in names else name
        names.add(name)
        made = leaf(name, hidden, blocks, r)
        made.header, made.footer = (doc.header, doc.footer) if number == 1 else ("", "")
        path = f"xl/worksheets/sheet{number}.xml"
        parts[path] = sheet_xml(made, book)
        types[path] = f"{SHEET}.worksheet+xml"
        state = f' state="{r.choice(["hidden", "veryHidden"])}"' if hidden else ""
        sheets.append(f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>')
        links.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        add_extras(made, number, parts, types)
    types["xl/styles.xml"] = f"{SHEET}.styles+xml"
    links.append(("rIdS", "styles", "styles.xml"))
    if book.strings:
        items = "".join(f"<si>{item}</si>" for item in book.strings)
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN_NS}" count="{len(book.strings)}" uniqueCount="{len(book.strings)}">{items}</sst>'
        types["xl/sharedStrings.xml"] = f"{SHEET}.sharedStrings+xml"
        links.append(("rIdT", "sharedStrings", "sharedStrings.xml"))
    return packed({
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "docProps/core.xml": properties(""),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN_NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{"".join(sheets)}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(links),
        "xl/styles.xml": STYLES,
        **parts,
    }, types)


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN_NS}"><fonts count="1"><font><sz val="11"/><name val="游ゴシック"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="11" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def add_extras(made, number, parts, types):
    """Remarks, threads and boxes of a sheet, with their relationships."""
    own = []
    if made.remarks:
        parts[f"xl/comments{number}.xml"] = comments_xml(made.remarks)
        types[f"xl/comments{number}.xml"] = f"{SHEET}.comments+xml"
        parts[f"xl/drawings/vmlDrawing{number}.vml"] = '<xml xmlns:v="urn:schemas-microsoft-com:vml"/>'
        own += [("rIdC", "comments", f"../comments{number}.xml"), ("rIdV", "vmlDrawing", f"../drawings/vmlDrawing{number}.vml")]
    if made.threads:
        parts[f"xl/threadedComments/threadedComment{number}.xml"] = threads_xml(made.threads)
        types[f"xl/threadedComments/threadedComment{number}.xml"] = "application/vnd.ms-excel.threadedcomments+xml"
        own.append(("rIdTh", "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", f"../threadedComments/threadedComment{number}.xml"))
    if made.boxes:
        parts[f"xl/drawings/drawing{number}.xml"] = drawing_xml(made.boxes)
        types[f"xl/drawings/drawing{number}.xml"] = f"{TYPES}.drawing+xml"
        own.append(("rIdDr", "drawing", f"../drawings/drawing{number}.xml"))
    if own:
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relations(own)


@writer("xlsx")
def xlsx(doc, r):
    doc.ending = doc.ending if doc.ending in MAIN else r.choice([".xlsx"] * 8 + [".xlsm", ".xltx"])
    return workbook(doc, r, doc.ending)


writer("xlsx")(xlsx)
