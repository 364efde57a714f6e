"""What CONTRIBUTING.md says of code holds: it is short enough to be read, and hides no error."""

from tests.architecture.source import product

FILE, FUNCTION = 300, 40
"""Lines."""


def test_no_file_and_no_function_of_the_product_is_longer_than_the_page_says() -> None:
    long = {
        s.name: n
        for s in product()
        if (n := len(s.text.splitlines())) > FILE and "/migrations/" not in s.name
    }
    assert long == {}
    functions = {
        (s.name, name): lines
        for s in product()
        for name, lines in s.functions.items()
        if "/migrations/" not in s.name
    }
    assert functions
    assert {one: lines for one, lines in functions.items() if lines > FUNCTION} == {}


def test_no_handler_passes_over_what_it_caught() -> None:
    assert {s.name: s.silent for s in product() if s.silent} == {}
