"""Facts in, findings out: one small pure function per check, listed in `auditors.checks`."""
