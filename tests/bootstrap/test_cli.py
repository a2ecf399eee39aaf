"""The `almoner` program: help, one-line errors, exit status, and JSON that is nothing but JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.bootstrap.house import House

from almoner import cli
from almoner.messaging.wording import FOLDER

WRONGLY_ASKED = [
    (["init"], "almoner init: the following arguments are required: --name, --manager, --email"),
    (["serve", "now"], "almoner: unrecognized arguments: now"),
    (["web", "--port", "high"], "almoner web: argument --port: invalid int value: 'high'"),
    (["work", "--twice"], "almoner: unrecognized arguments: --twice"),
    (["migrate", "back"], "almoner: unrecognized arguments: back"),
    (["check", "all"], "almoner: unrecognized arguments: all"),
    (["invariants", "I-1"], "almoner: unrecognized arguments: I-1"),
    (["audit"], "almoner audit: the following arguments are required: what"),
    (["audit", "erase"], "almoner audit: argument what: invalid choice: 'erase'"),
    (["find"], "almoner find: the following arguments are required: words"),
    (["find", "--limit", "0", "x"], "almoner find: argument --limit: 0 is not a whole number of 1 or more"),
    (["assess", "--language", "fr"], "almoner assess: argument --language: the language must be one of en, es, ar"),
    (["assess", "--missed", "few"], "almoner assess: argument --missed: few is not a whole number"),
    (["rehearse", "--days", "-1"], "almoner rehearse: argument --days: -1 is not a whole number of days"),
    (
        ["rehearse", "--people", "9"],
        "almoner rehearse: argument --people: 9 is not a number of 60 or more",
    ),
    (["backup", "--to"], "almoner backup: argument --to: expected one argument"),
    (["restore"], "almoner restore: the following arguments are required: file"),
    (["messages", "--day", "soon"], "almoner messages: argument --day: soon is not a day like 2026-11-24"),
    (["bench", "--fast"], "almoner: unrecognized arguments: --fast"),
    ([], "almoner: the following arguments are required: COMMAND"),
    (["fly"], "almoner: argument COMMAND: invalid choice: 'fly'"),
]


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: almoner {command}")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert [command for command in cli.COMMANDS if f"\n    {command}" not in told] == []


@pytest.mark.parametrize(("arguments", "said"), WRONGLY_ASKED, ids=lambda value: " ".join(value)[:30])
def test_wrong_question_is_answered_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.err.startswith(said)
    assert (told.err.count("\n"), told.out) == (1, "")


def test_wrong_question_for_json_is_answered_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["find", "--json"])
    told = capsys.readouterr()
    assert json.loads(told.out) == {"error": "The command was not understood."}
    assert told.err.startswith("almoner find: ")


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["invariants"], ["audit", "verify"], ["find", "chest", "pain"], ["backup"], ["bench"]],
    ids=lambda value: value[0],
)
def test_json_is_one_document_and_nothing_else(lived_in: House, arguments: list[str]) -> None:
    answer = lived_in.almoner(*arguments, "--json")
    assert isinstance(json.loads(answer.stdout), dict)
    assert (answer.returncode in (0, 1), answer.stderr) == (True, "")


@pytest.mark.django_db
def test_words_of_messages_are_checked_without_any_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lint-messages"]) == 0
    assert capsys.readouterr().out.endswith("files of words have no fault.\n")
    words = shutil.copytree(FOLDER, tmp_path / "words")
    (words / "es" / "offer.made.toml").unlink()
    assert cli.main(["lint-messages", "--folder", str(words), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"] == ["es/offer.made: there is no wording"]
    assert cli.main(["lint-messages", "--folder", str(tmp_path / "nowhere")]) == 1


def test_who_will_get_what_is_told_as_lines_and_as_json(lived_in: House) -> None:
    told = json.loads(lived_in.almoner("messages", "--json").stdout)
    assert told["messages"] == []
    assert lived_in.almoner("messages", "--day", told["day"]).stdout == f"0 messages on {told['day']}\n"
    over = lived_in.almoner("messages", "--day", "2001-01-01")
    assert (over.returncode, over.stderr) == (
        1, "almoner: 2001-01-01 is over: what became of it is in the outbox\n",
    )  # fmt: skip


def test_text_and_json_end_alike(lived_in: House) -> None:
    lived_in.tamper()
    plain, told = lived_in.almoner("audit", "verify"), lived_in.almoner("audit", "verify", "--json")
    assert (plain.returncode, told.returncode) == (1, 1)
    assert plain.stdout == "entry 2 does not fit the one before it: changed, moved or put in\n"
    assert json.loads(told.stdout)["faults"] == [plain.stdout.strip()]


@pytest.mark.parametrize("json_too", [False, True])
def test_failure_is_one_line_on_standard_error(house: House, *, json_too: bool) -> None:
    answer = house.almoner("restore", "/nowhere.tar", *(["--json"] if json_too else []))
    said = "/nowhere.tar cannot be read: No such file or directory"
    assert (answer.returncode, answer.stderr) == (1, f"almoner: {said}\n")
    assert answer.stdout == ("" if not json_too else json.dumps({"error": said}, indent=2) + "\n")


def test_wrong_setting_is_named(house: House) -> None:
    house.settings["ALMONER_DATABASE_URL"] = "mysql://here"
    answer = house.almoner("check")
    assert answer.returncode == 2
    assert answer.stderr.startswith("almoner: a setting is wrong: ALMONER_DATABASE_URL must look like postgresql://")


def test_database_without_tables_is_named(house: House) -> None:
    answer = house.almoner("audit", "verify")
    assert answer.returncode == 1
    assert answer.stderr.startswith(
        "almoner: the database does not answer as it should (almoner migrate may be needed)"
    )
    assert answer.stderr.count("\n") == 1


def test_check_says_what_to_mend(house: House) -> None:
    house.home.chmod(0o755)
    said = house.almoner("check").stdout
    assert "changes to the tables wait; run: almoner migrate" in said
    assert f"Everybody on this machine can look into the data folder; run: chmod 700 {house.home}" in said
    house.home.chmod(0o700)
    house.open_tables()
    notes = [
        "Stand-in: neither ALMONER_SIP_DOMAIN nor ALMONER_CALL_FROM is set; calls are recorded only.",
        "Stand-in: ALMONER_SMTP_HOST is not set; e-mail is recorded only.",
        "Stand-in: neither ALMONER_SMPP_HOST nor ALMONER_TEXT_URL is set; texts are recorded only.",
        "Letters are laid in the folder letters, to be printed and posted.",
        "Stand-in: ALMONER_IMAP_HOST is not set; no e-mail is read.",
    ]
    assert house.done("check") == {"fit": True, "faults": [], "warnings": [], "notes": notes}


FOUND = ("init", "--name", "St Bride's", "--manager", "Ada Okafor", "--email", "ada.okafor@example.org")


def test_hospital_is_founded_once_and_a_site_is_added_once(house: House) -> None:
    house.settings["ALMONER_PUBLIC_URL"] = "https://hospital.example"
    told = house.done(*FOUND)
    assert told["link"].startswith("https://hospital.example/account/open/")
    site = ("site", "--code", "harbour", "--name", "Harbour Clinic", "--manager", "Ib Wu", "--email", "ib@example.org")
    assert house.done(*site)["link"].startswith("https://hospital.example/account/open/")
    twice = house.almoner(*site)
    assert (twice.returncode, twice.stdout, twice.stderr.count("\n")) == (1, "", 1)
    again = house.almoner(*FOUND)
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (1, "", 1)


def test_worker_does_one_round_and_ends(lived_in: House) -> None:
    answer = lived_in.almoner("work", "--once")
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr


def test_migrate_may_be_said_twice(lived_in: House) -> None:
    answer = lived_in.almoner("migrate")
    assert (answer.returncode, "No migrations to apply." in answer.stdout) == (0, True)


def test_unknown_benchmark_is_named(house: House) -> None:
    answer = house.almoner("bench", "no-such")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("almoner: there is no benchmark no-such; there are: ")


def test_reader_that_goes_away_is_no_error(lived_in: House, tmp_path: Path) -> None:
    answer = lived_in.run(
        "-c",
        "import os, subprocess, sys\n"
        "read, write = os.pipe()\n"
        "os.close(read)\n"
        "child = subprocess.run([sys.executable, '-m', 'almoner.cli', 'bench'], stdout=write, stderr=subprocess.PIPE)\n"
        "print(child.returncode, child.stderr.decode())",
    )
    assert answer.stdout.split() == ["0"]
