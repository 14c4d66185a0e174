"""The model every family fills and every writer reads: a document, its blocks and its label."""

from dataclasses import dataclass, field


@dataclass
class Cell:
    """One cell; a number stays a number in a spreadsheet, `shown` is what the screen displays instead."""

    value: object
    shown: str | None = None
    span: int = 1
    down: int = 1
    reading: str | None = None
    comment: str | None = None

    def text(self):
        """What a person sees or would retype."""
        return str(self.value)


@dataclass
class Title:
    text: str


@dataclass
class Para:
    text: str


@dataclass
class Table:
    """Rows of strings, numbers or Cells. `hidden_rows` are shown in no window, but stand in the file."""

    rows: list
    hidden_rows: set = field(default_factory=set)

    def cells(self):
        return [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in self.rows]


@dataclass
class Pairs:
    """Label and value, one pair a line, with `sep` between them where the format has no cells."""

    items: list
    sep: str = "："


@dataclass
class Box:
    """A text box; where a format has none, paragraphs."""

    lines: list


@dataclass
class Comment:
    """A remark on the block before it; in formats without remarks a paragraph."""

    text: str
    threaded: bool = False


@dataclass
class Note:
    """Speaker notes of a slide, a footnote of a text, a remark in a sheet."""

    text: str


@dataclass
class Diagram:
    """Text inside SmartArt; elsewhere a text box."""

    lines: list


@dataclass
class Section:
    """Begins a new sheet, slide or page; a hidden one is not shown, but stands in the file."""

    title: str
    hidden: bool = False


@dataclass
class Doc:
    """One document. `None` in the label's fields means: as the family says.

    `verbatim` replaces the blocks in text formats. `ending` replaces the format's own file ending
    (with its dot), `whole_name` even the stem (`.netrc`). `lock` names a protection of `write/locks.py`.
    `beside`: files the writer adds next to the document, (name, bytes, kinds).
    """

    name: str
    blocks: list = field(default_factory=list)
    verbatim: str | None = None
    header: str = ""
    footer: str = ""
    ending: str | None = None
    whole_name: str | None = None
    folder: str | None = None
    sender: str | None = None
    kinds: list | None = None
    difficulty: str | None = None
    decoy: bool | None = None
    lock: str | None = None
    encrypted: bool = False
    beside: list = field(default_factory=list)
    ignore: list = field(default_factory=list)

    def all_blocks(self):
        """The blocks with plain strings turned into paragraphs."""
        return [Para(block) if isinstance(block, str) else block for block in self.blocks]

    def sections(self):
        """The blocks cut at each Section: (title, hidden, blocks), the first one without a title perhaps."""
        cut = [("", False, [])]
        for block in self.all_blocks():
            if isinstance(block, Section):
                cut.append((block.title, block.hidden, []))
            else:
                cut[-1][2].append(block)
        return [part for part in cut if part[2] or part[0]] or cut
