"""Stores turn rows into values and back; they take a transaction and never commit."""
