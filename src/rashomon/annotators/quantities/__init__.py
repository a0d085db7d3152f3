"""The layer of quantities: numbers as ranges, what they count, and what happened to those counted.

numerals   text → number expressions
phrases    number expression → count phrase (with its noun)
predicates which words tell that people were killed, injured, captured, displaced
effects    count phrase → what happened
links      joined phrases, and parts of a whole
single     victims without a number ("a sailor was killed"), and zeros ("no casualties")
"""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.parse import Cells
from rashomon.annotators.quantities.counts import Count, quantities
from rashomon.annotators.quantities.effects import EffectFinder
from rashomon.annotators.quantities.links import settle
from rashomon.annotators.quantities.numerals import find_numerals
from rashomon.annotators.quantities.phrases import find_phrases
from rashomon.annotators.quantities.predicates import Predicates
from rashomon.annotators.quantities.rules import load_rules
from rashomon.annotators.quantities.single import find_zeros, single_phrases
from rashomon.annotators.quantities.view import view_of
from rashomon.config import Config
from rashomon.model import Annotations, Quantity


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    rules = load_rules()

    def annotate(notes: Annotations) -> tuple[Quantity, ...]:
        view = view_of(notes.parse)
        numerals = find_numerals(notes.doc.text, rules)
        times = Cells()
        for n, time in enumerate(notes.times):
            times.add(n, time.span)
        phrases = tuple(
            p
            for p in find_phrases(view, numerals, rules)
            if p.sort == "people"
            or not any(notes.times[n].span.contains(p.numeral.core) for n in times.near(p.numeral.core))
        )
        everyone = sorted((*phrases, *single_phrases(view, rules, phrases)), key=lambda p: (p.first, p.after))
        finder = EffectFinder(view, Predicates(view, rules), rules, phrases)
        counts = [Count.of_phrase(p, finder.effect(p)) for p in everyone]
        counts += find_zeros(view, finder, rules)
        counts.sort(key=lambda c: (c.phrase.first, c.phrase.after, c.effect or ""))
        return quantities(settle(counts, view, rules), view)

    return annotate
