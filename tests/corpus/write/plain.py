"""Writes plain text, Markdown, HTML, CSV and TSV; the encoding comes afterwards."""

import csv
import html
import io

from document import Box, Comment, Diagram, Note, Pairs, Para, Table, Title
from write import writer


def grid(table):
    """The texts of a table, merged cells repeated as empty ones."""
    rows = []
    for row in table.cells():
        line = []
        for cell in row:
            line.append(cell.text())
            line.extend([""] * (cell.span - 1))
        rows.append(line)
    return rows


def remarks(table):
    return [cell.comment for row in table.cells() for cell in row if cell.comment]


def width(text):
    return sum(2 if ord(c) > 0x2E7F and not 0xFF61 <= ord(c) <= 0xFF9F else 1 for c in text)


def aligned(rows, gap):
    columns = max(len(row) for row in rows)
    widths = [max((width(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    return [gap.join(text + " " * (widths[i] - width(text)) for i, text in enumerate(row)).rstrip() for row in rows]


def table_lines(table, r):
    rows = grid(table)
    style = r.randrange(4)
    if style == 0:
        return ["\t".join(row) for row in rows]
    if style == 1:
        return aligned(rows, "  ")
    if style == 2:
        return ["　".join(row) for row in rows] if all("　" not in text for row in rows for text in row) else aligned(rows, "   ")
    return [" | ".join(row) for row in rows]


def lines(doc, r):
    """The document as a person would type it into an editor."""
    found = [doc.header] if doc.header else []
    for title, _, blocks in doc.sections():
        if title:
            found += ["", title]
        for block in blocks:
            found += block_lines(block, r)
    return found + ([doc.footer] if doc.footer else [])


def block_lines(block, r):
    match block:
        case Title(text) | Note(text):
            return text.split("\n")
        case Para(text):
            return text.split("\n")
        case Comment(text):
            return text.split("\n")
        case Box(lines) | Diagram(lines):
            return list(lines)
        case Pairs(items, sep):
            return [f"{label}{sep}{value}" for label, value in items]
        case Table():
            return table_lines(block, r) + remarks(block)
    raise TypeError(block)


@writer("txt")
def txt(doc, r):
    if doc.verbatim is not None:
        return doc.verbatim
    return "\n".join(lines(doc, r)) + r.choice(["\n", "", "\n\n"])


@writer("md")
def md(doc, r):
    found = [doc.header, ""] if doc.header else []
    for title, _, blocks in doc.sections():
        if title:
            found += ["", f"## {title}", ""]
        for block in blocks:
            match block:
                case Title(text):
                    found += [f"# {text}", ""]
                case Table():
                    rows = [[text.replace("|", "\\|").replace("\n", "<br>") for text in row] for row in grid(block)]
                    columns = max(len(row) for row in rows)
                    rows = [row + [""] * (columns - len(row)) for row in rows]
                    found += ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * columns]
                    found += ["| " + " | ".join(row) + " |" for row in rows[1:]] + [""] + remarks(block)
                case Pairs(items, sep):
                    dress = r.choice(["{0}{2}{1}", "- {0}{2}{1}", "- {0}{2}`{1}`", "- **{0}**{2}{1}"])
                    found += [dress.format(label, value, sep) for label, value in items] + [""]
                case _:
                    found += block_lines(block, r) + [""]
    return "\n".join(found + ([doc.footer] if doc.footer else [])) + "\n"


@writer("html")
def page(doc, r):
    """A saved page; `{{charset}}` becomes the encoding's name."""
    esc = html.escape
    body = [f"<div class=head>{esc(doc.header)}</div>"] if doc.header else []
    for title, hidden, blocks in doc.sections():
        body.append('<div style="display:none">' if hidden else "<div>")
        if title:
            body.append(f"<h2>{esc(title)}</h2>")
        for block in blocks:
            body += html_block(block, r, esc)
        body.append("</div>")
    if doc.footer:
        body.append(f"<footer>{esc(doc.footer)}</footer>")
    name = esc(doc.name)
    return f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="{{{{charset}}}}"><title>{name}</title></head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def html_block(block, r, esc):
    match block:
        case Title(text):
            return [f"<h1>{esc(text)}</h1>"]
        case Table():
            found = ["<table border=1>"]
            for number, row in enumerate(block.cells()):
                tag = "th" if number == 0 else "td"
                cells = "".join(f'<{tag}{f" colspan={c.span}" if c.span > 1 else ""}>{esc(c.text())}</{tag}>' for c in row)
                found.append(f"<tr>{cells}</tr>")
            return found + ["</table>"] + [f"<!-- {esc(text)} -->" if r.random() < 0.3 else f"<p>{esc(text)}</p>" for text in remarks(block)]
        case Pairs(items, sep):
            style = r.randrange(3)
            if style == 0:
                return ["<dl>"] + [f"<dt>{esc(a)}</dt><dd>{esc(str(b))}</dd>" for a, b in items] + ["</dl>"]
            if style == 1:
                return ["<p>" + "<br>\n".join(f"{esc(a)}{esc(sep)}{esc(str(b))}" for a, b in items) + "</p>"]
            return ["<ul>"] + [f"<li><b>{esc(a)}</b>{esc(sep)}{esc(str(b))}</li>" for a, b in items] + ["</ul>"]
        case _:
            return ["<p>" + "<br>".join(esc(line) for line in block_lines(block, r)) + "</p>"]


def rows(doc, r):
    """The document as rows of a sheet without formatting."""
    found = [[doc.header]] if doc.header else []
    for title, _, blocks in doc.sections():
        if title:
            found += [[title]]
        for block in blocks:
            if isinstance(block, Table):
                found += grid(block) + [[text] for text in remarks(block)]
            elif isinstance(block, Pairs):
                found += [[str(a), str(b)] for a, b in block.items]
            else:
                found += [[line] for line in block_lines(block, r)]
    return found + ([[doc.footer]] if doc.footer else [])


def separated(doc, r, comma, quoting):
    out = io.StringIO()
    csv.writer(out, delimiter=comma, quoting=quoting, lineterminator="\n").writerows(rows(doc, r))
    return out.getvalue()


@writer("csv")
def comma(doc, r):
    if doc.verbatim is not None:
        return doc.verbatim
    return separated(doc, r, ",", r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))


@writer("tsv")
def tab(doc, r):
    return separated(doc, r, "\t", csv.QUOTE_MINIMAL)
