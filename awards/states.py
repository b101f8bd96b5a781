"""The states of an edition, a nomination and a review, as tables. Data only."""

from cms.base.transitions import Transition, TransitionTable

EDITION = TransitionTable(
    name="award edition",
    states=(
        "draft",
        "open",
        "closed",
        "review",
        "public_test",
        "decided",
        "published",
        "archived",
    ),
    initial="draft",
    transitions=(
        Transition("open", ("draft",), "open"),
        Transition("close", ("open",), "closed"),
        Transition("reopen", ("closed",), "open"),
        Transition("begin_review", ("closed",), "review"),
        Transition("begin_public_test", ("review",), "public_test"),
        Transition("conclude", ("review", "public_test"), "decided"),
        Transition("reconsider", ("decided",), "review"),
        Transition("announce", ("decided",), "published"),
        Transition("archive", ("published",), "archived"),
    ),
)

# "win" and "lose" happen in the announcement alone: until then the outcome is a Decision row that
# no public page reads, so a state can never give the result away.
NOMINATION = TransitionTable(
    name="nomination",
    states=(
        "submitted",
        "eligible",
        "ineligible",
        "merged",
        "withdrawn",
        "winner",
        "not_selected",
    ),
    initial="submitted",
    transitions=(
        Transition("accept", ("submitted", "ineligible"), "eligible"),
        Transition("refuse", ("submitted", "eligible"), "ineligible"),
        Transition("merge", ("submitted", "eligible"), "merged"),
        Transition("withdraw", ("submitted", "eligible"), "withdrawn"),
        Transition("win", ("eligible",), "winner"),
        Transition("lose", ("eligible",), "not_selected"),
    ),
)

REVIEW = TransitionTable(
    name="review",
    states=("draft", "submitted"),
    initial="draft",
    transitions=(
        Transition("submit", ("draft",), "submitted"),
        Transition("reopen", ("submitted",), "draft"),
    ),
)
