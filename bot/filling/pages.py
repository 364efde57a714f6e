"""The pages in which a witness is asked for a ballot, by the detail that is wanted; pure values."""

from dataclasses import dataclass

from models.rules.completeness import CLOSING
from models.values import VOTER_FIGURES, Contest, Detail

WHOLE, TOTALS, LAST, FIGURES = "whole", "totals", "last", "figures"


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to ask for and to confirm: its name (a party's number, or one of the above).

    `fields` in the order in which they stand on the form.
    """

    name: str
    fields: tuple[str, ...]

    @property
    def party(self) -> str | None:
        """The party whose page it is."""
        return None if self.name in (WHOLE, TOTALS, LAST, FIGURES) else self.name


def party_page(contest: Contest, party: str) -> Page:
    """A party's page: its own votes, its candidates, its sum."""
    details = tuple(choice.code for choice in contest.within(party))
    return Page(party, (*details, party))


def pages(
    contest: Contest, detail: Detail, own_party: str | None, *, figures: bool = False
) -> tuple[Page, ...]:
    """The pages of a ballot in the order of the form; the voters' page last, where it is asked."""
    first_page = (Page(FIGURES, VOTER_FIGURES),) if figures else ()
    parties = tuple(choice.code for choice in contest.parties())
    if not contest.has_parties or detail is Detail.TOTALS or not _has(contest, detail, own_party):
        return (Page(WHOLE, (*parties, *CLOSING)), *first_page)
    if detail is Detail.OWN and own_party is not None:
        others = tuple(party for party in parties if party != own_party)
        own = party_page(contest, own_party)
        return (own, Page(TOTALS, (*others, *CLOSING)), *first_page)
    inside: dict[str, list[str]] = {party: [] for party in parties}
    for choice in contest.choices:
        if choice.is_detail:
            inside[choice.party].append(choice.code)
    full = tuple(Page(party, (*details, party)) for party, details in inside.items())
    return (*full, Page(LAST, CLOSING), *first_page)


def _has(contest: Contest, detail: Detail, own_party: str | None) -> bool:
    """Whether the detail can be asked: a pair's witness has no own party."""
    return detail is Detail.FULL or any(p.code == own_party for p in contest.parties())


def page_of(found: tuple[Page, ...], field: str) -> Page:
    """The page on which a field is asked; for one that is not asked, its party's or the first."""
    for page in found:
        if field in page.fields:
            return page
    party = field.partition(".")[0]
    return next((page for page in found if party in page.fields), found[0])
