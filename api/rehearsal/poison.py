"""Updates of odd shapes, as providers and people of ill will send them: each once broke somebody.

None comes from anybody who plays; each has to be acknowledged, and none may stop the next one.
"""

from models.values import Json

FIRST_CHAT = 990_000_000
"""Chats of nobody who plays."""
SCOPED = "ID.9900000000000000"
_NO_NUMBER = "bukan angka"
_MOST = 100
STRANGERS = (*(str(FIRST_CHAT + number) for number in range(_MOST)), SCOPED, _NO_NUMBER)
"""The senders of all of it, as the inbox may name them."""

_DEEP: Json = "x"
for _ in range(200):
    _DEEP = {"a": _DEEP}


def _private(number: int) -> dict[str, Json]:
    return {"id": FIRST_CHAT + number, "type": "private"}


def telegram(number: int) -> dict[str, Json]:
    """The `number`th update (without its id); they come round."""
    sender = {"id": FIRST_CHAT + number, "is_bot": False, "first_name": "Aneh"}
    head = {"message_id": 1, "date": 1_700_000_000, "chat": _private(number), "from": sender}
    odd: tuple[dict[str, Json], ...] = (
        {"photo": [{"width": 90, "height": 67}]},  # names no file
        {"photo": []},
        {"text": 12345},
        {"text": "\u0000\ud800 nol"},
        {"text": "9" * 4096},
        {"location": {"latitude": "utara", "longitude": None}},
        {"contact": {"first_name": "tanpa nomor"}},
        {"document": {"file_id": "", "file_name": "../../etc/passwd", "file_size": -1}},
        {"date": 99_999_999_999_999, "text": "dari masa depan"},
        {"sticker": _DEEP},
        {"from": None, "text": "siapa?"},
        {"chat": {"id": _NO_NUMBER, "type": "private"}, "text": "halo"},
    )
    at = number % (len(odd) + 2)
    if at < len(odd):
        return {"message": {**head, **odd[at]}}
    if at == len(odd):
        return {"callback_query": {"id": "1", "from": sender, "data": None}}
    return {"unheard_of": {"kind": "a new kind of update"}}


def whatsapp(number: int) -> dict[str, Json]:
    """The `number`th message (without its id); they come round."""
    head = {"from_user_id": SCOPED, "timestamp": "1700000000"}
    odd: tuple[dict[str, Json], ...] = (
        {"type": "image", "image": {}},
        {"type": "text"},
        {"type": "text", "text": {"body": None}},
        {"type": "interactive", "interactive": {"type": "nfm_reply"}},
        {"type": "location", "location": {"latitude": "x"}},
        {"type": "unsupported", "errors": [{"code": 131051}]},
        {"type": "text", "text": {"body": "halo"}, "timestamp": "kemarin"},
        {"type": "order", "order": _DEEP},
    )
    return {**head, **odd[number % len(odd)]}
