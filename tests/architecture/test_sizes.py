"""What CONTRIBUTING.md says of code holds: it is short enough to be read, and hides no error."""

from pathlib import Path

from tests.architecture.source import product

FILE, FUNCTION, TESTS = 300, 40, 400
"""Lines; a file of tests may hold some more, for each test is read by itself."""


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


def test_no_file_of_tests_is_longer_than_one_reads() -> None:
    lines = {
        str(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in Path("tests").rglob("*.py")
    }
    assert lines
    assert {file: count for file, count in lines.items() if count > TESTS} == {}


def test_no_handler_passes_over_what_it_caught() -> None:
    assert {s.name: s.silent for s in product() if s.silent} == {}
