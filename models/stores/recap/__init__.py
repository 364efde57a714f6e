"""The folded recap: sums from the kelurahan up to the nation."""
