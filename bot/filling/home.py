"""Where the talk rests: takes numbers for a named ballot, greets, and says what can be done."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.ballots import says_dprd
from bot.engine.grammar.lexicon import is_a
from bot.engine.messages import Button, Phrase, Reply, Step, Value
from bot.engine.outcomes import NotReady
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import choose, fill, tell
from bot.filling.cases import Case, cases, current
from bot.filling.effects import AskMissing
from bot.filling.grammar.parse import named_in
from bot.filling.grammar.short_answers import story, waits
from bot.filling.grammar.tokens import Mark, tokens
from bot.filling.grammar.whole_message import Cut, Part, figures_in, parted, speaks_of_pairs
from bot.filling.named_only import offered, only_named
from models.rules.access import Who, admits
from models.values import Ballot

_ROLES = (
    *("administrator", "coordinator", "auditor", "reviewer", "operator", "recap_witness"),
    *("candidate", "field_officer"),
)
_SAME = {"administrator": "coordinator"}
_CODE = re.compile(
    r"(?=.*[a-hjkmnp-wyz])(?![a-z]{3}-[0-9]{3}$)[a-z0-9]{3}-[a-z0-9]{3}(?:-[a-z0-9]{3})?",
    re.IGNORECASE,
)
"""An activation code as it is handed out (K7M-QR4); PKS-045 is a party with its votes."""


def menu(turn: Turn) -> tuple[Button, ...]:
    """The few things to do next."""
    if not turn.facts.mandates:
        return (button("bantuan", "button.help"),)
    return (
        button("hadir", "button.here"),
        button("isi", "button.fill"),
        button("belum", "button.missing"),
    )


def answer(turn: Turn) -> Step:
    """A message that is no word: perhaps numbers, else a short help."""
    if _CODE.fullmatch(turn.text.strip()):
        return turn.stay(turn.reply("enrol.known_already", *menu(turn)))
    if turn.text.strip() and turn.facts.mandates:
        done = numbers(turn, turn.text)
        if done is not None:
            return done
    if not turn.facts.mandates:
        key = "home.duties_figures" if figures_in(turn.text) else "home.duties"
        return _missing_there(turn) or turn.stay(_without_mandate(turn, key))
    if story(turn.text):
        return told_story(turn)
    if waits(turn.text) and not turn.text.rstrip().endswith("?"):
        return turn.stay(turn.reply("home.waiting", *menu(turn)))
    return turn.stay(turn.reply("home.not_understood", *menu(turn)))


def told_story(turn: Turn) -> Step:
    """What happened at the station: offers to note it with the words as they are."""
    note = button("kejadian:cerita", "button.note_incident")
    return turn.stay(turn.reply("home.story", note), story=turn.text.strip()[:1500])


def _missing_there(turn: Turn) -> Step | None:
    """BELUM UMBULHARJO of somebody who may see it; for others BELUM begins many sentences."""
    word, _, place = turn.text.strip().partition(" ")
    roles = turn.facts.person.roles if turn.facts.person else ()
    if word.lower() != Word.BELUM or not place or not admits(Who.READER, roles):
        return None
    return turn.stay(effects=(AskMissing(place.strip()),))


def _without_mandate(turn: Turn, key: str) -> Reply:
    """Somebody who is no witness: what the roles are for, else that nothing is assigned yet."""
    duties = duties_of(turn)
    if duties:
        told = {"duties": duties, "titles": _titles(turn), "time": day_time(turn)}
        return turn.reply_of(key, told, *menu(turn))
    return turn.reply("home.no_mandate", *menu(turn))


def duties_of(turn: Turn) -> tuple[Phrase, ...]:
    """What the person's roles are for, each with its words."""
    roles = turn.facts.person.roles if turn.facts.person else ()
    mine = dict.fromkeys(_SAME.get(role, role) for role in _ROLES if role in roles)
    return tuple(phrase(f"home.role_{role}") for role in mine)


def _titles(turn: Turn) -> Phrase | str:
    """The roles in the organisation's own words: Koordinator Cabang Umbulharjo."""
    titles = tuple(
        phrase("role.title", parts=(phrase(f"role.{one.role}"), one.level, one.place))
        for one in (turn.facts.person.titles if turn.facts.person else ())
    )
    return phrase("home.titles", titles=titles) if titles else ""


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
            there = current(turn.after(done))
            name = tell.ballot(there.ballot) if there else None
            also.extend([name] if name and name not in also else [])
        turn = turn.after(turn.stay(drafts=done.dialog.data.get("drafts")))
    if first is None and cut.foreign:
        return choose.not_yours(turn, text)
    if first is None:
        return offered(turn, spoken_of, at)
    dialog = replace(
        first.dialog, data={**first.dialog.data, "drafts": turn.data.get("drafts", {})}
    )
    noted = turn.reply("home.also", lines=tuple(kept), ballots=tuple(also))
    others = (*((noted,) if also else ()), *_elsewhere(turn, cut.foreign))
    return Step(dialog, (*others, *first.replies), first.effects)


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
    if case is None:
        return choose.ask(turn, named, text) if named else None
    told = fill.party_first(case, part.text) if part.ballot else part.text
    return into(turn, case, told, unsure=part.strange)


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


def _corrects(text: str) -> bool:
    """Whether a message takes something back that was said before."""
    words = [piece.text for piece in tokens(text) if piece.mark is Mark.WORD]
    return any(is_a(word, "but", "oops", "swap", "becomes", "more", "less") for word in words)


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


def into(turn: Turn, case: Case, text: str, *, unsure: bool = False) -> Step:
    """Numbers for a ballot that is now known; without any, its next page is asked for.

    `unsure`: the ballot is only likely, because it was begun.
    """
    at = current(turn)
    if at is None or at.key != case.key:
        turn = turn.after(fill.place(turn, case))
    done = fill.read(turn, case, text, unsure=unsure) if text.strip() else None
    return done or fill.begin(turn, case)


def greet(turn: Turn, rest: str) -> Step:
    """Halo: says who is spoken to and what can be done."""
    if not turn.facts.mandates:
        return turn.stay(_without_mandate(turn, "home.duties_greeting"))
    return turn.stay(turn.reply("home.greeting", *menu(turn), time=day_time(turn)))


def for_witnesses(turn: Turn, rest: str) -> Step:
    """A witness's word from somebody without a station: for whom it is, and what is theirs."""
    if not turn.facts.mandates:
        return turn.stay(_without_mandate(turn, "home.duties_witness"))
    return answer(turn)


def day_time(turn: Turn) -> Phrase:
    """ "pagi" until eleven, then siang, sore, malam, by the clock of the station."""
    place = turn.facts.mandates[0].station if turn.facts.mandates else None
    hour = turn.at(turn.inbound.at, place).hour
    names = ((4, "night"), (11, "morning"), (15, "noon"), (18, "afternoon"), (24, "night"))
    return phrase(f"tell.{next(name for until, name in names if hour < until)}")


def thanked(turn: Turn, rest: str) -> Step:
    """A kind word back."""
    case = current(turn) if turn.dialog.step in ("confirm", "doubt") else None
    if case is not None:
        return turn.stay(turn.reply("home.welcome_pending", ballot=tell.ballot(case.ballot)))
    return turn.stay(turn.reply("home.welcome"))


def lapor(turn: Turn, rest: str) -> Step:
    """LAPOR may mean figures or an incident: asks which."""
    if rest and figures_in(rest):
        done = numbers(turn, rest, current(turn)) if turn.facts.mandates else None
        if done is not None:
            return done
    if len(rest.split()) > 2:
        return answer(turn) if not story(turn.text) else told_story(turn)
    buttons = (button("isi", "button.figures"), button("kejadian", "button.incident"))
    return turn.stay(turn.reply("home.lapor", *buttons))


def not_ready(turn: Turn, outcome: NotReady) -> Step:
    """An effect that this installation cannot do: said plainly, nothing pretended."""
    where = "home" if turn.facts.person else "enrol"
    return turn.to(where, turn.reply("error.not_ready"))
