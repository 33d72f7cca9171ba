"""The kinds of files that are read, by their suffix; apart from the readers, whose libraries take a second to load."""

from __future__ import annotations

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
MARKDOWN = (".md", ".markdown")
KNOWN = (".pdf", ".txt", *MARKDOWN, *PICTURES)
