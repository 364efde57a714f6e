"""The desks of the war room: tables of people and work, imports, and how the machine does."""
