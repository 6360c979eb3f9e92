"""Parameters are checked against the template before any kernel starts."""

import nbformat
import pytest

from okr_lib import ReportError
from okr_lib.reports.parameters import checked, template_parameters
from tests.conftest import ROOT

TEMPLATE = ROOT / "templates" / "quarterly_report.ipynb"


def notebook(path, *sources):
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]}) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_the_shipped_template_names_its_parameters_with_help():
    parameters = template_parameters(TEMPLATE)
    assert list(parameters) == ["plan_folder", "quarter", "language"]
    assert all(parameter.help for parameter in parameters.values())


def test_a_misspelt_parameter_is_refused_with_the_right_name():
    with pytest.raises(ReportError, match="there is no parameter 'quater'; did you mean 'quarter'"):
        checked(TEMPLATE, {"quater": "Q3"})


def test_a_wrong_type_is_refused_with_an_example():
    with pytest.raises(ReportError, match="quarter: 3 is int, not str; write it like 'Q3'"):
        checked(TEMPLATE, {"quarter": 3})


def test_every_problem_is_named_at_once():
    with pytest.raises(ReportError) as error:
        checked(TEMPLATE, {"quater": "Q3", "language": 1})
    assert len(str(error.value).splitlines()) == 2


def test_a_whole_number_serves_where_a_float_is_expected(tmp_path):
    template = notebook(tmp_path / "t.ipynb", "share = 0.5  # of the target")
    assert checked(template, {"share": 1}) == {"share": 1.0}


@pytest.mark.parametrize("sources", [(), ("a = 1", "b = 2")])
def test_a_template_has_exactly_one_parameters_cell(tmp_path, sources):
    with pytest.raises(ReportError, match=f"has {len(sources)} cells tagged"):
        template_parameters(notebook(tmp_path / "t.ipynb", *sources))


def test_a_computed_default_is_refused(tmp_path):
    with pytest.raises(ReportError, match="with a plain value"):
        template_parameters(notebook(tmp_path / "t.ipynb", "quarter = next_quarter()"))


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "t.ipynb").write_text("plain text")
    with pytest.raises(ReportError, match=r"t\.ipynb: is not a notebook"):
        template_parameters(tmp_path / "t.ipynb")


def test_a_template_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ReportError, match="cannot be read"):
        template_parameters(tmp_path / "t.ipynb")
