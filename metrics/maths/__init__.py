"""Pure statistics on counts by score: no Django, no clock, no database; time and zone are passed in."""
