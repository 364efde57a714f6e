"""The embedded PostgreSQL: shared by every process of this machine, ended by the last of them."""

from models.embedded.share import Embedded, acquire, embedded

__all__ = ["Embedded", "acquire", "embedded"]
