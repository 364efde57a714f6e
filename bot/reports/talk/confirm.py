"""The last word before numbers are saved, and the receipt once they are."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.engine.messages import Button, Phrase, Shown, Step, Values
from bot.engine.spec import Spec, on
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import fill, going_on, saving, stamps, tell, typed
from bot.filling.assent import says_yes, takes_back, wants_change
from bot.filling.cases import Case, cases, current, drafts_with, lost
from bot.filling.grammar.short_answers import Meant, meant
from bot.filling.grammar.whole_message import figures_in
from bot.filling.outcomes import ReportRefused, ReportSaved
from bot.filling.pages import Page
from bot.reports.talk import report, unsaved
from bot.typing_desk.talk import typing_task as typing
from models.values import ResultState


def answer(turn: Turn) -> Step:
    """BENAR saves; a correction is shown again; an old button changes nothing."""
    case = current(turn)
    if case is None:
        return lost(turn)
    found = said(turn.text)
    word = found.word if found else None
    told = meant(turn.text, case.given.values()) if found is None else None
    same = told in (Meant.SAME, Meant.AS_FORM)
    if word is Word.SESUAI or same or says_yes(turn.text, case.given.values()):
        if is_old(turn, case):
            return show_again(turn, case)
        if _hasty(turn):
            return _once_more(turn, case)
        return saving.submit(turn, case, going_on.opened(turn, case))
    head, _, rest = re.sub(r"[.!,\n]+ *", "\n", turn.text, count=1).partition("\n")
    if rest and says_yes(head):
        return _and_more(turn, case, rest)
    if (word in (Word.UBAH, Word.TIDAK) and not (found and found.rest)) or _denies(turn.text):
        return report.what_to_change(turn, case)
    return report.take_text(turn, case, turn.text)


_READING = timedelta(seconds=3)
"""Nobody reads a ballot's figures in less: a second BENAR was sent before they came."""


def _hasty(turn: Turn) -> bool:
    """BENAR typed twice: the second one is not said of the ballot that came up by itself."""
    came_up = turn.data.get("continued")
    if came_up is None or turn.pressed:
        return False
    return turn.now - datetime.fromisoformat(str(came_up)) < _READING


def _once_more(turn: Turn, case: Case) -> Step:
    asked = report.remind(turn, case).replies[0]
    reply = turn.reply("report.this_too", *asked.buttons, ballot=tell.ballot(case.ballot))
    return turn.stay(reply, continued=None)


def _denies(text: str) -> bool:
    return wants_change(text) and not takes_back(text)


def _and_more(turn: Turn, case: Case, rest: str) -> Step:
    """ "bener. lanjut DPD hemas 99": saves, and keeps the other figures for later."""
    cut = typed.cut_of(turn, rest)
    others = [p for p in cut.parts if p.ballot and p.ballot.ballot != case.ballot.ballot]
    if len(others) != len(cut.parts) or not others:
        return report.take_text(turn, case, rest)
    if not any(figures_in(part.text) for part in others):
        return saving.submit(turn, case, going_on.opened(turn, case))  # "bener, dpr nya nanti"
    done = typed.numbers(turn, rest)
    if done is None:
        return report.remind(turn, case)
    kept = turn.after(turn.stay(drafts=done.dialog.data.get("drafts")))
    saved = saving.submit(kept, case, going_on.opened(kept, case))
    return replace(saved, replies=(*done.replies, *saved.replies))


def is_old(turn: Turn, case: Case) -> bool:
    """Whether a button was pressed that stood below other numbers than these."""
    mark = stamps.of_last_word(case, going_on.opened(turn, case))
    return turn.pressed is not None and turn.pressed != mark


def show_again(turn: Turn, case: Case) -> Step:
    """What the numbers are now, and the question that they leave: a doubt, or the last word."""
    open_pages = going_on.opened(turn, case)
    return going_on.proceed(turn, case, open_pages, (phrase("report.old_button"),))


def saved(turn: Turn, outcome: ReportSaved) -> Step:
    """The report is committed together with this very reply: so "tersimpan" is true."""
    case = current(turn)
    if case is None:
        return turn.stay()
    open_pages = going_on.opened(turn, case)
    case = saving.after_saving(turn, case, open_pages, outcome)
    values: dict[str, Shown] = {
        "at": turn.at(turn.now, case.station),
        "receipt": outcome.receipt,
        "notes": _notes(outcome, case),
    }
    if case.mandate.task is not None:
        done = turn.after(turn.to("home", drafts=drafts_with(turn, case)))
        if case.complete:
            return typing.saved(done, {**values, "ballot": tell.ballot(case.ballot)})
    if turn.data.get("corrected"):
        drafts = drafts_with(turn, case)
        key = "report.saved_same" if outcome.again else "report.saved_change"
        told = turn.reply_of(key, {**values, "ballot": tell.ballot(case.ballot)})
        rest = turn.to("home", told, drafts=drafts, station=case.station.id)
        return unsaved.with_waiting(turn, rest)
    drafts = drafts_with(turn, case)
    place = turn.after(turn.to("home", drafts=drafts, station=case.station.id))
    following = case.next_page(open_pages[-1].name)
    if following is not None:
        return _next_page(place, case, following, values)
    return _ballot_done(place, case, values)


def _notes(outcome: ReportSaved, case: Case) -> tuple[Phrase, ...]:
    """What else is true of the report: it agrees with another one, or is looked at."""
    again = (phrase("report.again"),) if outcome.again else ()
    if outcome.state == ResultState.CONFIRMED:
        return (*again, phrase("report.agrees"))
    return again


def _next_page(turn: Turn, case: Case, page: Page, values: Values) -> Step:
    key = "report.saved_party" if page.party else "report.saved_page"
    told: dict[str, Shown] = {
        "progress": tell.progress(case),
        "next": tell.page_name(case, page),
    }
    return turn.to(
        "report",
        turn.reply_of(key, {**values, **told}),
        contest=case.contest_id,
        page=page.name,
        open=[page.name],
        ask=page.fields[0],
    )


def _ballot_done(turn: Turn, case: Case, values: Values) -> Step:
    here = [case if other.key == case.key else other for other in cases(turn, case.station.id)]
    done = sum(other.complete for other in here)
    told: dict[str, Shown] = {
        "ballot": tell.ballot(case.ballot),
        "done": done,
        "all": len(here),
    }
    typed_already = unsaved.begun(turn, case.station.id)
    if typed_already is not None:
        first = turn.reply_of("report.saved_on", {**values, **told})
        on = fill.shown(turn, typed_already, unsaved.begun_pages(typed_already))
        data = {**on.dialog.data, "continued": turn.now.isoformat()}
        return replace(on, dialog=replace(on.dialog, data=data), replies=(first, *on.replies))
    following = next((other for other in here if not other.complete), None)
    if following is None:
        station = tell.station(case.station)
        key = "report.saved_all" if len(here) > 1 else "report.saved_only"
        return turn.stay(turn.reply_of(key, {**values, **told, "station": station}))
    go_on: Button = button(
        f"isi:{following.station.id}:{following.contest_id}",
        "button.fill_ballot",
        ballot=phrase(f"ballot.{following.ballot.ballot}", name=following.ballot.name),
    )
    told["next"] = tell.ballot(following.ballot)
    return turn.stay(turn.reply_of("report.saved_ballot", {**values, **told}, go_on))


def refused(turn: Turn, outcome: ReportRefused) -> Step:
    """The report was not taken (mandate gone, newer revision): one sentence, the draft stays."""
    return turn.to("home", turn.reply(error_key(outcome.code)))


SPEC = Spec(
    "confirm",
    answer,
    hears=(
        on(ReportSaved, saved),
        on(ReportRefused, refused),
    ),
    keeps=frozenset({Word.UBAH, Word.GANTI, Word.SESUAI, Word.BENAR, Word.TIDAK}),
    again=report.again,
)
