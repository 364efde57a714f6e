"""Keyed hashes of what voters are found by: NIK and second fact; keys never in the database.

base(NIK) = HMAC(K, NIK), base(fact) = HMAC(K', base(NIK) | fact), K and K' from the secret key.
Stored is the base wrapped once for each key of SAKSI_VOTER_KEYS: HMAC(k2, HMAC(k1, base)). So a
rotation wraps what is stored and needs no NIK. Each step is cut to 128 bits (RFC 2104, section 5).
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from models.errors import BadInput
from models.rules.nik import VISIBLE
from models.sealing import Keys

SIZE = 16
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class NikHash:
    """A NIK without the NIK: base hashes (hex) of all its digits and of the visible twelve.

    `full` is empty where only the visible digits were given.
    """

    full: str
    visible: str


class VoterKeys:
    """What this installation hashes voters with; raises BadInput for a short key."""

    def __init__(self, keys: Keys, wraps: Iterable[str] | None = None) -> None:
        given = keys.wraps if wraps is None else wraps
        self._nik, self._visible = keys.derive("voter/nik"), keys.derive("voter/visible")
        self._fact = keys.derive("voter/fact")
        self._wraps = [key.strip().encode() for key in given if key.strip()]
        if any(len(key) < _SHORTEST for key in self._wraps):
            raise BadInput(f"each of SAKSI_VOTER_KEYS needs {_SHORTEST} characters or more")

    @property
    def layers(self) -> int:
        """How often a hash is wrapped when it is stored now."""
        return len(self._wraps)

    def nik(self, digits: str) -> bytes:
        """Base hash of a whole NIK."""
        return hmac.digest(self._nik, digits.encode(), "sha256")[:SIZE]

    def visible(self, digits: str) -> bytes:
        """Base hash of the digits that a masked register shows."""
        return hmac.digest(self._visible, digits[:VISIBLE].encode(), "sha256")[:SIZE]

    def fact(self, base: bytes, fact: str) -> bytes:
        """Base hash of a second fact (already normalised) together with a NIK's base hash."""
        return hmac.digest(self._fact, base + fact.encode(), "sha256")[:SIZE]

    def hidden(self, digits: str) -> NikHash:
        """Sixteen digits, or the visible twelve, as the conversation gets them."""
        full = self.nik(digits).hex() if len(digits) > VISIBLE else ""
        return NikHash(full, self.visible(digits).hex())

    def wrap(self, base: bytes, layers: int | None = None, *, inside: int = 0) -> bytes:
        """A hash as it is stored in so many layers (all); `inside` so many it has already."""
        for key in self._wraps[inside : self.layers if layers is None else layers]:
            base = hmac.digest(key, base, "sha256")[:SIZE]
        return base

    def stored(self, base: bytes) -> list[UUID]:
        """The forms in which a hash may be stored while a rotation is under way, newest first."""
        return [UUID(bytes=self.wrap(base, n)) for n in range(self.layers, -1, -1)]
