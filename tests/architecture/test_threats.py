"""Every figure in the threat model is the code's own: what it promises is what is built."""

import re
from math import log2

from api.http import body_limits, door, streams
from api.phone.desk import Desk
from api.processes import patience
from bot.messaging import file_budget, lanes
from bot.messaging.outbox import STRANGERS_SHARE
from models.rules import code_text, nik_text, settling
from models.rules.voter_limits import Limits
from models.stores.messaging.outbox import MOST_WAITING
from models.stores.persons import held_acts, people, phone_links, phone_sessions, screen_passes
from models.stores.reading import photos
from models.stores.reports import standing
from ocr.apart import OPENING, READING
from ocr.picture_limits import MAX_PDF_PAGES
from tests.architecture.test_names import ROOT
from tests.attacks import hostile_files, test_written_numbers
from tests.rights_table import PERSONAS

TEXT = " ".join((ROOT / "docs" / "threats.md").read_text("utf-8").split())
WORDS = "zero one two three four five six seven eight nine ten eleven".split()
ORDINALS = {3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
MEASURED = (
    "2 x 300 pixels took 33 s and 3.6 GB",
    "1.11 times beside 450 greetings, one worker on two cores with little else to do (1.08, 1.11, "
    "1.27 in three runs)",
    "2.2 times at load 13, measured with a little more time for strangers; 7.4 before",
)
"""What an attack cost before; nothing in the code can say it any more."""
_MB = 1024 * 1024
_VOTERS = Limits()


def number(value: float) -> str:
    """As the page writes it."""
    assert value == int(value)
    return f"{int(value):,}"


def _claims() -> list[str]:
    bits = int(code_text.LENGTH * log2(len(code_text.LETTERS)))
    once = int(held_acts.LENGTH * log2(len(code_text.LETTERS)))
    screen = int(screen_passes.LENGTH * log2(len(code_text.LETTERS)))
    room = Desk.__dataclass_fields__["uploads"].default_factory().room
    whatsapp = body_limits.LARGEST["/webhooks/whatsapp"] / _MB
    return [
        f"{bits} bits, {people.CODE_DAYS} days, {people.CODE_TRIES} tries a chat, "
        f"{people.CODE_BUDGET} an hour in all",
        f"| {screen} bits, {screen_passes.MINUTES} minutes, few tries",
        f"until it is used or its {people.CODE_DAYS} days are over",
        f"proves nobody from the {ORDINALS[standing._MANY + 1]} on",
        f"dispute from {WORDS[settling._VOICE]} fields on",
        f"for {WORDS[held_acts.FRESH_DAYS]} days they wait for a one-time code (2^{once}, "
        f"{held_acts.MINUTES} minutes, {WORDS[held_acts.TRIES]} tries an hour)",
        f"{len(hostile_files.all_files())} files, mutated",
        f"{number(photos.SHARE)} s apart, PDFs {number(photos.SCAN_SHARE)} s",
        f"{WORDS[_later() // 60]} minutes longer",
        f"a PDF of {MAX_PDF_PAGES} costly pages holds one reader for up to "
        f"{number(READING.limits.clock)} s",
        f"{number(OPENING.limits.processor)} s of processor a file",
        f"by up to {number(OPENING.limits.processor)} s each",
        f"{WORDS[lanes.FREE]} lanes of each worker are never a stranger's",
        f"{file_budget.MOST} of an account a day in each process",
        f"one lane of a process and a {ORDINALS[int(lanes.REST) + 1]} of its time",
        f"a {ORDINALS[STRANGERS_SHARE]} of the account's limit for all of them",
        f"at most {MOST_WAITING} waiting for one",
        f"from {'a' if lanes.PATIENCE == 1 else lanes.PATIENCE} second's wait on",
        f"but for {number(body_limits.A_LITTLE / _MB)} MB thrown away",
        f"{number(body_limits.PIECE_SECONDS)} s from piece to piece, "
        f"{number(body_limits.WHOLE_SECONDS)} s in all",
        f"{number(patience.HEADER_SECONDS)} s for headers of "
        f"{number(patience.LARGEST_HEADERS / 1024)} kB",
        f"{number(patience.MOST_CONNECTIONS)} connections a process, "
        f"{patience.MOST_OF_ONE} an address",
        f"{WORDS[room._value]} at a time lie in memory",
        f"within {phone_links.LINK_DAYS} days, kept by the server for {phone_sessions.DAYS} days",
        f"{WORDS[streams.LISTS]} at a time, {number(streams.AHEAD / _MB)} MB each; "
        f"{number(door.TAKEN_SECONDS)} s for a piece, {number(streams.STALLED)} s without one",
        f"up to {number(whatsapp)} MB are read of whoever sends 64 hexadecimal digits",
        f"{len(list(test_written_numbers.forms()))} forms of a NIK, "
        f"{len(list(test_written_numbers.phones()))} of a phone",
        f"more than {nik_text._BETWEEN} letters between two parts",
        f"misses count by asker ({_VOTERS.misses}) and by asker and NIK ({_VOTERS.pair_misses}; "
        f"{_VOTERS.watched_misses} where others guess at it)",
        f"{WORDS[_VOTERS.watched_misses]} or {WORDS[_VOTERS.pair_misses]} each",
        f"after {_VOTERS.all_misses} misses an hour",
        f"{WORDS[_VOTERS.watched_misses]} or {WORDS[_VOTERS.pair_misses]} guesses at its first "
        f"name with each, {_VOTERS.all_misses} misses an hour in all",
        f"walked for {WORDS[len(PERSONAS)]} kinds of person",
    ]


def _later() -> int:
    """Seconds that a photo without a tally waits longer, as the statement of readings has it."""
    source = (ROOT / "models/stores/reading/readings.py").read_text("utf-8")
    found = re.search(r"then (\d+) else 0 end, id", source)
    assert found is not None
    return int(found[1])


def test_every_figure_that_it_gives_is_the_one_of_the_code() -> None:
    assert [claim for claim in _claims() if claim not in TEXT] == []


def test_it_gives_no_figure_that_nothing_stands_behind() -> None:
    left = TEXT
    for told in (*_claims(), *MEASURED):
        left = left.replace(told, "")
    left = re.sub(r"`[^`]*`|\]\([^)]*\)|docs/\S+|migration \d+|Ed25519|finding P\d+", "", left)
    left = re.sub(r"0600 and 0700|never 500|is 4xx|S608", "", left)
    left = re.sub(r"\| \d+ (?=[a-z\"])", "", left)
    assert re.findall(r"[^|;(]*\d[^|;)]*", left) == []


def test_every_test_that_it_names_is_there() -> None:
    tests = {file.name: file for file in (ROOT / "tests").rglob("test_*.py")}
    source = "".join(file.read_text("utf-8") for file in tests.values())
    named = re.findall(r"`(?:tests/\S+/)?(test_\w+)(\.py)?(?:\.\.\.)?`", TEXT)
    assert len(named) > 20
    gone = [name for name, file in named if (file and f"{name}.py" not in tests)]
    gone += [name for name, file in named if not file and f"def {name}" not in source]
    assert gone == []
