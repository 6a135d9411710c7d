"""Writes: `answers`, `imports`, `surveys`, `rounds`, `invitations`."""
