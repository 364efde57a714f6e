"""How the suite is collected and shared out: no garbage is looked for, a file stays together.

Collecting makes millions of objects that stay: looking through them again and again took a third
of the time. Afterwards they are put aside, so that no later look goes through them.

Workers take group after group, so each file is one (xdist_group): what a module sets up is set up
once, not once on each worker. What takes longest comes first, so that no worker ends alone.
"""

import gc
from collections.abc import Iterator

import pytest

__all__ = ["pytest_collection", "pytest_collection_modifyitems"]

LONG = (
    *("tests/end_to_end/", "tests/embedded/", "tests/attacks/", "tests/messaging/", "tests/ocr/"),
    *("tests/voters/test_guessing.py", "tests/understanding/", "tests/packs/", "tests/pages/"),
)
"""Where files stand that take ten seconds of processor and more, or wait as long."""


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
