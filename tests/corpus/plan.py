"""Decides which document is written in which format, so that kinds spread evenly over formats."""

import random
from collections import Counter
from dataclasses import dataclass, field

from document import Doc
from family import Family
from values import offices
from write import WRITERS
from write.wrap import CONTAINERS

# One document in so many lies in an archive.
WRAPPED = 9


@dataclass
class Sheet:
    """One document on its way: what it says, how it is written, what its label says."""

    family: Family
    doc: Doc
    format: str
    write: object
    r: random.Random
    kinds: list
    container: str
    folder: str
    label: dict = field(default_factory=dict)
    payload: object = None


def plan(families, seed):
    """Makes every document and gives it the format its family, then its kind, has been written in least."""
    made = []
    for one in families:
        for number in range(one.count):
            r = random.Random(f"{seed}/{one.name}/{number}")
            made.append((one, one.make(r), r))
    # Families with few formats first: those with many fill what is left.
    order = sorted(range(len(made)), key=lambda i: (made[i][0].split, len(made[i][0].formats), random.Random(f"{seed}/{i}").random()))
    used, boxed, own = Counter(), Counter(), Counter()
    sheets = []
    for position, i in enumerate(order):
        one, doc, r = made[i]
        kinds = one.kinds if doc.kinds is None else doc.kinds
        formats = [format for format in one.formats if format in WRITERS]
        if not formats:
            continue
        sort = (one.split, tuple(kinds), one.decoy)
        format = min(formats, key=lambda name: (own[one.name, name], used[sort, name], r.random()))
        own[one.name, format] += 1
        used[sort, format] += 1
        writers = WRITERS[format]
        write = writers[used[sort, format] % len(writers)]
        container = ""
        if one.containers and position % WRAPPED == 0:
            container = min(CONTAINERS, key=lambda name: (boxed[one.split, bool(kinds), name], r.random()))
            boxed[one.split, bool(kinds), container] += 1
        folder = doc.folder or r.choice(offices.FOLDERS)
        sheets.append(Sheet(one, doc, format, write, r, list(kinds), container, folder))
    return sheets
