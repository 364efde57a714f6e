"""ISI: takes the numbers of a ballot, page by page or all at once, until nothing is missing."""

from bot.engine.grammar.ballots import parts_of, spoken, station_in
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import ask, choose, fill, home, tell
from bot.filling.cases import Case, cases, current, drafts_with, lost
from bot.filling.pages import FIGURES
from models.rules.access import Who

_SAME = frozenset("sama cocok sesuai same idem".split())


def start(turn: Turn, rest: str) -> Step:
    """ISI, ISI DPR, ISI DPR 3: 12 40 5, or a button with station and contest."""
    if not turn.facts.mandates:
        return home.answer(turn)
    if turn.pressed:
        return _pressed(turn, turn.pressed)
    if choose.foreign(turn, rest):
        return choose.not_yours(turn, rest)
    at = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    named, _ = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    figures = any(letter.isdigit() for letter in station_in(rest)[1])
    if named is not None or (at is None and figures):
        return home.numbers(turn, rest) or home.answer(turn)
    if at is not None and not at.complete:
        return home.into(turn, at, rest)
    place = choose.station_of(turn, rest)
    if place is None:
        return choose.ask_station(turn, "isi")
    return next_ballot(turn, place.id)


def next_ballot(turn: Turn, station_id: int) -> Step:
    """The first ballot of a station, in counting order, that is not complete."""
    here = cases(turn, station_id)
    if not here:
        return turn.stay(turn.reply("home.no_mandate"))
    case = next((case for case in here if not case.complete), None)
    if case is None:
        station = tell.station(here[0].station)
        return turn.to("home", turn.reply("report.all_done", station=station), station=station_id)
    return home.into(turn, case, "")


def _pressed(turn: Turn, target: str) -> Step:
    """A station, or a station and a contest, chosen by a button; numbers may be waiting."""
    station, _, contest = target.partition(":")
    waiting = str(turn.data.get("text", "")) if turn.dialog.step == "choose" else ""
    return chosen(turn, _id(station), _id(contest), waiting)


def chosen(turn: Turn, station: int | None, contest: int | None, waiting: str) -> Step:
    """Goes on where the choice leads, with the numbers that waited for it."""
    if station is None:
        return choose.ask_station(turn, "isi", waiting)
    turn = turn.after(turn.stay(station=station))
    if contest is None:
        if waiting:
            return home.numbers(turn, waiting) or next_ballot(turn, station)
        return next_ballot(turn, station)
    case = next((c for c in cases(turn, station) if c.contest_id == contest), None)
    if case is None:
        return lost(turn)
    _, rest = spoken(waiting, (case.ballot,))
    return home.into(turn, case, rest)


def _id(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def answer(turn: Turn) -> Step:
    """Numbers while a page is asked for."""
    case = current(turn)
    if case is None:
        return lost(turn)
    word = said(turn.text)
    if word is not None and word.word is Word.UBAH:
        text = word.rest
        return take_text(turn, case, text) if text else what_to_change(turn, case)
    return take_text(turn, case, turn.text)


def take_text(turn: Turn, case: Case, text: str) -> Step:
    """Numbers for this ballot, or for another one that the message names, or for several."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    if len(parts_of(text, ballots, case.ballot.ballot)) > 1:
        own = "" if spoken(text, ballots)[0] else f"{case.ballot.name} "
        return home.numbers(turn, own + text) or not_understood(turn, case)
    elsewhere = other_ballot(turn, case, text)
    if elsewhere is not None:
        return elsewhere
    if text.strip().lower().strip(".! ") in _SAME:
        counted = ask.expected_sum(case, fill.asked_page(turn, case))
        text = str(counted) if counted is not None else text
    named, rest = spoken(text, (case.ballot,))
    rest = fill.party_first(case, rest) if named else rest
    return fill.read(turn, case, rest) or not_understood(turn, case)


def other_ballot(turn: Turn, case: Case, text: str) -> Step | None:
    """A message that begins with another ballot's name goes there; the draft here stays."""
    if choose.foreign(turn, text):
        return choose.not_yours(turn, text)
    named, _ = spoken(text, turn.facts.election.ballots if turn.facts.election else ())
    place = choose.station_of(turn, text)
    moved = place is not None and place.id != case.station.id
    if (named is None or named.ballot == case.ballot.ballot) and not moved:
        return None
    there = cases(turn, place.id) if place is not None and moved and named is None else ()
    same = next((c for c in there if c.contest.ballot == case.contest.ballot), None)
    return home.into(turn, same, station_in(text)[1]) if same else home.numbers(turn, text)


def not_understood(turn: Turn, case: Case) -> Step:
    """Says again what is asked for, with an example."""
    if turn.dialog.step in ("confirm", "doubt"):
        return remind(turn, case)
    page = fill.asked_page(turn, case)
    question, example = ask.question(case, page), ask.example(case, page)
    same = ask.expected_sum(case, page) is not None
    key = "report.not_understood_sum" if same else "report.not_understood"
    return turn.stay(turn.reply(key, question=question, example=example))


def remind(turn: Turn, case: Case) -> Step:
    """The numbers still wait for the last word, or for a look at the form."""
    example = fill.change_example(case, fill.opened(turn, case)[0])
    if turn.dialog.step == "doubt":
        sure = button(f"sesuai formulir:{fill.token(case)}", "button.as_written")
        return turn.stay(turn.reply("report.doubt_again", sure, example=example))
    right = button(f"benar:{fill.token(case)}", "button.right")
    change = button("ubah lagi", "button.change")
    return turn.stay(turn.reply("report.confirm_again", right, change, example=example))


def what_to_change(turn: Turn, case: Case) -> Step:
    """UBAH without saying what."""
    example = fill.change_example(case, fill.opened(turn, case)[0])
    return turn.stay(turn.reply("report.what_change", example=example), ask="")


def undo(turn: Turn, rest: str) -> Step:
    """URUNG: takes the last message's numbers back."""
    case = current(turn)
    if case is None or not case.draft.undo:
        return turn.stay(turn.reply("report.nothing_to_undo"))
    open_pages = fill.opened(turn, case)
    case = case.with_draft(case.draft.back())
    parts = (phrase("report.undone"), *fill.echo(case, open_pages))
    return fill.proceed(turn, case, open_pages, parts)


def skip(turn: Turn, rest: str) -> Step:
    """LEWATI: the field that was asked for stays empty."""
    case, asked = current(turn), turn.data.get("ask")
    if case is None or not asked or turn.dialog.step != "report":
        return turn.stay(turn.reply("report.nothing_to_skip"))
    open_pages = fill.opened(turn, case)
    page = fill.asked_page(turn, case)
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
    return fill.proceed(turn, case, open_pages, ())


def discard(turn: Turn, rest: str) -> Step:
    """HAPUS ISIAN: drops the draft of the ballot at hand, or of the one named."""
    named, _ = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    found = [c for c in cases(turn) if c.draft.numbers]
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


def cancel(turn: Turn, rest: str) -> Step:
    """BATAL: leaves whatever is going on; unsaved numbers stay as a draft."""
    case = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    if case is None or not case.draft.numbers:
        return turn.to("home", turn.reply("home.cancelled", *home.menu(turn)))
    target = f"isi:{case.station.id}:{case.contest_id}"
    buttons = (button(target, "button.go_on"), button(f"hapus isian:{case.key}", "button.discard"))
    return turn.to("home", turn.reply("report.left", *buttons, ballot=tell.ballot(case.ballot)))


SPEC = Spec(
    "report",
    answer,
    who=Who.KNOWN,
    words={
        Word.ISI: start,
        Word.URUNG: undo,
        Word.LEWATI: skip,
        Word.HAPUS: discard,
        Word.BATAL: cancel,
    },
    keeps=frozenset({Word.UBAH, Word.SESUAI, Word.BENAR, Word.TIDAK}),
)
