"""Figures typed in one message: cut by ballot and station, each placed where it belongs."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.ballots import says_dprd
from bot.engine.grammar.clean import ARROW, clean
from bot.engine.grammar.lexicon import is_a
from bot.engine.messages import Phrase, Reply, Step, Value
from bot.engine.turn import Turn, phrase
from bot.filling import choose, fill, tell
from bot.filling.cases import Case, cases, current, stations
from bot.filling.grammar.parse import named_in
from bot.filling.grammar.tokens import Mark, tokens
from bot.filling.grammar.whole_message import Cut, Part, figures_in, parted, speaks_of_pairs
from bot.filling.named_only import offered, only_named
from models.values import Ballot

_WHOLE = 3
"""Figures from which on a message tells a ballot rather than corrects it."""


def numbers(turn: Turn, text: str, at: Case | None = None) -> Step | None:
    """Reports typed out of the blue; of several ballots in one message the first goes on.

    `at`: the ballot that the talk is about, for what names none. Figures of other stations are
    left out, and said to be.
    """
    cut = cut_of(turn, text)
    kept: list[Value] = []
    also: list[Phrase] = []
    first: Step | None = None
    counted = any(figures_in(part.text) for part in cut.parts)
    spoken_of = [part for part in cut.parts if only_named(part, counted)]
    for part in cut.parts:
        if part in spoken_of:
            continue
        done = _part(turn, part, at, elsewhere=bool(cut.foreign))
        if done is None:
            continue
        if first is None:
            first = done
        else:
            kept.extend(echoed(done))
            name = _also(turn.after(done), turn.after(first))
            also.extend([name] if name and name not in also else [])
        turn = turn.after(turn.stay(drafts=done.dialog.data.get("drafts")))
    if first is None and cut.foreign:
        return choose.not_yours(turn, text, cut.foreign)
    if first is None:
        return _moved(turn, cut) or offered(turn, spoken_of, at)
    dialog = replace(
        first.dialog, data={**first.dialog.data, "drafts": turn.data.get("drafts", {})}
    )
    noted = turn.reply("home.also", lines=tuple(kept), ballots=tuple(also))
    others = (*((noted,) if also else ()), *_elsewhere(turn, cut.foreign))
    return Step(dialog, (*others, *first.replies), first.effects)


def _also(turn: Turn, first: Turn) -> Phrase | None:
    """The ballot that waits, with its station where that is another one than the first's."""
    there, here = current(turn), current(first)
    if there is None:
        return None
    if here is not None and here.station.id == there.station.id:
        return tell.ballot(there.ballot)
    return tell.header(there, there.pages[0])


def _moved(turn: Turn, cut: Cut) -> Step | None:
    """ "sekarang tps 7": another of the person's stations, and no figure."""
    named = {part.station for part in cut.parts if part.ballot is None} - {None}
    if len(named) != 1 or len(cut.parts) > 1 or len(stations(turn.facts)) < 2:
        return None
    here = [case for case in cases(turn) if case.station.facts.number in named]
    told = choose.spoken_of_saved(turn, named) if choose.points_back(turn.text) else None
    if told is not None:
        return turn.stay(told)
    left = next((case for case in here if not case.complete), None)
    if left is not None:
        return into(turn, left, "")
    place = here[0].station if here else None
    if place is None:
        return None
    told = turn.reply("report.all_done", station=tell.station(place))
    return turn.to("home", told, station=place.id)


def echoed(done: Step) -> list[Value]:
    """What was understood of a ballot that comes later: its figures, without questions."""
    found: list[Value] = []
    for reply in done.replies:
        for name in ("parts", "said", "findings", "figures"):
            told = reply.values.get(name, ())
            assert isinstance(told, list | tuple), "lines of an echo"
            waits = name == "figures"
            found.extend(phrase("home.also_asked", figure=o) if waits else o for o in told)
    return [one for one in found if not (isinstance(one, Phrase) and one.key.startswith("ask."))]


def _elsewhere(turn: Turn, foreign: Sequence[int]) -> tuple[Reply, ...]:
    """That figures of other stations were left out."""
    if not foreign:
        return ()
    named = tuple(f"TPS {one:02d}" if one else phrase("report.another_station") for one in foreign)
    return (turn.reply("report.elsewhere", stations=named),)


def cut_of(turn: Turn, text: str) -> Cut:
    """A message by ballot, without what it says of other people's stations."""
    places = choose.places(turn)
    own = frozenset(place.facts.number for place in places)
    around = [name for p in places for name in (p.kelurahan, p.kecamatan, p.kabkota)]
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    return parted(text, ballots, own, around)


def _part(turn: Turn, part: Part, at: Case | None, *, elsewhere: bool = False) -> Step | None:
    """A report of one ballot: "DPR 3: 12 40 5"; None when there is no number in it."""
    text = part.text if part.station is None else f"TPS {part.station} {part.text}"
    if part.ballot is None and at is not None:
        moved = part.station is not None and part.station != at.station.facts.number
        here = at if not moved else same_ballot(turn, at, part.station)
        if here is None:
            return None
        unsure = elsewhere and part.station is None
        standing = _standing(turn, here)
        return fill.read(standing, here, part.text, elsewhere=unsure, unsure=part.strange)
    if part.ballot is None and not figures_in(part.text):
        return None
    named = [c for c in cases(turn) if part.ballot is None or c.ballot.ballot == part.ballot.ballot]
    if part.ballot is None and says_dprd(part.text):
        named = [c for c in named if c.ballot.ballot.startswith("dprd")]
    if part.ballot is not None and not named:
        return turn.stay(turn.reply("home.not_your_ballot", ballot=part.ballot.name))
    if part.ballot is None:
        named = by_names(turn, named, part.text)
        saved = [case for case in named if case.saved]
        named = saved if len(saved) == 1 and _corrects(part.text) else named
        begun = [case for case in named if case.draft.numbers]
        if len(named) > 1 and len(begun) == 1 and part.station is None:
            return into(turn, begun[0], part.text, unsure=True)
    case = choose.one(turn, named, text)
    if case is not None and _of_which(turn, case, named, part):
        return choose.ask_station(turn, "isi", f"{case.ballot.name} {part.text}")
    if case is None:
        told = f"{part.ballot.name} {text}" if part.ballot else text
        return choose.ask(turn, named, told) if named else None
    told = fill.party_first(case, part.text) if part.ballot else part.text
    return into(turn, case, told, unsure=part.strange)


def _of_which(turn: Turn, case: Case, named: Sequence[Case], part: Part) -> bool:
    """Whether a whole ballot is told once more, while it lacks at another of the stations."""
    if part.ballot is None or part.station is not None or not case.saved:
        return False
    elsewhere = any(one.station.id != case.station.id and not one.saved for one in named)
    figures = sum(piece.mark is Mark.NUMBER for piece in tokens(part.text))
    return elsewhere and figures >= _WHOLE and not _corrects(part.text)


def _standing(turn: Turn, case: Case) -> Turn:
    at = current(turn)
    return turn if at is not None and at.key == case.key else turn.after(fill.place(turn, case))


def same_ballot(turn: Turn, at: Case, station: int | None) -> Case | None:
    """The same ballot at the person's station with that number."""
    found = [
        case
        for case in cases(turn)
        if case.station.facts.number == station and case.contest.ballot == at.contest.ballot
    ]
    return found[0] if len(found) == 1 else None


def elsewhere(turn: Turn, at: Case, part: Part) -> Case | None:
    """The ballot that is named at the station that is named, else the same one as at hand."""
    for case in cases(turn) if part.ballot is not None else ():
        if (case.station.facts.number, case.ballot) == (part.station, part.ballot):
            return case
    return same_ballot(turn, at, part.station)


def _corrects(text: str) -> bool:
    """Whether a message takes something back that was said before."""
    words = [piece.text for piece in tokens(text) if piece.mark is Mark.WORD]
    marks = ("but", "oops", "swap", "becomes", "more", "less")
    return ARROW in clean(text) or any(w in _NOTED or is_a(w, *marks) for w in words)


_NOTED = frozenset("tersimpan kesimpen kesimpan tercatat kecatat dikoreksi diralat diganti".split())


def by_names(turn: Turn, found: Sequence[Case], text: str) -> list[Case]:
    """The ballots whose names a message uses, where none is named itself."""
    if speaks_of_pairs(text):
        pairs = [
            c for c in found if c.contest.ballot in (Ballot.PPWP, Ballot.GUBERNUR, Ballot.BUPATI)
        ]
        return pairs or list(found)
    scored = [(named_in(text, case.contest), case) for case in found]
    best = max((score for score, _ in scored), default=0)
    return [case for score, case in scored if score == best] if best else list(found)


def of_another(turn: Turn, at: Case, text: str) -> Case | None:
    """The saved ballot that a message corrects by its names, where the one at hand knows none."""
    if not figures_in(text) or named_in(text, at.contest):
        return None
    others = [case for case in cases(turn, at.station.id) if case.key != at.key and case.saved]
    named = [case for case in others if named_in(text, case.contest)]
    return named[0] if len(named) == 1 else None


def into(turn: Turn, case: Case, text: str, *, unsure: bool = False) -> Step:
    """Numbers for a ballot that is now known; without any, its next page is asked for.

    `unsure`: the ballot is only likely, because it was begun.
    """
    at = current(turn)
    if at is None or at.key != case.key:
        turn = turn.after(fill.place(turn, case))
    done = fill.read(turn, case, text, unsure=unsure) if text.strip() else None
    return done or fill.begin(turn, case)
