"""What a log may say: fixed sentences, ids, names of systems and counts. All else is withheld, and counted."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from belofte.domain.naming import id_from
from belofte.logs import WITHHELD, Form, class_and_place, configure_logs, withheld

PLANTED = (
    "anna.bakker@planted.example",
    "anna.bakker%40planted.example",
    "06-12345678",
    "+31 6 1234 5678",
    "NL91ABNA0417164300",
    "123456782",
    'the note "Anna Bakker moved" was seen',
    "x" * 400,
    "line one\nline two",
    "Key (email)=(anna) already exists. DETAIL: Key",
)


@pytest.fixture
def keep_logging() -> Iterator[None]:
    """The process's own logging comes back as it was."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    logging.captureWarnings(False)


def lines(form: Form) -> io.StringIO:
    stream = io.StringIO()
    configure_logs(form, stream=stream)
    return stream


@pytest.mark.usefixtures("keep_logging")
class TestWhatIsSaid:
    def test_ids_names_and_counts_come_through(self) -> None:
        out = lines("json")
        told = {"system": "shop", "step": "step-8f2c91ab", "receipted": 12, "problem": None, "share": 0.5}
        logging.getLogger("belofte.engine").info("drive ended", extra=told)
        line = json.loads(out.getvalue())
        assert {name: line[name] for name in told} == told
        assert (line["level"], line["of"], line["event"]) == ("info", "belofte.engine", "drive ended")
        assert line["at"].endswith("Z")

    @given(st.binary(min_size=8, max_size=16).filter(lambda entropy: any(c.isalpha() for c in entropy.hex())))
    def test_every_random_id_comes_through_however_many_digits_stand_in_a_row(self, entropy: bytes) -> None:
        out = lines("json")
        logging.getLogger("belofte.engine").info("seen", extra={"step": id_from("step", entropy)})
        assert json.loads(out.getvalue())["step"] == id_from("step", entropy)

    def test_the_text_form_says_the_same_on_one_line(self) -> None:
        out = lines("text")
        logging.getLogger("belofte.engine").info("drive ended", extra={"system": "shop", "receipted": 12})
        assert out.getvalue().endswith("info belofte.engine drive ended system=shop receipted=12\n")

    @pytest.mark.parametrize("planted", PLANTED)
    @pytest.mark.parametrize("name", ["belofte.engine", "dbos", "sqlalchemy.pool", "somewhere.else"])
    def test_personal_data_is_withheld_and_counted_in_a_sentence_an_argument_or_a_field(
        self, planted: str, name: str
    ) -> None:
        out, before = lines("json"), withheld()
        logger = logging.getLogger(name)
        logger.error(f"could not find {planted}")
        logger.error("could not find %s", planted)
        logger.error("could not find", extra={"who": planted})
        assert planted[:20] not in out.getvalue()
        assert withheld() - before >= 2
        assert WITHHELD in out.getvalue()

    def test_libraries_say_only_what_is_wrong(self) -> None:
        out = lines("json")
        logging.getLogger("mail.log").info("250 message accepted")
        assert out.getvalue() == ""

    def test_a_withheld_sentence_still_says_where_it_was_logged(self) -> None:
        out = lines("json")
        logging.getLogger("belofte.engine").error("no such person: %s", PLANTED[0])
        assert json.loads(out.getvalue())["place"].startswith("test_logs:")

    def test_a_failed_log_call_does_not_print_its_arguments(self, capsys: pytest.CaptureFixture[str]) -> None:
        out = lines("json")
        logging.getLogger("belofte.engine").error("%d found", PLANTED[0])
        assert "planted" not in "".join(capsys.readouterr())
        assert json.loads(out.getvalue())["event"] == WITHHELD

    def test_a_database_error_is_told_by_class_and_place_never_by_its_text(self) -> None:
        out = lines("json")
        database = sa.create_engine("sqlite://", hide_parameters=True)
        with database.begin() as connection:
            connection.execute(sa.text("create table person (email text unique)"))
            connection.execute(sa.text("insert into person values (:email)"), {"email": PLANTED[0]})
            try:
                connection.execute(sa.text("insert into person values ('anna.bakker@planted.example')"))
            except sa.exc.IntegrityError:
                logging.getLogger("belofte.engine").exception("could not write")
        database.dispose()
        line = json.loads(out.getvalue())
        assert line["error"].startswith("IntegrityError from IntegrityError at ")
        assert "planted" not in out.getvalue()

    @given(st.text(min_size=1, max_size=80))
    def test_no_address_ever_comes_through_whatever_stands_around_it(self, around: str) -> None:
        out = lines("json")
        logger = logging.getLogger("belofte.engine")
        logger.error(f"{around}anna@planted.example{around}")
        logger.error("seen", extra={"who": f"{around}anna@planted.example{around}"})
        assert "planted" not in out.getvalue()
        assert len(out.getvalue().splitlines()) == 2


def test_the_place_of_an_error_is_the_innermost_of_our_own_code() -> None:
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int("anna")
    assert class_and_place(raised.value).startswith("ValueError at logs/test_logs.py:")


@pytest.mark.usefixtures("keep_logging")
def test_a_page_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    """An operator who reads "page failed" is told where: a block of a template has a name with spaces and quotes."""
    out = lines("json")
    (tmp_path / "page.html").write_text("{% block main %}{{ 1 // 0 }}{% endblock %}", "utf-8")
    page = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
    with pytest.raises(ZeroDivisionError) as raised:
        page.get_template("page.html").render()
    logging.getLogger("belofte.web").error("page failed", extra={"error": class_and_place(raised.value)})
    assert json.loads(out.getvalue())["error"].startswith("ZeroDivisionError at ")


@pytest.mark.parametrize("thread", [False, True])
def test_an_uncaught_error_is_logged_without_its_text(thread: bool) -> None:
    fail = "threading.Thread(target=fail).start()" if thread else "fail()"
    code = (
        "import threading; from belofte.logs import configure_logs; configure_logs('text')\n"
        f"def fail(): raise KeyError('anna@planted.example')\n{fail}\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "uncaught error" in ran.stderr
    assert "KeyError" in ran.stderr
    assert "planted" not in ran.stderr + ran.stdout
