"""The table of commands: for whom, and the function behind it. Nothing heavy is imported here."""

import typer

from api.cli import (
    assign,
    attendance,
    audit,
    backup,
    broadcast,
    chat,
    evidence,
    findings,
    forms,
    hold,
    lines,
    meeting,
    official,
    outlook,
    packs,
    people,
    phones,
    processes,
    questions,
    quickcount,
    recap,
    rehearse,
    roles,
    sample,
    seats,
    tokens,
    volunteers,
    voter_changes,
    voters,
    witnesses,
)
from api.cli.access import command
from models.rules.access import Who

app = typer.Typer(
    name="saksi",
    help="Saksi, the parallel count that fits in a chat. Start with: saksi run",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

command(app, Who.INSTALLATION)(processes.run)
command(app, Who.INSTALLATION)(packs.load)
command(app, Who.ANYONE)(packs.build_pack)
command(app, Who.INSTALLATION)(witnesses.import_witnesses)
command(app, Who.INSTALLATION)(witnesses.export_witnesses)
command(app, Who.INSTALLATION)(volunteers.recruits)
command(app, Who.INSTALLATION)(volunteers.accept)
command(app, Who.INSTALLATION)(volunteers.decline)
command(app, Who.INSTALLATION)(assign.assign)
command(app, Who.INSTALLATION)(assign.swap)
command(app, Who.INSTALLATION)(assign.mandates)
command(app, Who.INSTALLATION)(assign.coverage)
command(app, Who.INSTALLATION)(roles.grant)
command(app, Who.INSTALLATION)(roles.revoke)
command(app, Who.INSTALLATION)(roles.roles)
command(app, Who.INSTALLATION)(people.remove)
command(app, Who.INSTALLATION)(people.phone_moved)
command(app, Who.INSTALLATION)(voters.import_voters)
command(app, Who.INSTALLATION)(voters.forget_voters)
command(app, Who.INSTALLATION)(voters.rotate_voters)
command(app, Who.INSTALLATION)(questions.questions)
command(app, Who.INSTALLATION)(voters.voters_log)
command(app, Who.INSTALLATION)(phones.phone_link)
command(app, Who.INSTALLATION)(chat.chat)
command(app, Who.INSTALLATION)(recap.recap)
command(app, Who.INSTALLATION)(seats.seats)
command(app, Who.INSTALLATION)(outlook.outlook)
command(app, Who.INSTALLATION)(findings.findings)
command(app, Who.INSTALLATION)(attendance.attendance)
command(app, Who.INSTALLATION)(sample.sample)
command(app, Who.INSTALLATION)(quickcount.quick_count)
command(app, Who.ANYONE)(forms.read_form)
command(app, Who.ANYONE)(forms.evaluate_forms)
command(app, Who.ANYONE)(forms.layout)
command(app, Who.ANYONE)(forms.train_digits)
command(app, Who.INSTALLATION)(official.import_official)
command(app, Who.INSTALLATION)(official.compare)
command(app, Who.INSTALLATION)(meeting.d_hasil)
command(app, Who.INSTALLATION)(evidence.evidence)
command(app, Who.ANYONE)(recap.openapi)
command(app, Who.INSTALLATION)(rehearse.rehearse)
command(app, Who.INSTALLATION)(lines.lines)
command(app, Who.INSTALLATION)(processes.web)
command(app, Who.INSTALLATION)(processes.worker)
command(app, Who.INSTALLATION)(processes.reader)
command(app, Who.INSTALLATION)(processes.clock)
command(app, Who.INSTALLATION)(processes.migrate)
command(app, Who.INSTALLATION)(backup.backup)
command(app, Who.INSTALLATION)(backup.restore)

app.add_typer(audit.app)
app.add_typer(tokens.app)
app.add_typer(broadcast.app)
app.add_typer(voter_changes.app)
app.add_typer(hold.app)
