"""Pages as somebody reads them: the words of a part, without its markup."""

import html
import re

BLOCKS = r"</?(?:p|li|ul|ol|h\d|section|div|dt|dd|tr|td|th|br)\b[^>]*>"


def words(text: str) -> str:
    """The words of some HTML on one line; what only ears get is left in."""
    text = re.sub(r"<(svg|script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(
        r"</?(?:p|li|ul|ol|h\d|section|div|dt|dd|tr|td|th)\b[^>]*>", " ", text
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def main(response) -> str:
    """The HTML between <main> and </main>."""
    return re.search(r"<main\b.*?</main>", response.text, re.DOTALL)[0]


def section(response, name) -> str:
    """The HTML of the section with the heading of this id; "" where there is none."""
    pattern = rf'<section\b[^>]*aria-labelledby="{name}".*?</section>'
    found = re.search(pattern, response.text, re.DOTALL)
    return found[0] if found else ""


def items(text: str) -> list[str]:
    """The words of each item of the lists in some HTML."""
    return [words(item) for item in re.findall(r"<li\b.*?</li>", text, re.DOTALL)]


def headings(text: str, level: int) -> list[str]:
    """The words of each heading of a level in some HTML."""
    pattern = rf"<h{level}\b.*?</h{level}>"
    return [words(found) for found in re.findall(pattern, text, re.DOTALL)]


def sources(text: str) -> list[str]:
    """The words of each source line in some HTML."""
    return [
        words(line) for line in re.findall(r'<p class="source".*?</p>', text, re.DOTALL)
    ]
