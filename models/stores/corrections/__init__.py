"""Corrections that wait for a coordinator."""
