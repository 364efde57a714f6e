"""Stores turn rows into values and back; they take a session and never commit."""
