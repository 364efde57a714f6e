"""Broadcasts (siaran): written, their recipients found, handed to the outbox."""
