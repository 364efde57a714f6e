"""Make a pack for any area of the 2024 elections from the collected public tables."""

from models.packs.build.write_pack import Built, build_pack

__all__ = ["Built", "build_pack"]
