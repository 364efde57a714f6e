"""Laws of generated messages: a true tally typed in any style comes back, or is asked about."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.filling.grammar.mend import mended
from bot.filling.grammar.parse import built, codes, parse, rows
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.solve import Solver
from bot.filling.grammar.tokens import tokens
from bot.filling.pages import pages
from models.values import Detail
from tests.understanding.judge import Item, Verdict, judge
from tests.understanding.place import contest, contests
from tests.understanding.styles import made_up, typed

CONTESTS = {str(one.contest.ballot): one.contest for one in contests()}


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32))
def test_a_tally_in_any_style_is_never_taken_wrong_and_never_lost(seed: int) -> None:
    chance = Random(seed)
    one = typed(chance, CONTESTS, made_up(chance, CONTESTS))
    found = judge(Item("G", "generated", one.place, one.say, one.means))
    assert found.verdict in (Verdict.RIGHT, Verdict.ASKED), (found.verdict, found.why, one.say)


def test_most_styles_are_taken_at_once() -> None:
    right = 0
    for seed in range(150):
        chance = Random(seed)
        one = typed(chance, CONTESTS, made_up(chance, CONTESTS))
        found = judge(Item("G", "generated", one.place, one.say, one.means))
        right += found.verdict is Verdict.RIGHT
    assert right >= 0.92 * 150


_PIECES = (
    "pkb anis 12 102 = : , . \n - ( ) / sah tidak jumlah partai caleg sisanya nol semua dan eh "
    "bukan jadi sampai masing2 kebalik satu dua puluh 1️⃣ tps 34 dpr ~45~ ? xyzzy untuk nomor"
)
PIECES = st.sampled_from(_PIECES.split(" "))


SCOPE = Scope(contest("dpr"), PAGES := pages(contest("dpr"), Detail.TOTALS, None), PAGES[0], "1")


def work(text: str) -> int:
    """How often the ways to read a text are followed a step."""
    solver = Solver(mended(built(tokens(text), SCOPE)), codes(SCOPE), True, rows(SCOPE))
    solver.best()
    return solver.moved


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=50, max_size=350).map(" ".join))
def test_the_work_for_a_long_message_grows_with_its_length_only(text: str) -> None:
    assert work(f"{text}\n{text}") <= 3 * work(text) + 50  # four times, were it the square
    found = parse(text, SCOPE)
    assert all(0 <= number <= 999 for number in found.numbers.values())


@pytest.mark.parametrize("text", ["pkb 12 ", "1 12 ", "anis 12, ", "sah 12 tidak sah 3 "])
def test_ways_to_read_are_followed_a_bounded_number_of_times(text: str) -> None:
    assert work(text * 100) <= 2.2 * work(text * 50) + 50
