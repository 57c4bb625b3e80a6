"""What a run of the cron job counts: per source what was found, what became of it, what it gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractors.models import Article, Facts, Outcome
from extractors.topic import speaks_of_ocop
from pipeline.collecting.drift import Alarm
from pipeline.handled import Handled
from storage.runs import FIELDS, Yield

TEMPORARY = (Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.HTTP_ERROR, Outcome.BLOCKED)
"""Outcomes worth another try in a later run; CRASHED too, once better code is there: by replay."""

_PROMISED = (Outcome.EMPTY, Outcome.NOT_ARTICLE, Outcome.BAD_CONTENT)
"""A page that a listing called an article and that was none."""


@dataclass(slots=True)
class SourceReport:
    """One source's part of a run."""

    name: str
    was_failing: bool = False
    """Before this run, all of its listings."""
    listings: int = 0
    """Feeds, sitemaps and section pages that were asked."""
    failures: list[str] = field(default_factory=list)
    """One line for each listing that failed."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    """What became of its articles."""
    gave: Yield = field(default_factory=Yield)

    @property
    def links(self) -> int:
        """Articles found that were not known before."""
        return self.gave.links

    @property
    def asked(self) -> bool:
        """Whether anything of it was due."""
        return bool(self.listings or self.outcomes)

    @property
    def failed(self) -> bool:
        """No listing of it answered, or articles were due and none could be had."""
        if not self.asked:
            return self.was_failing
        temporary = sum(self.outcomes[o] for o in TEMPORARY)
        no_article = temporary > 0 and temporary == self.outcomes.total()
        return no_article or (self.listings > 0 and len(self.failures) == self.listings)

    def count(self, outcome: Outcome, handled: Handled | None = None) -> None:
        """Count an article, and what its page gave where it was read."""
        self.outcomes[outcome] += 1
        if handled is None:
            return
        if handled.reading is not None or outcome in _PROMISED:
            self.gave.pages += 1
        self.gave.new_articles += outcome is Outcome.STORED
        if handled.reading is not None:
            _add(self.gave, handled.reading.article, handled.facts or Facts())


def _add(gave: Yield, article: Article, facts: Facts) -> None:
    origins = dict(article.origins)
    gave.articles += 1
    gave.body_chars += len(article.text)
    for name in FIELDS:
        origin = origins.get(name, "")
        filled, selected = gave.fields[name]
        gave.fields[name] = (filled + bool(origin), selected + origin.startswith("selector"))
    if speaks_of_ocop(article.text):
        gave.ocop_articles += 1
        gave.facts += len(facts.products) + len(facts.star_counts)


@dataclass(slots=True)
class Report:
    """A whole run: its sources, what it warns of, whether it was interrupted, how it ends."""

    sources: list[SourceReport]
    run_id: int = 0
    alarms: list[Alarm] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def outcomes(self) -> Counter[Outcome]:
        """What became of all articles."""
        return sum((s.outcomes for s in self.sources), Counter())

    @property
    def links(self) -> int:
        """Articles found that were not known before."""
        return sum(source.links for source in self.sources)

    @property
    def exit_code(self) -> int:
        """0 fine · 1 something failed, data usable · 3 every source failed · 4 drift ·
        130 interrupted."""
        if self.interrupted:
            return 130
        if any(s.asked for s in self.sources) and all(s.failed for s in self.sources):
            return 3
        if self.alarms:
            return 4
        crashed = self.outcomes[Outcome.CRASHED]
        return int(bool(crashed) or any(s.asked and (s.failed or s.failures) for s in self.sources))
