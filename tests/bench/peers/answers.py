"""What every runner here shares: the files of a corpus, and the answers and costs it writes.

A runner is `python3 NAME.py CORPUS OUT.jsonl`; its last line says what it cost, children included.
"""

import json
import os
import pathlib
import resource
import sys
import time


def files(corpus):
    """Every file of both splits, by the path its label has."""
    for split in ("train", "holdout"):
        for folder, _, names in sorted(os.walk(corpus / split)):
            for name in sorted(names):
                path = pathlib.Path(folder) / name
                yield path.relative_to(corpus).as_posix(), path


def run(judge):
    """Calls `judge(corpus)`, which gives (path, kind) pairs, and writes what it gave and cost."""
    corpus, out = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    began = time.monotonic()
    pairs = sorted(set(judge(corpus)))
    wall = time.monotonic() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cost = {
        "type": "cost",
        "cpu_seconds": round(sum(one.ru_utime + one.ru_stime for one in used), 2),
        "wall_seconds": round(wall, 2),
        "peak_mb": round(max(one.ru_maxrss for one in used) / 1024, 1),
    }
    with open(out, "w", encoding="utf-8") as file:
        for path, kind in pairs:
            file.write(json.dumps({"path": path, "kind": kind}, ensure_ascii=False) + "\n")
        file.write(json.dumps(cost) + "\n")
