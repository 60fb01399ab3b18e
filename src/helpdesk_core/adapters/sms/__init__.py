"""SMS by SMSAPI.pl or Twilio: what customers are sent and write, and what became of it.

One call and one signature each, without an SDK: nothing is needed besides the standard library. Twilio's own SDK brings
24 MB and another HTTP library for one HMAC, SMSAPI's one more HTTP library for one POST.
"""

from .lengths import SmsLength, sms_length
from .sending import MEDIUM, SmsNotifier, sms_text
from .smsapi import API as SMSAPI
from .smsapi import SmsapiChannel, SmsapiNotifier
from .twilio import API as TWILIO
from .twilio import TwilioChannel, TwilioNotifier

__all__ = [
    "MEDIUM",
    "SMSAPI",
    "TWILIO",
    "SmsLength",
    "SmsNotifier",
    "SmsapiChannel",
    "SmsapiNotifier",
    "TwilioChannel",
    "TwilioNotifier",
    "sms_length",
    "sms_text",
]
