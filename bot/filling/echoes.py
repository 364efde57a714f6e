"""How figures are told back: what was understood, changed, refused, in the words of the form."""

from collections.abc import Mapping, Sequence

from bot.engine.messages import Line, Phrase
from bot.engine.turn import Turn, phrase
from bot.filling import tell
from bot.filling.cases import Case, stations, to_save
from bot.filling.grammar.scope import Refused, Why
from bot.filling.pages import Page, party_page
from models.rules.completeness import CLOSING


def beside(case: Case, fresh: set[str]) -> list[Line]:
    """Figures that no page asks for, told all the same: a party's candidates beside its total."""
    asked = {name for page in case.pages for name in page.fields}
    parties = dict.fromkeys(name.partition(".")[0] for name in sorted(fresh - asked) if "." in name)
    lines: list[Line] = []
    for party in parties:
        page = party_page(case.contest, party)
        here = {name: case.given[name] for name in page.fields if name in fresh}
        lines += [tell.header(case, page), *tell.figures(case, page, here)]
    return lines


def refusals(case: Case, found: Sequence[Refused]) -> list[Line]:
    """Why numbers were not taken: all that belong to nobody in one sentence, the others each."""
    whose = [one.text for one in found if one.why is Why.WHOSE]
    told: list[Line] = [refused(case, one) for one in found if one.why is not Why.WHOSE]
    if whose:
        more = ("…",) if len(whose) > _MOST else ()
        texts = (*(f'"{text}"' for text in whose[:_MOST]), *more)
        told.append(phrase("refused.whose", texts=texts))
    return told


_MOST = 24
"""Figures that are told back as not understood: more of them nobody reads on a phone."""


def refused(case: Case, one: Refused) -> Phrase:
    """Why a number was not taken, in a sentence."""
    if one.field and one.why in (Why.UNCLEAR, Why.TWICE):
        return phrase(
            f"refused.{one.why}_field", text=one.text, field=tell.full_field(case, one.field)
        )
    if one.why is Why.CHANGE:
        field = tell.full_field(case, one.field)
        return phrase("refused.change", field=field, given=one.limit)
    if one.why is Why.EITHER:
        field = tell.full_field(case, one.field)
        return phrase("refused.either", field=field, given=one.limit, text=one.text)
    if one.why is Why.WHOSE:
        return phrase("refused.whose", texts=(f'"{one.text}"',))
    party = tell.party(case.contest, one.party) if one.party else ""
    return phrase(f"refused.{one.why}", text=one.text, limit=one.limit, party=party)


def taken(
    turn: Turn,
    case: Case,
    open_pages: tuple[Page, ...],
    fresh: set[str],
    changed: Mapping[str, tuple[int, int]],
) -> list[Line]:
    """What a message gave: figures that are new, and those that it changed."""
    lines: list[Line] = []
    if not fresh:
        lines = changes(case, changed, open_pages)
    elif any(case.missing(page) for page in open_pages):
        lines = understood(turn, case, open_pages, fresh | set(changed))
    elif not only_sum(open_pages, fresh):
        lines = echo(case, open_pages)
    return [*lines, *beside(case, fresh)]


def only_sum(open_pages: tuple[Page, ...], fresh: set[str]) -> bool:
    """Whether a message added nothing but a party's sum, right below the page just shown."""
    return len(open_pages) == 1 and fresh == {open_pages[0].party}


def understood(turn: Turn, case: Case, open_pages: tuple[Page, ...], names: set[str]) -> list[Line]:
    """What a message added, in the words of the form; where the talk has just come from there,
    a single number needs no heading."""
    if len(open_pages) > 2:
        return echo(case, open_pages)
    lines: list[Line] = []
    for page in open_pages:
        here = {name: number for name, number in case.given.items() if name in names}
        told = tell.figures(case, page, here)
        if told and (len(names) > 1 or not turn.data.get("open")):
            lines.append(tell.header(case, page))
        lines.extend(told)
    running = _running(case, open_pages)
    return [*lines, running] if running else lines


def _running(case: Case, open_pages: tuple[Page, ...]) -> Phrase | None:
    """The sum so far of a long page that is being filled."""
    page = open_pages[0]
    choices = [name for name in page.fields if name not in CLOSING and name != page.party]
    given = [case.given[name] for name in choices if name in case.given]
    if len(open_pages) > 1 or not 1 < len(given) < len(choices) or not case.contest.has_parties:
        return None
    return phrase("report.running", counted=sum(given))


def changes(
    case: Case, changed: Mapping[str, tuple[int, int]], open_pages: tuple[Page, ...]
) -> list[Line]:
    """Before and after; the party is said where the talk is about several pages."""
    name_of = tell.field if len(open_pages) == 1 else tell.full_field
    return [
        phrase("report.changed", field=name_of(case, name), old=old, new=new)
        for name, (old, new) in changed.items()
    ]


def before_last_word(
    turn: Turn, case: Case, open_pages: tuple[Page, ...], told: Sequence[Line] | None
) -> list[Line]:
    """What the last word would store, in full: no figure is stored that was not shown.

    `told`: what this message changed, enough where the other figures were shown before it. Of a
    report that is saved every figure that differs from it is shown, however long ago it was typed.
    """
    if any(name in case.saved for page in open_pages for name in page.fields):
        lines = differences(case, open_pages)
        where = [tell.header(case, open_pages[0])] if len(stations(turn.facts)) > 1 else []
        return [*where, *lines] if lines else echo(case, open_pages)
    shown = {page.name for page in open_pages} <= set(turn.data.get("open") or ())
    return list(told) if told is not None and shown else everything(case, open_pages)


def everything(case: Case, open_pages: tuple[Page, ...]) -> list[Line]:
    """The figures of these pages, and those beside them that no page asks for."""
    return [*echo(case, open_pages), *beside(case, set(to_save(case, open_pages)))]


def differences(case: Case, open_pages: tuple[Page, ...]) -> list[Line]:
    """Every figure of the draft that differs from the report that is saved."""
    new, saved = to_save(case, open_pages), case.saved
    changed = {name: (saved[name], n) for name, n in new.items() if saved.get(name, n) != n}
    lines = changes(case, changed, open_pages)
    for page in open_pages:
        added = [name for name in page.fields if name in new and name not in saved]
        if len(added) == len(page.fields):
            lines += [tell.header(case, page), *tell.figures(case, page, case.given)]
        else:
            name_of = tell.field if len(open_pages) == 1 else tell.full_field
            lines += [
                phrase("report.added", field=name_of(case, name), number=new[name])
                for name in added
            ]
    return [*lines, *beside(case, {name for name in new if name not in saved})]


def echo(case: Case, open_pages: tuple[Page, ...]) -> list[Line]:
    """What was understood, in the words of the form."""
    if len(open_pages) > 2:
        return tell.sums(case, open_pages, case.given)
    lines: list[Line] = []
    for page in open_pages:
        lines.append(tell.header(case, page))
        lines.extend(tell.figures(case, page, case.given))
    return lines


def change_example(case: Case, page: Page) -> Phrase:
    """How a correction may be typed, with a field of the page at hand."""
    choices = [name for name in page.fields if "." in name and not name.endswith(".0")]
    name = choices[min(4, len(choices) - 1)] if choices else page.fields[0]
    if "." not in name and name.isdigit():
        return phrase("report.change_number", number=name)
    return phrase("report.change_example", field=tell.field(case, name))
