"""Families of documents that hold something to be found."""
