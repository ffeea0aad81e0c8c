"""The JSON of a run is one object."""

from pmos_rules.findings import Text
from pmos_rules.rendering import reports_to_dict
from tests.rendering.made import finding, report


def test_a_run_is_one_object_with_a_report_for_each_input_and_the_inputs_without_one() -> None:
    made = report(finding("x.a.b", "名称", "无"), verdict="reject")
    data = reports_to_dict([("a.yaml", made)], [("b.yaml", Text("没有文件", "there is no file"))])
    assert data == {
        "schema": "pmos-rules/report-1",
        "reports": [{"dossier": "a.yaml", **made.to_dict()}],
        "errors": [{"dossier": "b.yaml", "zh": "没有文件", "en": "there is no file"}],
    }
