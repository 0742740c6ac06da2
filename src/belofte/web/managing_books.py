"""What the office runs itself by, as data: a book has columns, rows, and acts on it or on one of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from belofte.domain.account import Role, same_name
from belofte.domain.api_token import Scope
from belofte.domain.errors import Refused
from belofte.domain.policy import Text
from belofte.domain.webhook import TOLD
from belofte.web.acts import Field, Look
from belofte.web.forms import LONGEST
from belofte.web.managing_shape import Book, BookAct, Managing, Row, Told

LINE = LONGEST["name"]
ROLES = tuple(f"role-{role}" for role in Role)
SCOPES = tuple(Scope)


def _account_rows(managing: Managing) -> list[Row]:
    return [
        Row(
            one.name,
            (
                one.name,
                f"@role.{one.role}",
                ",".join(f"@means.{means}" for means in one.means) or "@means.none",
                "@accounts.closed" if one.disabled_at else "@accounts.open",
            ),
        )
        for one in managing.accounts.rows()
    ]


def _not_yourself(given: Mapping[str, str], by: str) -> None:
    """Whoever shuts themselves out can let nobody in again."""
    if same_name(given["row"]) == same_name(by):
        raise Refused(
            Text({"nl": "Dit is uw eigen account.", "en": "This is your own account."}),
            Text({"nl": "Vraag een collega, of gebruik belofte user.", "en": "ask a colleague, or use belofte user"}),
        )


def _add_account(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    link = managing.accounts.add(given["name"], Role(given["role"].removeprefix("role-")), by)
    return Told("told.account-add", link=link)


def _give_role(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    _not_yourself(given, by)
    managing.accounts.give_role(given["row"], Role(given["role"].removeprefix("role-")), by)
    return Told("told.account-role")


def _close_account(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    _not_yourself(given, by)
    managing.accounts.disable(given["row"], by)
    return Told("told.account-close")


def _reset_account(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    _not_yourself(given, by)
    return Told("told.account-reset", link=managing.accounts.reset(given["row"], by))


def _token_rows(managing: Managing) -> list[Row]:
    return [
        Row(
            one.id,
            (
                one.name,
                ",".join(f"@option.{scope}" for scope in one.scopes),
                one.by or "–",
                one.expires_at,
                one.used_at or "@tokens.unused",
                "@tokens.live" if one.live else "@tokens.over",
            ),
            is_over=not one.live,
        )
        for one in managing.tokens.rows()
    ]


def _make_token(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    scopes = {Scope(given["scope"])} | ({Scope.RECEIVE} if given["scope"] == Scope.ASSERT_IDENTITY else set[Scope]())
    last_day = datetime.combine(date.fromisoformat(given["until"]), time(23, 59, 59), ZoneInfo(managing.zone))
    until = last_day.astimezone(UTC)
    secret, _ = managing.tokens.create(given["name"], scopes, until, by if Scope.DECIDE in scopes else "", by)
    return Told("told.token-make", secret=secret)


def _revoke_token(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    managing.tokens.revoke(given["row"], by)
    return Told("told.token-revoke")


def _webhook_rows(managing: Managing) -> list[Row]:
    return [
        Row(
            one.name,
            (
                one.name,
                one.url,
                len(one.events) or "@webhooks.all",
                one.waiting,
                len(one.given_up),
                "@webhooks.ended" if one.ended_at else "@webhooks.live",
            ),
            is_over=one.ended_at is not None,
        )
        for one in managing.webhooks.rows()
    ]


def _add_webhook(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    events = given["events"].replace(",", " ").split() or list(TOLD)
    secret, _ = managing.webhooks.add(given["name"], given["url"], events, managing.check, by)
    return Told("told.webhook-add", secret=secret)


def _try_webhook(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    reply = managing.webhooks.try_out(given["row"], managing.post, by)
    return Told("told.webhook-try" if reply.is_taken else "told.webhook-try.failed")


def _replay(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    return Told("told.webhook-replay", managing.webhooks.replay(given["row"], by=by))


def _end_webhook(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    managing.webhooks.end(given["row"], by)
    return Told("told.webhook-end")


def _handled_rows(managing: Managing) -> list[Row]:
    kept = {True: "@handled.kept", False: "@handled.broken", None: "@handled.none"}
    return [
        Row(
            row.id,
            (
                row.month_out,
                f"@right.{row.right}",
                f"@outcome.{row.outcome}",
                kept[row.promise_kept],
                kept[row.law_kept],
                row.records,
                row.kept,
            ),
        )
        for row in managing.register()
    ]


def _restored_rows(managing: Managing) -> list[Row]:
    return [
        Row(
            one.id,
            (
                one.system,
                one.since or "@restored.whole",
                one.made_at,
                one.again,
                one.asked,
                "@restored.ended"
                if one.ended_at
                else "@restored.approved"
                if one.approved_by
                else "@restored.noticed"
                if one.noticed
                else "@restored.waits",
            ),
            is_over=bool(one.approved_by or one.ended_at),
        )
        for one in managing.replays.all()
    ]


def _look_restored(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    """Look what would be done once more; kept until somebody lets it through."""
    del by
    day = date.fromisoformat(given["since"]) if given["since"] else None
    since = datetime.combine(day, time(), ZoneInfo(managing.zone)).astimezone(UTC) if day else None
    shown = managing.replays.propose(given["system"].strip(), since)
    if shown.problem is not None:
        raise Refused(shown.problem, Text({"nl": "Kijk of het systeem bereikbaar is.", "en": "see whether it is up"}))
    return Told("told.restored-look", shown.again)


def _approve_restored(managing: Managing, given: Mapping[str, str], by: str) -> Told:
    return Told("told.restored-approve", managing.replays.approve(given["row"], by).again)


BOOKS: tuple[Book, ...] = (
    Book(
        "accounts",
        ("accounts.name", "accounts.role", "accounts.means", "accounts.state"),
        _account_rows,
        (
            BookAct("account-add", _add_account, (Field("name", most=LINE), Field("role", Look.PICK, options=ROLES))),
            BookAct("account-role", _give_role, (Field("role", Look.PICK, options=ROLES),), of_row=True),
            BookAct("account-reset", _reset_account, of_row=True),
            BookAct("account-close", _close_account, of_row=True, tone="stern"),
        ),
    ),
    Book(
        "tokens",
        ("tokens.name", "tokens.scopes", "tokens.by", "tokens.until", "tokens.used", "tokens.state"),
        _token_rows,
        (
            BookAct(
                "token-make",
                _make_token,
                (Field("name", most=LINE), Field("scope", Look.PICK, options=SCOPES), Field("until", Look.DAY)),
            ),
            BookAct("token-revoke", _revoke_token, of_row=True, tone="stern"),
        ),
    ),
    Book(
        "webhooks",
        (
            *("webhooks.name", "webhooks.url", "webhooks.events"),
            *("webhooks.waiting", "webhooks.given_up", "webhooks.state"),
        ),
        _webhook_rows,
        (
            BookAct(
                "webhook-add", _add_webhook, (Field("name", most=LINE), Field("url"), Field("events", optional=True))
            ),
            BookAct("webhook-try", _try_webhook, of_row=True),
            BookAct("webhook-replay", _replay, of_row=True),
            BookAct("webhook-end", _end_webhook, of_row=True, tone="stern"),
        ),
    ),
    Book(
        "handled",
        (
            *("handled.month", "queue.right", "handled.outcome", "clock.promise", "clock.law"),
            *("handled.records", "handled.stayed"),
        ),
        _handled_rows,
    ),
    Book(
        "restored",
        (
            *("restored.system", "restored.since", "restored.made"),
            *("restored.again", "restored.asked", "restored.state"),
        ),
        _restored_rows,
        (
            BookAct("restored-look", _look_restored, (Field("system"), Field("since", Look.DAY, optional=True))),
            BookAct("restored-approve", _approve_restored, of_row=True, tone="stern"),
        ),
    ),
    Book("take-over", (), lambda _managing: []),  # a page of its own: belofte.web.taking_over
)
"""In the order of the tabs."""
