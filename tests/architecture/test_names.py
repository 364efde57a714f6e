"""Names of modules: one thing, one name; a name that stands twice means the same in both places."""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "bot", "ocr", "models")
ROLES = set("__main__ doers effects errors facts grammar outcomes timed updates".split())
"""What a file does for its folder: `facts` of voters, `errors` of the Cloud API."""
SAME_THING = set(
    """
    absences access api_tokens area_lists areas assign attendance audit backup broadcast capacity
    cast coverage digest districts elections evidence files findings gate hold late_mandates letters
    lines meeting missing notices official opt_out organisation outbox outlook own_votes
    past_results people phases phone_links photos place progress projection public_page questions
    quickcount quiz recap recruits report roles screen seats shapes sirekap sources training
    undelivered visits voter voter_changes voters witnesses worker
    """.split()
)
"""One thing at several entrances: seats as a rule, a store, a talk, a route, a command."""


def modules() -> list[Path]:
    found = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    return [path.relative_to(ROOT) for path in found if path.stem != "__init__"]


def test_no_module_has_the_name_of_one_of_the_standard_library() -> None:
    names = {part for path in modules() for part in (*path.parts[1:-1], path.stem)}
    assert (names - {"__main__", "http"}) & sys.stdlib_module_names == set()


def test_a_name_that_stands_twice_is_a_role_or_one_thing_at_several_entrances() -> None:
    twice = {name for name, count in Counter(path.stem for path in modules()).items() if count > 1}
    assert sorted(twice - ROLES - SAME_THING) == []
    assert sorted(SAME_THING - twice) == [], "stands once now: take it out of the list"
