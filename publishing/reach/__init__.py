"""Counting reads: a word from the page, a WSGI door before Django, counts in memory, one row an
item and day.

``door`` answers, ``gate`` bounds what one network may add, ``counter`` keeps the counts for a few
seconds; none of these knows Django. ``machine`` puts them together from the settings.
"""
