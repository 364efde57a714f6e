"""The embedded PostgreSQL, tried with real processes that are really killed."""
