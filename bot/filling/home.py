"""Where the talk rests: takes numbers for a named ballot, greets, and says what can be done."""

import re
from collections.abc import Mapping
from typing import Any

from bot.engine.grammar.ballots import parts_of, says_dprd, spoken, station_in
from bot.engine.messages import Button, Phrase, Reply, Step
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import choose, fill, tell
from bot.filling.cases import Case, cases, current
from bot.filling.effects import AskMissing
from models.rules.access import Who, admits

_ROLES = (
    *("administrator", "coordinator", "auditor", "reviewer", "operator", "recap_witness"),
    *("candidate", "field_officer"),
)
_SAME = {"administrator": "coordinator"}
_CODE = re.compile(
    r"(?=.*[a-hjkmnp-wyz])(?![a-z]{3}-[0-9]{3})[a-z0-9]{3}-[a-z0-9]{3}(?:-[a-z0-9]{3})?",
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
        return _missing_there(turn) or turn.stay(_without_mandate(turn))
    return turn.stay(turn.reply("home.not_understood", *menu(turn)))


def _missing_there(turn: Turn) -> Step | None:
    """BELUM UMBULHARJO of somebody who may see it; for others BELUM begins many sentences."""
    word, _, place = turn.text.strip().partition(" ")
    roles = turn.facts.person.roles if turn.facts.person else ()
    if word.lower() != Word.BELUM or not place or not admits(Who.READER, roles):
        return None
    return turn.stay(effects=(AskMissing(place.strip()),))


def _without_mandate(turn: Turn) -> Reply:
    """Somebody who is no witness: what the roles are for, else that nothing is assigned yet."""
    duties = duties_of(turn)
    if duties:
        return turn.reply("home.duties", *menu(turn), duties=duties, titles=_titles(turn))
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


def numbers(turn: Turn, text: str) -> Step | None:
    """Reports typed out of the blue; of several ballots in one message the first goes on."""
    first, *others = parts_of(text, turn.facts.election.ballots if turn.facts.election else ())
    kept = []
    for part in others:
        done = _ballot(turn, part)
        at = current(turn.after(done)) if done else None
        if done is not None and at is not None:
            kept.append(tell.ballot(at.ballot))
            turn = turn.after(turn.stay(drafts=done.dialog.data.get("drafts")))
    done = _ballot(turn, first)
    if done is None or not kept:
        return done
    more = turn.reply("home.also", ballots=tuple(kept))
    return Step(done.dialog, (more, *done.replies), done.effects)


def _ballot(turn: Turn, text: str) -> Step | None:
    """A report of one ballot: "DPR 3: 12 40 5"; None when there is no number in it."""
    found, rest = spoken(text, turn.facts.election.ballots if turn.facts.election else ())
    if found is None and not any(letter.isdigit() for letter in text):
        return None
    named = [c for c in cases(turn) if found is None or c.ballot.ballot == found.ballot]
    if found is None and says_dprd(station_in(text)[1]):
        named = [c for c in named if c.ballot.ballot.startswith("dprd")]
    if found is not None and not named:
        return turn.stay(turn.reply("home.not_your_ballot", ballot=found.name))
    case = choose.one(turn, named, text)
    if case is None:
        return choose.ask(turn, named, text)
    return into(turn, case, fill.party_first(case, rest) if found else rest)


def figures(turn: Turn) -> Step | None:
    """A report of a named ballot where something else was asked for: nothing typed is lost."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    named, rest = spoken(turn.text, ballots)
    counted = named is not None and any(letter.isdigit() for letter in station_in(rest)[1])
    return numbers(turn, turn.text) if counted and turn.facts.mandates else None


def into(turn: Turn, case: Case, text: str) -> Step:
    """Numbers for a ballot that is now known; without any, its next page is asked for."""
    at = current(turn)
    if at is None or at.key != case.key:
        turn = turn.after(fill.place(turn, case))
    done = fill.read(turn, case, text) if text.strip() else None
    return done or fill.begin(turn, case)


def greet(turn: Turn, rest: str) -> Step:
    """Halo: says who is spoken to and what can be done."""
    if not turn.facts.mandates:
        return turn.stay(_without_mandate(turn))
    return turn.stay(turn.reply("home.greeting", *menu(turn), time=day_time(turn)))


def day_time(turn: Turn) -> object:
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
    if rest and any(letter.isdigit() for letter in rest):
        return numbers(turn, rest) or answer(turn)
    buttons = (button("isi", "button.figures"), button("kejadian", "button.incident"))
    return turn.stay(turn.reply("home.lapor", *buttons))


def not_ready(turn: Turn, outcome: Mapping[str, Any]) -> Step:
    """An effect that this installation cannot do: said plainly, nothing pretended."""
    where = "home" if turn.facts.person else "enrol"
    return turn.to(where, turn.reply("error.not_ready"))
