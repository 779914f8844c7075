"""What the commands do; `handbook/__main__.py` only takes their words."""
