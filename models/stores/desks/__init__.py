"""The tables of the war room: rows of people and of work, filtered, sorted, a page at a time."""
