"""Lead: one look tells who this is, where they stand, how warm they are, and what happened."""

import streamlit as st

from db.leads.cards import find_lead
from db.leads.feed import feed, feed_frame
from db.leads.rows import lead_rows
from db.store.settings import settings
from journey_core.errors import UnknownName
from journey_core.leads.timeline import timeline
from journey_core.log.times import microseconds
from journey_core.parameters import first
from journey_core.wording import counted
from pages.kit import session, urls
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import escape, number
from pages.kit.notices import show_notice
from pages.kit.readable import PLAIN_CONFIG
from pages.screens.lead.chooser import lead_chooser
from pages.screens.lead.edit import lead_form
from pages.screens.lead.feed_table import feed_table
from pages.screens.lead.header import lead_header
from pages.screens.lead.range import follow_box, range_buttons, range_in_url
from pages.screens.lead.score_text import score_chart, score_line, score_sentence
from pages.screens.lead.timeline_chart import timeline_chart

FEED_ROWS = 500

workspace = session.workspace()
zone, as_of, chosen = session.zone(workspace), session.as_of(workspace), settings(workspace)
key = first(urls.query(), "lead")
try:
    card = find_lead(workspace, key) if key else None
except UnknownName as error:
    st.error(escape(str(error)))
    card = None
if card is None:
    st.title("Lead")
    lead_chooser(workspace)
    st.stop()

rows = lead_rows(workspace, as_of, memo=cached)
columns, found = rows.columns, rows.columns.position(card.lead_id)
show_notice()
lead_header(workspace, card, rows, found)
if found is None or not rows.stands.interactions[found]:
    st.info("Nothing was known of this lead by the chosen day. Look from a later one.")
    st.stop()
lead = found

span = range_in_url(zone)
question = (card.lead_id, as_of, span)
picture = timeline(columns, lead, as_of=as_of, since=span.since, until=span.until)
range_buttons(span, as_of, zone)
figure = cached(workspace, "timeline", question, lambda: timeline_chart(picture, columns.words, zone))
state = st.plotly_chart(
    figure,
    key=f"timeline {question}",
    on_select="rerun",
    selection_mode="box",
    config=PLAIN_CONFIG,
    alt=f"Timeline of {number(len(picture.rows))} interactions by channel, stages behind",
)
follow_box(state, picture)
st.caption(
    "● inbound, ○ outbound, · no direction; bigger marks are several at once, dotted lines stand for long silences. "
    "Draw a box to look closer. What shares one instant stands by stage, kind and channel: its order is not known."
)

story, facts = st.columns([2, 1], gap="medium")
with story:
    low = microseconds(span.since) if span.since else None
    high = min(microseconds(as_of), microseconds(span.until) - 1 if span.until else microseconds(as_of))
    items = feed(workspace, card.lead_id, limit=FEED_ROWS, since=low, until=high)
    more = len(picture.rows) - len(items)
    st.header(counted(len(picture.rows), "interaction"))
    feed_table(items, as_of, zone, chosen.currency, key=f"feed {question}")
    exports(workspace, "Journey", frame=lambda: feed_frame(items), figure=figure)
    if more > 0:
        st.caption(f"The newest {number(len(items))} are listed; a shorter time shows the {number(more)} before.")
with facts:
    st.header("Score")
    st.caption(score_sentence(rows.scored, lead, zone))
    line = cached(
        workspace, "score line", (question, chosen.score),
        lambda: score_line(columns, lead, as_of=as_of, constants=chosen.score, zone=zone),
    )  # fmt: skip
    curve = score_chart(line)
    st.altair_chart(curve, width="stretch", alt="Score over time, and what it will be if nothing happens")
    exports(workspace, "Score", frame=line, figure=curve)
    st.header("Attributes")
    lead_form(workspace, card)
