"""ISI: takes the numbers of a ballot, page by page or all at once, until nothing is missing."""

from dataclasses import replace

from bot.engine.grammar.ballots import spoken, station_in
from bot.engine.grammar.clean import plain
from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import ask, choose, echoes, fill, going_on, home, pending, stamps, tell, typed
from bot.filling.assent import says_yes, takes_back
from bot.filling.cases import Case, cases, current, lost
from bot.filling.grammar.in_passing import in_passing
from bot.filling.grammar.short_answers import aside, complains, story, waits
from bot.filling.grammar.whole_message import figures_in
from bot.reports.talk import sums, unsaved, waiting
from models.rules.access import Who

_ALL_VALID = frozenset({"sah semua", "semua sah", "semuanya sah", "sah kabeh", "all valid"})


def start(turn: Turn, rest: str) -> Step:
    """ISI, ISI DPR, ISI DPR 3: 12 40 5, or a button with station and contest."""
    if not turn.facts.mandates:
        return home.for_witnesses(turn, rest)
    if turn.pressed:
        return _pressed(turn, turn.pressed)
    if choose.foreign(turn, rest):
        return choose.not_yours(turn, rest)
    at = current(turn) if turn.dialog.step in ("report", "doubt", "confirm") else None
    named, _ = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    figures = any(letter.isdigit() for letter in station_in(rest)[1])
    if named is not None or (at is None and figures):
        done = typed.numbers(turn, rest) or home.answer(turn)
        return _left(turn, at, done) if at is not None else done
    if at is not None and figures:
        return take_text(turn, at, rest)
    if at is not None and not at.complete:
        return typed.into(turn, at, rest)
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
    return typed.into(turn, case, "")


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
            place = next((one for one in choose.places(turn) if one.id == station), None)
            told = f"TPS {place.facts.number} {waiting}" if place else waiting
            return typed.numbers(turn, told) or next_ballot(turn, station)
        return next_ballot(turn, station)
    case = next((c for c in cases(turn, station) if c.contest_id == contest), None)
    if case is None:
        return lost(turn)
    _, rest = spoken(waiting, (case.ballot,))
    return typed.into(turn, case, rest)


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def answer(turn: Turn) -> Step:
    """Numbers while a page is asked for, or the answer to what was proposed."""
    case = current(turn)
    if case is None:
        return lost(turn)
    elsewhere = choose.other_station(turn, case)
    if elsewhere is not None:
        return take_text(turn, case, elsewhere)
    word = said(turn.text)
    done = waiting.answered(turn, case, word) if case.draft.waits else None
    if done is not None:
        return done
    if word is not None and word.word is Word.UBAH:
        text = word.rest
        return take_text(turn, case, turn.text) if text else what_to_change(turn, case)
    if word is not None and word.word in (Word.BENAR, Word.SESUAI):
        if _whole(turn, case):
            return going_on.proceed(turn, case, going_on.opened(turn, case), ())
        if word.word is Word.BENAR and sums.asked(turn, case) is None:
            return _too_early(turn, case)
    return take_text(turn, case, turn.text)


def _too_early(turn: Turn, case: Case) -> Step:
    """BENAR while something is missing: nothing can be saved yet, and what comes next is said."""
    page = going_on.asked_page(turn, case)
    asked = ask.question(case, page, full=len(going_on.opened(turn, case)) > 1)
    return turn.stay(turn.reply("report.too_early", *ask.buttons(case, page), question=asked))


def _whole(turn: Turn, case: Case) -> bool:
    """Whether nothing is missing on the pages that the talk is about."""
    return not any(case.missing(page) for page in going_on.opened(turn, case))


def take_text(turn: Turn, case: Case, text: str) -> Step:
    """Numbers for this ballot, or for another one that the message names, or for several."""
    if takes_back(text):
        return unsaved.taken_back(turn, case)
    cut = typed.cut_of(turn, text)
    own = [part for part in cut.parts if part.ballot and part.ballot.ballot == case.ballot.ballot]
    moved = any(p.station not in (None, case.station.facts.number) for p in cut.parts)
    others = any(part.ballot and part.ballot.ballot != case.ballot.ballot for part in cut.parts)
    if moved and not any(figures_in(part.text) for part in cut.parts):
        there = typed.elsewhere(turn, case, cut.parts[0])
        return (
            _left(turn, case, typed.into(turn, there, "")) if there else not_understood(turn, case)
        )
    strange = any(part.strange for part in cut.parts)
    if others or moved or strange or cut.foreign or len(cut.parts) > 1:
        done = typed.numbers(turn, text, case)
        return _left(turn, case, done) if done else not_understood(turn, case)
    there = None if own else typed.of_another(turn, case, text)
    if there is not None:
        return _left(turn, case, typed.into(turn, there, text))
    said_same = sums.same(turn, case, text)
    text = said_same or text
    if turn.data.get("ask") == "invalid" and plain(text) in _ALL_VALID:
        text = "tidak sah 0"
    rest = typed.cut_of(turn, text).parts[0].text if cut.parts else ""
    if own and not figures_in(rest) and in_passing(rest):
        return fill.begin(turn, case, going_on.asked_page(turn, case))
    if own and sums.begins_anew(turn, case, rest):
        turn = turn.after(turn.stay(ask=None))
    rest = fill.party_first(case, rest) if own else rest
    return fill.read(turn, case, rest) or not_understood(turn, case)


def _left(turn: Turn, case: Case, done: Step) -> Step:
    """Another ballot goes on while this one is not saved: said, with the way back."""
    waiting = (
        turn.dialog.step in ("confirm", "doubt") or bool(case.draft.numbers) or case.draft.waits
    )
    at = done.dialog.data
    moved = (at.get("station"), at.get("contest")) != (case.station.id, case.contest_id)
    if not (waiting and moved and done.dialog.step in ("report", "confirm", "doubt")):
        return done
    back = button(
        f"isi:{case.station.id}:{case.contest_id}",
        "button.look_at",
        ballot=tell.ballot(case.ballot),
    )
    whole = turn.dialog.step in ("confirm", "doubt")
    key = "report.left_unsaved" if whole else "report.still_unsaved"
    told = turn.reply(key, back, ballots=(tell.ballot(case.ballot),))
    return replace(done, replies=(told, *done.replies))


def not_understood(turn: Turn, case: Case) -> Step:
    """Says again what is asked for, with an example."""
    if story(turn.text):
        return home.told_story(turn)
    if complains(turn.text) and not case.draft.waits:
        return what_to_change(turn, case)
    if waits(turn.text) and not turn.text.rstrip().endswith("?"):
        return waiting.patiently(turn, case)
    if case.draft.waits:
        return going_on.proceed(
            turn, case, going_on.opened(turn, case), (phrase("report.unheard"),)
        )
    if turn.dialog.step == "report" and aside(turn.text):
        return waiting.patiently(turn, case)
    if turn.dialog.step in ("confirm", "doubt"):
        return remind(turn, case)
    page = going_on.asked_page(turn, case)
    if not case.missing(page):
        return what_to_change(turn, case, "report.what_change_again")
    question, example = ask.question(case, page), ask.example(case, page)
    same = ask.expected_sum(case, page) is not None
    key = "report.not_understood_sum" if same else "report.not_understood"
    if same and says_yes(turn.text):
        return turn.stay(
            turn.reply("report.yes_or_same", *sums.button_of(turn, case), question=question)
        )
    return turn.stay(turn.reply(key, question=question, example=example))


def remind(turn: Turn, case: Case) -> Step:
    """The numbers still wait for the last word, or for a look at the form."""
    open_pages = going_on.opened(turn, case)
    example = echoes.change_example(case, open_pages[0])
    mark = stamps.of_last_word(case, open_pages)
    if turn.dialog.step == "doubt":
        sure = button(f"sesuai formulir:{mark}", "button.as_written")
        return turn.stay(turn.reply("report.doubt_again", sure, example=example))
    right = button(f"benar:{mark}", "button.right")
    change = button("ubah lagi", "button.change")
    return turn.stay(turn.reply("report.confirm_again", right, change, example=example))


def again(turn: Turn) -> Reply | None:
    """What the page lacks, once more; or whether all is right."""
    case = current(turn)
    if case is None:
        return None
    if turn.dialog.step != "report":
        return remind(turn, case).replies[0]
    open_ = pending.question(turn, case, ())
    if open_ is not None:
        return open_[0]
    page = going_on.asked_page(turn, case)
    if not case.missing(page):
        return what_to_change(turn, case).replies[0]
    several = len(going_on.opened(turn, case)) > 1
    asked = ask.question(case, page, full=several)
    return turn.reply("report.said", *ask.buttons(case, page), parts=(asked,))


def what_to_change(turn: Turn, case: Case, key: str = "report.what_change") -> Step:
    """UBAH, or a complaint, without saying what: until that is said nothing can be confirmed."""
    open_pages = going_on.opened(turn, case)
    example = echoes.change_example(case, open_pages[0])
    return turn.to(
        "report",
        turn.reply(key, example=example),
        contest=case.contest_id,
        page=open_pages[0].name,
        open=[page.name for page in open_pages],
        changing=True,
    )


SPEC = Spec(
    "report",
    answer,
    who=Who.KNOWN,
    words={
        Word.ISI: start,
        Word.URUNG: unsaved.undo,
        Word.LEWATI: unsaved.skip,
        Word.HAPUS: unsaved.discard,
        Word.BUANG: unsaved.throw_away,
        Word.BATAL: unsaved.cancel,
    },
    keeps=frozenset({Word.UBAH, Word.GANTI, Word.SESUAI, Word.BENAR, Word.TIDAK}),
    again=again,
)
