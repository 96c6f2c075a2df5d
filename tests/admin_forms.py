"""What a browser would send of a form in the admin, read from its page."""

from html.parser import HTMLParser


def filled(response, **changes) -> dict[str, list[str]]:
    """All that the page's main form holds, as posted by "Save"; with ``changes``."""
    reader = _Reader(f"{response.context['opts'].model_name}_form")
    reader.feed(response.content.decode())
    assert reader.found, "The page has no form."
    changes = {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in changes.items()
    }
    unknown = changes.keys() - reader.values.keys() - reader.empty
    assert not unknown, f"The form has no {unknown}."
    return reader.values | changes | {"_save": ["Save"]}


class _Reader(HTMLParser):
    def __init__(self, form):
        super().__init__()
        self.form, self.found, self.inside = form, False, False
        self.values: dict[str, list[str]] = {}
        self.empty: set[str] = set()  # boxes not ticked, lists with nothing chosen
        self.select = self.text = self.option = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form
            self.found = self.found or self.inside
        elif self.inside:
            getattr(self, f"_{tag}", lambda attrs: None)(attrs)

    def _input(self, attrs):
        name, kind = attrs.get("name"), attrs.get("type")
        if not name or kind in ("submit", "button", "file"):
            return
        if kind in ("checkbox", "radio") and "checked" not in attrs:
            self.empty.add(name)
        else:
            self._add(name, attrs.get("value", "on" if kind == "checkbox" else ""))

    def _select(self, attrs):
        self.select, self.is_list = attrs["name"], "multiple" in attrs
        self.empty.add(self.select)
        self.first = None

    def _option(self, attrs):
        value = attrs.get("value", "")
        if "selected" in attrs:
            self._add(self.select, value)
        elif self.first is None:
            self.first = value

    def _textarea(self, attrs):
        self.text = (attrs["name"], [])

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.text:
            name, parts = self.text
            text = "".join(parts).removeprefix("\r").removeprefix("\n")
            self._add(name, text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self.text = None
        elif tag == "select" and self.select:
            if self.select not in self.values and not self.is_list:
                self._add(self.select, self.first or "")
            self.select = None

    def _add(self, name, value):
        self.values.setdefault(name, []).append(value)
