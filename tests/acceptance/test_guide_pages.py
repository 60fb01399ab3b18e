"""Guides, from the first draft to the customer who finds one, and away again."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import ConfigurationError, Guest, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import AnswerGuide, PublishGuide, SaveGuide
from helpdesk_core.guides.model import _says
from helpdesk_core.testing import make_desk
from helpdesk_core.views import (
    search_guides,
    suggest_guides,
    view_guide,
    view_written_guide,
    view_written_guides,
)
from reference_app.demo_guides import publish_guides
from reference_app.guides.files import as_file, load, read_folder, shipped
from shops import Shop, Visitor

SEED = Path(__file__).parents[1] / "data" / "guides"
OURS = ("your-room", "before-handing-over")


@pytest.fixture
def read(shop: Shop) -> Shop:
    """A shop in which two guides are shown, in both languages."""
    publish_guides(shop.desk, j.BOSS, OURS)
    return shop


def at_work(shop: Shop, email: str = "anna@example.com") -> Visitor:
    """Somebody of the staff, who reads English."""
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open("/language/en?next=/staff")
    return visitor


def write(visitor: Visitor, slug: str, **parts: str) -> Any:
    visitor.open("/staff/guides/new")
    return visitor.send("/staff/guides/save", slug=slug, language="en", ready="yes", **parts)


def withdraw(shop: Shop, slug: str) -> None:
    """From every language it is shown in; another stands in its place."""
    boss = at_work(shop)
    for language in ("en", "pl"):
        boss.open(f"/staff/guides/{slug}/{language}")
        boss.send(f"/staff/guides/{slug}/{language}/withdraw", instead="your-room")


def test_R13_no_line_of_a_guide_ends_where_its_language_forbids(read: Shop) -> None:
    """As in every other text of the pages; what is searched, chosen or followed stays as it was written."""
    shown = read.desk.show(view_guide, Guest(), "your-room", language="pl")
    written = read.desk.show(view_written_guide, j.BOSS, "your-room").newest("pl").says
    assert re.search(r" [iwzoau] ", str(written))
    assert not re.search(r" [iwzoau] ", shown.content.title + shown.content.answer + "".join(shown.content.steps))
    assert (shown.content.topics, shown.content.related) == (written.topics, written.related)
    rows = read.desk.show(search_guides, Guest(), "zgłoszenia", language="pl").rows
    assert rows
    assert not any(re.search(r" [iwzoau] ", one.title + one.answer) for one in rows)


def test_R13_a_guide_comes_to_everybody_by_a_persons_decision(shop: Shop) -> None:
    """Written with a preview, checked as it would be read, published with a tick, and found by a customer; one who is
    not an admin writes and does not publish."""
    writer, customer = at_work(shop, "tom@example.com"), shop.visitor()
    writer.open("/staff/guides/new")
    table = "It is dark | The socket is off | Try another one"
    parts = {"title": "The lamp is dark", "answer": "Unplug it.", "symptoms": table, "risk": "low"}
    seen = writer.send("/staff/guides/save", slug="dark-lamp", language="en", preview="yes", **parts)
    assert "The socket is off" in seen.text
    assert customer.open("/guides/dark-lamp").status_code == 404
    kept = write(writer, "dark-lamp", **parts)
    assert kept.url.path == "/staff/guides/dark-lamp/en"
    assert "To be checked" in kept.text
    assert writer.open("/staff/guides/dark-lamp/en/check").status_code == 403
    assert customer.open("/guides/dark-lamp").status_code == 404

    boss = at_work(shop)
    boss.open("/staff/guides/dark-lamp/en/check")
    assert "The socket is off" in boss.page.text
    unread = boss.send("/staff/guides/dark-lamp/en/publish")
    assert "Please tick that you have read all of it." in unread.text
    boss.send("/staff/guides/dark-lamp/en/publish", read="y")
    page = customer.open("/guides/dark-lamp").text
    assert "Checked by Anna Nowak" in page
    assert "The socket is off" in page
    assert "The lamp is dark" in customer.open("/guides?q=lamps").text
    assert shop.desk.verify() == ()


def test_R13_new_words_are_read_only_after_another_decision(read: Shop) -> None:
    """What is shown stays until then; two who write at once do not overwrite each other."""
    boss, customer = at_work(read), read.visitor()
    boss.open("/staff/guides/your-room/en")
    old = boss.page
    boss.send("/staff/guides/save", title="Another title", answer="Another answer.", ready="yes")
    assert "Your own page for a request" in customer.open("/guides/your-room").text
    boss.page = old
    late = boss.send("/staff/guides/save", title="A third title", answer="x", ready="yes")
    assert late.status_code == 409
    assert "A third title" in late.text
    boss.open("/staff/guides/your-room/en/check")
    boss.send("/staff/guides/your-room/en/publish", read="y")
    assert "Another title" in customer.open("/guides/your-room").text


def test_R13_a_translation_says_that_it_is_out_of_date(read: Shop) -> None:
    """Until somebody says that it tells what the original tells now."""
    test_R13_new_words_are_read_only_after_another_decision(read)
    reader, writer = read.visitor("pl"), at_work(read)
    assert "Oryginał tego tłumaczenia niedawno się zmienił" in reader.open("/guides/your-room").text
    assert "Translation out of date" in writer.open("/staff/guides").text
    writer.open("/staff/guides/your-room/pl")
    writer.send("/staff/guides/save", title="Inny tytuł", answer="Inna odpowiedź.", is_current="y", ready="yes")
    writer.open("/staff/guides/your-room/pl/check")
    writer.send("/staff/guides/your-room/pl/publish", read="y")
    assert "Oryginał tego tłumaczenia" not in reader.open("/guides/your-room").text
    assert "Translation out of date" not in writer.open("/staff/guides").text


def test_R13_another_day_for_its_review_changes_no_words(read: Shop) -> None:
    """A translation is out of date when the original says something else, and not when somebody looked at it again."""
    shown = read.desk.show(view_written_guide, j.BOSS, "your-room").newest("en")
    assert shown is not None
    words = {"slug": "your-room", "language": "en", "content": shown.parts, "seen": shown.digest}
    made = j.do(read.desk, SaveGuide, j.BOSS, **words, review_by="2031-01-01", is_ready="yes")
    j.do(read.desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    assert made.version != shown.id
    assert "Translation out of date" not in at_work(read).open("/staff/guides").text
    assert "Oryginał tego tłumaczenia" not in read.visitor("pl").open("/guides/your-room").text


def test_R13_what_is_shown_is_read_where_markdown_is_missing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article was made into HTML when it was saved: reading it needs nothing more."""
    content = json.dumps({"title": "The lamp is dark", "answer": "Unplug it.", "body": "## More\n\nIt is *dark*."})
    made = j.do(shop.desk, SaveGuide, j.BOSS, slug="dark-lamp", language="en", content=content, is_ready="yes")
    j.do(shop.desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    monkeypatch.setattr("helpdesk_core.guides.articles.is_there", lambda: False)
    _says.cache_clear()
    visitor = shop.visitor()
    assert "<em>dark</em>" in visitor.open("/guides/dark-lamp").text
    assert "The lamp is dark" in visitor.open("/guides?q=lamps").text
    again = j.attempt(shop.desk, SaveGuide, j.BOSS, slug="new-lamp", language="en", content=content)
    assert again.code == "guide.error.no_markdown"


def test_R13_a_withdrawn_guide_leads_on(read: Shop) -> None:
    """Its address says that it is gone, and what to read instead; a draft's was never there."""
    customer = read.visitor()
    withdraw(read, "before-handing-over")
    gone = customer.open("/guides/before-handing-over")
    assert gone.status_code == 410
    assert 'href="/guides/your-room"' in gone.text
    assert 'href="/quick-help"' in gone.text
    assert "before-handing-over" not in customer.open("/guides").text
    assert "before-handing-over" not in customer.open("/guides/your-room").text


@pytest.mark.parametrize("ready", ["ready", "draft"])
def test_R13_a_withdrawn_guide_with_a_newer_draft_is_shown_to_nobody(read: Shop, ready: str) -> None:
    """What is withdrawn is the guide in that language, and not only the words that nobody has read yet."""
    boss, customer = at_work(read), read.visitor()
    boss.open("/staff/guides/before-handing-over/en")
    boss.send("/staff/guides/save", title="Another title", answer="Another answer.", **{ready: "yes"})
    boss.open("/staff/guides/before-handing-over/en")
    boss.send("/staff/guides/before-handing-over/en/withdraw", instead="your-room")
    page = customer.open("/guides/before-handing-over")
    assert 'lang="pl"' in page.text
    assert "Another title" not in page.text
    shown = read.desk.show(view_written_guide, j.BOSS, "before-handing-over")
    assert [one.language for one in shown.versions if one.id in shown.shown] == ["pl"]
    assert read.desk.verify() == ()


def test_R13_an_old_guide_says_so(read: Shop) -> None:
    """To readers and to its writers, and not before its day."""
    assert "waiting for review" not in read.visitor().open("/guides/your-room").text
    assert "Due for review" not in at_work(read).open("/staff/guides").text
    now = read.desk.clock
    read.desk.clock = lambda: now() + timedelta(days=800)
    assert "waiting for review" in read.visitor().open("/guides/your-room").text
    assert "due for review" in read.visitor().open("/guides").text
    assert "Due for review" in at_work(read).open("/staff/guides").text


def test_R13_every_error_of_a_form_is_said_at_once(shop: Shop) -> None:
    """Beside its field, and nothing typed is lost."""
    boss = at_work(shop)
    wrong = {"symptoms": "one | two", "questions": "only one"}
    page = write(boss, "dark-lamp", title="The lamp", answer="Unplug it.", **wrong)
    assert page.status_code == 422
    assert page.text.count("parts with | between.") >= 2
    assert "one | two" in page.text
    page = write(boss, "dark-lamp", title="", answer="", picture_file="https://x.example/y.png", body="[a](ftp://x)")
    assert page.text.count('class="wrong"') == 5
    for name, said in (("Dark lamp!", "We cannot read this."), ("Dark-Lamp", "Names of guides have small letters")):
        page = write(boss, name, title="The lamp", answer="Unplug it.")
        assert page.status_code == 422
        assert re.findall(r'class="wrong" id="([^"]+)">([^<]+)', page.text)[0][0] == "guide-slug-error"
        assert said in page.text
        assert 'value="The lamp"' in page.text


def test_R13_the_seeds_own_page_is_data(shop: Shop) -> None:
    """The whole page of a customer room's guide, entered as data: every part of it is shown, in its order, and each
    way on leads to a page."""
    (file,) = read_folder(SEED)
    list(load(shop.desk, j.BOSS, [file]))
    version = shop.desk.show(view_written_guide, j.BOSS, file.slug).versions[0]
    j.do(shop.desk, PublishGuide, j.BOSS, version=version.id, digest=version.digest)
    visitor = shop.visitor()
    page = visitor.open(f"/guides/{file.slug}").text
    plain = _plain(page)
    order = [
        *("Quick answer", "Best next step", "On this page", "Risk", "Keep using it?", "Do it yourself?", "Stop", "Try"),
        *("Send", "Before you write to us", "What it might mean", "I am not technical", "What does it mean?"),
        *("For example", "More technical detail", "What to tap first", "Why this feels easier than SMS"),
        *("What fits your situation", "To be on the safe side", "What happens then", "Questions and answers"),
        *("Help near you", "Still not sure?", "Did this help?", "Quick Help", "Status", "Call"),
    ]
    place = plain.index(" Checked ")
    for heading in order:
        place = plain.find(f" {heading} ", place)
        assert place != -1, heading
    for leaf in _texts(file.parts):
        assert leaf.replace("'", "&#39;").replace('"', "&#34;") in page, leaf
    for path in re.findall(r'href="(/[^"#]*)"', page[page.index("<article") :]):
        assert visitor.client.get(path).status_code == 200, path


def _plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _texts(value: Any) -> list[str]:
    skipped = ("topics", "keywords", "page", "risk", "related", "file")
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, part in value.items() if name not in skipped for text in _texts(part)]
    return [text for part in value for text in _texts(part)]


def test_R13_guides_go_into_files_and_come_back(read: Shop, tmp_path: Path) -> None:
    """What was exported says the same and changes nothing; files with mistakes are named, all at once."""
    for line in read.desk.show(view_written_guides, j.BOSS).rows:
        version = read.desk.show(view_written_guide, j.BOSS, line.slug).newest(line.language)
        assert version is not None
        (tmp_path / f"{line.slug}.{line.language}.toml").write_text(as_file(version), encoding="utf-8")
    assert {one.said for one in load(read.desk, j.BOSS, read_folder(tmp_path))} == {"as it is"}
    (tmp_path / "one.en.toml").write_text("title = ", encoding="utf-8")
    (tmp_path / "two.en.toml").write_text('title = "x"\nstopp = []', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"one\.en\.toml(.|\n)*two\.en\.toml"):
        read_folder(tmp_path)


def test_R13_the_guides_that_come_along_are_whole() -> None:
    """Each in both languages, with the same parts, a day for its review, and ways on that are there."""
    found: dict[str, dict[str, Any]] = {}
    for one in read_folder(shipped()):
        found.setdefault(one.slug, {})[one.language] = one
    assert len(found) == 14
    for slug, languages in found.items():
        assert set(languages) == {"en", "pl"}, slug
        shapes = [
            {
                name: len(part) if isinstance(part, list) and name != "keywords" else 1
                for name, part in one.parts.items()
            }
            for one in languages.values()
        ]
        assert shapes[0] == shapes[1], slug
        for one in languages.values():
            assert one.review_by is not None
            assert set(one.parts.get("related", ())) <= set(found), slug


def test_H10_a_customer_finds_a_guide_while_writing(read: Shop) -> None:
    """Beside the words on the next page, and by a script while they are typed; nothing typed is lost by reading."""
    customer = read.visitor("pl")
    customer.open("/quick-help")
    assert "data-suggests" in customer.page.text
    words = "Jak przygotować urządzenie, zanim trafi do serwisu?"
    token = re.search(r'name="csrf" value="([^"]+)"', customer.page.text)
    assert token is not None
    offered = customer.client.post("/guides/suggest", data={"csrf": token[1], "problem": words})
    assert 'href="/guides/before-handing-over"' in offered.text
    assert customer.client.post("/guides/suggest", data={"problem": words}).status_code == 403
    customer.send("/quick-help", problem=words, device="Laptop", urgency="soon")
    while customer.page.url.path == "/quick-help/questions":
        customer.send("/quick-help/questions")
    assert 'href="/guides/before-handing-over"' in customer.page.text
    assert "To może pomóc od razu" in customer.page.text


def test_H10_staff_are_offered_guides_beside_a_request(read: Shop) -> None:
    """In the customer's language, with the address that can go into a reply."""
    path = read.visitor("pl").request_help(
        "gosia@example.com", problem="Jak przygotować urządzenie przed naprawą?", device="Laptop"
    )
    assert path.startswith("/r/")
    staff = at_work(read)
    staff.open("/staff/search?q=gosia@example.com")
    reference = re.findall(r"/staff/requests/([A-Z0-9]+)", staff.page.text)[0]
    page = staff.open(f"/staff/requests/{reference}").text
    assert "Guides that may fit" in page
    assert "/guides/before-handing-over</bdi>" in page


def test_H10_only_the_team_reads_whether_it_helped(read: Shop) -> None:
    """It is counted, and customers see no count."""
    customer = read.visitor()
    before = customer.open("/guides/your-room").text
    thanks = customer.send("/guides/your-room/answer", helped="yes")
    assert "Only our team sees" in thanks.text
    customer.send("/guides/your-room/answer", helped="no")
    rows = {(one.slug, one.language): one for one in read.desk.show(view_written_guides, j.BOSS).rows}
    assert (rows["your-room", "en"].helped, rows["your-room", "en"].helped_not) == (1, 1)
    assert _plain(customer.open("/guides/your-room").text) == _plain(before)
    staff = at_work(read)
    assert "1 / 1" in staff.open("/staff/guides").text


def test_H10_answers_from_one_network_have_an_end(read: Shop) -> None:
    """Nobody can vote a guide up or down."""
    made = read.desk.read(AnswerGuide, {"slug": "your-room", "language": "en", "helped": "yes"})
    answers = [read.desk.handle(made, Guest(client="net")) for _ in range(62)]
    assert sum(getattr(one, "code", "") == "refusal.too_many" for one in answers) == 2


def test_H10_a_guide_is_kept_in_the_browser(read: Shop) -> None:
    """It stands first in the list, in this browser alone; nothing else is remembered of who reads."""
    customer = read.visitor()
    customer.open("/guides/your-room")
    customer.send("/guides/your-room/keep", keep="yes")
    assert "No longer keep it" in customer.page.text
    page = customer.open("/guides").text
    assert page.count('href="/guides/your-room"') == 2
    first = page.index('href="/guides/your-room"')
    assert page.index("Guides you kept") < first < page.index("</section>", page.index("Guides you kept"))
    assert "Guides you kept" not in read.visitor().open("/guides").text
    customer.open("/guides/your-room")
    customer.send("/guides/your-room/keep", keep="no")
    assert "Guides you kept" not in customer.open("/guides").text


def test_H10_a_ranking_of_the_hosts_comes_first(read: Shop) -> None:
    """In the search and beside what is written; it reads no secret, and a guide that is not shown stays where it is."""
    words = "handset, password: Hunter22"
    customer = read.visitor()
    assert re.findall(r'href="/guides/([\w-]+)"', customer.open(f"/guides?q={words}").text)[0] == "before-handing-over"
    token = re.search(r'name="csrf" value="([^"]+)"', customer.open("/quick-help").text)
    assert token is not None
    offered = customer.client.post("/guides/suggest", data={"csrf": token[1], "problem": words})
    assert "/guides/before-handing-over" in offered.text
    withdraw(read, "before-handing-over")
    assert "/guides/before-handing-over" not in customer.open(f"/guides?q={words}").text


def test_H10_search_says_where_to_go_when_nothing_fits(read: Shop) -> None:
    """Words that are nearly right find what was meant; nothing at all leads to a person."""
    customer = read.visitor()
    near = customer.open("/guides?q=prepre").text
    assert "nearly the same" in near
    assert "/guides/before-handing-over" in near
    none = customer.open("/guides?q=xyzzy").text
    assert "No guide for that" in none
    assert 'href="/quick-help"' in none


def test_H10_a_guide_in_one_language_is_read_in_the_other(shop: Shop) -> None:
    """It says so, and a screen reader is told the language."""
    content = json.dumps({"title": "The lamp is dark", "answer": "Unplug it."})
    made = j.do(shop.desk, SaveGuide, j.BOSS, slug="dark-lamp", language="en", content=content, is_ready="yes")
    j.do(shop.desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    page = shop.visitor("pl").open("/guides/dark-lamp").text
    assert "Tego poradnika nie ma jeszcze" in page
    assert 'lang="en"' in page
    assert shop.desk.show(view_guide, Guest(), "dark-lamp", language="pl").language == "en"


@pytest.mark.postgres
def test_H10_guides_are_found_on_postgresql(postgres_store: SqlStore) -> None:
    """In any form of a word, with a letter wrong, and by a description, as on SQLite."""
    desk = make_desk(postgres_store, settings=Settings(languages=("en", "pl")))
    for slug, language, title in (("wet", "en", "Your phone got wet"), ("wet", "pl", "Zalany telefon")):
        content = json.dumps({"title": title, "answer": "–", "keywords": ["woda" if language == "pl" else "water"]})
        made = j.do(desk, SaveGuide, j.BOSS, slug=slug, language=language, content=content, is_ready="yes")
        j.do(desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    for words, language in (("telefonu", "pl"), ("zalane", "pl"), ("phones", "en"), ("wter", "en")):
        rows = desk.show(search_guides, Guest(), words, language=language).rows
        assert [one.language for one in rows] == [language], words
    assert len(desk.show(suggest_guides, Guest(), "Telefon wpadł do wody").rows) == 1
    assert desk.show(search_guides, Guest(), "xyzzy").rows == ()


def test_H10_what_is_offered_is_about_it_and_in_its_readers_language() -> None:
    """A word that looks like one of another language suggests nothing; who writes another language than that of the
    page is found what the page can show."""
    desk = make_desk(settings=Settings(languages=("en", "pl")))
    publish_guides(desk, j.BOSS)
    assert desk.show(suggest_guides, Guest(), "It hums any more", language="en").rows == ()
    for words in ("Telefon wpadł do morza", "Zalany telefon"):
        for language in ("en", "pl"):
            rows = desk.show(suggest_guides, Guest(), words, language=language).rows
            assert [(one.slug, one.language) for one in rows][:1] == [("wet-phone", language)], words
    found = desk.show(search_guides, Guest(), "zalany telefon", language="en").rows
    assert found[0].slug == "wet-phone"
    assert {one.language for one in found} == {"en"}
