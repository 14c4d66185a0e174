"""Has LibreOffice convert flat sources: one batch a target, two processes with a profile of their own each."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from document import Cell, Pairs, Table
from write import Through, writer
from write.odf import flat

PROCESSES = 2
# What was converted once is kept, by the hash of its source: the same source gives the same text.
KEPT = pathlib.Path(os.environ.get("MIMAWARI_OFFICE_KEPT") or pathlib.Path(__file__).parents[3] / "target" / "office-kept")
# Sources given to one call of soffice.
BATCH = 150


def text(target):
    return lambda doc, r: Through(flat(doc, r, "text"), "fodt", target)


def sheet(target):
    return lambda doc, r: Through(flat(doc, r, "spreadsheet"), "fods", target)


def show(target):
    return lambda doc, r: Through(flat(doc, r, "presentation"), "fodp", target)


for _target in ("docx", "odt", "doc", "rtf"):
    writer(_target)(text(_target))
for _target in ("xlsx", "xls", "ods"):
    writer(_target)(sheet(_target))
for _target in ("pptx", "odp", "ppt"):
    writer(_target)(show(_target))


@writer("pdf")
def pdf(doc, r):
    """Mostly from a text; a sheet prints its tables, unless rows or sheets are hidden."""
    whole = not any(hidden for _, hidden, _ in doc.sections()) and not doc.header and not doc.footer
    plain = all(isinstance(block, (Table, Pairs)) or type(block).__name__ in ("Title", "Para") for block in doc.all_blocks())
    narrow = all(
        len(row) <= 4 and not any(isinstance(cell, Cell) and (cell.shown or cell.comment) for cell in row)
        for block in doc.all_blocks() if isinstance(block, Table) for row in block.rows
    )
    if whole and plain and narrow and r.random() < 0.15:
        return Through(flat(doc, r, "presentation"), "fodp", "pdf")
    return Through(flat(printed(doc), r, "text"), "fodt", "pdf")


def printed(doc):
    """What reaches paper: hidden sections and rows do not, remarks stand in the text."""
    from dataclasses import replace

    from document import Comment, Para, Section

    blocks = []
    for block in doc.all_blocks():
        if isinstance(block, Comment):
            block = Para(block.text)
        if isinstance(block, Section):
            block = replace(block, hidden=False)
        blocks.append(block)
        if isinstance(block, Table):
            blocks += [Para(cell.comment) for row in block.cells() for cell in row if cell.comment]
    return replace(doc, blocks=blocks)


def convert_all(sheets):
    """Replaces the payload of each sheet by what LibreOffice made of it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    missing = [one for one in sheets if not kept(one.payload).exists()]
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        calls = {}
        for number, one in enumerate(missing):
            folder = work / one.payload.target
            folder.mkdir(exist_ok=True)
            source = folder / f"{number:05}.{one.payload.ending}"
            source.write_bytes(one.payload.source)
            calls.setdefault(one.payload.target, []).append((one, source))
        batches = []
        for target, jobs in sorted(calls.items()):
            # Halves, so that both processes end together.
            half = min(BATCH, -(-len(jobs) // PROCESSES))
            batches += [(target, jobs[start:start + half]) for start in range(0, len(jobs), half)]
        lanes = [batches[lane::PROCESSES] for lane in range(PROCESSES)]
        with ThreadPoolExecutor(PROCESSES) as pool:
            list(pool.map(lambda lane: run(lane[1], work / f"profile{lane[0]}"), enumerate(lanes)))
    for one in sheets:
        payload = kept(one.payload).read_bytes()
        one.payload = one.payload.mend(payload) if one.payload.mend else payload


def kept(through):
    digest = hashlib.sha256(through.target.encode() + b"\0" + through.source).hexdigest()
    return KEPT / f"{digest}.{through.target}"


def run(batches, profile):
    for target, jobs in batches:
        done = jobs[0][1].parent / "done"
        done.mkdir(exist_ok=True)
        left = jobs
        for _ in range(3):
            call(target, [source for _, source in left], done, profile)
            left = [job for job in left if not (done / f"{job[1].stem}.{target}").exists()]
            if not left:
                break
        if left:
            sys.exit(f"LibreOffice made no {target} of {left[0][0].family.name}")
        for one, source in jobs:
            made = kept(one.payload).with_suffix(f".{os.getpid()}")
            shutil.copy(done / f"{source.stem}.{target}", made)
            made.replace(kept(one.payload))


def call(target, sources, done, profile):
    subprocess.run(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}", "--convert-to", target, "--outdir", str(done), *map(str, sources)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600, check=False,
    )
