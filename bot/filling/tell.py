"""How ballots, stations, fields and figures are told: phrases for the catalogue, no words here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.facts import BallotFacts, StationPlace
from bot.engine.messages import Line, Phrase
from bot.engine.turn import phrase
from bot.filling.cases import Case
from bot.filling.pages import FIGURES, LAST, Page
from models.rules.completeness import CLOSING
from models.values import EMPTY_COLUMN, Choice, Contest

_FEW = 6
"""Up to so many choices stand below each other; more share their lines, when they are short."""
_LONG = 14
"""Letters of a name from which on it has a line of its own."""


def station(place: StationPlace) -> Phrase:
    """TPS 07 Sukamaju."""
    return phrase("tell.station", number=f"{place.facts.number:02d}", kelurahan=place.kelurahan)


def ballot(found: BallotFacts) -> Phrase:
    """DPR RI (kuning)."""
    key = "tell.ballot" if found.colour else "tell.ballot_plain"
    return phrase(
        key,
        name=phrase(f"ballot.{found.ballot}", name=found.name),
        colour=phrase(f"ballot.{found.ballot}_colour", colour=found.colour),
    )


def choice(found: Choice) -> Phrase | str:
    """1 ANIES–MUHAIMIN; the empty column by its name."""
    if found.code == EMPTY_COLUMN:
        return phrase("tell.empty_column")
    return f"{found.code} {found.short or found.name}"


def by_code(contest: Contest, code: str) -> Choice:
    """A choice by its code."""
    return contest.choices[contest.position(code)]


def party(contest: Contest, code: str) -> str:
    """3 PDI Perjuangan: by the short name, where the pack has one."""
    found = by_code(contest, code)
    return f"{code} {found.short or found.name}"


def header(case: Case, page: Page) -> Phrase:
    """What is spoken of: the ballot, and the party or the station."""
    told = ballot(case.ballot)
    if page.party is not None:
        return phrase("tell.header_party", ballot=told, party=party(case.contest, page.party))
    return phrase("tell.header", ballot=told, station=station(case.station))


def field(case: Case, name: str) -> Phrase:
    """A field in the words of the form: "caleg 5", "suara tidak sah"."""
    if name in CLOSING:
        return phrase(f"field.{name}")
    if "." in name:
        _, _, number = name.partition(".")
        return phrase("field.own") if number == "0" else phrase("field.candidate", number=number)
    if name not in {found.code for found in case.contest.choices}:
        return phrase(f"figure.{name}")
    if case.contest.has_parties:
        if any(page.name == name for page in case.pages):
            return phrase("field.party_sum")
        return phrase("field.party", party=choice(by_code(case.contest, name)))
    return phrase("field.choice", choice=choice(by_code(case.contest, name)))


def fields(case: Case, names: Iterable[str]) -> tuple[Line, ...]:
    """Several of them."""
    return tuple(field(case, name) for name in names)


def full_field(case: Case, name: str) -> Phrase:
    """A field that says its party too: "partai 3 caleg 5"."""
    page = next((page for page in case.pages if page.party and name in page.fields), None)
    if page is None or page.party is None:
        return field(case, name)
    return phrase("field.of_party", party=page.party, field=field(case, name))


def figures(case: Case, page: Page, given: Mapping[str, int]) -> tuple[Line, ...]:
    """The lines of a page with the numbers that are there."""
    here = {name: given[name] for name in page.fields if name in given}
    if page.name == FIGURES:
        return _first_page(here)
    lines: list[Line] = []
    if page.party is not None:
        lines.extend(_party_lines(page, here))
    else:
        lines.extend(_choices(case, [name for name in here if name not in CLOSING], here))
    closing = [phrase(f"tell.{name}", number=here[name]) for name in CLOSING if name in here]
    if closing:
        lines.append(phrase("tell.row", items=tuple(closing)))
    return tuple(lines)


def sums(case: Case, found: Iterable[Page], given: Mapping[str, int]) -> list[Line]:
    """Many pages at once, each by its sum; the last page as it is."""
    pages = tuple(found)
    parties = tuple(
        phrase(
            "tell.choice",
            choice=choice(by_code(case.contest, page.party)),
            number=given[page.party],
        )
        for page in pages
        if page.party is not None and page.party in given
    )
    told = phrase("tell.header", ballot=ballot(case.ballot), station=station(case.station))
    lines: list[Line] = [told]
    if parties:
        lines.append(phrase("tell.row", items=parties))
    for page in pages:
        if page.party is None:
            lines.extend(figures(case, page, given))
    return lines


def _party_lines(page: Page, here: Mapping[str, int]) -> list[Line]:
    lines: list[Line] = []
    own = f"{page.party}.0"
    if own in here:
        lines.append(phrase("tell.own", number=here[own]))
    rest = [name for name in here if name not in (own, page.party)]
    if rest:
        items = tuple(f"{name.partition('.')[2]}: {here[name]}" for name in rest)
        lines.append(phrase("tell.candidates", items=items))
    if page.party is not None and page.party in here:
        lines.append(phrase("tell.party_sum", number=here[page.party]))
    return lines


def _choices(case: Case, names: list[str], here: Mapping[str, int]) -> list[Line]:
    told = tuple(
        phrase("tell.choice", choice=choice(by_code(case.contest, name)), number=here[name])
        if "." not in name
        else f"{name}: {here[name]}"
        for name in names
    )
    long = any(len(c.short or c.name) > _LONG for c in case.contest.parties())
    if len(told) <= _FEW or long:
        return list(told)
    return [phrase("tell.row", items=told)]


def _first_page(here: Mapping[str, int]) -> tuple[Line, ...]:
    """A line for each row of voters, one for the ballots."""
    rows = dict.fromkeys(name.rpartition("_")[0] for name in here if "_" in name)
    lines: list[Line] = []
    for row in rows:
        columns = tuple(
            phrase(f"tell.column_{column}", number=here[f"{row}_{column}"])
            for column in "lpj"
            if f"{row}_{column}" in here
        )
        lines.append(phrase("tell.voters", row=phrase(f"figure.{row}"), columns=columns))
    ballots = tuple(
        phrase("tell.figure", field=phrase(f"figure.{name}"), number=here[name])
        for name in here
        if "_" not in name
    )
    return (*lines, phrase("tell.row", items=ballots)) if ballots else tuple(lines)


def progress(case: Case) -> Phrase:
    """Sudah 5 dari 18 partai."""
    parties = [page for page in case.pages if page.party is not None]
    if len(parties) > 1:
        done = sum(case.is_saved(page) for page in parties)
        return phrase("tell.parties_done", done=done, all=len(parties))
    return phrase("tell.pages_done", done=case.done, all=len(case.pages))


def page_name(case: Case, page: Page) -> Phrase:
    """What to go on with: "partai 4", "halaman jumlah"."""
    if page.party is not None:
        return phrase("tell.page_party", party=page.party)
    names = {LAST: "tell.page_last", FIGURES: "tell.page_figures"}
    return phrase(names.get(page.name, "tell.page_rest"))


def waits(since: datetime | None, zone: str | None) -> Line:
    """A line for the leaders above: since when nobody has taken it; empty for the nearest."""
    if since is None:
        return ""
    return phrase("handle.waits", since=since.astimezone(ZoneInfo(zone or "Asia/Jakarta")))
