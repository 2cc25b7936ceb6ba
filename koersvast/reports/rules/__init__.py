"""The rules of reports: put a document together, and compare the facts of two. All pure."""

from koersvast.reports.rules.assembling import assembled, places_in, with_words
from koersvast.reports.rules.comparing import Change, Moved, Topic, compared

__all__ = ["Change", "Moved", "Topic", "assembled", "compared", "places_in", "with_words"]
