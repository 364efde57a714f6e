"""What tests of the rules share: where the material outside of the project lies."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def election() -> Path:
    """Folder of real election data (SAKSI_SHARED/data/election), or the test is skipped."""
    beside = Path(__file__).parents[3] / "shared"
    folder = Path(os.environ.get("SAKSI_SHARED", beside)) / "data" / "election"
    if not folder.is_dir():
        pytest.skip("the material of SAKSI_SHARED is not here")
    return folder
