"""LATIHAN: a practice report through the very conversation of reporting, which never counts.

While it lasts the talk knows one made-up station and nothing else, and a report that would be saved
is marked instead. Anything that is not part of it leaves it. It is closed while it is the day.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.engine.effects import DropFile
from bot.engine.facts import ContestFacts, MandateFacts, StationPlace
from bot.engine.grammar.ballots import spoken, station_in
from bot.engine.marks import when
from bot.engine.messages import Kind, Line, Phrase, Reply, Shown, Step
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import fill
from bot.filling.cases import cases
from bot.filling.effects import SubmitReport
from bot.recruiting.talk import quiz
from bot.recruiting.talk.effects import KeepTraining
from bot.recruiting.talk.outcomes import TrainingKept
from models.rules.access import Who
from models.rules.checks import cells
from models.values import Ballot, Choice, Contest, Detail, StationFacts

NOWHERE = 0
"""The made-up station's and contest's id: no row has it."""
LASTS = timedelta(minutes=45)
_STEPS = ("report", "doubt", "confirm", "choose")
_STAYS = frozenset(
    {
        *(Word.BENAR, Word.SESUAI, Word.UBAH, Word.TIDAK, Word.URUNG, Word.LEWATI, Word.BANTUAN),
        *(Word.TERIMA_KASIH, Word.LATIHAN),
    }
)
_SINGLE = (Ballot.PPWP, Ballot.GUBERNUR, Ballot.BUPATI)
_PAIRS = ("MELATI–KENANGA", "MAWAR–CEMPAKA", "ANGGREK–TERATAI")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A made-up form: votes of the pairs, valid, invalid, total as they stand on it."""

    votes: tuple[int, int, int]
    valid: int
    invalid: int
    total: int

    def fields(self) -> dict[str, int]:
        """Its numbers by field."""
        votes = {str(place): number for place, number in enumerate(self.votes, 1)}
        return {**votes, "valid": self.valid, "invalid": self.invalid, "total": self.total}


SHEETS = (
    Sheet((102, 87, 64), 254, 4, 258),  # 253: each sheet has a sum that does not fit
    Sheet((45, 120, 9), 175, 6, 181),  # 174
    Sheet((7, 68, 131), 205, 11, 216),  # 206
)


def start(turn: Turn, rest: str) -> Step:
    """LATIHAN: a form to type, like the one on the wall."""
    if _is_the_day(turn):
        return turn.stay(turn.reply("practice.closed"))
    person = turn.facts.person
    sheet = (person.id if person else 0) % len(SHEETS)
    until = (turn.now + LASTS).isoformat()
    kept = {"sheet": sheet, "until": until, "photo": False}
    begun = seen(turn.after(turn.to("home", practice=kept, station=NOWHERE)))
    case = cases(begun)[0]
    place = begun.after(fill.place(begun, case))
    task = turn.reply("practice.task", rows=_rows(SHEETS[sheet]))
    return replace(fill.begin(place, case), replies=(task,))


def _rows(sheet: Sheet) -> tuple[Phrase, ...]:
    names = [*(f"{n} {pair}" for n, pair in enumerate(_PAIRS, 1))]
    boxes = [_boxes(number) for number in sheet.fields().values()]
    rows = [
        phrase("practice.row", field=name, boxes=box)
        for name, box in zip(names, boxes, strict=False)
    ]
    tail = zip(("valid", "invalid", "total"), boxes[len(names) :], strict=True)
    rows += [phrase("practice.row", field=phrase(f"field.{n}"), boxes=box) for n, box in tail]
    return tuple(rows)


def _boxes(number: int) -> str:
    """Three boxes of a form: X 8 7."""
    return " ".join(str(number).rjust(3, "X"))


def _is_the_day(turn: Turn) -> bool:
    """From the morning of the vote until the next noon every report is meant."""
    election = turn.facts.election
    today = turn.at(turn.now).date()
    return election is not None and election.date <= today <= election.date + timedelta(days=1)


def practised(turn: Turn, chain: Chain) -> Step | None:
    """The turn within the practice report that is going on, if one is."""
    if not active(turn) or beside(turn):
        return None
    if not goes_on(turn):
        turn = leave(turn)
        return left(turn, chain.rest(turn))
    turn = seen(turn)
    done = photo(turn) if turn.inbound.kind is Kind.PHOTO else chain.rest(turn)
    return marked(turn, done)


def active(turn: Turn) -> bool:
    """Whether this talk practises."""
    return "practice" in turn.data


def seen(turn: Turn) -> Turn:
    """The turn as it looks while somebody practises: the made-up station alone."""
    if not active(turn):
        return turn
    facts, election = turn.facts, turn.facts.election
    plain = replace(election, detail=Detail.TOTALS, asks_figures=False) if election else None
    known = replace(facts, election=plain, mandates=(_mandate(turn),))
    return replace(turn, facts=replace(known, reports=(), photos=(), tasks=(), disputes=()))


def _mandate(turn: Turn) -> MandateFacts:
    known = [one.ballot for one in turn.facts.election.ballots] if turn.facts.election else []
    ballot = next((one for one in _SINGLE if one in known), Ballot.PPWP)
    choices = tuple(Choice(str(n), pair, pair) for n, pair in enumerate(_PAIRS, 1))
    contest = Contest(ballot, "latihan", "Latihan", 1, choices)
    facts = StationFacts("latihan", NOWHERE, voters=300)
    place = StationPlace(NOWHERE, facts, "Latihan", "Latihan", "Latihan", "Asia/Jakarta")
    covered = (ContestFacts(NOWHERE, contest),)
    return MandateFacts(NOWHERE, NOWHERE, "Latihan", "0", "pair", place, covered)


def goes_on(turn: Turn) -> bool:
    """Whether what arrived belongs to the practice; what does not is meant, and leaves it."""
    inbound = turn.inbound
    if inbound.kind is Kind.OUTCOME:
        return True
    if _is_the_day(turn) or turn.now > datetime.fromisoformat(turn.data["practice"]["until"]):
        return False
    if inbound.kind in (Kind.PHOTO, Kind.OTHER):
        return True
    if inbound.kind not in (Kind.TEXT, Kind.PRESS) or turn.dialog.step not in _STEPS:
        return False
    word = said(turn.text)
    if word is not None:
        return word.word in _STAYS and not (word.rest and station_in(word.rest)[0] is not None)
    return not _speaks_of_real(turn)


def _speaks_of_real(turn: Turn) -> bool:
    """Numbers with a station or with another ballot's name are a report of theirs."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    named, _ = spoken(turn.text, ballots)
    own = _mandate(turn).contests[0].contest.ballot
    return station_in(turn.text)[0] is not None or (named is not None and named.ballot != own)


def beside(turn: Turn) -> bool:
    """Whether what arrived has nothing to do with it: news from outside, a message in a group."""
    outcome = turn.inbound.outcome
    return turn.inbound.group or (outcome is not None and not isinstance(outcome, TrainingKept))


def leave(turn: Turn) -> Turn:
    """The turn without the practice: the real stations, and no draft of the made-up one."""
    made_up = f"{NOWHERE}:{NOWHERE}"
    drafts = {k: v for k, v in turn.data.get("drafts", {}).items() if k != made_up}
    return turn.after(turn.to("home", practice=None, station=None, drafts=drafts or None))


def left(turn: Turn, done: Step) -> Step:
    """Says that the practice is over, before what is answered."""
    word = said(turn.text) if turn.inbound.kind in (Kind.TEXT, Kind.PRESS) else None
    if word is not None and word.word is Word.BATAL:
        return replace(done, replies=(turn.reply("practice.cancelled"),))
    return replace(done, replies=(turn.reply("practice.left"), *done.replies))


def photo(turn: Turn) -> Step:
    """A photo to practise with is looked at by nobody and not kept."""
    kept = {**turn.data["practice"], "photo": True}
    return turn.stay(turn.reply("practice.photo"), effects=(DropFile(),), practice=kept)


def marked(turn: Turn, done: Step) -> Step:
    """Every answer says that it is practice; a report is marked instead of saved."""
    if "practice" not in done.dialog.data:
        return done
    replies = tuple(_mark(reply) for reply in done.replies)
    reports = [one for one in done.effects if isinstance(one, SubmitReport)]
    if not reports:
        return replace(done, replies=replies)
    effects = tuple(one for one in done.effects if not isinstance(one, SubmitReport))
    return replace(done, replies=replies, effects=(*effects, _result(turn, reports[0])))


def _mark(reply: Reply) -> Reply:
    if reply.key.startswith("practice."):
        return reply
    return replace(reply, key="practice.mark", values={"text": Phrase(reply.key, reply.values)})


def _result(turn: Turn, report: SubmitReport) -> KeepTraining:
    """Compares what would have been saved with the sheet, field by field; and photo first."""
    practice = turn.data["practice"]
    given = cells(report.tally, _mandate(turn).contests[0].contest)
    written = SHEETS[int(practice["sheet"])].fields()
    wrong = [name for name, number in written.items() if given.get(name) != number]
    late = () if practice.get("photo") else ("photo",)
    score = len(written) + 1 - len(wrong) - len(late)
    return KeepTraining("practice", score, len(written) + 1, not wrong, (*wrong, *late))


def kept(turn: Turn, outcome: TrainingKept) -> Step:
    """How it went, and what was different from the form."""
    if outcome.kind != "practice" or not active(turn):
        return quiz.kept(turn, outcome)
    sheet = SHEETS[int(turn.data.get("practice", {}).get("sheet", 0))].fields()
    wrong = tuple(
        phrase("practice.wrong", field=_field(name), boxes=_boxes(sheet[name]))
        for name in outcome.wrong
        if name in sheet
    )
    advice = phrase("practice.photo_first") if "photo" in outcome.wrong else ""
    values: dict[str, Shown] = {"score": outcome.score, "out_of": outcome.out_of}
    out = leave(turn)
    if not outcome.passed:
        again = button("latihan", "button.practise_again")
        return out.stay(
            turn.reply_of("practice.failed", {"wrong": wrong, "advice": advice, **values}, again)
        )
    key = "practice.passed" if outcome.quiz else "practice.passed_quiz_next"
    return out.stay(turn.reply_of(key, {"advice": advice, **values}))


def _field(name: str) -> Line:
    return phrase(f"field.{name}") if name in ("valid", "invalid", "total") else f"nomor {name}"


SPEC = Spec(
    "practice",
    who=Who.KNOWN,
    words={Word.LATIHAN: start},
    hears=(on(TrainingKept, kept),),
    claim=Claim(practised, when("keeps:practice")),
)
