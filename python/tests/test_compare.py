"""Comparisons and explanations as notebooks show them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import chengnuo
import pytest
from chengnuo.record import Document
from conftest import PLANS, SENTENCE

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>$x^2$'


class Tags(HTMLParser):
    """The tags and attributes of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def records() -> list[dict]:
    return list(chengnuo.extract_many(PLANS))


def test_rows_and_tables(records: list[dict]) -> None:
    compared = chengnuo.compare(records)
    assert len(compared.plans) == len(compared.columns) == 9
    assert compared.rows == compared.measures + compared.actions
    pytest.importorskip("pyarrow")
    frame = compared.to_pandas()
    values = sum(len(cell["values"]) for row in compared.rows for cell in row["cells"])
    assert len(frame) == values == len(compared.to_arrow()) == len(compared.to_polars())
    assert set(frame["part"]) == {"measure", "action"}
    assert len(compared.to_pandas(absent=True)) > values
    assert repr(compared).startswith("<chengnuo.Comparison: 9 plans; ")


def test_documents_records_and_dataclasses_are_the_same(records: list[dict]) -> None:
    paths = sorted(PLANS.glob("*.txt"))
    expected = chengnuo.compare(records).to_dict()
    frozen = [Document.from_dict(record) for record in records]
    assert chengnuo.compare(PLANS).to_dict() == expected
    assert chengnuo.compare([*records[:3], *frozen[3:6], *paths[6:]], jobs=2).to_dict() == expected


def test_a_notebook_shows_what_several_plans_speak_of(records: list[dict]) -> None:
    page = Tags(chengnuo.compare(records)._repr_html_())
    assert {"table", "th", "td"} <= page.tags
    assert page.tags.isdisjoint({"script", "style", "link", "img", "a", "iframe"})
    assert page.attributes <= {"style", "colspan"}
    assert "家庭医生团队" in page.words and "内丘县 2016" in page.words


def test_words_of_a_plan_are_no_markup() -> None:
    plans = [
        {"id": str(n), "title": f"{place}{HOSTILE}", "text": f"到2025年底，建成{HOSTILE}养老服务设施80处。"}
        for n, place in enumerate(("内丘县", "清水县"))
    ]
    for shown in (chengnuo.compare(plans), chengnuo.explain(plans[0])):
        page = Tags(shown._repr_html_())
        assert page.tags.isdisjoint({"script", "img"})
        assert "onerror" not in page.attributes
        # A notebook would set what stands between dollars as a formula.
        assert "$" not in shown._repr_html_()


def test_the_page_is_written_whole(tmp_path: Path, records: list[dict]) -> None:
    path = tmp_path / "对比.html"
    page = chengnuo.compare(records).to_html(path, lang="zh")
    assert path.read_text(encoding="utf-8") == page
    assert '<html lang="zh-CN"' in page
    with pytest.raises(chengnuo.UsageError, match="say zh or en"):
        chengnuo.compare(records).to_html(lang="de")  # type: ignore[arg-type]


def test_labels_and_what_is_worth_knowing(records: list[dict]) -> None:
    compared = chengnuo.compare(records, labels={"neiqiu.txt": "内丘"})
    assert "内丘" in [plan["label"] for plan in compared.plans]
    copies = chengnuo.compare([records[0], records[0]])
    assert len(copies.notes) == 1 and "same bytes" in copies.notes[0]
    with pytest.warns(UserWarning, match="left out of the comparison: no-such.txt: there is no such file"):
        compared = chengnuo.compare([*records[:2], Path("no-such.txt")])
    assert len(compared.plans) == 2 and compared.failed == [("no-such.txt", "there is no such file")]
    assert chengnuo.compare([]).rows == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"columns": "county"}, "say one of plan, jurisdiction, year"),
        ({"sort": "size"}, "say one of given, label, year, code"),
        ({"only": "some"}, "say one of all, planned, reported"),
        ({"indicators": ["family_doctor_team"]}, "near it are .*family_doctor_teams"),
        ({"baseline": "北京市"}, '^baseline: no plan is called "北京市"; the plans are'),
        ({"labels": {"x.txt": "x"}}, 'labels: no plan is called "x.txt"'),
        ({"jobs": 0}, "jobs=0"),
    ],
)
def test_what_is_no_option(records: list[dict], options: dict, says: str) -> None:
    with pytest.raises(chengnuo.UsageError, match=says):
        chengnuo.compare(records, **options)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ([None], chengnuo.InputError, "item 0 is None"),
        ([{"schema": "chengnuo.document/2"}], chengnuo.SchemaError, "item 0: schema chengnuo.document/2; this program"),
        ([{"schema": "chengnuo.document/1"}], chengnuo.RecordError, "item 0: no record: missing field"),
        ([{"commitments": []}], chengnuo.RecordError, "it has no schema"),
        ({"schema": "chengnuo.document/1"}, chengnuo.InputError, "put it into a list"),
        (None, chengnuo.InputError, "cannot be gone through"),
        ([{"schema": "chengnuo.document/1", "id": {1, 2}}], chengnuo.RecordError, "item 0"),
    ],
)
def test_what_is_no_record(given: object, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        chengnuo.compare(given)  # type: ignore[arg-type]


def test_an_explanation() -> None:
    path = PLANS / "neiqiu.txt"
    shown = chengnuo.explain(path)
    page = Tags(shown._repr_html_())
    assert page.tags <= {"div", "p", "span", "small"} and page.attributes == {"style"}
    record = chengnuo.extract(path, with_text=True)
    for commitment in record["commitments"]:
        assert "".join(commitment["text"].split()) in "".join(page.words.split())
    assert "planned" in page.words and shown.rules
    assert chengnuo.explain(record).to_html() == shown.to_html()
    assert "关于开展" in str(shown)


def test_an_explanation_of_one_rule(tmp_path: Path) -> None:
    rules = chengnuo.explain(SENTENCE).rules
    one = chengnuo.explain(SENTENCE, rule=rules[0])
    assert rules[0] in Tags(one._repr_html_()).words
    assert Tags(chengnuo.explain(SENTENCE, rule="no such rule")._repr_html_()).words == ""
    one.to_html(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_cannot_be_explained() -> None:
    record = chengnuo.extract(SENTENCE, with_text=True)
    with pytest.raises(chengnuo.RecordError, match="with_text=True"):
        chengnuo.explain(chengnuo.extract(SENTENCE))
    with pytest.raises(chengnuo.RecordError, match="lies outside|says"):
        chengnuo.explain({**record, "text": "短"})
    with pytest.raises(chengnuo.DocumentNotFoundError):
        chengnuo.explain(Path("no-such.txt"))
