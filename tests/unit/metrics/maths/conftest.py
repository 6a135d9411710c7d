"""Property tests here are judged by their answers, never by the time they take, and leave no files behind."""

from hypothesis import settings

settings.register_profile("maths", deadline=None, max_examples=60, database=None)
settings.load_profile("maths")
