"""TANYA: questions that the pack has answers to, by menu or in words of one's own."""

from bot.engine.facts import QuestionFacts
from bot.engine.grammar.clean import clean, words_of
from bot.engine.marks import LONGEST, when
from bot.engine.messages import Button, Kind, Step
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button
from bot.engine.vocabulary import one_slip
from bot.engine.words import Word, said
from bot.filling import beside
from bot.questions.talk.effects import NoteQuestion, TellPastResults
from bot.questions.talk.outcomes import QuestionAnswered, QuestionsClosed
from models.rules import code_text
from models.rules.access import Who

_AROUND = frozenset(
    "di untuk dan yang dari pada tahun suara perolehan tolong mohon minta dong ya pak bu kak min "
    "the of in for was were is did dulu kemarin last".split()
)
"""Words around a place that name none."""
KEEPS = frozenset({Word.BATAL, Word.BANTUAN})
"""Words that are answered where questions are asked."""
_SHORTEST_SLIP = 5
_LONGEST = 500
_ASKING = frozenset(
    "apa apakah siapa kapan kenapa mengapa bagaimana gimana berapa bisakah bolehkah "
    "what who when why how can".split()
)


def start(turn: Turn, rest: str) -> Step:
    """TANYA shows the menu; TANYA with a question behind it answers."""
    if turn.pressed:
        return answered(turn, turn.pressed)
    if rest.strip():
        return reply_to(turn.saying(rest))
    return menu(turn, "questions.menu")


def menu(turn: Turn, key: str) -> Step:
    """The questions that have an answer, as buttons."""
    known = known_questions(turn)
    if not known:
        return turn.to("home", turn.reply("questions.none"))
    return turn.to("questions", turn.reply(key, *(_button(turn, one) for one in known)))


def answered(turn: Turn, code: str) -> Step:
    """The answer of a pressed button."""
    code, _, area = code.partition(":")
    found = next((one for one in known_questions(turn) if one.code == code), None)
    if found is not None and area:
        return turn.stay(effects=(TellPastResults(code, code=area),))
    return _told(turn, found) if found else menu(turn, "questions.menu")


def answer(turn: Turn) -> Step:
    """A question in words of one's own; BATAL leaves."""
    found = said(turn.text)
    if found is not None and found.word is Word.BATAL:
        return turn.to("home", turn.reply("questions.left"))
    if found is not None and found.word is Word.BANTUAN:
        return menu(turn, "questions.menu")
    return reply_to(turn)


def reply_to(turn: Turn) -> Step:
    """The answer that fits; several that fit as well; or that it is not known, and noted."""
    best = matches(turn, turn.text)
    if len(best) == 1:
        place = _beyond(best[0], turn.text) if best[0].results else ""
        return (
            turn.stay(effects=(TellPastResults(best[0].code, place),))
            if place
            else _told(turn, best[0])
        )
    if best:
        reply = turn.reply("questions.which", *(_button(turn, one) for one in best))
        return turn.to("questions", reply)
    asked = turn.after(turn.to("questions", noted=True))
    unknown = menu(asked, "questions.unknown")
    effects = (NoteQuestion(turn.text.strip()[:_LONGEST]),)
    dialog = asked.dialog if unknown.dialog.step == "questions" else unknown.dialog
    return Step(dialog, unknown.replies, effects)


def meant(turn: Turn, chain: Chain) -> Step | None:
    """At the place of questions, what is none is heard as anywhere else: HADIR, figures, a code."""
    left_alone = turn.inbound.group or not turn.text.strip() or len(turn.text) > LONGEST
    if left_alone or code_text.sure(turn.text) or _for_us(turn):
        return None
    return chain.whole(turn.after(turn.to("home")))


def _for_us(turn: Turn) -> bool:
    """Whether it belongs here: a way out, a question, the first words after TANYA."""
    heard = said(turn.text)
    if heard is not None and (heard.word in KEEPS or heard.word == Word.TANYA):
        return True
    if takes(turn):
        return True
    words = [one for one in words_of(clean(turn.text)) if not any(map(str.isdigit, one))]
    if heard is not None or not known_questions(turn) or beside.figures(turn) is not None:
        return False
    return bool(words) if "noted" not in turn.data else not _ASKING.isdisjoint(words)


def strangers(turn: Turn) -> Step | None:
    """A question of somebody unknown, at no step that takes it."""
    typed = turn.facts.person is None and turn.inbound.kind in (Kind.TEXT, Kind.PRESS)
    return reply_to(turn) if typed and takes(turn) else None


def takes(turn: Turn) -> bool:
    """Whether a stranger's words are a question for us, not a code or a greeting."""
    heard = said(turn.text)
    if not known_questions(turn) or (heard is not None and not heard.rest):
        return False
    if heard is not None:  # "hasil pemilu lalu" begins like ISI, which is no stranger's word
        return bool(matches(turn, turn.text))
    words = words_of(clean(turn.text))
    asks = turn.text.strip().endswith("?") or bool(words and words[0] in _ASKING)
    return bool(matches(turn, turn.text)) or (asks and len(words) > 1)


def matches(turn: Turn, text: str) -> tuple[QuestionFacts, ...]:
    """The questions whose keywords fit best, small typing mistakes forgiven."""
    words = [word.strip(".?!\"'()") for word in words_of(clean(text))]
    scores = {one.code: _score(one, words) for one in known_questions(turn)}
    best = max(scores.values(), default=0)
    return tuple(one for one in known_questions(turn) if best and scores[one.code] == best)


def _score(question: QuestionFacts, words: list[str]) -> int:
    found = 0
    for keyword in question.keywords:
        parts = clean(keyword).split()
        if parts and all(any(_same(part, word) for word in words) for part in parts):
            found = max(found, len(parts)) if len(parts) == 1 else found + len(parts)
    return found


def _same(part: str, word: str) -> bool:
    return part == word or (len(part) >= _SHORTEST_SLIP and one_slip(part, word))


def known_questions(turn: Turn) -> tuple[QuestionFacts, ...]:
    """What this election's pack answers."""
    return turn.facts.election.questions if turn.facts.election else ()


def general(turn: Turn, code: str, place: str) -> Step:
    """The pack's own answer, where nothing is known of the place that was named."""
    found = next((one for one in known_questions(turn) if one.code == code), None)
    if found is None:
        return menu(turn, "questions.menu")
    done = _told(turn, found)
    first = (turn.reply("past_results.none", place=place),) if place else ()
    return Step(done.dialog, (*first, *done.replies))


def _beyond(question: QuestionFacts, text: str) -> str:
    """What a message says beside a question's keywords and the words of asking: a place."""
    words = [word.strip(".?!\"'()") for word in words_of(clean(text))]
    known = {part for keyword in question.keywords for part in clean(keyword).split()}
    left = [
        word
        for word in words
        if not word.isdigit()
        and word not in _ASKING | _AROUND
        and not any(_same(part, word) for part in known)
    ]
    return " ".join(left)


def _told(turn: Turn, found: QuestionFacts) -> Step:
    text = found.answer[_english(turn)]
    return turn.to("home", turn.reply("questions.answer", text=text))


def _button(turn: Turn, question: QuestionFacts) -> Button:
    title = question.title[_english(turn)]
    return button(f"tanya:{question.code}", "questions.title", text=title)


def _english(turn: Turn) -> bool:
    """Whether the pack's English is wanted, as `step` decides it for our own texts."""
    person = turn.facts.person
    asked = turn.data.get("language") or turn.inbound.language[:2].lower()
    return (person.language if person else asked) == "en"


def heard(turn: Turn, event: QuestionAnswered) -> Step:
    """A leader's answer to what was asked before."""
    said, text = event.question, event.answer
    return turn.stay(turn.reply("questions.heard", question=said, text=text))


def closed(turn: Turn, outcome: QuestionsClosed) -> Step:
    """To the leader."""
    return turn.stay(turn.reply("questions.closed", count=outcome.count))


SPEC = Spec(
    "questions",
    answer,
    free=True,
    words={Word.TANYA: start},
    keeps=KEEPS,
    who=Who.ANYONE,
    claim=Claim(meant, when("text at:questions")),
    fallback=strangers,
    hears=(
        on(QuestionAnswered, heard),
        on(QuestionsClosed, closed),
    ),
)
