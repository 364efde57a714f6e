"""What is not saved yet: take a message back, pass over a number, drop a draft, stop."""

from dataclasses import replace

from bot.engine.grammar.ballots import spoken
from bot.engine.messages import Step
from bot.engine.turn import Turn, button, phrase
from bot.filling import echoes, fill, going_on, home, tell
from bot.filling.cases import Case, cases, current, drafts_with
from bot.filling.pages import FIGURES, Page


def undo(turn: Turn, rest: str) -> Step:
    """URUNG: takes the last message's numbers back."""
    case = current(turn)
    if case is None or not case.draft.undo:
        return turn.stay(turn.reply("report.nothing_to_undo"))
    open_pages = going_on.opened(turn, case)
    case = case.with_draft(case.draft.back())
    shown = echoes.echo(case, open_pages)
    return going_on.proceed(turn, case, open_pages, (phrase("report.undone"),), shown)


def skip(turn: Turn, rest: str) -> Step:
    """LEWATI: the field that was asked for stays empty."""
    case, asked = current(turn), turn.data.get("ask")
    if case is None or not asked or turn.dialog.step != "report":
        return turn.stay(turn.reply("report.nothing_to_skip"))
    open_pages = going_on.opened(turn, case)
    page = going_on.asked_page(turn, case)
    # Whoever has no first page at hand has none of its numbers.
    skipped = case.missing(page) if page.name == FIGURES else (asked,)
    for name in skipped:
        case = case.with_draft(case.draft.skip(name))
    if all(not case.missing(page) for page in open_pages) and not case.draft.numbers:
        following = case.next_page(open_pages[-1].name)
        turn = turn.after(turn.stay(drafts=drafts_with(turn, case)))
        if following is not None:
            return fill.begin(turn, case, following)
        return turn.to("home", turn.reply("report.skipped"))
    return going_on.proceed(turn, case, open_pages, ())


def discard(turn: Turn, rest: str) -> Step:
    """HAPUS ISIAN: drops the draft of the ballot at hand, or of the one named."""
    named, _ = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    found = [c for c in cases(turn) if c.draft.numbers or c.draft.waits]
    at = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    if named is not None:
        found = [case for case in found if case.ballot.ballot == named.ballot]
    elif turn.pressed or at is not None:
        key = turn.pressed or (at.key if at else "")
        found = [case for case in found if case.key == key]
    elif len(found) > 1:
        buttons = [
            button(f"hapus isian:{case.key}", "button.ballot", ballot=tell.ballot(case.ballot))
            for case in found[:10]
        ]
        return turn.stay(turn.reply("report.discard_which", *buttons))
    gone = {case.key for case in found}
    drafts = {key: kept for key, kept in turn.data.get("drafts", {}).items() if key not in gone}
    if not found:
        return turn.to("home", turn.reply("report.no_draft"))
    told = tuple(tell.ballot(case.ballot) for case in found)
    return turn.to("home", turn.reply("report.discarded", ballots=told), drafts=drafts)


def throw_away(turn: Turn, rest: str) -> Step:
    """HAPUS: outside of a ballot it drops the draft; amid its figures it asks first."""
    case = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    if case is None or not (case.draft.numbers or case.draft.waits):
        return discard(turn, rest)
    target = f"isi:{case.station.id}:{case.contest_id}"
    buttons = (button(target, "button.go_on"), button(f"hapus isian:{case.key}", "button.discard"))
    return turn.stay(turn.reply("report.discard_this", *buttons, ballot=tell.ballot(case.ballot)))


def begun(turn: Turn, station_id: int) -> Case | None:
    """A ballot that was begun and still waits; one of this station before others."""
    waiting = [case for case in cases(turn) if case.draft.numbers or case.draft.waits]
    waiting = [case for case in waiting if case.draft.waits or not _as_saved(case)]
    here = [case for case in waiting if case.station.id == station_id]
    return next(iter((*here, *waiting)), None)


def _as_saved(case: Case) -> bool:
    return all(case.saved.get(name) == number for name, number in case.draft.numbers.items())


def begun_pages(case: Case) -> tuple[Page, ...]:
    """Its pages that something was typed for."""
    typed = {*case.draft.numbers, *case.draft.proposed, *case.draft.unclear}
    found = tuple(page for page in case.pages if typed & set(page.fields))
    return found or (case.page(None),)


def with_waiting(turn: Turn, done: Step) -> Step:
    """A step that leaves a ballot, and which others were begun and are not saved yet."""
    here = cases(turn.after(done))
    waiting = [case for case in here if case.draft.numbers and case.draft.numbers != case.saved]
    if not waiting or done.dialog.step != "home":
        return done
    names = tuple(tell.ballot(case.ballot) for case in waiting)
    first = waiting[0]
    ballot = phrase(f"ballot.{first.ballot.ballot}", name=first.ballot.name)
    target = f"isi:{first.station.id}:{first.contest_id}"
    go_on = button(target, "button.fill_ballot", ballot=ballot)
    told = turn.reply("report.still_unsaved", go_on, ballots=names)
    return replace(done, replies=(*done.replies, told))


def taken_back(turn: Turn, case: Case) -> Step:
    """ "Ga jadi": a change of figures that are not saved is undone; anything else is left."""
    last = case.draft.undo[-1] if case.draft.undo else {}
    changed = bool(last) and None not in last.values()
    return undo(turn, "") if changed and not case.saved else cancel(turn, "")


def cancel(turn: Turn, rest: str) -> Step:
    """BATAL: leaves whatever is going on; a correction is dropped, a first report stays a draft."""
    case = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    if case is None or not (case.draft.numbers or case.draft.waits):
        key = "home.nothing_to_cancel" if turn.dialog.step == "home" else "home.cancelled"
        return turn.to("home", turn.reply(key, *home.menu(turn)))
    kept = case.with_draft(case.draft.beside(case.saved)) if case.saved else case
    if case.report is not None and kept.draft.empty:
        name, receipt = tell.ballot(case.ballot), case.report.receipt
        told = turn.reply("correct.kept", ballot=name, receipt=receipt)
        return with_waiting(turn, turn.to("home", told, drafts=drafts_with(turn, kept)))
    turn = turn.after(turn.stay(drafts=drafts_with(turn, kept)))
    target = f"isi:{case.station.id}:{case.contest_id}"
    buttons = (button(target, "button.go_on"), button(f"hapus isian:{case.key}", "button.discard"))
    return turn.to("home", turn.reply("report.left", *buttons, ballot=tell.ballot(case.ballot)))
