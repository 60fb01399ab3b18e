"""The questions. Each is answered by doing what a visitor does, and says what to change when the answer is no.

Nothing is left behind but an unfinished form, which goes by itself: requests are made only to be rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import accumulate
from typing import Any, Protocol
from urllib.parse import urlsplit

import attrs

from helpdesk_core import Guest, Helpdesk
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.views import ServiceRequest

from ..watching import HEADER, watching
from .visitor import Shown, Visitor

_MARK = "Written by helpdesk doctor"
_WORDS = {"problem": _MARK, "device": "doctor", "surname": "Doctor", "contact": "doctor@example.com"}
_OF_NOBODY = ("inbound/doctor", "payments/doctor")
"""Where providers' messages come in, for a provider that no shop has: nothing is read or kept of them."""
_UPLOAD = 8 * 1024 * 1024
"""Bytes: above what frameworks take in memory or, where they are told a limit for forms, at all."""
_UPLOAD_AT = "r/doctor/files"
_EDGE = "helpdesk-doctor"
_MULTIPART = f"multipart/form-data; boundary={_EDGE}"
_PARTS = (
    f'--{_EDGE}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{{csrf}}\r\n'
    f'--{_EDGE}\r\nContent-Disposition: form-data; name="files"; filename="żółw.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
)
_SIGNED = {
    "application/json": b'{ "b" : 1.0,\r\n\t"a":"\\u017c\xc3\xb3\xc5\x82w \xf0\x9f\x90\xa2", "b":1e2 }\n'
    + b" " * 3 * 1024 * 1024,
    "application/x-www-form-urlencoded": b"To=%2B48600&Body=a%20b+c%7e&From=&Body=&x",
    _MULTIPART: f"--{_EDGE}\r\ncontent-disposition: form-data; name=body-mime\r\n\r\n".encode()
    + b"\x00\xff\r\n\n" * 1024
    + f"\r\n--{_EDGE}--".encode(),
}
"""As providers send them, with what a reader that writes them anew would lose."""
_PROBLEM = {"problem": _MARK, "device": "doctor", "urgency": "soon"}


class Transaction(Protocol):
    """The host's transaction, ended as the host ends it."""

    def inside(self) -> AbstractContextManager[object]:
        """What has to be entered before the desk can work: an app's context."""

    def begin(self) -> AbstractContextManager[object]:
        """A transaction of the host's that is kept, unless `roll_back` was called in it."""

    def roll_back(self) -> None:
        """End it without keeping anything."""


@attrs.frozen(kw_only=True)
class Patient:
    """The host that is asked: its app, its desk, its transaction (None where the desk commits by itself), what its
    framework's own checks say, and what a proxy in front takes off the paths."""

    app: Any
    desk: Helpdesk
    transaction: Transaction | None = None
    checks: Callable[[], Iterable[str]] = tuple
    strip: str = ""

    def visitor(self) -> Visitor:
        """Somebody without cookies."""
        return Visitor(self.app, self.desk.base_url, self.strip)

    def as_proxied(self) -> Patient:
        """The same behind a proxy that takes off what is in front of the pages, where they are found only so."""
        *above, _ = accumulate(urlsplit(self.desk.base_url).path.split("/"), "{}/{}".format)
        ways = (attrs.evolve(self, strip=one) for one in above)
        return next((one for one in ways if (shown := one.visitor().get(".")).is_ours or one.is_led_back(shown)), self)

    def is_led_back(self, shown: Shown) -> bool:
        """Whether a page leads to itself over TLS, where its visitor came from."""
        to = f"https://{urlsplit(self.desk.base_url).netloc}{shown.path}"
        return shown.header("location").rstrip("/") == to.rstrip("/")

    def context(self) -> AbstractContextManager[object]:
        """Where the desk can be asked."""
        return nullcontext() if self.transaction is None else self.transaction.inside()


@attrs.frozen
class Answer:
    """What one probe found: nothing wrong, or what to change."""

    probe: str
    wrong: tuple[str, ...]


def examine(patient: Patient) -> Iterator[Answer]:
    """Ask everything, in an order in which a no explains those that follow."""
    with suppress(Exception):  # the probes say what a host raises
        patient = patient.as_proxied()
    for probe in PROBES:
        try:
            wrong = tuple(probe(patient))
        except Exception as error:  # noqa: BLE001 - a host may raise anything, and the other probes still say something
            wrong = (f"the host raised {type(error).__name__}",)
        yield Answer((probe.__doc__ or "").partition(":")[0], wrong)


def database(patient: Patient) -> Iterator[str]:
    """database: the tables are there, and fit this release."""
    with patient.context():
        yield from patient.desk.store_problems()


def settings(patient: Patient) -> Iterator[str]:
    """settings: the host's framework finds nothing wrong in them."""
    yield from patient.checks()


def base_template(patient: Patient) -> Iterator[str]:
    """base template: it has room for the pages and for their styles."""
    shown = patient.visitor().get(".")
    place = patient.desk.base_url
    if patient.is_led_back(shown):
        yield (
            f"{place} leads to itself for ever: the host does not know that its visitors come by TLS. Let it trust the "
            "proxy's headers (SECURE_PROXY_SSL_HEADER in Django, ProxyFix in Flask, uvicorn --proxy-headers)"
        )
    elif shown.status != 200 or not shown.is_ours:
        yield f"{place} answers {shown.status}, without the pages: is that where they are mounted?"
    if not shown.is_ours:
        return
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown.text)
    ours = [sheet for sheet in sheets if "/static/helpdesk.css" in sheet]
    if not ours:
        yield "the pages have no styles: the base template leaves out the block that takes them (head, extrahead)"
    for sheet in ours:
        if not (found := patient.visitor().get(sheet)).text or found.status != 200:
            yield f"{sheet} answers {found.status} with {len(found.text)} characters: the styles do not arrive"


def prefix(patient: Patient) -> Iterator[str]:
    """proxy prefix and scheme: links lead to where base_url says, and cookies are sent over TLS alone."""
    visitor = patient.visitor()
    shown = visitor.get("quick-help")
    own = re.search(r'class="helpdesk .*', shown.text, re.S)
    targets = re.findall(r'(?:href|action)="(/[^"]*)"', own.group() if own else "")
    beside = sorted({one for one in targets if not one.startswith(f"{visitor.base.path}/")})
    languages = re.findall(r'<a href="([^"]+)" lang=', shown.text)
    if beside := [one for one in beside if one not in languages]:
        yield (
            f"base_url has the path {visitor.base.path or '/'}, but pages link to {beside[0]}: does a proxy strip "
            "a prefix without saying so (ProxyFix(x_prefix=1) in Flask, FORCE_SCRIPT_NAME in Django, --root-path), or "
            "is base_url wrong?"
        )
    away = visitor.get("track/")
    if "://" in (place := away.header("location")):
        yield f"a redirect leads to {place}, made from the proxy's hop: let the server trust its proxy's headers"
    for name, cookie in shown.cookies().items():
        if "helpdesk_" in name and visitor.base.scheme == "https" and not cookie["secure"]:
            yield f"the cookie {name} would be sent without TLS, though base_url is https"


def policy(patient: Patient) -> Iterator[str]:
    """Content-Security-Policy: styles, scripts, pictures and forms of the pages may be used."""
    visitor = patient.visitor()
    shown = visitor.get("quick-help")
    for name, said in shown.headers:
        if name.lower() != "content-security-policy":
            continue
        rules = {words[0].lower(): words[1:] for rule in said.split(";") if (words := rule.split())}
        for what in ("style-src", "script-src", "img-src", "connect-src", "form-action"):
            allowed = rules.get(what, rules.get("default-src") if what != "form-action" else None)
            if allowed is not None and not any(_is_allowed(one, visitor, shown) for one in allowed):
                yield f"{what} of the host's policy leaves out the pages' own: add 'self' to it"


def _is_allowed(source: str, visitor: Visitor, shown: Shown) -> bool:
    if source.startswith("'nonce-"):
        return f'nonce="{source[7:-1]}"' in shown.text
    named = source.partition("://")[2] or source
    host = named.partition("/")[0].partition(":")[0].removeprefix("*")
    own = visitor.base.hostname or ""
    return source in ("'self'", "*", f"{visitor.base.scheme}:") or own == host or ("." in host and own.endswith(host))


def caches(patient: Patient) -> Iterator[str]:
    """caches: a page is its visitor's alone."""
    shown = patient.visitor().get("quick-help")
    said = shown.header("cache-control").lower()
    if shown.is_ours and "no-store" not in said and "private" not in said:
        yield (
            f"pages say Cache-Control: {said or 'nothing'}, so that a cache may show one visitor's to the next: "
            "leave what the pages say of it as it is"
        )


def cookie_path(patient: Patient) -> Iterator[str]:
    """cookie path: cookies come back to the pages."""
    shown = patient.visitor().get("quick-help")
    ours = {name: one["path"] or "/" for name, one in shown.cookies().items() if "helpdesk_" in name}
    if not ours:
        yield "the pages set no cookie: something between them and the visitor takes it away"
    path = shown.path
    for name, place in ours.items():
        if not (path == place or path.startswith(place if place.endswith("/") else f"{place}/")):
            yield f"the cookie {name} is for {place}, and the pages are at {path}: base_url and the mount differ"


def _form(patient: Patient) -> tuple[Visitor, Shown]:
    visitor = patient.visitor()
    return visitor, visitor.get("quick-help")


def csrf(patient: Patient) -> Iterator[str]:
    """CSRF: a form of the pages is taken with its own token, and only with it."""
    visitor, shown = _form(patient)
    sent = visitor.post("quick-help", shown.hidden | _PROBLEM)
    if sent.status != 303:
        yield (
            f"a form of the pages was answered by {sent.status}: is the blueprint or view exempt from the host's own "
            "check (csrf.exempt(app.blueprints['helpdesk_core']))? Does the cookie come back? Does something read the "
            "form before the pages do, and keep it?"
        )
    if (without := visitor.post("quick-help", _PROBLEM)).status == 303:
        yield f"a form without its token was taken ({without.status})"


def uploads(patient: Patient) -> Iterator[str]:
    """uploads: a photo arrives whole."""
    visitor, shown = _form(patient)
    csrf = shown.hidden.get("csrf", "")
    sent = _PARTS.format(csrf=csrf).encode() + bytes(range(256)) * (_UPLOAD // 256) + f"\r\n--{_EDGE}--\r\n".encode()
    if said := _changed(visitor.send, _UPLOAD_AT, sent, _MULTIPART):
        yield (
            f"a photo of {_UPLOAD // 1024**2} MB, sent with its form, {said}: leave {visitor.base.path}/ out of "
            "whatever reads forms before the pages do (request.POST, request.form, request.files), and out of "
            "limits for bodies (MAX_CONTENT_LENGTH, DATA_UPLOAD_MAX_MEMORY_SIZE): the pages have limits of their own"
        )


def webhook_bodies(patient: Patient) -> Iterator[str]:
    """webhook bodies: what providers sign arrives byte for byte."""
    visitor = patient.visitor()
    for kind, body in _SIGNED.items():
        if said := _changed(visitor.bring, _OF_NOBODY[0], body, kind):
            yield (
                f"a provider's message of {kind.partition(';')[0]} {said}, so that no signature of it is right: leave "
                f"{visitor.base.path}/inbound/ and {visitor.base.path}/payments/ out of whatever reads bodies before "
                "the pages do, and out of limits for bodies"
            )


def _changed(send: Callable[..., Shown], path: str, body: bytes, kind: str) -> str:
    """What became of a body on its way, empty where it arrived as it was sent."""
    with watching() as found:
        try:
            answer = send(path, body, kind, **{HEADER.replace("-", "_"): found.token})
        except TimeoutError:
            return "is waited for in vain: something has read it"
        except Exception as error:  # noqa: BLE001 - a host may raise anything
            return f"made the host raise {type(error).__name__} ({error})"
    if not found.bodies:
        return f"is answered by {answer.status} and does not arrive"
    (arrived,) = found.bodies
    if len(arrived) != len(body):
        return f"arrives with {len(arrived)} bytes of {len(body)}"
    return "" if arrived == body else "arrives with other bytes"


def webhooks(patient: Patient) -> Iterator[str]:
    """webhooks: what providers send reaches the pages, though it has no token."""
    for path in _OF_NOBODY:
        answer = patient.visitor().bring(path, b"{}")
        if answer.status != 404 or (answer.text and not answer.is_ours):
            yield (
                f"a provider's message is answered by {answer.status} before it reaches the pages: leave "
                f"{answer.path.rpartition('/')[0]}/ out of the host's own check of forms and of its sign-in "
                "(csrf.exempt(app.blueprints['helpdesk_core']); in Django the middleware that asks)"
            )


def commit(patient: Patient) -> Iterator[str]:
    """commit: what a page wrote is there for the next."""
    visitor, shown = _form(patient)
    if (
        visitor.post("quick-help", shown.hidden | _PROBLEM).status == 303
        and _MARK not in visitor.get("quick-help").text
    ):
        yield "what was typed is gone on the next page: nobody commits after the pages (blueprint(…, db=db), commit=…)"


def rollback(patient: Patient) -> Iterator[str]:
    """rollback: a request goes with the host's own rows when the host rolls back."""
    if patient.transaction is None:
        return
    with patient.context():
        with patient.transaction.begin():
            made = patient.desk.do(patient.desk.read(SubmitRequest, _WORDS), Guest())
            patient.transaction.roll_back()
        if _is_there(patient, made.request):
            yield (
                f"request {made.reference} is still there after the host's rollback: its connection commits by itself "
                "(AUTOCOMMIT), or the desk has a store of its own"
            )


def after_commit(patient: Patient) -> Iterator[str]:
    """after the commit: what waits for the commit is done after it, once, and never after a rollback."""
    transaction = patient.transaction
    if transaction is None:
        return
    done: list[str] = []
    with patient.context():
        with transaction.begin():
            patient.desk.after_commit(lambda: done.append("rolled back"))
            early = bool(done)
            transaction.roll_back()
        with transaction.begin():
            patient.desk.after_commit(lambda: done.append("kept"))
        with transaction.begin():
            pass
    if early or "rolled back" in done:
        yield "plugins are told before the commit, and of what was rolled back: leave out Helpdesk(after_commit=…)"
    elif done != ["kept"]:
        yield f"plugins were told {len(done)} times after a commit: leave out Helpdesk(after_commit=…)"


def sign_in(patient: Patient) -> Iterator[str]:
    """staff's sign-in: whoever is not signed in is led to a page that is there."""
    visitor = patient.visitor()
    away = visitor.get("staff")
    place = away.header("location")
    if not 300 <= away.status < 400 or not place:
        yield f"the staff's page answers {away.status} to a stranger: set LOGIN_URL, or login_manager.login_view"
    elif "://" not in place and visitor.get(place).status >= 400:
        yield f"staff are sent to {place}, where there is no page: set LOGIN_URL, or login_manager.login_view"


def mail(patient: Patient) -> Iterator[str]:
    """mail sender: the mail server takes mail from the shop."""
    with patient.context():
        yield from patient.desk.notifier_problems()


def files(patient: Patient) -> Iterator[str]:
    """files: they can be kept and deleted, and what looks for malware finds it."""
    with patient.context():
        yield from patient.desk.storage_problems()


def _is_there(patient: Patient, request: str) -> bool:
    with patient.desk.reading() as reader:
        return reader.load(ServiceRequest, request) is not None


PROBES: tuple[Callable[[Patient], Iterator[str]], ...] = (
    settings,
    database,
    base_template,
    prefix,
    policy,
    caches,
    cookie_path,
    csrf,
    webhooks,
    uploads,
    webhook_bodies,
    commit,
    rollback,
    after_commit,
    sign_in,
    mail,
    files,
)
