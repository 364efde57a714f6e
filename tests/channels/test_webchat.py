"""The browser phone's own events, translated."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.base.ports import Outgoing, SendFailed, Unparsable
from bot.channels.webchat import LARGEST_FILE, Webchat, event
from bot.engine.messages import FileRef, Inbound, Kind, SharedContact
from models.values import Location

NOW = datetime(2024, 2, 14, 16, 0, tzinfo=UTC)
AT = int(NOW.timestamp() * 1000) - 90_000


async def _read(path: str) -> bytes:
    if path == "gone":
        raise FileNotFoundError(path)
    if path == "away":
        raise ConnectionResetError
    return b"x" * (LARGEST_FILE + 1) if path == "large" else path.encode()


CHANNEL = Webchat(_read)


def heard(**message: Any) -> Inbound:
    body = {"id": "abcdefgh", "position": AT, "at": AT, **message}
    payload = event("t-1", body, name="Siti Rahayu", language="id")
    return CHANNEL.inbound(payload, 0, NOW)


def test_a_text_is_told_with_the_time_at_which_it_was_typed() -> None:
    said = heard(kind="text", text="Hadir\u0000 \U0001f44b")
    assert (said.kind, said.text) == (Kind.TEXT, "Hadir\u0000 \U0001f44b")
    assert said.at == NOW - timedelta(seconds=90)
    assert (said.sender_name, said.language) == ("Siti Rahayu", "id")


def test_a_clock_that_runs_ahead_does_not_date_a_message_into_the_future() -> None:
    assert heard(kind="text", text="a", at=AT + 10**9).at == NOW


@pytest.mark.parametrize("at", [None, "soon", 10**30, float("inf")])
def test_a_senseless_time_is_the_time_of_arrival(at: object) -> None:
    assert heard(kind="text", text="a", at=at).at == NOW


def test_every_kind_is_translated() -> None:
    file = {"id": "ab/abc.jpg", "mime": "image/jpeg", "size": 9, "document": True}
    place = {"lat": -7.8, "lon": 110.4, "accuracy": 12}
    contact = {"phone": "+6281200000001", "own": True}
    assert heard(kind="press", text="yes").text == "yes"
    assert heard(kind="photo", file=file).file == FileRef("ab/abc.jpg", "image/jpeg", 9, True)
    assert heard(kind="photo", file=file, album="abc").album == "abc"
    assert heard(kind="location", location=place).location == Location(-7.8, 110.4, 12)
    assert heard(kind="contact", contact=contact).contact == SharedContact("+6281200000001", True)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "sticker"},
        {"kind": "location", "location": {"lat": 91, "lon": 0}},
        {"kind": "location", "location": {"lat": "nan", "lon": 0}},
        {"kind": "location"},
        {"kind": "photo", "file": None},
        {"kind": "contact", "contact": []},
        {},
    ],
)
def test_what_cannot_be_understood_becomes_other(message: dict[str, Any]) -> None:
    assert heard(**message).kind is Kind.OTHER


def test_a_contact_is_own_only_when_the_event_says_so_plainly() -> None:
    said = heard(kind="contact", contact={"phone": "+6281200000001", "own": "yes"})
    assert said.contact == SharedContact("+6281200000001", own=False)


def test_messages_are_unique_within_their_sender() -> None:
    one = event("t-1", {"id": "abcdefgh", "position": 5}, name="", language="id")
    other = event("t-2", {"id": "abcdefgh", "position": 5}, name="", language="id")
    (first,), (second,) = CHANNEL.envelopes(one), CHANNEL.envelopes(other)
    assert (first.sender, first.position, first.part) == ("t-1", 5, 0)
    assert first.external_id != second.external_id


@pytest.mark.parametrize(
    "payload",
    [
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"sender": 5, "messages": []}',
        b'{"sender": "a"}',
        b'{"sender": "a", "messages": [{}]}',
        b'{"sender": "a", "messages": [7]}',
        b'{"sender": "a", "messages": [{"id": "b", "position": "x"}]}',
    ],
)
def test_a_broken_event_is_unparsable(payload: bytes) -> None:
    with pytest.raises(Unparsable):
        CHANNEL.envelopes(payload)


def test_an_event_survives_as_json() -> None:
    payload = event("t-1", {"id": "abcdefgh", "text": "é\u0000"}, name="Ü", language="en")
    assert json.loads(payload)["messages"][0]["text"] == "é\u0000"


async def test_sending_needs_nobody_and_every_message_has_an_id() -> None:
    first, second = [await CHANNEL.send("t-1", Outgoing("a")) for _ in range(2)]
    assert first != second


async def test_a_file_is_fetched_unless_it_is_too_large() -> None:
    assert await CHANNEL.fetch(FileRef("ab/abc.jpg")) == b"ab/abc.jpg"
    for path, again in (("large", False), ("gone", False), ("away", True)):
        with pytest.raises(SendFailed) as failure:
            await CHANNEL.fetch(FileRef(path))
        assert failure.value.again is again
