"""Golden conversations: every line of every transcript is as the engine says it now."""

import pytest

from tests.conversations.reached import HERE, PLACES, TRANSCRIPTS, places, played
from tests.talk import Talk

DEFAULTS = ("{empty}", "{sticker}", "{long}", "batal", "{photo x.jpg}", "{voice}", "🙏", "bantuan")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_conversation_is_as_written(name: str, request: pytest.FixtureRequest) -> None:
    file = HERE / f"{name}.txt"
    told, _ = played(name)
    if request.config.getoption("--update-transcripts"):
        file.write_text(told, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == told


def test_the_walk_finds_the_transcripts() -> None:
    assert {"check_in", "president_at_once", "correction", "voter"} < set(TRANSCRIPTS)
    assert len(TRANSCRIPTS) >= 69


def test_every_step_is_reached_by_some_transcript() -> None:
    assert sorted(places()) == PLACES


@pytest.mark.parametrize("line", DEFAULTS)
@pytest.mark.parametrize("place", PLACES)
def test_every_step_answers_what_nobody_expects(place: str, line: str) -> None:
    at = places()[place]
    talk = Talk(at.facts, at.dialog)
    replies = talk.say(line)
    assert replies, "silence"
    assert all(reply.text.strip() and len(reply.text) < 1000 for reply in replies)
    saved = {f"{report.station_id}:{report.contest_id}" for report in at.facts.reports}
    drafts = at.dialog.data.get("drafts", {})
    if line == "batal":  # drops a correction, never figures that are saved nowhere
        drafts = {key: draft for key, draft in drafts.items() if key not in saved}
    assert talk.dialog.data.get("drafts", {}) == drafts
    if line in ("{sticker}", "{long}", "{empty}", "{voice}") and place != "late":
        assert talk.dialog.step == place
