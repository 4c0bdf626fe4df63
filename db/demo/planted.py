"""The leads that play a part in the stories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from db.demo.course import DAY, Course, Step
from db.demo.ordinary import contact, open_journey, propose, qualify, visit, win
from db.demo.people import Person, person
from db.demo.stories import DUPLICATES, GREAT_VALUES, HOT, REOPENED, TWICE


def planted(rng: Random, end: datetime) -> Iterator[list[Step]]:
    """The steps of each planted lead, in order of their keys."""
    yield _hot(_cast(HOT, "Clara Winter", rng), rng, end)
    emil = _cast(DUPLICATES[0], "Emil Roth", rng)
    for key, days in zip(DUPLICATES, (75, 32), strict=True):
        yield _duplicate(replace(emil, key=key), rng, end - DAY * days)
    yield _reopened(_cast(REOPENED, "Nora Falk", rng), rng, end)
    yield _twice(_cast(TWICE, "Ivo Sander", rng), rng, end)
    for days, (key, value) in zip((290, 230, 180), GREAT_VALUES.items(), strict=True):
        yield _great(_cast(key, "", rng), rng, end - DAY * days, value)


def _cast(key: str, name: str, rng: Random) -> Person:
    return person(int(key.removeprefix("L-")), rng, name=name, owner="Miriam Vogt")


def _hot(lead: Person, rng: Random, end: datetime) -> list[Step]:
    """An open proposal, every channel used, and activity until the last evening; the reply itself is logged later."""
    course = Course(lead, rng, end - DAY * 110)
    open_journey(course, "referral")
    course.log("form_submitted", text="Can you show us the product?")
    contact(course)
    course.clock = end - DAY * 70
    qualify(course)
    course.clock = end - DAY * 9
    course.at_work()
    course.log("call_connected", text="Went through the proposal")
    course.move("proposal", value=12_400.0)
    course.clock = end - timedelta(hours=15)
    course.log("email_sent", text="The proposal with the changes we spoke of")
    visit(course, "direct", pages=3)
    return course.steps


def _duplicate(lead: Person, rng: Random, start: datetime) -> list[Step]:
    course = Course(lead, rng, start)
    open_journey(course, "organic_search")
    contact(course)
    return course.steps


def _reopened(lead: Person, rng: Random, end: datetime) -> list[Step]:
    """Lost for lack of budget, back a quarter later."""
    course = Course(lead, rng, end - DAY * 200)
    open_journey(course, "paid_search")
    contact(course)
    course.wait(10, 15)
    course.at_work()
    course.move("lost", text="no budget")
    course.clock = end - DAY * 26
    course.at_leisure()
    visit(course, "direct", pages=4)
    course.log("email_replied", text="We have the budget now.")
    course.wait(0.5, 1)
    course.at_work()
    course.log("call_connected", text="Wants to go on where we stopped")
    course.move("contacted")
    return course.steps


def _twice(lead: Person, rng: Random, end: datetime) -> list[Step]:
    course = Course(lead, rng, end - DAY * 400)
    open_journey(course, "event")
    contact(course)
    qualify(course)
    win(course, value=5_200.0)
    course.clock = end - DAY * 120
    visit(course, "direct", pages=3)
    course.wait(1, 3)
    win(course, value=7_900.0)
    return course.steps


def _great(lead: Person, rng: Random, start: datetime, value: float) -> list[Step]:
    course = Course(lead, rng, start)
    open_journey(course, "referral")
    contact(course)
    qualify(course)
    propose(course, start + DAY * 500)
    win(course, value=value)
    return course.steps
