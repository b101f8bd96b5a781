"""How publishing answers the public: as every app does (``cms.base.answers``)."""

from cms.base.answers import CACHE_CONTROL, answer

__all__ = ["CACHE_CONTROL", "answer"]
