"""The buttons below our last message: their words do what they do, and yes presses what was asked.

They are kept in the dialog's data, so that a typed answer is known before its facts are read.
"""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.engine.grammar.clean import plain
from bot.engine.grammar.lexicon import is_a
from bot.engine.messages import Dialog, Inbound, Kind, Reply, Step
from bot.engine.texts import catalogue, tell
from bot.engine.vocabulary import Said, Vocabulary
from models.values import Json

KEY = "below"
"""Where they are kept: pairs of data and label, then what yes presses, if it presses one."""
_RIGHT = frozenset({"benar", "sesuai formulir"})
"""What buttons send that say that figures are right."""
_LEAST = 3
"""Letters of a word that may name one of several buttons: "dpr" does."""


def kept(step: Step, language: str, words: Vocabulary) -> Step:
    """A step that remembers the buttons of its last reply that has some; without any, those before.

    What was offered stands until the next reply: then yes answers that one. Buttons whose label is
    a word of the talk are not kept: that word is heard anyhow.
    """
    if not step.replies:
        return step
    last = next((reply for reply in reversed(step.replies) if reply.buttons), None)
    before = step.dialog.data.get(KEY, {})
    labels = _labels(last, language, words) if last else before.get("labels")
    told: dict[str, Json] = {"labels": labels} if labels else {}
    yes = next((one.data for one in last.buttons if one.yes), None) if last else None
    if last is not None and yes is not None:
        told |= {"yes": yes, "figures": any(_head(one.data) in _RIGHT for one in last.buttons)}
    data = {name: value for name, value in step.dialog.data.items() if name != KEY}
    return replace(step, dialog=replace(step.dialog, data={**data, KEY: told} if told else data))


def offers(dialog: Dialog) -> bool:
    """Whether our last message offered something that yes takes."""
    return "yes" in dialog.data.get(KEY, {})


def _labels(reply: Reply, language: str, words: Vocabulary) -> list[list[str]]:
    texts = catalogue(language)
    told = [
        (b.data, plain(tell(b.key, b.values, language))) for b in reply.buttons if b.key in texts
    ]
    return [[data, label] for data, label in told if not _same(words, data, label)]


def _same(words: Vocabulary, data: str, label: str) -> bool:
    """Whether a label is the very word that its button sends."""
    typed, sent = words.said(label), words.said(_head(data))
    return typed is not None and sent is not None and typed.word == sent.word


def _head(data: str) -> str:
    return data.partition(":")[0]


def pressed(inbound: Inbound, dialog: Dialog, said: Said | None) -> Inbound:
    """A typed message as the press that it stands for; any other as it is.

    A word of the talk by itself stays a word: it says the same, and has its own answer. `said`: the
    word that the message is or begins with.
    """
    below = dialog.data.get(KEY)
    typed = inbound.kind is Kind.TEXT and not (inbound.late or inbound.edited or inbound.group)
    if not below or not typed or "?" in inbound.text:
        return inbound
    labels, yes = below.get("labels", []), below.get("yes")
    right = bool(below.get("figures")) and _is_strong(inbound.text)
    if yes is not None and _agrees(inbound.text) and not right:
        return replace(inbound, kind=Kind.PRESS, text=yes)
    if said is not None and not said.rest:
        return inbound
    meant = _named(plain(inbound.text), labels, whole=said is not None)
    return inbound if meant is None else replace(inbound, kind=Kind.PRESS, text=meant)


def _agrees(text: str) -> bool:
    """Whether a message says yes to an offer and nothing else: "iya tolong", "boleh pak"."""
    words = plain(text).split()
    left = [word for word in words if not is_a(word, "yes") and word not in _consent()]
    beside = all(is_a(word, "address", "particle") for word in left)
    return (beside and len(left) < len(words)) or text.strip() in ("👍", "👌")


@cache
def _consent() -> frozenset[str]:
    told = tomllib.loads(Path(__file__).with_name("below.toml").read_text(encoding="utf-8"))
    return frozenset(str(told["consent"]).split())


def _is_strong(text: str) -> bool:
    """Whether it says that figures are right, where those wait beside what is offered."""
    return any(is_a(word, "strong") for word in plain(text).split())


def _named(typed: str, labels: list[list[str]], *, whole: bool) -> str | None:
    """The button whose label was typed; of a choice of like things a part of one alone will do."""
    if not any(letter.isalpha() for letter in typed):
        return None
    same = [data for data, label in labels if label == typed]
    if same or whole:
        return same[0] if same else None
    words = frozenset(one for one in typed.split() if not is_a(one, "address", "particle"))
    heads = {_head(data) for data, _ in labels}
    if len(labels) < 2 or len(heads) > 1 or not any(len(word) >= _LEAST for word in words):
        return None
    near = [data for data, label in labels if ":" in data and words <= frozenset(label.split())]
    return near[0] if len(near) == 1 else None
