"""Settings for all tests."""

from hypothesis import settings

# The same examples on every run and every machine: a red test is a change of the course, not of the dice.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")
