"""How it is talked about: steps of the dialog, effects, texts; pure."""
