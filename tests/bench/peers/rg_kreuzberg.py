"""The same patterns over the text that kreuzberg gives."""

import os
import pathlib

import kreuzberg
from answers import run
from words import over_text

texts = pathlib.Path(os.environ["TEXTS"]) / "kreuzberg"
run(lambda corpus: over_text(corpus, texts, lambda path: kreuzberg.extract_file_sync(path).content))
