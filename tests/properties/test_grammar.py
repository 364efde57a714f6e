"""Laws of the grammar of numbers: templates come back as they were filled, nothing ever fails."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.messages import Dialog, Inbound, Kind
from bot.engine.turn import Turn
from bot.filling.cases import cases
from bot.filling.grammar.numerals import pieces_of
from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Parsed, Scope
from bot.reports.talk.template import template
from models.rules.completeness import CLOSING
from tests.talk import START
from tests.worlds import full, own, pilkada, siti, small

CASES = tuple(
    case
    for world in (siti, full, own, small, pilkada)
    for case in cases(Turn(world(), Dialog(), Inbound(Kind.TEXT, START), START))
)
FIELDS = [[name for page in case.pages for name in page.fields] for case in CASES]


def _read(case_number: int, text: str) -> Parsed:
    case = CASES[case_number]
    return parse(text, Scope(case.contest, case.pages, case.pages[0], case.pages[0].fields[0]))


@st.composite
def filled(draw: st.DrawFn) -> tuple[int, dict[str, int], str]:
    """A template with some of its fields filled in, by a hand of its own."""
    place = draw(st.integers(0, len(CASES) - 1))
    numbers = draw(
        st.lists(
            st.one_of(st.none(), st.integers(0, 999)),
            min_size=len(FIELDS[place]),
            max_size=len(FIELDS[place]),
        )
    )
    space = draw(st.sampled_from(["", " ", "  "]))
    zero = draw(st.sampled_from(["0", "O", "nol", "-", "X", "NIHIL"]))
    values = iter(numbers)
    lines = []
    for line in template(CASES[place]).split("\n"):
        value = next(values) if line.endswith("=") else None
        typed = "" if value is None else space + (zero if value == 0 else str(value))
        lines.append(line + typed)
    given_numbers = zip(FIELDS[place], numbers, strict=True)
    return place, {n: v for n, v in given_numbers if v is not None}, "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(filled())
def test_a_filled_template_comes_back_with_the_same_numbers(
    one: tuple[int, dict[str, int], str],
) -> None:
    place, numbers, text = one
    body = text.partition("\n")[2]  # the ballot's name is taken off before
    found = _read(place, body)
    assert found.numbers == numbers
    assert not found.refused


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(CASES) - 1), st.text(max_size=200))
def test_whatever_is_typed_gives_only_numbers_that_a_form_can_hold(place: int, text: str) -> None:
    found = _read(place, text)
    known = {choice.code for choice in CASES[place].contest.choices} | set(CLOSING)
    assert set(found.numbers) <= known
    assert all(0 <= number <= 999 for number in found.numbers.values())


MESSY = st.lists(
    st.sampled_from(
        "1 12 102 0 O - X = : , ; . ( ) \n 3.5 1.234 -5 99999 nol sah tidak total jumlah partai "
        "caleg 7 pdip jadi semua sisanya lainnya bukan tapi 1️⃣ ８ kolom kosong dpr suara".split(" ")
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(CASES) - 1), MESSY)
def test_a_mess_of_words_and_numbers_never_fails(place: int, text: str) -> None:
    found = _read(place, text)
    assert all(0 <= number <= 999 for number in found.numbers.values())


@given(
    st.lists(st.integers(0, 999), min_size=6, max_size=6), st.sampled_from([" ", ",", "/", "\n"])
)
def test_plain_numbers_fill_a_ballot_in_the_order_of_the_form(
    numbers: list[int], between: str
) -> None:
    found = _read(0, between.join(map(str, numbers)))
    if list(map(str, numbers[::2])) == ["1", "2", "3"]:
        return  # "1 102 2 87 3 45" are labels with their values
    # What the sums of the form speak against is asked about, in the same place.
    told = {**found.numbers, **found.proposed}
    form = ("1", "2", "3", "valid", "invalid", "total")
    assert [told[name] for name in form if name in told] == numbers


_WORDS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()


def _spell(number: int) -> list[str]:
    if number < 10:
        return [_WORDS[number]] if number else []
    if number < 20:
        return {10: ["sepuluh"], 11: ["sebelas"]}.get(number, [_WORDS[number - 10], "belas"])
    if number < 100:
        return [_WORDS[number // 10], "puluh", *_spell(number % 10)]
    head = ["seratus"] if number < 200 else [_WORDS[number // 100], "ratus"]
    return [*head, *_spell(number % 100)]


@given(st.integers(1, 999))
def test_numbers_in_words_are_read(number: int) -> None:
    (piece,) = pieces_of(" ".join(_spell(number)))
    assert piece.value == number
