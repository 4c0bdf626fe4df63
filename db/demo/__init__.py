"""A workspace of invented leads whose journeys tell stories that the analyses find."""

from db.demo.making import demo_day, make_demo
from db.demo.stories import STORIES, Story

__all__ = ["STORIES", "Story", "demo_day", "make_demo"]
