"""What the two commonest POSTs cost in the database.

Counted is everything that SQLite runs for the app's engine while the POST is answered, without the page it redirects
to: the staff's session, the desk's own reads and writes, settings included, BEGIN and COMMIT too. (The desk writes on
DBAPI cursors, which SQLAlchemy's events do not see: SQLite itself is asked.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from test_F3_dashboard import request_of, signed_in

import journeys as j
from shops import Shop, Visitor


@contextmanager
def counted(shop: Shop) -> Iterator[list[str]]:
    """The statements of the block: on connections that are kept ready, and on those that it opens."""
    engine, sessions = shop.accounts.engine, shop.desk._store.sessions  # type: ignore[attr-defined]
    seen: list[str] = []

    def listen(connection: Any, *rest: Any) -> None:
        connection.set_trace_callback(seen.append)

    def rest(connection: Any, *rest: Any) -> None:
        connection.set_trace_callback(None)

    for kept in sessions.idle:
        listen(kept.driver_connection)
    sa.event.listen(engine, "checkout", listen)
    yield seen
    assert seen, "nothing was looked at"
    sa.event.remove(engine, "checkout", listen)
    sa.event.listen(engine, "checkout", rest)
    for kept in sessions.idle:
        rest(kept.driver_connection)


def _only_post(visitor: Visitor, action: str, **fields: str) -> Any:
    visitor.client.follow_redirects = False
    answer = visitor.send(action, **fields)
    visitor.client.follow_redirects = True
    assert answer.status_code == 303
    return answer


def test_a_customers_reply_costs_ten_statements_at_most(shop: Shop) -> None:
    """The link says which request it is: no page is read before it is needed."""
    customer = shop.visitor()
    room = customer.request_help("count@example.com")
    customer.open(room)
    with counted(shop) as seen:
        _only_post(customer, "/reply", text="Yes, it does.")
    assert len(seen) <= 10, "\n".join(seen)
    assert not [one for one in seen if "helpdesk_core_outcomes" in one]


def test_a_status_set_by_staff_costs_eleven_statements_at_most(shop: Shop) -> None:
    """One statement turns the reference into an id."""
    staff = shop.visitor()
    staff.sign_in("tom@example.com")
    staff.open(f"/staff/requests/{shop.tracking[0].replace('-', '')}")
    with counted(shop) as seen:
        _only_post(staff, "/status", status="diagnosis")
    assert len(seen) <= 11, "\n".join(seen)
    reads = [one for one in seen if re.match("SELECT", one)]
    assert not [one for one in reads if re.search("_timeline|_notes|_outcomes|_outbox", one)]


def test_a_form_to_be_mended_reads_the_page_once(shop: Shop) -> None:
    """The page is read only then."""
    customer = shop.visitor()
    room = customer.request_help("mend@example.com")
    with counted(shop) as plain:
        customer.open(room)
    with counted(shop) as mended:
        assert customer.send("/reply", text="").status_code == 422
    assert len(mended) <= len(plain)


def _looked(shop: Shop, visitor: Visitor, room: str) -> list[str]:
    with counted(shop) as seen:
        assert visitor.open(room).status_code == 200
    assert not any(one.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) for one in seen)
    return [one for one in seen if one.lstrip().upper().startswith("SELECT")]


def test_the_room_costs_four_statements_one_for_the_place_and_one_for_a_call(shop: Shop) -> None:
    """Request with whether the settings changed, thread, contacts, requests of the same contact, and where
    somebody waits their place in the queue. What is missing, the recommended card, what is new and what a short message
    wants cost none, and looking writes nothing."""
    visitor = shop.visitor()
    room = visitor.request_help("statements@example.com", device="?")
    visitor.open(room)
    assert len(_looked(shop, visitor, room)) <= 5
    visitor.send("/reply", text="any update?")
    assert len(_looked(shop, visitor, room)) <= 5
    visitor.send("/call", contact="601 234 567")
    assert len(_looked(shop, visitor, room)) <= 6


def test_the_dashboard_costs_no_more_for_what_is_over(shop: Shop) -> None:
    """A customer of many years costs no statement more than one with the same open requests."""
    visitor = signed_in(shop, "7")
    request_of(shop, "7", "Radio")
    visitor.open("/dashboard")
    with counted(shop) as few:
        visitor.open("/dashboard")
    for number in range(5):
        ended = request_of(shop, "7", f"Lamp {number}")
        j.do(shop.desk, j.CancelRequest, j.ANNA, request=ended)
    with counted(shop) as many:
        visitor.open("/dashboard")
    assert len(many) == len(few)
