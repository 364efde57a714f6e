"""The bot: the conversation, its channels, and the processes that carry it."""
