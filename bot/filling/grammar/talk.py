"""What in a message is no figure of ours: questions, stories, other stations, hearsay."""

from collections.abc import Sequence
from itertools import pairwise

from bot.engine.grammar.lexicon import is_a, known, tagged
from bot.filling.grammar.there import named_there
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Kind, Unit


def only_ours(pieces: Sequence[Token]) -> tuple[list[Token], bool, bool]:
    """The tokens without sentences that ask, and clauses about other places or what others say.

    With them: whether figures of others were left out, and whether something was asked.
    """
    others = asks = False
    kept: list[Token] = []
    sentences = _sentences(pieces)
    for place, sentence in enumerate(sentences):
        if _asks(sentence):
            told = any(map(_has_digits, sentences[: place + 1]))
            asks = asks or told or not _small_talk(sentence)
            continue
        away = False
        gone: list[Token] = []
        grave = [t for t in sentence if t.mark is Mark.WORD and t.text in tagged("grave")]
        if grave and _count(sentence) < 2:
            continue
        for clause in _clauses(sentence):
            was, away = away, _elsewhere(clause) or (away and not _home(clause))
            others = others or (away and _has_digits(clause))
            if not away:
                kept.extend([*(named_there(gone, clause) if was else ()), *clause])
            gone = [*gone, *clause] if away else []
            away = away and (was or clause[-1].text != ")")
    return kept, others, asks


def _sentences(pieces: Sequence[Token]) -> list[list[Token]]:
    """Cut behind ".", "!" and "?" and at line ends."""
    found: list[list[Token]] = [[]]
    for place, token in enumerate(pieces):
        found[-1].append(token)
        before = pieces[place - 1] if place else None
        stop = token.text == "." and before is not None and before.mark is Mark.WORD
        stop = stop and len(before.text) > 2 if before is not None else False
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        behind = before is not None and before.mark is Mark.NUMBER and place > 2
        spaced = after is not None and after.mark is Mark.WORD and after.start > token.end
        stop = stop or bool(
            token.text == "." and behind and spaced and pieces[place - 2].mark is not Mark.LINE
        )
        if token.mark is Mark.LINE or (token.mark is Mark.OTHER and token.text in "?!") or stop:
            found.append([])
    return [one for one in found if one]


def _asks(sentence: Sequence[Token]) -> bool:
    """Whether a sentence asks something: then nothing in it is told."""
    words = [token.text for token in sentence if token.mark is Mark.WORD]
    marked = any(token.text == "?" for token in sentence)
    asking = any(word in tagged("question") or _ends_in_kah(word) for word in words)
    ends = bool(words) and words[-1] in _ENDS
    first = sentence[0].text if sentence else ""
    begins = bool(words) and (
        first in _BEGINS
        or (
            words[-1] in ("to", "kan", "ya", "ga", "gak", "blm", "belum", "ora")
            and not _has_digits(sentence)
        )
    )
    return (marked and (asking or ends or len(words) > 2 * _count(sentence) + 2)) or (
        begins and asking and first in _BEGINS
    )


_ENDS = frozenset(
    "blm belum to kan gak ga ora durung ndak mboten acan ngga nggak kagak tidak".split()
)
_BEGINS = frozenset(
    "apa apakah apkh kenapa mengapa gimana bagaimana piye kapan berapa siapa dimana".split()
)


def _has_digits(sentence: Sequence[Token]) -> bool:
    return any(token.mark is Mark.NUMBER for token in sentence)


def _count(sentence: Sequence[Token]) -> int:
    return sum(token.mark in (Mark.NUMBER, Mark.DOTTED) for token in sentence)


def _clauses(sentence: Sequence[Token]) -> list[list[Token]]:
    """Cut at commas, brackets and at words that turn to ourselves ("kami", "kalau tps")."""
    found: list[list[Token]] = [[]]
    for token in sentence:
        if token.text in ("(", ";", ",") or (token.text == "." and token.mark is Mark.POINT):
            found.append([token])
        elif token.text == ")":
            found[-1].append(token)
            found.append([])
        else:
            found[-1].append(token)
    return [one for one in found if one]


def _elsewhere(clause: Sequence[Token]) -> bool:
    """Whether a clause is about another station, the past, or what somebody says."""
    said = [n for n, token in enumerate(clause) if token.mark is Mark.WORD]
    last = max((n for n, token in enumerate(clause) if token.mark is Mark.NUMBER), default=-1)
    return any(
        clause[n].text in tagged(tag) and not (n > last > 0 and _companions(clause, n))
        for tag in ("elsewhere", "hearsay", "past")
        for n in said
    )


_COMPANIONS = frozenset("temen teman kawan konco kanca".split())
_OF = frozenset("kata jare ceuk dari dr di tps punya milik versi ujare menurut kate ning".split())


def _companions(clause: Sequence[Token], at: int) -> bool:
    """ "ganjar 41 temen-temen udah pulang": told behind the figures, and not whose they are."""
    beside = {token.text for token in clause[max(0, at - 2) : at + 3]}
    return clause[at].text in _COMPANIONS and not beside & (_OF | {"sebelah", "lain", "sblh"})


def _home(clause: Sequence[Token]) -> bool:
    """Whether a clause turns to ourselves."""
    words = [token.text for token in clause[:4] if token.mark is Mark.WORD]
    return any(word in tagged("ours") for word in words) or clause[0].text == "."


def heard_as_talk(units: Sequence[Unit], asked: bool = False) -> bool:
    """Whether a message is a story or small talk whose numbers are no figures.

    `asked`: it asks something besides, and names nobody.
    """
    found = [unit for unit in units if unit.kind is Kind.VALUE]
    labels = [u for u in units if u.label is not None and u.label.called is not Called.OTHER]
    fills = any(unit.kind is Kind.FILL for unit in units)
    words = [u for u in units if u.kind in (Kind.WORD, Kind.UNKNOWN, Kind.MARK)]
    telling = _telling(units)
    story = sum(is_a(word, "story") for unit in telling for word in unit.text.split())
    if not found:
        swap = any(u.kind is Kind.MARK and u.sub == "swap" for u in units)
        turns = len(labels) == 1 and len(words) < 3
        return not fills and not turns and not (swap and len(labels) > 1)
    grave = any(word in tagged("grave") for unit in telling for word in unit.text.split())
    if (story > 1 or grave) and len(found) < 2:
        return True
    changing = ("more", "less", "becomes")
    differs = bool(labels) and any(u.kind is Kind.MARK and u.sub in changing for u in units)
    if story and len(labels) < 2 and len(words) > 4 and not differs:
        return True
    if labels or fills:
        return False
    if asked and len(found) < 3:
        return True
    marks = any(
        u.kind is Kind.MARK and u.sub in ("oops", "becomes", "but", "hedge", "either")
        for u in units
    )
    unknown = sum(unit.kind is Kind.UNKNOWN for unit in units)
    return len(words) > 3 * len(found) + 3 and not marks and unknown > 1


_STOPS = ("line", ".", "!", "?")
_ROW = 3


def _telling(units: Sequence[Unit]) -> Sequence[Unit]:
    """The sentences that may tell a story: not those that hold nothing but a report.

    "listrik mati. 49 116 68", "saksi lain protes. jd pks 18": what is told before changes nothing.
    """
    sentences: list[list[Unit]] = [[]]
    for unit in units:
        sentences[-1].append(unit)
        if unit.kind is Kind.GAP and unit.sub in _STOPS:
            sentences.append([])
    told = [one for one in sentences if any(unit.kind is Kind.VALUE for unit in one)]
    return units if not told or not all(map(_reports, told)) else []


def _reports(sentence: Sequence[Unit]) -> bool:
    """Whether a sentence is a row of figures, or names whose they are, and tells nothing else."""
    if any(is_a(word, "story") for unit in sentence for word in unit.text.split()):
        return False
    figures = sum(unit.kind is Kind.VALUE for unit in sentence)
    named = any(one.label and two.kind is Kind.VALUE for one, two in pairwise(sentence))
    return named or figures >= _ROW


def is_asking(pieces: Sequence[Token]) -> bool:
    """Whether a message asks; "kok" behind the last figure is but a particle ("234 kok min")."""
    pieces = _without_questions_before(pieces)
    if _ends_asking(pieces):
        return True
    last = max((n for n, one in enumerate(pieces) if one.mark is Mark.NUMBER), default=-1)
    return any(
        one.text == "?" or (_asking(one) and not (one.text == "kok" and place > last))
        for place, one in enumerate(pieces)
    )


def _without_questions_before(pieces: Sequence[Token]) -> Sequence[Token]:
    """Without sentences that ask and hold no figure, where figures are told behind them.

    "masih bangun? 87 ya bu": what is asked before is answered, or small talk.
    """
    sentences = _sentences(pieces)
    figures = [place for place, one in enumerate(sentences) if _has_digits(one)]
    if not figures or not figures[0]:
        return pieces
    before, behind = sentences[: figures[0]], sentences[figures[0] :]
    kept = [one for one in before if one[-1].text != "?" or not _small_talk(one)]
    return [token for one in (*kept, *behind) for token in one]


_ABOUT_FIGURES = (
    *("valid", "invalid", "total", "oops", "swap", "becomes", "more", "less", "but"),
    *("party", "pair", "candidate", "number", "votes", "form", "own"),
)


def _small_talk(sentence: Sequence[Token]) -> bool:
    """Whether a question is none about figures or how to tell them: "masih bangun?"."""
    words = [token.text for token in sentence if token.mark is Mark.WORD]
    how = any(map(_asking, sentence)) or not words
    return not how and not any(is_a(word, "strong", "hedge", *_ABOUT_FIGURES) for word in words)


_TAGS = frozenset("kan gak ga nggak ngga kagak ora ndak".split())
_YET = frozenset("blm belum blom durung acan".split())
_MAY = frozenset("boleh bole bisa bs iso bener benar bnr betul btl perlu harus".split())
_DONE = frozenset("udah sudah sdh wis dah tos masuk".split())


def _ends_asking(pieces: Sequence[Token]) -> bool:
    """ "prabowo 87 udah masuk blm", "ganjar 45 kan": a question without its mark."""
    pairs = pairwise(one.text for one in pieces if one.mark is Mark.WORD)
    if any(one in _MAY and two in _TAGS for one, two in pairs):
        return True
    tail = [one for one in pieces[-5:] if one.mark is Mark.WORD]
    words = [one.text for one in tail]
    if not words or pieces[-1] is not tail[-1]:
        return False
    return words[-1] in _TAGS or (words[-1] in _YET and bool(_DONE & set(words)))


def _asking(piece: Token) -> bool:
    """Whether a word asks: then nothing in the message is taken at once."""
    if piece.mark is not Mark.WORD:
        return False
    return piece.text in tagged("asking") or _ends_in_kah(piece.text)


def _ends_in_kah(word: str) -> bool:
    """ "bisakah", "sudahkah"; "berkah" and "langkah" are words of their own."""
    return word.endswith("kah") and len(word) > 5 and word not in known()


def tells_trouble(units: Sequence[Unit]) -> bool:
    """Whether a message tells of something bad: figures in it are hardly a report."""
    return any(is_a(word, "grave") for unit in units for word in unit.text.split())
