"""One page of each kind, by its address on the site."""

from __future__ import annotations

KINDS = (
    "", "start-here/", "reference/", "safety/", "safety/run-a-hazard-workshop/", "find/", "find/by-role/", "find/struggles/", "find/a-to-z/",
    "library/glossary/", "library/roles/", "library/documents/", "library/pack/", "library/facts/", "library/facts-uk/", "library/sources/", "library/horizon/",
    "journeys/", "journeys/us-remote-monitoring/", "questions/", "questions/qualification/", "library/updates/",
    "documents/hazard-log/", "documents/change-assessment/",
    "tools/", "tools/device-navigator/", "tools/risk-matrix/", "tools/evidence-canvas/",
    "tools/maturity-radar/", "tools/hazard-log/", "tools/pccp-outline/",
)  # fmt: skip
