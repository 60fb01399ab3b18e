"""A withdrawal in the case file: what was declared and when, and what the shop answered, for the customer and staff."""

from __future__ import annotations

from typing import Any

import attrs
import pypdfium2
import pytest

import journeys as j
from capabilities.scene import SHOP
from capabilities.withdrawals import NAME, declared, ordered
from helpdesk_core.adapters.documents import Verdict, check_case_file
from helpdesk_core.adapters.documents.signing import signing_keys
from helpdesk_core.adapters.documents.typesetting import TypstDocuments
from helpdesk_core.case_files.model import CaseFile
from helpdesk_core.case_files.printing import make
from helpdesk_core.commands import AnswerWithdrawal
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_case_file, view_case_file_for_staff

WORDS = {
    "en": {
        "waits": ("Withdrawal from the contract", f"{NAME} withdraws from the order of", "In time", "Not answered yet"),
        "answered": ("To be paid back", "PLN 99.00", "We send it back to you.", "The shop hands it back.", "by Anna"),
    },
    "pl": {
        "waits": ("Odstąpienie od umowy", f"{NAME}: odstąpienie od zamówienia", "W terminie", "Jeszcze bez odpowiedzi"),
        "answered": ("Do zwrotu", "99,00 zł", "We send it back to you.", "Serwis oddaje je klientowi.", "Anna"),
    },
}


def pages(desk: Any, file: CaseFile) -> str:
    """The words of its pages, of which a check says that they are the shop's."""
    key = signing_keys(desk.keyring, desk.tenant)[0]
    pdf = key.seal(make(file, TypstDocuments(), key.sign))
    assert check_case_file(pdf, [key.public_key]).verdict is Verdict.GENUINE
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in document).split())


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_withdrawal_and_its_answer_stand_in_it(language: str) -> None:
    """With its days and its standing; staff read the same. Nothing of it is there where nobody withdrew."""
    desk = make_desk(settings=attrs.evolve(SHOP, country="PL", languages=("en", "pl")))
    made, guest = j.in_phase(desk, "in_review")
    ordered(desk, made.request, guest)

    def gathered() -> CaseFile:
        file: CaseFile = desk.show(view_case_file, guest, made.request, language=language).file
        return file

    assert gathered().withdrawals == ()
    assert WORDS[language]["waits"][0] not in pages(desk, gathered())
    one = declared(desk, made.request, guest, reason="It costs too much.")
    text = pages(desk, gathered())
    for words in (*WORDS[language]["waits"], "It costs too much."):
        assert words in text, words
    answer = {"text": "We send it back to you.", "returned": "99", "hand_back": "yes"}
    j.do(desk, AnswerWithdrawal, j.ANNA, request=made.request, withdrawal=one, **answer)
    file = gathered()
    text = pages(desk, file)
    for words in WORDS[language]["answered"]:
        assert words in text, words
    assert desk.show(view_case_file_for_staff, j.ANNA, made.reference, language=language).file == file
