"""secretlint with its recommended rules over the files as they are; all of its findings count as password notes."""

import json
import os
import pathlib
import subprocess

from answers import run


def judge(corpus):
    rules = pathlib.Path(os.environ["SECRETLINT"]) / ".secretlintrc.json"
    rules.write_text('{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}')
    program = rules.parent / "node_modules" / ".bin" / "secretlint"
    for split in ("train", "holdout"):
        # Into a file: it ends before a pipe has taken everything.
        answers = rules.parent / f"{split}.json"
        command = [program, "--secretlintrc", rules, "--format", "json", "--output", answers, f"{split}/**/*"]
        subprocess.run(command, cwd=corpus, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        for found in json.loads(answers.read_text(encoding="utf-8")):
            if found["messages"]:
                yield pathlib.Path(found["filePath"]).relative_to(corpus).as_posix(), "password_note"


run(judge)
