"""What is needed for seats, projections and quick counts."""
