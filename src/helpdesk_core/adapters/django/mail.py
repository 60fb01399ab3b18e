"""E-mail by the project's own mail settings."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ...base.contacts import Contact, ContactKind
from ...ports import Outgoing, Retry, Sent, Undeliverable
from ..smtp import answer_to, as_html, headers


class DjangoMail:
    """Sends through EMAIL_BACKEND, from DEFAULT_FROM_EMAIL. Called by the worker, after the commit."""

    name = "email"

    def accepts(self, contact: Contact) -> bool:
        """E-mail addresses."""
        return contact.kind is ContactKind.EMAIL

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """Hand it to the backend."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        mail = EmailMultiAlternatives(
            " ".join(outgoing.subject.split()),
            outgoing.text + "\n",
            to=[outgoing.contact.value],
            headers=headers(outgoing, domain) | {"Content-Language": outgoing.language},
        )
        mail.attach_alternative(as_html(outgoing), "text/html")
        try:
            mail.send()
        except Exception as error:  # noqa: BLE001 - a backend raises what its provider's library raises
            return answer_to(error)
        return Sent(mail.extra_headers["Message-ID"])
