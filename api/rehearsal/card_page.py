"""The score card as a page of its own: one file, both languages, nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.rehearsal.hours import START
from api.rehearsal.score import ScoreCard
from bot.engine.texts import LANGUAGES, read
from models.values import Json

_HERE = Path(__file__).parent
_TEXTS = {language: read([_HERE / "texts"], language) for language in LANGUAGES}
_WIDE, _HIGH, _FOOT, _SIDE = 960, 240, 34, 44
"""The drawing of the night, in its own units: its foot has the hours, its sides the scales."""
_MOST = 40
"""Lines of trouble that are shown; the JSON has all."""
_templates = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Check:
    """A line of what has to match."""

    name: str
    expected: object
    found: object
    holds: bool


def page(card: ScoreCard) -> str:
    """The whole page."""
    speaking = {language: _Words(texts) for language, texts in _TEXTS.items()}
    template = _templates.get_template("card.html")
    times = {"answers": card.answer_seconds, "recap": card.recap_seconds}
    times |= {"recovery": card.recovery_seconds}
    shown = {"card": card, "checks": checks(card), "night": night(card), "times": times}
    shown |= {"most": _MOST, "cores": card.cores}
    return template.render(languages=speaking, **shown)


class _Words:
    """The texts of one language, and numbers as it writes them."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._comma = "," if texts["card.yes"] == "ya" else "."

    def __call__(self, key: str, **values: object) -> str:
        return self._texts[key].format(**values)

    def number(self, value: object) -> str:
        """1,234.5, or 1.234,5."""
        if isinstance(value, bool):
            return self("card.yes" if value else "card.no")
        if not isinstance(value, int | float):
            return "-" if value is None else str(value)
        told = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
        return told.translate(str.maketrans(",.", ".,")) if self._comma == "," else told

    def time(self, seconds: float | None) -> str:
        """Seconds, or minutes where it is long."""
        if seconds is None:
            return "-"
        if seconds >= 120:
            return f"{self.number(round(seconds / 60))} {self('card.minutes')}"
        told = f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"
        return f"{told.replace('.', self._comma)} {self('card.seconds')}"

    def moment(self, hour: float, speed: float | None) -> str:
        """The hour of the night, or minutes and seconds since it began."""
        minutes = hour * 60 if speed else (hour - START) * 3600
        return f"{int(minutes // 60) % 24:02}:{int(minutes % 60):02}"


def checks(card: ScoreCard) -> Sequence[Check]:
    """What has to match, one line each."""
    pairs = ("reports", "disagreements", "broken_sums", "confirmed")
    found = [
        Check("lost_check", 0, card.lost, not card.lost),
        Check("doubled_check", 0, twice := card.doubled_for_no_reason, not twice),
    ]
    for name in pairs:
        want, have = getattr(card, f"{name}_expected"), getattr(card, f"{name}_found")
        found.append(Check(name, want, have, want == have))
    for name in ("disagreements_invented", "broken_sums_invented"):
        number = getattr(card, name)
        found.append(Check(name, 0, number, not number))
    found.append(Check("late", card.late_sent, card.late_asked, card.late_sent == card.late_asked))
    kept = card.photos_stored >= card.photos_sent
    found.append(Check("photos", card.photos_sent, card.photos_stored, kept))
    found.append(Check("recap_equal", True, card.recap_equal, card.recap_equal))
    if card.verified is not None:
        found.append(Check("verified", True, card.verified, card.verified))
    return found


def _label(hour: float, card: ScoreCard) -> str:
    """Below a bar: the hour, or how many minutes it is since the start."""
    return f"{int(hour) % 24:02}" if card.speed else str(round((hour - START) * 60))


def night(card: ScoreCard) -> dict[str, Json]:
    """The drawing: bars of messages by hour, the line of answers, a dot for each fault."""
    hours, each = card.hours, 1 if card.speed else 1 / 60
    if not hours:
        return {"bars": [], "line": "", "dots": [], "wide": _WIDE, "high": _HIGH}
    most = max(one["said"] for one in hours) or 1
    slowest = max((one.get("p95", 0.0) for one in hours), default=0.0) or 1.0
    step, floor = (_WIDE - 2 * _SIDE) / len(hours), _HIGH - _FOOT
    tall = floor - 24
    bars = [
        {
            **{"x": round(_SIDE + step * n + step * 0.14, 1), "width": round(step * 0.72, 1)},
            **{
                "y": round(floor - tall * one["said"] / most, 1),
                "label": _label(one["from"], card),
            },
            **{"height": round(tall * one["said"] / most, 1), "said": one["said"]},
            "middle": round(_SIDE + step * (n + 0.5), 1),
        }
        for n, one in enumerate(hours)
    ]
    points = [
        f"{_SIDE + step * (n + 0.5):.1f},{floor - tall * one['p95'] / slowest:.1f}"
        for n, one in enumerate(hours)
        if "p95" in one
    ]
    first = hours[0]["from"]
    dots = [
        {"x": round(_SIDE + step * (fault["hour"] - first) / each, 1), "what": fault["what"]}
        for fault in card.faults
        if first <= fault["hour"] <= first + len(hours) * each
    ]
    size = {"wide": _WIDE, "high": _HIGH, "floor": floor, "side": _SIDE, "top": floor - tall}
    return {"bars": bars, "line": " ".join(points), "dots": dots, "most": most,
            "slowest": slowest, **size}  # fmt: skip
