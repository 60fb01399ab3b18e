"""``helpdesk …``: where each command is. A command's module is imported when it is called."""

from __future__ import annotations

from cyclopts import App

app = App(
    name="helpdesk", help="Requests for help and repair: demo, server, worker and care of the data.", version="0.1.0"
)
#: By name: the module in this package, and the function or group in it.
COMMANDS = {
    "demo": "serving:demo",
    "serve": "serving:serve",
    "worker": "desk_commands:run_worker",
    "deliver": "desk_commands:deliver",
    "purge": "desk_commands:purge",
    "check": "desk_commands:check_all",
    "doctor": "doctor.commands:doctor",
    "embed": "embedding_commands:embed",
    "import": "import_command:import_",
    "scan": "scan_command:scan",
    "redact": "redact_command:redact",
    "mail-in": "channels.commands:mail_in",
    "verify-file": "case_files.commands:verify_file",
    "signing-keys": "case_files.commands:signing_keys",
    "push-keys": "pushes.commands:push_keys",
    "staff": "accounts.commands:staff",
    "settings": "shop_settings.commands:settings",
    "guides": "guides.commands:guides",
    "countries": "country_commands:countries",
    "journey": "journey.commands:journey",
    "search": "search.commands:search",
    "db": "database_commands:db",
    "audit": "audit_commands:audit",
}
for _name, _place in COMMANDS.items():
    app.command(f"{__package__}.{_place}", name=_name)
