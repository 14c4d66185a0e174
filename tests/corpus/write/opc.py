"""What Open XML packages have in common: zip, content types, relationships."""

import io
import zipfile
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument"
STAMP = (1980, 1, 1, 0, 0, 0)


def kept(text):
    """Text of an element whose blanks at the ends count."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return space, escape(text)


def relations(entries):
    """`entries`: (id, type, target), a type without address is one of Office's."""
    body = "".join(
        f'<Relationship Id="{id}" Type="{sort if "://" in sort else f"{OFFICE}/{sort}"}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in target else ""}/>'
        for id, sort, target in entries
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def packed(parts, overrides, r=None):
    """A package; `overrides` names the content type of parts."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{sort}"/>' for name, sort in overrides.items())
    content = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>{types}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": content, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), text if isinstance(text, bytes) else text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def properties(title):
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title><dc:creator>職員</dc:creator>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-04-01T00:00:00Z</dcterms:created></cp:coreProperties>'
    )


def diagram(lines):
    """The data of a SmartArt drawing: one point a line."""
    points = "".join(
        f'<dgm:pt modelId="{{{n:08X}-0000-4000-8000-000000000000}}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="ja-JP"/><a:t>{escape(line)}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for n, line in enumerate(lines, 1)
    )
    return f'{HEAD}<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/></dgm:dataModel>'
