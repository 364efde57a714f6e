"""Which intent a message is, and how surely: every phrase of the data against its words."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path

from bot.engine.grammar.clean import plain
from bot.intents.talk.content_words import NOT, tokens

_DATA = Path(__file__).with_name("phrases.toml")
SURE = 0.72
"""From here on an intent is answered; tuned on hands A and B of the corpus."""
NEAR = 0.45
"""From here on an intent is offered as a button."""
EXACT = 0.97
"""The words of the message are those of a phrase and no others."""
_STRANGE = 0.5
"""What a word of the message that no phrase knows weighs, beside words that tell an intent."""
_TURNED = 0.6
"""What is left of a likeness where one says no and the other does not; stories have both."""
_TAG = 2
"""Words at the end in which a "tidak" only asks: "boleh besok gak min"."""
_TELLING = 5
"""Content words from which on a few words of trouble make a story."""
_SIGNS = re.compile(
    "[\U0001f44d\U0001f44c\U0001f64f\U0001f600-\U0001f60f\U0001f642\U0001f643\u2764\u263a\u270a\U0001f4aa\u2705]"
)
"""A thumb, folded hands, a smile: a nod."""
_SIGHS = re.compile("[\U0001f610-\U0001f641\U0001f644\U0001f62d]")
"""A face that sighs or cries."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that people ask or tell; see phrases.toml for what its fields mean."""

    code: str
    phrases: tuple[frozenset[str], ...]
    typed: dict[str, tuple[str, ...]]
    say: str = ""
    buttons: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    kind: str = "question"
    category: str = ""
    anyone: bool = False
    quiet: bool = False
    witness: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent and how surely it is meant, 0 to 1; `exact`: typed as a phrase of the data."""

    intent: Intent
    score: float
    exact: bool = False


@cache
def intents() -> dict[str, Intent]:
    """All intents by their codes, in the order of the data."""
    told = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    found = {code: _intent(code, one) for code, one in told.items()}
    seen = Counter(word for one in found.values() for word in frozenset().union(*one.phrases))
    return {code: _known_by(one, seen) for code, one in found.items()}


def _texts(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else ()


def _known_by(intent: Intent, seen: Counter[str]) -> Intent:
    """Without phrases of which one common word is left: of "mau lapor ada" only "lapor" is."""
    typed = (one for phrases in intent.typed.values() for one in phrases if " " not in one)
    alone = {word for one in typed for word in tokens(one)}
    kept = tuple(p for p in intent.phrases if len(p) > 1 or p <= alone or seen[min(p)] == 1)
    return replace(intent, phrases=kept)


def _intent(code: str, given: Mapping[str, object]) -> Intent:
    typed = {language: _texts(given[language]) for language in ("id", "en")}
    told = (phrase for phrases in typed.values() for phrase in phrases)
    sets = (frozenset(tokens(phrase)) for phrase in told)
    return Intent(
        code,
        tuple(dict.fromkeys(found for found in sets if found)),
        typed,
        str(given.get("say", "")),
        _texts(given.get("buttons")),
        frozenset(tokens(str(given.get("words", "")))),
        str(given.get("kind", "question")),
        str(given.get("category", "")),
        bool(given.get("anyone", False)),
        bool(given.get("quiet", False)),
        bool(given.get("witness", False)),
        bool(given.get("late", False)),
    )


@cache
def _weights() -> dict[str, float]:
    """How much a word tells: rare among intents is much, common ("bagaimana") is little."""
    known = intents().values()
    seen = Counter(word for one in known for word in frozenset().union(*one.phrases))
    return {word: 0.35 + log(len(known) / count) / log(len(known)) for word, count in seen.items()}


@cache
def _typed_so() -> dict[str, Intent]:
    """Every phrase as it stands in the data, for messages that are nothing else."""
    told: dict[str, Intent] = {}
    for one in intents().values():
        for phrase in (*one.typed["id"], *one.typed["en"]):
            told.setdefault(plain(phrase), one)
    return told


def heard(text: str) -> list[Heard]:
    """The intents that a message may be, the surest first."""
    said, same = tokens(text), _typed_so().get(plain(text))
    if same is not None:
        return [Heard(same, 1.0, exact=True)]
    if not said:
        sad = not _SIGNS.search(text) and _SIGHS.search(text)
        code = "cheer" if sad else "noted" if _SIGNS.search(text) else ""
        return [Heard(intents()[code], 1.0)] if code else []
    words = frozenset(said)
    turned = bool(frozenset(said[:-_TAG]) & NOT)
    likest = _likest(words, turned)
    found = [
        Heard(one, _score(one, likest.get(one.code, 0.0), words)) for one in intents().values()
    ]
    return sorted((one for one in found if one.score >= NEAR), key=lambda one: -one.score)


def _score(intent: Intent, best: float, words: frozenset[str]) -> float:
    known_words = len(intent.words & words)
    many = known_words > 1 and len(words) >= _TELLING
    return max(best, min(0.42 + 0.1 * known_words, 0.9)) if many else best


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of an intent: its words, what they weigh together, whether it says no."""

    intent: Intent
    words: frozenset[str]
    weight: float
    no: bool


@cache
def _by_word() -> dict[str, tuple[_Phrase, ...]]:
    """The phrases that hold a word: a message is compared with those it shares one with."""
    weights, found = _weights(), dict[str, list[_Phrase]]()
    for intent in intents().values():
        for phrase in intent.phrases:
            weight = sum(weights[word] for word in phrase)
            told = _Phrase(intent, phrase, weight, bool(phrase & NOT))
            for word in phrase:
                found.setdefault(word, []).append(told)
    return {word: tuple(phrases) for word, phrases in found.items()}


def _likest(words: frozenset[str], turned: bool) -> dict[str, float]:
    """How much the likest phrase of each intent is said; nothing for those without a word of it."""
    weights, by_word = _weights(), _by_word()
    known = sum(weights.get(word, _STRANGE) for word in words)
    alike = {id(one): one for word in words for one in by_word.get(word, ())}
    best: dict[str, float] = {}
    for phrase in alike.values():
        no = None if phrase.intent.kind == "story" else turned
        score = _likeness(phrase, words, known, no)
        if score > best.get(phrase.intent.code, 0.0):
            best[phrase.intent.code] = score
    return best


def _likeness(phrase: _Phrase, words: frozenset[str], known: float, turned: bool | None) -> float:
    """How much of a phrase is said, above all, and how much of the message it explains."""
    weights, both = _weights(), phrase.words & words
    shared = sum(weights.get(word, _STRANGE) for word in both)
    recall = shared / phrase.weight
    covered = shared / known
    if len(phrase.words) == 1 and len(words) > 2:
        covered *= 0.7
    score = recall * recall * (0.55 + 0.45 * covered)
    other = turned is not None and ((turned and not phrase.no) or (phrase.no and not words & NOT))
    return score * _TURNED if other and len(words) > len(both) else score
