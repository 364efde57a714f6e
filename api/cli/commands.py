"""The table of commands: a name, the function behind it. Nothing heavy is imported here."""

import typer

from api.cli import (
    backup,
    chat,
    evidence,
    findings,
    forms,
    official,
    outlook,
    packs,
    phones,
    processes,
    questions,
    quickcount,
    recap,
    rehearse,
    roles,
    sample,
    seats,
    voter_changes,
    voters,
    witnesses,
)

app = typer.Typer(
    name="saksi",
    help="Saksi, the parallel count that fits in a chat. Start with: saksi run",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(processes.run)
app.command()(packs.load)
app.command("build-pack")(packs.build_pack)
app.command("import-witnesses")(witnesses.import_witnesses)
app.command()(roles.grant)
app.command()(roles.revoke)
app.command("import-voters")(voters.import_voters)
app.command("forget-voters")(voters.forget_voters)
app.command("rotate-voters")(voters.rotate_voters)
app.command()(questions.questions)
app.command("voters-log")(voters.voters_log)
app.command("phone-link")(phones.phone_link)
app.command()(chat.chat)
app.command()(recap.recap)
app.command()(seats.seats)
app.command()(outlook.outlook)
app.command()(findings.findings)
app.command()(sample.sample)
app.command("quick-count")(quickcount.quick_count)
app.command("read-form")(forms.read_form)
app.command("evaluate-forms")(forms.evaluate_forms)
app.command()(forms.layout)
app.command("train-digits")(forms.train_digits)
app.command("import-official")(official.import_official)
app.command()(official.compare)
app.command()(evidence.evidence)
app.command()(recap.openapi)
app.command()(rehearse.rehearse)
app.command()(processes.web)
app.command()(processes.worker)
app.command()(processes.reader)
app.command()(processes.clock)
app.command()(processes.migrate)
app.command()(backup.backup)
app.command()(backup.restore)

audit = typer.Typer(name="audit", help="The sealed audit log.", no_args_is_help=True)
audit.command("verify")(recap.audit_verify)
app.add_typer(audit)
app.add_typer(voter_changes.app)
