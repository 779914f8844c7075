"""An organisation's layer on the base: its own words, its changes to plays, and what has drifted."""

from handbook.layer.adapt import Adapted, adapt
from handbook.layer.drift import Drift
from handbook.layer.moves import moved

__all__ = ["Adapted", "Drift", "adapt", "moved"]
