"""The only place where PDF, OCR and NLP libraries are imported; each engine returns our own types."""
