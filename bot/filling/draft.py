"""What a witness has typed and not yet confirmed: survives days, restarts and other ballots."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from models.values import Json

_UNDO = 5

Settles = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By field and answer (as text): which other fields are as the photo shows them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Numbers of one ballot of one station on their way to a report.

    `skipped` fields that the witness passed over; `undo` what the last messages changed: field ->
    figure before (None: there was none). `read` is what the form reader saw and nobody looked at
    yet; `read_from` the photos (ids) whose numbers were taken over: a person confirms them like
    typed ones. `open`: what photos showed and the reader left open, the most useful question
    first; `settles`: for an answer to one of them, which others are as the photo shows them.
    `proposed`: figures that wait for a yes; `unclear`: fields whose figure was typed and could not
    be taken.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    undo: tuple[Mapping[str, int | None], ...] = ()
    read: Mapping[str, int] = field(default_factory=dict)
    read_from: tuple[int, ...] = ()
    open: tuple[str, ...] = ()
    proposed: Mapping[str, int] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()
    settles: Settles = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.numbers or self.skipped or self.read or self.waits)

    @property
    def waits(self) -> bool:
        """Whether something was typed that still needs an answer."""
        return bool(self.proposed or self.unclear)

    def put(self, numbers: Mapping[str, int]) -> "Draft":
        """With the numbers of one message, which `back` takes away again."""
        before = {name: self.numbers.get(name) for name in numbers}
        skipped = tuple(name for name in self.skipped if name not in numbers)
        undo = (*self.undo, before)[-_UNDO:]
        told = replace(self, numbers={**self.numbers, **numbers}, skipped=skipped, undo=undo)
        return told.settled(numbers)

    def settled_by(self, numbers: Mapping[str, int]) -> dict[str, int]:
        """What a photo left open and these answers settle."""
        found: dict[str, int] = {}
        for name, number in numbers.items():
            found |= self.settles.get(name, {}).get(str(number), {})
        free = [name for name in self.open if name not in numbers and name not in self.numbers]
        return {name: found[name] for name in free if name in found}

    def answered(self, settled: Collection[str]) -> "Draft":
        """Without these among what is open: they were settled, nobody is asked for them."""
        return replace(self, open=tuple(name for name in self.open if name not in settled))

    def wondering(self, proposed: Mapping[str, int], unclear: Collection[str]) -> "Draft":
        """With figures that wait for a yes, and fields whose figure could not be taken."""
        asked = {name: n for name, n in self.proposed.items() if name not in unclear}
        left = dict.fromkeys((*self.unclear, *unclear))
        names = tuple(name for name in left if name not in proposed)
        return replace(self, proposed={**asked, **proposed}, unclear=names)

    def settled(self, fields: Collection[str]) -> "Draft":
        """Without the questions about these fields."""
        proposed = {name: n for name, n in self.proposed.items() if name not in fields}
        unclear = tuple(name for name in self.unclear if name not in fields)
        return replace(self, proposed=proposed, unclear=unclear)

    def skip(self, name: str) -> "Draft":
        """Without this field, for good."""
        return replace(self, skipped=(*self.skipped, name)).settled((name,))

    def back(self) -> "Draft":
        """As it was before the last message that changed it."""
        if not self.undo:
            return self
        numbers = {**self.numbers, **self.undo[-1]}
        kept = {name: number for name, number in numbers.items() if number is not None}
        return replace(self, numbers=kept, undo=self.undo[:-1], proposed={}, unclear=())

    def beside(self, saved: Collection[str]) -> "Draft":
        """What is left when saved figures stay as they are: only figures that are saved nowhere."""
        new = {name: number for name, number in self.numbers.items() if name not in saved}
        return replace(self, numbers=new, undo=()).settled(saved)

    def without(self, fields: set[str]) -> "Draft":
        """What is left when these fields were saved."""
        numbers = {name: n for name, n in self.numbers.items() if name not in fields}
        taken = self.read_from if numbers else ()
        left = replace(
            self, numbers=numbers, undo=(), read={}, read_from=taken, open=(), settles={}
        )
        return left.settled(fields)

    def seen(
        self,
        read: Mapping[str, int],
        photos: tuple[int, ...],
        left: tuple[str, ...] = (),
        settles: Settles | None = None,
    ) -> "Draft":
        """With what the reader saw on photos, and what it left open there."""
        told = tuple(dict.fromkeys((*self.read_from, *photos)))
        open_ = tuple(n for n in dict.fromkeys((*self.open, *left)) if n not in read)
        new = {**self.settles, **(settles or {})}
        return replace(self, read={**self.read, **read}, read_from=told, open=open_, settles=new)

    def to_json(self) -> dict[str, Json]:
        """As it is kept in the dialog."""
        return {
            "n": dict(self.numbers),
            "skip": list(self.skipped),
            "undo": [dict(before) for before in self.undo],
            **({"read": dict(self.read)} if self.read else {}),
            **({"from": list(self.read_from)} if self.read_from else {}),
            **({"open": list(self.open)} if self.open else {}),
            **({"proposed": dict(self.proposed)} if self.proposed else {}),
            **({"unclear": list(self.unclear)} if self.unclear else {}),
            **({"settles": dict(self.settles)} if self.settles else {}),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Json]) -> "Draft":
        """Back from the dialog."""
        return cls(
            dict(kept.get("n", {})),
            tuple(kept.get("skip", ())),
            tuple(dict(before) for before in kept.get("undo", ())),
            dict(kept.get("read", {})),
            tuple(kept.get("from", ())),
            tuple(kept.get("open", ())),
            dict(kept.get("proposed", {})),
            tuple(kept.get("unclear", ())),
            dict(kept.get("settles", {})),
        )
