"""How the suite is collected and shared out: no garbage is looked for, a file stays together.

Collecting makes millions of objects that stay: looking through them again and again took a third
of the time. Afterwards they are put aside, so that no later look goes through them.

Workers take file after file, so that what a module sets up is set up once, not once on each worker;
files that share more stay together. What takes longest comes first: no worker ends alone.
"""

import gc
from collections.abc import Iterator

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

__all__ = ["pytest_collection", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

LONG = (
    *("tests/end_to_end/", "tests/messaging/", "tests/embedded/", "tests/attacks/"),
    *("tests/desks/test_drive.py", "tests/pages/", "tests/rules/", "tests/ocr/"),
    *("tests/understanding/", "tests/voters/", "tests/packs/", "tests/screen/"),
)
"""Where files stand that take ten seconds of processor and more, or wait as long; longest first."""
TOGETHER = {
    "tests/architecture/": "the product's source",
    "tests/conversations/": "transcripts",
    "tests/guidance/test_intents.py": "transcripts",
    "tests/rules/": "the stations of 2019",
}
"""Files that share what is made once a process (a cache), and for whose sake they stay together."""


class FileByFile(LoadScopeScheduling):
    """Gives workers whole files, in the order of the collection.

    pytest-xdist 3.8 has `--dist loadgroup` for this, which does nothing under pytest 9.2: it adds
    the group to a name that pytest now keeps elsewhere.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((group for start, group in TOGETHER.items() if file.startswith(start)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    return FileByFile(config, log)


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000)  # as the processes have it (api/cli)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.nodeid))


def _place(name: str) -> int:
    """Where a test comes: after those that take longer."""
    return next((n for n, start in enumerate(LONG) if name.startswith(start)), len(LONG))
