"""Writes docx the way Word does: runs cut by rsids and proofing, boxes twice, comments, footnotes, headers."""

from document import Box, Comment, Diagram, Note, Pairs, Para, Table, Title
from write import writer
from write.opc import HEAD, TYPES, diagram, kept, packed, properties, relations

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
WORD = f"{TYPES}.wordprocessingml"
MAIN = {
    ".docx": f"{WORD}.document.main+xml",
    ".docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    ".dotx": f"{WORD}.template.main+xml",
    ".dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}


class Page:
    """What is gathered while the body is written."""

    def __init__(self, r):
        self.r, self.comments, self.notes, self.diagrams = r, [], [], []
        self.hidden = False

    def run(self, text, bold=False):
        looks = ("<w:b/>" if bold else "") + ("<w:vanish/>" if self.hidden else "")
        looks = f'<w:rPr><w:rFonts w:hint="eastAsia"/>{looks}</w:rPr>'
        inner = []
        for n, line in enumerate(text.split("\n")):
            if n:
                inner.append("<w:br/>")
            for m, piece in enumerate(line.split("\t")):
                if m:
                    inner.append("<w:tab/>")
                if piece:
                    space, body = kept(piece)
                    inner.append(f"<w:t{space}>{body}</w:t>")
        return f'<w:r w:rsidR="00{self.r.randrange(16 ** 6):06X}">{looks}{"".join(inner)}</w:r>'

    def runs(self, text, bold=False):
        """The text in runs, cut where Word cuts: anywhere."""
        if len(text) < 3 or self.r.random() < 0.5:
            return self.run(text, bold)
        cuts = sorted(self.r.sample(range(1, len(text)), min(self.r.randint(1, 3), len(text) - 1)))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)])]
        marks = ['<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>', '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>', ""]
        return "".join(self.run(piece, bold) + self.r.choice(marks) for piece in pieces)

    def paragraph(self, text, bold=False):
        return f'<w:p w14:paraId="{self.r.randrange(16 ** 8):08X}" w:rsidR="00A1{self.r.randrange(16 ** 4):04X}"><w:pPr><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>{self.runs(text, bold)}</w:p>'

    def remark(self, text):
        self.comments.append(text)
        id = len(self.comments) - 1
        return f'<w:r><w:commentReference w:id="{id}"/></w:r>'

    def table(self, block):
        out = ['<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>']
        for row in block.cells():
            out.append("<w:tr>")
            for cell in row:
                span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
                body = "".join(self.paragraph(line) for line in cell.text().split("\n"))
                if cell.comment:
                    body = body[: -len("</w:p>")] + self.remark(cell.comment) + "</w:p>"
                out.append(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{span}</w:tcPr>{body}</w:tc>')
            out.append("</w:tr>")
        return "".join(out) + "</w:tbl>" + self.paragraph("")

    def box(self, lines):
        """A text box as Word saves it: once for itself, once for older programs."""
        inner = "".join(self.paragraph(line) for line in lines)
        shape = f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>'
        new = f'<w:drawing><wp:anchor><wp:extent cx="2520000" cy="720000"/><wp:docPr id="1" name="テキスト ボックス 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
        old = f'<w:pict><v:shape type="#_x0000_t202"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>'
        return f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>'

    def smart(self, lines):
        self.diagrams.append(lines)
        n = len(self.diagrams)
        return (
            f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="{n + 10}" name="図 {n}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
            f'<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rIdD{n}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
        )

    def foot(self, text):
        self.notes.append(text)
        return f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>'

    def block(self, block, out):
        match block:
            case Title(text):
                out.append(self.paragraph(text, bold=True))
            case Para(text):
                out.append(self.paragraph(text))
            case Pairs(items, sep):
                if self.r.random() < 0.35:
                    out.append(self.table(Table([[a, b] for a, b in items])))
                elif self.r.random() < 0.2:
                    out.append(self.paragraph("\n".join(f"{a}{sep}{b}" for a, b in items)))
                else:
                    out += [self.paragraph(f"{a}{sep}{b}") for a, b in items]
            case Table():
                out.append(self.table(block))
            case Box(lines):
                out.append(self.box(lines))
            case Diagram(lines):
                out.append(self.smart(lines))
            case Comment(text):
                self.attach(out, self.remark(text))
            case Note(text):
                self.attach(out, self.foot(text))

    def attach(self, out, element):
        if out and out[-1].endswith("</w:p>"):
            out[-1] = out[-1][: -len("</w:p>")] + element + "</w:p>"
        else:
            out.append(f"<w:p>{element}</w:p>")


def body(doc, page):
    out = []
    for number, (title, hidden, blocks) in enumerate(doc.sections()):
        page.hidden = hidden
        if number and not hidden:
            out.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        if title:
            out.append(page.paragraph(title, bold=True))
        for block in blocks:
            page.block(block, out)
    return "".join(out)


def remarks(page, texts, tag, item, first):
    by = ' w:author="担当" w:date="2024-04-01T09:00:00Z"' if item == "comment" else ""
    found = "".join(
        f'<w:{item} w:id="{n}"{by}>' + "".join(page.paragraph(line) for line in text.split("\n")) + f"</w:{item}>"
        for n, text in enumerate(texts, first)
    )
    return f"{HEAD}<w:{tag} {NAMESPACES}>{found}</w:{tag}>"


def document(doc, r, ending):
    page = Page(r)
    parts, links, types = {}, [("rId1", "styles", "styles.xml")], {"word/document.xml": MAIN[ending]}
    inner = body(doc, page)
    page.hidden = False
    ends = ""
    for sort, tag, text in (("header", "hdr", doc.header), ("footer", "ftr", doc.footer)):
        if text:
            parts[f"word/{sort}1.xml"] = f"{HEAD}<w:{tag} {NAMESPACES}>{page.paragraph(text)}</w:{tag}>"
            types[f"word/{sort}1.xml"] = f"{WORD}.{sort}+xml"
            links.append((f"rId{sort}", sort, f"{sort}1.xml"))
            ends += f'<w:{sort}Reference w:type="default" r:id="rId{sort}"/>'
    if page.comments:
        parts["word/comments.xml"] = remarks(page, page.comments, "comments", "comment", 0)
        types["word/comments.xml"] = f"{WORD}.comments+xml"
        links.append(("rIdC", "comments", "comments.xml"))
    if page.notes:
        parts["word/footnotes.xml"] = remarks(page, page.notes, "footnotes", "footnote", 2)
        types["word/footnotes.xml"] = f"{WORD}.footnotes+xml"
        links.append(("rIdF", "footnotes", "footnotes.xml"))
    for n, lines in enumerate(page.diagrams, 1):
        parts[f"word/diagrams/data{n}.xml"] = diagram(lines)
        types[f"word/diagrams/data{n}.xml"] = f"{TYPES}.drawingml.diagramData+xml"
        links.append((f"rIdD{n}", "diagramData", f"diagrams/data{n}.xml"))
    main = f'{HEAD}<w:document {NAMESPACES}><w:body>{inner}<w:sectPr>{ends}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    types["word/styles.xml"] = f"{WORD}.styles+xml"
    return packed({
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml"), ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")]),
        "docProps/core.xml": properties(""),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": relations(links),
        "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}/>",
        **parts,
    }, types)


@writer("docx")
def docx(doc, r):
    ending = doc.ending if doc.ending in MAIN else r.choice([".docx"] * 8 + [".docm", ".dotx"])
    doc.ending = ending
    return document(doc, r, ending)


writer("docx")(docx)
