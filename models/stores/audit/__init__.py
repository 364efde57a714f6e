"""The audit log checked and shown, where figures come from, and what backs them."""
