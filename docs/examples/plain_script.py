"""A script: no framework, one SQLite file."""

import os

from helpdesk_core import Agent, Guest, Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import ConfirmInPerson, ReplyToCustomer, SubmitRequest
from helpdesk_core.views import view_queue

desk = Helpdesk(
    SqlStore.sqlite("shop.sqlite"), secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])], notifiers=[ConsoleNotifier()]
)
anna = Agent(id="anna", name="Anna Nowak")
words = {"problem": "It does not start.", "device": "Dell XPS", "surname": "Kern", "contact": "kern@example.com"}
made = desk.do(desk.read(SubmitRequest, words), Guest())
desk.do(desk.read(ConfirmInPerson, {"request": made.request}), anna)
desk.do(desk.read(ReplyToCustomer, {"request": made.request, "text": "Please bring it in."}), anna)
queue = desk.show(view_queue, anna)  # raises Refused for who may not see it
for row in queue.rows:
    print(row.reference.grouped, row.status, row.device)
print(desk.deliver())  # call it from cron or a worker
