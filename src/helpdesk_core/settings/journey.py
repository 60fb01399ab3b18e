"""The steps that a shop shows its customers, from the first visit to telling others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ..base.messages import define, definitions
from ..base.worded import Worded
from ..errors import FieldError

LINK = define(
    "settings.error.link",
    "A link is the name of a page (quick_help), a path on this site (/services), or an address of this site (https://…).",
)
_PAGE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f<>\"]{0,500}")
_ADDRESS = re.compile(r"https?://[^\s\\/\x00-\x1f<>\"@]{1,250}(/[^\s\\\x00-\x1f<>\"]{0,500})?")
PARTS = ("name", "title", "purpose", "action")
"""The texts of a step: its short name, what one does in it, what for, and the words of its one link."""


class Readiness(Worded, prefix="journey.readiness"):
    """What a customer may rely on in a step."""

    READY = "ready", "Ready"
    MANUAL = "manual", "Answered by people"
    MANUAL_REVIEW = "manual_review", "A person checks"
    CUSTOMER_SAFE = "customer_safe", "Only what is yours to see"
    THREADED_SUPPORT = "threaded_support", "One conversation"
    MANUAL_ONLY = "manual_only", "Decided by people only"
    PERMISSIONED = "permissioned", "Only with your permission"


class Stage(Worded, prefix="journey.stage"):
    """Where a customer can stand."""

    START = "start", "Before the first request"
    REQUEST = "request", "Describing what is wrong"
    CONFIRM = "confirm", "Confirming the contact"
    TRACK = "track", "Waiting for the shop"
    REPLY = "reply", "Asked for an answer"
    OUTCOME = "outcome", "Reading an outcome"
    TESTIMONIAL = "testimonial", "Afterwards"


@attrs.frozen(kw_only=True)
class JourneyStep:
    """One step: number is its place in the list.

    ``link`` and ``fallback`` are the name of a page of the app, a path on the shop's site, or an address of it. Where
    the link does not lead anywhere, or the step is not ``ready``, customers are told that the step is being checked and
    get the fallback, which without one of its own is the start page. A text that is not given in a language is the
    library's for a step of that ``id``.
    """

    id: str
    stage: str
    readiness: str = Readiness.READY.value
    link: str = ""
    fallback: str = ""
    ready: bool = True
    name: Mapping[str, str] = attrs.field(factory=dict)
    title: Mapping[str, str] = attrs.field(factory=dict)
    purpose: Mapping[str, str] = attrs.field(factory=dict)
    action: Mapping[str, str] = attrs.field(factory=dict)

    def code(self, part: str) -> str | None:
        """The code of the library's own text.

        Args:
            part: One of `PARTS`.

        Returns:
            The code; None where the library has no text of its own for this step.
        """
        code = f"journey.{self.id}.{part}"
        return code if code in definitions else None


def stage_shown(steps: Sequence[JourneyStep], stage: Stage) -> str:
    """The stage whose step is marked as a customer's own. A shop may have removed the step of a stage at which
    customers stand: then it is the nearest one before it, and before the first step the first.

    Args:
        steps: The shop's, in their order.
        stage: Where the customer stands.

    Returns:
        The stage of one of the steps; empty where there is none.
    """
    kept, stages = {step.stage for step in steps}, list(Stage)
    before = reversed(stages[: stages.index(stage) + 1])
    return next((one.value for one in before if one.value in kept), steps[0].stage if steps else "")


def _step(stage: Stage, readiness: Readiness, link: str, *, id: str = "", **texts: str) -> JourneyStep:
    made = JourneyStep(id=id or stage.value, stage=stage.value, readiness=readiness.value, link=link)
    for part in PARTS:
        define(f"journey.{made.id}.{part}", texts[part])
    return made


REPAIR_JOURNEY = (
    _step(
        Stage.START,
        Readiness.READY,
        "start",
        name="Start here",
        title="Choose the way that fits",
        purpose="Ask for help, or look up a request you have made. You see nothing here that you do not need.",
        action="Open the start page",
    ),
    _step(
        Stage.REQUEST,
        Readiness.MANUAL,
        "quick_help",
        name="Tell us what is wrong",
        title="Ask for help",
        purpose="What happens, with which device, where, and how urgent it is. You need not know the cause; details "
        "can come later.",
        action="Ask for help",
    ),
    _step(
        Stage.CONFIRM,
        Readiness.MANUAL_REVIEW,
        "quick_help",
        name="Confirm your details",
        title="Make sure that we can reach you",
        purpose="A code shows that the address or number is yours. Then a person reads your request and answers it.",
        action="Go on with your request",
    ),
    _step(
        Stage.TRACK,
        Readiness.CUSTOMER_SAFE,
        "track",
        name="Follow your request",
        title="See how it is going",
        purpose="Reference and surname are enough. There is no need to ask a second time.",
        action="Follow a request",
    ),
    _step(
        Stage.REPLY,
        Readiness.THREADED_SUPPORT,
        "track_link",
        name="Reply or add something",
        title="Write to whoever works on it",
        purpose="Your words join the request that you have already, with everything that was said before.",
        action="Open your private page",
    ),
    _step(
        Stage.OUTCOME,
        Readiness.MANUAL_ONLY,
        "journey_checklist",
        name="Look at what comes next",
        title="Read a quote or an outcome in peace",
        purpose="People prepare both, and nothing is decided because you looked. A short list says what to check.",
        action="Open the checklist",
    ),
    _step(
        Stage.TESTIMONIAL,
        Readiness.PERMISSIONED,
        "testimonials",
        name="Tell others, if you like",
        title="Say how it went, with your permission",
        purpose="You are asked only after a good outcome. Nothing is shown before you and a person of the shop agree "
        "to the very words, and you can take it back.",
        action="See what others said",
    ),
)
"""The steps of a repair shop; in the order in which customers take them."""

IT_JOURNEY = (
    _step(
        Stage.START,
        Readiness.READY,
        "start",
        id="it_start",
        name="Start here",
        title="See what you can do here",
        purpose="Report a problem, or look up one that you have reported.",
        action="Open the start page",
    ),
    _step(
        Stage.REQUEST,
        Readiness.MANUAL,
        "quick_help",
        id="it_request",
        name="Report a problem",
        title="Say what does not work",
        purpose="What you wanted to do, what came instead, on which computer or in which program. Leave out every "
        "password and code: we never need them.",
        action="Report a problem",
    ),
    _step(
        Stage.CONFIRM,
        Readiness.MANUAL_REVIEW,
        "quick_help",
        id="it_confirm",
        name="Confirm your address",
        title="Show that it is you",
        purpose="A code shows that the address is yours, so that nobody gets help in your name. Then a colleague of "
        "the help desk reads it.",
        action="Go on with your report",
    ),
    _step(
        Stage.TRACK,
        Readiness.CUSTOMER_SAFE,
        "track",
        id="it_track",
        name="Follow it",
        title="See where it stands",
        purpose="Reference and surname are enough. You need not report it a second time.",
        action="Follow a report",
    ),
    _step(
        Stage.REPLY,
        Readiness.THREADED_SUPPORT,
        "track_link",
        id="it_reply",
        name="Add what you find out",
        title="Write to whoever works on it",
        purpose="A message, an answer, another try: all of it stays with the report you have made.",
        action="Open your private page",
    ),
    _step(
        Stage.OUTCOME,
        Readiness.MANUAL_ONLY,
        "journey_checklist",
        id="it_outcome",
        name="Read what was done",
        title="Try it, and say whether it works",
        purpose="A person says what was done. It is closed only when somebody decides so, and you can say that it is "
        "not solved.",
        action="Open the checklist",
    ),
)
"""The steps of an IT help desk: nobody is asked to tell others."""
JOURNEYS: Mapping[str, tuple[JourneyStep, ...]] = {"repair": REPAIR_JOURNEY, "it-help-desk": IT_JOURNEY}
"""The sets to begin with, by name."""


def check_journey(steps: tuple[JourneyStep, ...], languages: tuple[str, ...]) -> Iterator[FieldError]:
    """What is wrong with the links and texts of steps. A text may be left out where the library has its own."""
    for place, step in enumerate(steps):
        for name in ("link", "fallback"):
            if (link := getattr(step, name)) and not is_link(link):
                yield FieldError(LINK, path=("journey", str(place), name))
        for part in PARTS:
            missing = [code for code in languages if not getattr(step, part).get(code, "").strip()]
            if missing and step.code(part) is None:
                yield FieldError(NO_TEXT, {"languages": ", ".join(missing)}, ("journey", str(place), part))


NO_TEXT = define("settings.error.no_text", "A text in this language is missing: {languages}.")


def is_link(link: str) -> bool:
    """Whether a text can be a step's link: never a script, another protocol, or a way around the host's name."""
    return any(shape.fullmatch(link) for shape in (_PAGE, _PATH, _ADDRESS))
