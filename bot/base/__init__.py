"""What every capability may use: ports, media, turns, work, places, asked areas, who may what."""
