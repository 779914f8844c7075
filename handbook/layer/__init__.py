"""An organisation's layer on the base: its own words, its changes to plays, and what has drifted."""

from handbook.layer.adapt import Adapted, adapt
from handbook.layer.items import ITEM
from handbook.layer.moves import moved, moved_agreement, moved_part
from handbook.layer.overdue import overdue_problems

__all__ = ["ITEM", "Adapted", "adapt", "moved", "moved_agreement", "moved_part", "overdue_problems"]
