"""Fictional people, secrets, numbers and offices, all drawn from a seeded random.Random."""
