"""The edge to MkDocs: the only folder that imports it."""
