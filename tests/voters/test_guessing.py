"""Guesses through the real webhook learn nothing; the bench drives ten thousand."""

from dataclasses import replace

import pytest

from bot.voters import doers as asking
from tests.voters.guesses import WAYS, expected_waits, guess
from tests.voters.leaks import dump, metrics, numbers_in
from tests.voters.test_asking import Clock, clock, here  # noqa: F401
from tests.voters.town import Town

EACH = 10


@pytest.mark.parametrize("guesses", [120, pytest.param(1000, marks=pytest.mark.long)])
async def test_many_guesses_learn_nothing(
    here: Town,  # noqa: F811
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    guesses: int,
) -> None:
    """From three senders in each way, or 25."""
    # The channel's own pace, which is another test's, would spread the answers by their number.
    monkeypatch.setattr(asking, "LIMITS", replace(asking.LIMITS, per_minute=10**9))
    heard = await guess(here, guesses, EACH)
    words = {r.text for way in WAYS for told in heard[way].replies.values() for r in told}
    assert len(words) == 1
    assert "Data belum cocok" in words.pop()
    for way in WAYS:
        assert len(heard[way].replies) == guesses // EACH // 4
        for told in heard[way].replies.values():
            assert [round(reply.wait, 1) for reply in told] == expected_waits(EACH)
    assert await here.scalar("select count(*) from voter_ask where outcome = 'answered'") == 0
    assert await here.scalar("select count(*) from voter_alert") >= guesses // EACH
    assert numbers_in(dump(database_url) + metrics()) == set()
