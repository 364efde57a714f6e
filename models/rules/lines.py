"""Which of our bots and numbers is meant for which area; pure, from the settings."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.errors import BadInput

Account = tuple[str, str]
"""A channel and the account on it: ("telegram", "saksi-diy")."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bot or number: `areas` are the codes that it is meant for, `label` what people are told."""

    channel: str
    account: str
    areas: tuple[str, ...]
    label: str

    @property
    def key(self) -> Account:
        """Under which its messages come in."""
        return self.channel, self.account

    def depth(self, paths: Iterable[str]) -> int:
        """How deep its nearest area lies above one of these dotted paths; -1 for none of them."""
        places = [path.split(".") for path in paths]
        return max((p.index(a) for p in places for a in self.areas if a in p), default=-1)


def parse(text: str) -> tuple[Line, ...]:
    """Lines as the settings write them: "telegram/diy=34:@SaksiDiyBot, whatsapp/123=33+35:0812".

    Raises BadInput for anything else, and for an account that stands there twice.
    """
    lines = tuple(_line(part.strip()) for part in text.split(",") if part.strip())
    if len({line.key for line in lines}) < len(lines):
        raise BadInput("a bot or number stands twice in SAKSI_LINES")
    return lines


def _line(part: str) -> Line:
    account, _, rest = part.partition("=")
    channel, _, name = account.strip().partition("/")
    codes, _, label = rest.partition(":")
    areas = tuple(code.strip() for code in codes.split("+") if code.strip())
    if channel not in ("telegram", "whatsapp") or not name or not areas or not label.strip():
        raise BadInput(
            f"{part!r} is no line: write it like telegram/diy=34:@SaksiDiyBot (SAKSI_LINES)"
        )
    return Line(channel, name, areas, label.strip())


def other(lines: Iterable[Line], here: Account, paths: Iterable[str]) -> Line | None:
    """The line that is meant for somebody at these places, when this one is for other areas.

    None on a line without areas, which is for everybody, and where no line is meant for them. Of
    several the one on the same channel, then the one of the smallest area.
    """
    known, places = tuple(lines), tuple(paths)
    mine = next((line for line in known if line.key == here), None)
    if mine is None or mine.depth(places) >= 0:
        return None
    fit = [line for line in known if line.depth(places) >= 0]
    return max(fit, key=lambda one: (one.channel == mine.channel, one.depth(places)), default=None)
