"""What every route shares: callers, dependencies, errors, streamed answers."""
