"""Golden conversations: every line of every transcript is as the engine says it now."""

from pathlib import Path

import pytest

from bot.capabilities import CONVERSATION
from tests.talk import Talk, play

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(file.stem for file in HERE.glob("*.txt"))
"""Found by themselves; one that is gone is missed by the test of the steps that they reach."""

DEFAULTS = ("{empty}", "{sticker}", "{long}", "batal", "{photo x.jpg}", "{voice}", "🙏", "bantuan")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_conversation_is_as_written(name: str, request: pytest.FixtureRequest) -> None:
    file = HERE / f"{name}.txt"
    script = file.read_text(encoding="utf-8")
    played, _ = play(script)
    if request.config.getoption("--update-transcripts"):
        file.write_text(played, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == played


def test_the_walk_finds_the_transcripts() -> None:
    assert {"check_in", "president_at_once", "correction", "voter"} < set(TRANSCRIPTS)
    assert len(TRANSCRIPTS) >= 69


def _places() -> dict[str, Talk]:
    """One talk for each step, as some transcript reaches it."""
    found: dict[str, Talk] = {}
    for name in TRANSCRIPTS:
        _, talk = play((HERE / f"{name}.txt").read_text(encoding="utf-8"))
        for step, (facts, dialog) in talk.seen.items():
            found.setdefault(step, Talk(facts, dialog))
    return found


PLACES = _places()


def test_every_step_is_reached_by_some_transcript() -> None:
    assert {spec.name for spec in CONVERSATION.engine.specs if spec.answer is not None} <= set(
        PLACES
    )


@pytest.mark.parametrize("line", DEFAULTS)
@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_step_answers_what_nobody_expects(place: str, line: str) -> None:
    at = PLACES[place]
    talk = Talk(at.facts, at.dialog)
    replies = talk.say(line)
    assert replies, "silence"
    assert all(reply.text.strip() and len(reply.text) < 1000 for reply in replies)
    assert talk.dialog.data.get("drafts") == at.dialog.data.get("drafts")
    if line in ("{sticker}", "{long}", "{empty}", "{voice}") and place != "late":
        assert talk.dialog.step == place
