"""Writes pptx the way PowerPoint does: shapes, tables, notes, remarks, SmartArt, hidden slides."""

from xml.sax.saxutils import escape

from document import Box, Comment, Diagram, Note, Pairs, Para, Table, Title
from write import writer
from write.opc import HEAD, TYPES, diagram, packed, properties, relations

SHOW = f"{TYPES}.presentationml"
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
MAIN = {
    ".pptx": f"{SHOW}.presentation.main+xml",
    ".pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    ".potx": f"{SHOW}.template.main+xml",
    ".ppsx": f"{SHOW}.slideshow.main+xml",
}


def runs(text, r):
    pieces = [text]
    if len(text) > 4 and r.random() < 0.4:
        cut = r.randrange(1, len(text) - 1)
        pieces = [text[:cut], text[cut:]]
    return "".join(f'<a:r><a:rPr lang="{r.choice(["ja-JP", "en-US"])}" altLang="ja-JP" dirty="0"/><a:t>{escape(piece)}</a:t></a:r>' for piece in pieces)


def paragraphs(lines, r):
    return "".join("<a:p>" + "<a:br/>".join(runs(part, r) for part in line.split("\v")) + "</a:p>" for text in lines for line in text.split("\n"))


def shape(lines, r, number, kind=""):
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="テキスト {number}"/><p:cNvSpPr/>{holder}</p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs(lines, r)}</p:txBody></p:sp>"
    )


def graphic(uri, inner, number):
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="図表 {number}"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{inner}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def table(block, r):
    out = ["<a:tbl><a:tblPr/><a:tblGrid/>"]
    for row in block.cells():
        out.append('<a:tr h="370840">')
        for cell in row:
            span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
            out.append(f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs([cell.text()], r)}</a:txBody><a:tcPr/></a:tc>")
            out.extend(['<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:p/></a:txBody></a:tc>'] * (cell.span - 1))
        out.append("</a:tr>")
    return "".join(out) + "</a:tbl>"


class Leaf:
    """One slide while it is written."""

    def __init__(self, r):
        self.r, self.shapes, self.notes, self.remarks, self.diagrams, self.texts = r, [], [], [], [], []

    def flush(self):
        if self.texts:
            self.shapes.append(shape(self.texts, self.r, len(self.shapes) + 2, "" if self.shapes else "title" if len(self.texts) == 1 else "body"))
            self.texts = []

    def add(self, block):
        match block:
            case Title(text):
                self.flush()
                self.texts = [text]
                self.flush()
            case Para(text):
                self.texts.append(text)
            case Pairs(items, sep):
                if self.r.random() < 0.3:
                    self.add(Table([[a, b] for a, b in items]))
                else:
                    self.texts += [f"{a}{sep}{b}" for a, b in items]
            case Table():
                self.flush()
                self.shapes.append(graphic("table", table(block, self.r), len(self.shapes) + 2))
                self.remarks += [cell.comment for row in block.cells() for cell in row if cell.comment]
            case Box(lines):
                self.flush()
                self.shapes.append(shape(lines, self.r, len(self.shapes) + 2))
            case Diagram(lines):
                self.flush()
                self.diagrams.append(lines)
                inner = f'<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rIdD{len(self.diagrams)}"/>'
                self.shapes.append(graphic("diagram", inner, len(self.shapes) + 2))
            case Comment(text):
                self.remarks.append(text)
            case Note(text):
                self.notes.append(text)


def tree(shapes):
    return f'<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{"".join(shapes)}</p:spTree></p:cSld>'


def presentation(doc, r, ending):
    parts, types, ids, links = {}, {"ppt/presentation.xml": MAIN[ending]}, [], []
    cuts = doc.sections()
    for number, (title, hidden, blocks) in enumerate(cuts, 1):
        leaf = Leaf(r)
        if title:
            leaf.add(Title(title))
        for block in [Para(doc.header)] * bool(doc.header and number == 1) + blocks + [Para(doc.footer)] * bool(doc.footer and number == len(cuts)):
            leaf.add(block)
        leaf.flush()
        path = f"ppt/slides/slide{number}.xml"
        parts[path] = f'{HEAD}<p:sld {NAMESPACES}{" show=" + chr(34) + "0" + chr(34) if hidden else ""}>{tree(leaf.shapes)}</p:sld>'
        types[path] = f"{SHOW}.slide+xml"
        ids.append(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>')
        links.append((f"rId{number}", "slide", f"slides/slide{number}.xml"))
        extras(leaf, number, parts, types, r)
    return packed({
        "_rels/.rels": relations([("rId1", "officeDocument", "ppt/presentation.xml")]),
        "docProps/core.xml": properties(""),
        "ppt/presentation.xml": f'{HEAD}<p:presentation {NAMESPACES}><p:sldIdLst>{"".join(ids)}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(links),
        **parts,
    }, types)


def extras(leaf, number, parts, types, r):
    """Notes, remarks and diagrams of a slide, with their relationships."""
    own = []
    if leaf.notes:
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = f"{HEAD}<p:notes {NAMESPACES}>{tree([shape(leaf.notes, r, 2, 'body')])}</p:notes>"
        types[f"ppt/notesSlides/notesSlide{number}.xml"] = f"{SHOW}.notesSlide+xml"
        own.append(("rIdN", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
    if leaf.remarks:
        found = "".join(f'<p:cm authorId="0" dt="2024-04-01T09:00:00" idx="{n}"><p:pos x="10" y="10"/><p:text>{escape(text)}</p:text></p:cm>' for n, text in enumerate(leaf.remarks, 1))
        parts[f"ppt/comments/comment{number}.xml"] = f"{HEAD}<p:cmLst {NAMESPACES}>{found}</p:cmLst>"
        types[f"ppt/comments/comment{number}.xml"] = f"{SHOW}.comments+xml"
        own.append(("rIdC", "comments", f"../comments/comment{number}.xml"))
    for n, lines in enumerate(leaf.diagrams, 1):
        path = f"diagrams/data{number}0{n}.xml"
        parts[f"ppt/{path}"] = diagram(lines)
        types[f"ppt/{path}"] = f"{TYPES}.drawingml.diagramData+xml"
        own.append((f"rIdD{n}", "diagramData", f"../{path}"))
    if own:
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(own)


@writer("pptx")
def pptx(doc, r):
    doc.ending = doc.ending if doc.ending in MAIN else r.choice([".pptx"] * 8 + [".pptm", ".potx", ".ppsx"])
    return presentation(doc, r, doc.ending)


writer("pptx")(pptx)
