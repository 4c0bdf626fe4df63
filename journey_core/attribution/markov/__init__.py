"""Markov chains over channels: their steps and removal effects."""
