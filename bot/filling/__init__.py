"""Filling in a ballot: what every capability that takes figures builds its talk on; pure."""
