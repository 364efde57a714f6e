"""How it is talked about: intents as data, how they are heard and answered, texts; pure."""
