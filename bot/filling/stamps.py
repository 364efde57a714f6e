"""Ties a button to the very figures that stood above it, so that an old one stores nothing new."""

import json
from collections.abc import Iterable, Mapping
from zlib import crc32

from bot.filling.cases import Case, to_save
from bot.filling.pages import Page


def stamp(case: Case, figures: Mapping[str, int]) -> str:
    """What a button carries behind its word: these figures of this ballot, told apart."""
    told = json.dumps([case.key, sorted(figures.items())])
    return f"{crc32(told.encode()):08x}"


def of_last_word(case: Case, pages: Iterable[Page]) -> str:
    """For the figures that the last word on these pages would store."""
    return stamp(case, to_save(case, tuple(pages)))


def of_proposal(case: Case) -> str:
    """For the figures that are proposed; no figures of a draft make the same."""
    return f"usul-{stamp(case, case.draft.proposed)}"


def pages_of(case: Case, carried: str) -> tuple[Page, ...]:
    """The pages whose figures stood above an older button, if they still wait as they are."""
    begun = tuple(page for page in case.pages if to_save(case, (page,)))
    chosen = (begun, *((page,) for page in begun))
    return next((pages for pages in chosen if of_last_word(case, pages) == carried), ())
