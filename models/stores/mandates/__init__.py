"""Witnesses at stations: assigned, in reserve, their letters, how stations are covered."""
