"""Election packs: a folder that describes an election, read and validated; knows no database."""
