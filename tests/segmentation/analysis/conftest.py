from __future__ import annotations

from hypothesis import settings

# No deadline: how long an example takes says more about the machine's other work than about the code.
settings.register_profile("buyclass", deadline=None, max_examples=50)
settings.load_profile("buyclass")
