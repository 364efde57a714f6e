"""What candidates see of their own votes."""
