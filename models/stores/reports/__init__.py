"""Reports and their revisions, the result that counts, and disputes that open with it."""
