"""Python-Markdown as MkDocs calls it, with the slow ways through it cut short; the HTML is the same to the byte.

Each class here stands in for one class of Markdown, PyMdown Extensions or MkDocs. It first asks, cheaply, whether what its original would
search for can be in the text at all, and leaves everything else to the original. Nothing of the libraries is changed: the classes are put
into the converter of one build, so `mkdocs build` runs without them. `VERSIONS` names the releases whose code was read for this;
with any other, the converter is the libraries' own, and a test fails until somebody has looked again.
"""
