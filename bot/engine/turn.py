"""One turn of the talk as its steps see it: what is known, what arrived, and ways to answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.engine.effects import Effect
from bot.engine.facts import Facts, StationPlace
from bot.engine.messages import (
    Ask,
    Button,
    Dialog,
    Document,
    Inbound,
    Kind,
    Outcome,
    Phrase,
    Reply,
    Shown,
    Step,
    Values,
)
from models.values import Json

KEPT = ("drafts", "station", "album", "language", "photos", "retakes", "practice", "line")
"""Parts of the dialog's data that outlive a step: drafts above all."""

_Kind = TypeVar("_Kind", bound=Outcome)
_HONORIFICS = {"bu": "Bu", "ibu": "Bu", "pak": "Pak", "bapak": "Pak", "mbak": "Mbak", "mas": "Mas"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn may look at; `now` is the only clock there is."""

    facts: Facts
    dialog: Dialog
    inbound: Inbound
    now: datetime

    @property
    def text(self) -> str:
        """What was typed, or written below a photo; of a button the part before its colon."""
        if self.inbound.kind is Kind.PRESS:
            return self.inbound.text.partition(":")[0]
        return self.inbound.text

    @property
    def pressed(self) -> str | None:
        """What a pressed button carries behind its colon; None when something was typed."""
        if self.inbound.kind is Kind.PRESS:
            return self.inbound.text.partition(":")[2]
        return None

    def happened(self, kind: type[_Kind]) -> _Kind | None:
        """The outcome or event that arrived, if it is of this kind."""
        outcome = self.inbound.outcome
        return outcome if isinstance(outcome, kind) else None

    @property
    def name(self) -> str:
        """How the person is called: "Bu Siti", or "Bapak/Ibu" when nobody is known."""
        return self.facts.person.name if self.facts.person else "Bapak/Ibu"

    @property
    def you(self) -> str:
        """The short form of address: "Bu", "Pak", or "Bapak/Ibu" where the name doesn't say."""
        first = self.name.split()[0].lower() if self.name.split() else ""
        return _HONORIFICS.get(first, "Bapak/Ibu")

    @property
    def data(self) -> Mapping[str, Json]:
        """The dialog's data."""
        return self.dialog.data

    def reply(
        self,
        key: str,
        *buttons: Button,
        ask: Ask | None = None,
        photo: str | None = None,
        document: Document | None = None,
        **values: Shown,
    ) -> Reply:
        """A reply whose text may always use {name} and {you}."""
        return self.reply_of(key, values, *buttons, ask=ask, photo=photo, document=document)

    def reply_of(
        self,
        key: str,
        values: Values,
        *buttons: Button,
        ask: Ask | None = None,
        photo: str | None = None,
        document: Document | None = None,
    ) -> Reply:
        """A reply whose values were gathered before."""
        told = {"name": self.name, "you": self.you, **values}
        return Reply(key, told, buttons, ask, photo, document=document)

    def stay(self, *replies: Reply, effects: Iterable[Effect] = (), **changes: Json) -> Step:
        """The same step with some data changed; None takes a key away."""
        data = {k: v for k, v in {**self.data, **changes}.items() if v is not None}
        return Step(Dialog(self.dialog.step, data), replies, tuple(effects))

    def to(self, step: str, *replies: Reply, effects: Iterable[Effect] = (), **data: Json) -> Step:
        """Another step with its own data, and what outlives every step."""
        kept = {key: self.data[key] for key in KEPT if key in self.data}
        told = {k: v for k, v in {**kept, **data}.items() if v is not None}
        return Step(Dialog(step, told), replies, tuple(effects))

    def at(self, moment: datetime, place: StationPlace | None = None) -> datetime:
        """A moment in the zone of a station (WIB, WITA, WIT); Jakarta's where none is known."""
        return moment.astimezone(ZoneInfo(place.timezone if place else "Asia/Jakarta"))

    def saying(self, text: str) -> "Turn":
        """The same turn with another text, for what was asked about first and is used now."""
        told = replace(self.inbound, kind=Kind.TEXT, text=text, late=False, edited=False)
        return replace(self, inbound=told)

    def after(self, step: Step) -> "Turn":
        """The turn as it goes on from a step's dialog."""
        return replace(self, dialog=step.dialog)


def button(data: str, key: str, **values: Shown) -> Button:
    """A button: what it sends, and its text."""
    return Button(data, key, values)


def offered(data: str, key: str, **values: Shown) -> Button:
    """A button below a question that a yes answers."""
    return Button(data, key, values, yes=True)


def named_station(number: int, kelurahan: str) -> Phrase:
    """TPS 07 Sukamaju."""
    return Phrase("tell.station", {"number": f"{number:02d}", "kelurahan": kelurahan})


def phrase(key: str, **values: Shown) -> Phrase:
    """A piece of text within another."""
    return Phrase(key, values)
