"""Which stations a message speaks of, and which of its words are about ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.engine.facts import BallotFacts
from bot.engine.grammar.lexicon import is_a, known, stem
from bot.filling.grammar.there import AT, named_there, sentence_from
from bot.filling.grammar.tokens import Mark, Token

_OURS = frozenset(
    "disini dsini kita kami sini dieu kene aku punyaku tpsku kito awak punyane tempatku".split()
)
_MINE = frozenset("saya sy gue gw aku abdi kula nyong ambo".split())
_SELF = ("kita", "kami", "saya", "sy", "aku", "gue", "gw", "abdi", "kulo", "kula")
_AND = frozenset(("dan", "sama", "&"))
_TURNS = frozenset(
    ". tapi tp nek kalo kalau klo kl klw lek mun lamun ari sedang sedangkan sdgkn nah lha".split()
)
"""What stands before a turn to ourselves: "..., kl di tps sy anies 59"."""
_OTHERS = frozenset(
    "sebelah sblh tetangga mertua sebelahe temen teman kawan konco lain liyane".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a message names a ballot or a station, from token `start` to before `end`.

    `foreign`: somebody else's station; `keep`: the words stay in the text ("capres 1"); `strange`:
    our number with a place behind it that may be somewhere else.
    """

    start: int
    end: int
    ballot: BallotFacts | None = None
    station: int | None = None
    foreign: bool = False
    keep: bool = False
    strange: bool = False


def stations_named(
    tokens: Sequence[Token], own: frozenset[int], places: Sequence[str]
) -> list[Mention]:
    """The stations that are named; `own`: numbers of the person's, `places` names around them."""
    found: list[Mention] = []
    for place, token in enumerate(tokens):
        if token.mark is not Mark.WORD or token.text != "tps":
            continue
        at = place + 1
        while at < len(tokens) and (
            tokens[at].text in ("no", "nomor", "nomer", ".", ":", *_SELF)
            or tokens[at].mark is Mark.ASSIGN
        ):
            at += 1
        if at >= len(tokens):
            continue
        here = tokens[at]
        if here.mark is Mark.NUMBER and here.bad is None and not here.zero:
            number, end = _number(tokens, at)
            if end < len(tokens) and tokens[end].text in ("orang", "urang", "org"):
                continue
            if tokens[at - 1].text in _SELF and number not in own:
                found.append(Mention(place, at, station=next(iter(own)) if len(own) == 1 else None))
                continue
            end, other = _kelurahan(tokens, end, places)
            foreign = number not in own or other
            begin = place - (place > 0 and tokens[place - 1].text == "saksi")
            strange = not foreign and _strange(tokens, end)
            mention = Mention(begin, end, station=number, foreign=foreign, strange=strange)
            found.append(mention)
            found.extend(_another(tokens, end, own))
        elif here.text in _OTHERS and own:
            found.append(Mention(place, at + 1, station=0, foreign=True))
    return found


def _another(tokens: Sequence[Token], at: int, own: frozenset[int]) -> list[Mention]:
    """ "tps 7 dan 12": another of the person's stations behind the first."""
    here = tokens[at + 1] if at + 1 < len(tokens) and tokens[at].text in _AND else None
    if here is None or here.mark is not Mark.NUMBER or here.value not in own:
        return []
    return [Mention(at, at + 2, station=here.value)]


def _number(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """A station's number, also digit by digit: "tiga enam"."""
    value, end = tokens[at].value, at + 1
    while (
        (
            tokens[at].spelled
            and end < len(tokens)
            and tokens[end].spelled
            and tokens[end].value < 10
        )
        and value < 100
        and tokens[at].value < 10
    ):
        value, end = value * 10 + tokens[end].value, end + 1
    return value, end


def _kelurahan(tokens: Sequence[Token], at: int, places: Sequence[str]) -> tuple[int, bool]:
    """Where the name of a kelurahan behind a station's number ends; whether it is another one."""
    called = at < len(tokens) and tokens[at].text in ("kel", "kelurahan", "desa", "kalurahan")
    begin = at + called
    while begin < len(tokens) and tokens[begin].mark is Mark.POINT:
        begin += 1
    if begin >= len(tokens) or tokens[begin].mark is not Mark.WORD:
        return at, False
    word = tokens[begin].text
    ours = [part for place in places for part in re.findall(r"[a-z]+", place.lower())]
    if any(word == part or (len(part) > 4 and OSA.distance(word, part) <= 1) for part in ours):
        return begin + 1, False
    after = tokens[begin + 1] if begin + 1 < len(tokens) else Token(Mark.LINE)
    ends = after.mark in (Mark.LINE, Mark.ASSIGN, Mark.COMMA) or after.text == "("
    if called or (ends and len(word) > 3 and word not in known() and not _is_ballot(word)):
        return begin + 1, True
    return at, False


def _strange(tokens: Sequence[Token], at: int) -> bool:
    """Whether an unknown word stands behind a station's number: "TPS 35 karangwaru da: ..."."""
    word = tokens[at].text if at < len(tokens) and tokens[at].mark is Mark.WORD else ""
    if len(word) < 4 or stem(word) in known() or _is_ballot(word):
        return False
    at += 1
    while at < len(tokens) and tokens[at].mark is Mark.WORD and stem(tokens[at].text) in known():
        if _is_ballot(tokens[at].text):
            return True
        at += 1
    heading = at + 1 < len(tokens) and tokens[at].mark is Mark.ASSIGN
    return heading and tokens[at + 1].mark in (Mark.WORD, Mark.LINE)


def _is_ballot(word: str) -> bool:
    return word in {"ppwp", "presiden", "dpr", "dpd", "dprd", "pilpres", "capres", "pres"}


def by_own_station(tokens: Sequence[Token], stations: Sequence[Mention]) -> list[Sequence[Token]]:
    """A message in one piece for each of the person's stations where it names several.

    A station stands before its figures ("tps 7: 1 2 3, tps 12: ..."), else behind them all.
    """
    own = [one for one in stations if not one.foreign and one.station]
    if len({one.station for one in own}) < 2 or corrected(tokens, own):
        return [tokens]
    behind = _figures(tokens[: own[0].start]) and not _figures(tokens[own[-1].end :])
    if behind:
        ends = [_clause_end(tokens, one.end) for one in own]
        return [tokens[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    begins = [0, *(_clause_begin(tokens, one.start) for one in own[1:])]
    return [tokens[a:b] for a, b in zip(begins, [*begins[1:], len(tokens)], strict=True)]


def shared(tokens: Sequence[Token], own: Sequence[Mention]) -> bool:
    """ "tps 7 dan 12: 1 2 3": several of the person's stations, and one row of figures for them."""
    run: list[int | None] = []
    ends = [*(one.start for one in own[1:]), len(tokens)] if own else []
    for one, end in zip(own, ends, strict=True):
        run.append(one.station)
        if _figures(tokens[one.end : end]):
            if len(set(run)) > 1 and run.count(run[-1]) == 1:
                return True
            run = []
    return False


def corrected(tokens: Sequence[Token], own: Sequence[Mention]) -> bool:
    """ "tps 12 5 6 7, ralat tps 7": which of them is meant is not sure."""
    behind = [
        {tokens[one.start - back].text for back in (1, 2) if one.start >= back} for one in own
    ]
    return any(is_a(word, "oops", "but") for words in behind[1:] for word in words)


def _figures(tokens: Sequence[Token]) -> bool:
    return any(token.mark in (Mark.NUMBER, Mark.DOTTED) for token in tokens)


def _clause_begin(tokens: Sequence[Token], place: int) -> int:
    """Where the words begin that lead to a station: "..., yang dpr tps 12"."""
    while place and tokens[place - 1].mark is Mark.WORD:
        place -= 1
    return place


def _clause_end(tokens: Sequence[Token], place: int) -> int:
    """Behind the bracket or comma that closes a station told after its figures."""
    while place < len(tokens) and (tokens[place].mark is Mark.COMMA or tokens[place].text == ")"):
        place += 1
    return place


def without_others(
    tokens: Sequence[Token], stations: Sequence[Mention]
) -> tuple[list[Token], tuple[int, ...], int | None, bool]:
    """The tokens that are ours, the others' stations, and our station where it is named.

    Last: whether all that was told may be another station's after all ("eh itu tps 36").
    """
    kept: list[Token] = []
    foreign: list[int] = []
    number: int | None = None
    begins = {mention.start: mention for mention in stations}
    away, bracket, back, place, gone = False, False, False, 0, 0
    while place < len(tokens):
        mention = begins.get(place)
        if mention is not None:
            away = mention.foreign
            if away:
                bracket = _opened(kept)
                foreign.append(mention.station or 0)
                kept = kept[:-1] if kept and kept[-1].text in AT else kept
                if not _numbers_ahead(tokens, mention, begins):
                    clause = kept[len(_before_clause(kept)) :]
                    kept = _before_clause(kept)
                    if _takes_back(clause):
                        rest = _before_clause(kept[:-1])
                        alone = not any(t.mark in (Mark.NUMBER, Mark.DOTTED) for t in rest)
                        kept, back = (rest, back) if alone else (kept, True)
            else:
                number = mention.station
            place = gone = mention.end
            continue
        token = tokens[place]
        if away and ((bracket and token.text == ")") or _turns_home(tokens, place)):
            away = False
            kept.extend(named_there(tokens[gone:place], sentence_from(tokens, place)))
            kept.extend(one for one in tokens[max(0, place - 2) : place] if one.mark is Mark.COMMA)
        if not away:
            kept.append(token)
        place += 1
    return kept, tuple(dict.fromkeys(foreign)), number, back


def _opened(kept: Sequence[Token]) -> bool:
    """Whether a bracket was opened just before."""
    return any(token.text == "(" for token in kept[-4:])


def _numbers_ahead(tokens: Sequence[Token], mention: Mention, begins: dict[int, Mention]) -> bool:
    for place in range(mention.end, len(tokens)):
        if place in begins or _turns_home(tokens, place):
            return False
        if tokens[place].mark in (Mark.NUMBER, Mark.DOTTED):
            return True
    return False


_TAKEN_BACK = frozenset("ini iki ieu itu tadi td barusan eta iku kuwi eh ralat salah".split())


def _takes_back(clause: Sequence[Token]) -> bool:
    """Whether a clause of words alone says that the figures before it were another station's."""
    numbers = any(token.mark in (Mark.NUMBER, Mark.DOTTED) for token in clause)
    return not numbers and any(token.text in _TAKEN_BACK for token in clause)


def _before_clause(kept: list[Token]) -> list[Token]:
    """What was said before the clause that ends with another station."""
    end = len(kept)
    while end and not (kept[end - 1].mark in (Mark.LINE, Mark.COMMA) or kept[end - 1].text == "."):
        end -= 1
    return kept[:end]


def _turns_home(tokens: Sequence[Token], place: int) -> bool:
    """ ", kami 122": a word that turns to ourselves, behind a pause."""
    token = tokens[place]
    mine = token.text in _MINE and place and tokens[place - 1].text in ("punya", "punyanya", "tps")
    mine = mine or (
        token.text in _MINE
        and (tokens[place - 1].mark in (Mark.COMMA, Mark.LINE) or tokens[place - 1].text == ".")
    )
    if token.mark is not Mark.WORD or not (token.text in _OURS or mine) or not place:
        return False
    return any(
        one.mark in (Mark.COMMA, Mark.LINE) or one.text in _TURNS
        for one in tokens[max(0, place - 3) : place]
    )
