"""Bringing registers in line with written rows: compare on codes, show, store or refuse.

The plan file and the bulk import of a register both come through here. `bring_in` is the way in.
"""

from koersvast.core.upsert.outcome import Fate, Outcome, Problem, RowFate
from koersvast.core.upsert.run import Written, bring_in

__all__ = ["Fate", "Outcome", "Problem", "RowFate", "Written", "bring_in"]
