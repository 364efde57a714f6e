"""What stands behind the browser phone: who calls, what is new for whom, how fast is too fast."""
