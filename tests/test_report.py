"""The page that says how the promised tests ended."""

from __future__ import annotations

from lxml import html

from tests import report

SUITES = """<testsuites><testsuite>
<testcase classname="tests.site.test_attacks" name="test_a"/>
<testcase classname="tests.site.test_attacks" name="test_b[one]"/>
<testcase classname="tests.site.test_attacks" name="test_b[two]"><failure message="no"/></testcase>
<testcase classname="tests.site.test_attacks" name="test_c"><skipped/></testcase>
</testsuite></testsuites>"""
TABLE = """## C. Injection
| C01 | strings & <marks> | `site/test_attacks.py::test_a` |
| C02 | names | `site/test_attacks.py::test_a`; `site/test_attacks.py::test_b` |
| C03 | addresses | `site/test_attacks.py::test_d` |
| C04 | messages | not yet: nobody wrote it |
"""


def test_a_row_is_as_good_as_its_worst_test(tmp_path):
    (tmp_path / "results.xml").write_text(SUITES)
    ends = report.outcomes([tmp_path / "results.xml"])
    assert ends == {
        f"site/test_attacks.py::test_{letter}": end
        for letter, end in zip("abc", ("passed", "failed", "skipped"), strict=True)
    }
    rows = list(report.rows(TABLE, ends))
    assert [row.outcome for row in rows] == ["held", "did not hold", "did not run", "no test"]


def test_the_page_shows_each_row_with_its_tests_and_reasons():
    page = html.document_fromstring(report.page(list(report.rows(TABLE, {}))))
    assert page.xpath("//td[1]/text()") == ["C01", "C02", "C03", "C04"]
    assert "strings & <marks>" in page.text_content() and "nobody wrote it" in page.text_content()


def test_every_row_of_the_table_is_on_the_page(tmp_path):
    report.main(str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<tr><td>") == 124
