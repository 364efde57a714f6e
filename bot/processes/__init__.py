"""The processes of the bot, and what builds their parts from the settings."""
