"""What a host writes against the public names: checked, never run. `assert_type` states what checkers must know."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import assert_type

from helpdesk_core import (
    Admin,
    Agent,
    AsyncHelpdesk,
    Contact,
    ContactKind,
    Customer,
    Guest,
    Helpdesk,
    InputError,
    RawText,
    Recipient,
    Refusal,
    Refused,
    Settings,
    StoreError,
    hookimpl,
)
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import (
    AnswerOutcome,
    EnterCode,
    MessageSent,
    ReplyToShop,
    RoomOpened,
    SubmitRequest,
    Submitted,
)
from helpdesk_core.errors import FieldError
from helpdesk_core.ports import (
    Access,
    Account,
    Customers,
    Notifier,
    OrderRef,
    Outgoing,
    Reader,
    Retry,
    Sent,
    StaffRights,
    StoreWithOutbox,
    Undeliverable,
)
from helpdesk_core.testing import CapturingNotifier, FixedClock, make_desk
from helpdesk_core.views import Queue, QuoteView, Room, view_queue, view_quote, view_room


class Shoppers:
    """Fits `Customers`."""

    def get(self, id: str) -> Account | None:
        return Account(id=id, surname="Nowak", contacts=(Contact(ContactKind.EMAIL, "jan@example.com"),))

    def by_contact(self, contact: Contact) -> list[Account]:
        return []

    def orders(self, id: str) -> tuple[OrderRef, ...]:
        return (OrderRef(number="1001", placed_at=datetime.now(UTC)),)

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        return ()


class Rota:
    """Fits `Access`."""

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return StaffRights(rights=frozenset({"requests.view"}), locations=frozenset({"warsaw"}))


class Pager:
    """Fits `Notifier`."""

    name = "pager"

    def accepts(self, contact: Contact) -> bool:
        return contact.kind is ContactKind.PHONE

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        return Sent("1") if outgoing.link else Undeliverable("no_link")


class Loud:
    """A plugin; what `hookimpl` decorates keeps its type."""

    @hookimpl
    def helpdesk_urgent_words(self) -> Sequence[str]:
        return ["smoke"]


assert_type(Loud().helpdesk_urgent_words(), Sequence[str])
customers: Customers = Shoppers()
access: Access = Rota()
pager: Notifier = Pager()
mail: Notifier = SmtpNotifier(host="localhost", sender="desk@example.com")
store: StoreWithOutbox = MemoryStore()


def staff_recipient(assignee: str | None) -> Recipient | None:
    return None if assignee is None else Recipient(Contact(ContactKind.EMAIL, f"{assignee}@example.com"), "en")


def later(call: Callable[[], None]) -> None:
    call()


desk = Helpdesk(
    SqlStore.sqlite("shop.sqlite"),
    secret=[bytes(32)],
    settings=Settings(languages=("en", "pl")),
    notifiers=[pager, mail, CapturingNotifier()],
    plugins=[Loud()],
    customers=customers,
    access=access,
    staff_recipient=staff_recipient,
    after_commit=later,
    clock=FixedClock(),
)
read = desk.read(SubmitRequest, {"problem": "No sound"})
assert_type(read, SubmitRequest)
assert_type(desk.handle(read, Guest()), Submitted | Refusal)
assert_type(desk.do(read, Guest()), Submitted)
assert_type(desk.do(desk.read(EnterCode, {}), Guest()), RoomOpened)

# Commands are classes as well: a host with typed values of its own needs no `read`.
made = SubmitRequest(
    problem=RawText("No sound"),
    device=RawText("Radio"),
    surname=RawText("Nowak"),
    contact=Contact(ContactKind.EMAIL, "jan@example.com"),
)
jan = Customer(id="7")
answer = desk.handle(made, jan, key="form-1")
if isinstance(answer, Refusal):
    assert_type(answer.status_hint, int)
else:
    assert_type(answer.request, str)
    assert_type(answer.removed, tuple[str, ...])

room = desk.view(view_room, jan, "id")
assert_type(room, Room | Refusal)
anna = Agent(id="anna", name="Anna", rights=frozenset({"requests.view"}))
assert_type(desk.show(view_room, jan, "id"), Room)
assert_type(desk.show(view_quote, jan, "id"), QuoteView | None)
queue = desk.view(view_queue, anna, assignee="anna", after=None)
if isinstance(queue, Queue):
    assert_type(desk.view(view_queue, anna, after=queue.next), Queue | Refusal)

try:
    desk.do(made, jan)
except Refused as refused:
    assert_type(refused.refusal, Refusal)
except InputError as error:
    assert_type(error.errors, tuple[FieldError, ...])
except StoreError:
    pass

with Helpdesk(store, secret=[bytes(32)]) as other, other.reading() as reader:
    assert_type(other, Helpdesk)
    assert_type(reader, Reader)


async def in_an_async_host() -> None:
    shop = AsyncHelpdesk(desk)
    assert_type(await shop.do(made, jan), Submitted)
    assert_type(await shop.view(view_room, jan, "id"), Room | Refusal)
    assert_type(await shop.show(view_room, jan, "id"), Room)
    assert_type(await shop.handle(made, jan, key="1"), Submitted | Refusal)


test_desk = make_desk(plugins=[Loud()])
test_desk.clock.move(minutes=1)
assert_type(test_desk.notifier, CapturingNotifier)
assert_type(
    test_desk.do(ReplyToShop(request=desk.read(AnswerOutcome, {}).request, text=RawText("Hi")), jan), MessageSent
)
AnswerOutcome(request=desk.read(AnswerOutcome, {}).request, solved=True)
