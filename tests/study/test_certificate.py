"""What a certificate attests, and the code that carries it: signed, typable, without anything of who learned."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.errors import UnknownItemError
from neuguong.items import Pack, Topic
from neuguong.scoring.ranking import Ranking
from neuguong.scoring.single_choice import SingleChoice
from neuguong.study import Course
from neuguong.study.certificate import ALPHABET, Attested, Band, Missing, _band, attest, make_code, read_code
from neuguong.study.identity import hash_token
from neuguong.study.progress import Result

from tests.cases import make_case
from tests.samples import SECRET, advance, make_answer, make_course, make_item

TOKEN = "0123456789abcdef" * 2
SLUGS = ("bai", "bai-hai")
ATTESTED = Attested("bai", date(2026, 11, 23), Band.SOLID, 258, "0123")


def read(typed: str, *, secret: bytes = SECRET, slugs: tuple[str, ...] = SLUGS) -> Attested | None:
    return read_code(typed, slugs=slugs, secret=secret)


def course_of_four(*, right: int, answered: int = 4, version: int = 1, sensitive: bool = False) -> Course:
    """A lesson of four questions with four choices each, so many answered by `TOKEN`, and so many of these rightly."""
    course = make_course(sensitive=sensitive)
    items = tuple(make_item(SingleChoice("b"), name=f"cau-{n}", choices="abcd") for n in range(4))
    one = replace(course.pack.scenarios["mot"], items=items)
    lesson = replace(course.pack.lessons["bai"], parts=course.pack.lessons["bai"].parts[:1])
    pack: Pack = replace(course.pack, scenarios={"mot": one}, lessons={"bai": lesson})
    for n in range(answered):
        answer = make_answer(
            attempt_id=f"00000000-0000-4000-8000-{n:012}", item_id=f"cau-{n}", item_version=version, response="b",
            score=1.0 if n < right else 0.0, chance=0.25, presented_order=("a", "b", "c", "d"),
            timestamp=course.clock.now(), actor=hash_token(TOKEN, secret=SECRET),
        )  # fmt: skip
        course.log.append_statement(answer, sensitive=False)
    return replace(course, pack=pack)


@pytest.mark.parametrize(
    ("right", "band"),
    [
        (4, Band.SOLID),  # (4 - 1) / (4 - 1) = 1
        (3, Band.PARTLY),  # (3 - 1) / 3 = 0.67
        (2, Band.WEAK),  # (2 - 1) / 3 = 0.33
        (0, Band.WEAK),
    ],
)
def test_who_answered_the_whole_lesson_is_attested_what_the_log_holds(right: int, band: Band) -> None:
    found = attest(course_of_four(right=right), "bai", TOKEN)
    assert isinstance(found, Attested)
    assert (found.slug, found.band, found.day) == ("bai", band, date(2026, 11, 23))
    assert found.revision == "0123"


def test_who_has_answered_a_part_or_questions_that_have_changed_since_is_told_how_much_is_there() -> None:
    assert attest(course_of_four(right=3, answered=3), "bai", TOKEN) == Missing(3, 4)
    assert attest(course_of_four(right=4, version=2), "bai", TOKEN) == Missing(0, 4)
    assert attest(course_of_four(right=4), "bai", "f" * 32) == Missing(0, 4)


def test_who_is_not_known_is_attested_only_that_they_say_so() -> None:
    found = attest(course_of_four(right=4), "bai", None)
    assert isinstance(found, Attested)
    assert found.band is Band.TOLD


def test_of_a_sensitive_lesson_nobody_is_looked_for_in_the_log() -> None:
    course = course_of_four(right=4, answered=0, sensitive=True)
    found = attest(course, "bai", TOKEN)
    assert isinstance(found, Attested)
    assert found.band is Band.TOLD


def test_what_is_sensitive_in_a_lesson_on_another_topic_is_not_asked_of_the_log() -> None:
    course = course_of_four(right=4)
    pack = course.pack
    kept_apart = replace(
        pack.scenarios["mot"], identifier="kin", topic="kin", items=(make_item(SingleChoice("a"), name="kin-1"),)
    )
    (part,) = pack.lessons["bai"].parts
    lesson = replace(pack.lessons["bai"], parts=(replace(part, scenarios=("mot", "kin")),))
    mixed = replace(
        pack,
        topics={**pack.topics, "kin": Topic("kin", "Kín", True)},
        scenarios={**pack.scenarios, "kin": kept_apart},
        lessons={"bai": lesson},
    )
    found = attest(replace(course, pack=mixed), "bai", TOKEN)
    assert isinstance(found, Attested)
    assert found.band is Band.SOLID


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"ca-1": "a", "ca-2": "a", "ca-3": "a"}, Band.SOLID),  # three right of three on the way taken
        ({"ca-1": "b", "ca-sua": "c"}, Band.WEAK),  # an end that came early: both wrong
        ({"ca-1": "a", "ca-2": "c"}, Missing(2, 3)),  # on the way to "ca-sua"
        ({"ca-sua": "a", "ca-3": "a"}, Missing(0, 1)),  # not from the start
    ],
)
def test_a_branching_case_is_finished_where_the_way_taken_has_come_to_an_end(
    given: dict[str, str], found: Band | Missing
) -> None:
    course = course_of_four(right=0, answered=0)
    pack = course.pack
    (part,) = pack.lessons["bai"].parts
    lesson = replace(pack.lessons["bai"], parts=(replace(part, scenarios=("ca",)),))
    course = replace(course, pack=replace(pack, scenarios={"ca": make_case()}, lessons={"bai": lesson}))
    for n, (item, choice) in enumerate(given.items()):
        answer = make_answer(
            attempt_id=f"00000000-0000-4000-8000-{n:012}", item_id=item, response=choice, scenario_id="ca",
            score=float(choice == "a"), chance=1 / 3, presented_order=("a", "b", "c"), timestamp=course.clock.now(),
            actor=hash_token(TOKEN, secret=SECRET),
        )  # fmt: skip
        course.log.append_statement(answer, sensitive=False)
    attested = attest(course, "bai", TOKEN)
    assert (attested.band if isinstance(attested, Attested) else attested) == found


def test_of_a_case_that_is_gone_through_again_only_this_time_counts() -> None:
    course = course_of_four(right=0, answered=0)
    pack = course.pack
    (part,) = pack.lessons["bai"].parts
    lesson = replace(pack.lessons["bai"], parts=(replace(part, scenarios=("ca",)),))
    course = replace(course, pack=replace(pack, scenarios={"ca": make_case()}, lessons={"bai": lesson}))
    for n, (item, choice) in enumerate([("ca-1", "a"), ("ca-2", "a"), ("ca-3", "a"), ("ca-1", "a")]):
        answer = make_answer(
            attempt_id=f"00000000-0000-4000-8000-{n:012}", item_id=item, response=choice, scenario_id="ca",
            score=1.0, chance=1 / 3, presented_order=("a", "b", "c"), timestamp=course.clock.now(),
            actor=hash_token(TOKEN, secret=SECRET),
        )  # fmt: skip
        course.log.append_statement(answer, sensitive=False)
        advance(course, timedelta(minutes=1))
    assert attest(course, "bai", TOKEN) == Missing(1, 2)


def test_a_share_that_adding_up_brings_to_just_below_the_bound_reaches_it() -> None:
    items = [make_item(Ranking(("b", "c", "a", "d", "e")), name=f"cau-{n}") for n in range(10)]
    # (20 − 12) / 8 = 1 so many times, (12 − 12) / 8 = 0 the others: 0.7 by sums of floats, a little less or more.
    for right in range(11):
        answered = [(item, Result(20.0 if n < right else 12.0, 20.0)) for n, item in enumerate(items)]
        assert (_band(answered) is Band.SOLID) == (right >= 7)
    assert _band([(item, Result(17.6, 20.0)) for item in items]) is Band.SOLID  # (17.6 − 12) / 8 = 0.7


def test_on_a_machine_whose_clock_was_never_set_a_certificate_is_of_the_first_day_there_is() -> None:
    code = make_code(replace(ATTESTED, day=date(1970, 1, 1)), secret=SECRET)
    found = read(code)
    assert found is not None
    assert found.day == date(2026, 1, 1)


def test_a_lesson_that_is_not_there_is_not_attested() -> None:
    with pytest.raises(UnknownItemError):
        attest(make_course(), "khong-co", None)


def test_a_code_says_what_was_attested_however_it_is_typed() -> None:
    code = make_code(ATTESTED, secret=SECRET)
    assert len(code) == 29
    assert set(code) <= {*ALPHABET, "-"}
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("0", "O")):
        assert read(typed) == ATTESTED
    assert read(code.replace("1", "I")) == ATTESTED
    assert read(code.replace("1", "l")) == ATTESTED


def test_no_character_of_a_code_may_be_another_and_no_other_server_or_lesson_takes_it() -> None:
    code = make_code(ATTESTED, secret=SECRET).replace("-", "")
    for n, one in enumerate(code):
        other = ALPHABET[(ALPHABET.index(one) + 1) % len(ALPHABET)]
        assert read(code[:n] + other + code[n + 1 :]) is None
    assert read(code, secret=b"t" * 32) is None
    assert read(code, slugs=("bai-hai",)) is None
    for none in ("", "-", code[:-1], code + "0", "U" * 24, "0" * 24, "\N{ARABIC-INDIC DIGIT ONE}" * 24):
        assert read(none) is None


def test_two_certificates_that_say_the_same_have_different_codes() -> None:
    course = course_of_four(right=4)
    found = [attest(course, "bai", None) for _ in range(8)]
    assert len({one.serial for one in found if isinstance(one, Attested)}) > 1


@given(
    day=st.integers(0, 20_000).map(lambda n: date(2026, 1, 1) + timedelta(days=n)),
    band=st.sampled_from(Band),
    serial=st.integers(0, 2**16 - 1),
    revision=st.text("0123456789abcdef", min_size=4, max_size=4),
    slug=st.sampled_from(SLUGS),
)
def test_every_code_says_what_went_into_it(day: date, band: Band, serial: int, revision: str, slug: str) -> None:
    attested = Attested(slug, day, band, serial, revision)
    assert read(make_code(attested, secret=SECRET)) == attested


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_of_ours_or_none(typed: str) -> None:
    assert read(typed) is None
