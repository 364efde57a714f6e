"""Incidents and objections, and the paper copies."""
