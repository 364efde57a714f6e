"""Attendance (kehadiran): check-ins, who is missing, reminders, reserves, vouching."""

from bot.attendance import absences, check_ins, stand_ins, timed
from bot.attendance.talk import absent, check_in, mandate_letter, remind, reserve, vouch
from bot.base.capability import Capability, Job

CAPABILITY = Capability(
    "attendance",
    steps=(
        check_in.SPEC,
        mandate_letter.SPEC,
        absent.SPEC,
        remind.SPEC,
        reserve.SPEC,
        vouch.SPEC,
    ),
    doers={**check_ins.DOERS, **absences.DOERS, **stand_ins.DOERS},
    timed=(Job("attendance", 15, timed.watch, rest=5),),
)
