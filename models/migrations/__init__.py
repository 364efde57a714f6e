"""Alembic's migrations: a single head, and the models match it (tests/stores/test_migrations)."""
