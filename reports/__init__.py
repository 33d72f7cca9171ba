"""Comparisons, cut-outs and exports from what the store answers."""
