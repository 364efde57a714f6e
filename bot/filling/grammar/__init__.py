"""How figures are typed: pieces of a message, labels, values, what they mean at a place."""
