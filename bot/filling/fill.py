"""Takes numbers into a draft and says what comes next: a question, a doubt, or the confirmation."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from bot.engine.messages import Line, Reply, Step
from bot.engine.turn import Turn, button, phrase
from bot.filling import ask, doubts, pending, tell
from bot.filling import proposed as seen
from bot.filling.cases import Case, drafts_with
from bot.filling.draft import Draft
from bot.filling.echoes import beside, changes, echo, only_sum, refusals, understood
from bot.filling.grammar.parse import parse
from bot.filling.grammar.parsed import Parsed
from bot.filling.grammar.scope import Scope
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
        return proceed(turn, case, (page,), ())
    known = [name for name in page.fields if name in case.given]
    found = case.draft.read
    read = {name: found[name] for name in page.fields if name in found and name not in case.given}
    if read:
        return take(turn, case, page, Parsed(read), lead=(*seen.lead(case), *note))
    if not known:
        reply = turn.reply("report.said", parts=(ask.opening(case, page),))
        return _asking(turn, case, (page,), reply)
    return proceed(turn, case, (page,), echo(case, (page,)))


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
    if not parsed.heard and (parsed.others or parsed.rows):
        key = "report.not_ours" if parsed.others else "report.other_rows"
        question = ask.question(case, asked_page(turn, case))
        return turn.stay(turn.reply(key, question=question))
    if not parsed.heard:
        return begin(turn, case, case.page(parsed.party)) if parsed.party else None
    return take(turn, case, page, parsed)


def scope_of(turn: Turn, case: Case, page: Page) -> Scope:
    """What numbers may mean here."""
    at_hand = turn.data.get("contest") == case.contest_id
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
    open_pages = _open(turn, case, page, parsed)
    said: list[Line] = [*lead, *refusals(case, parsed.refused)]
    fresh = {name for name in parsed.numbers if name not in before}
    if changed and not fresh:
        said.extend(changes(case, changed, open_pages))
    elif fresh and any(case.missing(page) for page in open_pages):
        said.extend(understood(turn, case, open_pages, fresh | set(changed)))
    elif fresh and not only_sum(open_pages, fresh):
        said.extend(echo(case, open_pages))
    said.extend(beside(case, fresh))
    if parsed.refused and not case.draft.waits and not any(map(case.missing, open_pages)):
        # What was not understood is asked about first: no last word while it is open.
        reply = turn.reply("report.said", parts=tuple(said))
        return _at(turn, case, "report", open_pages, reply)
    return proceed(turn, case, open_pages, said, told=pending.asked_in_words(parsed.refused))


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
    wrong = [name for name in names if len(names) == 1 or name in case.given]
    case = case.with_draft(case.draft.settled(names).wondering({}, wrong))
    return proceed(turn, case, opened(turn, case), (phrase("report.dropped"),))


def proceed(
    turn: Turn,
    case: Case,
    open_pages: tuple[Page, ...],
    said: Sequence[Line],
    told: tuple[str, ...] = (),
) -> Step:
    """What waits or is missing is asked for; then what does not fit; then whether all is right.

    `told`: fields whose question stands in `said` already.
    """
    waits = pending.question(turn, case, said, told)
    if waits is not None:
        reply, page, field = waits
        return _at(turn, case, "report", open_pages, reply, page, field)
    lacking = next((page for page in open_pages if case.missing(page)), None)
    if lacking is not None and seen.enough(case):
        return seen.handed_over(turn, case)
    if lacking is not None:
        parts = (*said, ask.question(case, lacking, full=len(open_pages) > 1))
        reply = turn.reply("report.said", *ask.buttons(case, lacking), parts=parts)
        return _asking(turn, case, open_pages, reply, lacking)
    found = doubts.to_ask(case, open_pages)
    if found:
        key = "report.doubt" if len(found) == 1 else "report.doubts"
        lines = tuple(doubts.told(case, finding) for finding in found)
        sure = button(f"sesuai formulir:{token(case)}", "button.as_written")
        reply = turn.reply(key, sure, said=tuple(said), findings=lines)
        return _at(turn, case, "doubt", open_pages, reply, ask=found[0].fields[-1])
    return confirm(turn, case, open_pages, said)


def confirm(turn: Turn, case: Case, open_pages: tuple[Page, ...], said: Sequence[Line]) -> Step:
    """Shows what will be saved and asks for the last word."""
    parts = list(said) or echo(case, open_pages)
    key = "report.confirm"
    counted = ask.counted_sum(case, open_pages[0]) if len(open_pages) == 1 else None
    fits = phrase("report.sum_fits", counted=counted)
    if counted is not None and said and len(parts) == 1:
        parts, key = [phrase("report.both", one=parts[0], two=fits)], "report.confirm_short"
    elif counted is not None and not said:
        parts, key = [fits], "report.confirm_short"
    right = button(f"benar:{token(case)}", "button.right")
    change = button("ubah lagi", "button.change")
    reply = turn.reply(key, right, change, parts=tuple(parts))
    return _at(turn, case, "confirm", open_pages, reply)


def opened(turn: Turn, case: Case) -> tuple[Page, ...]:
    """The pages that the talk is about, from the dialog's data."""
    names = turn.data.get("open") or [turn.data.get("page")]
    found = tuple(page for page in case.pages if page.name in names)
    return found or (case.page(None),)


def token(case: Case) -> str:
    """Ties a button to the numbers that stood above it, so an old one confirms nothing new."""
    told = json.dumps([case.key, sorted(case.draft.numbers.items())])
    return f"{crc32(told.encode()):08x}"[:4]


def _open(turn: Turn, case: Case, page: Page, parsed: Parsed) -> tuple[Page, ...]:
    """The pages that a message is about; those open before stay so when it adds to them."""
    touched = {page_of(case.pages, name).name for name in parsed.numbers} or {page.name}
    before = set(turn.data.get("open") or ())
    if touched <= before:
        touched = before
    return tuple(page for page in case.pages if page.name in touched)


def asked_page(turn: Turn, case: Case) -> Page:
    """The page that lacks something, of those that the talk is about."""
    found = opened(turn, case)
    return next((page for page in found if case.missing(page)), found[0])


def _asking(
    turn: Turn, case: Case, open_pages: tuple[Page, ...], reply: Reply, page: Page | None = None
) -> Step:
    page = page or open_pages[0]
    missing = case.missing(page)
    return _at(turn, case, "report", open_pages, reply, page, missing[0] if missing else None)


def _at(
    turn: Turn,
    case: Case,
    step: str,
    open_pages: tuple[Page, ...],
    reply: Reply,
    page: Page | None = None,
    ask: str | None = None,
) -> Step:
    return turn.to(
        step,
        reply,
        drafts=drafts_with(turn, case),
        station=case.station.id,
        contest=case.contest_id,
        page=(page or open_pages[0]).name,
        open=[page.name for page in open_pages],
        ask=ask,
    )
