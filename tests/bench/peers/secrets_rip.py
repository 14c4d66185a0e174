"""ripsecrets over the files as they are; all of its findings count as password notes."""

import os
import subprocess

from answers import run


def judge(corpus):
    for split in ("train", "holdout"):
        ended = subprocess.run([os.environ["RIPSECRETS"], split], cwd=corpus, stdout=subprocess.PIPE, check=False)
        for line in ended.stdout.decode("utf-8", "replace").splitlines():
            path, found, _ = line.partition(":")
            if found:
                yield path, "password_note"


run(judge)
