"""After the check-in: was the written mandate handed to the KPPS? Then how the night goes on."""

from bot.attendance.talk.effects import NoteMandateLetter
from bot.engine.grammar.clean import plain
from bot.engine.messages import Phrase, Reply, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, offered, phrase
from bot.engine.words import Word, said
from bot.filling import beside
from models.rules.organisation import Paper

_HANDED = frozenset("sudah udah done sdh telah handed".split())
_NOT = frozenset("belum blm not nggak gak tidak tdk ditolak menolak".split())


def answer(turn: Turn) -> Step:
    """Yes or no in any words, or numbers already; anything else is asked about again, once."""
    reported = beside.figures(turn)
    if reported is not None:
        return reported
    words = plain(turn.text).split()
    found = said(turn.text)
    check_in = turn.data.get("check_in")
    negative = bool(_NOT & set(words)) or (found is not None and found.word is Word.TIDAK)
    positive = bool(_HANDED & set(words)) or (found is not None and found.word is Word.BENAR)
    if not (negative or positive):
        return turn.stay(again(turn))
    effects = (NoteMandateLetter(check_in, not negative),) if check_in is not None else ()
    key = "letter.not_yet" if negative else "letter.handed"
    template = offered("templat", "button.template")
    return turn.to("home", turn.reply(key, template), effects=effects)


def again(turn: Turn) -> Reply:
    """The question once more."""
    buttons = button("sudah", "button.handed"), button("belum", "button.not_handed")
    return turn.reply("letter.again", *buttons, paper=question(turn))


def question(turn: Turn) -> Phrase | str:
    """Whether the paper of this organisation's people was shown; empty where they need none."""
    paper = turn.facts.election.paper if turn.facts.election else Paper.MANDATE
    return "" if paper == Paper.NONE else phrase(f"letter.ask_{paper}")


def without_paper(turn: Turn) -> Step:
    """How the night goes on, where no paper is asked for."""
    return turn.to("home", turn.reply("letter.handed", offered("templat", "button.template")))


SPEC = Spec(
    "mandate_letter",
    answer,
    keeps=frozenset({Word.BELUM, Word.BENAR, Word.TIDAK}),
    again=again,
)
