"""What the answers amount to: counts by day, estimates with their ranges, goals and verdicts."""
