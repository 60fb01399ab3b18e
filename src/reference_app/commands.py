"""``helpdesk …``: where each command is, and what it is for. A command's module is imported when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

from cyclopts import App, Group, Parameter

_RUN, _HOST, _SHOP, _DATA, _SECRETS = (
    Group(title, sort_key=place)
    for place, title in enumerate(("Run it", "In an app of yours", "The shop", "Its data", "Secrets and proof"))
)
#: By name: the module in this package with the function or group in it, what it is for in one line, and beside which
#: others it stands.
COMMANDS = {
    "demo": ("serving:demo", "A shop with believable data on this machine, to look around.", _RUN),
    "serve": ("serving:serve", "Serve the pages, and deliver what waits.", _RUN),
    "worker": ("desk_commands:run_worker", "Deliver what waits, until stopped.", _RUN),
    "deliver": ("desk_commands:deliver", "Deliver what waits, once: for cron.", _RUN),
    "mail-in": ("channels.commands:mail_in", "Take one mail from a mail server's pipe.", _RUN),
    "check": ("desk_commands:check_all", "Whether the desk can run: everything it was given is tried.", _RUN),
    "staff": ("accounts.commands:staff", "Staff accounts: add one, change rights, end sessions.", _SHOP),
    "settings": ("shop_settings.commands:settings", "Show, export or import the shop's settings.", _SHOP),
    "guides": ("guides.commands:guides", "Read guides from files, write them to files, look them through.", _SHOP),
    "journey": ("journey.commands:journey", "Check the steps that customers are shown.", _SHOP),
    "countries": ("country_commands:countries", "What the law of each country sets, as files of data.", _SHOP),
    "import": ("import_command:import_", "Read another system's requests from CSV or JSON Lines.", _DATA),
    "db": ("database_commands:db", "Make the tables, bring them up to date, copy them elsewhere.", _DATA),
    "search": ("search.commands:search", "Make the index that staff search in anew.", _DATA),
    "purge": ("desk_commands:purge", "Delete technical rows that are over.", _DATA),
    "scan": ("scan_command:scan", "Count the secrets that an export of another desk hides.", _SECRETS),
    "redact": ("redact_command:redact", "Remove secrets from a text, or from columns of a CSV file.", _SECRETS),
    "audit": ("audit_commands:audit", "Verify the histories, and anchor them.", _SECRETS),
    "verify-file": ("case_files.commands:verify_file", "Check a case file, without database and network.", _SECRETS),
    "signing-keys": ("case_files.commands:signing_keys", "Print the public keys of case files.", _SECRETS),
    "push-keys": ("pushes.commands:push_keys", "Make a key for messages in browsers.", _SECRETS),
    "embed": ("embedding_commands:embed", "Print the lines that put the desk into your shop.", _HOST),
    "doctor": ("doctor.commands:doctor", "Ask your app, from inside, whether the desk can live in it.", _HOST),
}


def _shown(default: object) -> str | None:
    """What a help says of a value that is taken where none is given; of "none at all" and "not set" it says nothing."""
    return str(default) if default else None


def command_line(arguments: Sequence[str]) -> App:
    """The commands. Only who asks for all of them is shown the one line of each: a command's own help says more.

    Args:
        arguments: What was typed behind ``helpdesk``.

    Returns:
        What can be called with them.
    """
    app = App(
        name="helpdesk",
        help="Requests for help and repair: demo, server, worker and care of the data.",
        version=partial(version, "helpdesk-core"),
        default_parameter=Parameter(negative_bool=(), negative_iterable=(), show_default=_shown),
    )
    asks_for_all = not arguments or arguments[0] in app.help_flags
    for name, (place, what, group) in COMMANDS.items():
        app.command(f"{__package__}.{place}", name=name, help=what if asks_for_all else None, group=group)
    return app
