"""The processes: the web server, the supervisor of them all, and where the database is."""
