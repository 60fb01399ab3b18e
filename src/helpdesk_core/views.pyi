"""Written by tools/public_names.py: the names of helpdesk_core.views."""

from .customer_rooms.views import LocationView as LocationView
from .customer_rooms.views import MessageView as MessageView
from .customer_rooms.views import OutcomeView as OutcomeView
from .customer_rooms.views import RequestSummary as RequestSummary
from .customer_rooms.views import Room as Room
from .customer_rooms.views import StatusView as StatusView
from .customer_rooms.views import TrackedRequest as TrackedRequest
from .customer_rooms.views import view_customer_list as view_customer_list
from .customer_rooms.views import view_room as view_room
from .customer_rooms.views import view_tracking as view_tracking
from .intake.views import OrderView as OrderView
from .intake.views import OwnDetails as OwnDetails
from .intake.views import view_own_details as view_own_details
from .redaction_desk.rules import Place as Place
from .redaction_desk.rules import view_place as view_place
from .redaction_desk.views import RedactionStatistics as RedactionStatistics
from .redaction_desk.views import view_redaction_statistics as view_redaction_statistics
from .triage.views import DeliveryHealth as DeliveryHealth
from .triage.views import Queue as Queue
from .triage.views import QueueRow as QueueRow
from .triage.views import RequestForStaff as RequestForStaff
from .triage.views import view_health as view_health
from .triage.views import view_queue as view_queue
from .triage.views import view_request as view_request
from .triage.views import view_request_id as view_request_id
from .triage.views import view_search as view_search
