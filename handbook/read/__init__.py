"""Files of a layer to a typed handbook, or problems."""

from handbook.read.layer import Reading, read

__all__ = ["Reading", "read"]
