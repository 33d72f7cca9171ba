"""Words and facts as data, each file naming its source and date; read by `normalizers.lexicon` alone."""
