"""Keys and tokens that say themselves what they are: by the prefix their maker gives them, or by where they stand.

All patterns run on the folded text (lower case); every repeat is bounded, so that the search stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = r"[0-9a-z_\-]"
# Prefixes that makers of keys publish, so that leaked ones can be found.
_PREFIXED = re.compile(
    r"(?<![0-9a-z])(?:"
    rf"(?:sk|pk|rk)_(?:live|test)_[0-9a-z]{{16,200}}|sk-{_WORD}{{20,200}}|gh[pousr]_[0-9a-z]{{30,255}}|github_pat_{_WORD}{{30,255}}"
    rf"|glpat-{_WORD}{{20,64}}|xox[abeprs]-[0-9a-z\-]{{10,200}}|akia[0-9a-z]{{16}}|asia[0-9a-z]{{16}}|aiza{_WORD}{{35}}"
    rf"|ya29\.{_WORD}{{20,300}}|npm_[0-9a-z]{{36}}|pypi-{_WORD}{{50,300}}|hf_[0-9a-z]{{30,60}}|dop_v1_[0-9a-f]{{64}}"
    rf"|sg\.{_WORD}{{16,64}}\.{_WORD}{{16,64}}|shp(?:at|ca|pa|ss)_[0-9a-f]{{32}}|[0-9]{{8,10}}:aa{_WORD}{{32,34}}"
    rf"|whsec_[0-9a-z+/=]{{20,100}}|eyj{_WORD}{{8,2000}}\.{_WORD}{{8,4000}}\.{_WORD}{{8,1000}}"
    r")(?![0-9a-z])"
)
# A value behind a name that only secrets have.
_NAMED = re.compile(
    r"(?:authorization\s{0,2}[:=]\s{0,2}(?:bearer|basic|token)\s{1,2}|\bbearer\s{1,2}|x-api-key\s{0,2}[:=]\s{0,2}"
    r"|(?:api|access|secret|auth|refresh|session|client)[ _\-]?(?:key|token|secret|id)[\"']?\s{0,2}[:=]\s{0,2}[\"']?"
    r"|[?&](?:token|key|apikey|api_key|access_token|auth|secret|sig|signature|reset|session|sid)=)"
    r"(?P<value>[0-9a-z_\-.+/=~%]{12,4000})"
)
_USERINFO = re.compile(
    r"[a-z][a-z0-9+.\-]{1,20}://[^\s:/@]{1,100}:(?P<value>[^\s\"'<>]{1,200})@(?=[a-z0-9.\-]{2,100}(?:[:/\s\"'?]|$))"
)
_CLIENTS = "mysql", "mariadb", "sshpass", "smbclient", "mosquitto_pub"
#: Command lines; each begins with what it is searched by, which is fast.
_COMMANDS = (
    *(
        re.compile(
            rf"{name}(?<![\w/]{name})\w{{0,8}}[^\n]{{0,80}}?\s-p\s?(?P<value>(?![0-9]{{2,5}}:[0-9])[^\s\-][^\s]{{2,80}})"
        )
        for name in _CLIENTS
    ),
    re.compile(r"curl(?<!\wcurl)[^\n]{0,120}?\s(?:-u|--user)\s{1,2}[\"']?[^\s:]{1,60}:(?P<value>[^\s\"']{3,80})"),
    re.compile(r"net(?<!\wnet)\s{1,2}use[^\n]{0,80}?\s/user:\S{1,60}\s{1,2}(?P<value>\S{3,80})"),
)
_WIFI_CODE = re.compile(r"wifi:[^\n]{0,120}?(?:(?<=;)|(?<=:))p:(?P<value>[^;\n]{3,64})")
_COOKIE = re.compile(
    r"(?:session|sessionid|sid|phpsessid|jsessionid|csrftoken|connect\.sid)=(?P<value>[0-9a-z%._\-]{12,400})"
)
# The secret that belongs to a key id.
_AWS_PAIR = re.compile(
    r"(?:akia|asia)[0-9a-z]{16}[^0-9a-z][^\n]{0,60}?(?<![0-9a-z/+])(?P<value>[0-9a-z/+]{40})(?![0-9a-z/+=])"
)
_OTPAUTH = re.compile(r"otpauth://[^\s?]{1,120}\?[^\s]{0,120}?secret=(?P<value>[a-z2-7]{8,128})")
#: Eight groups of six digits: nothing but a BitLocker recovery key is written so.
_DISK_KEY = re.compile(r"(?<![0-9\-])[0-9]{6}(?:[\- ][0-9]{6}){7}(?![0-9])")
_PEM = re.compile(r"-----begin [a-z0-9 ]{0,40}private key[a-z ]{0,10}-----\s{0,4}")
_PEM_END = re.compile(r"\s{0,4}-----end ")


def _private_keys(folded: str) -> Iterator[tuple[int, int, str]]:
    """The bodies between header lines; one that was cut off goes on to the end of the text."""
    place = 0
    while header := _PEM.search(folded, place):
        end = _PEM_END.search(folded, header.end())
        place = end.start() if end else len(folded)
        if place > header.end():
            yield header.end(), place, "private_key"


def find_tokens(folded: str) -> Iterator[tuple[int, int, str]]:
    """Spans of keys, tokens and private keys, as (start, end, kind)."""
    yield from _private_keys(folded)
    for found in _OTPAUTH.finditer(folded):
        yield *found.span("value"), "one_time_code"
    for found in _PREFIXED.finditer(folded):
        yield found.start(), found.end(), "api_key"
    for found in _DISK_KEY.finditer(folded):
        yield found.start(), found.end(), "recovery_code"
    for found in _AWS_PAIR.finditer(folded):
        yield *found.span("value"), "api_key"
    for found in _NAMED.finditer(folded):
        value = found.group("value").rstrip(".")
        if any(char.isdigit() for char in value):
            yield found.start("value"), found.start("value") + len(value), "api_key"
    for found in _COOKIE.finditer(folded):
        yield found.start("value"), found.end("value"), "api_key"
    for pattern in (_USERINFO, _WIFI_CODE, *_COMMANDS):
        for found in pattern.finditer(folded):
            yield (*found.span("value"), "password")
