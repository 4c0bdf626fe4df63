"""Funnels: how many leads came through a row of steps, how sure that is, and which leads they were."""
