"""Reports (laporan): figures typed, doubted, confirmed, saved."""

from bot.base.capability import Capability, Job
from bot.reports import doers, timed
from bot.reports.talk import confirm, doubt, old_buttons, report, template

CAPABILITY = Capability(
    "reports",
    steps=(
        report.SPEC,
        doubt.SPEC,
        confirm.SPEC,
        template.SPEC,
        old_buttons.SPEC,
    ),
    doers=doers.DOERS,
    timed=(
        Job("retire_made_up", timed.TICK, timed.retire_made_up),
        Job("settle_waiting", timed.TICK, timed.settle_waiting, rest=20),
    ),
)
