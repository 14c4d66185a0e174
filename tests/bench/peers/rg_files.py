"""`rg` over the files as they are."""

from answers import run
from words import hits

run(hits)
