"""Holds conversations for tests: lines in, what was said and asked for out, as a transcript.

The engine is the real one. Effects are answered here from memory, with receipts that never change,
as the runner answers them from the database; between two lines the dialog goes through JSON.
"""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

from bot.base.events import from_json
from bot.base.identity import hidden
from bot.capabilities import CONVERSATION
from bot.engine.facts import Facts
from bot.engine.messages import (
    REACTION,
    Dialog,
    FileRef,
    Inbound,
    Kind,
    Outcome,
    SharedContact,
    State,
    Step,
    StoredFile,
)
from bot.engine.texts import Rendered, render
from models.sealing import Keys
from models.values import Location
from tests.memory import Memory
from tests.transcript_lines import told
from tests.worlds import NIGHT, WORLDS, siti

KEYS = Keys(b"the secret key of the talks")
START = NIGHT
_SPECIAL = re.compile(r"^\{(outcome .*|[^}]*)\}\s*(.*)$", re.DOTALL)


@dataclass
class Talk(Memory):
    """One conversation: the facts that it lives in, where it stands, and what was said last."""

    facts: Facts
    dialog: Dialog = field(default_factory=Dialog)
    now: datetime = START
    buttons: dict[str, str] = field(default_factory=dict)
    below: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    seen: dict[str, tuple[Facts, Dialog]] = field(default_factory=dict)
    count: int = 0

    def say(self, text: str) -> list[Rendered]:
        """One line in; the replies. `[Label]` presses a button; `{photo x.jpg}` and more below."""
        return self.take(self.inbound(text))

    def take(self, inbound: Inbound) -> list[Rendered]:
        """One message in, its effects performed, their outcomes brought back."""
        before = self.dialog.step
        replies = self._turn(inbound)
        if self.dialog.step != before:
            self.lines.append(f"= {self.dialog.step}")
        self.seen.setdefault(self.dialog.step, (self.facts, self.dialog))
        self.now += timedelta(seconds=1)
        return replies

    def _turn(self, inbound: Inbound) -> list[Rendered]:
        asked = self.facts.person is None or self.dialog.step.startswith("voter")
        inbound = hidden(inbound, KEYS, asked=asked)
        done = CONVERSATION.engine.step(State(self.dialog, self.facts), inbound, self.now)
        self.dialog = Dialog.from_json(json.loads(json.dumps(done.dialog.to_json())))
        replies = self._tell(done)
        for effect in done.effects:
            self.lines.append(told(effect, self.facts))
            outcome = self.perform(effect, inbound)
            if outcome is not None:
                answer = Inbound(Kind.OUTCOME, inbound.at, outcome=outcome, album=inbound.album)
                replies.extend(self._turn(answer))
        return replies

    def _tell(self, done: Step) -> list[Rendered]:
        replies = [render(reply, done.language) for reply in done.replies]
        for reply in replies:
            first, *rest = reply.text.split("\n")
            self.lines.extend([f"< {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)])
            if reply.buttons:
                self.lines.append("  " + " ".join(f"[{label}]" for label, _ in reply.buttons))
            if reply.photo:
                self.lines.append(f"  (photo {reply.photo})")
            if reply.document:
                self.lines.append(f"  (file {reply.document.name})")
            if reply.after:
                self.lines.append(f"  (after {reply.after:g} s)")
            if reply.ask:
                self.lines.append(f"  (ask {reply.ask})")
            self.buttons |= dict(reply.buttons)
            self.below = tuple(data for _, data in reply.buttons)
        return replies

    def inbound(self, line: str) -> Inbound:
        """A line of a transcript as a message."""
        if line.startswith("[") and line.endswith("]"):
            return Inbound(Kind.PRESS, self.now, self.buttons[line[1:-1]])
        special = _SPECIAL.match(line)
        if special is None:
            return Inbound(Kind.TEXT, self.now, line)
        kind, *words = special[1].split()
        return self._special(kind, words, special[2])

    def _special(self, kind: str, words: list[str], rest: str) -> Inbound:
        plain = Inbound(Kind.TEXT, self.now, rest, album=_album(words))
        flagged = replace(plain, forwarded="forwarded" in words)
        if kind == "photo":
            stored = StoredFile(words[0], words[0], "image/jpeg", 1000, "broken" not in words)
            kept = None if "pending" in words else stored
            return replace(flagged, kind=Kind.PHOTO, file=FileRef(words[0]), stored=kept)
        if kind == "location":
            lat, lon = map(float, words[0].split(","))
            minutes = next((int(word[4:]) for word in words if word.startswith("old=")), 0)
            at = self.now - timedelta(minutes=minutes)
            return replace(flagged, kind=Kind.LOCATION, location=Location(lat, lon), at=at)
        if kind == "contact":
            own = "own" in words
            return replace(flagged, kind=Kind.CONTACT, contact=SharedContact(words[0], own))
        if kind == "late":
            inner = self.inbound(rest)
            return replace(inner, late=True, at=self.now - timedelta(hours=5))
        if kind == "edited":
            return replace(self.inbound(rest), edited=True)
        if kind == "thumb":  # below the last message; the runner makes a press of it
            yes = next((data for data in self.below if data.startswith("benar:")), None)
            kept = replace(plain, kind=Kind.OTHER, text=REACTION)
            return replace(plain, kind=Kind.PRESS, text=yes) if yes else kept
        if kind == "outcome":
            return replace(plain, kind=Kind.OUTCOME, outcome=_outcome(*words))
        if kind == "group" and rest.startswith("{"):
            return replace(self.inbound(rest), group=True)
        known = {"group": replace(plain, group=True), "empty": replace(plain, text="  ")}
        known["long"] = replace(plain, text="x" * 5000)
        return known.get(kind) or replace(plain, kind=Kind.OTHER, text=kind)


def _outcome(event: str, *values: str) -> Outcome:
    """An event as a transcript writes it: its name, then what it carries, `name=value`."""
    kind = CONVERSATION.engine.events[event]
    types = get_type_hints(kind)
    pairs = (one.split("=", 1) for one in values)
    return from_json(kind, {key: _value(text, types[key]) for key, text in pairs})


def _value(text: str, kind: object = None) -> Any:
    """A value of an outcome: JSON where it is, else as typed; ~ stands for a space."""
    if kind is str and not text.startswith('"'):
        return text.replace("~", " ")
    try:
        return json.loads(text.replace("~", " "))
    except ValueError:
        return text.replace("~", " ")


def _album(words: list[str]) -> str | None:
    return next((word[6:] for word in words if word.startswith("album=")), None)


def play(script: str) -> tuple[str, Talk]:
    """A transcript's lines in, played again: the transcript as it is now, and the talk's end."""
    talk = Talk(siti())
    out = talk.lines
    for line in _inputs(script):
        if line.startswith("> "):
            first, *rest = line[2:].split("\n")
            out.extend(["", f"> {first}", *(f"  {more}" for more in rest)])
            talk.say(line[2:])
        else:
            out.append(line)
            if line.startswith("@ "):
                _set(talk, line[2:].split())
    return "\n".join(out).strip() + "\n", talk


def _inputs(script: str) -> list[str]:
    """What is typed in a transcript, with the lines that go on; and its title and settings."""
    found: list[str] = []
    typing = False
    for line in script.split("\n"):
        if typing and line.startswith("  "):
            found[-1] += "\n" + line[2:]
            continue
        typing = line.startswith("> ")
        if typing or line.startswith(("#", "@ ")):
            found.append(line)
    return found


def _set(talk: Talk, words: list[str]) -> None:
    """`@ full`: the world, from the start (or `keep` the dialog); `@ 2024-02-15T05:00+07:00`."""
    for word in words:
        if word in WORLDS:
            talk.facts = WORLDS[word]()
            talk.dialog = talk.dialog if "keep" in words else Dialog()
        elif word == "keep":
            continue
        else:
            talk.now = datetime.fromisoformat(word).astimezone(UTC)
