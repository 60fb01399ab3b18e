"""The demo's firm: somebody manages it, and somebody has brought a request for it."""

from __future__ import annotations

from sqlalchemy import Engine

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import (
    AddMember,
    CreateOrganisation,
    InviteColleague,
    JoinRequest,
    SetRequestOrganisation,
    SubmitRequest,
)

from .demo_account import with_account

FIRM = "Biuro Rachunkowe Wola sp. z o.o."
MANAGER, COLLEAGUE = "biuro@rachunki-wola.example.com", "ksiegowosc@rachunki-wola.example.com"


def found_firm(desk: Helpdesk, engine: Engine, boss: Actor, password: str) -> None:
    """An office whose accountant has brought a printer, and whose manager has joined that."""
    manager = with_account(desk, engine, MANAGER, password, surname="Wilk", given_name="Ewa")
    colleague = with_account(desk, engine, COLLEAGUE, password, surname="Lis", given_name="Dorota")
    details = {"name": FIRM, "tax_number": "5260250995", "notes": "Faktury zbiorcze na koniec miesiąca."}
    firm = desk.do(desk.read(CreateOrganisation, details), boss).organisation
    desk.do(desk.read(AddMember, {"organisation": firm, "email": MANAGER, "is_manager": True}), boss)
    desk.do(desk.read(AddMember, {"organisation": firm, "email": COLLEAGUE}), boss)
    invited = {"organisation": firm, "email": "kadry@rachunki-wola.example.com"}
    desk.do(desk.read(InviteColleague, invited), manager)
    words = {
        "device": "Drukarka Brother HL-L2352DW",
        "problem": "Drukarka w biurze zostawia szare pasy na każdej stronie, bęben wymieniony w marcu.",
        "surname": "Lis",
        "given_name": "Dorota",
        "contact": COLLEAGUE,
        "language": "pl",
        "location": "centrum",
    }
    request = desk.do(desk.read(SubmitRequest, words), colleague).request
    desk.do(desk.read(SetRequestOrganisation, {"request": request, "organisation": firm}), colleague)
    desk.do(desk.read(JoinRequest, {"request": request}), manager)
