"""The stories that the demo tells, and the numbers that make them true. Days count back from the demo's last day."""

from dataclasses import dataclass
from typing import Final

SPAN_DAYS: Final = 548
OPENER: Final = "display"
"""The channel that opens journeys and never closes one."""
POOR_SOURCE: Final = "paid_social"
"""The channel that brings many leads but few customers."""
COLD_OWNER: Final = "Jonas Keil"
COLD_AFTER_DAYS: Final = 6.5
BROKEN_FORM_DAYS: Final = (60, 46)
"""The form was broken from this many days before the end until that many."""
STALLED_SINCE_DAYS: Final = 150
STRONG_CAMPAIGN: Final = "Customer stories"
OTHER_CAMPAIGNS: Final = ("Product tour", "Webinar series")
NEWSLETTER: Final = "Monthly news"
MONTHLY_COSTS: Final = {"paid_search": 4_200.0, "paid_social": 5_600.0, "display": 2_100.0, "event": 1_500.0}
"""What advertising channels cost in a month of 30.4 days."""

HOT: Final = "L-0001"
DUPLICATES: Final = ("L-0002", "L-0003")
REOPENED: Final = "L-0004"
TWICE: Final = "L-0005"
GREAT_VALUES: Final = {"L-0006": 185_000.0, "L-0007": 240_000.0, "L-0008": 310_000.0}
PLANTED: Final = 8
"""Leads that play a part in the stories; the others live as chance has it."""


@dataclass(frozen=True)
class Story:
    """One thing that the demo's data show: a title, what happened, and the page that shows it."""

    title: str
    sentence: str
    where: str


STORIES: Final = (
    Story(
        "A channel that opens and never closes",
        "Display advertising starts about one journey in six, yet no conversion has it as its last touchpoint.",
        "Attribution, models “first” and “last”",
    ),
    Story(
        "Channels that close",
        "Nearly every conversion has a call or a meeting as its last touchpoint.",
        "Attribution, model “last”",
    ),
    Story(
        "A form that was broken for two weeks",
        f"From {BROKEN_FORM_DAYS[0]} to {BROKEN_FORM_DAYS[1]} days ago nobody could submit the form; visits "
        "went on as usual.",
        "Funnel from page_viewed to form_submitted, entering in those two weeks against the two before",
    ),
    Story(
        "A stage that stalls",
        "Leads that became qualified in the last five months wait weeks for a proposal; before, it took days.",
        "Bottlenecks, qualified week by week; Funnel stage=qualified to stage=proposal, window 90 days, entered before "
        "and after",
    ),
    Story(
        "An owner whose leads go cold",
        f"{COLD_OWNER} writes and calls in the first week only, and wins far fewer leads than the others.",
        "Bottlenecks, contacted by owner; Leads, filtered by owner",
    ),
    Story(
        "One person under two keys",
        f"{DUPLICATES[0]} and {DUPLICATES[1]} have the same name and the same e-mail address.",
        "`cli.py check`; Leads, search for “Emil Roth”",
    ),
    Story(
        "A campaign that works twice as well",
        f"Leads that clicked in “{STRONG_CAMPAIGN}” convert about twice as often as those of the other two campaigns.",
        f"Funnel kind=email_clicked,campaign={STRONG_CAMPAIGN} to kind=converted, window 365 days",
    ),
    Story(
        "A source with many leads but few customers",
        "Paid social brings one lead in six but hardly any conversions.",
        "Attribution, model “first”, beside the number of leads",
    ),
    Story(
        "Advertising that costs more than it brings",
        "Paid search brings back more than twice what it costs, paid social less than its costs.",
        "Attribution, model “first”: cost of a conversion and return; Spend",
    ),
    Story(
        "A hot lead",
        f"{HOT}, Clara Winter, has an open proposal and replied two hours before the end: the highest score of all.",
        "Overview, leads worth a call; Leads, sorted by score",
    ),
    Story(
        "Three very large deals",
        "Three conversions of 185,000 and more stand beside hundreds of a few thousand: means mislead.",
        "Attribution by value; Leads, sorted by value",
    ),
    Story(
        "Customers who came back",
        f"Some leads converted twice, {TWICE} among them: there are more conversions than converted leads.",
        f"Lead {TWICE}; Attribution, conversions",
    ),
    Story(
        "A lost lead reopened",
        f"{REOPENED} was lost, came back a quarter later and is open again.",
        f"Lead {REOPENED}",
    ),
)
