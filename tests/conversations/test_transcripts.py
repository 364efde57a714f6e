"""Golden conversations: every line of every transcript is as the engine says it now."""

from pathlib import Path

import pytest

from bot.capabilities import CONVERSATION
from tests.talk import Talk, play

HERE = Path(__file__).parent
TRANSCRIPTS = (
    "absences",
    "reserves",
    "vouching",
    "reminders",
    "enrol_contact",
    "enrol_code",
    "enrol_wrong_code",
    "check_in",
    "check_in_without_location",
    "check_in_odd_locations",
    "president_guided",
    "president_at_once",
    "president_wrong_sum",
    "dpr_totals",
    "dpr_own",
    "dpr_full",
    "template",
    "correction",
    "several_mandates",
    "missing",
    "english",
    "two_in_the_morning",
    "undelivered",
    "other_ballots",
    "pilkada",
    "photos",
    "late",
    "lines",
    "drafts",
    "odd_messages",
    "recheck",
    "closing_time",
    "handling",
    "leaders",
    "digest",
    "digest_news",
    "incident",
    "paper_copy",
    "first_page",
    "five_ballots",
    "reviewer",
    "d_hasil",
    "operator",
    "own_votes",
    "kinds",
    "revote",
    "form_read",
    "voter",
    "voter_not_found",
    "voter_card",
    "voter_photo_and_group",
    "own_data",
    "questions",
    "voter_update",
    "broadcast",
    "broadcast_second",
    "broadcast_english",
    "opt_out",
    "visits",
    "past_results",
    "visits_english",
    "recruit",
    "recruit_odd",
    "recruits",
    "coverage",
    "assign",
    "swap",
    "guarded",
    "quiz",
    "practice",
)
"""Written out, so that a file that is gone is missed."""

DEFAULTS = ("{empty}", "{sticker}", "{long}", "batal", "{photo x.jpg}", "{voice}", "🙏", "bantuan")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_conversation_is_as_written(name: str, request: pytest.FixtureRequest) -> None:
    file = HERE / f"{name}.txt"
    script = file.read_text(encoding="utf-8")
    played, _ = play(script)
    if request.config.getoption("--update-transcripts"):
        file.write_text(played, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == played


def test_every_transcript_is_listed() -> None:
    assert sorted(file.stem for file in HERE.glob("*.txt")) == sorted(TRANSCRIPTS)


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
