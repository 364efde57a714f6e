"""The voters' register (DPT): hashed, asked, kept and forgotten."""
