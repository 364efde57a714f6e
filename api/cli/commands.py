"""The table of commands: a name, the function behind it. Nothing heavy is imported here."""

import typer

from api.cli import backup, packs, processes, seats, witnesses

app = typer.Typer(
    name="saksi",
    add_completion=False,
    help="Saksi, the parallel count that fits in a chat. Start with: saksi run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(processes.migrate)
app.command()(packs.load)
app.command("import-witnesses")(witnesses.import_witnesses)
app.command()(seats.seats)
app.command()(backup.backup)
app.command()(backup.restore)
