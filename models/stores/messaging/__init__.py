"""What arrives and what is sent: inbox, outbox, notices, files, talks."""
