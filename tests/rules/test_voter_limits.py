"""What ten thousand guesses reach: the rule alone, walked by accounts that share one NIK."""

from models.rules.voter_limits import Asked, Limits, decide

LIMITS = Limits()


def reaching(guesses: int, accounts: int) -> int:
    """How many of these guesses at one NIK are looked up at all, by accounts taking turns."""
    missed = [0] * accounts
    asked = [0] * accounts
    nik_missed = all_missed = reached = 0
    for number in range(guesses):
        who = number % accounts
        asked[who] += 1
        told = Asked(
            asked[who],
            missed[who],
            nik_missed=nik_missed,
            all_missed=all_missed,
            pair_missed=missed[who],
        )
        barred = decide(told, LIMITS).barred
        reached += not barred
        nik_missed += not barred
        missed[who] += 1
        all_missed += 1  # noqa: SIM113
    return reached


def test_ten_thousand_guesses_at_one_nik_by_a_few_accounts_are_hardly_ever_looked_up() -> None:
    assert reaching(10_000, 1) == LIMITS.pair_misses
    assert reaching(10_000, 20) <= 20 * LIMITS.pair_misses
    assert reaching(10_000, 1_000) <= 1_000, "in an hour: whoever missed is refused from 600 on"


def test_somebody_who_never_missed_is_looked_up_whatever_others_did() -> None:
    crowded = Asked(1, nik_missed=10_000, all_missed=10_000)
    assert not decide(crowded, LIMITS).barred
