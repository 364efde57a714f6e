"""A stream of bytes sealed by a passphrase: nobody reads, changes, reorders or shortens it.

Blocks of 1 MiB under AES-256-GCM, the key by scrypt (RFC 7914) from the passphrase. Each nonce
holds the block's number and whether it is the last one (STREAM; Hoang, Reyhanitabar, Rogaway and
Vizár, 2015).
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from models.errors import BadInput

MAGIC = b"SAKSI BUNDLE 1\n"
SHORTEST = 12
"""Letters of a passphrase; it alone stands between a bundle and the phones of all witnesses."""
_BLOCK, _TAG, _SALT, _PREFIX = 1 << 20, 16, 16, 7
_COST = 1 << 15
"""scrypt's n: 32 MiB and about a tenth of a second for each guess."""


class WrongPassphrase(BadInput):
    """The bundle does not open: another passphrase, or it was cut or changed on its way."""

    code = "wrong_passphrase"


def strong(passphrase: str) -> str:
    """The passphrase; raises BadInput for one that could be guessed."""
    if len(passphrase) < SHORTEST or len(set(passphrase)) < SHORTEST // 2:
        raise BadInput(
            f"the passphrase needs {SHORTEST} letters or more: five words are easy to keep"
        )
    return passphrase


def is_sealed(file: BinaryIO) -> bool:
    """Whether such a stream begins here; the place in the file stays."""
    found = file.read(len(MAGIC))
    file.seek(-len(found), os.SEEK_CUR)
    return found == MAGIC


class _Cipher:
    def __init__(self, passphrase: str, salt: bytes, prefix: bytes) -> None:
        key = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
        self._cipher, self._prefix, self._number = AESGCM(key), prefix, 0

    def nonce(self, last: bool) -> bytes:
        """The next block's nonce."""
        self._number += 1
        return self._prefix + self._number.to_bytes(4, "big") + bytes([last])

    def seal(self, block: bytes, last: bool) -> bytes:
        return self._cipher.encrypt(self.nonce(last), block, MAGIC)

    def unseal(self, block: bytes, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self.nonce(last), block, MAGIC)
        except InvalidTag:
            raise WrongPassphrase from None


class Sealing:
    """Takes bytes and writes them sealed; nothing can be read before `close`."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._out, self._kept = out, bytearray()
        self._cipher = _Cipher(passphrase, salt, prefix)
        out.write(MAGIC + salt + prefix)

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._kept += data
        while len(self._kept) > _BLOCK:
            self._out.write(self._cipher.seal(bytes(self._kept[:_BLOCK]), last=False))
            del self._kept[:_BLOCK]
        return len(data)

    def close(self) -> None:
        """Write the last block."""
        self._out.write(self._cipher.seal(bytes(self._kept), last=True))


class Unsealing:
    """Gives the bytes of a sealed stream; raises WrongPassphrase at the first that is not right."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise BadInput("this is no bundle of Saksi")
        salt, prefix = source.read(_SALT), source.read(_PREFIX)
        if len(prefix) < _PREFIX:
            raise WrongPassphrase
        self._source, self._cipher = source, _Cipher(passphrase, salt, prefix)
        self._next = source.read(_BLOCK + _TAG)
        self._open = bytearray()
        self._ended = False

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        while len(self._open) < size and not self._ended:
            block, self._next = self._next, self._source.read(_BLOCK + _TAG)
            self._ended = not self._next
            self._open += self._cipher.unseal(block, last=self._ended)
        found = bytes(self._open[:size])
        del self._open[:size]
        return found
