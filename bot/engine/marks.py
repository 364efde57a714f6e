"""What can be seen of a message at a glance, as words: by them the talk knows whom it may concern.

So a message asks nobody who has nothing to do with it. Marks are: its kind ("text", "photo");
"nik" where it holds an identity number or nearly one; "code" where nine letters stand in threes;
"group", "late", "edited", "empty", "long"; "at:STEP" where the talk stands; "keeps:KEY" for each
part of the dialog's data; "outcome:NAME"; "word:WORD"; "stranger", or "known" and "role:ROLE" of
whoever speaks.
"""

from collections.abc import Iterable

from bot.engine.messages import Dialog, Inbound, Kind
from models.rules import code_text

LONGEST = 4096
"""Characters of a message; no messenger lets a person type more in one (Telegram, WhatsApp)."""

When = tuple[frozenset[str], ...]
"""Concerned by a message where all marks of one of these sets hold."""


def when(*alternatives: str) -> When:
    """Each alternative is marks with spaces between: when("nik at:recruit", "late")."""
    return tuple(frozenset(one.split(" ")) for one in alternatives)


def concerned(alternatives: When, marks: frozenset[str]) -> bool:
    """Whether the marks of one alternative all hold."""
    return any(one <= marks for one in alternatives)


def marks_of(
    inbound: Inbound, dialog: Dialog, roles: Iterable[str] | None = None, word: str = ""
) -> frozenset[str]:
    """The marks of a message; `roles` None for a stranger."""
    found = {inbound.kind.value, f"at:{dialog.step}", *(f"keeps:{key}" for key in dialog.data)}
    flags = {
        "nik": bool(inbound.niks) or bool(inbound.odd_digits),
        "group": inbound.group,
        "late": inbound.late,
        "edited": inbound.edited,
        f"outcome:{inbound.outcome.event if inbound.outcome else ''}": inbound.outcome is not None,
        f"word:{word.replace(' ', '_')}": bool(word),
        "stranger": roles is None,
        "known": roles is not None,
    }
    found |= {mark for mark, holds in flags.items() if holds}
    found |= {f"role:{role}" for role in roles or ()}
    if inbound.kind in (Kind.TEXT, Kind.PRESS):
        found |= _of_text(inbound.text)
    return frozenset(found)


def _of_text(text: str) -> set[str]:
    if not text.partition(":")[0].strip() and not text.strip():
        return {"empty"}
    if len(text) > LONGEST:
        return {"long"}
    return {"code"} if code_text.in_threes(text) else set()
