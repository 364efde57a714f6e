"""Changes of the voters' register, and what officers found (coklit)."""
