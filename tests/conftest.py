"""What holds for every test: random data are the same in each run, and a slow machine is no fault."""

from hypothesis import settings

settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")
