"""What a rehearsal asks of the database: who can play, what became of what was sent."""
