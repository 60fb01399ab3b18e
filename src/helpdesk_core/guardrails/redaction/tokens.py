"""Keys and tokens that say themselves what they are: by the prefix their maker gives them, or by where they stand.

All patterns run on the folded text (lower case); every repeat is bounded, so that the search stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .keys import SHORTEST, find_key_words, find_keys
from .kinds import PRIVATE_KEY, Cue

_WORD = r"[0-9a-z_\-]"
#: What makers put before their keys, so that leaked ones can be found, and what follows.
_MAKERS = (
    r"(?:sk|pk|rk)_(?:live|test)_[0-9a-z]{16,200}",  # Stripe
    rf"sk-{_WORD}{{20,200}}",  # OpenAI, Anthropic
    r"gh[pousr]_[0-9a-z]{30,255}",  # GitHub
    rf"github_pat_{_WORD}{{30,255}}",
    rf"gl(?:pat|ptt|dt|rt|soat)-{_WORD}{{20,64}}",  # GitLab
    r"xox[abeprs]-[0-9a-z\-]{10,200}",  # Slack
    r"xapp-[0-9a-z\-]{20,200}",
    r"(?<=hooks\.slack\.com/services/)[0-9a-z/]{20,120}",
    rf"(?<=/api/webhooks/)[0-9]{{10,25}}/{_WORD}{{20,100}}",  # Discord
    rf"[mno][0-9a-z]{{23,27}}\.{_WORD}{{6}}\.{_WORD}{{27,40}}",
    r"(?:akia|asia)[0-9a-z]{16}",  # Amazon
    rf"aiza{_WORD}{{35}}",  # Google
    rf"ya29\.{_WORD}{{20,300}}",
    rf"1//0{_WORD}{{12,200}}",
    rf"gocspx-{_WORD}{{20,60}}",
    r"eaa[0-9a-z]{24,300}",  # Meta
    r"npm_[0-9a-z]{36}",
    rf"pypi-agei{_WORD}{{12,300}}",
    r"rubygems_[0-9a-f]{48}",
    rf"dckr_pat_{_WORD}{{20,60}}",
    r"hf_[0-9a-z]{30,60}",  # Hugging Face
    r"do[opr]_v1_[0-9a-f]{64}",  # DigitalOcean
    rf"sg\.{_WORD}{{16,64}}\.{_WORD}{{16,64}}",  # SendGrid
    r"(?:sk|ac)[0-9a-f]{32}",  # Twilio
    r"key-[0-9a-z]{32}",  # Mailgun
    r"shp(?:at|ca|pa|ss)_[0-9a-f]{32}",  # Shopify
    rf"sq0(?:atp|csp)-{_WORD}{{22,43}}",  # Square
    rf"(?:[0-9]{{8,10}}|bot[0-9]{{8,10}}):aa{_WORD}{{32,34}}",  # Telegram
    r"whsec_[0-9a-z+/=]{20,100}",
    r"dapi[0-9a-f]{32}",  # Databricks
    r"pmak-[0-9a-f]{24}-[0-9a-f]{34}",  # Postman
    r"nr(?:ak|al|ii)-[0-9a-z]{24,40}",  # New Relic
    rf"(?:glsa|glc)_{_WORD}{{20,120}}",  # Grafana
    rf"hv[sb]\.{_WORD}{{24,300}}",  # Vault
    rf"(?:lin_api|lin_oauth|ntn|secret|sbp|tskey|figd)[_-]{_WORD}{{24,80}}",  # Linear, Notion, Figma
    r"(?<=://)[0-9a-f]{24,64}(?=@)",  # Sentry
    r"hrku-[0-9a-f\-]{36}",  # Heroku
    r"django-insecure-[^\s\"']{20,80}",
    r"age-secret-key-1[0-9a-z]{58}",
    rf"[ps]k\.eyj{_WORD}{{20,200}}\.{_WORD}{{10,60}}",  # Mapbox
    rf"eyj{_WORD}{{8,2000}}\.{_WORD}{{8,4000}}\.{_WORD}{{8,1000}}",  # a JSON Web Token
)
_PREFIXED = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(_MAKERS)})(?![0-9a-z])")
# A value behind a name that only secrets have.
_NAMED = re.compile(
    r"(?:authorization\s{0,2}[:=]\s{0,2}(?:bearer|basic|token)\s{1,2}|\bbearer\s{1,2}|x-api-key\s{0,2}[:=]\s{0,2}"
    r"|(?:api|access|secret|auth|refresh|session|client|account|sharedaccess)[ _\-]?(?:key|token|secret|id)"
    r"[\"']?\s{0,2}[:=]\s{0,2}[\"']?"
    r"|[?&](?:token|key|apikey|api_key|access_token|auth|secret|sig|signature|reset|session|sid|code|invite|ticket)=)"
    r"(?P<value>[0-9a-z_\-.+/=~%]{12,4000})"
)
#: An address that lets in anyone who has it: "/reset/9f8e…", "/invite/abc/9f8e…".
_DOOR = re.compile(
    r"/(?:[a-z]{0,12}[_\-])?(?:reset|invite|invitation|verify|verification|activate|activation|confirm|magic|magiclink|token|unsubscribe)"
    rf"(?:[_\-][a-z]{{0,12}})?(?:/(?:[a-z]{{1,12}}/)?|/?\?[a-z_]{{1,12}}=)(?P<value>(?=[a-z_\-]{{0,40}}[0-9]){_WORD}{{16,200}})(?![0-9a-z])"
)
_USERINFO = re.compile(
    r"[a-z][a-z0-9+.\-]{1,20}://[^\s:/@]{0,100}:(?P<value>[^\s\"'<>]{1,200})@(?=[a-z0-9.\-]{2,100}(?:[:/\s\"'?]|$))"
)
_CLIENTS = "mysql", "mariadb", "sshpass", "smbclient", "mosquitto_pub"
_PACKERS = "7z", "7za", "rar"
#: Command lines, each by what it must hold.
_COMMANDS = (
    *(
        (
            name,
            re.compile(
                rf"{name}(?<![\w/]{name})\w{{0,8}}[^\n]{{0,80}}?\s-p\s?(?P<value>(?![0-9]{{2,5}}:[0-9])[^\s\-][^\s]{{2,80}})"
            ),
        )
        for name in _CLIENTS
    ),
    (
        "curl",
        re.compile(r"curl(?<!\wcurl)[^\n]{0,120}?\s(?:-u|--user)\s{1,2}[\"']?[^\s:]{1,60}:(?P<value>[^\s\"']{3,80})"),
    ),
    *(
        (name, re.compile(rf"(?<!\w)(?:un)?{name}\s[^\n]{{0,80}}?(?<=\s)-p(?P<value>[^\s\-][^\s]{{2,80}})"))
        for name in _PACKERS
    ),
    ("/user:", re.compile(r"net(?<!\wnet)\s{1,2}use[^\n]{0,80}?\s/user:\S{1,60}\s{1,2}(?P<value>\S{3,80})")),
)
#: A line of PostgreSQL's password file.
_PGPASS = re.compile(r"[a-z][a-z0-9.\-]{1,80}:[0-9]{2,5}:[^\s:]{1,40}:[^\s:]{1,40}:(?P<value>[^\s:]{3,80})")
#: A stroke before a sign says that it belongs to the value.
_WIFI_CODE = re.compile(r"wifi:[^\n]{0,120}?(?:(?<=;)|(?<=:))p:(?P<value>(?:\\[^\n]|[^;\\\n]){3,64})")
_COOKIE = re.compile(
    r"(?:session|sessionid|sid|phpsessid|jsessionid|csrftoken|connect\.sid|_logged_in_[0-9a-f]{4,40})=(?P<value>[0-9a-z%._\-]{12,400})"
)
# The secret that belongs to a key id.
_AWS_PAIR = re.compile(
    r"(?:akia|asia)[0-9a-z]{16}[^0-9a-z][^\n]{0,60}?(?<![0-9a-z/+])(?P<value>[0-9a-z/+]{40})(?![0-9a-z/+=])"
)
_OTPAUTH = re.compile(r"otpauth://[^\s?]{1,120}\?[^\s]{0,120}?secret=(?P<value>[a-z2-7]{8,128})")
#: Eight groups of six digits: nothing but a BitLocker recovery key is written so.
_DISK_KEY = re.compile(r"[0-9]{6}(?<![0-9\-]......)(?:[\- ][0-9]{6}){7}(?![0-9])")
#: Apple's recovery keys: six or seven groups of four.
_GROUPED_KEY = re.compile(r"(?<![0-9a-z\-])(?=[a-z\-]{0,24}[0-9])[0-9a-z]{4}(?:-[0-9a-z]{4}){5,6}(?![0-9a-z\-])")
_PEM = re.compile(r"-{4,5} ?begin [a-z0-9 ]{0,40}(?:private key|static key)[a-z0-9 ]{0,10}-{4,5}\s{0,4}")
_PEM_END = re.compile(r"\s{0,4}-{4,5} ?end ")


def _private_keys(folded: str) -> Iterator[tuple[int, int, str]]:
    """The bodies between header lines; one that was cut off reaches to the end of the text."""
    place = 0
    while header := _PEM.search(folded, place):
        end = _PEM_END.search(folded, header.end())
        place = end.start() if end else len(folded)
        if place > header.end():
            yield header.end(), place, PRIVATE_KEY


def find_tokens(folded: str, plain: str) -> Iterator[tuple[int, int, str]]:
    """Spans of keys, tokens and private keys, as (start, end, kind)."""
    if "private" in folded or "static key" in folded:
        yield from _private_keys(folded)
    yield from find_keys(folded, plain)
    for long in _LONG.finditer(folded):
        for pattern, kind in _WITHIN:
            for found in pattern.finditer(folded, *long.span()):
                yield (*found.span(found.lastgroup or 0), kind)
        if long.end() - long.start() >= SHORTEST:
            yield from find_key_words(folded, plain, *long.span())
        yield from _random(plain, *long.span())
    named = ("=" in folded or ":" in folded or "bearer" in folded) and _VALUE.search(folded)
    for needle, pattern, kind in _BEHIND:
        for found in pattern.finditer(folded) if needle in folded and (needle or named) else ():
            start, end = found.span(found.lastgroup or 0)
            if pattern is not _NAMED or any(map(str.isdigit, folded[start:end])):
                yield start, end - (folded[end - 1] == "."), kind
    for found in _DISK_KEY.finditer(folded):
        yield found.start(), found.end(), Cue.RECOVERY_CODE.value


#: A long word of capitals, small letters and digits without order: a key, whosever.
_SHUFFLED = re.compile(r"(?<![\w\-./+=:@])[0-9A-Za-z_\-]{24,200}(?![\w\-./@])")
_TURNS = re.compile(r"[a-z]+|[A-Z]+|[0-9]+")


def _random(plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Keys that neither prefix nor name tells of. In English words, names and addresses letters change their case and
    digits come a few times; in random ones at every second or third place."""
    for found in _SHUFFLED.finditer(plain, start, end) if end - start >= 24 else ():
        value = found.group()
        runs = _TURNS.findall(value)
        kinds = {run[0].isdigit() * 2 + run[0].isupper() for run in runs}
        if len(kinds) == 3 and len(runs) * 3 >= len(value):
            yield found.start(), found.end(), Cue.API_KEY.value


#: Patterns that never reach over a space are tried on long words alone.
_LONG = re.compile(r"\S{16,}")
_WITHIN = (
    (_PREFIXED, Cue.API_KEY.value),
    (_DOOR, Cue.API_KEY.value),
    (_COOKIE, Cue.API_KEY.value),
    (_OTPAUTH, Cue.ONE_TIME_CODE.value),
    (_USERINFO, Cue.PASSWORD.value),
    (_GROUPED_KEY, Cue.RECOVERY_CODE.value),
    (_PGPASS, Cue.PASSWORD.value),
)
#: As long as the shortest value that its name tells of.
_VALUE = re.compile(r"[^\s]{12}")
#: The others, with what a text must hold for each.
_BEHIND = (
    ("", _NAMED, Cue.API_KEY.value),
    ("akia", _AWS_PAIR, Cue.API_KEY.value),
    ("asia", _AWS_PAIR, Cue.API_KEY.value),
    ("wifi:", _WIFI_CODE, Cue.PASSWORD.value),
    *((name, pattern, Cue.PASSWORD.value) for name, pattern in _COMMANDS),
)
