"""WhatsApp's error codes as ours: try again (and when), or give up (and why).

Source: Meta, "Cloud API error codes"; the reasons are shown to coordinators.
"""

import re
from dataclasses import dataclass

from bot.base.ports import SendFailed

OUTSIDE_WINDOW = 131047
_MINUTE, _HOUR = 60.0, 3600.0


class OutsideWindow(SendFailed):
    """The person's last message is too long ago for free text: only a template goes."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code asks for. `after` seconds, of this chat alone or of the whole number."""

    reason: str
    again: bool
    after: float | None = None
    chat_only: bool = False


MEANINGS: dict[int, Meaning] = {
    0: Meaning("access token is not valid", True, _MINUTE),
    1: Meaning("unknown error at WhatsApp", True),
    2: Meaning("WhatsApp is not available for now", True),
    3: Meaning("the app may not send for this number", True, _MINUTE),
    4: Meaning("too many calls of the API", True, _MINUTE),
    10: Meaning("permission for this number is missing", True, _MINUTE),
    100: Meaning("WhatsApp does not take this message", False),
    190: Meaning("access token has expired", True, _MINUTE),
    368: Meaning("number is blocked for a breach of the policy", True, _HOUR),
    80007: Meaning("too many calls for this account", True, _MINUTE),
    130429: Meaning("sending rate of the number is reached", True, 5.0),
    130472: Meaning("WhatsApp tests without messages for this person", False),
    130497: Meaning("number may not write to this country", False),
    131000: Meaning("something went wrong at WhatsApp", True),
    131005: Meaning("permission for this number is missing", True, _MINUTE),
    131008: Meaning("WhatsApp does not take this message", False),
    131009: Meaning("WhatsApp does not take this message", False),
    131016: Meaning("WhatsApp is overloaded", True),
    131021: Meaning("recipient and sender are the same number", False),
    131026: Meaning("undeliverable: no WhatsApp, an old version, or terms not accepted", False),
    131031: Meaning("account is locked", True, _HOUR),
    131042: Meaning("payment for the account is not in order", True, _HOUR),
    131045: Meaning("number is not registered", True, _MINUTE),
    131047: Meaning("more than 24 hours since the person wrote, and no template is set", False),
    131048: Meaning("number is slowed down because people reported it", True, _HOUR),
    131049: Meaning("WhatsApp keeps this person from more such messages", False),
    131051: Meaning("WhatsApp does not know this kind of message", False),
    131052: Meaning("WhatsApp could not fetch the person's file", False),
    131053: Meaning("WhatsApp could not take our file", False),
    131056: Meaning("too many messages to this person", True, 6.0, chat_only=True),
    131057: Meaning("number is in maintenance", True, _MINUTE),
    131062: Meaning("this message needs the person's phone number", False),
    132000: Meaning("template has other parameters", False),
    132001: Meaning("template does not exist in this language", False),
    132005: Meaning("text is too long for the template", False),
    132007: Meaning("template breaks the policy", False),
    132012: Meaning("template has other parameters", False),
    132015: Meaning("template is paused", False),
    132016: Meaning("template is switched off", False),
    133004: Meaning("WhatsApp is not available for now", True),
    133010: Meaning("number is not registered", True, _MINUTE),
    135000: Meaning("unknown error at WhatsApp", True),
}


def failure(status: int, body: object) -> SendFailed:
    """What an answer that is no success means for the message."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if type(code) is int and code in MEANINGS:
        known = MEANINGS[code]
        kind = OutsideWindow if code == OUTSIDE_WINDOW else SendFailed
        return kind(
            f"{known.reason} ({code})",
            again=known.again,
            after=known.after,
            chat_only=known.chat_only,
        )
    again = status >= 500 or status == 429 or _transient(error)
    return SendFailed(f"WhatsApp answered {status}, code {code}", again=again)


def _transient(error: object) -> bool:
    return isinstance(error, dict) and error.get("is_transient") is True


def told(code: int | None) -> str | None:
    """The reason behind a code in a report of delivery; None without one."""
    if code is None:
        return None
    known = MEANINGS.get(code)
    return f"{known.reason} ({code})" if known else f"WhatsApp's code {code}"


def without_numbers(text: str) -> str:
    """A text for the log without anything that may be a phone number."""
    return re.sub(r"\d{7,}", "…", text)
