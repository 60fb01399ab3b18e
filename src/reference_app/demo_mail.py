"""The mail of the demo: one that nothing proves the place of."""

from __future__ import annotations

from helpdesk_core import Helpdesk
from helpdesk_core.ports import InboundRequest

MAIL_ADDRESS = "help@shop.example"
_HELD = """\
From: Maria Kowalska <maria.kowalska@example.com>
To: help@shop.example
Subject: Ekran - jeszcze jedno pytanie
Message-ID: <demo-1@example.com>
Content-Type: text/plain; charset=utf-8

Dzień dobry,

czy razem z ekranem można wymienić też baterię? Proszę o wycenę obu.

Pozdrawiam
Maria Kowalska
"""


def held_message(desk: Helpdesk) -> None:
    """A customer begins a mail of her own in place of an answer, so that a person says where it belongs."""
    desk.receive("mail", InboundRequest(body=_HELD.replace("\n", "\r\n").encode()))
