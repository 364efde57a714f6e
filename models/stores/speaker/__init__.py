"""What the talk knows of whoever speaks."""
