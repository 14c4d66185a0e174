"""Writes JSON, YAML, INI and XML, the way small tools export what somebody typed in."""

import json
from xml.sax.saxutils import escape, quoteattr

from document import Pairs, Table
from write import writer
from write.plain import block_lines, grid, remarks


def parts(doc, r):
    """The document as ("text", line), ("pairs", items) and ("table", rows)."""
    found = [("text", doc.header)] if doc.header else []
    for title, _, blocks in doc.sections():
        if title:
            found.append(("title", title))
        for block in blocks:
            if isinstance(block, Table):
                found.append(("table", grid(block)))
                found += [("text", text) for text in remarks(block)]
            elif isinstance(block, Pairs):
                found.append(("pairs", [(str(a), str(b)) for a, b in block.items]))
            else:
                found += [("text", line) for line in block_lines(block, r) if line]
    return found + ([("text", doc.footer)] if doc.footer else [])


def records(rows):
    """The rows below the header as objects."""
    head = [name or f"列{n}" for n, name in enumerate(rows[0], 1)]
    return [{head[i] if i < len(head) else f"列{i + 1}": value for i, value in enumerate(row)} for row in rows[1:]]


@writer("json")
def to_json(doc, r):
    if doc.verbatim is not None:
        return doc.verbatim
    found, texts = {}, []
    for sort, content in parts(doc, r):
        if sort in ("text", "title"):
            texts.append(content)
        elif sort == "pairs":
            found.setdefault("items", []).append(dict(content))
        else:
            found.setdefault("rows", []).extend(records(content))
    if texts:
        found = {"title": doc.name, "memo": texts if len(texts) > 1 or r.random() < 0.5 else texts[0], **found}
    indent = r.choice([2, 4, None])
    return json.dumps(found, ensure_ascii=r.random() < 0.15, indent=indent) + "\n"


def scalar(text, r):
    plain = text and text[0] not in "!&*-?|>@%`{}[]#,\"' :=" and not any(mark in text for mark in (": ", " #", "\n")) and not text.endswith(":")
    if plain and not text.replace(".", "").isdigit():
        return text
    return json.dumps(text, ensure_ascii=False)


@writer("yaml")
def to_yaml(doc, r):
    if doc.verbatim is not None:
        return doc.verbatim
    out = [f"title: {scalar(doc.name, r)}"]
    number = 0
    for sort, content in parts(doc, r):
        number += 1
        if sort == "text":
            out.append(f"memo{number}: {scalar(content, r)}" if r.random() < 0.6 else f"# {content}")
        elif sort == "title":
            out.append(f"# {content}")
        elif sort == "pairs":
            out.append(f"item{number}:")
            out += [f"  {scalar(a, r)}: {scalar(b, r)}" for a, b in content]
        else:
            out.append(f"list{number}:")
            for record in records(content):
                lead = "  - "
                for key, value in record.items():
                    out.append(f"{lead}{scalar(key, r)}: {scalar(value, r)}")
                    lead = "    "
    return "\n".join(out) + "\n"


@writer("ini")
def to_ini(doc, r):
    if doc.verbatim is not None:
        return doc.verbatim
    out = []
    number = 0
    sep = r.choice(["=", " = "])
    for sort, content in parts(doc, r):
        if sort in ("text", "title"):
            out.append(f"; {content}" if r.random() < 0.5 else f"# {content}")
        elif sort == "pairs":
            number += 1
            out.append(f"[item{number}]")
            out += [f"{a}{sep}{b}" for a, b in content]
        else:
            for record in records(content):
                number += 1
                out.append(f"[row{number}]")
                out += [f"{key}{sep}{value}" for key, value in record.items()]
    return "\n".join(out) + "\n"


@writer("xml")
def to_xml(doc, r):
    """Labels as attributes, as element text or as element names; `{{charset}}` becomes the encoding's name."""
    if doc.verbatim is not None:
        return doc.verbatim
    out = ['<?xml version="1.0" encoding="{{charset}}"?>', f"<document name={quoteattr(doc.name)}>"]
    style = r.randrange(3)

    def pair(label, value):
        if style == 0:
            return f"    <item name={quoteattr(label)} value={quoteattr(value)}/>"
        if style == 1:
            return f"    <item><label>{escape(label)}</label><value>{escape(value)}</value></item>"
        if label.isidentifier():
            return f"    <{label}>{escape(value)}</{label}>"
        return f"    <item label={quoteattr(label)}>{escape(value)}</item>"

    for sort, content in parts(doc, r):
        if sort in ("text", "title"):
            out.append(f"  <memo>{escape(content)}</memo>")
        elif sort == "pairs":
            out += ["  <entry>"] + [pair(a, b) for a, b in content] + ["  </entry>"]
        else:
            for record in records(content):
                out += ["  <row>"] + [pair(a, b) for a, b in record.items()] + ["  </row>"]
    return "\n".join(out + ["</document>"]) + "\n"
