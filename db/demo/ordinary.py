"""How an ordinary lead lives: found, contacted, qualified, proposed to, and won, lost or still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from db.demo.course import DAY, Course, Step
from db.demo.people import Person
from db.demo.stories import (
    COLD_OWNER,
    NEWSLETTER,
    OPENER,
    OTHER_CAMPAIGNS,
    POOR_SOURCE,
    STALLED_SINCE_DAYS,
    STRONG_CAMPAIGN,
)

OPENERS: Final = {
    OPENER: 18, "paid_search": 18, "organic_search": 19, POOR_SOURCE: 17, "organic_social": 6, "referral": 9,
    "direct": 7, "event": 6,
}  # fmt: skip
"""Channel that a journey opens with -> share in percent."""
AD_CAMPAIGNS: Final = {OPENER: "Brand display", "paid_search": "Search terms", POOR_SOURCE: "Social leads"}
WIN_CHANCE: Final = 0.16
OPENER_FACTOR: Final = {POOR_SOURCE: 0.15, "referral": 1.6}
PAGES: Final = ("/", "/product", "/prices", "/customers", "/blog", "/blog/logistics", "/about", "/contact")
REASONS: Final = ("no budget", "chose another", "no need now", "no answer", "timing")


@dataclass(frozen=True)
class Plan:
    """What chance has in store for a lead."""

    opener: str
    clicked: str
    depth: str
    is_closed: bool
    wants_news: bool


def plan(rng: Random, owner: str) -> Plan:
    """Draws a lead's fate; `depth` is the last stage it reaches by itself."""
    opener = rng.choices(list(OPENERS), list(OPENERS.values()))[0]
    clicked = rng.choice((STRONG_CAMPAIGN, *OTHER_CAMPAIGNS)) if rng.random() < 0.5 else ""
    chance = WIN_CHANCE * OPENER_FACTOR.get(opener, 1.0) * (2 if clicked == STRONG_CAMPAIGN else 1)
    is_cold = owner == COLD_OWNER
    depth = rng.choices(("contacted", "qualified", "proposal"), (50, 28, 22))[0] if not is_cold else "contacted"
    if rng.random() < chance * (0.12 if is_cold else 1):
        depth = "won"
    return Plan(opener, clicked, depth, is_closed=rng.random() < 0.65, wants_news=rng.random() < 0.45 and not is_cold)


def live(lead: Person, rng: Random, start: datetime, end: datetime) -> list[Step]:
    """Everything that happens to a lead from its first day on, also what would lie after `end`."""
    fate = plan(rng, lead.owner)
    course = Course(lead, rng, start)
    open_journey(course, fate.opener)
    newsletters = news(lead, rng, course.clock, end) if fate.wants_news else []
    contact(course)
    campaign_mail(course, fate.clicked)
    if fate.depth == "contacted":
        chase(course, rounds=rng.randint(2, 5))
    else:
        qualify(course)
        if fate.depth != "qualified":
            propose(course, end)
        if fate.depth == "won":
            win(course, value=deal_value(rng))
            return course.steps + newsletters + after_sale(course)
        chase(course, rounds=rng.randint(1, 3))
    if fate.is_closed:
        lose(course)
    return course.steps + newsletters


def open_journey(course: Course, opener: str) -> None:
    """The first touches, the form, and the new lead in the books."""
    rng = course.rng
    if opener == "event":
        course.at_work()
        course.log("fair_visited", text=rng.choice(("Logistics fair", "Open house", "Trade days")))
    else:
        course.at_leisure()
        visit(course, opener, pages=rng.randint(1, 2), campaign=AD_CAMPAIGNS.get(opener, ""))
    for _ in range(rng.randint(1, 3)):
        course.wait(0.3, 6)
        course.at_leisure()
        visit(course, rng.choice(("direct", "organic_search", "organic_search", "web")), pages=rng.randint(1, 3))
    if rng.random() < 0.75:
        course.log(
            "form_submitted", text=rng.choice(("Please call me back.", "Prices for 20 users?", "Demo request", ""))
        )
    course.move("new")


def visit(course: Course, channel: str, *, pages: int, campaign: str = "") -> None:
    for _ in range(pages):
        course.log("page_viewed", channel=channel, campaign=campaign, text=course.rng.choice(PAGES))


def contact(course: Course) -> None:
    """The first week of work on a lead."""
    rng = course.rng
    course.wait(0.1, 2)
    course.at_work()
    course.log("email_sent", text="Thank you for your interest")
    course.move("contacted")
    for _ in range(rng.randint(1, 3)):
        course.wait(0.3, 2)
        course.at_work()
        if rng.random() < 0.45:
            course.log("call_connected", text="Talked about the needs")
            break
        course.log("call_attempted")


def campaign_mail(course: Course, clicked: str) -> None:
    """One mailing that everybody gets, and whether the lead clicked in it."""
    rng = course.rng
    campaign = clicked or rng.choice((STRONG_CAMPAIGN, *OTHER_CAMPAIGNS))
    course.wait(0.5, 2)
    course.at_work()
    course.log("email_sent", campaign=campaign)
    if clicked or rng.random() < 0.35:
        course.wait(0.02, 0.5)
        course.log("email_opened", campaign=campaign)
    if clicked:
        course.log("email_clicked", campaign=campaign)
        visit(course, "email", pages=rng.randint(1, 3), campaign=campaign)


def chase(course: Course, *, rounds: int) -> None:
    """Mails and calls, some of them answered."""
    rng = course.rng
    for _ in range(rounds):
        course.wait(2, 9)
        course.at_work()
        course.log(rng.choice(("email_sent", "email_sent", "call_attempted")))
        if rng.random() < 0.3:
            course.wait(0.1, 2)
            course.at_leisure()
            course.log(
                "email_replied", text=rng.choice(("Let us talk next month.", "Thanks, I will think about it.", ""))
            )
            visit(course, "direct", pages=rng.randint(1, 3))


def qualify(course: Course) -> None:
    """A meeting, and the stage after it."""
    rng = course.rng
    chase(course, rounds=rng.randint(1, 2))
    course.wait(0.5, 2)
    course.at_work()
    course.log("meeting_booked")
    course.wait(2, 6)
    if rng.random() < 0.6:
        course.at_work()
        course.log("sms_sent", text="See you tomorrow")
        if rng.random() < 0.4:
            course.log("sms_replied", text="Yes")
        course.wait(0.8, 1)
    course.at_work()
    course.log("meeting_held", text="First meeting")
    course.move("qualified")
    course.log(
        "note", text=rng.choice(("Decides with two colleagues", "Budget from next quarter", "Uses spreadsheets now"))
    )


def propose(course: Course, end: datetime) -> None:
    """The way to a proposal: days, or weeks since the stage stalls."""
    rng = course.rng
    is_stalled = course.clock > end - DAY * STALLED_SINCE_DAYS
    for _ in range(3):
        course.wait(*((9, 17) if is_stalled else (1, 3.5)))
        course.at_work()
        course.log("email_sent", text="About your proposal")
        course.wait(0.1, 0.6)
        course.at_leisure()
        course.log("email_replied")
        visit(course, "direct", pages=rng.randint(1, 4))
    course.at_work()
    course.log("call_connected", text="Went through the proposal")
    course.move("proposal")


def win(course: Course, *, value: float) -> None:
    """A last talk, and the conversion within a day of it."""
    rng = course.rng
    course.wait(2, 8)
    visit(course, "direct", pages=rng.randint(1, 3))
    course.wait(2, 8)
    course.at_work()
    course.log(*rng.choices(("call_connected", "meeting_held"), (55, 45)), text="Terms agreed")
    course.clock += timedelta(hours=rng.uniform(0.3, 3))
    course.move("won", value=value)


def after_sale(course: Course) -> list[Step]:
    """Some customers come back for more; returns their further steps."""
    rng = course.rng
    later = Course(course.lead, rng, course.clock)
    later.wait(5, 12)
    later.at_work()
    later.log("call_connected", text="How is it going?")
    if rng.random() < 0.08:
        later.wait(50, 160)
        visit(later, "direct", pages=3)
        later.wait(1, 4)
        later.at_work()
        later.log("meeting_held", text="A second site")
        later.move("won", value=deal_value(rng) / 2)
    return later.steps


def lose(course: Course) -> None:
    course.wait(4, 25)
    course.at_work()
    course.move("lost", text=course.rng.choice(REASONS))


def news(lead: Person, rng: Random, since: datetime, end: datetime) -> list[Step]:
    """The monthly newsletter, nine times at most."""
    course = Course(lead, rng, since)
    course.wait(8, 38)
    for _ in range(9):
        if course.clock > end:
            break
        course.at_work()
        course.log("email_sent", campaign=NEWSLETTER)
        if rng.random() < 0.4:
            course.wait(0.01, 2)
            course.log("email_opened", campaign=NEWSLETTER)
            if rng.random() < 0.25:
                course.log("email_clicked", campaign=NEWSLETTER)
                visit(course, "email", pages=rng.randint(1, 3), campaign=NEWSLETTER)
        course.wait(26, 32)
    return course.steps


def deal_value(rng: Random) -> float:
    """A few thousand, in steps of ten."""
    return round(rng.lognormvariate(8.3, 0.5), -1)
