"""Proposing, supporting, rounds, and carrying amendments over when the text moves under them."""
