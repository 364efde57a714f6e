"""The score card as a page: both languages, nothing from elsewhere, what fails is marked."""

import re

from api.rehearsal.card_page import checks, page
from api.rehearsal.score import ScoreCard
from bot.engine.texts import read
from tests.architecture.source import ROOT

CARD = ScoreCard(
    sent=613, stored=613, answered=612, lost=1, stations=25, witnesses=50, seconds=338.6,
    reports_expected=100, reports_found=100, recap_equal=True, verified=True, speed=30.0,
    answer_seconds={"count": 2, "p50": 0.4, "p95": 1.2, "p99": 3.0, "longest": 130.0},
    hours=[{"from": 15.0, "said": 10, "count": 2, "p95": 1.2},
           {"from": 16.0, "said": 0, "count": 0}],
    faults=[{"kind": "kill", "what": "<worker>", "hour": 15.5, "seconds": 0.0,
             "recovered": 4.5}],
    cost={"processor_ms_a_message": {"web": 0.8, "worker": 9.3}, "messages_in_a_station": 24.5,
          "processor_seconds_a_station": 0.3, "messages_out_a_station": 25.0,
          "database_kb_a_station": 60.0},
)  # fmt: skip


def test_the_page_speaks_both_languages_and_loads_nothing() -> None:
    made = page(CARD)
    assert "Kartu nilai gladi" in made
    assert "Score card of the rehearsal" in made
    assert re.search(r"<script|src=|href=|url\(|@import", made) is None
    assert "&lt;worker&gt; mati mendadak" in made
    assert "2 mnt" in made  # the longest answer
    assert "2 min" in made


def test_what_does_not_hold_is_marked_and_the_verdict_says_so() -> None:
    assert [one.name for one in checks(CARD) if not one.holds] == ["lost_check"]
    made = page(CARD)
    assert made.count('<tr class="no">') == 2  # once in each language
    assert "Belum lulus" in made
    whole = page(ScoreCard(**{**vars(CARD), "lost": 0}))
    assert "Belum lulus" not in whole
    assert '<tr class="no">' not in whole


def test_both_catalogues_have_the_same_texts() -> None:
    texts = [read([ROOT / "api/rehearsal/texts"], language) for language in ("id", "en")]
    assert set(texts[0]) == set(texts[1])
