"""A rehearsal of election day: made-up witnesses, a Bot API of our own, a score card."""
