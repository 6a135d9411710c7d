"""Putting right what went wrong: one case for each unhappy answer."""
