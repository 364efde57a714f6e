"""What WhatsApp's batches become: shapes of our own, and every real one that we have, by name."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.base.ports import Delivery, Envelope, Unparsable
from bot.channels.whatsapp import updates
from bot.engine.messages import FileRef, Inbound, Kind, SharedContact
from models.sealing import Keys
from models.values import Location

NOW = datetime(2024, 2, 14, 12, 0, tzinfo=UTC)
KEYS = Keys(b"a secret of a test, long enough")
OURS, OTHER = "100000000000001", "100000000000002"
PHONE, SCOPED = "6281200000001", "ID.13491208655302741918"
SITI = {"profile": {"name": "Siti"}, "wa_id": PHONE, "user_id": SCOPED}


def batch(*values: dict[str, Any], number: str = OURS) -> bytes:
    head = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}}
    changes = [{"field": "messages", "value": {**head, **value}} for value in values]
    document = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    return json.dumps(document).encode()


def said(number: str = "wamid.1", sender: str = PHONE, **body: Any) -> dict[str, Any]:
    message = {"from": sender, "id": number, "timestamp": "1707900000", **body}
    return {"contacts": [SITI], "messages": [message]}


def text(words: str, number: str = "wamid.1") -> dict[str, Any]:
    return said(number, type="text", text={"body": words})


def envelopes(payload: bytes) -> list[Envelope]:
    return updates.envelopes(payload, (OURS, OTHER), OURS, KEYS.phone_address)


def read(payload: bytes) -> Inbound:
    (envelope,) = envelopes(payload)
    return updates.inbound(payload, envelope.part, NOW)


def test_every_entry_change_and_message_of_a_batch_counts() -> None:
    one = json.loads(batch(text("a", "wamid.1"), text("b", "wamid.2")))
    more = text("c", "wamid.3")
    more["messages"].append(text("d", "wamid.4")["messages"][0])
    one["entry"] += json.loads(batch(more, number=OTHER))["entry"]
    payload = json.dumps(one).encode()
    found = envelopes(payload)
    assert [updates.inbound(payload, e.part, NOW).text for e in found] == ["a", "b", "c", "d"]
    assert [e.account for e in found] == [OURS, OURS, OTHER, OTHER]
    assert len({e.external_id for e in found}) == 4


def test_a_message_keeps_who_when_and_the_proven_phone() -> None:
    found = read(batch(text("Hadir")))
    at = datetime.fromtimestamp(1707900000, UTC)
    assert found == Inbound(Kind.TEXT, at, "Hadir", sender_name="Siti", phone=f"+{PHONE}")


def test_a_scoped_id_names_the_sender_whether_the_number_is_hidden_or_not() -> None:
    open_, hidden = text("a"), text("b", "wamid.2")
    del hidden["messages"][0]["from"]
    hidden["messages"][0]["from_user_id"] = SCOPED
    hidden["contacts"] = [{"profile": {"name": "Siti"}, "user_id": SCOPED}]
    assert [e.sender for e in envelopes(batch(open_, hidden))] == [SCOPED, SCOPED]
    assert updates.inbound(batch(hidden), 0, NOW).phone == ""


def test_a_sender_with_a_number_alone_is_sealed_and_can_be_answered() -> None:
    plain = text("a")
    plain["contacts"] = [{"profile": {"name": "Siti"}, "wa_id": PHONE}]
    (envelope,) = envelopes(batch(plain))
    assert PHONE not in envelope.sender
    assert KEYS.phone_of_address(envelope.sender) == PHONE
    assert envelopes(batch(plain))[0].sender == envelope.sender


def test_no_phone_number_is_in_what_is_stored() -> None:
    card = said(type="contacts", contacts=[{"phones": [{"phone": "+62 812-0000-0001"}]}])
    status = {"statuses": [{"id": "wamid.1", "status": "sent", "recipient_id": PHONE}]}
    for payload in (batch(text("a")), batch(card), batch(status)):
        stored = KEYS.seal_payload(payload)
        assert PHONE.encode() not in stored
        assert b"0000-0001" not in stored
        assert KEYS.unseal_payload(stored) == payload


def test_a_message_without_an_id_is_told_apart_by_what_it_says() -> None:
    one, other = text("a"), text("b")
    for value in (one, other):
        del value["messages"][0]["id"]
    ids = [e.external_id for e in envelopes(batch(one, other, one))]
    assert ids[0] == ids[2] != ids[1]


def test_buttons_lists_and_template_buttons_are_presses() -> None:
    for body in (
        {"type": "interactive", "interactive": {"button_reply": {"id": "yes", "title": "Ya"}}},
        {"type": "interactive", "interactive": {"list_reply": {"id": "yes", "title": "Ya"}}},
        {"type": "button", "button": {"payload": "yes", "text": "Ya"}},
    ):
        found = read(batch(said(**body)))
        assert (found.kind, found.text) == (Kind.PRESS, "yes")


def test_pictures_and_pictures_sent_as_documents_are_photos() -> None:
    image = {"id": "7", "mime_type": "image/jpeg", "caption": "plano"}
    found = read(batch(said(type="image", image=image)))
    assert (found.kind, found.text, found.file) == (
        Kind.PHOTO,
        "plano",
        FileRef("7", "image/jpeg"),
    )
    document = {"id": "8", "mime_type": "application/octet-stream", "filename": "C1.JPG"}
    found = read(batch(said(type="document", document=document)))
    assert found.file == FileRef("8", "application/octet-stream", document=True)
    paper = {"id": "9", "mime_type": "application/pdf", "filename": "c1.pdf"}
    scan = read(batch(said(type="document", document=paper)))
    assert scan.file == FileRef("9", "application/pdf", document=True)
    sheet = {"id": "9", "mime_type": "application/vnd.ms-excel", "filename": "c1.xls"}
    assert read(batch(said(type="document", document=sheet))).kind is Kind.OTHER


def test_a_location_and_whether_it_was_forwarded() -> None:
    place = {"latitude": -7.8, "longitude": 110.4}
    assert read(batch(said(type="location", location=place))).location == Location(-7.8, 110.4)
    forwarded = said(type="location", location=place, context={"forwarded": True})
    assert read(batch(forwarded)).forwarded


def test_only_the_own_contact_is_own() -> None:
    for number, own in ((PHONE, True), ("6281200000002", False)):
        card = [{"phones": [{"phone": f"+{number}", "wa_id": number}]}]
        found = read(batch(said(type="contacts", contacts=card)))
        assert found.contact == SharedContact(f"+{number}", own)


def test_a_report_of_delivery_is_unique_by_its_status_too() -> None:
    reports = [{"id": "wamid.9", "status": s, "timestamp": "1707900000"} for s in ("sent", "read")]
    failed = {"id": "wamid.9", "status": "failed", "errors": [{"code": 131026}]}
    payload = batch({"statuses": [*reports, failed]})
    found = envelopes(payload)
    assert len({e.external_id for e in found}) == 3
    outcome = updates.inbound(payload, 2, NOW).outcome
    assert isinstance(outcome, Delivery)
    assert outcome.provider_id == updates.digest("wamid.9")
    assert "undeliverable" in str(outcome.reason)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not JSON"),
        (b"[]", "no event of WhatsApp"),
        (b'{"object": "page"}', "no event of WhatsApp"),
        (b'{"object": "whatsapp_business_account", "entry": 5}', "no message in it"),
        (batch(text("a"), number="999"), "not ours"),
        (batch(said(type="reaction")), "wants no answer"),
        (batch({"messages": [{"id": "wamid.1", "type": "text"}]}), "no sender"),
    ],
)
def test_what_holds_no_message_is_set_aside_with_a_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(Unparsable, match=reason):
        envelopes(payload)


ODD = [{"type": "text", "text": "x"}, {"type": "image", "image": {"id": 5}}, {"type": 7}, {}]
ODD += [{"type": "interactive"}, {"type": "location", "location": {}}, {"type": "contacts"}]


@pytest.mark.parametrize("body", ODD)
def test_odd_values_make_no_error(body: dict[str, Any]) -> None:
    found = read(batch(said(**body, timestamp=[])))
    assert (found.kind, found.at) == (Kind.OTHER, NOW)


ASIDE = None
META: dict[str, tuple[Kind, str] | None] = {
    "Button_Message": (Kind.PRESS, "Unsubscribe"),
    "Contact_Sharing_Message": (Kind.CONTACT, ""),
    "Group_Create_Message": ASIDE,
    "Group_Remove_Participants": ASIDE,
    "Group_Settings_Update": ASIDE,
    "Image_Message": (Kind.PHOTO, "Taj Mahal"),
    "Interactive_Button_Reply_Message": (Kind.PRESS, "cancel-button"),
    "Interactive_List_Reply_Message": (Kind.PRESS, "priority_express"),
    "Location_Message": (Kind.LOCATION, ""),
    "Order_Message": (Kind.OTHER, "order"),
    "Reaction_Message": ASIDE,
    "System_Message": (Kind.OUTCOME, ""),
    "Text_Message": (Kind.TEXT, "Does it come in another color?"),
    "Text_Message_from_Click_to_WhatsApp_Ad": (
        Kind.TEXT,
        "Hello! Can I get more info on this?",
    ),
    "Text_Message_with_Context_(Product_Inquiry)": (Kind.TEXT, "Is this still available?"),
    "Unsupported_Message": (Kind.OTHER, "unsupported"),
}
CHATWOOT: dict[str, tuple[Kind, str] | None] = {
    "bsuid_only": (Kind.TEXT, "testing bsuid"),
    "bsuid_phone_and_bsuid": (Kind.TEXT, "phone and bsuid"),
    "image_with_media_error": (Kind.PHOTO, "Check out my product!"),
}
PYWA: dict[str, dict[str, tuple[Kind, str] | None] | None] = {
    "account_update": ASIDE,
    "call_connect": ASIDE,
    "call_permission_update": ASIDE,
    "call_status": ASIDE,
    "call_terminate": ASIDE,
    "callback_button": {
        "button": (Kind.PRESS, "callback_data"),
        "quick_reply": (Kind.PRESS, "callback_data"),
        "quick_reply_without_context": (Kind.PRESS, "callback_data"),
    },
    "callback_selection": {
        "callback": (Kind.PRESS, "callback_data"),
        "description": (Kind.PRESS, "callback_data"),
    },
    "deleted_message": ASIDE,
    "edited_message": {"image": (Kind.OTHER, "edited")},
    "flow_completion": {
        "completion": (Kind.OTHER, "interactive"),
        "without_flow_token": (Kind.OTHER, "interactive"),
    },
    "message": {
        "text": (Kind.TEXT, "Body Text"),
        "image": (Kind.PHOTO, ""),
        "media_with_url": (Kind.PHOTO, ""),
        "video": (Kind.OTHER, "video"),
        "document": (Kind.PHOTO, "caption"),
        "audio": (Kind.OTHER, "audio"),
        "voice": (Kind.OTHER, "audio"),
        "static_sticker": (Kind.OTHER, "sticker"),
        "animated_sticker": (Kind.OTHER, "sticker"),
        "reaction": ASIDE,
        "unreaction_empty": ASIDE,
        "unreaction_no_emoji": ASIDE,
        "current_location": (Kind.LOCATION, ""),
        "chosen_location": (Kind.LOCATION, ""),
        "contacts": (Kind.CONTACT, ""),
        "order": (Kind.OTHER, "order"),
        "unsupported": (Kind.OTHER, "unsupported"),
        "unsupported_with_type": (Kind.OTHER, "unsupported"),
        "reply": (Kind.TEXT, "replied text"),
        "forwarded": (Kind.TEXT, "forwarded text"),
        "forwarded_many_times": (Kind.TEXT, "text forwarded many times"),
        "interactive_message_with_err": (Kind.OTHER, "interactive"),
        "referral": (Kind.TEXT, "BODY"),
    },
    "message_status": dict.fromkeys(
        ("sent", "delivered", "read", "played", "failed", "with_tracker", "group"),
        (Kind.OUTCOME, ""),
    ),
    "outgoing_message": ASIDE,
    "system": {
        "phone_number_change": (Kind.OUTCOME, ""),
        "identity_change": (Kind.OUTCOME, ""),
    },
    "template_category_update": ASIDE,
    "template_components_update": ASIDE,
    "template_quality_update": ASIDE,
    "template_status_update": ASIDE,
    "user_marketing_preferences": ASIDE,
}


def fate(payload: bytes) -> tuple[Kind, str] | None:
    class All:
        def __contains__(self, _: object) -> bool:
            return True

    try:
        (envelope,) = updates.envelopes(payload, All(), OURS, KEYS.phone_address)
    except Unparsable:
        return ASIDE
    found = updates.inbound(payload, envelope.part, NOW)
    return found.kind, found.text


@pytest.mark.shared
def test_every_real_payload_is_handled_or_set_aside_knowingly() -> None:
    folder = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "payloads"
    if not folder.is_dir():
        pytest.skip("needs the real payloads of SAKSI_SHARED")
    prefix = "post_whatsapp_webhooks__request__"
    meta = {
        path.stem.removeprefix(prefix): fate(path.read_bytes())
        for path in (folder / "meta_openapi" / "examples").glob(f"{prefix}*.json")
    }
    assert meta == META
    calls = {
        path.stem: fate(path.read_bytes())
        for path in (folder / "meta_openapi" / "examples").glob("*.json")
        if not path.stem.startswith(prefix)
    }
    assert len(calls) == 121 - 16
    assert set(calls.values()) == {ASIDE}  # what is sent, and what Meta answers: no events
    chatwoot = {p.stem: fate(p.read_bytes()) for p in (folder / "chatwoot_mit").glob("*.json")}
    assert chatwoot == CHATWOOT
    for path in sorted((folder / "pywa_updates").glob("*.json")):
        expected = PYWA.pop(path.stem)
        cases = json.loads(path.read_bytes())
        fates = {name: fate(json.dumps(case).encode()) for name, case in cases.items()}
        assert fates == (expected or dict.fromkeys(cases, ASIDE)), path.stem
    assert PYWA == {}
