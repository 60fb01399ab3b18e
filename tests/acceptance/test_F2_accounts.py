"""F2 and P2: customers sign up, or staff do it for them; they answer a mail, sign in, and look after their account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from account_pages import LINK, code_in_mail, link_in_mail, sign_up

from helpdesk_core import Automation
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import view_account_id
from reference_app.sign_in.signed_in import CUSTOMER_SESSIONS, PASSWORDS
from shops import Shop, Visitor, read

BOT = Automation(id="test")
EMAIL, PASSWORD = "ola@example.com", "a long pass phrase"


@pytest.fixture
def has_people() -> bool:
    """The shop keeps the accounts itself."""
    return False


@pytest.fixture
def email() -> str:
    """A customer's."""
    return EMAIL


def sign_in(shop: Shop, email: str, password: str) -> Visitor:
    """In another browser."""
    visitor = shop.visitor()
    visitor.open("/sign-in")
    visitor.send("/sign-in", email=email, password=password)
    return visitor


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F2_a_customer_signs_up_and_asks_for_help(shop: Shop, email: str, language: str) -> None:
    """The mail is answered before the account can be used; the next form knows who it is, and the request is on the
    first page without a code."""
    visitor = sign_up(shop, email, language=language)
    empty = {"en": "You have no open requests.", "pl": "Brak otwartych zgłoszeń."}[language]
    assert empty in visitor.page.text
    assert "Zielińska" in visitor.page.text
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    assert f'value="{email}"' in visitor.page.text
    visitor.send("/quick-help/contact", surname="Zielińska", contact=email)
    assert re.fullmatch(r"/r/[0-9a-f]{64}", visitor.page.url.path)
    assert "iPhone 13" in visitor.open("/dashboard").text
    assert "iPhone 13" in visitor.open("/own").text
    subject = {"en": "Please confirm your account", "pl": "Prosimy o potwierdzenie konta"}[language]
    assert subject in {read(mail["subject"]) for mail in shop.outbox.sent(500) if mail["recipient"] == email}


def test_F2_an_account_that_was_never_confirmed_opens_nothing(shop: Shop, email: str) -> None:
    """No password was asked for, so that nobody can wait with one for somebody else's click."""
    visitor = shop.visitor()
    visitor.open("/register")
    assert 'type="password"' not in visitor.page.text
    visitor.send("/register", surname="Zielińska", email=email)
    assert "Please look into your mailbox" in visitor.page.text
    assert visitor.open("/dashboard").url.path == "/sign-in"
    assert "not correct" in sign_in(shop, email, PASSWORD).page.text


def test_F2_a_link_that_waited_too_long_says_what_to_do(
    shop: Shop, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither looking nor sending signs anybody in; the page asks for another one."""
    visitor = shop.visitor()
    visitor.open("/register")
    visitor.send("/register", surname="Zielińska", email=email)
    path = link_in_mail(shop, email)
    assert visitor.open(path).status_code == 200
    clock = shop.desk.clock
    monkeypatch.setattr(shop.desk, "clock", lambda: clock() + timedelta(days=30))
    late = shop.visitor()
    assert late.open(path).status_code == 404
    assert "too old" in late.page.text
    assert 'action="/sign-in/link"' in late.page.text
    visitor.send(path)
    assert visitor.page.status_code == 404
    assert "/sign-in" in str(visitor.open("/dashboard").url)


def test_F2_a_confirmation_link_that_is_used_twice_says_what_to_do(shop: Shop, email: str) -> None:
    """It was used: another one can be asked for on that page. Looking at it first used nothing up."""
    visitor = shop.visitor()
    visitor.open("/register")
    visitor.send("/register", surname="Zielińska", email=email)
    path = link_in_mail(shop, email)
    for _ in range(3):
        assert shop.visitor().open(path).status_code == 200
    visitor.open(path)
    visitor.send(path, new="short")
    assert visitor.page.status_code == 422
    visitor.send(path)
    assert visitor.page.url.path == "/dashboard"
    again = shop.visitor()
    assert again.open(path).status_code == 404
    assert "used already" in again.page.text
    again.send("/sign-in/link", email=email)
    path = link_in_mail(shop, email, "signed in")
    again.open(path)
    again.send(path)
    assert again.page.url.path == "/dashboard"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F2_a_scanner_uses_no_link_up_and_another_device_enters_the_code(shop: Shop, email: str, language: str) -> None:
    """The link asks whoever did not ask for it for the code of its mail: sent empty, or with a wrong one, it is as good
    as before, for the browser that asked without any code."""
    says = {"en": "not asked for in this browser", "pl": "nie poproszono w tej przeglądarce"}[language]
    ola, scanner, phone = (shop.visitor(language) for _ in range(3))
    ola.open("/register")
    ola.send("/register", surname="Zielińska", email=email)
    path = link_in_mail(shop, email)
    scanner.open(path)
    for code in ("", "1", "482196"):
        scanner.send(path, new="", code=code)
        assert scanner.page.status_code == 422
    assert says in read(scanner.page.text)
    assert 'name="code"' not in ola.open(path).text
    ola.send(path, new="")
    assert ola.page.url.path == "/dashboard"
    phone.open("/sign-in/link")
    ola.open("/sign-in/link")
    ola.send("/sign-in/link", email=email)
    path = link_in_mail(shop, email)
    phone.open(path)
    phone.send(path, code=code_in_mail(shop, email))
    assert phone.page.url.path == "/dashboard"


def test_F2_the_answer_is_the_same_for_an_address_that_has_an_account(shop: Shop, email: str) -> None:
    """Word by word, at the form to sign up and at the form for a link; its owner is told by mail."""
    sign_up(shop, email)
    stranger = shop.visitor()

    def said(path: str, **fields: str) -> str:
        stranger.open(path)
        text = str(stranger.send(path, **fields).text)
        return re.sub(r'name="(csrf|form_token)" value="[^"]*"|nonce="[^"]*"', "", text)

    fresh = f"fresh-{email}"
    assert said("/register", surname="X", email=email) == said("/register", surname="X", email=fresh)
    assert said("/sign-in/link", email=email) == said("/sign-in/link", email=f"no-{email}")
    assert "You have an account already" in {
        mail["subject"] for mail in shop.outbox.sent(500) if mail["recipient"] == email
    } | {shop.mail(email, "has one already")["subject"]}


def test_F2_signing_in_by_password_and_out(shop: Shop, email: str) -> None:
    """One answer for a wrong password and an unknown address; signing out ends the session at once."""
    sign_up(shop, email, PASSWORD)
    visitor = sign_in(shop, email.upper(), PASSWORD)
    assert visitor.page.url.path == "/dashboard"
    wrong, unknown = sign_in(shop, email, "not this one at all"), sign_in(shop, f"no-{email}", PASSWORD)
    said = [re.search(r'class="wrong"[^>]*>([^<]+)', one.page.text) for one in (wrong, unknown)]
    assert said[0] is not None
    assert said[1] is not None
    assert said[0].group(1) == said[1].group(1)
    token = visitor.client.cookies["helpdesk_customer"]
    visitor.send("/sign-out")
    visitor.client.cookies.set("helpdesk_customer", token)
    assert visitor.open("/dashboard").url.path == "/sign-in"


def test_F2_a_session_ends_by_itself(shop: Shop, email: str) -> None:
    """Its time is looked at on each page; nothing need clear it away first."""
    sign_up(shop, email, PASSWORD)
    visitor = sign_in(shop, email, PASSWORD)
    assert visitor.open("/account").url.path == "/account"
    with shop.accounts.engine.begin() as connection:
        connection.execute(CUSTOMER_SESSIONS.update().values(expires_at="2020-01-01T00:00:00"))
    assert visitor.open("/account").url.path == "/sign-in"


def test_F2_who_mistypes_ten_times_waits_and_a_link_helps(shop: Shop, email: str) -> None:
    """Tries are counted as those of staff are, each for itself: a customer's do not shut the desk."""
    sign_up(shop, email, PASSWORD)
    for _ in range(10):
        assert sign_in(shop, email, "wrong password").page.url.path == "/sign-in"
    shut = sign_in(shop, email, PASSWORD)
    assert "too many tries" in shut.page.text
    assert "/sign-in/link" in shut.page.text
    shop.visitor().sign_in()


@pytest.mark.parametrize(
    ("after", "wanted"), [("/own", "/own"), ("https://evil.example", "/dashboard"), ("//evil.example", "/dashboard")]
)
def test_F2_the_page_to_go_on_to_is_one_of_ours(shop: Shop, email: str, after: str, wanted: str) -> None:
    """Whoever made the link to the sign-in does not send people away from the shop."""
    sign_up(shop, email, PASSWORD)
    visitor = shop.visitor()
    visitor.open(f"/sign-in?next={after}")
    visitor.send("/sign-in", email=email, password=PASSWORD)
    assert (visitor.page.url.host, visitor.page.url.path) == ("testserver", wanted)


def test_F2_an_owner_changes_details_password_and_sessions(shop: Shop, email: str) -> None:
    """A wrong number loses nothing typed; setting a password ends every other session."""
    here = sign_up(shop, email)
    here.open("/account")
    here.send("/account/details", surname="Nowak", given_name="Ola", phone="12", language="pl")
    assert here.page.status_code == 422
    assert 'value="Nowak"' in here.page.text
    here.send("/account/details", surname="Nowak", given_name="Ola", phone="600 100 200", language="pl")
    assert "Saved." in here.page.text
    assert "+48 600 100 200" in here.page.text
    there = shop.visitor()
    there.open("/sign-in/link")
    there.send("/sign-in/link", email=email)
    path = link_in_mail(shop, email, "zalogować|signed in")
    there.open(path)
    there.send(path)
    assert there.open("/account").status_code == 200
    here.open("/account")
    here.send("/account/password", new=PASSWORD)
    assert "Your password is changed" in here.page.text
    assert there.open("/account").url.path == "/sign-in"
    here.send("/account/password", old="not this one at all", new=PASSWORD + "!")
    assert "not your present password" in here.page.text
    assert PASSWORD not in here.page.text


def test_F2_a_new_address_is_proved_and_the_old_one_told(shop: Shop, email: str) -> None:
    """It is the account's from then on; who opens the link without being signed in is asked to sign in first."""
    visitor, new = sign_up(shop, email), f"new-{email}"
    visitor.open("/account")
    visitor.send("/account/email", email=new)
    assert new in visitor.page.text
    path = link_in_mail(shop, new)
    stranger = shop.visitor()
    stranger.open(path)
    stranger.send(path)
    assert stranger.page.url.path == "/sign-in"
    assert shop.desk.show(view_account_id, BOT, new) == ""
    visitor.open(path)
    visitor.send(path)
    assert visitor.page.url.path == "/account"
    assert shop.desk.show(view_account_id, BOT, email) == ""
    told = shop.mail(email)
    assert told["subject"] == "The address of your account was changed"
    assert not re.search(LINK, told["text"])


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F2_staff_confirm_a_new_number_where_no_code_can_go(shop: Shop, email: str, language: str) -> None:
    """The page says that the one before is called until then, and who confirms the new one; no field for a code that
    nobody sends. Staff confirm it on the customer's page."""
    says = {"en": "Our team confirms it", "pl": "Nasz zespół potwierdzi"}[language]
    ola, staff = sign_up(shop, email, language=language), shop.visitor(language)
    ola.open("/quick-help")
    ola.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    ola.send("/quick-help/contact", surname="Zielińska", contact=email)
    room = str(ola.page.url.path)
    for phone in ("600 100 200", "600 100 201"):
        ola.open("/account")
        ola.send("/account/details", surname="Nowak", phone=phone, language=language)
    page = read(ola.open("/account").text)
    assert says in page
    assert "+48 600 100 201" in page
    assert "+48 600 100 200" in page
    assert 'action="/account/phone"' not in page
    staff.sign_in()
    reference = re.search(r'class="ref">([A-Z0-9]{4})-([A-Z0-9]{4})<', ola.open(room).text)
    assert reference is not None
    customer = f"/staff/customers/{reference.group(1)}{reference.group(2)}"
    assert "+48 600 100 201" in read(staff.open(customer).text)
    staff.send("/account/phone")
    assert staff.page.url.path == customer
    assert "/account/phone" not in staff.page.text
    page = read(ola.open("/account").text)
    assert says not in page
    assert "+48 600 100 200" not in page


def test_F2_a_deleted_account_is_gone_with_its_password(shop: Shop, email: str) -> None:
    """The session ends, the password is not kept, the address is free for another one."""
    visitor = sign_up(shop, email, PASSWORD)
    visitor.open("/account")
    with shop.accounts.engine.connect() as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(PASSWORDS)).scalar_one()
    visitor.send("/account/erase")
    assert "Your account is deleted." in visitor.page.text
    with shop.accounts.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(PASSWORDS)).scalar_one() == before - 1
    assert visitor.open("/dashboard").url.path == "/sign-in"
    assert shop.desk.verify() == ()


def test_F2_an_earlier_request_is_added_with_a_proof_for_it(shop: Shop, email: str) -> None:
    """Its reference and its surname, where it was confirmed with the account's own address; one answer for every miss,
    also for a request under the same address and another name."""
    guest = shop.visitor()
    guest.request_help(email, surname="Zielińska", device="Radio")
    other = shop.visitor()
    other.request_help("other@example.com", surname="Zielińska", device="Lamp")
    reference = {
        device: next(one.reference for one in _requests(shop) if str(one.device) == device)
        for device in ("Radio", "Lamp")
    }
    visitor = sign_up(shop, email)
    assert "Radio" not in visitor.page.text
    said = set()
    for typed, surname in ((reference["Lamp"], "Zielińska"), (reference["Radio"], "Kern"), ("00000000", "Zielińska")):
        visitor.open("/dashboard/claim")
        visitor.send("/dashboard/claim", reference=typed, surname=surname)
        assert visitor.page.status_code == 404
        said.add(re.findall(r"could not add[^<]+", visitor.page.text)[0])
    assert len(said) == 1
    visitor.open("/dashboard/claim")
    visitor.send("/dashboard/claim", reference=reference["Radio"], surname="zielinska")
    assert visitor.page.url.path == "/dashboard"
    assert "Radio" in visitor.page.text
    assert "Lamp" not in visitor.page.text


def test_F2_an_earlier_request_is_added_by_its_room(shop: Shop, email: str) -> None:
    """Whatever its address was: who is signed in opens the private link and enters the code."""
    guest = shop.visitor()
    room = guest.request_help("work@example.com", surname="Zielińska", device="Radio")
    visitor = sign_up(shop, email)
    visitor.open(room)
    visitor.send("/contact", contact="work@example.com")
    visitor.send("/confirm", code=shop.code("work@example.com"))
    assert "Radio" in visitor.open("/dashboard").text


def _requests(shop: Shop) -> list[ServiceRequest]:
    with shop.desk.reading() as reader:
        return list(reader.find(Query(ServiceRequest), {}, limit=100))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_P2_staff_make_an_account_for_a_customer(shop: Shop, language: str) -> None:
    """From the customer's page; the customer answers the mail before the account can be used, and may be given a
    role by who has the right to."""
    customer = shop.visitor(language)
    customer.request_help(EMAIL, surname="Zielińska")
    made = next(one for one in shop.outbox.sent(500) if one["recipient"] == EMAIL)
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", made["text"] + made["subject"])
    assert reference is not None
    at = f"/staff/customers/{reference.group(0).replace('-', '')}"
    admin = shop.visitor(language)
    admin.sign_in()
    admin.open(at)
    admin.send("/account")
    assert shop.desk.show(view_account_id, BOT, EMAIL) == ""
    path = link_in_mail(shop, EMAIL)
    customer.open(path)
    customer.send(path, code=code_in_mail(shop, EMAIL))
    assert customer.page.url.path == "/dashboard"
    assert "Zielińska" in customer.page.text
    admin.open(at)
    admin.send("/role", role="reseller")
    role = {"en": "Reseller", "pl": "Partner handlowy"}[language]
    assert role in customer.open("/account").text
    admin.open(at)
    admin.send("/account/erase")
    assert customer.open("/account").url.path == "/sign-in"
    assert shop.desk.show(view_account_id, BOT, EMAIL) == ""
    agent = shop.visitor(language)
    agent.sign_in("tom@example.com")
    assert 'name="role"' not in agent.open(at).text


def test_F2_a_shop_may_want_no_accounts(shop: Shop, email: str) -> None:
    """The pages are gone with the switch, and whoever was signed in is a guest."""
    visitor = sign_up(shop, email)
    admin = shop.visitor()
    admin.sign_in()
    admin.open("/staff/settings/shop")
    assert 'name="customer_accounts_on"' in admin.page.text
    boss = next(one.actor for one in shop.accounts.staff() if one.role == "admin")
    change = {"values": [{"key": "customer_accounts", "value": "false", "seen": 0}]}
    shop.desk.do(shop.desk.read(ChangeSettings, change), boss)
    shop.desk.refresh_settings()
    assert visitor.open("/register").status_code == 404
    assert visitor.open("/sign-in").status_code == 404
    assert visitor.open("/dashboard").url.path == "/track"
    assert "/dashboard" not in visitor.open("/").text
