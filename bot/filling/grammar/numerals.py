"""Numbers in words, in everyday Indonesian and the neighbours' languages: "saratus dua" is 102."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import is_a, known, numbers, scales
from bot.filling.grammar.noise import plain_glyphs, quiet
from bot.filling.grammar.tokens import Bad, Mark, Token, cut

_FACTORS = {"puluh": 10, "ratus": 100, "ribu": 1000}
_UNSURE = "salapan"
"""Nine in Sundanese, eight in Minang."""
_SUNDA = frozenset(
    "hiji tilu opat genep dalapan saratus sabelas sapuluh salawe belas kang nu teu aya euweuh nuhun"
    " sareng jeung atuh wungkul".split()
)
_MINANG = frozenset("ciek duo tigo ampek anam tujuah sambilan sapuluah puluah baleh jo uda".split())

_ALONE = frozenset("puluh puluah belas baleh ratus".split())
"""Words that only end a number: alone they are one that was not understood."""


def spelled(tokens: Sequence[Token]) -> list[Token]:
    """The pieces of a message with runs of number words made numbers."""
    tokens = [part for token in tokens for part in _parted(token)]
    words = {token.text for token in tokens}
    nine, ten = _nine(words), bool(words & _ENGLISH)
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        run, end = _run(tokens, place, ten=ten)
        if end == place:
            found.append(tokens[place])
            place += 1
            continue
        sign = end < len(tokens) and tokens[end].mark is Mark.ASSIGN
        whole = _numbers(run, nine)
        if sign and len(whole) == 1 and whole[0].bad is Bad.UNCLEAR and len(run) > 1:
            whole = [*_numbers(run[:-1], nine), *_numbers(run[-1:], nine)]  # "seratus dua dua: 87"
        found.extend(whole)
        place = end
    return found


_GLUED = 7
"""Letters from which on a word may be several number words written in one."""


def _parted(token: Token) -> list[Token]:
    """ "seratuslimabelas": number words without a space between, one by one."""
    word = token.text
    if token.mark is not Mark.WORD or token.value or len(word) < _GLUED or word in known():
        return [token]
    found: list[Token] = []
    begin = token.start
    for part in _parts(word):
        found.append(replace(token, text=part, start=begin, end=begin + len(part)))
        begin += len(part)
    return found or [token]


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The number words that a word is made of, the longest first; none where it is not."""
    for size in range(len(word), 2, -1):
        head = word[:size]
        if head in numbers() or head in scales():
            rest = _parts(word[size:]) if size < len(word) else ()
            if rest or size == len(word):
                return (head, *rest)
    return ()


def _run(tokens: Sequence[Token], place: int, *, ten: bool) -> tuple[list[Token], int]:
    """The number words from here on, also over "forty-three" and "hundred and two"; the end."""
    run: list[Token] = []
    end = place
    while end < len(tokens):
        token = tokens[end]
        if _is_word(token) and not (
            (token.text == "ten" and not ten)
            or (token.text in _TWO_OR_AND and not _is_two(tokens, end))
        ):
            run.append(token)
            end += 1
        elif run and _goes_on(run[-1], token, tokens[end + 1 : end + 2]):
            end += 1
        else:
            break
    return run, end


_TWO_OR_AND = ("kalih",)
_WHICH = ("ingkang", "sing", "yang", "yg")
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())


def _is_two(tokens: Sequence[Token], place: int) -> bool:
    """Whether "kalih" is two here ("nomer kalih", "kalih doso"); else it is "and"."""
    before = tokens[place - 1].text if place else ""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    marked = is_a(before, "number", "pair", "candidate", "party") or before in _WHICH
    counted = (not place or tokens[place - 1].mark is not Mark.WORD) and (
        place + 1 < len(tokens) and tokens[place + 1].mark is Mark.NUMBER
    )
    return (
        marked
        or counted
        or after in scales()
        or before in scales()
        or before in ("satus", "rongatus")
    )


def _goes_on(last: Token, token: Token, behind: Sequence[Token]) -> bool:
    """Whether a number goes on over a dash within it, or over "and" behind a hundred."""
    if not behind or not _is_word(behind[0]):
        return False
    word = behind[0].text
    if token.text == "joined":
        scaled = last.text in scales() or last.text.startswith("se")  # "seratus-dua"
        return last.text in _TENS or scaled or scales().get(word, "") in _FACTORS
    return token.text == "and" and last.text == "hundred" and word not in scales()


def pieces_of(text: str) -> list[Token]:
    """A message cut into pieces, without what is surely no figure and with number words read."""
    return spelled(cut(plain_glyphs(quiet(clean(text)))))


_ENGLISH = frozenset(
    "for votes vote got number candidate pair party the and valid invalid total results one two"
    " three four five six seven eight nine twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred".split()
)
"""Beside one of these "ten" is ten; in Javanese it is "at"."""


def _is_word(token: Token) -> bool:
    if token.mark is not Mark.WORD or token.value:
        return False
    return token.text in numbers() or token.text in scales() or token.text == _UNSURE


def _nine(words: set[str]) -> int | None:
    """What "salapan" means beside these words; None where they don't tell."""
    sunda, minang = bool(words & _SUNDA), bool(words & _MINANG)
    return None if sunda == minang else 9 if sunda else 8


def _numbers(run: Sequence[Token], nine: int | None) -> list[Token]:
    """One number after the other, each as long as the words go on to make one."""
    found: list[Token] = []
    place = 0
    while place < len(run):
        value, size, unsure = _one(run[place:], nine)
        if not size and run[place].text in _ALONE:  # "talung puluh": half a number
            found.append(replace(run[place], mark=Mark.NUMBER, bad=Bad.UNCLEAR, spelled=True))
            place += 1
            continue
        if not size:
            found.append(replace(run[place], mark=Mark.WORD))
            place += 1
            continue
        words = run[place : place + size]
        text = " ".join(word.text for word in words)
        bad = Bad.UNCLEAR if unsure else None
        found.append(
            Token(
                Mark.NUMBER, text, value, bad, spelled=True, start=words[0].start, end=words[-1].end
            )
        )
        place += size
    return found


def _one(run: Sequence[Token], nine: int | None) -> tuple[int, int, bool]:
    """The first number of a run, how many words it takes, and whether a word may mean two."""
    total, group, last, size, unsure = 0, 0, 10_000, 0, False
    while size < len(run):
        word, after = run[size].text, run[size + 1].text if size + 1 < len(run) else ""
        scale = scales().get(after, "")
        unsure_here = word == _UNSURE and nine is None
        value = (nine or 9) if word == _UNSURE else numbers().get(word)
        if value is None:
            break
        taken = 1
        if scale == "likur" and value < 10:
            value, taken = 20 + value, 2
        elif scale == "belas" and value < 10:
            value, taken = 10 + value, 2
        elif scale and value < 10 and scale in _FACTORS:
            value, taken = value * _FACTORS[scale], 2
        elif scale == "ribu" and size == 0:
            value, taken = value * 1000, 2
        rank = _rank(value)
        if group > 1 and rank == 1 == last and total >= 100 and value and 0 < total % 100 < 10:
            # "seratus dua lima": 125 as it is spoken, and asked about
            return total - total % 100 + total % 10 * 10 + value, size + taken, True
        if rank >= last or (last == 1):
            break
        total, last, size, unsure = total + value, rank, size + taken, unsure or unsure_here
        group += 1
        if 10 < value < 20 or (20 < value < 30 and value % 10):
            last = 1
        if value == 0:
            last = 1
    return total, size, unsure


def _rank(value: int) -> int:
    """What may follow a number in words: units behind tens, tens behind hundreds."""
    return 1000 if value >= 1000 else 100 if value >= 100 else 10 if value >= 10 else 1
