"""What a message says at its place: a last word, a ballot, a station, votes as people."""

from bot.engine.grammar.ballots import spoken, station_in
from bot.engine.turn import Turn
from bot.filling.assent import says_yes
from bot.filling.cases import stations
from bot.filling.grammar.parse import named_in
from bot.filling.grammar.short_answers import Meant, meant, story
from bot.intents.talk.match import SURE, heard
from bot.intents.talk.told import at_hand
from bot.intents.talk.told_numbers import asks, numbers, people

WAITING = frozenset({"confirm", "doubt"})
"""Places where a word in passing may be the word that saves: the step is heard first."""
_SHORT_ANSWERS = frozenset({"check_in", "mandate_letter", "choose", "copy", "quiz", "own_data"})
"""Steps whose answers are a word or a name: a story of trouble told there is none of them."""


def answers(turn: Turn) -> bool:
    """Whether figures wait for a last word and the message is one: "di plano memang begitu"."""
    case = at_hand(turn) if turn.dialog.step in WAITING else None
    if case is None:
        return False
    told = meant(turn.text, case.given.values())
    return told in (Meant.AS_FORM, Meant.SAME) or says_yes(turn.text, case.given.values())


def counts_people(turn: Turn) -> bool:
    """ "prabowo 87 orang": beside a choice of the ballot at hand people are votes."""
    case = at_hand(turn)
    if case is None or asks(turn.text) or not people(turn.text):
        return False
    return named_in(turn.text, case.contest) > 0


def names_station(turn: Turn) -> bool:
    """ "sekarang tps 7": another station of who has several."""
    mine = {place.facts.number for place in stations(turn.facts)}
    return "?" not in turn.text and len(mine) > 1 and station_in(turn.text)[0] in mine


def names_ballot(turn: Turn) -> bool:
    """ "dpd tps 07 sukamaju": a ballot is to be filled in, or spoken of."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    return "?" not in turn.text and spoken(turn.text, ballots)[0] is not None


def tells_instead(turn: Turn) -> bool:
    """Whether trouble is told where a word or a name is asked for."""
    return turn.dialog.step in _SHORT_ANSWERS and story(turn.text)


def wrong_place(text: str) -> bool:
    """ "salah tps nih bu": all figures are another station's, none of them is to be corrected."""
    best = next(iter(heard(text)), None)
    sure = best is not None and best.intent.code == "wrong_station" and best.score >= SURE
    return sure and numbers(text) == 0 and "?" not in text
