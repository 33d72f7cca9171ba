"""Patterns of the genre as data (TOML)."""
