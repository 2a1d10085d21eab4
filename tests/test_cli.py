"""The command line: exit codes, three-line errors, a summary for machines."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from insights import cli
from tests.conftest import BUNDLED

ANSWER = "participant_id,perspective,what was hard\nP1,lived experience,Forms and more forms\n"
COMMANDS = [command.name or command.callback.__name__ for command in cli.app.registered_commands]


def insights(*arguments):
    """Run the command line as a person does, and return (exit code, output, errors)."""
    code = "import sys; from insights.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_a_finished_run_ends_with_the_report(bundled, bundled_root):
    code, out, err = insights("run", BUNDLED, "--root", bundled_root)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("commissioner.html")
    assert "Next: " in out
    assert "Nothing had changed" in out


def test_quiet_says_nothing_when_all_is_well(bundled, bundled_root):
    assert insights("run", BUNDLED, "--root", bundled_root, "--quiet") == (0, "", "")


def test_json_is_one_document(bundled, bundled_root):
    code, out, _ = insights("run", BUNDLED, "--root", bundled_root, "--json")
    summary = json.loads(out)
    assert code == 0
    assert summary["project"] == BUNDLED
    assert [p for p in summary["reports"] if p.endswith("commissioner.html")]


def test_check_ends_with_1_when_there_is_a_problem(project_folder):
    root = project_folder({"feedback/a.csv": ANSWER})
    assert insights("check", "demo", "--root", root)[0] == 0
    project_folder({"stray/a.csv": "x\n"})
    code, out, _ = insights("check", "demo", "--root", root)
    assert code == 1
    assert "stray/a.csv" in out
    assert json.loads(insights("check", "demo", "--root", root, "--json")[1])["problems"]


@pytest.mark.parametrize("command", ["run", "check", "ingest", "suggest", "compare", "report"])
def test_an_error_is_three_lines_and_no_traceback(command, project_folder):
    root = project_folder({})
    code, out, err = insights(command, "dmo", "--root", root)
    assert (code, out) == (1, "")
    assert [line.split(":")[0] for line in err.splitlines()] == ["Problem", "Where", "What to do"]
    assert 'Did you mean "demo"?' in err


@pytest.mark.parametrize("arguments", [["run"], ["rum", "demo"], ["run", "demo", "--sed", "1"]])
def test_wrong_usage_ends_with_2(arguments):
    assert insights(*arguments)[0] == 2


def test_a_fault_of_the_program_never_shows_what_somebody_said(monkeypatch, capsys):
    def fail():
        raise KeyError("I told Siobhán I was not safe")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    shown = "".join(capsys.readouterr())
    assert caught.value.code == 1
    assert "safe" not in shown
    assert "KeyError" in shown
    assert "test_cli.py:" in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches(command):
    result = CliRunner().invoke(cli.app, [command, "--help"])
    assert result.exit_code == 0
    assert f"insights {command}" in result.output
