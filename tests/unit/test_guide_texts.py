"""What a guide may say, how its article becomes HTML, and by which words it is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpdesk_core import InputError
from helpdesk_core.base.terms import Lexicon, meets
from helpdesk_core.guides.articles import LONGEST
from helpdesk_core.guides.content import GuideContent
from helpdesk_core.guides.finding import Weighed, by_weight, suggested, telling, terms_of
from reference_app.guides.files import read_folder, shipped

LEAST = {"title": "A kettle", "answer": "Unplug it."}


def errors_of(plain: Any) -> dict[str, str]:
    with pytest.raises(InputError) as refused:
        GuideContent.read(plain)
    return {".".join(error.path): error.code for error in refused.value.errors}


def test_every_error_is_named_at_once() -> None:
    """With its place, those of rows and of the article included."""
    wrong = {
        "title": " ",
        "answer": "x",
        "stopp": [],
        "risk": "dreadful",
        "symptoms": [{"see": "a", "means": "b"}],
        "best": {"text": "a", "action": "b", "page": "elsewhere"},
        "body": "[a](javascript:alert(1))",
    }
    assert errors_of(wrong) == {
        "content.stopp": "guide.error.unknown",
        "content.risk": "input.not_a_choice",
        "content.symptoms.0.do": "settings.error.missing",
        "content.best.page": "input.not_a_choice",
        "content.body": "guide.error.link",
    }
    assert errors_of(LEAST | {"title": " ", "related": ["No!"], "stop": ["a", " "]}) == {
        "content.title": "guide.error.empty",
        "content.stop.1": "guide.error.empty",
        "content.related.0": "guide.error.slug",
    }


@pytest.mark.parametrize("plain", [None, [], "x", {"title": 1}, {"body": 1}, {"body": None}, {"picture": []}])
def test_nonsense_is_an_error(plain: Any) -> None:
    """Whatever it is."""
    assert errors_of(plain)


def test_what_was_read_is_written_the_same() -> None:
    """A guide with every kind of part."""
    plain = LEAST | {
        "risk": "low",
        "stop": ["a"],
        "symptoms": [{"see": "a", "means": "b", "do": "c"}],
        "best": {"text": "a", "action": "b", "page": "journey"},
        "picture": {"file": "kettle.webp", "alt": "A kettle"},
        "comparison": {"title": "t", "one": "1", "one_points": ["a"], "other": "2", "other_points": ["b"]},
        "body": "# More\n\ntext",
    }
    assert json.loads(json.dumps(GuideContent.read(plain).to_plain())) == plain


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "http://plain.example"),
        *(
            "ftp://x.example",
            "picture.gif",
            "guide:Nothing Here",
            "vbscript:x",
            "file:///etc/passwd",
        ),
    ],
)
def test_a_link_leads_where_it_may(link: str) -> None:
    """A guide, a page of this site, or an address with https, mailto or tel: anything else is refused, and said."""
    for body in (f"[a](<{link}>)", f"[a]\n\n[a]: <{link}>"):
        assert errors_of(LEAST | {"body": body}) == {"content.body": "guide.error.link"}


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\u2060", "\x00", "\x85", "\t", "\n", "\\"]
)
@pytest.mark.parametrize(
    "link", ["/{}/evil.example", "{}//evil.example", "java{}script:alert(1)", "{}javascript:alert(1)"]
)
def test_a_link_is_looked_at_as_it_will_stand(link: str, mark: str) -> None:
    """What nobody sees in it, and what is taken out of it when it is kept, hides no other address."""
    for body in (f"[a](<{link.format(mark)}>)", f"[a]({link.format(mark)})"):
        try:
            content = GuideContent.read(LEAST | {"body": body})
        except InputError:
            continue
        assert "<a" not in content.to_html()
        assert "<a" not in GuideContent.read(content.to_plain()).to_html()


@pytest.mark.parametrize(
    "link",
    [
        *("&#106;avascript:alert(1)", "java&Tab;script:alert(1)", "/&#47;evil.example", "/&bsol;evil.example"),
        *("/%2Fevil.example", "/%5Cevil.example", "/&#8238;/evil.example", "/&shy;/evil.example", "/%E2%80%8B/e"),
        *("JAVASCRIPT&colon;alert(1)", "/\\evil.example"),
    ],
)
def test_no_other_way_of_writing_an_address_goes_around(link: str) -> None:
    """Entities of Markdown, percent signs, capitals."""
    assert errors_of(LEAST | {"body": f"[a](<{link}>)"}) == {"content.body": "guide.error.link"}


@pytest.mark.parametrize(
    "link",
    ["/prices", "/", "/a/b?c=d%20e#f", "guide:wet-phone#top", "#top", "https://x.example/ą?q=%0A", "tel:+48221234567"],
)
def test_what_may_be_led_to(link: str) -> None:
    """Pages of the site, guides, other sites, numbers."""
    assert "<a" in GuideContent.read(LEAST | {"body": f"[a](<{link}>)"}).to_html()


@pytest.mark.parametrize("source", ["https://t.example/pixel.gif", "/logo.png", "data:image/png;base64,x", "x.png"])
def test_no_picture_of_another_site(source: str) -> None:
    """Nobody who reads is reported to anybody."""
    assert errors_of(LEAST | {"body": f"![a]({source})"}) == {"content.body": "guide.error.article_picture"}
    assert errors_of(LEAST | {"body": "![](picture:a.png)"}) == {"content.body": "guide.error.article_alt"}


def test_html_is_shown_as_it_was_typed() -> None:
    """Tags, also those of an inline kind and those in a fence, are words."""
    body = (
        "<script>alert(1)</script>\n\n<img src=x onerror=1> **b**\n\n```\n<b>\n```\n\n# One\n\n## Two\n\n|a|\n|-|\n|1|"
    )
    html = GuideContent.read(LEAST | {"body": body}).to_html()
    assert "<script" not in html
    assert "<img" not in html
    assert all(
        piece in html for piece in ("&lt;script&gt;", "<strong>b</strong>", "<h2>One</h2>", "<h3>Two</h3>", "<td>1")
    )


def test_an_article_has_an_end() -> None:
    """100 kB, and no more open brackets than the parser likes."""
    GuideContent.read(LEAST | {"body": "ą" * (LONGEST // 2)})
    assert errors_of(LEAST | {"body": "ą" * (LONGEST // 2 + 1)}) == {"content.body": "guide.error.article_too_large"}
    assert errors_of(LEAST | {"body": "[" * 5_000}) == {"content.body": "guide.error.too_many_links"}


def guide(language: str, title: str, *keywords: str) -> tuple[GuideContent, str]:
    return GuideContent.read({"title": title, "answer": "–", "keywords": list(keywords)}), language


POLISH = [
    guide("pl", "Zalany telefon", "woda", "mokry"),
    guide("pl", "Bateria puchnie", "akumulator", "wybrzuszenie"),
    guide("pl", "Nie ma dźwięku w telefonie", "głośnik", "cisza"),
    guide("pl", "Powolny laptop", "wolny", "zacina"),
]


@pytest.mark.parametrize(
    "words, place",
    [("telefonu zalanego", 0), ("baterię", 1), ("baterii", 1), ("głośniki", 2), ("laptopy", 3), ("batreia", 1)],
)
def test_a_guide_is_found_in_any_form_of_a_word(words: str, place: int) -> None:
    """Polish cases, and a letter wrong."""
    lexicon = Lexicon(("en", "pl"))
    exact = [n for n, (one, language) in enumerate(POLISH) if meets(terms_of(one, language), lexicon.anywhere(words))]
    near = [n for n, (one, language) in enumerate(POLISH) if meets(terms_of(one, language), lexicon.near(words))]
    assert place in (exact or near)


@pytest.mark.parametrize(
    "words, expected",
    [
        ("Wczoraj telefon wpadł mi do wody i teraz nie ma obrazu", [0]),
        ("Laptop od tygodnia strasznie się zacina", [3]),
        ("Bateria jest wypukła", [1]),
        ("Dzień dobry, kiedy mogę przyjść?", []),
        ("nie ma w", []),
    ],
)
def test_a_sentence_finds_the_guides_it_may_be_about(words: str, expected: list[int]) -> None:
    """Few and likely ones; words that stand everywhere say nothing."""
    found = [Weighed.of(one, language) for one, language in POLISH]
    places = list(suggested(found, telling(words, ("en", "pl"))))
    assert places[:1] == expected


def test_what_was_said_first_counts_most() -> None:
    """A long story does not push out what it began with."""
    story = (
        "We drove through valleys, rivers, orchards, meadows, castles, bridges, museums, harbours, markets, temples, "
    )
    story += "gardens, forests, beaches, islands, deserts, canyons, glaciers, volcanoes and villages. " * 2
    found = [Weighed.of(one, language) for one, language in POLISH]
    assert list(suggested(found, telling("Bateria puchnie. " + story, ("pl", "en"))))[:1] == [1]
    both = "Bateria puchnie od wczoraj. " + story + " Laptop powolny."
    assert next(iter(suggested(found, telling(both, ("pl", "en"))))) == 1


#: What customers may write, and the guide that has to be among the first.
SENTENCES = [
    ("en", "My phone fell into the toilet and does not start", "wet-phone"),
    ("en", "The screen of my iPhone is cracked, touch works in the upper half only", "cracked-screen"),
    ("en", "The back of the phone bulges, the battery looks swollen", "swollen-battery"),
    ("en", "My tablet does not charge since yesterday", "does-not-charge"),
    ("en", "Laptop is terribly slow and freezes", "slow-laptop"),
    ("en", "There is no sound in calls, the speaker is silent", "no-sound"),
    ("en", "The hard disk is clicking and my files are gone", "data-at-risk"),
    ("en", "I forgot the passcode of my iPad, it is locked", "forgotten-passcode"),
    ("en", "It gets very hot and shuts down", "overheating"),
    ("en", "I spilled coffee over my laptop", "water-on-keyboard"),
    ("en", "Storage full, I cannot take photos any more", "storage-full"),
    ("en", "Somebody called about my bank and I installed AnyDesk", "suspicious-message"),
    ("en", "My phone does not turn on", "does-not-charge"),
    ("en", "It does not turn on since I dropped it", "does-not-charge"),
    ("en", "The screen stays black", "does-not-charge"),
    ("en", "Can I come on Saturday?", None),
    ("en", "It works well", None),
    ("en", "My phone is in your shop", None),
    ("en", "The laptop is fast, I want to sell it", None),
    ("en", "Where is your shop?", None),
    ("pl", "Telefon wpadł do wody i nie chce się włączyć", "wet-phone"),
    ("pl", "Ekran pękł po upadku, dotyk działa tylko w górnej połowie", "cracked-screen"),
    ("pl", "Bateria napuchła i tył odstaje", "swollen-battery"),
    ("pl", "Tablet nie ładuje się od wczoraj", "does-not-charge"),
    ("pl", "Laptop strasznie się zacina i długo się uruchamia", "slow-laptop"),
    ("pl", "Nie ma dźwięku, głośniki milczą", "no-sound"),
    ("pl", "Dysk stuka i zniknęły zdjęcia", "data-at-risk"),
    ("pl", "Nie pamiętam kodu blokady telefonu", "forgotten-passcode"),
    ("pl", "Laptop się przegrzewa i wentylator głośno pracuje", "overheating"),
    ("pl", "Wylałam kawę na klawiaturę", "water-on-keyboard"),
    ("pl", "Brak miejsca w telefonie, pamięć pełna", "storage-full"),
    ("pl", "Dostałem SMS o paczce z linkiem i podałem kod BLIK", "suspicious-message"),
    ("pl", "Telefon nie włącza się", "does-not-charge"),
    ("pl", "Telefon szybko się rozładował i się nie włącza", "does-not-charge"),
    ("pl", "Po upadku telefon nie chce się włączyć", "does-not-charge"),
    ("pl", "Czarny ekran, laptop nie reaguje", "does-not-charge"),
    ("pl", "Zalany laptop", "water-on-keyboard"),
    ("pl", "Nie działa", None),
    ("pl", "Zbita szybka w telefonie", "cracked-screen"),
    ("pl", "Kiedy mogę odebrać sprzęt?", None),
    ("pl", "Proszę szybko odpowiedzieć w sprawie laptopa", None),
    ("pl", "Dzień dobry, proszę o kontakt", None),
]
SHIPPED = {
    language: {
        one.slug: GuideContent.read(dict(one.parts)) for one in read_folder(shipped()) if one.language == language
    }
    for language in ("en", "pl")
}


@pytest.mark.parametrize("language, words, expected", SENTENCES)
def test_a_description_finds_the_guide_that_comes_along(language: str, words: str, expected: str | None) -> None:
    """In both languages; what is about no problem finds none."""
    guides = SHIPPED[language]
    found = [Weighed.of(one, language) for one in guides.values()]
    places = list(suggested(found, telling(words, ("en", "pl"))))
    assert [list(guides)[place] for place in places[:1]] == ([expected] if expected else [])


def test_the_title_counts_most() -> None:
    """A guide that says the word in its heading comes before one that only mentions it."""
    rest, _ = guide("en", "No sound")
    mentions = GuideContent.read({"title": "Overheating", "answer": "If there is no sound, read the other guide."})
    wanted = Lexicon(("en",)).anywhere("sound")
    assert by_weight([Weighed.of(mentions, "en"), Weighed.of(rest, "en")], wanted) == [1, 0]


def test_one_word_of_another_language_says_nothing_by_itself() -> None:
    """It may look like one by accident: from its reader's language one word is enough, from another it takes two."""
    sea = [Weighed.made(GuideContent(title="Zalany telefon", answer="–", keywords=("morze", "deszcz")), "pl")]
    one, two = (telling(words, ("en", "pl")) for words in ("morze", "morze i deszcz"))
    assert list(suggested(sea, one)) == [0]
    assert list(suggested(sea, one, {0})) == []
    assert list(suggested(sea, two, {0})) == [0]
