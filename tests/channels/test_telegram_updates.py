"""What Telegram's updates become: shapes of our own, and real ones of others where we have them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.base.ports import Unparsable
from bot.channels.telegram import updates
from bot.engine.messages import FileRef, Inbound, Kind, SharedContact
from models.values import Location

NOW = datetime(2024, 2, 14, 12, 0, tzinfo=UTC)
SENT = datetime.fromtimestamp(1707900000, UTC)
SITI = {"id": 77, "is_bot": False, "first_name": "Siti", "last_name": "Aminah"}
CHAT = {"id": 77, "type": "private"}


def message(**body: Any) -> bytes:
    head = {"message_id": 5, "date": 1707900000, "from": SITI, "chat": CHAT}
    return json.dumps({"update_id": 9, "message": {**head, **body}}).encode()


def read(payload: bytes) -> Inbound:
    assert len(updates.envelopes(payload)) == 1
    return updates.inbound(payload, NOW)


def test_a_text_keeps_its_sender_its_moment_and_its_place() -> None:
    payload = message(text="Hadir")
    (envelope,) = updates.envelopes(payload)
    assert (envelope.external_id, envelope.sender, envelope.position) == ("9/1707900000", "77", 9)
    assert read(payload) == Inbound(Kind.TEXT, SENT, text="Hadir", sender_name="Siti Aminah")


def test_of_a_photo_the_largest_size_is_taken_wherever_it_stands() -> None:
    sizes = [
        {"file_id": "m", "width": 320, "height": 240, "file_size": 9_000},
        {"file_id": "x", "width": 1280, "height": 960, "file_size": 90_000},
        {"file_id": "s", "width": 90, "height": 67},
    ]
    found = read(message(photo=sizes, caption="plano", media_group_id="a1"))
    assert (found.kind, found.text, found.album) == (Kind.PHOTO, "plano", "a1")
    assert found.file == FileRef("x", "image/jpeg", 90_000)


@pytest.mark.parametrize(
    ("mime", "name", "kind"),
    [
        ("image/jpeg", "IMG_1.jpg", Kind.PHOTO),
        ("application/octet-stream", "IMG_1.JPG", Kind.PHOTO),
        ("image/heic", "", Kind.PHOTO),
        ("application/pdf", "c1.pdf", Kind.PHOTO),
        ("video/mp4", "tps.mp4", Kind.OTHER),
    ],
)
def test_a_picture_sent_as_file_is_a_photo(mime: str, name: str, kind: Kind) -> None:
    document = {"file_id": "d", "mime_type": mime, "file_name": name, "file_size": 5}
    found = read(message(document=document))
    assert found.kind == kind
    if kind is Kind.PHOTO:
        assert found.file == FileRef("d", mime, 5, document=True)


def test_only_the_own_contact_is_own() -> None:
    card = {"phone_number": "6281200000001", "first_name": "Siti"}
    assert read(message(contact={**card, "user_id": 77})).contact == SharedContact(
        "+6281200000001", own=True
    )
    for other in ({**card, "user_id": 78}, card):
        contact = read(message(contact=other)).contact
        assert contact is not None
        assert not contact.own
    forwarded = read(message(contact={**card, "user_id": 77}, forward_date=1))
    assert forwarded.contact is not None
    assert not forwarded.contact.own


def test_a_location_says_whether_it_was_forwarded() -> None:
    place = {"latitude": -7.8, "longitude": 110.4, "horizontal_accuracy": 12.5}
    found = read(message(location=place))
    assert found.location == Location(-7.8, 110.4, 12.5)
    assert not found.forwarded
    assert read(message(location=place, forward_origin={"type": "user"})).forwarded
    assert read(message(venue={"location": place}, location=place)).kind is Kind.LOCATION


def test_a_press_carries_its_data_and_comes_from_who_pressed() -> None:
    query = {"id": "1", "from": SITI, "data": "yes", "message": {"message_id": 4, "chat": CHAT}}
    payload = json.dumps({"update_id": 10, "callback_query": query}).encode()
    found = read(payload)
    assert (found.kind, found.text, found.at) == (Kind.PRESS, "yes", NOW)
    assert updates.press(payload) == "1"
    assert updates.press(message(text="x")) is None


@pytest.mark.parametrize(
    "name", ["sticker", "voice", "video", "video_note", "audio", "animation", "poll", "dice"]
)
def test_other_kinds_are_named(name: str) -> None:
    found = read(message(**{name: {"file_id": "x"}}))
    assert (found.kind, found.text) == (Kind.OTHER, name)


def test_what_nobody_knows_yet_is_other_too() -> None:
    assert read(message(hologram={"a": 1})).kind is Kind.OTHER
    assert read(message(location={"latitude": "north"})).kind is Kind.OTHER


def test_an_edited_message_is_told_apart_and_a_live_location_is_not_a_message() -> None:
    update = json.loads(message(text="87"))
    edited = {"update_id": 11, "edited_message": {**update["message"], "edit_date": 1707900060}}
    found = read(json.dumps(edited).encode())
    assert (found.kind, found.text, found.edited) == (Kind.TEXT, "87", True)
    picture = {**edited["edited_message"], "text": None, "caption": "plano"}
    shown = read(json.dumps({"update_id": 12, "edited_message": picture}).encode())
    assert (shown.kind, shown.text) == (Kind.OTHER, "edited")
    edited["edited_message"]["location"] = {"latitude": 1, "longitude": 1}
    with pytest.raises(Unparsable):
        updates.envelopes(json.dumps(edited).encode())


def test_in_a_group_each_person_talks_alone() -> None:
    payload = message(text="x", chat={"id": -100123, "type": "supergroup"})
    assert updates.envelopes(payload)[0].sender == "-100123:77"
    assert read(payload).group


def test_a_text_that_no_database_takes_is_cleaned() -> None:
    payload = message(text="x").replace(b'"x"', rb'"a\u0000b\ud83d"')
    assert read(payload).text == "ab?"


@pytest.mark.parametrize("sender", [None, "77", {"id": "77"}, {"id": 7.5}, [1]])
def test_without_a_sender_it_is_set_aside(sender: object) -> None:
    body = {"message_id": 1, "date": 1, "from": sender, "text": "x"}
    with pytest.raises(Unparsable):
        updates.envelopes(json.dumps({"update_id": 1, "message": body}).encode())


@pytest.mark.parametrize(
    "junk",
    [
        {"photo": [1, "a", {}]},
        {"photo": [{"file_id": "x", "width": "wide"}]},
        {"document": {"file_id": 5, "mime_type": "image/png"}},
        {"document": {"file_id": "x", "mime_type": 7, "file_name": 8}},
        {"text": 5},
        {"contact": {"phone_number": 5}},
        {"date": -1, "text": "x"},
        {"date": 10**20, "text": "x"},
        {"from": {"id": 77, "first_name": 5, "language_code": {}}, "text": "x"},
        {"forward_origin": None, "text": "x"},
    ],
)
def test_odd_values_make_no_error(junk: dict[str, Any]) -> None:
    assert isinstance(read(message(**junk)), Inbound)


REAL = {
    "telegram_docs/text_start.json": (Kind.TEXT, "/start", False),
    "chatwoot_mit/text.json": (Kind.TEXT, "test", False),
    "chatwoot_mit/group_text.json": (Kind.TEXT, "test", True),
    "chatwoot_mit/photo.json": (Kind.PHOTO, "", False),
    "chatwoot_mit/document.json": (Kind.PHOTO, "", False),
    "chatwoot_mit/voice.json": (Kind.OTHER, "voice", False),
}


@pytest.mark.shared
def test_real_payloads_of_other_projects() -> None:
    folder = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "payloads" / "telegram"
    if not folder.is_dir():
        pytest.skip("needs the real payloads of SAKSI_SHARED")
    names = {str(p.relative_to(folder)) for p in folder.rglob("*.json")}
    assert names == set(REAL)
    for name, expected in REAL.items():
        found = read((folder / name).read_bytes())
        assert (found.kind, found.text, found.group) == expected, name


def reaction(new: list[str], old: list[str] | None = None, **chat: Any) -> bytes:
    told = {
        "message_id": 5,
        "date": 1707900000,
        "user": SITI,
        "chat": {**CHAT, **chat},
        "new_reaction": [{"type": "emoji", "emoji": one} for one in new],
        "old_reaction": [{"type": "emoji", "emoji": one} for one in old or []],
    }
    return json.dumps({"update_id": 13, "message_reaction": told}).encode()


def test_a_thumbs_up_is_told_and_every_other_reaction_is_set_aside() -> None:
    found = read(reaction(["\N{THUMBS UP SIGN}"]))
    assert (found.kind, found.text, found.sender_name) == (Kind.OTHER, "thumbs_up", "Siti Aminah")
    assert found.about == "5", "the message that it stands below"
    assert updates.envelopes(reaction(["\N{THUMBS UP SIGN}"]))[0].sender == "77"
    for other in (reaction(["\N{FIRE}"]), reaction([], ["\N{THUMBS UP SIGN}"])):
        with pytest.raises(Unparsable):
            updates.envelopes(other)
    assert "message_reaction" in updates.KINDS, "asked for by webhook and polling"


def test_a_group_that_becomes_a_supergroup_is_no_message() -> None:
    for told in ({"migrate_to_chat_id": -1001}, {"migrate_from_chat_id": -5}):
        with pytest.raises(Unparsable):
            updates.envelopes(message(**told))
