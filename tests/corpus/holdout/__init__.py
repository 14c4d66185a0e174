"""Families of the hold-out: for the final figure only; whoever tunes the detectors does not read on."""
