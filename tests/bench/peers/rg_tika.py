"""The same patterns over the text that Tika gives (extractous: Tika 2.9 compiled ahead of time).

The texts are left in TEXTS for those that come after.
"""

import os
import pathlib

from answers import run
from extractous import Extractor
from words import over_text

texts = pathlib.Path(os.environ["TEXTS"]) / "tika"
extractor = Extractor().set_extract_string_max_length(20_000_000)
run(lambda corpus: over_text(corpus, texts, lambda path: extractor.extract_file_to_string(path)[0]))
