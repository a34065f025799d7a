"""Plans that trainers saved."""

from pathlib import Path

from neuguong.home.plans import PLANS_FILE, PLANS_MAX, SavedPlan, load_plans, save_plan


def test_a_plan_saved_again_under_its_title_takes_the_place_of_the_first(tmp_path: Path) -> None:
    for title, items in [("Một", ("a",)), ("Hai", ("b",)), ("Một", ("c", "d"))]:
        save_plan(tmp_path / "moi", SavedPlan(title, items))
    assert load_plans(tmp_path / "moi") == [SavedPlan("Một", ("c", "d")), SavedPlan("Hai", ("b",))]
    assert [path.name for path in (tmp_path / "moi").iterdir()] == [PLANS_FILE]


def test_a_file_that_is_none_of_ours_holds_no_plans(tmp_path: Path) -> None:
    for text in ("", "[1]", '{"title": 1}', "\x00"):
        (tmp_path / PLANS_FILE).write_text(text, "utf-8")
        assert load_plans(tmp_path) == []


def test_the_oldest_of_too_many_are_forgotten(tmp_path: Path) -> None:
    for n in range(PLANS_MAX + 2):
        save_plan(tmp_path, SavedPlan(str(n), ()))
    assert len(load_plans(tmp_path)) == PLANS_MAX
    assert load_plans(tmp_path)[0].title == str(PLANS_MAX + 1)
