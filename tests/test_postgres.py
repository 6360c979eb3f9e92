"""A company's PostgreSQL: the report has the same numbers as from CSV, and no failure tells the password."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import create_engine

import okr_lib as okr
from okr_lib.plan import database
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.records import load_reported
from tests.conftest import EXAMPLE, ROOT
from tests.reports.test_run import failing_template

PROGRAMS = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path(shutil.which("postgres") or "/nowhere").parents[:1]]
BIN = next((folder for folder in PROGRAMS if (folder / "initdb").exists()), None)
USER, PASSWORD = "okr_reader", "gå/@hjem%20:9"  # every character an address could stumble over
QUERY = "select fiscal_year, quarter, stream, revenue from finance.actuals order by id"

pytestmark = [
    pytest.mark.skipif(BIN is None and not os.environ.get("CI"), reason="needs PostgreSQL: apt-get install postgresql"),
]


def start(command, folder):
    """A server that dies with this process, whatever ends it; PostgreSQL refuses to run as root."""
    becoming = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    if os.geteuid() == 0:
        becoming += ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*becoming, *map(str, command)], cwd=folder, stdout=log, stderr=log)


@pytest.fixture(scope="session")
def server():
    """An empty PostgreSQL on a free port of this machine, with a password, gone when the tests are."""
    folder = Path(tempfile.mkdtemp(prefix="okr-postgres-"))
    (folder / "password").write_text(PASSWORD)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        for path in (folder, data, folder / "password"):
            shutil.chown(path, "nobody", "nogroup")
    login = ["-U", USER, f"--pwfile={folder / 'password'}", "--auth=scram-sha-256"]
    made = start([BIN / "initdb", "-D", data, *login, "--encoding=UTF8", "--locale=C", "--no-sync"], folder)
    assert made.wait(timeout=300) == 0, (folder / "log").read_text()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]
    running = start([BIN / "postgres", "-D", data, *options], folder)
    try:
        engine = create_engine(
            database.filled("postgresql+psycopg://${U}:${P}@127.0.0.1/postgres", {"U": USER, "P": PASSWORD}),
            connect_args={"port": port},
        )
        wait_for(engine, running, folder / "log")
        yield SimpleNamespace(engine=engine, port=port)
        engine.dispose()
    finally:
        running.send_signal(signal.SIGINT)  # at once, whoever is still connected
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(engine, running, log):
    for _ in range(3000):
        assert running.poll() is None, log.read_text()
        try:
            return engine.connect().close()
        except Exception:  # noqa: BLE001  (still starting)
            time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def finance(server):
    """The example's actuals and check-ins as tables, with the types a company's database has."""
    actuals = pd.read_csv(EXAMPLE / "actuals.csv")
    check_ins = pd.read_csv(EXAMPLE / "check_ins.csv", parse_dates=["date"])
    with server.engine.begin() as connection:
        connection.exec_driver_sql("create schema finance")
        connection.exec_driver_sql(
            "create table finance.actuals (id serial, fiscal_year text, quarter char(2), stream text, "
            "revenue numeric(12, 2), basis text)"
        )
        actuals.to_sql("actuals", connection, schema="finance", if_exists="append", index=False)
        check_ins.to_sql("check_ins", connection, schema="finance", index=False)
    return server


@pytest.fixture
def plan_at(finance, example, monkeypatch):
    """Point a copy of the example at the database; the environment has the credentials."""
    monkeypatch.setenv("OKR_USER", USER)
    monkeypatch.setenv("OKR_PASSWORD", PASSWORD)

    def point(query=QUERY, *, kind="actuals", user="${OKR_USER}", port=finance.port):
        origin = {"url": f"postgresql+psycopg://{user}:${{OKR_PASSWORD}}@127.0.0.1:{port}/postgres", "query": query}
        (example / f"{kind}.csv").unlink(missing_ok=True)
        with (example / "plan.yaml").open("a") as file:
            file.write(f"\nrecords:\n  {kind}: {json.dumps(origin)}\n")
        return okr.load_plan(example)

    return point


def refusal(plan):
    with pytest.raises(okr.RecordsError) as caught:
        load_reported(plan)
    (problem,) = caught.value.problems
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert PASSWORD not in str(problem)
    assert "sqlalche" not in str(problem).casefold()
    return problem


def test_the_same_rows_come_from_postgres_as_from_csv(plan_at, matas):
    from_database = load_reported(plan_at())
    pd.testing.assert_frame_equal(from_database.drop(columns="row"), load_reported(matas).drop(columns="row"))
    assert from_database["row"].tolist()[0] == "row 1"


def shown(report):
    """What a reader sees of a report, without where its data came from."""
    page = BeautifulSoup(report.files[1].read_text(encoding="utf-8"), "html.parser")
    for row in page.select("#table-data tr"):
        if re.match(r"\s*(Fingerprint|Actuals from)", row.get_text(" ")):
            row.decompose()
    return page.body.decode()


def test_the_report_from_postgres_has_the_same_numbers_as_from_csv(plan_at, tmp_path):
    plan = plan_at()
    from_csv = okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path / "csv")
    from_database = okr.run_report(plan.folder, quarter="Q3", output=tmp_path / "postgres")
    assert shown(from_database) == shown(from_csv)
    assert "3,438.5" in shown(from_database)
    records = [
        json.loads(report.files[-1].read_text())["reports"]["company"]["records"]["actuals"]
        for report in (from_csv, from_database)
    ]
    assert records[0]["sha256"] == records[1]["sha256"]
    assert records[1]["query"] == QUERY
    for file in from_database.files:
        assert PASSWORD not in file.read_text(encoding="utf-8")


def test_check_ins_from_postgres_come_before_those_of_the_folder(plan_at, example):
    plan = plan_at("select * from finance.check_ins", kind="check_ins")
    assert len(load_check_ins(plan)) == 27
    own = "date,key_result,value,confidence,comment,author\n2022-12-31,members,1.9,,,Head of Customer Club\n"
    (example / "check_ins.csv").write_text(own)
    assert load_check_ins(plan).iloc[-1]["value"] == 1.9


def test_a_wrong_password_is_one_message_without_it(plan_at, monkeypatch):
    plan = plan_at()
    monkeypatch.setenv("OKR_PASSWORD", "not-this-one")
    problem = refusal(plan)
    assert (problem.file, problem.field) == ("plan.yaml", "records.actuals.url")
    assert 'password authentication failed for user "${OKR_USER}"; check' in problem.message
    assert "not-this-one" not in problem.message


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (QUERY.replace("actuals", "actualz"), 'relation "finance.actualz" does not exist; check'),
        (QUERY.replace("revenue", "revenu"), 'column "revenu" does not exist HINT:'),
        ("with gone as (delete from finance.actuals returning *) select * from gone", "data-modifying statements"),
        ("select fiscal_year, quarter, stream from finance.actuals", "has no column revenue; name what is selected"),
    ],
)
def test_a_query_that_cannot_be_used_is_one_message(plan_at, query, words):
    problem = refusal(plan_at(query))
    assert (problem.file, problem.field) == ("plan.yaml", "records.actuals.query")
    assert words in problem.message


def test_a_query_that_does_not_end_is_ended(plan_at, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "query_seconds=1")
    problem = refusal(plan_at("select '2022/23', 'Q1', 'online', pg_sleep(30)"))
    assert (problem.file, problem.field) == ("plan.yaml", "records.actuals.query")
    assert problem.message.startswith("took longer than 1 seconds; ask for fewer rows")


def test_rows_that_cannot_be_used_are_named_by_their_number(plan_at):
    plan = plan_at("select '2022/23' as fiscal_year, 'Q9' as quarter, 'online' as stream, '10' as revenue")
    with pytest.raises(okr.RecordsError) as caught:
        load_reported(plan)
    quarter, revenue = caught.value.problems
    assert quarter.field == "records.actuals.query, row 1, quarter"
    assert "'10' is text, not a number; cast it in the query" in revenue.message


def test_a_query_goes_to_the_database_as_it_is_written(plan_at):
    plan = plan_at(
        f"{QUERY.split(' order', maxsplit=1)[0]} where basis like '%published%' and stream <> ':x' -- all; of them"
    )
    basis = pd.read_csv(EXAMPLE / "actuals.csv")["basis"]
    assert 0 < len(load_reported(plan)) == basis.str.contains("published").sum() < len(basis)


def test_nothing_is_changed_even_by_a_function_that_writes(plan_at, finance):
    plan = plan_at(
        "select fiscal_year, quarter, stream, setval('finance.actuals_id_seq', 999) as revenue from finance.actuals"
    )
    assert "read-only transaction" in refusal(plan).message


def test_a_server_that_is_down_is_one_message(plan_at):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        problem = refusal(plan_at(port=free.getsockname()[1]))
    assert "Connection refused; check that it runs, its address, and user and password" in problem.message


def test_a_server_that_does_not_answer_is_given_up_on(plan_at, monkeypatch):
    monkeypatch.setattr(database, "CONNECT_SECONDS", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        assert "timeout" in refusal(plan_at(port=silent.getsockname()[1])).message
    assert time.monotonic() - began < 100  # psycopg itself waits for 130


def test_the_command_line_says_it_without_a_traceback(plan_at, monkeypatch):
    plan = plan_at()
    monkeypatch.setenv("OKR_PASSWORD", "not-this-one")
    for command in (
        ["check", plan.folder],
        ["report", plan.folder, "--quarter", "Q3", "--output", plan.folder / "out"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "okr_lib", *map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "plan.yaml:" in done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        assert "not-this-one" not in done.stdout + done.stderr
    assert not (plan.folder / "out").exists()


def test_a_database_that_fails_inside_the_report_leaves_no_password_in_its_notebook(plan_at, tmp_path):
    plan = plan_at()
    code = (
        "import os\nimport okr_lib as okr\n"
        "os.environ['OKR_PASSWORD'] = os.environ['OKR_PASSWORD'][::-1]\n"
        "okr.load_actuals(okr.load_plan(plan_folder))"
    )
    template = failing_template(tmp_path / "t.ipynb", code)
    with pytest.raises(okr.ReportError, match="password authentication failed"):
        okr.run_report(plan.folder, quarter="Q3", output=tmp_path / "out", template=template)
    kept = json.loads((tmp_path / "out" / "Q3" / "failed" / "company.ipynb").read_text())
    told = json.dumps(kept, ensure_ascii=False) + (tmp_path / "out" / "Q3" / "run.json").read_text()
    assert "RecordsError" in told
    for secret in (PASSWORD, PASSWORD[::-1], USER):
        assert secret not in told
    assert "psycopg.OperationalError" not in told


def test_a_second_statement_is_refused_however_it_is_hidden(plan_at, finance):
    hidden = (
        r"select E'\'' as revenue; rollback; set default_transaction_read_only = off; drop table finance.actuals; --'"
    )
    assert "multiple commands" in refusal(plan_at(hidden)).message
    with finance.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from finance.actuals").scalar() > 0


def test_a_query_that_takes_its_time_limit_away_is_ended_too(plan_at, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "query_seconds=1")
    endless = "select set_config('statement_timeout', '0', false) as quarter, pg_sleep(0.1) as revenue from generate_series(1, 600)"
    assert refusal(plan_at(endless)).message.startswith("took longer than 1 seconds")


def test_more_rows_than_may_be_read_are_not_fetched(plan_at, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "rows=1000")
    assert "more than 1,000 rows" in refusal(plan_at("select 1 as revenue from generate_series(1, 100000000)")).message
