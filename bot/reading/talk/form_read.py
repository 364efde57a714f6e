"""What the form reader saw: a proposal that a person confirms; typed numbers are never replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.engine.messages import Phrase, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.filling import fill, tell
from bot.filling.cases import Case, cases, current, drafts_with
from bot.filling.draft import Settles
from bot.reading.talk.outcomes import FormsRead, ReadPhoto

_RETAKES = 2
"""How often a better photo is asked for; then the numbers are simply typed."""
_ASKED = 3
"""Differences that are named; more would be a second form to read."""

WHICH_PAGE = "F111"
FAULTS = {"F104": "dark", "F105": "blurred", "F106": "cut", "F107": "small", WHICH_PAGE: "which"}
"""Finding codes of the reader (docs/form-reading.md) that a better photo mends, worst first."""


def read(turn: Turn, outcome: FormsRead) -> Step:
    """The event: photos of one sender were read, an album in one answer."""
    photos = outcome.photos
    places = {(p.station, p.contest) for p in photos}
    case = next((c for c in cases(turn) if (c.station.id, c.contest_id) in places), None)
    if case is None:
        return turn.stay()
    mine = [p for p in photos if p.contest == case.contest_id]
    cells = _cells(case, mine)
    if not cells:
        return _unread(turn, case, mine)
    if "F108" in _faults(mine):
        return turn.stay(turn.reply("reading.other_station", station=tell.station(case.station)))
    if any(p.elsewhere for p in mine):
        return turn.stay(turn.reply("reading.elsewhere", station=tell.station(case.station)))
    new = {name: number for name, number in cells.items() if name not in case.given}
    if any(cells[name] != case.given[name] for name in cells if name in case.given):
        return _differs(turn, case, cells)
    if not new:
        count, ballot = len(cells), tell.ballot(case.ballot)
        return turn.stay(turn.reply("reading.agrees", ballot=ballot, count=count))
    ids = tuple(p.photo for p in mine if p.pages)
    draft = case.draft.seen(new, ids, _left_open(case, mine), _settles(mine))
    step = _propose(turn, case.with_draft(draft), _not_read(mine))
    return _with_crop(step, mine)


def _with_crop(step: Step, photos: Iterable[ReadPhoto]) -> Step:
    """The question with the cut-out picture of just the number that is asked for."""
    pages = (page for photo in photos for page in photo.pages)
    crops = {cell: path for page in pages for cell, path in page.crops.items()}
    picture = crops.get(str(step.dialog.data.get("ask", "")))
    if not picture or not step.replies:
        return step
    shown = replace(step.replies[-1], photo=picture)
    return replace(step, replies=(*step.replies[:-1], shown))


def _cells(case: Case, photos: Iterable[ReadPhoto]) -> dict[str, int]:
    """The cells that were read, of all pages; where two photos differ, none is taken."""
    known = {name for page in case.pages for name in page.fields}
    most = 10**case.station.facts.boxes
    seen: dict[str, set[int]] = {}
    for photo in photos:
        for page in photo.pages:
            for name, value in page.cells.items():
                if value is not None and name in known and 0 <= value < most:
                    seen.setdefault(name, set()).add(int(value))
    return {name: values.pop() for name, values in seen.items() if len(values) == 1}


def _left_open(case: Case, photos: Iterable[ReadPhoto]) -> tuple[str, ...]:
    """What the photos show and the reader was not sure of: the most useful question first."""
    pages = [page for photo in photos for page in photo.pages]
    asked = [one.cell for page in pages for one in page.questions]
    shown = {name for page in pages for name, value in page.cells.items() if value is None}
    fields = [name for page in case.pages for name in page.fields]
    ordered = dict.fromkeys((*(name for name in asked if name in fields), *fields))
    return tuple(name for name in ordered if name in shown and name not in case.given)


def _settles(photos: Iterable[ReadPhoto]) -> Settles:
    """What answers to the open numbers settle, by cell."""
    pages = (page for photo in photos for page in photo.pages)
    return {one.cell: one.settles for page in pages for one in page.questions if one.settles}


def _not_read(photos: Sequence[ReadPhoto]) -> tuple[Phrase, ...]:
    """How many photos of an album gave nothing."""
    empty = sum(not any(page.form for page in photo.pages) for photo in photos)
    return (phrase("reading.some_unread", count=empty),) if 0 < empty < len(photos) else ()


def _propose(turn: Turn, case: Case, note: tuple[Phrase, ...] = ()) -> Step:
    """The numbers to be looked at now, or later where the talk is about something else."""
    at = current(turn)
    steps = ("report", "confirm")
    here = turn.dialog.step in steps and at is not None and at.key == case.key
    if turn.dialog.step == "home" or here:
        return fill.begin(turn.after(fill.place(turn, case)), case, note=note)
    look = button(f"isi:{case.key}", "button.look")
    reply = turn.reply("reading.ready", look, ballot=tell.ballot(case.ballot))
    return turn.stay(reply, drafts=drafts_with(turn, case))


def _differs(turn: Turn, case: Case, cells: Mapping[str, int]) -> Step:
    """Beside what was typed: differences are asked about, nothing is replaced."""
    given, ballot = case.given, tell.ballot(case.ballot)
    differing = [name for name in cells if name in given and cells[name] != given[name]]
    lines = tuple(
        phrase(
            "reading.difference",
            field=tell.full_field(case, name),
            typed=given[name],
            read=cells[name],
        )
        for name in differing[:_ASKED]
    )
    example = phrase(
        "reading.example", field=tell.full_field(case, differing[0]), number=cells[differing[0]]
    )
    change = button(f"ubah:{case.key}", "button.change_numbers")
    return turn.stay(
        turn.reply("reading.differs", change, ballot=ballot, lines=lines, example=example)
    )


def _unread(turn: Turn, case: Case, photos: Iterable[ReadPhoto]) -> Step:
    """Kept, but not readable: a better one is asked for with the reason, at most twice."""
    found = _faults(photos)
    if case.given and WHICH_PAGE not in found:
        return turn.stay()
    tries = int(turn.data.get("retakes", 0))
    reason = next((name for code, name in FAULTS.items() if code in found), "no_form")
    told: dict[str, Shown] = {
        "ballot": tell.ballot(case.ballot),
        "reason": phrase(f"reading.fault_{reason}"),
    }
    key = "reading.unread" if tries < _RETAKES else "reading.unread_type"
    return turn.stay(turn.reply_of(key, told), retakes=tries + 1)


def _faults(photos: Iterable[ReadPhoto]) -> set[str]:
    """The reader's finding codes on all pages."""
    return {code for p in photos for page in p.pages for code in page.findings}


SPEC = Spec("form_read", hears=(on(FormsRead, read),))
