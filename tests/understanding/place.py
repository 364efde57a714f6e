"""The station of the corpus (TPS 35 Kricak, from the sample pack), and where a talk may stand."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.base.elections import election_facts
from bot.engine.facts import (
    CheckInFacts,
    ContestFacts,
    ElectionFacts,
    Facts,
    MandateFacts,
    PersonFacts,
    StationPlace,
)
from bot.engine.messages import Inbound, Kind
from bot.engine.texts import Rendered
from models.packs.pack import read_pack
from models.rules.checks import cells
from models.stores.base.elections import LoadedElection
from models.values import Contest, Detail, StationFacts
from tests.talk import START, Talk

PACK = Path("packs/yogyakarta-2024")
_DISTRICTS = {"ppwp": "0", "dpr": "3401", "dpd": "34", "dprd_prov": "340001", "dprd_kab": "347103"}
STATION = 35
_FIRST = 11

OPENINGS: Mapping[str, tuple[str, ...]] = {
    "home": (),
    "ppwp": ("isi ppwp",),
    "ppwp-mid": ("isi ppwp", "102"),
    "ppwp-sum": ("ppwp 1=102 2=87 3=45",),
    "ppwp-confirm": ("ppwp 1=102 2=87 3=45 sah 234 tidak sah 3 jumlah 237",),
    "ppwp-doubt": ("ppwp 1=102 2=87 3=45 sah 243 tidak sah 3 jumlah 246",),
    "dpr": ("isi dpr",),
    "dpr-mid": ("dpr 1=12 2=30 3=67",),
    "dpr-sum": ("dpr 1=12 2=30 3=67 4=5 5=8 sisanya 0",),
    "dpr-full": ("isi dpr", "dpr 3"),
    "dpd": ("isi dpd",),
    "saved": ("ppwp 1=102 2=87 3=45 sah 234 tidak sah 3 jumlah 237", "benar"),
}
"""What was said before a message of the corpus arrives."""

Figures = dict[str, dict[str, int]]


@cache
def contests() -> tuple[ContestFacts, ...]:
    """The five ballots of the station, as the sample pack has them."""
    wanted = {(ballot, code): place for place, (ballot, code) in enumerate(_DISTRICTS.items())}
    pack = read_pack(PACK)
    found = {(str(one.ballot), one.code): one for one in pack.contests()}
    return tuple(ContestFacts(_FIRST + place, found[key]) for key, place in wanted.items())


def contest(ballot: str) -> Contest:
    """One of them."""
    return next(one.contest for one in contests() if one.contest.ballot == ballot)


@cache
def _election() -> ElectionFacts:
    config = read_pack(PACK).config
    loaded = LoadedElection(1, config.code, config.name, config.date, "", config)
    return election_facts(loaded)


def world(detail: Detail = Detail.TOTALS) -> Facts:
    """Bu Siti, checked in at TPS 35 with all five ballots."""
    facts = StationFacts("3471011001035", STATION, voters=258)
    station = StationPlace(7, facts, "Kricak", "Tegalrejo", "Kota Yogyakarta", "Asia/Jakarta")
    mandate = MandateFacts(1, 1, "PDIP", "3", "party", station, contests(), "Pak Dedi")
    check_in = CheckInFacts(1, 7, START - timedelta(hours=19), "H-4K7", True)
    return Facts(
        replace(_election(), detail=detail),
        PersonFacts(1, "Bu Siti"),
        (mandate,),
        check_ins=(check_in,),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A talk and what it holds: figures typed over figures stored, by ballot and field."""

    talk: Talk
    replies: tuple[Rendered, ...] = ()

    @property
    def held(self) -> Figures:
        """Every figure, the draft's over the stored ones."""
        found: Figures = {}
        for one in contests():
            given = {**self._stored(one), **self._drafted(one)}
            if given:
                found[str(one.contest.ballot)] = given
        return found

    @property
    def reports(self) -> int:
        """How many reports were stored."""
        return len(self.talk.facts.reports)

    def _drafted(self, one: ContestFacts) -> dict[str, int]:
        drafts = self.talk.dialog.data.get("drafts", {})
        return dict(drafts.get(f"7:{one.id}", {}).get("n", {}))

    def _stored(self, one: ContestFacts) -> dict[str, int]:
        mine = [report for report in self.talk.facts.reports if report.contest_id == one.id]
        return cells(mine[-1].tally, one.contest) if mine else {}

    def say(self, text: str) -> "Standing":
        """The talk one message later."""
        talk = copy.copy(self.talk)
        talk.buttons, talk.lines = dict(talk.buttons), []
        talk.seen = {}
        pressed = {label.casefold(): data for label, data in talk.buttons.items()}.get(
            text.casefold()
        )
        kind = Kind.TEXT if pressed is None else Kind.PRESS
        return Standing(talk, tuple(talk.take(Inbound(kind, talk.now, pressed or text))))


@cache
def opened(place: str) -> Standing:
    """A talk that stands where the corpus says."""
    detail = Detail.FULL if place.endswith("-full") else Detail.TOTALS
    standing = Standing(Talk(world(detail)))
    for line in OPENINGS[place]:
        standing = standing.say(line)
    return standing
