"""Asking and answering: scales, surveys, rounds, invitations and answers."""
