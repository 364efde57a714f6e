"""Stores return values and know no conversation: what may still be there is counted, or named."""

import re
from collections.abc import Iterator

from bot.capabilities import CONVERSATION
from tests.architecture.source import Source, product

EVENTS = set(CONVERSATION.engine.events)
PHASES = {"check_in"}
"""A phase's code in the packs, and an outcome's name as well."""


def _named(source: Source) -> set[str]:
    """The events that a file names: as a text of its own, or quoted in a statement."""
    quoted = {word for text in source.texts for word in re.findall(r"'([a-z_]+)'", text)}
    return EVENTS & ({*source.texts} | quoted) - PHASES


def test_no_store_names_an_event_of_the_conversation() -> None:
    found = {
        (source.name, name)
        for source in product("models/stores")
        for name in _named(source)
        if "_" in name or name in {"digest", "vouched", "reserved", "assigned", "swapped"}
    }
    assert found == set()


COMMON = {"base", "messaging", "persons", "packs", "speaker"}
"""Stores that every capability may use."""
OTHERS = {
    "attendance.stand_ins -> mandates": "a reserve takes a place: a mandate",
    "attendance.stand_ins -> revotes": "a station is found by what was said",
    "base.assigned -> mandates": "attendance and mandates give places, and both tell the witness",
    "corrections.doers -> attendance": "what nobody decides climbs",
    "corrections.doers -> reports": "an approved correction is a revision",
    "digests.news -> recap": "the count of an area",
    "digests.news -> reports": "how far the reports in dispute are apart",
    "digests.news -> seats": "seats that changed hands",
    "digests.rounds -> candidates": "candidates have their digest in the same round",
    "digests.rounds -> recap": "the count of an area",
    "disputes.facts -> reports": "what the reports in dispute say",
    "incidents.doers -> attendance": "what nobody takes climbs",
    "mandates.late_mandates -> reports": "what a late witness said counts by another's word",
    "mandates.doers -> revotes": "a station is found by what was said",
    "messaging.removals -> voters": "files that hold a NIK are deleted",
    "messaging.runner -> revotes": "sixteen digits may be a station's code",
    "base.calling -> attendance": "a list of who is missing says whom to call",
    "reports.doers -> attendance": "figures from a station prove presence",
    "reading.doers -> reports": "a photo may confirm or doubt a result",
    "recap.area_lists -> attendance": "BELUM of leaders: who is missing",
    "recap.area_lists -> reports": "SELISIH of leaders: open disputes",
    "register_updates.doers -> voters": "a report is about a voter of the register",
    "voters.doers -> questions": "what is kept about a sender is deleted with it",
    "voters.doers -> recruiting": "likewise",
}
"""Capabilities that use another's store, and why. The list may only get shorter."""


def _arrows() -> Iterator[str]:
    for file in product("bot"):
        module = file.name.removeprefix("bot/").removesuffix(".py").replace("/", ".")
        own = module.partition(".")[0]
        for source, _ in file.sources:
            store = source.removeprefix("models.stores.").partition(".")[0]
            known = {*COMMON, own, source, ""} if own != "processes" else {store}
            if source.startswith("models.stores.") and store not in known:
                yield f"{module} -> {store}"


def test_a_capabilitys_store_is_its_own_but_for_what_is_listed_with_a_reason() -> None:
    assert set(_arrows()) == OTHERS.keys()


ROWS = {
    "models/stores/audit/audit_check.py": "hashes entries as they are stored",
    "models/stores/base/audit.py": "likewise",
    "models/stores/reports/reports.py": "compares the last revision column by column",
}


def test_rows_of_sqlalchemy_stay_inside_a_few_stores() -> None:
    found = {source.name for source in product() if ("sqlalchemy", "Row") in source.sources}
    assert found == ROWS.keys()


def test_untyped_values_only_get_fewer() -> None:
    found = sum((source.names + source.imported).count("Any") for source in product())
    assert found <= ANY


ANY = 243
"""Today's number, imports with it. Whoever makes it smaller writes the smaller one here.

What came through JSON is `Json` (models/values.py), what a text shows `Shown`, an outcome a class.
"""
