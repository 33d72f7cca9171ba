"""Tables of a born-digital page that are set with white space instead of rules."""
