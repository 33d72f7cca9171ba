"""One module per verb: flags in, one function called, its answer printed, a code out."""
