"""Reads a page as strictly as our content policy and WCAG want it."""

from collections import Counter
from html.parser import HTMLParser

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
NO_LABEL = {"hidden", "submit", "button", "reset"}


class Reader(HTMLParser):
    """Collects what is wrong with a page in ``faults``."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter = Counter()
        self.controls: list[dict] = []
        self.labels: set[str] = set()
        self.references: list[str] = []
        self.headings: list[int] = []
        self.inline_script = False
        self.feed(text)
        self.close()
        self._finish()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if len(values) != len(attributes):
            self.faults.append(f"<{tag}> names an attribute twice")
        for name in values:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"<{tag} {name}=…>")
        if values.get("href", "").startswith("javascript:"):
            self.faults.append("javascript: address")
        if tag == "style":
            self.faults.append("<style>")
        if (
            tag == "script"
            and "src" not in values
            and values.get("type")
            not in {
                "application/ld+json",
                "application/json",
            }
        ):
            self.faults.append("inline <script>")
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag in {"input", "select", "textarea"} and values.get("type") not in NO_LABEL:
            self.controls.append(values | {"wrapped": "label" in self.open})
        if tag == "label" and "for" in values:
            self.labels.add(values["for"])
        if tag == "img" and not {"alt", "width", "height"} <= set(values):
            self.faults.append(f"<img> without alt or size: {values.get('src')}")
        for name in ("aria-labelledby", "aria-describedby"):
            self.references += (values.get(name) or "").split()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in VOID and not tag.startswith(("path", "circle", "rect", "use")):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID or tag.startswith(("path", "circle", "rect", "use")):
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if "{#" in data or "{%" in data or "{{" in data:
            self.faults.append(f"template text shows: {data.strip()[:60]}")

    def _finish(self):
        self.faults += [f"never closed: {tag}" for tag in self.open]
        self.faults += [f"id {name!r} is used {n} times" for name, n in self.ids.items() if n > 1]
        for control in self.controls:
            named = control["wrapped"] or "aria-label" in control
            if not named and control.get("id") not in self.labels:
                self.faults.append(f"no label: {control.get('name')}")
        self.faults += [
            f"points nowhere: #{name}" for name in self.references if not self.ids[name]
        ]
        if self.headings.count(1) != 1:
            self.faults.append(f"{self.headings.count(1)} <h1>")
        for before, after in zip(self.headings, self.headings[1:], strict=False):
            if after > before + 1:
                self.faults.append(f"heading jumps from h{before} to h{after}")


def faults(response) -> list[str]:
    """What is wrong with ``response``'s page."""
    return Reader(response.content.decode()).faults
