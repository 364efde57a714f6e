"""Addresses of photos: made for one viewer, not to be guessed, and useless to everybody else."""

import hmac
import re
from base64 import urlsafe_b64encode
from functools import lru_cache

from models.errors import NotFound
from models.sealing import Keys

_NAME = re.compile(r"([0-9]{1,18})-([A-Za-z0-9_-]{22})")
_BYTES = 16


class Addresses:
    """The addresses of one viewer (a person's id)."""

    def __init__(self, keys: Keys, person: int) -> None:
        self._secret, self._person = _secret(keys), person

    def __call__(self, photo: int) -> str:
        """Where the viewer finds a photo; /page/0, /small and /cell/CELL follow behind it."""
        return f"/screen/photo/{photo}-{self._part(photo)}"

    def number(self, name: str) -> int:
        """The id of the photo that an address of this viewer names. Raises NotFound."""
        found = _NAME.fullmatch(name)
        if found is None:
            raise NotFound("there is no such photo")
        if not hmac.compare_digest(found[2], self._part(int(found[1]))):
            raise NotFound("there is no such photo")
        return int(found[1])

    def _part(self, photo: int) -> str:
        digest = hmac.digest(self._secret, f"{self._person}:{photo}".encode(), "sha256")
        return urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")


@lru_cache(maxsize=4)
def _secret(keys: Keys) -> bytes:
    return keys.derive("screen photos")
