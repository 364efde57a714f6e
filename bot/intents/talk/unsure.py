"""Where a message is not understood: what it may mean as buttons, or a person to ask."""

from dataclasses import replace

from bot.engine.messages import Step
from bot.engine.spec import Chain
from bot.engine.turn import Turn, button, offered, phrase
from bot.engine.words import Word
from bot.intents.talk import answer
from bot.intents.talk.match import Heard

TOPIC = "tentang"
"""The word behind the buttons that are offered where we are not sure."""
SMALL_TALK: dict[str, str] = {Word.SALAM: "greeting", Word.TERIMA_KASIH: "thanks"}
"""Words that are answered with a kind word where a question stands open, by their intents."""
UNHEARD = frozenset(
    {
        *("home.not_understood", "home.duties", "home.duties_figures", "report.not_understood"),
        *(
            "report.not_understood_sum",
            "report.what_change_again",
            "report.doubt_again",
            "report.confirm_again",
        ),
        *("choose.again", "incident.category_again", "copy.again", "letter.again"),
        *("questions.unknown", "enrol.again", "enrol.welcome", "enrol.welcome_voters"),
        *(
            "check_in.location_again",
            "recheck.again",
            "quiz.again",
            "decide.again",
            "home.no_mandate",
        ),
    }
)
"""Answers of steps that did not understand what was typed."""
_OFFERED = 3


def offer(turn: Turn, found: list[Heard]) -> Step:
    """Did you mean ...: a button for each of the likeliest."""
    one_of = offered if len(found) == 1 else button
    buttons = tuple(
        one_of(f"{TOPIC}:{one.intent.code}", f"intent_title.{one.intent.code}")
        for one in found[:_OFFERED]
    )
    key = "intents.which" if len(buttons) > 1 else "intents.is_it"
    return turn.stay(turn.reply(key, *buttons))


def person(turn: Turn, chain: Chain, texts: list[str]) -> Step:
    """Twice not understood: a person may be asked, and the open question stays."""
    call = offered("panggil", "intents.button_call")
    told = phrase("intents.twice" if turn.facts.mandates else "intents.twice_leader")
    step = answer.said(turn, chain, told, (call,))
    if not any(one.data == "panggil" for reply in step.replies for one in reply.buttons):
        step = answer.said(turn, chain, told, (call,), quiet=True)
    return noting(step, texts)


def noting(step: Step, texts: list[str]) -> Step:
    """Keeps what was not understood, for whoever is asked for help."""
    data = {**step.dialog.data, "unheard": texts}
    return replace(step, dialog=replace(step.dialog, data=data))


def understood(step: Step) -> Step:
    """Something was understood: the count begins anew."""
    data = {key: value for key, value in step.dialog.data.items() if key != "unheard"}
    return replace(step, dialog=replace(step.dialog, data=data))
