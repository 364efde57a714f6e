"""Votes held anew (PSU, PSL, penghitungan ulang)."""
