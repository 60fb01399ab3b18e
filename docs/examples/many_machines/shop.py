"""Pages on as many machines as you like, workers that Procrastinate wakes, one PostgreSQL."""

import os

import procrastinate

from helpdesk_core import Helpdesk, Settings
from helpdesk_core.adapters.procrastinate import ProcrastinateWaker
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.storage import storage_of_environment

URL = os.environ["HELPDESK_DATABASE"]
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=URL))
waker = ProcrastinateWaker(app)
store = SqlStore.postgresql(URL)
accounts = StaffAccounts(store.engine)
smtp = SmtpNotifier(
    host=os.environ.get("HELPDESK_SMTP_HOST", "localhost"),
    port=int(os.environ.get("HELPDESK_SMTP_PORT", "587")),
    sender="help@shop.example",
    starttls=os.environ.get("HELPDESK_SMTP_STARTTLS") != "no",
)
desk = Helpdesk(
    store,
    secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])],
    settings=Settings(shop_name="Fix & Go"),
    base_url=os.environ["HELPDESK_BASE_URL"],
    notifiers=[smtp],
    staff_recipient=accounts.recipient,
    access=accounts,
    storage=storage_of_environment(),  # a folder that all machines share, or s3://bucket/prefix
    waker=waker,
)
waker.serve(desk)
pages = create_app(desk, accounts)
