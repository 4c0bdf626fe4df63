"""Markov chains over channels: their steps, removal effects, and the order that predicts best."""
