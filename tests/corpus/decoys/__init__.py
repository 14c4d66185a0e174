"""Families that look like notes, numbers or rosters and are none, and ordinary clean documents."""
