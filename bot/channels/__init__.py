"""Channels: each translates a provider both ways and knows no other."""
