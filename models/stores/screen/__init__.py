"""The war room: what of it the public may see."""
