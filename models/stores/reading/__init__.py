"""Photos as evidence, and what the reader saw on them."""
