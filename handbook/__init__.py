"""The compiler of the clinical product handbook: read, adapt, check, compose, publish."""
