"""What comes next for a ballot: a question, a doubt, or the last word that saves."""

from collections.abc import Sequence

from bot.engine.messages import Line, Reply, Step
from bot.engine.turn import Turn, button, phrase
from bot.filling import ask, doubts, pending, stamps
from bot.filling import proposed as seen
from bot.filling.cases import Case, drafts_with
from bot.filling.echoes import before_last_word
from bot.filling.grammar.scope import Parsed
from bot.filling.pages import Page, page_of


def proceed(
    turn: Turn,
    case: Case,
    open_pages: tuple[Page, ...],
    notes: Sequence[Line],
    echoed: Sequence[Line] | None = None,
    told: tuple[str, ...] = (),
) -> Step:
    """What waits or is missing is asked for; then what does not fit; then whether all is right.

    `echoed`: figures as this message changed them; None where it changed none. `told`: fields whose
    question stands in `notes` already.
    """
    said = (*notes, *(echoed or ()))
    waits = pending.question(turn, case, said, told)
    if waits is not None:
        reply, page, field = waits
        return at(turn, case, "report", open_pages, reply, page, field)
    lacking = next((page for page in open_pages if case.missing(page)), None)
    if lacking is not None and seen.enough(case):
        return seen.handed_over(turn, case)
    if lacking is not None:
        parts = (*said, ask.question(case, lacking, full=len(open_pages) > 1))
        reply = turn.reply("report.said", *ask.buttons(case, lacking), parts=parts)
        return asking(turn, case, open_pages, reply, lacking)
    found = doubts.to_ask(case, open_pages)
    shown = before_last_word(turn, case, open_pages, echoed)
    if found:
        key = "report.doubt" if len(found) == 1 else "report.doubts"
        lines = tuple(doubts.told(case, finding) for finding in found)
        mark = stamps.of_last_word(case, open_pages)
        sure = button(f"sesuai formulir:{mark}", "button.as_written")
        reply = turn.reply(key, sure, said=(*notes, *shown), findings=lines)
        return at(turn, case, "doubt", open_pages, reply, ask=found[0].fields[-1])
    return confirm(turn, case, open_pages, [*notes, *shown])


def confirm(turn: Turn, case: Case, open_pages: tuple[Page, ...], parts: list[Line]) -> Step:
    """Shows what will be saved and asks for the last word."""
    key = "report.confirm"
    counted = ask.counted_sum(case, open_pages[0]) if len(open_pages) == 1 else None
    fits = phrase("report.sum_fits", counted=counted)
    if counted is not None and len(parts) == 1:
        parts, key = [phrase("report.both", one=parts[0], two=fits)], "report.confirm_short"
    elif counted is not None and not parts:
        parts, key = [fits], "report.confirm_short"
    right = button(f"benar:{stamps.of_last_word(case, open_pages)}", "button.right")
    change = button("ubah lagi", "button.change")
    reply = turn.reply(key, right, change, parts=tuple(parts))
    return at(turn, case, "confirm", open_pages, reply)


def opened(turn: Turn, case: Case) -> tuple[Page, ...]:
    """The pages that the talk is about, from the dialog's data."""
    names = turn.data.get("open") or [turn.data.get("page")]
    found = tuple(page for page in case.pages if page.name in names)
    return found or (case.page(None),)


def asked_page(turn: Turn, case: Case) -> Page:
    """The page that lacks something, of those that the talk is about."""
    found = opened(turn, case)
    return next((page for page in found if case.missing(page)), found[0])


def open_now(turn: Turn, case: Case, page: Page, parsed: Parsed) -> tuple[Page, ...]:
    """The pages that a message is about; those open before stay so when it adds to them."""
    touched = {page_of(case.pages, name).name for name in parsed.numbers} or {page.name}
    before = set(turn.data.get("open") or ())
    if touched <= before:
        touched = before
    return tuple(page for page in case.pages if page.name in touched)


def asking(
    turn: Turn, case: Case, open_pages: tuple[Page, ...], reply: Reply, page: Page | None = None
) -> Step:
    page = page or open_pages[0]
    missing = case.missing(page)
    return at(turn, case, "report", open_pages, reply, page, missing[0] if missing else None)


def at(
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
