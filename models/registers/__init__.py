"""Files of voter registers (DPT) read row by row into keyed hashes; no database here."""
