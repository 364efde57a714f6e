"""Which reports a person may give, and how far each has come; pure views on the facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.engine.facts import (
    BallotFacts,
    ContestFacts,
    Facts,
    MandateFacts,
    ReportFacts,
    StationPlace,
)
from bot.engine.messages import Step
from bot.engine.turn import Turn
from bot.filling.draft import Draft
from bot.filling.pages import Page, page_of, pages
from models.rules.checks import cells
from models.values import Ballot, Contest, Detail, ResultState, Tally


@dataclass(frozen=True, slots=True)
class Case:
    """One ballot of one station that this person reports: mandate, pages, report, draft."""

    mandate: MandateFacts
    ballot: BallotFacts
    contest_id: int
    contest: Contest
    detail: Detail
    pages: tuple[Page, ...]
    report: ReportFacts | None
    draft: Draft

    @property
    def station(self) -> StationPlace:
        """Where the ballots were cast."""
        return self.mandate.station

    @property
    def key(self) -> str:
        """Under which the draft is kept."""
        return f"{self.station.id}:{self.contest_id}"

    @property
    def saved(self) -> Mapping[str, int]:
        """The numbers of the latest revision."""
        return cells(self.report.tally, self.contest) if self.report else {}

    @property
    def given(self) -> dict[str, int]:
        """Saved numbers with the draft's over them."""
        return {**self.saved, **self.draft.numbers}

    def missing(self, page: Page) -> tuple[str, ...]:
        """Fields of a page that nobody gave and nobody passed over; what a photo left open first,
        the most useful question before the others."""
        given = self.given
        left_open = [name for name in self.draft.open if name in page.fields]
        ordered = dict.fromkeys((*left_open, *page.fields))
        return tuple(n for n in ordered if n not in given and n not in self.draft.skipped)

    def page(self, name: str | None) -> Page:
        """A page by its name, else the first that lacks something, else the first."""
        named = next((page for page in self.pages if page.name == name), None)
        return named or self.next_page() or self.pages[0]

    def next_page(self, after: str | None = None) -> Page | None:
        """The next page that is not saved, going round from the one named."""
        names = [page.name for page in self.pages]
        start = names.index(after) + 1 if after in names else 0
        turned = [*self.pages[start:], *self.pages[:start]]
        return next((page for page in turned if not self.is_saved(page)), None)

    def is_saved(self, page: Page) -> bool:
        """Whether a page's numbers are in the report."""
        return bool(self.saved) and all(
            name in self.saved or name in self.draft.skipped for name in page.fields
        )

    @property
    def done(self) -> int:
        """How many pages are saved."""
        return sum(self.is_saved(page) for page in self.pages)

    @property
    def complete(self) -> bool:
        """Whether every page is saved."""
        return self.done == len(self.pages)

    def with_draft(self, draft: Draft) -> "Case":
        """The case as it goes on."""
        return replace(self, draft=draft)


def to_save(case: Case, open_pages: tuple[Page, ...]) -> dict[str, int]:
    """The draft's figures that the last word on these pages stores."""
    names = {page.name for page in open_pages}
    return {
        name: number
        for name, number in case.draft.numbers.items()
        if page_of(case.pages, name).name in names
    }


def tally_of(contest: Contest, given: Mapping[str, int]) -> Tally:
    """Numbers by field as a tally of the contest."""
    votes = tuple(given.get(choice.code) for choice in contest.choices)
    closing = {"valid", "invalid", "total", *(choice.code for choice in contest.choices)}
    figures = {name: number for name, number in given.items() if name not in closing}
    return Tally(votes, given.get("valid"), given.get("invalid"), given.get("total"), figures)


def saved_last(found: Iterable[Case]) -> Case | None:
    """Of these the ballot whose report was stored last; None: none is stored."""
    saved = [(case.report.id, case) for case in found if case.report is not None]
    return max(saved, key=lambda one: one[0])[1] if saved else None


def drafts_with(turn: Turn, case: Case) -> dict[str, object]:
    """The dialog's drafts with this case's put among them."""
    drafts = dict(turn.data.get("drafts", {}))
    drafts.pop(case.key, None)
    if not case.draft.empty:
        drafts[case.key] = case.draft.to_json()
    return drafts


def stations(facts: Facts) -> tuple[StationPlace, ...]:
    """The stations of the person's mandates, each once."""
    found = {mandate.station.id: mandate.station for mandate in facts.mandates}
    return tuple(found.values())


def cases(turn: Turn, station_id: int | None = None) -> tuple[Case, ...]:
    """Every ballot that this person reports, in counting order, one mandate for each."""
    held = (*turn.facts.tasks, *turn.facts.mandates)
    ranked = sorted(held, key=lambda m: m.participant_kind == "party")
    chosen: dict[tuple[int, int], tuple[MandateFacts, ContestFacts]] = {}
    for mandate in ranked:
        for contest in mandate.contests:
            place = (mandate.station.id, contest.id)
            # The party's mandate goes before the pair's where parties stand for election.
            if place not in chosen or contest.contest.has_parties:
                chosen[place] = (mandate, contest)
    order = {ballot: place for place, ballot in enumerate(Ballot)}
    here = [pair for pair in chosen.values() if station_id in (None, pair[0].station.id)]
    here.sort(key=lambda pair: (pair[0].station.id, order[pair[1].contest.ballot]))
    # The voters' page is the same for every ballot: it is asked for once, with the first counted.
    first = {mandate.station.id: contest.id for mandate, contest in reversed(here)}
    return tuple(
        case_of(turn, mandate, contest, first[mandate.station.id] == contest.id)
        for mandate, contest in here
    )


def case_of(turn: Turn, mandate: MandateFacts, contest: ContestFacts, first: bool) -> Case:
    """A mandate's ballot with what was said about it so far; `first`: counted first there."""
    facts = turn.facts
    own = mandate.participant_code if mandate.participant_kind == "party" else None
    detail, figures = Detail.TOTALS, False
    if facts.election is not None:
        own = own or facts.election.own_party
        detail, figures = facts.election.detail, facts.election.asks_figures and first
    mine = [
        report
        for report in facts.reports
        if (report.station_id, report.contest_id) == (mandate.station.id, contest.id)
    ]
    report = max(mine, key=lambda found: found.revision, default=None)
    kept = turn.data.get("drafts", {}).get(f"{mandate.station.id}:{contest.id}", {})
    asked = pages(contest.contest, detail, own, figures=figures)
    ballot = ballot_of(facts, contest.contest.ballot)
    draft = Draft.from_json(kept)
    return Case(mandate, ballot, contest.id, contest.contest, detail, asked, report, draft)


def plain_case(facts: Facts, place: StationPlace, contest: ContestFacts) -> Case:
    """A ballot of a station in the shape that its fields are told by, for who did not report it."""
    nobody = MandateFacts(0, 0, "", "", "", place, (contest,))
    asked = pages(contest.contest, Detail.FULL, None)
    ballot = ballot_of(facts, contest.contest.ballot)
    return Case(nobody, ballot, contest.id, contest.contest, Detail.FULL, asked, None, Draft())


def ballot_of(facts: Facts, ballot: Ballot) -> BallotFacts:
    """How a ballot is spoken of; its code where the election doesn't say."""
    known: Iterable[BallotFacts] = facts.election.ballots if facts.election else ()
    return next((b for b in known if b.ballot == ballot), BallotFacts(ballot, ballot.upper(), ""))


def current(turn: Turn) -> Case | None:
    """The case that the dialog stands in, None when the mandate is gone."""
    place = (turn.data.get("station"), turn.data.get("contest"))
    found = (c for c in cases(turn) if (c.station.id, c.contest_id) == place)
    return next(found, None)


def lost(turn: Turn) -> Step:
    """The mandate was taken away while the talk went on."""
    return turn.to("home", turn.reply("home.mandate_gone"))


def disputed(turn: Turn) -> list[Case]:
    """The reports of this person whose result is in dispute, those not looked at again first."""
    found = [
        case
        for case in cases(turn)
        if case.report and case.report.cells and case.report.state is ResultState.DISPUTED
    ]
    return sorted(found, key=lambda case: bool(case.report and case.report.rechecked))
