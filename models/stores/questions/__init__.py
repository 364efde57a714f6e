"""Questions without an answer, and published results that answer some."""
