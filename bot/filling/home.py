"""Where the talk rests: takes numbers for a named ballot, greets, and says what can be done."""

from bot.engine.grammar.clean import plain
from bot.engine.grammar.lexicon import is_a
from bot.engine.messages import Button, Phrase, Reply, Step
from bot.engine.outcomes import NotReady
from bot.engine.turn import Turn, button, offered, phrase
from bot.engine.words import Word
from bot.filling import tell, typed
from bot.filling.assent import says_yes
from bot.filling.cases import cases, current, saved_last
from bot.filling.effects import AskMissing
from bot.filling.grammar.short_answers import story, waits
from bot.filling.grammar.whole_message import figures_in
from models.rules import code_text
from models.rules.access import Who, admits

_ROLES = (
    *("administrator", "coordinator", "auditor", "reviewer", "operator", "recap_witness"),
    *("candidate", "field_officer"),
)
_SAME = {"administrator": "coordinator"}


def menu(turn: Turn) -> tuple[Button, ...]:
    """The few things to do next."""
    if not turn.facts.mandates:
        return (button("bantuan", "button.help"),)
    return (
        button("hadir", "button.here"),
        button("isi", "button.fill"),
        button("belum", "button.missing"),
    )


def answer(turn: Turn) -> Step:
    """A message that is no word: perhaps numbers, else a short help."""
    if code_text.alone(turn.text):
        return turn.stay(turn.reply("enrol.known_already", *menu(turn)))
    if turn.text.strip() and turn.facts.mandates:
        done = typed.numbers(turn, turn.text)
        if done is not None:
            return done
    if not turn.facts.mandates:
        key = "home.duties_figures" if figures_in(turn.text) else "home.duties"
        return _missing_there(turn) or turn.stay(_without_mandate(turn, key))
    if story(turn.text):
        return told_story(turn)
    strong = any(is_a(word, "strong") for word in plain(turn.text).split())
    saved = saved_last(cases(turn)) if strong and says_yes(turn.text) else None
    if saved is not None and saved.report is not None:  # "benar" once more, where nothing is asked
        name, receipt = tell.ballot(saved.ballot), saved.report.receipt
        return turn.stay(turn.reply("home.is_saved", ballot=name, receipt=receipt))
    if waits(turn.text) and not turn.text.rstrip().endswith("?"):
        return turn.stay(turn.reply("home.waiting", *menu(turn)))
    return turn.stay(turn.reply("home.not_understood", *menu(turn)))


def told_story(turn: Turn) -> Step:
    """What happened at the station: offers to note it with the words as they are."""
    note = offered("kejadian:cerita", "button.note_incident")
    key = "home.story" if turn.facts.mandates else "home.story_plain"
    return turn.stay(turn.reply(key, note), story=turn.text.strip()[:1500])


def _missing_there(turn: Turn) -> Step | None:
    """BELUM UMBULHARJO of somebody who may see it; for others BELUM begins many sentences."""
    word, _, place = turn.text.strip().partition(" ")
    roles = turn.facts.person.roles if turn.facts.person else ()
    if word.lower() != Word.BELUM or not place or not admits(Who.READER, roles):
        return None
    return turn.stay(effects=(AskMissing(place.strip()),))


def _without_mandate(turn: Turn, key: str) -> Reply:
    """Somebody who is no witness: what the roles are for, else that nothing is assigned yet."""
    duties = duties_of(turn)
    if duties:
        told = {"duties": duties, "titles": _titles(turn), "time": day_time(turn)}
        return turn.reply_of(key, told, *menu(turn))
    return turn.reply("home.no_mandate", *menu(turn))


def duties_of(turn: Turn) -> tuple[Phrase, ...]:
    """What the person's roles are for, each with its words."""
    roles = turn.facts.person.roles if turn.facts.person else ()
    mine = dict.fromkeys(_SAME.get(role, role) for role in _ROLES if role in roles)
    return tuple(phrase(f"home.role_{role}") for role in mine)


def _titles(turn: Turn) -> Phrase | str:
    """The roles in the organisation's own words: Koordinator Cabang Umbulharjo."""
    titles = tuple(
        phrase("role.title", parts=(phrase(f"role.{one.role}"), one.level, one.place))
        for one in (turn.facts.person.titles if turn.facts.person else ())
    )
    return phrase("home.titles", titles=titles) if titles else ""


def greet(turn: Turn, rest: str) -> Step:
    """Halo: says who is spoken to and what can be done."""
    if not turn.facts.mandates:
        return turn.stay(_without_mandate(turn, "home.duties_greeting"))
    return turn.stay(turn.reply("home.greeting", *menu(turn), time=day_time(turn)))


def for_witnesses(turn: Turn, rest: str) -> Step:
    """A witness's word from somebody without a station: for whom it is, and what is theirs."""
    if not turn.facts.mandates:
        return turn.stay(_without_mandate(turn, "home.duties_witness"))
    return answer(turn)


def day_time(turn: Turn) -> Phrase:
    """ "pagi" until eleven, then siang, sore, malam, by the clock of the station."""
    place = turn.facts.mandates[0].station if turn.facts.mandates else None
    hour = turn.at(turn.inbound.at, place).hour
    names = ((4, "night"), (11, "morning"), (15, "noon"), (18, "afternoon"), (24, "night"))
    return phrase(f"tell.{next(name for until, name in names if hour < until)}")


def thanked(turn: Turn, rest: str) -> Step:
    """A kind word back."""
    case = current(turn) if turn.dialog.step in ("confirm", "doubt") else None
    if case is not None:
        return turn.stay(turn.reply("home.welcome_pending", ballot=tell.ballot(case.ballot)))
    return turn.stay(turn.reply("home.welcome" if turn.facts.mandates else "home.welcome_plain"))


def lapor(turn: Turn, rest: str) -> Step:
    """LAPOR may mean figures or an incident: asks which."""
    if rest and figures_in(rest):
        done = typed.numbers(turn, rest, current(turn)) if turn.facts.mandates else None
        if done is not None:
            return done
    if len(rest.split()) > 2:
        return answer(turn) if not story(turn.text) else told_story(turn)
    buttons = (button("isi", "button.figures"), button("kejadian", "button.incident"))
    return turn.stay(turn.reply("home.lapor", *buttons))


def not_ready(turn: Turn, outcome: NotReady) -> Step:
    """An effect that this installation cannot do: said plainly, nothing pretended."""
    where = "home" if turn.facts.person else "enrol"
    return turn.to(where, turn.reply("error.not_ready"))
