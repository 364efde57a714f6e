"""The table of commands in their groups: for whom, and the function behind each.

Nothing heavy is imported here. A command has one name, in its group or on the first page; the name
that it had before there were groups goes on working and is not shown.
"""

from collections.abc import Callable

import typer

from api.cli import (
    activation_codes,
    api_tokens,
    assign,
    attendance,
    audit,
    backup,
    broadcast,
    candidates,
    capacity,
    chat,
    doctor,
    dress_rehearsal,
    elections,
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
    phone_links,
    processes,
    questions,
    quickcount,
    recap,
    reconcile,
    rehearse,
    role_codes,
    roles,
    sample,
    seats,
    verify,
    volunteers,
    voter_changes,
    voters,
    witnesses,
)
from api.cli.access import command, of_election
from models.rules.access import Who

app = typer.Typer(
    name="saksi",
    help="Saksi, the parallel count that fits in a chat. Start with: saksi run",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
HERE, ANYONE = Who.INSTALLATION, Who.ANYONE


OF_ELECTION: frozenset[Callable[..., object]] = frozenset(
    (
        *(witnesses.export_witnesses, volunteers.recruits, volunteers.accept, volunteers.decline),
        *(assign.assign, assign.swap, assign.mandates, assign.coverage),
        *(roles.roles, roles.grant, roles.revoke, sample.sample),
        candidates.candidate,
        activation_codes.codes,
        role_codes.codes,
    )
)
"""Commands about one election that leave to `of_election` to say which."""


def group(name: str, says: str, known: typer.Typer | None = None, old: str = "") -> typer.Typer:
    """A group on the first page; `known` has its commands already; `old` names it, too."""
    made = known or typer.Typer(no_args_is_help=True)
    app.add_typer(made, name=name, help=says)
    if old:
        app.add_typer(made, name=old, help=says, hidden=True)
    return made


def add(
    place: typer.Typer, name: str, who: Who, function: Callable[..., object], *old: str
) -> None:
    """A command in its place, and the names that it had before, which are not shown."""
    if function in OF_ELECTION:
        function = of_election(function)
    command(place, who, name)(function)
    for before in old:
        command(app, who, before, hidden=True)(function)


add(app, "run", HERE, processes.run)
add(app, "load", HERE, packs.load)
add(app, "chat", HERE, chat.chat)
add(app, "recap", HERE, recap.recap)
add(app, "seats", HERE, seats.seats)
add(app, "rehearse", HERE, rehearse.rehearse)
add(app, "verify", HERE, verify.verify)
add(app, "reconcile", HERE, reconcile.reconcile)
add(app, "capacity", ANYONE, capacity.capacity)
add(app, "doctor", HERE, doctor.doctor)
add(app, "status", HERE, doctor.status)

mandated = group("witnesses", "Witnesses, volunteers, their mandates and their attendance.")
add(mandated, "import", HERE, witnesses.import_witnesses, "import-witnesses")
add(mandated, "codes", HERE, activation_codes.codes)
add(mandated, "export", HERE, witnesses.export_witnesses, "export-witnesses")
add(mandated, "recruits", HERE, volunteers.recruits, "recruits")
add(mandated, "accept", HERE, volunteers.accept, "accept")
add(mandated, "decline", HERE, volunteers.decline, "decline")
add(mandated, "assign", HERE, assign.assign, "assign")
add(mandated, "swap", HERE, assign.swap, "swap")
add(mandated, "mandates", HERE, assign.mandates, "mandates")
add(mandated, "coverage", HERE, assign.coverage, "coverage")
add(mandated, "attendance", HERE, attendance.attendance, "attendance")

organisation = group("roles", "Who may do what, in which area.")
organisation.callback(invoke_without_command=True)(roles.alone)
organisation.info.no_args_is_help = False  # `saksi roles` lists, as it did without groups
add(organisation, "list", HERE, roles.roles)
add(organisation, "import", HERE, roles.import_roles)
add(organisation, "grant", HERE, roles.grant, "grant")
add(organisation, "revoke", HERE, roles.revoke, "revoke")
add(organisation, "codes", HERE, role_codes.codes)
add(organisation, "remove", HERE, people.remove, "remove")

telephones = group("phones", "Phones that change hands, and links to the browser phone.")
add(telephones, "link", HERE, phone_links.phone_link, "phone-link")
add(telephones, "browsers", HERE, phone_links.browsers)
add(telephones, "moved", HERE, people.phone_moved, "phone-moved")
add(telephones, "sure", HERE, people.phone_sure)

group("tokens", "Tokens for the API, each with the roles of its person.", api_tokens.app, "token")

register = group("voters", "The register of voters (DPT), and what changes in it.")
add(register, "import", HERE, voters.import_voters, "import-voters")
add(register, "log", HERE, voters.voters_log, "voters-log")
add(register, "rotate", HERE, voters.rotate_voters, "rotate-voters")
add(register, "forget", HERE, voters.forget_voters, "forget-voters")
register.add_typer(voter_changes.app, name="changes", help="Reported changes of the register.")
app.add_typer(voter_changes.app, name="voter-changes", hidden=True)

group("broadcasts", "Broadcasts to many; approved in the chat.", broadcast.app, "broadcast")

chosen = group("elections", "Elections: which one is meant, and what becomes of old ones.")
chosen.callback(invoke_without_command=True)(elections.alone)
chosen.info.no_args_is_help = False  # `saksi elections` lists
add(chosen, "list", HERE, elections.listed)
add(chosen, "choose", HERE, elections.choose)
add(chosen, "open", HERE, elections.reopen)
add(chosen, "close", HERE, elections.close)
add(chosen, "archive", HERE, elections.archive)
add(chosen, "delete", HERE, elections.delete)
add(chosen, "candidate", HERE, candidates.candidate)

packed = group("packs", "Packs of elections, and what people ask that they do not answer.")
add(packed, "load", HERE, packs.load)
add(packed, "build", ANYONE, packs.build_pack, "build-pack")
add(packed, "questions", HERE, questions.questions, "questions")

results = group("results", "What the figures say, and how they differ from published ones.")
add(results, "outlook", HERE, outlook.outlook, "outlook")
add(results, "findings", HERE, findings.findings, "findings")
add(results, "evidence", HERE, evidence.evidence, "evidence")
add(results, "official", HERE, official.import_official, "import-official")
add(results, "compare", HERE, official.compare, "compare")
add(results, "d-hasil", HERE, meeting.d_hasil, "d-hasil")

sampled = group("quickcount", "A quick count: its stations, and its estimate.")
add(sampled, "draw", HERE, sample.sample, "sample")
add(sampled, "estimate", HERE, quickcount.quick_count, "quick-count")

paper = group("forms", "Photos of result forms, and the layouts and digits that read them.")
add(paper, "read", ANYONE, forms.read_form, "read-form")
add(paper, "evaluate", ANYONE, forms.evaluate_forms, "evaluate-forms")
add(paper, "layout", ANYONE, forms.layout, "layout")
add(paper, "train", ANYONE, forms.train_digits, "train-digits")

group("audit", "The sealed audit log.", audit.app)
group("holds", "Legal holds: what stands above every deletion.", hold.app, "hold")

stored = group("database", "The schema, and copies of the whole database.")
add(stored, "migrate", HERE, processes.migrate)
add(stored, "backup", HERE, backup.backup, "backup")
add(stored, "restore", HERE, backup.restore, "restore")

rehearsing = group("rehearsal", "A dress rehearsal with the real people; then it is wiped.")
add(rehearsing, "start", HERE, dress_rehearsal.start)
add(rehearsing, "stop", HERE, dress_rehearsal.stop)
add(rehearsing, "status", HERE, dress_rehearsal.status)

add(app, "web", HERE, processes.web)
add(app, "worker", HERE, processes.worker)
add(app, "reader", HERE, processes.reader)
add(app, "clock", HERE, processes.clock)
add(app, "migrate", HERE, processes.migrate)
add(app, "lines", HERE, lines.lines)
add(app, "openapi", ANYONE, recap.openapi)
