"""The tests of every lesson, for the server. Knows nothing of HTTP."""

from collections.abc import Mapping

from ..study import Course
from ..study.forms import Phase
from ..study.selftest import SelfTest, count_answers


class LessonTests:
    """`server.selftest.SelfTests` of a course."""

    count_answers = staticmethod(count_answers)

    def __init__(self, course: Course) -> None:
        every = {slug: SelfTest(course, slug) for slug in course.pack.lessons}
        self._tests = {slug: test for slug, test in every.items() if test.forms is not None}

    def facts(self) -> Mapping[str, tuple[int, int]]:
        return {slug: (test.length, test.minutes) for slug, test in self._tests.items()}

    def handle(self, slug: str, phase: str, raw: object) -> Mapping[str, object]:
        return self._tests[slug].handle(Phase(phase), raw)
