"""detect-secrets over the files as they are; all of its findings count as password notes."""

import json
import subprocess
import sys

from answers import run


def judge(corpus):
    for split in ("train", "holdout"):
        command = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", split]
        ended = subprocess.run(command, cwd=corpus, stdout=subprocess.PIPE, check=True)
        for path in json.loads(ended.stdout)["results"]:
            yield path, "password_note"


run(judge)
