"""Where numbers of people stand in a provider's payload: identity numbers, phones; pure."""

import json
import re

from models.rules.nik_text import plain_digits, runs, scattered
from models.rules.phone_text import phones_in
from models.rules.spelled_digits import PERHAPS, spelled

_SHORTEST_NUMBER = 9


_PERHAPS = re.compile(rb"[0-9OoIl .,_/:-]{16}")
"""A cheap look first: most payloads hold no such run."""


_LONG = re.compile(rb"[0-9]{16,}")


_NOT_WRITTEN = frozenset(
    "id file_id file_unique_id small_file_id big_file_id media_group_id sha256 mime_type url "
    "timestamp phone_number_id".split()
)
"""Keys whose values a provider makes: whoever writes cannot put a number there."""


_NAMED = re.compile(
    rb'"(?:phone_number|display_phone_number|phone|wa_id|from|to|recipient_id|input)"\s*:\s*'
    rb'"?(\+?[0-9][0-9 ()-]{6,20}[0-9])'
)
"""A phone number as the value of a key that holds one, in the providers' payloads."""


def identity_places(payload: bytes) -> list[tuple[int, int]]:
    """Where numbers of 16 digits stand, grouped as people write them; all of it when unsure."""
    places = list[tuple[int, int]]()
    if _PERHAPS.search(payload):
        places = [match.span() for match in _LONG.finditer(payload)]
        told = payload.decode("latin-1").lower()
        more = [(one.start, one.end) for one in runs(told, asked=True) if one.whole]
        places += [
            (start, end)
            for start, end in more
            if not any(start < other_end and other < end for other, other_end in places)
        ]
    if b"phone" in payload or b'"wa_id"' in payload:
        named = [match.span(1) for match in _NAMED.finditer(payload)]
        places += [span for span in named if not _overlaps(span, places)]
    return sorted(places)


def phone_places(payload: bytes, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where else somebody typed a phone number, digit by digit in the payload."""
    found = phones_in(payload.decode("latin-1"), payload=True)
    return [span for span in found if not _overlaps(span, places)]


def _overlaps(span: tuple[int, int], places: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in places)


def masked(payload: bytes, places: list[tuple[int, int]]) -> bytes | bytearray:
    """The payload with "#" in these places."""
    if not places:
        return payload
    hidden = bytearray(payload)
    for start, end in places:
        hidden[start:end] = b"#" * (end - start)
    return hidden


def still_told(payload: bytes, places: list[tuple[int, int]]) -> bool:
    """Whether something that a person wrote still tells a number once these places are masked.

    Also where masking broke the document: an escape (\\u00a0) was taken for digits.
    """
    hidden = masked(payload, places)
    try:
        document = json.loads(hidden)
    except (ValueError, RecursionError):
        return bool(places) or _tells(hidden.decode("utf-8", "replace"))
    return any(map(_tells, _written(document)))


def _tells(text: str) -> bool:
    if len(text) < _SHORTEST_NUMBER:
        return False
    plain = plain_digits(text)
    if PERHAPS.search(plain) and spelled(plain, sealing=True):
        return True
    if sum(map(plain.count, "0123456789")) < _SHORTEST_NUMBER:
        return False
    if not text.isascii() and any(one.whole for one in runs(plain, asked=True)):
        return True
    return bool(scattered(plain, few=False) or phones_in(plain))


def _written(document: object) -> list[str]:
    """Every text in a document that somebody may have written, names of keys included."""
    texts, rest = list[str](), [document]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            texts += value
            rest += [one for key, one in value.items() if key not in _NOT_WRITTEN]
        elif isinstance(value, list):
            rest += value
        elif isinstance(value, str):
            texts.append(value)
    return texts
