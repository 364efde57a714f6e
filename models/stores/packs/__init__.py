"""A pack brought into the tables."""
