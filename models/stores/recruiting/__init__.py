"""Volunteers (calon saksi): who applies, and what people were trained in."""
