"""The order of the stages, settings, batches, workers, and the command line."""
