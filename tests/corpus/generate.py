#!/usr/bin/env python3
"""Writes the labelled corpus: OUT/train, OUT/holdout and OUT/labels.jsonl beside them.

    generate.py OUT [--seed 1] [--only train|holdout] [--quick]

The same seed gives the same labels and the same text. `--quick` writes every tenth document.
"""

import argparse
import importlib
import json
import pathlib
import pkgutil
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from family import FAMILIES, split  # noqa: E402
from plan import plan  # noqa: E402
from press import press  # noqa: E402


def gather(package):
    """Imports every module of a folder, so that its families or writers register."""
    folder = HERE / package
    for module in sorted(pkgutil.iter_modules([str(folder)]), key=lambda found: found.name):
        importlib.import_module(f"{package}.{module.name}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("out", type=pathlib.Path)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", choices=["train", "holdout"])
    ask.add_argument("--quick", action="store_true")
    ask.add_argument("--family", help="only families whose name contains this, for trying one out")
    wish = ask.parse_args()
    started = time.monotonic()

    gather("write")
    if wish.only != "holdout":
        gather("shapes")
        gather("decoys")
    if wish.only != "train" and (HERE / "holdout").is_dir():
        with split("holdout"):
            gather("holdout")

    families = [found for found in FAMILIES.values() if not wish.family or wish.family in found.name]
    sheets = plan(families, wish.seed)
    if wish.quick:
        sheets = sheets[::10]
    for part in ("train", "holdout"):
        if wish.only in (None, part):
            shutil.rmtree(wish.out / part, ignore_errors=True)
    wish.out.mkdir(parents=True, exist_ok=True)
    labels = press(sheets, wish.out)
    with open(wish.out / "labels.jsonl", "w", encoding="utf-8") as file:
        for label in labels:
            file.write(json.dumps(label, ensure_ascii=False) + "\n")
    print(f"{len(labels)} files of {len(families)} families in {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
