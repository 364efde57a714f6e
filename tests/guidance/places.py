"""The places of the talk from which people ask: one station, its ballots, a night of counting."""

from dataclasses import replace

from bot.engine.facts import Facts
from bot.engine.messages import Dialog
from models.values import Detail, StationFacts
from tests.talk import Talk
from tests.worlds import CONTESTS, ELECTION, SITI, SUKAMAJU, mandate

STATION = replace(
    SUKAMAJU,
    facts=StationFacts("9999010001035", 35, voters=300),
    kelurahan="Kricak",
    kecamatan="Tegalrejo",
    kabkota="Kota Yogyakarta",
)
_DPR = "1=12 2=30 3=67 4=5 5=8 sisanya 0"
SAID: dict[str, tuple[str, ...]] = {
    "home": (),
    "ppwp": ("ISI PPWP",),
    "ppwp-mid": ("ISI PPWP", "102"),
    "ppwp-sum": ("ISI PPWP", "1=102 2=87 3=45"),
    "ppwp-confirm": ("ISI PPWP", "1=102 2=87 3=45", "234", "3", "237"),
    "ppwp-doubt": ("ISI PPWP", "1=102 2=87 3=45", "243", "3", "246"),
    "dpr": ("ISI DPR",),
    "dpr-mid": ("ISI DPR", "1=12 2=30 3=67"),
    "dpr-sum": ("ISI DPR", _DPR),
    "dpr-full": ("ISI DPR", "partai 3"),
    "dpd": ("ISI DPD",),
    "saved": ("ISI PPWP", "1=102 2=87 3=45", "234", "3", "237", "BENAR"),
}
"""What was said on the way to each place."""


def facts(place: str) -> Facts:
    """The facts of a place; candidates are asked for where it says "full"."""
    detail = Detail.FULL if place == "dpr-full" else Detail.TOTALS
    return Facts(replace(ELECTION, detail=detail), SITI, (mandate(1, STATION, CONTESTS, "3"),))


def at(place: str) -> Talk:
    """A talk that stands there."""
    talk = Talk(facts(place), Dialog())
    for line in SAID[place]:
        talk.say(line)
    talk.lines.clear()
    return talk


def given(talk: Talk) -> dict[str, dict[str, int]]:
    """All figures of the drafts and of what is saved, by contest: what no question may change."""
    drafts = talk.dialog.data.get("drafts", {})
    kept = {key: dict(draft.get("n", {})) for key, draft in drafts.items()}
    for report in talk.facts.reports:
        key = f"{report.station_id}:{report.contest_id}:saved"
        kept[key] = {str(n): vote for n, vote in enumerate(report.tally.votes) if vote is not None}
    return kept
