"""What waits for an answer before anything else is asked: figures proposed, figures not legible."""

from collections.abc import Collection, Sequence

from bot.engine.messages import Line, Reply
from bot.engine.turn import Turn, button, phrase
from bot.filling import ask, stamps, tell
from bot.filling.cases import Case, stations
from bot.filling.grammar.scope import Refused, Why
from bot.filling.pages import Page, page_of

_LEGIBLE = (Why.UNCLEAR, Why.TWICE, Why.EITHER, Why.CHANGE, Why.HUGE, Why.NEGATIVE, Why.FRACTION)

_ASKS = (Why.UNCLEAR, Why.TWICE, Why.EITHER, Why.CHANGE)
"""Refusals whose sentence asks for the figure."""


def unclear_fields(case: Case, refused: Sequence[Refused]) -> tuple[str, ...]:
    """The fields whose figure was typed and could not be taken: they are asked for first."""
    asked = {name for page in case.pages for name in page.fields}
    return tuple(one.field for one in refused if one.why in _LEGIBLE and one.field in asked)


def asked_in_words(refused: Sequence[Refused]) -> tuple[str, ...]:
    """The fields that the sentences about refusals ask for already."""
    return tuple(one.field for one in refused if one.why in _ASKS)


def question(
    turn: Turn, case: Case, said: Sequence[Line], told: Collection[str] = ()
) -> tuple[Reply, Page, str | None] | None:
    """What has to be asked now, its page, and the field that a bare number answers.

    `told`: fields whose question stands in `said` already. None where nothing waits.
    """
    draft = case.draft
    if draft.proposed:
        asked = draft.unclear or tuple(draft.proposed)
        only = asked[0] if len(asked) == 1 else None
        page = page_of(case.pages, asked[0])
        return _proposal(turn, case, said), page, only
    if not draft.unclear:
        return None
    field = draft.unclear[0]
    page = page_of(case.pages, field)
    parts = [*said] if set(draft.unclear) <= set(told) else [*said, _again(case, page, field)]
    return turn.reply("report.said", parts=tuple(parts)), page, field


def proposed(case: Case) -> tuple[Line, ...]:
    """The figures that wait for a yes, each in the words of the form."""
    return tuple(_proposed(case, *one) for one in case.draft.proposed.items())


def _proposed(case: Case, name: str, number: int) -> Line:
    field, before = tell.full_field(case, name), case.given.get(name)
    if before is None or before == number:
        return phrase("report.proposed", field=field, number=number)
    return phrase("report.proposed_change", field=field, old=before, new=number)


def _proposal(turn: Turn, case: Case, said: Sequence[Line]) -> Reply:
    """Asks whether figures were meant for where they likely belong; nothing is taken yet."""
    where = tuple(line for line in _where(turn, case) if line not in said)
    lines = (*where, *proposed(case))
    mark = stamps.of_proposal(case)
    buttons = (button(f"benar:{mark}", "button.yes"), button(f"tidak:{mark}", "button.no"))
    return turn.reply("report.propose", *buttons, said=tuple(said), figures=lines)


def _where(turn: Turn, case: Case) -> tuple[Line, ...]:
    """Ballot and station, for who has several stations."""
    return (tell.header(case, case.page(None)),) if len(stations(turn.facts)) > 1 else ()


def _again(case: Case, page: Page, field: str) -> Line:
    """The question for one field: with what we count for a sum, or with what it is now."""
    if case.missing(page)[:1] == (field,):
        return ask.question(case, page, full=True)
    told = tell.full_field(case, field)
    if field in case.given:
        return phrase("refused.change", field=told, given=case.given[field])
    return phrase("ask.field" if field.isalpha() else "ask.votes", field=told)
