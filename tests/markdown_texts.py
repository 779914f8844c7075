"""Markdown at random, made of every construct that pages use and of their halves."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = ("word", "two words", "API", "NHS England", "APIs", "é", "“quoted”", "x", "2.5", "1", "a_b_c", "snake_case_", "don't", "3 < 4 > 2", "A & B", "٣")
WHOLE = (
    "*em*", "**strong**", "***both***", "_em_", "__strong__", "**two**words*", "*a **b** c*", "**a *b* c**", "`code`", "``a ` b``", "`#!python x = 1`",
    "[link](other.md)", "[there](other.md#here)", "[gone](missing.md)", "[out](https://example.org/?a=1&b=2)", '[t](other.md "Title")', "[b](<other.md>)",
    "[same](#here)", "[up](../other.md)", "[*em* in](sub/third.md)", "[brackets [in] it](other.md)", "[(a)](other.md#x(y))", "[bare](other)",
    "[abs](/other.md)",
    "![alt](picture.png)", "![alt *x*](picture.png 'T')", "[ref][id]", "[id]", "![ref][id]", "![id]", "[^1]", "[^two]", "[^none]", "<https://example.org/a_b>",
    "<who@example.org>", "\\*", "\\[", "\\\\", "\\`", "\\|", "\\<", "&amp;", "&#8217;", "&#x27;", "&nope;", "<br>", "<br/>", '<span id="in">', "</span>",
    "<b>bold</b>", '<a name="old"></a>', "<a id='q'></a>", "<kbd>Ctrl</kbd>", "<!-- no -->", "<!-- open", "{: .class #named }", "{ .a b='c' }", "{:.x}",
    "{: data-x }", "  \n", "\\\n", "[TOC]", "**API**", "[API](other.md)", "`API`", "<em>API *x*</em>", "[x](a b.md)", "[x](other.md 'it's')",
    "[](other.md)", "[a](other.md)![b](other.md)", "![[a](other.md)", "*[a](b_c*d)*", "[a *b*](other.md#x_y_)", "**[a](other.md)** *b*", "*a* **b**", "*a*b*c*",
    "[`c`](other.md)", "[a]( other.md )", "[a](&amp;)", "[a](x?b=1&c=2)", "\\[a](other.md)", "&#12", "&#X1f;", "&amp", "a&b;c", "<", "</p >", "<br\n/>",
    '<i title="a &amp; b">', '<i title="a > b">', "<I ID='x' CLASS=y>", "<title>x</title>", "<title>a &amp; b</title>", '<a name="a&amp;b">', "<a id>",
    '<a id="">',
)  # fmt: skip
HALVES = ("*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "](", "!", "<", ">", "</", "&", "#", ":", "|", "\\", "{", "}", '"', "'", "~", "=", "  ", "\t")
STARTS = (
    "", "", "", "    ", "        ", "  ", "- ", "* ", "+ ", "1. ", "2. ", "- [ ] ", "- [x] ", "    - ", "    1. ", "> ", "> > ", "# ", "## ", "### ", "#### ",
    ":   ", ": ", "    :   ", "| ", "[^1]: ", "[^two]: ", "*[API]: ", "*[NHS]: ", "*[N-S]: ", "[id]: ", "    [id]: ", "[id]: other.md ", "٣. ",
    '!!! note "Title"\n    ', "!!! note\n    ", '??? tip "More"\n    ', '???+ tip "Open"\n    ', '=== "One"\n    ', '=== "Two"\n\n    ', '===! "New"\n    ',
)  # fmt: skip
ALONE = (
    "---", "***", "===", "- - -", "```", "``` python", "~~~", '```{ .yaml title="x" }', "| a | b |", "|---|:-:|", "|:--|--:|", "a | b", "--|--",
    "| `a|b` | \\| |",
    '<div markdown="1">', '<div class="box" markdown="1">', '<section id="part" markdown>', "</section>", "</div>", "<div>", '<div id="raw" class="x y">',
    '<details markdown="1"><summary>More *x*</summary>', "</details>", '<p markdown="1">', "</p>", '<ul markdown="1"><li>One *x*</li>', "</ul>",
    "<hr>", "<hr />",
    '<table markdown="1"><tr><td markdown="span">a *b*</td></tr>', "</table>", "<pre>", "</pre>", "<script>", "var a = '<b>';", "</script>",
    "<style>p {}</style>", '<script type="application/json">\n{"a": "b & c"}\n\n</script>', '<script type="application/json">{"a": 1}</script> *x*',
    "<svg><title>A *title*</title></svg>", "<textarea>*x*</textarea>", "<plaintext>", '<p title="a > b" markdown="1">x', '<p markdown="block">',
    '<div title="it&#39;s &lt;x&gt;" markdown="1">', "   <div>", "    <div>", " </div>", "x <div>", "<hr markdown>", "<hr/> x", "</div> &amp; x",
    "<dl><dt>a</dt>",
    '<h2 id="fixed">Head *x*</h2>', "<input checked>", "<INPUT Type='x' disabled/>", '<div data-label="it&#39;s">', "<?php x ?>", "<!DOCTYPE html>",
    "<![CDATA[x]]>",
    "<!-- comment -->", "[TOC]", "///Footnotes Go Here///", "[id]: other.md 'Title'", "[^1]: A note with *em*.", "[^two]: Another.\n\n    In two parts.",
    "*[API]: Application *programming* interface", "*[NHS]: National Health Service", "*[API]: ''", "Term", "Title\n---", "Title\n===", "{: .last }",
    "</>", "<textarea>",
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', '<td role="cell">x</td>', "<summary>", '<label for="x">', '<img src="a.png">', "<a href=x>", "</",
)  # fmt: skip

WITHIN = (
    "| Head | {} |\n|---|:-:|\n| {} | {} |",
    "Head | {}\n--|--\n{} | {}",
    "| One |\n|---|\n| {} |\n| {}{}",
    "- {}\n    - {}\n        1. {}",
    "- {}\n\n    {}\n\n- {}",
    "Term {}\n:   {}\n\n    {}",
    "Term {}\n   : {}\n  :  {}",
    "plain  \nlines {} {} {}",
    '<div markdown="1">\n{}\n\n- {}\n\n<p>{}</p>\n\n</div>',
    '<script>\n<b id="no">\n</script>\n{} {} {}',
    '=== "One {}"\n\n    {}\n\n=== "Two"\n\n    {}',
    '!!! note "{}"\n\n    {}\n\n    > {}',
    "```\n{}\n```\n{} {}",
    '<ul>\n<li markdown="span">{} {}</li>\n</ul>\n{}',
    "plain  \nlines\n\n{}{}{}",
    "[{}](other.md) **{}** [x](other.md#y), *{}*",
    '<div markdown="1">\n<p markdown="1">{}\n<p markdown="1">{}\n</div>\n{}',
    "<div>\n<hr>\n{}\n</div> x <div><p>{}</p></div>\n\n{}",
    "<div>\n{}\n<hr>{}<hr/></div><div>\n  <p>{}\n</div>",
    '<div markdown="1"><section>{} <b>x</b>\n</section>{}</div>{}',
)

_inline = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(WHOLE), st.sampled_from(HALVES)), min_size=1, max_size=6).flatmap(
    lambda parts: st.sampled_from(("", " ")).map(lambda between: between.join(parts))
)
_line = st.one_of(st.builds("{}{}".format, st.sampled_from(STARTS), _inline), st.sampled_from(ALONE), _inline)
_whole = st.builds(str.format, st.sampled_from(WITHIN), *[_inline.map(lambda text: text.replace("\n", " "))] * 3)
_block = st.one_of(st.builds("\n".join, st.lists(_line, min_size=1, max_size=4)), _whole)
markdown_texts = st.builds("\n\n".join, st.lists(_block, min_size=1, max_size=7))
