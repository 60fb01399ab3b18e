"""Workers that Celery wakes, over whatever broker it has."""

import os
from collections.abc import Callable

from celery import Celery

from helpdesk_core import Helpdesk, Settings
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.ports import Unit

celery = Celery("shop", broker=os.environ["BROKER"])
celery.conf.task_ignore_result = True
celery.conf.beat_schedule = {"look": {"task": "helpdesk.look", "schedule": 60.0}}


class CeleryWaker:
    """A broker knows nothing of the transaction: it is told after the commit."""

    def wake(self, tenant: str, unit: Unit) -> Callable[[], object]:
        return look.delay


smtp = SmtpNotifier(
    host="localhost", port=int(os.environ["HELPDESK_SMTP_PORT"]), sender="help@shop.example", starttls=False
)
desk = Helpdesk(
    SqlStore.sqlite("shop.sqlite"),
    secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])],
    settings=Settings(shop_name="Fix & Go"),
    notifiers=[smtp],
    waker=CeleryWaker(),
)


@celery.task(name="helpdesk.look")
def look() -> None:
    """Deliver until nothing more is due."""
    while desk.deliver().total:
        pass
