"""Digest rounds and news between them."""
