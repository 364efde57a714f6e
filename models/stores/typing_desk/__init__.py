"""Ballots lent to operators (penginput)."""
