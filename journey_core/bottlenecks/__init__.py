"""Bottlenecks: how long leads stay at each stage, where they are lost, and what could be recovered."""
