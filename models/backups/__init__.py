"""Bundles of everything that an installation needs to live again, sealed by a passphrase."""
