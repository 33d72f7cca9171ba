"""Text in, value out: one module per kind of value, pure functions that refuse with a leaf of NotRecognized."""
