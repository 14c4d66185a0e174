"""The writers: each turns a Doc into text, into bytes, or into a source that LibreOffice converts."""

from dataclasses import dataclass

WRITERS = {}


@dataclass
class Through:
    """A flat source that LibreOffice turns into `target` (an ending), by `filter` if it needs a name."""

    source: bytes
    ending: str
    target: str
    mend: object = None


def writer(format):
    """Registers `write(doc, r) -> str | bytes | Through`; a str is encoded afterwards."""

    def register(write):
        WRITERS.setdefault(format, []).append(write)
        return write

    return register
