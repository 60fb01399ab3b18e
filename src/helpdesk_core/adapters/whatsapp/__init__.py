"""WhatsApp by the Cloud API of its maker: what customers write, what they are sent, and what became of it.

Two calls and one signature, without an SDK: nothing is needed besides the standard library.
"""

from .calls import GraphApi as GraphApi
from .channel import WhatsAppChannel as WhatsAppChannel
from .notifier import Template as Template
from .notifier import WhatsAppNotifier as WhatsAppNotifier
