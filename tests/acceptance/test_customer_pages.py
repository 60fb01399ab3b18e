"""Customers on the desk: found by whatever staff hear, shown on one page, and corrected."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

import journeys as j
import pictures
from helpdesk_core.attachments.rules import attachments_of
from helpdesk_core.commands import TakeRequest
from helpdesk_core.views import ServiceRequest
from shops import Shop, Visitor

WORDS = {"problem": "Black screen", "surname": "Nowak", "given_name": "Ewa", "contact": "600 100 200"}


@pytest.fixture
def made(shop: Shop) -> Any:
    """The first of two requests of one customer."""
    first = j.do(shop.desk, TakeRequest, j.ANNA, device="iPhone 13", **WORDS)
    j.do(shop.desk, TakeRequest, j.ANNA, device="Dell XPS", **WORDS)
    while shop.desk.index().is_behind:
        pass
    return first


@pytest.fixture
def staff(shop: Shop, made: Any) -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.open("/language/en?next=/staff")
    return visitor


def test_the_last_four_digits_lead_to_the_customer_with_all_requests(staff: Visitor, made: Any) -> None:
    """A caller's number is enough; each customer stands there once."""
    page = staff.open("/staff/customers?q=0200").text
    assert page.count("Ewa Nowak") == 1
    assert "2 requests" in page
    page = staff.open(f"/staff/customers/{made.reference}").text
    assert "iPhone 13" in page
    assert "Dell XPS" in page
    assert "confirmed by staff" in page


def test_a_wrong_number_is_corrected(shop: Shop, staff: Visitor, made: Any) -> None:
    """In all requests; the page says it, and shows the old one as such. What cannot be read stays in the form."""
    staff.open(f"/staff/customers/{made.reference}/correct")
    contact = staff.page.text.split('name="contact"')[1].split('value="')[1].split('"')[0]
    page = staff.send("/contact", contact=contact, to="nowak")
    assert page.status_code == 422
    assert 'value="nowak"' in page.text
    page = staff.send("/contact", contact=contact, to="ewa.nowak@example.com", in_person="y")
    assert page.status_code == 200
    assert "The contact was corrected." in page.text
    assert "Earlier contacts" in page.text
    assert "/r/" in shop.mail("ewa.nowak@example.com", "no longer work")["text"]


def test_a_wrong_name_is_corrected(staff: Visitor, made: Any) -> None:
    """The form begins with the name that is there."""
    staff.open(f"/staff/customers/{made.reference}/correct")
    assert 'value="Nowak"' in staff.page.text
    page = staff.send("/name", surname="Nowak-Kern", given_name="Ewa").text
    assert "Ewa Nowak-Kern" in page
    assert "The name was corrected." in page


def test_the_request_leads_to_its_customer(staff: Visitor, made: Any) -> None:
    page = staff.open(f"/staff/requests/{made.reference}").text
    assert f'href="/staff/customers/{made.reference.replace("-", "")}"' in page


def test_who_may_correct_nothing_is_offered_nothing(shop: Shop, made: Any) -> None:
    """Neither the button nor the page."""
    shop.accounts.set_rights("tom@example.com", frozenset({"requests.view"}), None)
    staff = shop.visitor()
    staff.sign_in("tom@example.com")
    assert "/correct" not in staff.open(f"/staff/customers/{made.reference}").text
    assert staff.open(f"/staff/customers/{made.reference}/correct").status_code == 403


@pytest.fixture
def boss(shop: Shop) -> Visitor:
    """An admin."""
    visitor = shop.visitor()
    visitor.sign_in("anna@example.com")
    visitor.open("/language/en?next=/staff")
    return visitor


def test_a_contact_is_blocked_and_unblocked(shop: Shop, boss: Visitor, made: Any) -> None:
    """The customer's page says it and why; a form with it is answered politely and keeps what was typed."""
    boss.open(f"/staff/customers/{made.reference}/block")
    contact = boss.page.text.split('name="contact"')[1].split('value="')[1].split('"')[0]
    assert "blocked: Threats" in boss.send("/block", contact=contact, reason="abuse").text
    customer = shop.visitor()
    customer.open("/quick-help")
    customer.send("/quick-help", problem="It is loud.", device="Radio", urgency="soon")
    page = customer.send("/quick-help/contact", surname="Nowak", contact="600 100 200")
    assert page.status_code == 403
    assert "Please call us or come to us" in page.text
    assert 'value="600 100 200"' in page.text
    boss.open(f"/staff/customers/{made.reference}")
    assert "no longer blocked" in boss.send("/unblock").text
    customer.open("/quick-help/contact")
    assert customer.send("/quick-help/contact", surname="Nowak", contact="600 100 200").status_code == 200


def test_a_copy_is_one_file_that_no_cache_keeps(boss: Visitor, made: Any) -> None:
    answer = boss.open(f"/staff/customers/{made.reference}/copy")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]
    copy = zipfile.ZipFile(io.BytesIO(answer.content))
    assert copy.namelist() == ["customer.json"]
    assert len(json.loads(copy.read("customer.json"))["requests"]) == 2


def _sends(shop: Shop, surname: str, *files: tuple[str, bytes]) -> Visitor:
    """Somebody under a shared address, with files that were checked."""
    visitor = shop.visitor()
    visitor.request_help("family@example.com", surname=surname)
    pictures.upload(visitor, *files)
    while shop.desk.deliver(500).done:
        pass
    return visitor


def test_a_copy_has_the_persons_files_and_nobody_elses(shop: Shop, boss: Visitor) -> None:
    """Two of one name do not meet, no name leads out of its folder, what is for the team stays, and a file that the
    storage lost is named."""
    photo = pictures.photo()
    others = (("one.jpg", pictures.photo((90, 60))), ("a.pdf", pictures.PDF))
    mine = _sends(shop, "Kern", ("../../etc/one.jpg", photo), *others)
    _sends(shop, "Novak", ("hers.jpg", photo))
    found = shop.desk.keyring.read_link(pictures.home(mine).split("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    reference = str(request.reference).replace("-", "")
    boss.open(f"/staff/requests/{reference}")
    pictures.upload(boss, ("team.jpg", photo), is_private="y")
    while shop.desk.deliver(500).done:
        pass

    def copy() -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(boss.client.get(f"/staff/customers/{reference}/copy").content))

    made = copy()
    assert made.testzip() is None
    *names, last = (name.rpartition("/")[2] for name in made.namelist())
    assert last == "customer.json"
    assert sorted(name.partition("-")[0] for name in names) == ["01", "02", "03"]
    assert sorted(name.partition("-")[2] for name in names) == ["a.pdf", "one.jpg", "one.jpg"]
    assert not any(".." in name or name.startswith("/") for name in made.namelist())
    data = json.loads(made.read("customer.json"))
    told = {one["name"]: one.get("file") for one in data["requests"][0]["attachments"]}
    assert made.read(str(told["a.pdf"])) == pictures.PDF
    assert told["team.jpg"] is None
    assert "missing_files" not in data
    assert not {"key", "small_key"} & {name for one in data["requests"][0]["attachments"] for name in one}
    with shop.desk.reading() as reader:
        (kept,) = (one for one in attachments_of(reader, request.id) if one.media == "application/pdf")
    shop.desk.storage.files.delete(str(kept.key))  # type: ignore[union-attr]
    lost = copy()
    assert len(lost.namelist()) == 3
    assert json.loads(lost.read("customer.json"))["missing_files"] == [told["a.pdf"]]


def test_a_customer_is_erased_after_a_look_and_a_tick(shop: Shop, boss: Visitor, made: Any) -> None:
    """Without the tick nothing goes; nor when there is a request that was not shown."""
    path = f"/staff/customers/{made.reference}/erase"
    page = boss.open(path).text
    assert "1 contact" in page
    assert "Please confirm" in boss.send("/erase").text
    boss.open(path)
    j.do(shop.desk, TakeRequest, j.ANNA, device="Radio", **WORDS)
    page = boss.send("/erase", read="y")
    assert (page.status_code, "have changed meanwhile" in page.text) == (409, True)
    assert "Nowak" in str(j.stored(shop.desk, made).surname)
    boss.open(path)
    assert "were erased" in boss.send("/erase", read="y").text
    assert j.stored(shop.desk, made).surname is None
    assert "Ewa Nowak" not in boss.open("/staff/customers").text
