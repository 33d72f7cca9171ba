"""File in, mentions out: reading what is printed, then finding what it states."""
