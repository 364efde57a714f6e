"""Reviewers' decisions on cells in dispute."""
