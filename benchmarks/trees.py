"""The same composed Markdown for other engines: a MkDocs tree as it is, and what Hugo and Sphinx want to find in its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_MARKED = re.compile(r"\{\{|\{%")
_INDEX_LINK = re.compile(r"(?<=[(/])index\.md")

HUGO_SITE = """
title = "Handbook"
baseURL = "http://localhost/"
disableKinds = ["taxonomy", "term", "RSS"]
enableRobotsTXT = false
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
noClasses = false
"""
HUGO_LAYOUTS = {
    "_default/baseof.html": """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Params.description }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ relURL "assets/handbook.css" }}">
</head>
<body>
<header><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></header>
<nav aria-label="Menu">{{ partial "menu.html" . }}</nav>
<nav aria-label="On this page">{{ .TableOfContents }}</nav>
<main>{{ block "main" . }}{{ end }}</main>
<footer>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</footer>
</body>
</html>
""",
    "_default/single.html": '{{ define "main" }}{{ .Content }}{{ end }}\n',
    "_default/list.html": '{{ define "main" }}{{ .Content }}{{ end }}\n',
    # The sections, and what stands in the one that is open: the same choice as a pruned menu makes.
    "partials/menu.html": """{{ $here := . }}<ul>
{{ range site.Home.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ if or (eq . $here) (.IsAncestor $here) }}<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $here }} aria-current="page"{{ end }}>{{ .Title }}</a></li>
{{ end }}</ul>{{ end }}</li>
{{ end }}</ul>
""",
    "_default/_markup/render-link.html": """
{{- $to := urls.Parse .Destination -}}
{{- $address := .Destination -}}
{{- if and (not $to.IsAbs) (strings.HasSuffix $to.Path ".md") -}}
{{- with .PageInner.GetPage $to.Path }}{{ $address = .RelPermalink }}{{ with $to.Fragment }}{{ $address = printf "%s#%s" $address . }}{{ end }}{{ end -}}
{{- end -}}
<a href="{{ $address | safeURL }}">{{ .Text }}</a>
{{- /**/ -}}
""",
    "_default/_markup/render-image.html": """
{{- $from := .PageInner.File.Dir -}}
<img src="{{ relURL (strings.TrimPrefix "/" (path.Join "/" $from .Destination)) }}" alt="{{ .PlainText }}">
{{- /**/ -}}
""",
}
SPHINX_SITE = """
project = "Handbook"
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "deflist", "tasklist"]
myst_heading_anchors = 2
suppress_warnings = ["myst", "docutils", "toc", "misc", "ref", "image"]
html_theme = "alabaster"
html_copy_source = False
"""
# With Jinja's own comments, `{#id}` would be one.
_MACROS = {"on_undefined": "strict", "on_error_fail": True, "j2_comment_start_string": "{=#", "j2_comment_end_string": "#=}"}


def mkdocs_tree(plain: Path, folder: Path, pruned: bool, macros: bool) -> None:
    """Stock MkDocs Material: the tree with its own settings, changed in what is asked for."""
    shutil.copytree(plain, folder)
    settings: dict[str, Any] = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    if not pruned:
        settings["theme"]["features"].remove("navigation.prune")
    if macros:
        settings["plugins"].append(
            {"macros": {"on_undefined": "strict", "on_error_fail": True, "j2_comment_start_string": "{=#", "j2_comment_end_string": "#=}"}}
        )
        _change_pages(folder / "docs", lambda _, text: _without_calls(text))
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")


def hugo_tree(plain: Path, folder: Path) -> None:
    """A Hugo site with a small theme of its own: pages in `content/`, everything else in `static/`."""
    for file in sorted((plain / "docs").rglob("*")):
        if file.is_file():
            place = file.relative_to(plain / "docs")
            target = folder / "content" / place.with_name(_hugo_name(place.name)) if file.suffix == ".md" else folder / "static" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    _change_pages(folder / "content", lambda _, text: _INDEX_LINK.sub("_index.md", _for_hugo(text)))
    (folder / "hugo.toml").write_text(HUGO_SITE, encoding="utf-8")
    for name, layout in HUGO_LAYOUTS.items():
        (folder / "layouts" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "layouts" / name).write_text(layout, encoding="utf-8")


def sphinx_tree(plain: Path, folder: Path) -> None:
    """Sphinx with MyST: the pages, and the menu as hidden tables of contents."""
    shutil.copytree(plain / "docs", folder)
    inner = sorted(path.name for path in folder.iterdir() if path.is_dir() and list(path.glob("*.md")))
    entries = [f"{name}/index" if (folder / name / "index.md").exists() else f"{name}/*" for name in inner]
    for index in sorted(folder.rglob("index.md")):
        below = ["*", *(f"{path.name}/index" for path in sorted(index.parent.iterdir()) if (path / "index.md").exists())]
        listed = "\n".join(["*", *entries] if index.parent == folder else below)
        with index.open("a", encoding="utf-8") as file:
            file.write(f"\n\n```{{toctree}}\n:hidden:\n:glob:\n\n{listed}\n```\n")
    (folder / "conf.py").write_text(SPHINX_SITE, encoding="utf-8")


def _change_pages(folder: Path, change: Callable[[Path, str], str]) -> None:
    for page in sorted(folder.rglob("*.md")):
        page.write_text(change(page, page.read_text(encoding="utf-8")), encoding="utf-8")


def _without_calls(text: str) -> str:
    """A page as mkdocs-macros leaves it: what looks like a call in it is an example."""
    front = found[0] if (found := _FRONT.match(text)) else ""
    body = text[len(front) :]
    return f"{front}{{% raw %}}{body}{{% endraw %}}" if _MARKED.search(body) else text


def _hugo_name(name: str) -> str:
    return "_index.md" if name == "index.md" else name


def _for_hugo(text: str) -> str:
    """Hugo makes a page of every alias; ours are words to search for."""
    found = _FRONT.match(text)
    if not found:
        return text
    front = yaml.safe_load(found[1])
    front["keywords"] = front.pop("aliases", [])
    return f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n{text[found.end() :]}"
