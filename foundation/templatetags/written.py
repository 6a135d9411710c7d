"""Filters for days, times and numbers, as the business of a page writes them."""

from datetime import date, datetime, time

from django import template

from foundation import writing

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """31 March; nothing for nothing."""
    return "" if value is None else writing.day(_day(value))


@register.filter
def full_day(value: date | None) -> str:
    """31 March 2026; nothing for nothing."""
    return "" if value is None else writing.full_day(_day(value))


@register.filter
def weekday(value: date | None) -> str:
    """Tuesday 31 March; nothing for nothing."""
    return "" if value is None else writing.weekday(_day(value))


@register.filter
def clock(value: datetime | time | None) -> str:
    """17:00; nothing for nothing."""
    return "" if value is None else writing.clock(writing.local(value) if isinstance(value, datetime) else value)


@register.filter
def count(value: int | None) -> str:
    """1,204; nothing for nothing."""
    return "" if value is None else writing.count(value)


@register.filter
def percent(value: object) -> str:
    """45%, 45 %; nothing for nothing."""
    return "" if value is None else writing.percent(value)


def _day(value: date) -> date:
    return writing.local(value) if isinstance(value, datetime) else value
