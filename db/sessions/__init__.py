"""Browser sessions: which workspace they look at, and what they have on screen."""
