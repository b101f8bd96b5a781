"""What a web process holds for as long as it lives, kept out of Python's search for garbage."""

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load the whole application, then let the collector never look at it again.

    Pages of the admin make garbage enough that Python searches everything it knows now and then:
    with all of Wagtail loaded a third of a second, within somebody's answer. Frozen, the search is
    for what requests left. Side effects: the places and all they import are loaded now, not in the
    first reader's time; what is loaded is never freed.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
