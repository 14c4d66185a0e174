"""presidio-analyzer over Tika's text: its pattern recognisers, with a blank language model.

The models it would take names from do not come from a package registry; so names and places, and
with them rosters, are out of its reach here. A file with six telephone numbers or private addresses is taken for a roster.
"""

import os
import pathlib
from collections import Counter

from answers import run
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngine, NlpArtifacts

LEAST_PEOPLE = 6
# Beyond this it needs minutes for one file.
MOST_CHARACTERS = 200_000


class Blank(NlpEngine):
    """No names, no lemmas: only the pattern recognisers work."""

    def load(self): ...
    def is_loaded(self): return True
    def process_text(self, text, language): return NlpArtifacts([], [], [], [], self, language)
    def process_batch(self, texts, language, **_): return ((text, self.process_text(text, language)) for text in texts)
    def is_stopword(self, word, language): return False
    def is_punct(self, word, language): return False
    def get_supported_entities(self): return []
    def get_supported_languages(self): return ["en"]


def judge(corpus):
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
    texts = pathlib.Path(os.environ["TEXTS"]) / "tika"
    for file in sorted(texts.rglob("*.txt")):
        text = file.read_text(encoding="utf-8")[:MOST_CHARACTERS]
        path = file.relative_to(texts).as_posix().removesuffix(".txt")
        found = Counter(hit.entity_type for hit in engine.analyze(text, language="en", score_threshold=0.3))
        if found["CREDIT_CARD"]:
            yield path, "card_number"
        if found["PHONE_NUMBER"] >= LEAST_PEOPLE or found["EMAIL_ADDRESS"] >= LEAST_PEOPLE:
            yield path, "personal_roster"
        if found["JP_MY_NUMBER"]:
            yield path, "my_number"


run(judge)
