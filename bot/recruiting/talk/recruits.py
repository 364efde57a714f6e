"""PELAMAR, TERIMA R-7QKD, TOLAK R-7QKD: coordinators answer those who want to be witnesses."""

from bot.engine.grammar.codes import code_in
from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec, on
from bot.engine.texts import error_key
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import home
from bot.recruiting.talk.effects import DecideApplicant, ListApplicants
from bot.recruiting.talk.outcomes import ApplicantDecided, Applicants, ApplicantsNew, Applying
from models.rules.access import Who

_LONGEST = 200


def show(turn: Turn, rest: str) -> Step:
    """PELAMAR."""
    return turn.stay(effects=(ListApplicants(),))


def heard(turn: Turn, event: ApplicantsNew) -> Step:
    """Somebody new applied: who waits is read now, so that many are one message."""
    return turn.stay(effects=(ListApplicants(event.since),))


def listed(turn: Turn, outcome: Applicants) -> Step:
    """One with all that was told, several as a list, many as a number."""
    rows, count = outcome.rows, outcome.count
    if not rows:
        return turn.stay() if outcome.news else turn.stay(turn.reply("recruits.none"))
    if count == 1:
        return turn.stay(_one(turn, rows[0]))
    if outcome.news:
        where = ", ".join(dict.fromkeys(row.kelurahan for row in rows[:3]))
        more = button("pelamar", "button.applicants")
        return turn.stay(turn.reply("recruits.news", more, count=count, where=where))
    told = tuple(
        phrase("recruits.row", receipt=r.receipt, called=r.name, kelurahan=r.kelurahan)
        for r in rows
    )
    first = rows[0].receipt
    return turn.stay(turn.reply("recruits.list", count=count, rows=told, first=first))


def _one(turn: Turn, row: Applying) -> Reply:
    receipt = row.receipt
    former = phrase("recruits.former", other=row.former) if row.former else ""
    return turn.reply(
        "recruits.one",
        button(f"terima:{receipt}", "button.accept"),
        button(f"tolak:{receipt}", "button.reject"),
        receipt=receipt,
        called=row.name,
        kelurahan=row.kelurahan,
        experience=row.experience,
        former=former,
    )


def accept(turn: Turn, rest: str) -> Step:
    """TERIMA R-7QKD, or the button."""
    code, _ = code_in(turn.pressed if turn.pressed is not None else rest)
    if not code:
        return turn.stay(turn.reply("recruits.which"))
    return turn.stay(effects=(DecideApplicant(code, True),))


def not_leader(turn: Turn, rest: str) -> Step:
    """To everybody else: "terima" alone is a thank-you, the rest is not theirs to do."""
    if "terima" in turn.text.lower() and not code_in(rest)[0]:
        return home.thanked(turn, rest)
    return turn.stay(turn.reply(error_key("not_allowed")))


def decline(turn: Turn, said: str) -> Step | None:
    """TOLAK R-7QKD and the reason; None where no application is named."""
    code, reason = code_in(said)
    if not code:
        return None
    return turn.stay(effects=(DecideApplicant(code, False, reason[:_LONGEST]),))


def decided(turn: Turn, outcome: ApplicantDecided) -> Step:
    """To the coordinator: it is done, or was done before."""
    key = "recruits.accepted" if outcome.accepted else "recruits.declined"
    if outcome.already:
        key = "recruits.already"
    return turn.stay(turn.reply(key, receipt=outcome.receipt, called=outcome.name))


SPEC = Spec(
    "recruits",
    who=Who.LEADER,
    otherwise=not_leader,
    words={Word.PELAMAR: show, Word.TERIMA: accept},
    codes={Word.TOLAK: decline},
    hears=(
        on(ApplicantsNew, heard),
        on(Applicants, listed),
        on(ApplicantDecided, decided),
    ),
)
