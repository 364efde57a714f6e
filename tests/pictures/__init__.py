"""Pictures of the pages for the guides, taken from a made-up night: `make pictures`."""
