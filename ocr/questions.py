"""Which open number to ask for first: the one whose answer settles the most others; pure."""

from collections.abc import Collection, Mapping, Sequence

from models.values import Question
from ocr.agree import weigh
from ocr.joint import groups
from ocr.signs import Candidate

Seen = Mapping[str, tuple[Candidate, ...]]
Sums = Sequence[tuple[str, tuple[str, ...]]]

_MOST, _SUMS = 6, 4
"""More open numbers tied by sums are asked in the form's order (a better photo helps more), and so
are those of more sums (voters by sex and kind): trying their answers takes a second."""
_ANSWERS = 3
_LIKELY = 0.01


def questions(
    seen: Seen, sums: Sums, open_: Sequence[str], plain: Collection[str]
) -> tuple[Question, ...]:
    """The open numbers, the most useful first, each with what its likely answers settle.

    Settled is a number that its boxes show and that is certain once the answer is known; only a
    `plain` one can be, the others are open for more than a doubtful sign. An answer repairs
    nothing: what the sums would rather have otherwise stays a question.
    """
    usable = [(t, p) for t, p in sums if all(seen.get(name) for name in (t, *p))]
    found: list[Question] = []
    for names in groups(tuple(seen), usable):
        mine = [name for name in open_ if name in names]
        lines = [line for line in usable if line[0] in names]
        group = {name: seen[name] for name in names}
        few = 1 < len(mine) <= _MOST and len(lines) <= _SUMS
        found += _in_order(group, lines, mine, plain) if few else map(Question, mine)
    return tuple(sorted(found, key=lambda one: -_useful(one)))


def _useful(question: Question) -> int:
    return max(map(len, question.settles.values()), default=0)


def _in_order(
    seen: Seen, sums: Sums, open_: Sequence[str], plain: Collection[str]
) -> list[Question]:
    out = []
    known, left = dict(seen), list(open_)
    while left:
        answers = _likely_answers(known, sums, left)
        others = [name for name in left if name in plain]
        gains = {name: _gain(known, sums, name, answers[name], others) for name in left}
        name = max(left, key=lambda one: gains[one])
        if not gains[name]:
            break
        told = {value: _settled(seen, sums, name, value, others) for value in answers[name]}
        out.append(Question(name, {value: settled for value, settled in told.items() if settled}))
        likeliest = next(iter(answers[name]))
        settled = _settled(known, sums, name, likeliest, others)
        known[name] = _certain(likeliest)
        left = [other for other in left if other != name and other not in settled]
    named = {question.name for question in out}
    return [*out, *(Question(name) for name in open_ if name not in named)]


def _likely_answers(seen: Seen, sums: Sums, names: Sequence[str]) -> dict[str, dict[int, float]]:
    """What a person may answer, with its probability, the likeliest first."""
    out = {}
    for name, item in ((name, item) for name, item in weigh(seen, sums).items() if name in names):
        ranked = sorted(item.shares.items(), key=lambda pair: -pair[1])[:_ANSWERS]
        out[name] = {v: share for v, share in ranked if v is not None and share >= _LIKELY}
    return out


def _gain(
    seen: Seen, sums: Sums, name: str, answers: Mapping[int, float], others: Sequence[str]
) -> float:
    """How many numbers the answer settles on average."""
    return sum(
        share * len(_settled(seen, sums, name, value, others)) for value, share in answers.items()
    )


def _settled(
    seen: Seen, sums: Sums, name: str, answer: int, others: Sequence[str]
) -> dict[str, int]:
    agreed = weigh({**seen, name: _certain(answer)}, sums)
    sure = ((other, agreed[other]) for other in others if other != name and agreed[other].certain)
    return {other: v for other, item in sure if (v := item.seen[0].value) is not None}


def _certain(value: int) -> tuple[Candidate, ...]:
    return (Candidate(value, str(value), 1.0),)
