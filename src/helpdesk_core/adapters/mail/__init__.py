"""Mail that comes in: read in bounds, whatever is in it.

Foreign mail is hostile until proved otherwise, and Python's own parser is no boundary: with ``policy.default`` some
hundred bytes are enough for an error or a minute of work. So bytes are counted before anything is parsed (`scan`),
headers are decoded here (`headers`), bodies by what their bytes are and not by what they are called (`charsets`), and
of HTML only the words are kept (`markup`).
"""

from .channel import MailChannel
from .imap import ImapMailbox
from .reading import Mail, Part, read_mail
from .webhooks import MailgunMail, PostmarkMail, SesMail, SignedMail, WebhookMail

__all__ = [
    "ImapMailbox",
    "Mail",
    "MailChannel",
    "MailgunMail",
    "Part",
    "PostmarkMail",
    "SesMail",
    "SignedMail",
    "WebhookMail",
    "read_mail",
]
