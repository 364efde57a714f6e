"""Outcomes are types: what waits in the database opens again, and nobody speaks of one by name."""

import re
from dataclasses import is_dataclass

from bot.base.events import as_json, from_json
from bot.capabilities import CONVERSATION
from bot.corrections.talk.outcomes import CorrectionWaiting
from bot.engine.messages import Inbound, Kind, Outcome, Phrase
from bot.incidents.talk.outcomes import IncidentNew
from tests.architecture.source import product
from tests.worlds import NIGHT

EVENTS = CONVERSATION.engine.events
WAITING = set(
    """
    absence_new act_code act_code_own act_told alarm_over alarm_raised audit_head begin_anew
    cells_differ
    broadcast_answered broadcast_ready broadcast_report broadcast_waiting
    code_used_elsewhere codes_guessed correction_answered correction_made correction_waiting
    applicants_new application_answered digest digest_candidate digest_event incident_new
    incident_told mandate_asked mandate_counts mandate_ended mandate_given mandate_news
    mandate_noted mandate_waits message_undelivered old_vote_counts person_wanted phase_remind
    phone_opened phone_tried photo_moved
    presence_vouched recap_differs reserve_noted swap_answered swap_waiting version_asked
    version_told voters_harvested
    """.split()
)
"""Names by which the database keeps events until they are told: a class that is renamed loses what
waits there, so a name may be added here and never changes."""


def test_every_outcome_is_a_frozen_dataclass() -> None:
    assert [
        kind
        for kind in EVENTS.values()
        if not (is_dataclass(kind) and kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]
    ] == []


def test_what_waits_in_the_database_keeps_its_name() -> None:
    """A class that is told as a notice says so in its first words."""
    told = {name for name, kind in EVENTS.items() if (kind.__doc__ or "").startswith("A notice")}
    assert told == WAITING


def test_marks_name_outcomes_that_there_are() -> None:
    marks = {
        mark.removeprefix("outcome:")
        for source in product("bot")
        for text in source.texts
        for mark in text.split()
        if re.fullmatch(r"outcome:[a-z_]+", mark)
    }
    assert marks
    assert marks <= EVENTS.keys()


def opened(event: Outcome) -> Outcome:
    """An event as it comes back from the database."""
    return from_json(type(event), as_json(event))


def test_an_event_is_the_same_after_waiting_words_and_moments_included() -> None:
    ballot = Phrase("tell.ballot", {"name": Phrase("ballot.dpr", {"name": "DPR"}), "colour": 3})
    changes = ((Phrase("tell.party", {"party": "3"}), 87, 80), ("nomor 2", 1, 2))
    waiting = CorrectionWaiting(
        correction=3,
        witness="Bu Siti",
        ballot=ballot,
        number=7,
        kelurahan="Sukamaju",
        changes=changes,
        since=NIGHT,
    )
    assert opened(waiting) == waiting
    assert as_json(waiting)["ballot"] == {
        "key": "tell.ballot",
        "values": {"name": {"key": "ballot.dpr", "values": {"name": "DPR"}}, "colour": 3},
    }


def test_an_event_of_before_opens_with_less_and_with_more_in_it() -> None:
    kept = {"receipt": "I-7QK", "category": "money", "of_later": 1}
    assert from_json(IncidentNew, kept) == IncidentNew(receipt="I-7QK", category="money")


def test_an_event_that_nobody_knows_any_more_says_nothing() -> None:
    from bot.engine.facts import Facts
    from bot.engine.messages import Dialog, State, Unread

    inbound = Inbound(Kind.OUTCOME, NIGHT, outcome=Unread("long_gone", {"x": 1}))
    done = CONVERSATION.engine.step(State(Dialog(), Facts()), CONVERSATION.opened(inbound), NIGHT)
    assert done.replies == ()
    assert done.effects == ()


def _calls(name: str) -> set[str]:
    """Files of the product that make something of this class."""
    return {source.name for source in product("api", "bot", "models") if name in source.called}


def test_events_are_made_and_read_as_types_alone() -> None:
    """By name and JSON they are known to the door of the database, and to nobody else."""
    assert _calls("Unread") == {"bot/messaging/notices.py"}
    assert _calls("NewNotice") == {"bot/base/events.py"}


def test_nobody_speaks_of_an_outcome_by_its_name() -> None:
    """Two words with an underscore between them; single ones are words of the talk as well."""
    named = {
        (source.name, text)
        for source in product("bot", "models/stores")
        for text in source.texts
        if text in EVENTS and "_" in text
    }
    # Names of steps, which stand in the dialog.
    steps = {spec.name for spec in CONVERSATION.engine.specs}
    assert {one for one in named if one[1] not in steps} == set()


def test_every_outcome_is_heard_and_every_one_that_is_heard_is_an_outcome() -> None:
    made = {
        name
        for source in product("bot")
        for name, parents in source.classes.items()
        if source.name.endswith("/outcomes.py") and "Outcome" in parents
    }
    heard = {kind.__name__ for kind in EVENTS.values()}
    parents = {base.__name__ for kind in EVENTS.values() for base in kind.__mro__}
    assert made - heard - parents == set()


UNTYPED = {
    "bot/base/capability.py": "doers of all kinds of effects in one dict",
    "bot/channels/whatsapp/__init__.py": "what httpx takes",
    "bot/engine/facts.py": "facts of capabilities that the engine does not know",
    "bot/engine/spec.py": "answers to all kinds of outcomes in one list",
    "bot/engine/texts/__init__.py": "what str.format gives",
}


def test_on_the_way_of_a_message_everything_has_a_type_but_for_what_is_listed() -> None:
    found = {source.name for source in product("bot") if "Any" in source.names}
    assert found == UNTYPED.keys()
