"""The register of families: what a family promises about the documents it makes."""

from dataclasses import dataclass

TEXTS = ("txt", "md", "html")
DATA = ("json", "yaml", "ini", "xml")
SHEETS = ("csv", "tsv", "xlsx", "xls", "ods")
WORDS = ("docx", "odt", "doc", "rtf", "pdf")
SLIDES = ("pptx", "odp", "ppt")
MAILS = ("eml", "mbox", "msg")
STICKIES = ("sqlite", "snt")
EVERYWHERE = TEXTS + DATA + SHEETS + WORDS + SLIDES + MAILS + STICKIES
# Where a table keeps its cells apart.
TABLES = ("md", "html") + SHEETS + WORDS + SLIDES
# Where people write prose.
PROSE = ("txt", "md", "html") + WORDS + SLIDES + MAILS
# Where people scribble.
NOTES = ("txt", "md") + WORDS + SLIDES + MAILS + STICKIES + ("xlsx", "xls", "ods")

KINDS = ("password_note", "my_number", "card_number", "resident_code", "personal_roster")


@dataclass
class Family:
    name: str
    make: object
    kinds: list
    formats: tuple
    difficulty: str
    decoy: bool
    count: int
    split: str
    containers: bool
    encodings: tuple | None = None


FAMILIES = {}
_split = ["train"]


def family(name, kinds=(), formats=EVERYWHERE, difficulty="easy", decoy=None, count=10, containers=True, encodings=None):
    """Registers `make(r) -> Doc`, called `count` times, each with its own random.Random.

    `kinds` is what an honest auditor must find in every document of the family; a decoy looks like
    one of the kinds and is none. `decoy=None`: no kinds means an ordinary clean document.
    """
    for kind in kinds:
        assert kind in KINDS, kind
    assert difficulty in ("easy", "medium", "hard"), difficulty

    def register(make):
        assert name not in FAMILIES, f"two families named {name}"
        FAMILIES[name] = Family(
            name, make, list(kinds), tuple(formats), difficulty, bool(decoy), count, _split[0], containers, encodings
        )
        return make

    return register


class split:
    """`with split("holdout"): import …` registers what is imported as of that split."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.before, _split[0] = _split[0], self.name

    def __exit__(self, *_):
        _split[0] = self.before
