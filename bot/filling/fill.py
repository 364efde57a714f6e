"""Takes numbers into a draft and says what comes next: a question, a doubt, or the confirmation."""

import re
from dataclasses import replace

from bot.engine.messages import Line, Step
from bot.engine.turn import Turn, phrase
from bot.filling import ask, going_on, pending, tell
from bot.filling import proposed as seen
from bot.filling.cases import Case
from bot.filling.draft import Draft
from bot.filling.echoes import echo, refusals, taken
from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Parsed, Scope, words_of_places
from bot.filling.pages import Page, page_of
from models.rules.checks import ballots_printed


def place(turn: Turn, case: Case) -> Step:
    """Where the talk about a ballot begins: its first page that lacks something."""
    page = case.page(None)
    missing = case.missing(page)
    return turn.to(
        "report",
        station=case.station.id,
        contest=case.contest_id,
        page=page.name,
        ask=missing[0] if missing else None,
    )


def begin(turn: Turn, case: Case, page: Page | None = None, note: tuple[Line, ...] = ()) -> Step:
    """Asks for a page of a ballot, showing what is known of it already; `note` beside a reading."""
    page = page or case.page(None)
    if case.draft.waits:
        return going_on.proceed(turn, case, (page,), ())
    known = [name for name in page.fields if name in case.given]
    found = case.draft.read
    read = {name: found[name] for name in page.fields if name in found and name not in case.given}
    if read:
        return take(turn, case, page, Parsed(read), lead=(*seen.lead(case), *note))
    if not known:
        reply = turn.reply("report.said", parts=(ask.opening(case, page),))
        return going_on.asking(turn, case, (page,), reply)
    return going_on.proceed(turn, case, (page,), (), echo(case, (page,)))


def shown(turn: Turn, case: Case, pages: tuple[Page, ...]) -> Step:
    """Goes back to pages whose figures still wait, with all of them."""
    turn = turn.after(place(turn, case))
    return going_on.proceed(turn, case, pages, (), echo(case, pages))


def read(
    turn: Turn, case: Case, text: str, *, elsewhere: bool = False, unsure: bool = False
) -> Step | None:
    """Numbers from a message into the draft; None when it has nothing to do with them.

    `unsure`: the ballot or the place is not sure, so all of them are asked about.
    """
    page = case.page(turn.data.get("page"))
    parsed = parse(text, scope_of(turn, case, page), elsewhere=elsewhere)
    if unsure:
        asked = {**parsed.proposed, **parsed.numbers}
        parsed = replace(parsed, numbers={}, proposed=asked)
        return take(turn, case, page, parsed, lead=(tell.header(case, page),))
    if case.draft.waits and _SUMS.search(text):
        asked = {**parsed.proposed, **parsed.numbers}
        parsed = replace(parsed, numbers={}, proposed=asked)
    if not parsed.heard and (parsed.others or parsed.rows):
        key = "report.not_ours" if parsed.others else "report.other_rows"
        question = ask.question(case, going_on.asked_page(turn, case))
        return turn.stay(turn.reply(key, question=question))
    if not parsed.heard:
        return begin(turn, case, case.page(parsed.party)) if parsed.party else None
    return take(turn, case, page, parsed)


_SUMS = re.compile(r"[0-9]\s*[+x*]\s*[0-9]|[0-9]\s*(?:tambah|ditambah|plus)\s*[0-9]", re.IGNORECASE)
"""A sum worked out beside a question explains: "jadi 35+18=53 ya" is asked about, not taken."""


def scope_of(turn: Turn, case: Case, page: Page) -> Scope:
    """What numbers may mean here."""
    at_hand = turn.data.get("contest") == case.contest_id
    at = case.station
    here = (
        at.kelurahan,
        at.kecamatan,
        at.kabkota,
        at.kelurahan_word,
        at.kecamatan_word,
        case.ballot.colour,
    )
    return Scope(
        case.contest,
        case.pages,
        page,
        turn.data.get("ask") if at_hand else None,
        case.station.facts.boxes,
        {**case.given, **case.draft.proposed},
        _last(case) if at_hand else (),
        None if case.station.facts.special else ballots_printed(case.station.facts),
        at_hand and bool(turn.data.get("changing")),
        words_of_places(*(name for name in here if name)),
    )


def _last(case: Case) -> tuple[str, ...]:
    """The fields that were asked about last, else those of the last answer."""
    draft = case.draft
    asked = (*draft.proposed, *draft.unclear)
    return asked or (tuple(draft.undo[-1]) if draft.undo else ())


_FIRST_NUMBER = re.compile(r"\s*0*([0-9]{1,2})(?![0-9.])(?!\s*[:=.)-])")

_PARTY_FIRST = re.compile(r"^\s*partai (?=[0-9])")


def party_first(case: Case, text: str) -> str:
    """`DPR 3 12 40 5`: where parties have pages, the first number behind the ballot is a party.

    Unless there are just as many numbers as the page at hand holds.
    """
    text = _PARTY_FIRST.sub("partai no ", text)  # not the votes of the page's own party
    found = _FIRST_NUMBER.match(text)
    numbers = len(re.findall(r"[^\s,;/]+", text))
    page = next((p for p in case.pages if found and p.name == found[1]), None)
    at_hand = case.page(None).fields
    if page is None or numbers in (len(at_hand), len(at_hand) - 1):
        return text
    return f"partai {text.strip()}"


def take(
    turn: Turn, case: Case, page: Page, parsed: Parsed, *, lead: tuple[Line, ...] = ()
) -> Step:
    """What was understood goes into the draft, and the talk goes on from there."""
    before = case.given
    changed = {
        name: (before[name], number)
        for name, number in parsed.numbers.items()
        if name in before and before[name] != number
    }
    settled = case.draft.settled_by(parsed.numbers)
    parsed = replace(parsed, numbers={**parsed.numbers, **settled})
    case = case.with_draft(case.draft.answered(settled))
    unclear = pending.unclear_fields(case, parsed.refused)
    case = case.with_draft(_drafted(case, parsed, unclear))
    open_pages = going_on.open_now(turn, case, page, parsed)
    notes = (*lead, *refusals(case, parsed.refused))
    fresh = {name for name in parsed.numbers if name not in before}
    echoed = taken(turn, case, open_pages, fresh, changed) if fresh or changed else None
    if parsed.refused and not case.draft.waits and not any(map(case.missing, open_pages)):
        # What was not understood is asked about first: no last word while it is open.
        look = phrase("report.look_again")
        reply = turn.reply("report.said", parts=(*notes, *(echoed or ()), look))
        return going_on.at(turn, case, "report", open_pages, reply)
    told = pending.asked_in_words(parsed.refused)
    return going_on.proceed(turn, case, open_pages, notes, echoed, told)


def _drafted(case: Case, parsed: Parsed, unclear: tuple[str, ...]) -> Draft:
    """The draft with what a message gave, and with what it left to be asked about."""
    asks = bool(parsed.proposed or unclear)
    draft = case.draft.put(parsed.numbers) if parsed.numbers or asks else case.draft
    return draft.wondering(parsed.proposed, unclear)


def accepted(turn: Turn, case: Case) -> Step | None:
    """What was proposed is taken; None where nothing is."""
    numbers = case.draft.proposed
    if not numbers:
        return None
    page = page_of(case.pages, next(iter(numbers)))
    return take(turn, case, page, Parsed(dict(numbers), heard=True))


def dropped(turn: Turn, case: Case) -> Step:
    """What was proposed is not taken; figures that it would have changed are asked for."""
    names = tuple(case.draft.proposed)
    figures = pending.proposed(case)
    wrong = [name for name in names if len(names) == 1 or name in case.given]
    case = case.with_draft(case.draft.settled(names).wondering({}, wrong))
    return going_on.proceed(
        turn, case, going_on.opened(turn, case), (phrase("report.dropped", figures=figures),)
    )
