"""Mails in the shapes that real programs send: what each holds, and what is to be read of it. Nobody in them exists."""
# ruff: noqa: E501 - mails are as long as they are

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping, Sequence
from email.header import Header

SAID = "Dzień dobry, pasek jest źle założony. Czy mogę przyjść w piątek?"
ASKED = "Czy możemy wymienić pasek?\nSerwis Żaba"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def mail(
    text: str | bytes = SAID,
    *,
    charset: str | None = "utf-8",
    kind: str = "text/plain",
    encoding: str = "8bit",
    headers: Mapping[str, str] | None = None,
    **more: str,
) -> bytes:
    """One mail, as bytes; headers are given by their names with ``_`` for hyphens, or as they are."""
    codec = charset if charset and charset != "x-none" else "utf-8"
    body = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode(codec)
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    named = f"{kind}; charset={charset}" if charset and charset != "x-none" else kind
    head = {
        "From": "Maria Kern <maria.kern@example.com>",
        "To": "serwis@shop.example",
        "Subject": "Re: Zgloszenie",
        "Date": "Thu, 26 Nov 2026 14:03:00 +0100",
        "Message-ID": "<one@example.com>",
        "MIME-Version": "1.0",
        "Content-Type": named,
        "Content-Transfer-Encoding": encoding,
    }
    head |= {name.replace("_", "-"): value for name, value in more.items()} | dict(headers or {})
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def parts(*inside: bytes, kind: str = "mixed", headers: Mapping[str, str] | None = None, **more: str) -> bytes:
    """A mail of several parts."""
    boundary = f"b{len(inside)}{kind[:3]}"
    body = (
        b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in inside) + b"--%s--\r\n" % boundary.encode()
    )
    sort = f'multipart/{kind}; boundary="{boundary}"'
    return mail(body, charset=None, kind=sort, encoding="8bit", headers=headers, **more)


def part(content: str | bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """One part of such a mail."""
    encoded = base64.encodebytes(content) if isinstance(content, bytes) else content.encode()
    how = "base64" if isinstance(content, bytes) else "8bit"
    head = {"Content-Type": kind, "Content-Transfer-Encoding": how}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join(f"{name}: {value}" for name, value in head.items()).encode() + b"\r\n\r\n" + encoded


def behind(text: str, mark: str = "> ") -> str:
    """Lines as programs quote them."""
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def answered(intro: str, quoted: str | None = None) -> str:
    """The new words, and below them what they answer."""
    return f"{SAID}\n\n{intro}\n{behind(ASKED) if quoted is None else quoted}\n"


_OUTLOOK_PL = (
    "Od: Serwis Żaba <serwis@shop.example>\nWysłano: czwartek, 26 listopada 2026 14:03\nDo: Maria Kern\nTemat: Pasek"
)
#: What new words stand above, as each program writes it.
REPLIES: Mapping[str, str] = {
    "gmail en": answered("On Thu, Nov 26, 2026 at 2:03 PM Serwis Żaba <serwis@shop.example> wrote:"),
    "gmail en folded": answered(
        "On Thu, Nov 26, 2026 at 2:03 PM Serwis Żaba z Ulicy Długiej\n<serwis@shop.example> wrote:"
    ),
    "gmail pl": answered("czw., 26 lis 2026 o 14:03 Serwis Żaba <serwis@shop.example> napisał(a):"),
    "gmail pl folded": answered("czw., 26 lis 2026 o 14:03 Serwis Żaba\n<serwis@shop.example> napisał(a):"),
    "gmail pl dnia": answered("W dniu czw., 26 lis 2026 o 14:03 Serwis <serwis@shop.example> napisał(a):"),
    "gmail de": answered("Am Do., 26. Nov. 2026 um 14:03 Uhr schrieb Serwis <serwis@shop.example>:"),
    "thunderbird en": answered("On 26/11/2026 14:03, Serwis Żaba wrote:"),
    "thunderbird pl": answered("W dniu 26.11.2026 o 14:03, Serwis Żaba pisze:"),
    "thunderbird pl old": answered("Użytkownik Serwis Żaba napisał:"),
    "thunderbird de": answered("Am 26.11.2026 um 14:03 schrieb Serwis Żaba:"),
    "apple en": answered("On 26 Nov 2026, at 14:03, Serwis Żaba <serwis@shop.example> wrote:"),
    "apple pl": answered(
        "Wiadomość napisana przez Serwis Żaba <serwis@shop.example> w dniu 26.11.2026, o godz. 14:03:"
    ),
    "apple pl folded": answered(
        "Wiadomość napisana przez Serwis Żaba <serwis@shop.example> w\ndniu 26 lis 2026, o godz. 14:03:"
    ),
    "apple pl quoted intro": f"{SAID}\n\n> Wiadomość napisana przez Serwis <serwis@shop.example> w dniu 26.11.2026, o godz. 14:03:\n>\n{behind(ASKED)}\n",
    "apple de": answered("Am 26.11.2026 um 14:03 schrieb Serwis Żaba <serwis@shop.example>:"),
    "outlook en": f"{SAID}\n\n________________________________\nFrom: Serwis <serwis@shop.example>\nSent: Thursday, November 26, 2026 2:03 PM\nTo: Maria Kern\nSubject: Pasek\n\n{ASKED}\n",
    "outlook pl": f"{SAID}\n\n{_OUTLOOK_PL}\n\n{ASKED}\n",
    "outlook pl rule": f"{SAID}\n\n________________________________\n{_OUTLOOK_PL}\n\n{ASKED}\n",
    "outlook pl bold": f"{SAID}\n\n*Od:* Serwis <serwis@shop.example>\n*Wysłano:* czwartek\n*Do:* Maria\n*Temat:* Pasek\n\n{ASKED}\n",
    "outlook de": f"{SAID}\n\nVon: Serwis <serwis@shop.example>\nGesendet: Donnerstag\nAn: Maria\nBetreff: Riemen\n\n{ASKED}\n",
    "outlook original": f"{SAID}\n\n-----Original Message-----\nFrom: Serwis\n{ASKED}\n",
    "outlook oryginalna": f"{SAID}\n\n-----Oryginalna wiadomość-----\nOd: Serwis\n{ASKED}\n",
    "wp": answered("Dnia 26 listopada 2026 14:03 Serwis Żaba <serwis@shop.example> napisał(a):"),
    "wp block": f"{SAID}\n\nTemat: Pasek\nData: 2026-11-26 14:03\nNadawca: Serwis <serwis@shop.example>\nAdresat: Maria\n\n{ASKED}\n",
    "o2": answered("Dnia 26 listopada 2026 14:03 serwis@shop.example <serwis@shop.example> napisał(a):", ASKED),
    "onet": answered("W dniu 2026-11-26 14:03:00 użytkownik Serwis Żaba <serwis@shop.example> napisał:"),
    "onet signed": answered("W dniu 2026-11-26 14:03:00 użytkownik Serwis <serwis@shop.example> napisał:", ASKED),
    "interia block": f'{SAID}\n\nOd: "Serwis" <serwis@shop.example>\nDo: "Maria Kern" <maria.kern@example.com>;\nWysłane: 14:03 Czwartek 2026-11-26\nTemat: Pasek\n\n{ASKED}\n',
    "interia": answered("Dnia 26 listopada 2026 o 14:03 Serwis <serwis@shop.example> napisał(a):"),
    "roundcube pl": answered("W dniu 2026-11-26 14:03, Serwis Żaba napisał(a):"),
    "roundcube en": answered("On 2026-11-26 14:03, Serwis Żaba wrote:"),
    "samsung": f"{SAID}\n\nWysłane z telefonu Samsung Galaxy\n\n-------- Oryginalna wiadomość --------\nOd: Serwis <serwis@shop.example>\nData: 26.11.2026 14:03 (GMT+01:00)\nDo: Maria\nTemat: Pasek\n\n{ASKED}\n",
    "claws": answered("Dnia 2026-11-26, o godz. 14:03:00\nSerwis <serwis@shop.example> napisał(a):"),
    "quote alone": f"{SAID}\n\n{behind(ASKED)}\n",
    "signature": f"{SAID}\n\n-- \nMaria Kern\ntel. 600 100 200\n",
    "iphone pl": f"{SAID}\n\nWysłane z iPhone'a\n",
    "iphone en": f"{SAID}\n\nSent from my iPhone\n",
    "proton": answered(
        "Sent with Proton Mail secure email.\n\nOn Thursday, November 26th, 2026 at 14:03, Serwis wrote:"
    ),
    "bluemail pl": answered(
        "Pobierz BlueMail na Android\n\nDnia 26 lis 2026, o godz. 14:03, użytkownik Serwis napisał:"
    ),
    "k9 pl": answered("-- \nWysłane za pomocą K-9 Mail.\n\nW dniu 26.11.2026 o 14:03, Serwis pisze:"),
    "outlook ios": f"{SAID}\n\nPobierz aplikację Outlook dla systemu iOS\n",
    "iphone reply": f"{SAID}\n\nWysłane z iPhone'a\n\n> Wiadomość napisana przez Serwis <s@shop.example> w dniu 26.11.2026, o godz. 14:03:\n> \n{behind(ASKED)}",
    "no quote": SAID,
    "below": f"W dniu 26.11.2026 o 14:03, Serwis pisze:\n{behind(ASKED)}\n\n{SAID}\n",
}
#: Of these the whole is kept: the new words stand between the others, or are the others.
WHOLE: Mapping[str, tuple[str, str]] = {
    "between": ("Re: x", "Witam\n\nW dniu 26.11.2026 o 14:03, Serwis pisze:\n> Pasek?\nTak.\n> Kiedy?\nW piątek.\n"),
    "forwarded": (
        "Fwd: x",
        f"---------- Forwarded message ---------\nOd: Kasia <k@example.com>\nDate: czw.\nSubject: y\nTo: <m@example.com>\n\n{SAID}",
    ),
    "nothing new": ("Re: x", behind(ASKED)),
    "a list of words": ("x", "Od: mnie\nProszę o kontakt.\nTemat do omówienia: pasek"),
}
HTML: Mapping[str, str] = {
    "gmail": f'<div dir="ltr">{SAID}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">czw., 26 lis 2026 o 14:03 Serwis &lt;<a href="mailto:s@shop.example">s@shop.example</a>&gt; napisał(a):<br></div><blockquote class="gmail_quote">{ASKED}</blockquote></div>',
    "outlook": f'<html><head><style>p{{color:red}}</style></head><body><p class="MsoNormal">{SAID}<o:p></o:p></p><div style="border-top:solid 1pt"><p><b>Od:</b> Serwis &lt;s@shop.example&gt;<br><b>Wysłano:</b> czwartek<br><b>Do:</b> Maria<br><b>Temat:</b> Pasek</p></div><p>{ASKED}</p></body></html>',
    "apple": f'<html><body>{SAID}<br><div><blockquote type="cite"><div>Wiadomość napisana przez Serwis w dniu 26.11.2026, o godz. 14:03:</div><br><div>{ASKED}</div></blockquote></div></body></html>',
    "wp": f"<div>{SAID}</div><div>&nbsp;</div><div>Dnia 26 listopada 2026 14:03 Serwis &lt;s@shop.example&gt; napisał(a):<blockquote>{ASKED}</blockquote></div>",
    "pixel": f'<p>{SAID}</p><img src="https://track.example/p.gif" width=1 height=1><script>alert(1)</script><style>*{{}}</style>',
}
#: Bytes in one charset under the name of another, or none: what they mean is the same.
LABELS: Sequence[tuple[str, str | None]] = (
    ("utf-8", "utf-8"),
    ("utf-8", "iso-8859-2"),
    ("utf-8", "us-ascii"),
    ("utf-8", "windows-1250"),
    ("utf-8", None),
    ("utf-8", "x-klingon"),
    ("iso-8859-2", "iso-8859-2"),
    ("iso-8859-2", "iso-8859-1"),
    ("iso-8859-2", "windows-1250"),
    ("iso-8859-2", "utf-8"),
    ("iso-8859-2", "us-ascii"),
    ("iso-8859-2", "unknown-8bit"),
    ("iso-8859-2", None),
    ("windows-1250", "windows-1250"),
    ("windows-1250", "iso-8859-2"),
    ("windows-1250", "iso-8859-1"),
    ("windows-1250", "windows-1252"),
    ("windows-1250", "cp-1250"),
    ("windows-1250", None),
    ("utf-7", "utf-7"),
)
SUBJECTS: Mapping[str, tuple[bytes, str]] = {
    "utf-8 q": (b"=?UTF-8?Q?P=C4=99kni=C4=99ty_ekran?=", "Pęknięty ekran"),
    "utf-8 b": (b"=?utf-8?B?UMSZa25pxJl0eSBla3Jhbg==?=", "Pęknięty ekran"),
    "iso q": (b"=?iso-8859-2?Q?P=EAkni=EAty_ekran?=", "Pęknięty ekran"),
    "letter cut in two": (b"=?utf-8?B?UMSZa25pxA==?= =?utf-8?B?mXR5IGVrcmFu?=", "Pęknięty ekran"),
    "folded": (b"=?UTF-8?Q?P=C4=99kni?=\r\n =?UTF-8?Q?=C4=99ty_ekran?=", "Pęknięty ekran"),
    "raw utf-8": ("Pęknięty ekran".encode(), "Pęknięty ekran"),
    "raw iso": ("Pęknięty ekran".encode("iso-8859-2"), "Pęknięty ekran"),
    "raw windows": ("Śruba, źle".encode("windows-1250"), "Śruba, źle"),
    "blanks inside": (b"=?utf-8?Q?P=C4=99kni=C4=99ty ekran?=", "Pęknięty ekran"),
    "no end": (b"=?utf-8?Q?P=C4=99kni", "=?utf-8?Q?P=C4=99kni"),
    "unknown charset": (b"=?x-klingon?Q?P=C4=99k?=", "Pęk"),
    "bad base64": (b"=?utf-8?B?UMSZa2?=", "Pęk"),
}
SENDERS: Mapping[str, tuple[str, str]] = {
    "plain": ("maria@example.com", "maria@example.com"),
    "named": ("Maria <maria@example.com>", "maria@example.com"),
    "a trick in quotes": ('"boss@shop.example" <maria@example.com>', "maria@example.com"),
    "a trick in an encoded word": ("=?utf-8?B?PGJvc3NAc2hvcC5leGFtcGxlPg==?= <maria@example.com>", "maria@example.com"),
    "a comment": ("maria@example.com (boss@shop.example)", "maria@example.com"),
    "two": ("maria@example.com, boss@shop.example", ""),
    "two in brackets": ("<maria@example.com> <boss@shop.example>", ""),
    "none": ("Maria", ""),
    "empty": ("<>", ""),
}


def report(
    *, action: str = "failed", status: str = "5.1.1", original: str = "<ours@shop.example>", **more: str
) -> bytes:
    """A bounce as mail servers write it (RFC 3464)."""
    said = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x@example.com\nAction: {action}\nStatus: {status}\n"
    return parts(
        part("Wiadomość nie została dostarczona."),
        part(said, "message/delivery-status"),
        part(f"Message-ID: {original}\nSubject: Pasek\n", "text/rfc822-headers"),
        kind="report; report-type=delivery-status",
        From="MAILER-DAEMON@mx.example",
        Subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
    )


MACHINES: Mapping[str, bytes] = {
    "rfc 3834": mail(headers={"Auto-Submitted": "auto-replied"}),
    "auto-generated": mail(headers={"Auto-Submitted": "auto-generated; owner-email=x@example.com"}),
    "vacation": mail(headers={"X-Vacation": "1"}),
    "exchange pl": mail(Subject="=?utf-8?Q?Odpowied=C5=BA_automatyczna:_Pasek?="),
    "exchange en": mail(Subject="Automatic reply: Pasek"),
    "exchange de": mail(Subject="Automatische Antwort: Riemen"),
    "poza biurem": mail(Subject="Poza biurem: Pasek"),
    "wp": mail(Subject="Autoodpowiedz: Pasek"),
    "onet": mail(Subject="=?utf-8?Q?Autoodpowied=C5=BA?="),
    "nieobecnosc": mail(Subject="=?utf-8?Q?Nieobecno=C5=9B=C4=87_w_biurze?="),
    "abwesenheit": mail(Subject="Abwesenheitsnotiz"),
    "marked": mail(Subject="[Auto-Reply] Re: Pasek"),
    "out of office": mail(Subject="Out of Office AutoReply: Pasek"),
    "out until": mail(Subject="Out of the office until Monday"),
    "notes": mail(Subject="AUTO: Jan Kowalski is out of the office (returning 2026-12-01)"),
    "from": mail(Subject="Auto-Reply from Jan Kowalski"),
    "returned": mail(Subject="Returned mail: see transcript for details"),
    "undeliverable": mail(Subject="Undeliverable: Pasek"),
    "failed": mail(Subject="Mail delivery failed: returning message to sender"),
    "notification": mail(Subject="Delivery Status Notification (Failure)"),
    "niedostarczona": mail(Subject="=?utf-8?Q?Niedostarczona_wiadomo=C5=9B=C4=87?="),
    "precedence": mail(headers={"Precedence": "auto_reply"}),
    "bulk": mail(headers={"Precedence": "bulk"}),
    "x-autoreply": mail(headers={"X-Autoreply": "yes"}),
    "cpanel": mail(headers={"X-Autorespond": "Pasek", "X-Loop": "serwis@shop.example"}),
    "list": mail(headers={"List-Id": "<klub.example.com>"}),
    "newsletter": mail(headers={"List-Unsubscribe": "<https://news.example/u>"}),
    "null path": mail(headers={"Return-Path": "<>"}),
    "daemon": mail(From="Mail Delivery System <MAILER-DAEMON@mx.example>"),
    "no reply": mail(From="Sklep <no-reply@sklep.example>"),
    "nie odpowiadaj": mail(From="Urząd <nie-odpowiadaj@urzad.example>"),
    "receipt": parts(
        part("Wiadomość przeczytano."),
        part("Disposition: manual-action/MDN-sent-manually; displayed\n", "message/disposition-notification"),
        kind="report; report-type=disposition-notification",
        Subject="Przeczytane: Pasek",
    ),
    "complaint": parts(
        part("Abuse"),
        part("Feedback-Type: abuse\n", "message/feedback-report"),
        kind="report; report-type=feedback-report",
    ),
    "a rule at Exchange": mail(headers={"X-MS-Exchange-Inbox-Rules-Loop": "Maria.Kern@Example.com"}),
    "qmail": mail("Hi. This is the qmail-send program.", Subject="failure notice", From="MAILER-DAEMON@q.example"),
    "delayed": report(action="delayed", status="4.4.1"),
    "bounce": report(),
}
PEOPLE: Mapping[str, bytes] = {
    "plain": mail(),
    "says no": mail(headers={"Auto-Submitted": "no"}),
    "suppresses answers": mail(headers={"X-Auto-Response-Suppress": "DR, OOF, AutoReply"}),
    "passed on by the shop's own rule": mail(headers={"X-MS-Exchange-Inbox-Rules-Loop": "serwis@example.com"}),
    "answers an automatic one": mail(Subject="Re: Automatic reply: Pasek"),
    "a name with reply": mail(From="Noreen Reply <noreen@example.com>"),
    "return path": mail(headers={"Return-Path": "<maria.kern@example.com>"}),
    "a parcel": mail(Subject="=?utf-8?Q?Niedostarczona_przesy=C5=82ka?="),
    "a parcel back": mail(Subject="=?utf-8?Q?Zwrot_niedostarczonej_paczki?="),
    "undelivered": mail(Subject="Undelivered parcel 17"),
    "away": mail(Subject="=?utf-8?Q?Nieobecno=C5=9B=C4=87_w_domu_w_pi=C4=85tek?="),
    "abwesend": mail(Subject="Abwesenheit am Freitag, bitte anrufen"),
    "a display": mail(Subject="Failure notice on the display"),
    "hours": mail(Subject="Out of office hours collection?"),
    "an answering machine": mail(Subject="Automatic answer machine broken"),
    "a response": mail(Subject="Auto response of the thermostat is slow"),
    "a car": mail(Subject="Auto: Toyota nie odpala"),
    "a letter": mail(Subject="Returned mail came with a broken screen"),
    "read": mail(Subject="=?utf-8?Q?Przeczytane_instrukcje_nie_pomog=C5=82y?="),
    "receipt of a delivery": mail(Subject="Potwierdzenie dostarczenia pralki"),
    "automatyczna pralka": mail(Subject="Automatyczna pralka nie wiruje"),
}
NAMES: Mapping[str, str] = {
    'filename="zdjęcie.png"': "zdjęcie.png",
    "filename*=utf-8''zdj%C4%99cie.png": "zdjęcie.png",
    "filename*=iso-8859-2''zdj%EAcie.png": "zdjęcie.png",
    'filename="=?utf-8?Q?zdj=C4=99cie.png?="': "zdjęcie.png",
    'filename="' + Header("zdjęcie.png", "iso-8859-2").encode() + '"': "zdjęcie.png",
    "filename=a.png": "a.png",
    "filename=moje zdj.png": "moje zdj.png",
    'filename*0="bardzo "; filename*1="długa"': "bardzo długa",
    "filename*0*=utf-8''zdj%C4%99; filename*1*=cie%20; filename*2=1.png": "zdjęcie 1.png",
    'filename="a \\"b\\".png"': 'a "b".png',
    'filename="../../etc/passwd"': "../../etc/passwd",
}
