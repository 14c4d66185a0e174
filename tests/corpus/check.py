#!/usr/bin/env python3
"""Checks a generated corpus against what the corpus promises: check.py OUT [--quick]."""

import json
import pathlib
import sys
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from family import DATA, FAMILIES, KINDS, MAILS, SHEETS, SLIDES, STICKIES, TEXTS, WORDS  # noqa: E402
from generate import gather  # noqa: E402
from plan import plan  # noqa: E402
from write.coding import ENCODINGS  # noqa: E402
from write.wrap import CONTAINERS  # noqa: E402

FORMATS = TEXTS + DATA + SHEETS + WORDS + SLIDES + MAILS + STICKIES + ("sqlite-wal", "log", "script", "rdp", "url", "lnk")
FIELDS = {"path", "split", "family", "format", "encoding", "container", "kinds", "encrypted", "difficulty", "decoy", "ignore"}


def train_families():
    for package in ("write", "shapes", "decoys"):
        gather(package)
    return [one for one in FAMILIES.values() if one.split == "train"]


def same_seed(families):
    """Two plans of one seed say the same, and another seed says something else."""
    def said(seed):
        return [(one.family.name, one.format, one.container, one.doc) for one in plan(families, seed)]

    return said(1) == said(1) and said(1) != said(2)


def promises(out, labels, families):
    train = [label for label in labels if label["split"] == "train"]
    notes = [label for label in train if "password_note" in label["kinds"]]
    formats = Counter(label["format"] for label in notes)
    encodings = Counter(label["encoding"] for label in notes)
    decoys = {one.name for one in families if one.decoy}
    hard = {one.name for one in families if one.decoy and one.difficulty == "hard"}
    yield "every label names a file", all((out / label["path"]).is_file() for label in labels)
    yield "every file has a label", {label["path"] for label in labels} == {str(p.relative_to(out)) for part in ("train", "holdout") for p in (out / part).rglob("*") if p.is_file()}
    yield "no path twice", len({label["path"] for label in labels}) == len(labels)
    yield "every label has the fields agreed on", all(set(label) == FIELDS and set(label["kinds"]) <= set(KINDS) for label in labels)
    yield "the same seed says the same", same_seed(families)
    if "--quick" in sys.argv:
        return
    yield "1,200 files and more", len(train) >= 1200
    yield "40 families of decoys and more", len(decoys) >= 40
    yield "a third of those families hard", 3 * len(hard) >= len(decoys)
    for format in FORMATS:
        yield f"15 notes as {format}", formats[format] >= 15
    for encoding in ENCODINGS:
        yield f"15 notes in {encoding}", encodings[encoding] >= 15
    for container in CONTAINERS:
        yield f"a note in {container}", any(label["container"] == container for label in notes)
    for kind in KINDS:
        yield f"40 files with {kind}", sum(kind in label["kinds"] for label in train) >= 40
    yield "every difficulty in notes", {label["difficulty"] for label in notes} == {"easy", "medium", "hard"}
    yield "60 protected files", sum(label["encrypted"] for label in train) >= 60


def main():
    out = pathlib.Path(sys.argv[1])
    labels = [json.loads(line) for line in open(out / "labels.jsonl", encoding="utf-8")]
    broken = [promise for promise, holds in promises(out, labels, train_families()) if not holds]
    for promise in broken:
        print(f"broken: {promise}", file=sys.stderr)
    print(f"{len(labels)} files, {len(broken)} promises broken")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
