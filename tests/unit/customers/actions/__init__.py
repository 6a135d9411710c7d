"""Tests of what writes customers."""
