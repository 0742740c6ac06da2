"""Settings: one list, read whole or not at all, with the name, the place and the remedy in every refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from belofte.settings import SETTINGS, Home, SecretMissing, Settings, SettingsError, load_settings, resolve_secret


def written(home: Path, text: str) -> Path:
    (home / "belofte.toml").write_text(text, encoding="utf-8")
    return home


def refusal(home: Path, text: str = "", **environ: str) -> str:
    if text:
        written(home, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(home, environ)
    return str(caught.value)


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    home = written(tmp_path, 'locale = "en"\nworker_id = "one"\nsmtp_port = 465\n')
    settings = load_settings(home, {"BELOFTE_WORKER_ID": "two"})
    assert (settings.locale, settings.worker_id, settings.smtp_port) == ("en", "two", 465)


LISTENS = {
    "127.0.0.1:9090": "http://127.0.0.1:9090",
    "0.0.0.0:9090": "http://127.0.0.1:9090",
    "[::]:9090": "http://[::1]:9090",
    "192.0.2.7:80": "http://192.0.2.7:80",
}


@pytest.mark.parametrize("listen", LISTENS)
def test_links_lead_to_where_the_public_pages_listen_unless_an_address_is_set(tmp_path: Path, listen: str) -> None:
    assert load_settings(tmp_path, {"BELOFTE_PUBLIC_LISTEN": listen}).public_url == LISTENS[listen]
    home = written(tmp_path, 'public_url = "https://privacy.example"\n')
    assert load_settings(home, {"BELOFTE_PUBLIC_LISTEN": listen}).public_url == "https://privacy.example"


def test_lists_and_numbers_come_out_of_the_environment_as_what_they_are(tmp_path: Path) -> None:
    environ = {"BELOFTE_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1", "BELOFTE_SMTP_PORT": "25"}
    settings = load_settings(tmp_path, environ)
    assert settings.trusted_proxies == ("10.0.0.0/8", "192.0.2.1")
    assert settings.smtp_port == 25


def test_an_unknown_name_is_refused_with_its_line_and_the_name_that_was_meant(tmp_path: Path) -> None:
    message = refusal(tmp_path, 'locale = "nl"\npublic_ulr = "https://a.example"\n')
    assert message == "belofte.toml, line 2: there is no setting public_ulr. Did you mean public_url?"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('public_url = "https://privacy.example/"', "without a slash at the end"),
        ('public_url = "ftp://privacy.example"', "https://"),
        ('path_prefix = "privacy"', "such as /privacy"),
        ('public_listen = "8080"', "IP address and a port"),
        ('public_listen = "127.0.0.1:99999"', "IP address and a port"),
        ('office_listen = "office:8081"', "an IP address and a port"),
        ('office_url = "https://office.company.example/office"', "scheme and host"),
        ('office_plain_http = "perhaps"', "one of no, yes"),
        ("office_idle = 0", "a number of minutes"),
        ("office_session = 1000", "a number of hours"),
        ('oidc_issuer = "http://sign-in.example"', "the https:// address"),
        ('oidc_secret = "hunter2-canary"', "never written out"),
        ('oidc_tenant = "common"', "a tenant id"),
        ('trusted_proxies = ["ten"]', "IP addresses or networks"),
        ('trusted_proxies = "ten"', "IP addresses or networks"),
        ("trusted_proxies = [1]", "a list of texts"),
        ('frame_hosts = ["www.company.example"]', "websites such as"),
        ("smtp_port = 0", "between 1 and 65535"),
        ("smtp_port = true", "whole number"),
        ('smtp_port = "x"', "whole number"),
        ('smtp_security = "ssl"', "one of starttls, tls, none"),
        ('log_format = "xml"', "one of text, json"),
        ("locale = 7", "a text, in quotes"),
        ('worker_id = "Main Worker"', "short name"),
        ('mail_from = "privacy"', "an e-mail address"),
        ('smtp_password = "hunter2-canary"', "never written out"),
        ('store_url = "postgresql://u:hunter2-canary@db/x"', "without a password"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(tmp_path: Path, line: str, part: str) -> None:
    message = refusal(tmp_path, f"\n{line}\n")
    assert message.startswith(f"belofte.toml, line 2: {line.split()[0]} must be ")
    assert part in message
    assert "hunter2" not in message


def test_a_wrong_value_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    message = refusal(tmp_path, BELOFTE_OFFICE_LISTEN="0.0.0.0")
    assert message.startswith("environment, BELOFTE_OFFICE_LISTEN: office_listen must be an IP address and a port")


def test_a_broken_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    assert "not a TOML file" in refusal(tmp_path, "locale = nl\n")


def test_every_setting_explains_itself_in_two_languages_and_its_default_passes_its_own_check(tmp_path: Path) -> None:
    for setting in SETTINGS:
        assert setting.nl.endswith(".")
        assert setting.en.endswith(".")
        assert setting.nl != setting.en
        if isinstance(setting.default, str) and setting.default:
            load_settings(tmp_path, {setting.variable: setting.default})


def test_all_state_lies_under_one_folder(tmp_path: Path) -> None:
    home = Settings(data="state").home(tmp_path)
    places = (home.store, home.engine, home.ledger, home.keys, home.vault, home.evidence, home.sandbox)
    assert all(place.parent == tmp_path / "state" for place in places)
    assert Settings().store_address(home) == f"sqlite:///{tmp_path}/state/store.sqlite"
    assert Home.of_policy(tmp_path / "policy").settings_file == tmp_path / "belofte.toml"


def test_the_data_folder_may_be_an_absolute_path(tmp_path: Path) -> None:
    assert Settings(data=str(tmp_path / "var")).home(Path("/etc/belofte")).store == tmp_path / "var" / "store.sqlite"


class TestSecrets:
    def test_a_secret_is_read_from_where_it_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "smtp").write_text("s3cret \n", encoding="utf-8")
        environ = {"SMTP": "s3cret ", "CREDENTIALS_DIRECTORY": str(tmp_path)}
        references = ("env:SMTP", "file:smtp", f"file:{tmp_path}/smtp", "credential:smtp")
        found = {resolve_secret(reference, beside=tmp_path, environ=environ) for reference in references}
        assert found == {"s3cret "}

    @pytest.mark.parametrize(
        ("reference", "part"),
        [
            ("env:NOT_SET", "NOT_SET is not set"),
            ("env:EMPTY", "EMPTY is not set"),
            ("file:missing", "FileNotFoundError"),
            ("file:empty", "is empty"),
            ("file:binary", "UnicodeDecodeError"),
            ("credential:smtp", "LoadCredential=smtp"),
        ],
    )
    def test_a_missing_secret_says_where_it_should_have_been(self, tmp_path: Path, reference: str, part: str) -> None:
        (tmp_path / "empty").write_text("\n", encoding="utf-8")
        (tmp_path / "binary").write_bytes(b"\xff\xfe")
        with pytest.raises(SecretMissing, match=part):
            resolve_secret(reference, beside=tmp_path, environ={"EMPTY": ""})

    def test_a_secret_written_out_is_not_repeated_in_the_message(self) -> None:
        with pytest.raises(SecretMissing) as caught:
            resolve_secret("hunter2-canary", environ={})
        assert "hunter2" not in str(caught.value)
