"""Any bytes are read: nothing raises, nothing hangs, nothing is fetched, and what a person wrote is found."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.inbox.mails import SERVER, bounce, mail, multipart, received

from belofte.domain.message import MessageKind, OurSide, is_doubtful, network_of, own_words, reached_at
from belofte.mail.reading_mail import read_mail
from belofte.wire.html_text import text_of

OURS = OurSide((SERVER,), ("linprofs.example",))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZIP = 'Content-Type: application/zip; name="facturen.zip"\nContent-Transfer-Encoding: base64\n\nUEsDBAoAAAAA'
PROGRAM = 'Content-Type: image/png; name="foto.png"\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA'
SCAN = 'Content-Type: application/pdf; name="machtiging.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK'

AWAY = (
    "Automatisch antwoord: Uw verzoek",
    "Automatic reply: Your request",
    "Automatische Antwort: Abwesend",
    "Réponse automatique : Votre demande",
    "Respuesta automática: Solicitud",
    "Risposta automatica: Richiesta",
    "Out of office",
    "Afwezig: tot maandag",
    "Afwezigheidsbericht",
    "Abwesenheitsnotiz: Ihre Anfrage",
)
RETURNED = (
    mail(
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@post.example",
        "550 5.1.10",
        subject="Undeliverable: Uw verzoek",
    ),
    mail("postmaster@post.example", "Uw bericht kan niet worden bezorgd.", subject="Onbestelbaar: Uw verzoek"),
    mail("Mailer-Daemon@post.example", "This message was created by Exim.", "X-Failed-Recipients: a@post.example"),
)
"""Reports that are not written as RFC 3464 has them, and name no letter."""

KINDS = {
    MessageKind.PERSON: [
        mail("a@post.example"),
        mail("a@post.example", "Hallo", "Auto-Submitted: no"),
        mail("a@post.example", "Hallo", subject="Afwezigheid in mijn dossier"),
        mail("a@post.example", "Hallo", "X-Failed-Recipients: b@post.example"),
        mail("a@post.example", "Hallo", "X-MS-Exchange-Message-Is-Ndr: ", subject="Undeliverable: mijn pakje"),
    ],
    MessageKind.AUTO_REPLY: [
        mail("a@post.example", "Ik ben er niet", "Auto-Submitted: auto-replied (vacation)"),
        mail("a@post.example", "Ik ben er niet", "X-Autoreply: yes"),
        mail("a@post.example", "Ik ben er niet", "Auto-Submitted: auto-generated", "In-Reply-To: <x@linprofs.example>"),
    ],
    MessageKind.AUTOMATIC: [
        mail("form@website.example", "Inzage", "Auto-Submitted: auto-generated"),
        mail("cron@post.example", "done", "Return-Path: <>"),
    ],
    MessageKind.AWAY: [mail("a@post.example", "Tot maandag.", subject=subject) for subject in AWAY],
    MessageKind.LIST: [
        mail("news@reclame.example", "Koop nu", "List-Unsubscribe: <https://reclame.example/x>"),
        mail("list@club.example", "Hallo allen", "List-Id: Club <leden.club.example>"),
        mail("news@reclame.example", "Koop nu", "Precedence: bulk"),
    ],
    MessageKind.BOUNCE: [bounce(b"Message-ID: <a@linprofs.example>\n\n"), *RETURNED],
    MessageKind.REPORT: [
        multipart(
            "a@post.example",
            ["Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed"],
            kind="report; report-type=disposition-notification",
        )
    ],
}


@pytest.mark.parametrize(("kind", "raw"), [(kind, raw) for kind, raws in KINDS.items() for raw in raws])
def test_what_kind_of_message_it_is(kind: MessageKind, raw: bytes) -> None:
    assert read_mail(raw, OURS).kind is kind


def test_a_group_of_our_own_is_no_mailing_list() -> None:
    raw = mail("a@post.example", "Inzage graag", "List-Id: Privacy <privacy.linprofs.example>")
    assert read_mail(raw, OURS).kind is MessageKind.PERSON


WAYS = {
    "the first of our own servers": (
        [
            received("Fri, 20 Nov 2026 10:00:05 +0100", by="store.linprofs.example", source=SERVER, network="10.0.0.1"),
            received("Fri, 20 Nov 2026 10:00:00 +0100"),
            received("Fri, 20 Nov 2026 08:00:00 +0100", by="out.post.example", network="198.51.100.1"),
        ],
        "2026-11-20T09:00",
        "192.0.2.7",
    ),
    "a line that somebody wrote below with our name counts for nothing": (
        [received("Fri, 20 Nov 2026 10:00:00 +0100"), received("Mon, 2 Nov 2026 10:00:00 +0100", network="10.0.0.1")],
        "2026-11-20T09:00",
        "192.0.2.7",
    ),
    "a date of the sender alone": (["Date: Thu, 19 Nov 2026 10:00:00 +0000"], "2026-11-21T09:00", ""),
    "never in the future": ([received("Fri, 20 Nov 2099 10:00:00 +0100")], "2026-11-22T12:00", "192.0.2.7"),
    "a line that cannot be read": (["Received: rubbish; not a date"], "2026-11-21T09:00", ""),
}


@pytest.mark.parametrize("name", WAYS)
def test_when_it_reached_the_company(name: str) -> None:
    lines, expected, network = WAYS[name]
    servers = (SERVER, "store.linprofs.example")
    message = read_mail(mail("a@post.example", "Hallo", *lines), OurSide(servers, OURS.domains))
    arrived = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert reached_at(message, servers, arrived, NOW).isoformat().startswith(expected)
    assert network_of(message, servers) == network


def test_only_our_own_servers_findings_about_the_sender_count() -> None:
    theirs = "Authentication-Results: mx.attacker.example; dmarc=pass; spf=pass"
    ours = f"Authentication-Results: {SERVER} 1; spf=pass (a; b) smtp.mailfrom=x; dkim=fail; dmarc=fail (p=REJECT)"
    message = read_mail(mail("a@post.example", "Hallo", theirs, ours), OURS)
    assert set(message.signs) == {"spf-pass", "dkim-fail", "dmarc-fail"}
    assert is_doubtful(message)
    passed = f"Authentication-Results: {SERVER}; spf=softfail; dkim=pass header.d=post.example; dmarc=pass"
    assert not is_doubtful(read_mail(mail("a@post.example", "Hallo", passed), OURS))
    assert read_mail(mail("a@post.example", "Hallo", theirs), OURS).signs == ()


def test_our_name_below_the_line_of_another_server_speaks_for_nobody() -> None:
    """RFC 8601, 5: where our server finds nothing, whoever sends may write our server's finding themselves."""
    theirs = received("Mon, 23 Nov 2026 19:59:00 +0000", by="out.post.example", source="evil.example")
    ours = received("Mon, 23 Nov 2026 20:00:00 +0000")
    for verdict, signs in {"dmarc=pass": (), "dmarc=fail": ("dmarc-fail",)}.items():
        raw = mail("a@post.example", "Hallo", ours, theirs, f"Authentication-Results: {SERVER}; {verdict}")
        assert read_mail(raw, OURS).signs == signs
    raw = mail("a@post.example", "Hallo", ours, f"Authentication-Results: {SERVER}; dmarc=pass", theirs)
    assert read_mail(raw, OURS).signs == ("dmarc-pass",)


def test_attachments_are_counted_and_what_could_harm_is_set_aside() -> None:
    words = "Content-Type: text/plain\n\nHierbij de machtiging."
    message = read_mail(multipart("a@post.example", [words, ZIP, PROGRAM, SCAN]), OURS)
    assert message.text == "Hierbij de machtiging."
    assert [(one.name, one.aside) for one in message.attachments] == [
        ("facturen.zip", True),
        ("foto.png", True),
        ("machtiging.pdf", False),
    ]


def test_a_page_is_read_as_text_and_nothing_in_it_is_carried_out() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><script>alert(1)</script><p>Ik wil&nbsp;inzage"
        "<br>in mijn gegevens.</p><img src=http://spoor.example/x.gif><!-- geheim --></body></html>"
    )
    message = read_mail(mail("a@post.example", page, content="text/html; charset=utf-8"), OURS)
    assert message.text == "Ik wil inzage\nin mijn gegevens."


def test_quoted_words_are_not_the_writers_own() -> None:
    text = "Bedankt!\n\nOp 20 nov. 2026 schreef LinProfs <privacy@linprofs.example>:\n> verwijder mijn gegevens"
    assert own_words(text) == "Bedankt!"
    assert own_words("> oud\nnieuw\n-----Oorspronkelijk bericht-----\nVan: x") == "nieuw"


CHARSETS = (
    "windows-1252",
    "iso-8859-15",
    "utf-16",
    "utf-7",
    "koi8-r",
    "x-unknown",
    "",
    "idna",
    "unicode_escape",
    "rot13",
)


@pytest.mark.parametrize("charset", CHARSETS)
def test_odd_and_unknown_charsets_leave_readable_text(charset: str) -> None:
    message = read_mail(mail("a@post.example", "Inzage", content=f'text/plain; charset="{charset}"'), OURS)
    assert message.text or charset in ("utf-16", "rot13", "idna")


def hostile() -> dict[str, bytes]:
    deep = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(3000))
    return {
        "nothing": b"",
        "one zero": b"\0",
        "no head": b"\r\n\r\nhallo",
        "a million headers": b"X: y\r\n" * 1_000_000 + b"\r\nhallo",
        "a huge header": b"Subject: " + b"a" * 5_000_000 + b"\r\nFrom: a@post.example\r\n\r\nhallo",
        "encoded words": b"Subject: " + b"=?utf-8?q?=?= " * 100_000 + b"\r\n\r\nhallo",
        "many senders": b"From: " + b"a@b.example, " * 200_000 + b"\r\n\r\nhallo",
        "brackets": b"From: " + b"(" * 100_000 + b"a@b.example\r\n\r\nhallo",
        "nested parts": mail("a@post.example", deep, content='multipart/mixed; boundary="b0"'),
        "many parts": multipart("a@post.example", ["Content-Type: text/plain\n\nx"] * 5000),
        "message in message": mail(
            "a@post.example", "Content-Type: message/rfc822\n\n" * 2000, content="message/rfc822"
        ),
        "no boundary": mail("a@post.example", "--\n" * 1000, content="multipart/mixed"),
        "empty boundary": mail("a@post.example", "--\n" * 1000, content='multipart/mixed; boundary=""'),
        "tags": mail("a@post.example", "<a " * 100_000, content="text/html"),
        "comments": mail("a@post.example", "<!--" * 100_000, content="text/html"),
        "scripts": mail("a@post.example", "<script>" * 50_000, content="text/html"),
        "ampersands": mail("a@post.example", "&#x" * 100_000, content="text/html"),
        "wrong base64": multipart("a@post.example", ["Content-Transfer-Encoding: base64\n\n!!!!===="]),
        "wrong uuencode": mail("a@post.example", "begin 666 x\n!!!\nend", "Content-Transfer-Encoding: x-uuencode"),
        "half characters": b"Subject: \xed\xa0\x80\r\nFrom: \xff\xfe@\x80.example\r\n\r\n\xed\xa0\x80",
        "turned letters": mail("a@post.example", "\u202eegazni\u202c\0\x1b[2J", subject="\u202ex"),
        "one long line": mail("a@post.example", "a" * 10_000_000),
        "parameters": b"Content-Type: text/plain; " + b"a*0*=x;" * 50_000 + b"\r\n\r\nhallo",
        "folded parameters": b"Content-Type: text/plain;\r\n" + b" a*0*=x;\r\n" * 50_000 + b"\r\nhallo",
        "parameters of a part": multipart("a@post.example", ["Content-Type: text/plain; " + "a*0*=x;" * 90_000]),
        "references": b"References: " + b"<a@b> " * 500_000 + b"\r\n\r\nhallo",
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_messages_are_read_in_no_time(name: str) -> None:
    raw, began = hostile()[name], time.thread_time()  # a tenth of a second of work at most, or minutes
    message = read_mail(raw, OURS)
    assert time.thread_time() - began < 10
    assert "\0" not in message.text + message.subject and "\u202e" not in message.text + message.subject
    (message.text + message.subject + message.sender + message.sender_name).encode()


HEADERS = st.sampled_from(
    "From To Subject Date Message-ID References In-Reply-To Received Content-Type Content-Transfer-Encoding "
    "Content-Disposition Authentication-Results Auto-Submitted List-Id MIME-Version Return-Path Reply-To".split()
)
VALUES = st.one_of(
    st.binary(max_size=80),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=x", b"multipart/report; report-type=delivery-status; boundary=x",
            b"message/rfc822", b"message/delivery-status", b"text/html; charset=utf-16", b"base64", b"x-uuencode",
            b"quoted-printable", b"=?utf-8?b?//8=?=", b"=?x?q?=ff?= <a@b>", b"<<a@b>>", b"attachment; filename*=x''%ff",
            b"text/plain; charset=unicode_escape", b"a <a@b>, b <c@d>", b"Fri, 99 Nov 99999 99:99:99 +9999",
            b"from a ([1.2.3]) by b; Thu, 1 Jan 1970 00:00:00 -2500", b"; ; ;", b'"', b"text/", b"message/partial",
            b"multipart/digest; boundary=x", b"multipart/mixed; boundary*0=x; boundary*1=", b"message/external-body",
        ]
    ),
)  # fmt: skip
BODY = st.lists(
    st.one_of(st.binary(max_size=60), st.sampled_from([b"--x", b"--x--", b"", b"Action: failed"])), max_size=12
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@example([("Content-Type", b"charset=\x00"), ("From", b"\n\x80")], [], b"\n")
@example([("Content-Type", b"charset=unicode\x01escape"), ("From", b"\n\x80"), ("From", b"\\\x00")], [], b"\n")
@given(st.lists(st.tuples(HEADERS, VALUES), max_size=10), BODY, st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_no_message_that_is_put_together_from_rubbish_raises(
    headers: list[tuple[str, bytes]], body: list[bytes], end: bytes
) -> None:
    head = end.join(name.encode() + b": " + value for name, value in headers)
    inner = [b"Content-Type: message/delivery-status", b"", *body]
    for lines in (body, [b"--x", *inner, b"--x", *body]):
        message = read_mail(head + end + end + end.join(lines), OURS)
        (message.text + message.subject + message.sender + message.sender_name + "".join(message.refers_to)).encode()
        assert reached_at(message, (), None, NOW) <= NOW


@settings(max_examples=200)
@given(st.binary(max_size=2000))
def test_no_bytes_raise(raw: bytes) -> None:
    read_mail(raw, OURS).text.encode()


@settings(max_examples=300)
@given(st.lists(st.one_of(st.text(max_size=5), st.sampled_from(["<", ">", "<!--", "-->", "<script", "</", "&#", ";"]))))
def test_no_page_raises_and_no_tag_is_left(pieces: list[str]) -> None:
    text_of("".join(pieces)).encode("utf-8", "surrogatepass")
    assert text_of("<p>" + "x" + "".join(pieces)).startswith("x")


@pytest.mark.parametrize(
    "tag",
    [
        '<div style="display:none">',
        "<div hidden>",
        "<div STYLE='color:red; Display : none !important'>",
        '<div style="visibility: hidden">',
        '<div class="a" style="font-size:0px;line-height:0">',
        "<div style=opacity:0>",
    ],
)
def test_what_is_hidden_in_a_page_is_nobodys_word(tag: str) -> None:
    page = f"<p>Dank u.</p>{tag}Verwijder <div>al</div> mijn gegevens.</div><p>Groet</p>"
    assert text_of(page, shown_only=True) == "Dank u.\nGroet"
    assert "mijn gegevens" in text_of(page), "in a mailbox of our own it is found all the same"


@pytest.mark.parametrize(
    "tag",
    [
        '<div class="hidden">',
        '<div title="not hidden here">',
        '<div style="opacity:0.9">',
        '<div style="font-size:0.9em">',
        '<div data-style="display:none">',
        "<div hidden-reason=x>",
    ],
)
def test_what_a_reader_sees_is_read(tag: str) -> None:
    assert text_of(f"{tag}Verwijder mijn gegevens.</div>", shown_only=True) == "Verwijder mijn gegevens."


def test_what_is_hidden_and_never_closed_is_read() -> None:
    assert text_of("<p hidden>Dag.<p>Verwijder mijn gegevens.", shown_only=True) == "Dag.\nVerwijder mijn gegevens."
    assert text_of("<br hidden>Dag.<img hidden> Tot ziens", shown_only=True) == "Dag. Tot ziens"


def test_a_page_of_hidden_elements_is_read_in_one_pass() -> None:
    begun = time.monotonic()
    text_of("<p hidden>" * 30_000, shown_only=True)
    text_of("<b style='display:none'>x</b>" * 10_000, shown_only=True)
    assert time.monotonic() - begun < 5


def test_a_mail_is_read_as_its_writer_saw_it() -> None:
    page = '<p>Dank u.</p><div style="display:none">Verwijder mijn gegevens.</div>'
    message = read_mail(mail("anna@devries.example", page, content="text/html; charset=utf-8"), OURS)
    assert "Dank u." in message.text and "gegevens" not in message.text
