"""Joining requests on the pages: asked first, taken back, and the customer's link leads on."""

from __future__ import annotations

import re

import journeys as j
from helpdesk_core.commands import ReplyToShop
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor


def at(shop: Shop, page: str) -> Visitor:
    """Somebody of the staff who has the page open."""
    visitor = shop.visitor()
    visitor.sign_in("tom@example.com")
    visitor.open(page)
    return visitor


def test_two_requests_are_joined_and_taken_apart(shop: Shop) -> None:
    """The question says what will happen; each page links to the other; one button takes it back."""
    customer = shop.visitor()
    room = customer.request_help("merge@example.com")
    one = shop.desk.keyring.read_link(room.rsplit("/", 1)[-1])[0]  # type: ignore[index]
    two, _ = j.in_phase(shop.desk, "in_review", contact="merge@example.com", problem="The lid is loose.")
    with shop.desk.reading() as reader:
        reference = reader.load(ServiceRequest, one).reference  # type: ignore[union-attr]
    here, there = f"/staff/requests/{reference}", f"/staff/requests/{two.reference.replace('-', '')}"
    tom = at(shop, here)
    question = re.search(r"<summary>Join with another request</summary>.*?</details>", tom.page.text, re.S)
    assert question is not None
    assert "You can take them apart again." in question.group()
    tom.send("/merge", into=two.request)
    assert f'This request continues in <a href="{there}"' in tom.page.text
    assert 'id="write-reply"' not in tom.page.text
    assert f'These continue here: <a href="{here}"' in tom.open(there).text
    assert '<span class="status gone">Continues in another request</span>' in tom.open("/staff?view=ended").text
    told = shop.mail("merge@example.com", "together with another one")
    assert room.rsplit("/", 1)[-1] in told["text"]
    shown = customer.open(room).text
    assert "This request continues in another one" in shown
    link = re.search(r'<a class="tap best" href="([^"]+)"', shown)
    assert link is not None
    assert shop.desk.keyring.read_link(link.group(1).rsplit("/", 1)[-1])[0] == two.request  # type: ignore[index]
    assert customer.open(link.group(1)).status_code == 200
    tom.open(here)
    tom.send("/separate")
    assert "This request continues in" not in tom.page.text
    assert 'id="write-reply"' in tom.page.text


def test_a_request_of_somebody_else_is_not_offered(shop: Shop) -> None:
    """And is refused where it is sent all the same."""
    one, _ = j.in_phase(shop.desk, "in_review", contact="alone@example.com")
    other, _ = j.in_phase(shop.desk, "in_review", contact="other-one@example.com")
    tom = at(shop, f"/staff/requests/{one.reference.replace('-', '')}")
    assert "Join with another request" not in tom.page.text
    csrf = re.search(r'name="csrf" value="([^"]+)"', tom.page.text)
    assert csrf is not None
    answer = tom.client.post(f"{tom.page.url.path}/merge", data={"csrf": csrf.group(1), "into": other.request})
    assert answer.status_code == 409


def test_a_message_is_split_off(shop: Shop) -> None:
    """After a question that says it cannot be taken back; then the new request is in view."""
    made, guest = j.in_phase(shop.desk, "in_review", contact="split@example.com")
    here = f"/staff/requests/{made.reference.replace('-', '')}"
    assert "Split off a message" not in at(shop, here).page.text
    sent = j.do(shop.desk, ReplyToShop, guest, request=made.request, text="And my tablet is slow.")
    tom = at(shop, here)
    assert "This cannot be taken back" in tom.page.text
    tom.send("/split", message=sent.message)
    assert tom.page.url.path != here
    assert "<h1><bdi>And my tablet is slow</bdi></h1>" in tom.page.text
    assert f'Started with a message of another request: <a href="{here}"' in tom.page.text
