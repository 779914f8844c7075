"""Python-Markdown as MkDocs calls it, with the slow ways through it cut short; the HTML is the same to the byte.

Most classes here stand in for one class of Markdown, PyMdown Extensions or MkDocs. Each first asks, cheaply, whether what its original would
search for can be in the text at all, or whether the text is of a plain kind with one reading, and leaves everything else to the original.
Four things are done again by us: what `Page.render` does around a conversion, the way from tag to tag in raw HTML, the walk through the tree
for inline marks, and writing the tree as text. One converter serves many pages, reset in between.

Nothing of the libraries is changed: the classes are put into the converter of one build, so `mkdocs build` runs without them.
`converter.VERSIONS` names the releases whose code was read for this; with any other, `Page.render` does it all, and a test fails.
A mark or a block of an unknown class switches the stand-ins off, too.
"""
