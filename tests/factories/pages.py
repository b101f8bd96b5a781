"""What Wagtail's page editor sends."""

import json


def words_linking(page) -> str:
    """Rich text as the editor sends it, with a link to ``page``."""
    block = {
        "key": "a",
        "text": "Baca juga.",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
        "data": {},
    }
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": str(page.pk)}}
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})
