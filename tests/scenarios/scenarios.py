"""All scenarios: one set of functions for every server."""
import scenarios_actions   # noqa: F401
import scenarios_away      # noqa: F401
import scenarios_cluster   # noqa: F401
import scenarios_converse  # noqa: F401
import scenarios_faults    # noqa: F401
import scenarios_forged    # noqa: F401
import scenarios_guest     # noqa: F401
import scenarios_join      # noqa: F401
import scenarios_outside   # noqa: F401
import scenarios_program   # noqa: F401
import scenarios_seed      # noqa: F401
import scenarios_signin    # noqa: F401
import scenarios_stranger  # noqa: F401
from context import GROUPS, SCENARIOS, names_of

__all__ = ["GROUPS", "SCENARIOS", "names_of"]
