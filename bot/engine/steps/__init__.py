"""The steps of the dialog: a new one is a file here and a line in STEPS."""

from bot.engine.spec import Spec
from bot.engine.steps import (
    check_in,
    choosing,
    confirm,
    correct,
    doubt,
    enrol,
    help,
    home,
    language,
    late,
    mandate_letter,
    missing,
    photo,
    report,
    template,
)

STEPS: tuple[Spec, ...] = (
    enrol.SPEC,
    home.SPEC,
    check_in.SPEC,
    mandate_letter.SPEC,
    choosing.SPEC,
    report.SPEC,
    doubt.SPEC,
    confirm.SPEC,
    correct.SPEC,
    template.SPEC,
    photo.SPEC,
    missing.SPEC,
    help.SPEC,
    language.SPEC,
    late.SPEC,
)
