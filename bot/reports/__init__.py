"""Reports (laporan): figures typed, doubted, confirmed, saved."""

from bot.base.capability import Capability
from bot.reports import doers
from bot.reports.talk import confirm, doubt, report, template

CAPABILITY = Capability(
    "reports",
    steps=(
        report.SPEC,
        doubt.SPEC,
        confirm.SPEC,
        template.SPEC,
    ),
    doers=doers.DOERS,
)
