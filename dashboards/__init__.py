"""The pages that show: presenters and chart specifications are pure."""
