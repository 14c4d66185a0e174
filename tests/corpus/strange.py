#!/usr/bin/env python3
"""Writes 3,000 and more strange documents: damaged ones from the corpus, and ones made to break readers.

    strange.py OUT [--from CORPUS] [--seed 1]

`OUT/strange.jsonl` tells of each file how it was made. Nothing in OUT is meant to be opened with anything that matters.
"""

import argparse
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from hostile import archives, compound, damage, mails, markup, office, printed, stores, texts  # noqa: E402

MAKERS = {"archive": archives, "office": office, "markup": markup, "pdf": printed, "compound": compound, "mail": mails, "store": stores, "text": texts}


def samples(corpus):
    """Small train files by format, in a fixed order."""
    found = {}
    for line in open(corpus / "labels.jsonl", encoding="utf-8"):
        label = json.loads(line)
        path = corpus / label["path"]
        if label["split"] == "train" and path.stat().st_size < 120_000:
            sort = label["container"] or label["format"]
            found.setdefault(sort, []).append(path)
    return {sort: sorted(paths) for sort, paths in sorted(found.items())}


def main():
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("out", type=pathlib.Path)
    ask.add_argument("--from", dest="corpus", type=pathlib.Path, default=HERE.parents[1] / "target" / "corpus")
    ask.add_argument("--seed", type=int, default=1)
    wish = ask.parse_args()
    if not (wish.corpus / "labels.jsonl").is_file():
        sys.exit(f"no corpus in {wish.corpus}: run tests/corpus/make.sh, or give --from")
    told = []

    def store(sort, name, content, why):
        folder = wish.out / sort
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{len(told):05}-{name}"
        path.write_bytes(content)
        told.append({"path": str(path.relative_to(wish.out)), "sort": sort, "why": why, "bytes": len(content)})

    for sort, maker in MAKERS.items():
        for name, content, why in maker.made(random.Random(f"{wish.seed}/{sort}")):
            store(sort, name, content, why)
    for name, content, why in damage.magic(random.Random(f"{wish.seed}/magic")):
        store("magic", name, content, why)
    for name, content, why in damage.of(samples(wish.corpus), random.Random(f"{wish.seed}/damage")):
        store("damaged", name, content, why)
    with open(wish.out / "strange.jsonl", "w", encoding="utf-8") as file:
        for line in told:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{len(told)} strange documents, {sum(line['bytes'] for line in told) >> 20} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
