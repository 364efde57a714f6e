"""Digests (kabar berkala) and news between them."""

from bot.base.capability import Capability, Job
from bot.digests import doers, news, rounds
from bot.digests.talk import digest, digest_news

CAPABILITY = Capability(
    "digests",
    steps=(
        digest.SPEC,
        digest_news.SPEC,
    ),
    doers=doers.DOERS,
    timed=(
        Job("digests", rounds.TICK, rounds.send_round, rest=5),
        Job("clear_digests", 3600, rounds.clear, rest=120),
        Job("digest_news", news.TICK, news.tell_news, rest=30),
        Job("digest_seats", news.SEATS_TICK, news.tell_seats, rest=90),
    ),
)
