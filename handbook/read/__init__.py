"""Files of a layer to a typed handbook, or problems."""

from handbook.read.layer import Reading, read
from handbook.read.memory import Known, Memory

__all__ = ["Known", "Memory", "Reading", "read"]
