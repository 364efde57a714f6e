"""The rules for Prometheus, by its promtool: each one calls for its trouble and no other."""

import json
import subprocess
from pathlib import Path

import promql_parser
import pytest
import yaml

from tests.alarms.test_metrics import RULES
from tests.architecture.test_names import ROOT

PROMTOOL = ROOT / ".tools" / "debian" / "bin" / "promtool"
NAMES = [rule["alert"] for rule in yaml.safe_load(RULES.read_text("utf-8"))["groups"][0]["rules"]]

LINE = '{channel="telegram",account="a"}'
WELL = {
    "saksi_database_up": "1x60",
    'saksi_duty_led{duty="clock"}': "1x60",
    'saksi_queue_oldest_seconds{queue="inbox"}': "30x60",
    'saksi_queue_oldest_seconds{queue="photos"}': "600x60",
    'saksi_queue_waiting{queue="inbox"}': "40x60",
    "saksi_seal_lag_seconds": "5x60",
    f"saksi_line_failing{LINE}": "5x60",
    f"saksi_line_sent_timestamp_seconds{LINE}": "0+60x60",
    f"saksi_line_heard_timestamp_seconds{LINE}": "0+60x60",
    f"saksi_line_given_up{LINE}": "3x60",
    f"saksi_line_waiting{LINE}": "10x60",
    "saksi_inbox_set_aside": "2x60",
    'saksi_channel_messages{what="set_aside"}': "0x60",
    'saksi_process_dying{process="worker"}': "0x60",
    "saksi_disk_short": "0x60",
    "saksi_backup_late": "0x60",
    'saksi_alarm_open{code="late",what="inbox"}': "0x60",
}
"""An hour of a night on which all is well: what fails goes through on the next try."""
GONE = "_x60"
"""A figure that nobody tells."""
ILL: dict[str, list[dict[str, str]]] = {
    "SaksiDatabaseAway": [{"saksi_database_up": "0x60"}],
    "SaksiGone": [{"saksi_database_up": GONE}],
    "SaksiNoClock": [{'saksi_duty_led{duty="clock"}': GONE}],
    "SaksiQueueStands": [{'saksi_queue_oldest_seconds{queue="inbox"}': "130x60"}],
    "SaksiPhotosWait": [{'saksi_queue_oldest_seconds{queue="photos"}': "1900x60"}],
    "SaksiSealingStopped": [{"saksi_seal_lag_seconds": "200x60"}],
    "SaksiProviderRefuses": [
        {f"saksi_line_sent_timestamp_seconds{LINE}": "60x60"},
        {f"saksi_line_sent_timestamp_seconds{LINE}": GONE},
    ],
    "SaksiGivenUp": [{f"saksi_line_given_up{LINE}": "21x60"}],
    "SaksiManyWait": [
        {'saksi_queue_waiting{queue="inbox"}': "10001x60"},
        {f"saksi_line_waiting{LINE}": "10001x60"},
    ],
    "SaksiLineSilent": [{f"saksi_line_heard_timestamp_seconds{LINE}": "60x60"}],
    "SaksiSetAside": [
        {"saksi_inbox_set_aside": "2x50 3+1x10"},
        {'saksi_channel_messages{what="set_aside"}': "6x60"},
    ],
    "SaksiDying": [{'saksi_process_dying{process="worker"}': "3x60"}],
    "SaksiDiskShort": [{"saksi_disk_short": "1x60"}],
    "SaksiBackupOld": [{"saksi_backup_late": "1x60"}],
    "SaksiAlarm": [{'saksi_alarm_open{code="late",what="inbox"}': "1x60"}],
}
CALLING = 'count by (alertname) (ALERTS{alertstate="firing"})'
needs_promtool = pytest.mark.skipif(not PROMTOOL.exists(), reason="no promtool: bin/checkers")


@pytest.mark.parametrize("rule", NAMES)
def test_a_rule_is_an_expression_that_prometheus_reads(rule: str) -> None:
    rules = yaml.safe_load(RULES.read_text("utf-8"))["groups"][0]["rules"]
    (told,) = [one["expr"] for one in rules if one["alert"] == rule]
    assert "saksi_" in str(promql_parser.parse(told))


def test_every_rule_has_its_trouble() -> None:
    assert sorted(ILL) == sorted(NAMES)


def promtool(folder: Path, night: dict[str, str], called: list[str]) -> str:
    """What promtool says against: at the end of this night these rules call, and no other."""
    samples = [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in called]
    asked = [{"expr": CALLING, "eval_time": "60m", "exp_samples": samples}]
    series = [{"series": name, "values": values} for name, values in night.items()]
    test = {"interval": "1m", "input_series": series, "promql_expr_test": asked}
    whole = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [test]}
    file = folder / "night.yml"
    file.write_text(json.dumps(whole), "utf-8")
    words = [str(PROMTOOL), "test", "rules", str(file)]
    done = subprocess.run(words, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@needs_promtool
def test_a_night_on_which_all_is_well_calls_nobody(tmp_path: Path) -> None:
    assert promtool(tmp_path, WELL, []) == ""


@needs_promtool
@pytest.mark.parametrize(
    ("rule", "trouble"), [(rule, one) for rule, troubles in ILL.items() for one in troubles]
)
def test_a_rule_calls_for_its_trouble_alone(
    tmp_path: Path, rule: str, trouble: dict[str, str]
) -> None:
    assert promtool(tmp_path, {**WELL, **trouble}, [rule]) == ""
    assert promtool(tmp_path, {**WELL, **trouble}, []) != "", "the look itself finds nothing"
