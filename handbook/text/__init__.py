"""Authors' text: its citations, macros and links."""
