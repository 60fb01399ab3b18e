"""Foreign mail is read in bounds, by what its bytes are; what is new in it is told from what it quotes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk_core.adapters.mail import MailChannel, read_mail
from helpdesk_core.adapters.mail.markup import plain_text
from helpdesk_core.ports import DeliveryState, InboundKind, InboundRequest, Proved
from mail_in import shapes as s


@pytest.mark.parametrize("name", s.REPLIES)
def test_new_words_are_told_from_what_they_answer(name: str) -> None:
    """Of each program's reply the customer's own words stay, and the rest is kept beside them."""
    mail = read_mail(s.mail(s.REPLIES[name]))
    assert mail.text == s.SAID
    if "no quote" not in name:
        assert mail.quoted or name == "below"


@pytest.mark.parametrize("name", s.WHOLE)
def test_in_doubt_nothing_is_cut(name: str) -> None:
    """Answers between the lines, what is forwarded, and what only looks like a quotation stay whole."""
    subject, text = s.WHOLE[name]
    assert read_mail(s.mail(text, Subject=subject)).text == text.strip()


@pytest.mark.parametrize("name", s.HTML)
def test_of_html_the_words_stay(name: str) -> None:
    """Without elements, scripts, styles or pictures from elsewhere; quotations are told apart in it as well."""
    mail = read_mail(s.mail(s.HTML[name], kind="text/html"))
    assert mail.text == s.SAID
    assert "track.example" not in mail.text + mail.quoted


def test_the_plain_part_wins() -> None:
    """Of the same words twice one is read."""
    raw = s.parts(s.part(s.SAID), s.part(f"<p>{s.SAID}</p>", "text/html; charset=utf-8"), kind="alternative")
    assert read_mail(raw).text == s.SAID


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text/calendar; method=REQUEST; charset=utf-8", "mail.ics"),
        ("text/x-vcard; charset=utf-8", "mail.vcf"),
        ("text/csv; charset=utf-8", "mail.csv"),
        ("text/plain; charset=utf-8; name=log.txt", "log.txt"),
        ("text/xml", "mail.xml"),
    ],
)
@pytest.mark.parametrize("how", ["mixed", "alternative"])
def test_a_text_for_programs_is_a_file_and_none_of_the_words(kind: str, name: str, how: str) -> None:
    """Also where nothing calls it an attachment: an invitation stands beside its words as another form of them."""
    mail = read_mail(s.parts(s.part(s.SAID), s.part("BEGIN:VCALENDAR\nEND:VCALENDAR\n", kind), kind=how))
    assert (mail.text, [one.name for one in mail.parts]) == (s.SAID, [name])


def test_the_same_words_for_another_program_are_neither() -> None:
    """As Gmail's own kind of pages."""
    amp = s.part("<html amp4email></html>", "text/x-amp-html; charset=utf-8")
    html = s.part(f"<p>{s.SAID}</p>", "text/html; charset=utf-8")
    mail = read_mail(s.parts(s.part(s.SAID), amp, html, kind="alternative"))
    assert (mail.text, mail.parts) == (s.SAID, ())


def test_a_calendar_that_answers_by_itself_is_a_machine() -> None:
    """Yes to an invitation, with nobody's word beside it; with one it is a message of its sender's."""
    yes = "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"
    alone = read_mail(s.mail(yes, kind="text/calendar; method=REPLY", Subject="Zaakceptowano: Odbiór"))
    assert (alone.by_machine, [one.name for one in alone.parts]) == (True, ["mail.ics"])
    said = read_mail(s.parts(s.part(s.SAID), s.part(yes, "text/calendar; method=REPLY"), kind="alternative"))
    assert (said.by_machine, said.text) == (False, s.SAID)
    asks = read_mail(s.mail(yes.replace("REPLY", "REQUEST"), kind="text/calendar; method=REQUEST"))
    assert (asks.by_machine, len(asks.parts)) == (False, 1)


@pytest.mark.parametrize(("real", "label"), s.LABELS)
@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_bytes_are_believed_before_their_name(real: str, label: str | None, encoding: str) -> None:
    """Polish letters survive a wrong charset's name, and none at all."""
    kind = "text/plain" if label is None else f"text/plain; charset={label}"
    raw = s.mail(s.SAID.encode(real), charset="x-none", kind=kind, encoding=encoding)
    assert read_mail(raw).text == s.SAID


@pytest.mark.parametrize("text", ["Schöne Grüße aus Köln, naïve être señor", "Une fenêtre cassée, déjà réparée"])
def test_other_languages_keep_their_letters(text: str) -> None:
    """What is called by its right name is not taken for Polish."""
    assert read_mail(s.mail(text.encode("iso-8859-1"), charset="iso-8859-1")).text == text


@pytest.mark.parametrize("name", s.SUBJECTS)
def test_headers_are_decoded_in_bounds(name: str) -> None:
    """Encoded words, broken ones, and letters that nobody encoded."""
    value, said = s.SUBJECTS[name]
    raw = s.mail(Subject="@@").replace(b"Subject: @@", b"Subject: " + value)
    assert read_mail(raw).subject == said


@pytest.mark.parametrize("name", s.SENDERS)
def test_the_sender_is_one_address_or_nobody(name: str) -> None:
    """Taken from the bytes before anything is decoded; two are none."""
    value, sender = s.SENDERS[name]
    assert read_mail(s.mail(From=value)).sender == sender
    assert read_mail(b"From: boss@shop.example\r\n" + s.mail(From=value)).sender == ""


@pytest.mark.parametrize("name", s.MACHINES)
def test_machines_are_known(name: str) -> None:
    """Answers, bounces, receipts, lists and newsletters, by the marks that real ones have."""
    assert read_mail(s.MACHINES[name]).by_machine


@pytest.mark.parametrize("name", s.PEOPLE)
def test_people_are_no_machines(name: str) -> None:
    """Whose mail only looks a little like one."""
    assert not read_mail(s.PEOPLE[name]).by_machine


@pytest.mark.parametrize("disposition", s.NAMES)
def test_files_come_with_their_names(disposition: str) -> None:
    """In each of the ways to write letters into one; a name is data and no path."""
    raw = s.parts(s.part(s.SAID), s.part(s.PNG, "image/png", Content_Disposition=f"attachment; {disposition}"))
    (file,) = read_mail(raw).parts
    assert (file.name, file.media_type, file.content) == (s.NAMES[disposition], "image/png", s.PNG)


def test_a_report_names_our_mail() -> None:
    """A bounce says which mail did not arrive, and that it never will; one that says "later" says that."""
    (fact,) = MailChannel().read(_request(s.report()))
    assert (fact.kind, fact.refers_to, fact.state) == (InboundKind.DELIVERY, "ours@shop.example", DeliveryState.FAILED)
    (later,) = MailChannel().read(_request(s.report(action="delayed", status="4.4.1")))
    assert later.state is DeliveryState.DELAYED


def test_only_the_own_server_proves_a_sender() -> None:
    """The topmost header, by the server's configured name; what a mail brings along proves nothing."""
    own = "mx.shop.example; dmarc=pass header.from=example.com"
    foreign = "mx.evil.example; dmarc=pass header.from=example.com"
    for value, server, proved in (
        (own, "mx.shop.example", Proved.YES),
        (own, "", Proved.UNKNOWN),
        (foreign, "mx.shop.example", Proved.UNKNOWN),
        ("mx.shop.example; dmarc=fail; spf=pass smtp.mailfrom=evil.example", "mx.shop.example", Proved.NO),
        ("mx.shop.example; spf=pass smtp.mailfrom=a@example.com", "mx.shop.example", Proved.YES),
        ("mx.shop.example; spf=pass smtp.mailfrom=a@evil.example", "mx.shop.example", Proved.UNKNOWN),
        ("mx.shop.example; dkim=fail; spf=fail", "mx.shop.example", Proved.NO),
    ):
        assert read_mail(s.mail(headers={"Authentication-Results": value}), server=server).proved is proved
    below = b"Authentication-Results: mx.evil.example; dmarc=fail\r\n" + s.mail(headers={"Authentication-Results": own})
    assert read_mail(below, server="mx.shop.example").proved is Proved.UNKNOWN


def test_a_copy_is_the_same_mail_and_other_words_are_not() -> None:
    """Headers that servers add do not count; whoever takes another one's id for other words has a mail of their own."""
    first, copy = s.mail(), b"Received: from a by b\r\nDelivered-To: x@shop.example\r\n" + s.mail()
    ids = [MailChannel().fact(raw).id for raw in (first, copy, s.mail("Coś innego"), s.mail(encoding="base64"))]
    assert ids[0] == ids[1] == ids[3]
    assert ids[2] != ids[0]


def hostile() -> Iterator[tuple[str, bytes]]:
    """Mails that are an attack on whoever parses them."""
    head = b"From: a@b.example\r\nSubject: s\r\n"
    many = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000)]
    yield "nested parts", head + b"".join(many) + b"Content-Type: text/plain\r\n\r\nx"
    yield "mail in mail", head + (b"Content-Type: message/rfc822\r\n\r\n" + head) * 3000 + b"\r\nx"
    yield "parts", head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 60_000
    yield "headers", head + b"X-A: b\r\n" * 100_000 + b"\r\nx"
    yield "addresses", b"To: " + b"a@b.example, " * 80_000 + head + b"\r\nx"
    yield "encoded words", b"Subject: " + b"=?utf-8?q?=C5=BC?= " * 50_000 + b"\r\n\r\nx"
    yield "quotes", b"From: " + b'"' * 200_000 + b" <a@b.example>\r\n\r\nx"
    yield "comments", b"From: " + b"(" * 20_000 + b" a@b.example\r\n\r\nx"
    yield (
        "parameters",
        head + b"Content-Type: text/plain" + b"".join(b"; n*%d*=a" % n for n in range(20_000)) + b"\r\n\r\nx",
    )
    yield (
        "parameters of a part",
        head
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain'
        + b";a=b" * 8000
        + b"\r\n\r\nx\r\n--b--",
    )
    yield "a date", head + b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n\r\nx"
    yield "controls", head + b"X: a\rY: b\r\n\r\nx\0y"
    yield "nothing", b""
    yield "no head", b"\xff" * 100_000
    several = head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    yield "parts by a bare line end", several + b"--b\r\rx\r" * 60_000
    for said in (b"boundary*=utf-8''%62", b"boundary*0=b; boundary*1=", b"BOUNDARY  =  b"):
        yield (
            f"parts by {said!r}",
            head + b"Content-Type: multipart/mixed; " + said + b"\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 60_000,
        )
    yield "no parts", several + b"--b\r\n\r\n" + b"\n--bx" * 1_000_000
    yield "headers of a part", several + b"--b\r\n" + b"a:b\r\n" * 1_000_000
    yield "headers of parts", several + (b"--b\r\n" + b"a:b\r\n" * 99 + b"\r\nx\r\n") * 499
    yield "words of parts", several + (b"--b\r\n\r\n" + "żółć\r\n".encode("cp1250") * 2000) * 499
    yield (
        "a digest",
        head + b'Content-Type: multipart/digest; boundary="b"\r\n\r\n' + b"--b\r\n\r\nA: x\r\n\r\nx\r\n" * 490,
    )
    deep = b"".join(b'--b%d\r\nContent-Type: multipart/x; boundary="b%d"\r\n\r\n' % (n, n + 1) for n in range(300))
    yield "nested late", head + b'Content-Type: multipart/x; boundary="b0"\r\n\r\n' + b"x\r\n" * 1_500_000 + deep
    yield "a report in blocks", head + b"Content-Type: message/delivery-status\r\n\r\n" + b"a: b\r\n\r\n" * 500_000
    yield "open quotes", b"From: " + b'"a\\' * 5000 + b"<a@b.example>\r\n\r\nx"
    html, plain = head + b"Content-Type: text/html\r\n\r\n", head + b"\r\n"
    for piece in (b"<div>", b"<", b"<!--", b"<a ", b'<a href="', b"<script>", b"<blockquote>", b"&#", b"</p"):
        yield f"html {piece!r}", html + piece * (1_000_000 // len(piece))
    yield "quoted lines and another", plain + b"> x\r\n" * 100_000 + b"y"
    yield "quoted lines by turns", plain + b"> x\r\ny\r\n" * 100_000
    for words in ("W dniu " + ", " * 150 + "napisał " * 30, "Dnia 1 " + " schrieb am " * 40, "On " + "x " * 280):
        yield f"intros {words[:6]}", plain + f"{words}:\r\n".encode() * 3_000
    yield "letters of no charset", plain + "żółć gęślą jaźń ".encode("iso-8859-2") * 60_000
    for how in (b"base64", b"quoted-printable"):
        yield f"{how!r}", head + b"Content-Transfer-Encoding: " + how + b"\r\n\r\n" + b"=C5=BCYWFh\r\n" * 500_000
    for piece in (
        b">",
        b"On x ",
        b"On x\n",
        b"From: x\n",
        b"_",
        b"\n",
        b"W dniu , napisa ",
        b"> x\n",
        b"-- \n",
        b"Od: ",
    ):
        yield f"text {piece!r}", plain + piece * 50_000


HOSTILE = dict(hostile())


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What one ordinary mail costs here, in seconds of work."""
    since = time.process_time()
    for _ in range(200):
        read_mail(s.mail())
    return (time.process_time() - since) / 200


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_takes_long(name: str, ordinary: float) -> None:
    """What grows with the square of these sizes costs a hundred thousand ordinary mails, what does not a thousand."""
    since = time.process_time()
    MailChannel().fact(HOSTILE[name])
    assert time.process_time() - since <= ordinary * 4_000


def _inside(*inside: bytes, sort: str = "mixed; boundary=b", end: bytes = b"--b--\r\n") -> bytes:
    body = b"".join(b"--b\r\n" + one + b"\r\n" for one in inside) + end
    return s.mail(body, charset=None, kind=f"multipart/{sort}")


WORDS, FILE = b"Content-Type: text/plain\r\n\r\nHello", b"Content-Type: image/png; name=a.png\r\n\r\nPNG"


@pytest.mark.parametrize(
    "raw",
    [
        _inside(WORDS, FILE),
        _inside(WORDS, FILE, end=b""),
        _inside(WORDS, FILE, end=b"--b--"),
        _inside(WORDS, FILE, end=b"--b--  \r\nwhat a list adds\r\n--b\r\n\r\nand more"),
        _inside(b"\r\nHello", FILE),
        _inside(b"Hello", FILE),
        _inside(WORDS, FILE).replace(b"\r\n", b"\n"),
        b"preamble".join(_inside(WORDS, FILE).split(b"\r\n\r\n", 1)).replace(b"preamble", b"\r\n\r\npreamble\r\n", 1),
        _inside(WORDS, FILE, sort="mixed; boundary*0=; boundary*1=b"),
        _inside(WORDS, FILE, sort="mixed; boundary*=us-ascii'en'%62"),
        _inside(WORDS, FILE, sort='mixed;\r\n\tBoundary = "b"'),
        _inside(_inside(WORDS, FILE).replace(b"--b", b"--c").replace(b"=b", b"=c"), sort="mixed; boundary=b"),
        _inside(b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVs\r\nbG8", FILE),
        _inside(b"Content-Transfer-Encoding: quoted-printable\r\n\r\nHe=6Clo", FILE),
    ],
)
def test_parts_are_told_apart_as_mail_programs_do(raw: bytes) -> None:
    """Each way to write a boundary, one that is missing at the end, parts without headers, parts within parts."""
    mail = read_mail(raw)
    assert (mail.problem, mail.text) == ("", "Hello")
    assert [(one.name, one.media_type, one.content.strip()) for one in mail.parts] == [("a.png", "image/png", b"PNG")]


def test_no_words_are_lost_with_a_boundary() -> None:
    """A mail that is called one of several parts and has none is one text; one without an empty line too."""
    assert read_mail(s.mail(b"Hello", charset=None, kind="multipart/mixed; boundary=b")).text == "Hello"
    assert read_mail(s.mail(b"Hello", charset=None, kind="multipart/mixed")).text == "Hello"
    assert read_mail(b"From: a@b.example\r\nHello\r\n").text == "Hello"


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_text_too_long_says_so(kind: str) -> None:
    """What is not read of it is still in its bytes, for a person; a picture within HTML is no text."""
    assert read_mail(s.mail("słowo " * 200_000, kind=kind)).problem == "too_long"
    picture = "<p>Hello</p><img src='data:image/png;base64," + "A" * 600_000 + "'>"
    assert read_mail(s.mail(picture, kind="text/html")).problem == ""


def test_long_html_beside_the_words_is_not_missed() -> None:
    """The plain part says the same."""
    html = s.part("<p>słowo</p>" * 60_000, "text/html; charset=utf-8")
    mail = read_mail(s.parts(s.part(s.SAID), html, kind="alternative"))
    assert (mail.problem, mail.text) == ("", s.SAID)
    assert read_mail(s.parts(html, kind="alternative")).problem == "too_long"


def test_nobody_hides_words_by_a_header_of_ours() -> None:
    """Only a mail that is nothing but its headers was cut by the desk."""
    assert read_mail(b"X-Helpdesk-Cut: 1\r\n" + s.mail()).text == s.SAID


def test_html_that_never_ends_is_read_to_its_end() -> None:
    """What is not closed loses no words before it."""
    assert plain_text("<p>Pasek <b>pękł") == "Pasek pękł"
    assert plain_text("2 < 3 i 4 > 3") == "2 < 3 i 4 > 3"


ALL: tuple[bytes, ...] = (
    *(s.mail(text) for text in s.REPLIES.values()),
    *(s.mail(text, kind="text/html") for text in s.HTML.values()),
    *s.MACHINES.values(),
    s.parts(s.part(s.SAID), s.part(s.PNG, "image/png", Content_Disposition="attachment; filename=a.png")),
)


def _request(raw: bytes) -> InboundRequest:
    return InboundRequest(body=raw)


def _mutated(draw: Any) -> bytes:
    raw = bytearray(draw(st.sampled_from(ALL)))
    for _ in range(draw(st.integers(1, 6))):
        at, size = draw(st.integers(0, max(0, len(raw) - 1))), draw(st.integers(0, 40))
        new = draw(
            st.one_of(st.binary(max_size=12), st.sampled_from([b"\r\n", b"=?", b"?=", b'"', b"--", b";", b"<", b":"]))
        )
        raw[at : at + size] = new
    return bytes(raw)


mutated = st.composite(_mutated)()


def _reads(raw: bytes) -> None:
    for fact in MailChannel(server="mx.example").read(_request(raw)):
        assert fact.id
        assert fact.text is None or len(fact.text)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=mutated)
def test_no_spoilt_mail_raises(raw: bytes) -> None:
    """Bytes that were cut, doubled or swapped: a fact all the same."""
    _reads(raw)


@pytest.mark.full
@pytest.mark.timeout(1_800)
def test_none_of_a_hundred_thousand_spoilt_mails_raises() -> None:
    """The same, for long."""
    chance = random.Random(0)
    marks = [b"\r\n", b"=?", b"?=", b'"', b"--", b";", b"<", b":", b"\xff", b""]
    for _ in range(100_000):
        raw = bytearray(chance.choice(ALL))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(raw) + 1)
            raw[at : at + chance.randint(0, 40)] = chance.choice([*marks, chance.randbytes(6)])
        _reads(bytes(raw))
