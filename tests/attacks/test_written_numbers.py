"""However a person writes a NIK or a phone number, no table of ours holds its digits."""

import asyncio
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.channels.console import Console, event
from bot.messaging.ingest import ingest
from models.rules.nik_text import find, plain_digits
from models.sealing import Keys, without_seal
from models.stores.base.database import Database

KEYS = Keys(b"a secret of a test, long enough")
NIK, PHONE = "9999990101900001", "081234567890"
BETWEEN = [
    "\n", "\t", "\r\n", " \n ", " - ", "–", "—", "(", ") (", "][", "{", "<", " dan ", " lalu ",
    " trus ",
    "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u2060",
    "\ufeff",
    "\u00ad", "\u00a0", "\u2009", "\u3000", "\u0332", "\u061c", "\u180e", ";", "|", "*", "_", "~",
    "'",
    '"', "\\", "=", "+", "&", "%", "...", "•", "→", "😀", " nomor berikutnya ", ", ", "/", ":",
]  # fmt: skip
GROUPED = [(4, 4, 4, 4), (6, 6, 4), (8, 8), (6, 2, 2, 2, 4), (5, 5, 6), (3, 3, 3, 3, 4), (1,) * 16]
SCRIPTS = ["０", "٠", "۰", "०", "๐", "𝟎", "𝟬"]


def grouped(number: str, sizes: tuple[int, ...], between: str) -> str:
    ends = list(accumulate(sizes))
    return between.join(number[end - size : end] for size, end in zip(sizes, ends, strict=True))


def forms() -> Iterator[str]:
    """Several hundred ways of writing the same number."""
    for sizes, between in product(GROUPED, BETWEEN):
        yield f"NIK {grouped(NIK, sizes, between)} terima kasih"
    for between in (" ", ", ", " - ", "\n", "  "):
        yield f"nik {between.join(NAMES[int(digit)] for digit in NIK)} ya"
    for zero in SCRIPTS:
        yield "".join(chr(ord(zero) + int(digit)) for digit in NIK)
        yield f"4 {NIK[:4]} " + "".join(chr(ord(zero) + int(digit)) for digit in NIK[4:])


def phones() -> Iterator[str]:
    for between in BETWEEN:
        if len(between) <= 6:
            yield f"Budi {grouped(PHONE, (4, 4, 4), between)} TPS 3"
            yield f"Budi +62{between}{grouped(PHONE[1:], (3, 4, 4), between)}"
    yield f"hp{PHONE}"


NAMES = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()


def digits_of(stored: bytes) -> str:
    """All digits in what is stored, of every script and escape, one after the other."""
    told = stored.decode("utf-8", "replace")
    for digit, name in enumerate(NAMES):
        told = told.replace(name, str(digit))
    told += "|" + re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), told)
    return "".join(
        str(unicodedata.digit(c)) for c in told if unicodedata.digit(c, None) is not None
    )


def payload(said: str, ascii_only: bool) -> bytes:
    return json.dumps({"message": {"text": said}}, ensure_ascii=ascii_only).encode()


@pytest.mark.parametrize("ascii_only", [True, False])
def test_no_written_form_of_a_nik_is_in_what_is_stored(ascii_only: bool) -> None:
    left = []
    for said in forms():
        sent = payload(said, ascii_only)
        stored = KEYS.seal_payload(sent)
        assert KEYS.unseal_payload(stored) == sent
        if sent[12:-2] in stored or NIK in digits_of(without_seal(stored)):
            left.append(said)
    assert not left, f"{len(left)} of {len(list(forms()))}: {left[:9]}"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_no_typed_phone_is_in_what_is_stored(ascii_only: bool) -> None:
    left = [
        said
        for said in phones()
        if PHONE[1:] in digits_of(without_seal(KEYS.seal_payload(payload(said, ascii_only))))
    ]
    assert not left, f"{len(left)} of {len(list(phones()))}: {left[:9]}"


@settings(max_examples=300, deadline=None)
@given(
    cuts=st.sets(st.integers(1, 15), max_size=5),
    between=st.lists(st.sampled_from(BETWEEN), min_size=6, max_size=6),
    around=st.tuples(st.text(max_size=9), st.text(max_size=9)),
)
def test_cut_anywhere_and_joined_by_anything_it_is_sealed(
    cuts: set[int], between: list[str], around: tuple[str, str]
) -> None:
    edges = [0, *sorted(cuts), 16]
    parts = [NIK[a:b] for a, b in pairwise(edges)]
    said = "".join(a + b for a, b in zip(parts, [*between[: len(parts) - 1], ""], strict=True))
    clean = [part for part in around if not any(c.isnumeric() for c in part)]
    sent = payload(" ".join([*clean[:1], said, *clean[1:]]), True)
    stored = KEYS.seal_payload(sent)
    assert KEYS.unseal_payload(stored) == sent
    assert NIK not in digits_of(without_seal(stored))


def test_a_nik_in_lines_or_words_never_reaches_the_conversation() -> None:
    for sizes, between in product(GROUPED[:4], BETWEEN):
        said = plain_digits(f"saya {grouped(NIK, sizes, between)} ya")
        assert any(one.whole for one in find(said)), said


def test_votes_stay_votes() -> None:
    """Sixteen digits of a tally are no identity number for the conversation."""
    for said in (
        "DPR 3: 12 40 5 0 0 7 1 0 2",
        "1=102\n2=87\n3=198\n4=12\n5=40\n6=31",
        "99 99 99 01 01 90 001 2",
    ):
        assert not [one for one in find(plain_digits(said)) if one.whole]


async def test_the_tables_hold_none_of_them(database_url: str) -> None:
    """Through the real way in: what is committed, message by message."""
    database, said = Database(database_url), [*forms(), *phones()]
    async with ingest(database_url, KEYS) as entrance:
        now = datetime.now(UTC)
        sent = [event("+6281200000001", one, now) for one in said]
        await asyncio.gather(*(entrance.keep(Console(), one) for one in sent))
    async with database.transaction() as tx:
        rows = (await tx.execute(text("select payload from event"))).all()
    await database.close()
    assert len(rows) == len(sent)
    assert {KEYS.unseal_payload(bytes(row.payload)) for row in rows} == set(sent)
    shown = [digits_of(without_seal(bytes(row.payload))) for row in rows]
    assert not [one for one in shown if NIK in one or PHONE[1:] in one]
