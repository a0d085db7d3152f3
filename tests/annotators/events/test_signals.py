"""Signs that two mentions tell the same, or not: scenes, questions, wars that date, sums, speakers."""

from __future__ import annotations

from rashomon.annotators.events.assembly import describe_drafts
from rashomon.annotators.events.context import Context, read_context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import load_lexicon
from rashomon.annotators.events.signals import compare_scenes, signals, speaker_of
from tests.annotators.events.test_events import groups, notes_of


def _drafts(text: str) -> tuple[Context, list[Draft]]:
    context = read_context(notes_of(text), load_lexicon())
    return context, describe_drafts(context)


def test_a_country_that_strikes_is_no_scene() -> None:
    text = "A drone strike killed two men in Baghdad on Thursday. The US strike took place at dawn."
    context, drafts = _drafts(text)
    first = next(d for d in drafts if d.trigger.of(text) == "drone strike")
    again = next(d for d in drafts if d.sentence == 1)
    assert compare_scenes(context, again, [first]) >= 0


def test_a_question_brings_in_no_incident() -> None:
    text = (
        "A drone strike killed two men in Baghdad on Thursday.\n\n"
        "Asked whether the army bombed a school in Basra, a spokesman said it was looking into it."
    )
    assert not any("school" in e.clause.of(text) and e.realis == "occurred" for g in groups(text) for e in g)


def test_a_war_that_breaks_out_dates_other_things() -> None:
    text = "The base has come under attack at least 40 times since the war broke out in October."
    assert not any(e.trigger.of(text) == "broke out" for g in groups(text) for e in g)


def test_many_targets_in_the_perfect_are_a_sum() -> None:
    text = "Houthi rebels have attacked several commercial vessels in the Red Sea."
    assert [e.aggregate for g in groups(text) for e in g] == [True]


def test_the_one_who_tells_and_the_toll_are_compared() -> None:
    text = (
        "The army said that rebels killed 12 soldiers near Gao. "
        "The army said that a bomb killed three farmers."
    )
    context, drafts = _drafts(text)
    killed = [d for d in drafts if d.sense == "killing"]
    assert speaker_of(context, killed[0]) == speaker_of(context, killed[1])
    found = signals(context, killed[1], Group(0, [killed[0]]))
    assert found["toll=other"] == 1.0
    assert found["hit=other"] == 1.0
    assert found["speaker=same"] == 1.0


def test_weapons_of_the_next_paragraph_type_nothing() -> None:
    text = "Gunmen attacked a village near Gao on Monday.\n\nIn another region, mortars were fired at a camp in May."
    assert groups(text)[0][0].type == "attack"


def test_a_later_death_does_not_part_the_story() -> None:
    text = (
        "On 30 January 1972 soldiers shot dead 13 people at a march in Derry. "
        "Another 15 were wounded, one of whom died four months later."
    )
    assert len({r.index for g in groups(text) for e in g for r in e.roles if r.role == "date"}) == 1
