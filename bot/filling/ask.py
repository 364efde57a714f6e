"""What a page is asked for next, and how: the question, an example, the buttons below it."""

from collections.abc import Mapping

from bot.engine.messages import Button, Phrase, Shown
from bot.engine.turn import button, phrase
from bot.filling import tell
from bot.filling.cases import Case
from bot.filling.pages import FIGURES, LAST, Page
from models.rules.completeness import CLOSING

_FEW = 5
"""Ballots with more choices than that get the offer to fill the rest with zeros."""
_SAMPLE = (102, 87, 45, 3, 12, 60, 5, 7, 1, 30, 8, 2)
"""Numbers for examples; nobody takes them for results."""

REST_ZERO = button("sisanya 0", "button.rest_zero")


def opening(case: Case, page: Page) -> Phrase:
    """What a page asks for when nothing of it is known yet: everything at once, or one by one."""
    told: dict[str, Shown] = {
        "header": tell.header(case, page),
        "example": example(case, page),
        "question": question(case, page),
    }
    if page.party is not None:
        last = len(page.fields) - 2
        key = "ask.open_party" if last > 0 else "ask.open_party_alone"
        return phrase(key, **told, last=last, party=page.party)
    if page.name == LAST:
        return phrase("ask.open_last", **told)
    if page.name == FIGURES:
        return phrase("ask.open_figures", **told)
    if case.contest.has_parties:
        return phrase("ask.open_parties", **told)
    return phrase("ask.open_choices", **told)


def example(case: Case, page: Page) -> str:
    """What the whole page may look like in one message, with sums that fit."""
    choices = [name for name in page.fields if name not in CLOSING and name != page.party]
    numbers = [_SAMPLE[place % len(_SAMPLE)] for place in range(len(choices))]
    if page.party is not None:
        return f"{page.party}: " + " ".join(map(str, numbers[:6])) + (" ..." if choices[6:] else "")
    if page.name == LAST:
        return "sah 192, tidak sah 3, jumlah 195"
    if len(choices) <= 4:
        valid = sum(numbers)
        closing = f"sah {valid} tidak sah 3 jumlah {valid + 3}"
        parts = [f"{name}={number}" for name, number in zip(choices, numbers, strict=True)]
        return " ".join([*parts, closing])
    return " ".join(f"{name}={n}" for name, n in zip(choices[:3], numbers, strict=False))


def question(case: Case, page: Page, *, full: bool = False) -> Phrase:
    """The question for the next field of a page that lacks something; `full` names its party."""
    missing = case.missing(page)
    if not missing:
        return phrase("ask.nothing")
    name, given = missing[0], case.given
    if page.name == FIGURES:
        return _figures(name)
    counted = _counted(case, page, name, given)
    if counted is not None:
        return phrase("ask.sum_party" if name == page.party else f"ask.sum_{name}", counted=counted)
    field = tell.full_field(case, name) if full else tell.field(case, name)
    if _many_left(case, page) and not full:
        choices = [left for left in missing if left not in CLOSING and left != page.party]
        key = "ask.rest_own" if name.endswith(".0") else "ask.rest"
        return phrase(key, field=field, last=tell.field(case, choices[-1]))
    whole = name in CLOSING or name.endswith(".0") or name == page.party
    return phrase("ask.field" if whole else "ask.votes", field=field)


def _figures(name: str) -> Phrase:
    """A row of the first page at a time: men, women, sum; or the four numbers of ballots."""
    if name.endswith("_l"):
        return phrase("ask.row", row=phrase(f"figure.{name[:-2]}"))
    if name == "diterima":
        return phrase("ask.ballots")
    return phrase("ask.field", field=phrase(f"figure.{name}"))


def buttons(case: Case, page: Page) -> tuple[Button, ...]:
    """ "Sisanya 0" where several candidates or parties are open."""
    return (REST_ZERO,) if _many_left(case, page) else ()


def _many_left(case: Case, page: Page) -> bool:
    """Whether several choices of a long page that was begun are open."""
    missing = case.missing(page)
    choices = [name for name in missing if name not in CLOSING and name != page.party]
    many = case.contest.has_parties or len(case.contest.choices) > _FEW
    return many and page.name != FIGURES and len(choices) > 1 and len(missing) < len(page.fields)


def _counted(case: Case, page: Page, name: str, given: Mapping[str, int]) -> int | None:
    """What the parts of a sum make, when all of them are known."""
    if name == page.party:
        parts = [field for field in page.fields if field != name]
    elif name == "valid":
        parts = [choice.code for choice in case.contest.parties()]
    elif name == "total":
        parts = ["valid", "invalid"]
    else:
        return None
    if not parts or any(part not in given for part in parts):
        return None
    return sum(given[part] for part in parts)


def expected_sum(case: Case, page: Page) -> int | None:
    """What we count for the sum that is asked for, so that "sama" can answer it."""
    missing = case.missing(page)
    return _counted(case, page, missing[0], case.given) if missing else None


def counted_sum(case: Case, page: Page) -> int | None:
    """A party page's sum when it stands on the form as the parts make it, else None."""
    if page.party is None:
        return None
    counted = _counted(case, page, page.party, case.given)
    return counted if counted is not None and counted == case.given.get(page.party) else None
