"""How long to try: few examples and always the same ones in `make test`, many new ones by hand.

`HYPOTHESIS_PROFILE=thorough pytest tests/roundtrip` is the second.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def tried(examples: int) -> settings:
    """So many examples, the first of which is always the plainest; thoroughly, forty times more.

    A failure is made smaller only then: over a hundred tables that alone takes minutes.
    """
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples * 40 if THOROUGH else examples,
        derandomize=not THOROUGH,
        deadline=None,
        phases=[*phases, Phase.shrink] if THOROUGH else phases,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
            HealthCheck.filter_too_much,
            HealthCheck.function_scoped_fixture,
        ],
    )
