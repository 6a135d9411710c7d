"""The pages that show: Home, Metric, Answers, Goals, Improvements."""
