"""The patterns a careful administrator would type into rg, and what follows from their hits."""

import os
import subprocess
from collections import Counter

# A label, a mark or a particle, and four or more visible ASCII characters.
NOTE = r'''(?i)(パスワード|ﾊﾟｽﾜｰﾄﾞ|ＰＡＳＳ|暗証番号|passw(or)?d|\bpwd?\b|\bpass\b)["']?[ 　\t]*[:：=＝→は,|\t][ 　\t"'「『]*[!-~]{4,}'''
MY_NUMBER = r"\b\d{4}[ -]?\d{4}[ -]?\d{4}\b"
CARD = r"\b(4\d{3}|5[1-5]\d\d|35[2-8]\d)[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b"
RESIDENT = r"(?s)住民票(コード|ｺｰﾄﾞ).{0,200}?\b\d{11}\b"
TELEPHONE = r"\b0\d{1,3}-\d{2,4}-\d{4}\b"
# A list of people: this many telephone numbers.
LEAST_PEOPLE = 6


def rg(folder, options, pattern):
    command = ["rg", "--no-messages", "--hidden", "--no-ignore", "-a", "--null", *options, "-e", pattern, "train", "holdout"]
    ended = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=False)
    return ended.stdout.decode("utf-8", "surrogateescape")


def hits(folder, trim=""):
    """(path, kind) for every file in which a pattern is found; `trim` is cut from the end of the names."""
    cut = lambda name: name.removesuffix(trim)
    for kind, pattern, options in (
        ("password_note", NOTE, ["-l"]), ("my_number", MY_NUMBER, ["-l"]), ("card_number", CARD, ["-l"]), ("resident_code", RESIDENT, ["-l", "-U"]),
    ):
        for name in filter(None, rg(folder, options, pattern).split("\0")):
            yield cut(name), kind
    counted = Counter()
    for line in filter(None, rg(folder, ["--count-matches"], TELEPHONE).split("\n")):
        name, _, count = line.partition("\0")
        counted[name] = int(count)
    for name, count in counted.items():
        if count >= LEAST_PEOPLE:
            yield cut(name), "personal_roster"


def over_text(corpus, texts, extract):
    """Extracts the text of every file into a folder beside, and looks there."""
    from answers import files

    for label, path in files(corpus):
        target = texts / (label + ".txt")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            text = extract(os.fspath(path))
        except Exception:  # noqa: BLE001: a peer that gives up on a file has no text of it
            text = ""
        target.write_text(text or "", encoding="utf-8", errors="replace")
    yield from hits(texts, ".txt")
