"""``nox -s plants``: a capability is added to a throw-away copy, each time with one thing forgotten or done wrongly,
and the guard tests must say so. Prints what was planted and the test, or the error at import, that found it.

``python tests/plants.py [word]`` plants only those whose name has the word.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[1]
CORE, APP, ENTRY = "src/helpdesk_core/crates", "src/reference_app/crates", "tests/capabilities/crates.py"
RULES, VIEWS, MODEL = f"{CORE}/rules.py", f"{CORE}/views.py", f"{CORE}/model.py"
#: The quickest first; what is found, is found by the first of them.
GUARDS = (
    "tests/guardrails/test_declarations.py",
    "tests/guardrails/test_capabilities.py",
    "tests/guardrails/test_change_by_actor.py",
    "tests/guardrails/test_erasing.py",
    "tests/guardrails/test_canaries.py",
    "tests/guardrails/test_tenants.py",
    "tests/architecture/test_house.py",
)
POLISH = "test_every_text_is_translated or test_polish_is_typeset"
"""The added capability has no Polish: tests of catalogues are left out, but for plants of their own."""


@attrs.frozen
class Plant:
    """One thing forgotten: in ``file``, ``old`` becomes ``new``."""

    name: str
    file: str
    old: str
    new: str
    words: str = ""
    """Tests to run where it is not all the guards: a word of pytest's -k."""


_NOTICE = 'to_staff("crate", "Request {reference}: a crate", "A crate is on its way."),'
PLANTS = (
    # At the record
    Plant("a mark of erasure", MODEL, "col(personal=True)", "col(personal=False)"),
    Plant("any mark of erasure", MODEL, " = col(personal=True)", ""),
    Plant("that a history vouches for it", MODEL, "Attested", "Record"),
    Plant("that a text passes redaction", MODEL, "content: CustomerText", "content: RawText"),
    Plant("a model of the name of another", MODEL, '@record("crates"', '@record("notes"'),
    # At the change
    Plant("whom it tells", RULES, f"    by_customer={_NOTICE}", ""),
    Plant("the notice, by naming nobody", RULES, f"by_customer={_NOTICE}", "tells=NOBODY,"),
    Plant("staff's label", RULES, '    label="Crate announced",\n', ""),
    Plant("words of its own for staff's label", RULES, 'label="Crate announced"', 'label="Internal note"'),
    Plant("that a change holds no words", RULES, "crate=crate.id)),)", 'crate=str(context.texts["content"]))),)'),
    Plant(
        "the change itself",
        RULES,
        "touch(loaded.request, context, CrateAnnounced(crate=crate.id))",
        "touch(loaded.request, context)",
    ),
    Plant(
        "to touch the subject",
        RULES,
        "        touched=(touch(loaded.request, context, CrateAnnounced(crate=crate.id)),),\n",
        "",
    ),
    # At the command
    Plant("that typed text is raw", RULES, "content: RawText = text()", "content: str"),
    Plant("which right staff need", RULES, ", right=ANNOUNCE)", ")"),
    Plant("the right one, and names another", RULES, "right=ANNOUNCE)", 'right="requests.note")'),
    Plant("that automation may not", RULES, "actors=PEOPLE", "actors=PEOPLE | {ActorKind.AUTOMATION}"),
    Plant("to ask who it is, and names no subject", RULES, "load=load_request", "load=anybody"),
    Plant("a key that makes it once", RULES, "right=ANNOUNCE)", "right=ANNOUNCE, keyed=False)"),
    Plant("that a grant is never stored", RULES, "    crate: str\n\n\n@command", "    crate: GrantToken\n\n\n@command"),
    Plant("the class of its result", RULES, "result=Announced(", "result=NoteKept("),
    Plant("that codes are no words", RULES, "carrier=command.carrier", 'carrier=str(context.texts["content"])'),
    Plant(
        "that typed text has one way out",
        RULES,
        "carrier=command.carrier",
        "carrier=b64encode(command.content.typed.encode()).decode()",
    ),
    Plant(
        "that a job needs a rule",
        RULES,
        "        saves=(Save(after=crate),),\n",
        "        saves=(Save(after=crate),),\n        jobs=(Job(name='weigh', subject=loaded.request),),\n",
    ),
    Plant(
        "the lifecycle's table",
        RULES,
        "CrateAnnounced(crate=crate.id))",
        "CrateAnnounced(crate=crate.id), phase=Phase.READY, status='ready')",
    ),
    Plant(
        "the guard",
        RULES,
        "CrateAnnounced(crate=crate.id))",
        "CrateAnnounced(crate=crate.id), phase=Phase.CLOSED, status='closed', decided='complete:x:y')",
    ),
    Plant(
        "that a decision is a person's",
        RULES,
        "    by_customer=to_staff",
        "    effect=Effect.COMPLETE,\n    by_customer=to_staff",
    ),
    Plant("its rule's docstring", RULES, '    """What is in it is kept in the customer\'s words."""\n', ""),
    # At the view
    Plant("to declare the view", VIEWS, "@view(actors=PEOPLE, right=ANNOUNCE)\n", ""),
    Plant("which right staff need to look", VIEWS, ", right=ANNOUNCE)", ")"),
    Plant(
        "to ask who looks",
        VIEWS,
        "get_visible(reader, ServiceRequest, request_id, context)",
        "reader.load(ServiceRequest, request_id)",
    ),
    Plant(
        "that customers see no contact in full",
        VIEWS,
        "    carrier: str\n",
        "    carrier: str\n    sender: Contact | None = None\n",
    ),
    Plant(
        "that customers see no note", VIEWS, "    content: CustomerText\n", "    content: CustomerText | InternalNote\n"
    ),
    # At the pages
    Plant(
        "that looking changes nothing",
        f"{APP}/pages.py",
        "        return web",
        "        form = {'problem': 'p', 'device': 'd', 'surname': 's', 'contact': 'x@example.com'}\n"
        "        await web.api.handle(web.desk.read(SubmitRequest, form), Automation(id='page'))\n"
        "        return web",
    ),
    Plant("a heading", f"{APP}/templates/page.html", "h1", "p"),
    # At the entry
    Plant("its example", ENTRY, "EXAMPLES = ", "OTHERS = "),
    Plant("its row in change × actor", ENTRY, "CHANGES = {", "OTHER = {"),
    Plant("its cause", ENTRY, "row(PEOPLE, AnnounceCrate, ", "row(PEOPLE, "),
    Plant("that customers cause it too", ENTRY, "row(PEOPLE", "row(PEOPLE[2:]"),
    Plant("its view's entry", ENTRY, "VIEWS = {", "OTHER = {"),
    Plant("a state of its page", ENTRY, "PAGES = {", "OTHER = {"),
    Plant("whom its change tells", ENTRY, ', customer="staff")', ")"),
    Plant("the closed list", "src/helpdesk_core/capabilities.py", '    "crates",\n', ""),
    # Elsewhere
    Plant(
        "the check of a setting",
        "src/helpdesk_core/settings/model.py",
        "    phone: str",
        '    crate_address: str = ""\n    phone: str',
    ),
    Plant(
        "the tenant, when one is loaded",
        "src/helpdesk_core/adapters/memory.py",
        "if row is not None and row[_TENANT] == self._tenant else None",
        "if row is not None else None",
    ),
    Plant(
        "the tenant, when they are found",
        "src/helpdesk_core/adapters/memory.py",
        "for name in selection.equals]",
        'for name in selection.equals if name != "tenant"]',
    ),
    Plant("the Polish of a text", RULES, "Crate announced", "Crate announced", words=POLISH),
)
#: What planted code needs; added where the plant is.
IMPORTS = {
    "NOBODY": "from ..base.changes import NOBODY",
    "RawText": "from ..base.text import RawText",
    "Record": "from ..base.records import Record",
    "ActorKind": "from ..base.actors import ActorKind",
    "GrantToken": "from ..base.results import GrantToken",
    "NoteKept": "from ..conversations.rules import NoteKept",
    "b64encode": "from base64 import b64encode",
    "Job(": "from ..base.changes import Job",
    "Phase": "from ..service_requests.lifecycle import Phase",
    "Effect": "from ..base.changes import Effect",
    "InternalNote": "from ..base.text import InternalNote",
    "Contact ": "from ..base.contacts import Contact",
    "anybody": (
        "import attrs\n\nfrom ..handlers import Loaded\n\n\n@attrs.frozen(kw_only=True)\nclass Whoever(Loaded):\n"
        '    """No subject."""\n\n    request: object\n\n\n'
        "def anybody(reader, command, context):\n"
        '    """Whoever asks."""\n'
        "    from ..service_requests.model import ServiceRequest\n\n"
        "    return Whoever(request=reader.load(ServiceRequest, command.request))\n"
    ),
}


def copy(folder: Path) -> Path:
    """The project with one more capability, whole."""
    for name in ("src", "tests", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    planted = folder / "tests/planted"
    for name in (CORE, f"{APP}/templates"):
        (folder / name).mkdir(parents=True)
    for name in (CORE, APP):
        (folder / name / "__init__.py").write_text('"""Crates."""\n')
    for part in ("model", "rules", "views"):
        shutil.copy(planted / f"{part}.py.txt", folder / f"{CORE}/{part}.py")
    shutil.copy(planted / "pages.py.txt", folder / f"{APP}/pages.py")
    (folder / f"{APP}/templates/page.html").write_text("<h1>{{ title }}</h1>\n")
    shutil.copy(planted / "entry.py.txt", folder / ENTRY)
    listed = folder / "src/helpdesk_core/capabilities.py"
    listed.write_text(listed.read_text().replace('    "erasure",\n', '    "erasure",\n    "crates",\n'))
    return folder


def plant(folder: Path, one: Plant) -> None:
    """Forget it. Raises ValueError where the place is not there any more."""
    path = folder / one.file
    before = path.read_text(encoding="utf-8")
    if one.old not in before:
        raise ValueError(f"{one.name}: {one.file} does not hold {one.old!r}")
    after = before.replace(one.old, one.new, 1) if one.file != MODEL else before.replace(one.old, one.new)
    needed = [line for word, line in IMPORTS.items() if word in one.new and one.file.startswith(CORE)]
    last = max(after.rfind("\nfrom "), after.rfind("\nimport "))
    end = after.index("\n", last + 1) + 1
    if needed:
        after = after[:end] + "\n".join(needed) + "\n" + after[end:]
    path.write_text(after, encoding="utf-8")


def found_by(folder: Path, words: str = "") -> str | None:
    """The test that goes red, or the error that keeps all of them from starting; None when none does."""
    run = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider", "-p", "no:xdist"]
    chosen = words or f"not sqlite and not postgres and not ({POLISH})"
    path = os.pathsep.join((str(folder / "src"), str(folder / "tests")))
    done = subprocess.run(
        [*run, "-m", "not full and not postgres and not browser", "-k", chosen, *GUARDS],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return None
    if red := re.search(r"^FAILED \S+?::(\S+)|^ERROR (\S+::\S+)", done.stdout, re.M):
        return str(red.group(1) or red.group(2))
    errors = re.findall(r"^E\s+(\w+(?:Error|Violation): .*)$", done.stdout, re.M)
    if errors and errors[-1].startswith(("NameError", "ImportError", "ModuleNotFoundError", "SyntaxError")):
        return None  # the plant itself is no code that runs: nobody found anything
    return f"at import: {errors[-1]}" if errors else f"at import: {done.stdout.splitlines()[-1:]}"


def planted(one: Plant | None) -> str | None:
    """What finds a plant; for None, the capability as it should be."""
    with tempfile.TemporaryDirectory(prefix="plants-") as name:
        folder = copy(Path(name))
        if one is not None:
            plant(folder, one)
        return found_by(folder, "" if one is None else one.words)


def main() -> int:
    """Plant all of them, and print the table. Returns how many were not found."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [one for one in PLANTS if word in one.name]
    whole = planted(None)
    print(f"a capability with nothing forgotten: {whole or 'green'}", flush=True)
    if whole is not None:
        return len(chosen)  # it would be found in each plant, and prove nothing about any
    width, missed = max(len(one.name) for one in chosen), 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for one, found in zip(chosen, pool.map(planted, chosen), strict=True):
            print(f"{one.name:{width}}  {found or 'NOT FOUND'}", flush=True)
            missed += found is None
    print(f"{len(chosen) - missed} of {len(chosen)} found")
    return missed


if __name__ == "__main__":
    sys.exit(main())
