"""People, their roles, mandates, proofs and tokens."""
