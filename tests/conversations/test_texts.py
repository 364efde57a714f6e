"""The catalogue: both languages say the same, and everything that can be said has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from bot.engine.texts import LANGUAGES, catalogue, tell
from bot.filling.grammar.scope import Why
from models import errors
from models.rules.broadcast import State
from models.rules.checks import Code
from models.values import VOTER_FIGURES, Ballot, Role

BOT = Path(__file__).parents[2] / "bot"
KEY = re.compile(r"[a-z_]+\.[A-Za-z_0-9]*[A-Za-z0-9]")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("id")) == set(catalogue("en"))


def test_both_languages_use_no_value_that_the_other_lacks() -> None:
    # Forms of address ({you}, {name}) and names kept from the pack differ by language.
    free = {"you", "name", "colour"}
    told = {
        key: [placeholders(catalogue(language)[key]) - free for language in LANGUAGES]
        for key in catalogue("id")
    }
    assert {key: both for key, both in told.items() if both[0] != both[1]} == {}


def _used() -> Iterator[str]:
    tables = {key.split(".")[0] for key in catalogue("id")}
    for file in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and KEY.fullmatch(text) and text.split(".")[0] in tables:
                yield text


def test_every_key_that_the_talk_names_has_words() -> None:
    missing = set(_used()) - set(catalogue("id"))
    assert not missing


def test_every_text_is_used() -> None:
    built = ("ballot.", "field.", "figure.", "finding.", "refused.", "error.", "tell.", "ask.sum_")
    built += (
        "odd.",
        "button.",
        "incident.kind_",
        "copy.is_",
        "home.role_",
        "revote.kind_",
        "voter.",
        "voter_update.",
    )
    built += ("reading.fault_", "photo.")
    built += ("broadcast.role_", "broadcast.did_", "broadcast.heard_", "broadcast.state_")
    built += ("broadcast.left_", "broadcast.frame")
    built += ("chart.",)
    built += ("proof.act_", "role.", "letter.ask_", "intent.", "intent_title.", "alarm.")
    built += ("intent_reader.", "intent_leader.", "intent_other.")
    built += ("screen.news_", "screen.public_", "count.by_")
    spare = {key for key in catalogue("id") if not key.startswith(built)} - set(_used())
    assert not spare


def test_every_finding_refusal_and_error_has_words() -> None:
    codes = [f"finding.{code}" for code in Code] + [f"refused.{why}" for why in Why]
    codes += [
        f"error.{error.code}"
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.SaksiError)
    ]
    codes += [f"ballot.{ballot}" for ballot in Ballot]
    codes += [f"broadcast.role_{role}" for role in Role]
    codes += [f"broadcast.state_{state}" for state in State]
    codes += [f"ballot.{ballot}_colour" for ballot in Ballot]
    codes += [f"figure.{name}" for name in VOTER_FIGURES]
    missing = set(codes) - set(catalogue("id"))
    assert not missing


MEANT = ("surat suara diterima", "suara: diterima", "yang diterima")
MEANT += ("ppwp 102 87 3", "ppwp 2 jadi 87")
"""Where these words mean something else, or are an example of what to type."""


def test_nobody_is_called_kamu_and_readings_that_agree_are_not_called_sah() -> None:
    wrong = re.compile(r"\b(kamu|anda|engkau)\b|diterima|ppwp")
    meant = re.compile("|".join(map(re.escape, MEANT)))
    texts = {key: meant.sub("", text.lower()) for key, text in catalogue("id").items()}
    assert {key: text for key, text in texts.items() if wrong.search(text)} == {}


def test_who_is_known_by_name_is_called_by_it_and_you_stands_only_in_address() -> None:
    texts = catalogue("id")
    assert [key for key, text in texts.items() if "{name}" in text and "Bapak/Ibu" in text] == []
    loose = re.compile(r"(?<!, )\{you\}")  # "punya Pak sendiri" is what nobody says
    assert [key for key, text in texts.items() if loose.search(text)] == []


def test_a_call_for_a_person_says_what_was_not_understood_only_where_something_was() -> None:
    told = tell("intents.wanted", {"who": "Pak Budi", "phone": "-", "unheard": ""}, "id")
    assert told == "Pak Budi minta dibantu. Telepon: -"


def test_a_sentence_that_ends_with_a_title_has_one_full_stop() -> None:
    told = tell("intents.who", {"ballot": "DPD", "choice": "9 Dr. H. Tugiman, S.H., M.Si."}, "id")
    assert told == "DPD nomor 9 Dr. H. Tugiman, S.H., M.Si."


def test_a_line_whose_value_is_empty_is_left_out() -> None:
    told = tell("report.doubt", {"said": (), "findings": ("Berbeda 9.",), "you": "Bu"}, "id")
    assert told.startswith("Berbeda 9. Coba lihat")
