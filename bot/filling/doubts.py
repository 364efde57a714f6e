"""Findings of the checks on a draft: which to ask about, and how they are told."""

from bot.engine.messages import Phrase
from bot.engine.turn import phrase
from bot.filling import tell
from bot.filling.cases import Case, tally_of
from bot.filling.pages import Page
from models.rules.checks import Code, check
from models.values import Finding, Severity


def findings(case: Case, fields: set[str] | None = None) -> tuple[Finding, ...]:
    """What does not fit in the numbers given, or in those of some fields alone."""
    given = case.given
    if fields is not None:
        given = {name: number for name, number in given.items() if name in fields}
    return check(tally_of(case.contest, given), case.contest, case.station.facts)


def to_ask(case: Case, open_pages: tuple[Page, ...]) -> tuple[Finding, ...]:
    """The findings on these pages: each is asked about whenever the last word would come next."""
    here = {name for page in open_pages for name in page.fields}
    return tuple(
        finding
        for finding in findings(case)
        if finding.severity is not Severity.NOTE and here & set(finding.fields)
    )


def told(case: Case, finding: Finding) -> Phrase:
    """A finding in a sentence, with the field that it is about."""
    numbers = dict(finding.numbers)
    gap = abs(int(numbers.get("difference", 0)))
    name = finding.fields[-1] if finding.fields else ""
    key = f"finding.{finding.code}"
    if finding.code == Code.CHOICES and case.contest.has_parties:
        key = "finding.S01_parties"
    field = tell.full_field(case, name) if name else ""
    return phrase(key, **{**numbers, "gap": gap, "field": field})
