"""Keys that are never in the database: keyed hashes to find by, seals to keep secrets under.

One master key (SAKSI_SECRET_KEY, or `var/secret.key` made once) gives a key per use by HKDF
(RFC 5869). Losing it loses what was sealed; whoever has only the database has none of it.
"""

import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import os
import secrets
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import BadInput
from models.rules.payload_numbers import identity_places, masked, phone_places, still_told
from models.settings import Settings

SEAL_MARK = b"\x00saksi-sealed-1\x00"
"""Opens a payload that holds a seal; a JSON body never begins with NUL."""
_ADDRESS = "phone-"
_NONCE = 12
_SHORTEST_SECRET = 16


class Broken(BadInput):
    """A seal does not open: another secret key, or altered bytes."""

    code = "broken_seal"


class Keys:
    """What this installation hashes and seals with; made from one secret of 16 characters or more.

    `wraps`: the keys that voters' hashes are wrapped with besides (models.voter_keys).
    Raises BadInput for a shorter one.
    """

    def __init__(self, secret: bytes, wraps: tuple[str, ...] = ()) -> None:
        self._secret, self.wraps = _long_enough(secret), wraps

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        """From SAKSI_SECRET_KEY, or from `var/secret.key`.

        The file is made when there is none and a key is first needed: whoever opens a database
        first hears whether it was made with another key.
        """
        given = settings.voter_keys
        wraps = tuple(given.get_secret_value().split(",")) if given else ()
        if settings.secret_key is not None:
            return cls(settings.secret_key.get_secret_value().encode(), wraps)
        return _KeptKeys(settings.var / "secret.key", wraps)

    @classmethod
    def there(cls, settings: Settings) -> bool:
        """Whether there is a key already; `of` would make one."""
        return settings.secret_key is not None or (settings.var / "secret.key").exists()

    @property
    def text(self) -> str:
        """The secret itself, each byte a letter (Latin-1), for a sealed backup and nothing else."""
        return self._secret.decode("latin-1")

    @cached_property
    def check_value(self) -> bytes:
        """What tells this key from another one and opens nothing, 16 bytes."""
        return self.derive("check", 16)

    def derive(self, use: str, length: int = 32) -> bytes:
        """A key for one use and nothing else."""
        return HKDF(SHA256(), length, salt=None, info=b"saksi/" + use.encode()).derive(self._secret)

    @cached_property
    def _phones(self) -> bytes:
        return self.derive("phone")

    @cached_property
    def _codes(self) -> bytes:
        return self.derive("code")

    @cached_property
    def _tokens(self) -> bytes:
        return self.derive("token")

    @cached_property
    def _addresses(self) -> AESSIV:
        return AESSIV(self.derive("address", 64))

    @cached_property
    def _texts(self) -> AESGCM:
        return AESGCM(self.derive("text"))

    @cached_property
    def _payloads(self) -> AESGCM:
        return AESGCM(self.derive("payload"))

    @cached_property
    def _heads(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.derive("audit head"))

    def sign_head(self, head: bytes) -> bytes:
        """Sign a head of the audit log (Ed25519, 64 bytes)."""
        return self._heads.sign(head)

    @property
    def head_key(self) -> bytes:
        """The public key that those signatures are checked with, 32 bytes; no secret."""
        return self._heads.public_key().public_bytes_raw()

    def phone_hash(self, e164: str) -> bytes:
        """What a phone number (+628...) is found by, 32 bytes."""
        return hmac.digest(self._phones, e164.encode(), "sha256")

    def phone_address(self, digits: str) -> str:
        """A phone number as a sender's name: always the same, and only the key opens it.

        Deterministic (AES-SIV, RFC 5297): whoever has only the database learns nothing but that
        two rows are of the same number, as with a keyed hash.
        """
        sealed = self._addresses.encrypt(digits.encode(), None)
        return _ADDRESS + base64.b32encode(sealed).decode().rstrip("=").lower()

    def phone_of_address(self, address: str) -> str | None:
        """The number behind an address; None for a sender that is none. Raises Broken."""
        if not address.startswith(_ADDRESS):
            return None
        text = address.removeprefix(_ADDRESS).upper()
        try:
            sealed = base64.b32decode(text + "=" * (-len(text) % 8))
            return self._addresses.decrypt(sealed, None).decode()
        except (InvalidTag, binascii.Error):
            raise Broken from None

    def code_hash(self, code: str) -> bytes:
        """What an activation code or a link's token is found by; case and spaces don't count."""
        return hmac.digest(self._codes, "".join(code.split()).upper().encode(), "sha256")

    def token_hash(self, token: str) -> bytes:
        """What a person's token for the API is found by, 32 bytes."""
        return hmac.digest(self._tokens, token.encode(), "sha256")

    def webhook_secret(self, channel: str, name: str) -> str:
        """The secret that a provider sends along with its calls, 48 characters."""
        return self.derive(f"webhook/{channel}/{name}", 24).hex()

    def seal_text(self, text: str) -> bytes:
        """Encrypt a short text such as a phone number (AES-256-GCM, nonce first)."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._texts.encrypt(nonce, text.encode(), None)

    def unseal_text(self, sealed: bytes) -> str:
        """The text again; raises Broken."""
        try:
            return self._texts.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
        except InvalidTag:
            raise Broken from None

    def seal_payload(self, payload: bytes) -> bytes:
        """The payload as it may be stored: numbers of 16 digits replaced by # and kept in a seal.

        Unchanged when it holds none. Digits of a NIK count whatever stands between them, and so do
        phone numbers, named by the provider or typed. What cannot be masked digit by digit (other
        scripts, parts of a text) is sealed with all that stands around it.
        """
        found = identity_places(payload)
        if still_told(payload, found):
            found = [*found, *phone_places(payload, found)]
            if still_told(payload, found):
                found = [(0, len(payload))]
        if not found and not payload.startswith(SEAL_MARK):
            return payload
        left = masked(payload, found)
        kept = [(start, payload[start:end].decode("latin-1")) for start, end in found]
        secret = json.dumps(kept).encode()
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._payloads.encrypt(nonce, secret, bytes(left))
        return SEAL_MARK + len(sealed).to_bytes(4, "big") + sealed + bytes(left)

    def unseal_payload(self, stored: bytes) -> bytes:
        """The payload as it came; raises Broken."""
        if not stored.startswith(SEAL_MARK):
            return stored
        start = len(SEAL_MARK) + 4
        end = start + int.from_bytes(stored[len(SEAL_MARK) : start], "big")
        sealed, payload = stored[start:end], bytearray(stored[end:])
        try:
            secret = self._payloads.decrypt(sealed[:_NONCE], sealed[_NONCE:], bytes(payload))
        except (InvalidTag, ValueError):
            raise Broken from None
        for position, digits in json.loads(secret):
            payload[position : position + len(digits)] = digits.encode("latin-1")
        return bytes(payload)


class _KeptKeys(Keys):
    """Keys from a file, which is looked at when the first of them is needed."""

    def __init__(self, path: Path, wraps: tuple[str, ...]) -> None:
        self._path, self.wraps = path, wraps

    @cached_property
    def _secret(self) -> bytes:  # type: ignore[override]
        return _long_enough(_kept_secret(self._path))


def _long_enough(secret: bytes) -> bytes:
    if len(secret) < _SHORTEST_SECRET:
        raise BadInput(f"the secret key needs {_SHORTEST_SECRET} characters or more")
    return secret


def without_seal(stored: bytes) -> bytes:
    """A stored payload with # for ever where its secret numbers were."""
    if not stored.startswith(SEAL_MARK):
        return stored
    start = len(SEAL_MARK) + 4
    return stored[start + int.from_bytes(stored[len(SEAL_MARK) : start], "big") :]


def fingerprint(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def _kept_secret(path: Path) -> bytes:
    """The key file's content; made first, readable by the owner alone, when there is none.

    Two processes that start together end with the same key: the file appears whole or not at all.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes().strip()
