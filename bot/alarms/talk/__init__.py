"""How it is talked about: steps of the dialog, texts; pure."""
