"""Settings for all tests."""

from hypothesis import settings

# The same examples on every run and machine, so that a test fails only if the course has changed.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")
