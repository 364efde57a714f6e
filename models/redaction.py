"""Takes words out of a stored payload, and leaves the rest of it as it came; pure."""

import json

from models.rules.nik import VISIBLE
from models.rules.nik_text import find, plain_digits

GONE = "[dihapus]"


def redacted(payload: bytes, said: str, *, all_numbers: bool) -> bytes:
    """The JSON payload with every text that equals `said` gone; empty when it is no JSON.

    `all_numbers`: also every text with a NIK in it, as in a quoted message of the same talk.
    """
    try:
        document = json.loads(payload)
    except ValueError:
        return b"{}"
    told = _without(document, said.strip(), all_numbers=all_numbers)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _without(value: object, said: str, *, all_numbers: bool) -> object:
    if isinstance(value, dict):
        return {k: _without(v, said, all_numbers=all_numbers) for k, v in value.items()}
    if isinstance(value, list):
        return [_without(one, said, all_numbers=all_numbers) for one in value]
    if not isinstance(value, str):
        return value
    gone = bool(said) and value.strip() == said
    return GONE if gone or (all_numbers and _has_number(value)) else value


def _has_number(text: str) -> bool:
    return len(text) >= VISIBLE and bool(find(plain_digits(text), asked=True))


def emptied(payload: bytes) -> bytes:
    """The payload without anything that somebody wrote: texts, captions, names."""
    try:
        document = json.loads(payload)
    except ValueError:
        return b"{}"
    return json.dumps(_emptied(document), separators=(",", ":")).encode()


_WRITTEN = frozenset(
    "text caption label data first_name last_name username name phone_number body title".split()
)


def _emptied(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: GONE if key in _WRITTEN and isinstance(one, str) else _emptied(one)
            for key, one in value.items()
        }
    return [_emptied(one) for one in value] if isinstance(value, list) else value
