"""Fixtures that every test may use."""

from tests.collecting import *  # noqa: F403
from tests.database import *  # noqa: F403
from tests.log_lines import *  # noqa: F403
from tests.network import *  # noqa: F403
from tests.transcripts import *  # noqa: F403
from tests.voters.scan import pytest_runtest_makereport, pytest_sessionfinish  # noqa: F401
