"""Laws of generated messages: a true tally typed in any style comes back, or is asked about."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Scope
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


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=100, max_size=700).map(" ".join))
def test_the_work_for_a_long_message_grows_with_its_length_only(text: str) -> None:
    ballot = contest("dpr")
    asked = pages(ballot, Detail.TOTALS, None)
    found = parse(text, Scope(ballot, asked, asked[0], "1"))
    assert all(0 <= number <= 999 for number in found.numbers.values())


def test_ways_to_read_are_followed_a_bounded_number_of_times() -> None:
    from bot.filling.grammar.mend import mended
    from bot.filling.grammar.parse import built, codes, rows
    from bot.filling.grammar.solve import Solver
    from bot.filling.grammar.tokens import tokens

    ballot = contest("dpr")
    asked = pages(ballot, Detail.TOTALS, None)
    scope = Scope(ballot, asked, asked[0], "1")
    for text in ("pkb 12 ", "1 12 ", "anis 12, ", "sah 12 tidak sah 3 "):
        steps = []
        for times in (50, 100):
            units = mended(built(tokens(text * times), scope))
            solver = Solver(units, codes(scope), True, rows(scope))
            solver.best()
            steps.append(solver.moved)
        assert steps[1] <= 2.2 * steps[0] + 50
