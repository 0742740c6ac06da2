"""What is due by the clock: letters, requests to be searched again, windows that end, cases that close.

Every part may be repeated; each takes what is due off a list in the transaction that does it.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.request import RequestState
from belofte.domain.task import Task
from belofte.procedures.acting.erased import forget_due
from belofte.procedures.acting.keepers import remind_keepers
from belofte.procedures.acting.outcomes import see_gone
from belofte.procedures.answering.letters import send_due
from belofte.procedures.answering.telling import DOWNLOAD_ENDS
from belofte.procedures.clock.clocks import follow_calendar
from belofte.procedures.clock.closing import close_due
from belofte.procedures.clock.daily_mail import mail_daily
from belofte.procedures.clock.interim import tell_waiting
from belofte.procedures.clock.notifying import tell_staff
from belofte.procedures.clock.reminding import remind_due
from belofte.procedures.disclosing.ending import end_due
from belofte.procedures.office.breaching import tend_breaches
from belofte.procedures.parts import Parts
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.programs.webhooks import queue_events
from belofte.procedures.restoring.replay_desk import replay_due
from belofte.procedures.retaining.own_books import forget_register
from belofte.procedures.retaining.postponing import rerun_due
from belofte.procedures.rights.leaving_due import leave_due
from belofte.procedures.rights.lifting import lift_due
from belofte.procedures.rights.recipient_ending import end_recipients
from belofte.procedures.rights.recipients import remind_recipients
from belofte.procedures.rights.rectified_check import look_again
from belofte.procedures.rights.standing import LOOK_AGAIN
from belofte.procedures.rights.stopping import stop_due
from belofte.procedures.rights.sub_processors import watch_sub_processors

AT_ONCE = 500
"""Requests searched in one go."""


def tend(parts: Parts) -> Mapping[str, int]:
    """Do what is due; returns how many of each."""
    done = {
        "stopped": stop_due(parts),
        "lifted": lift_due(parts),
        "left": leave_due(parts),
        "uses": parts.store.take_uses(),
        "forgotten": forget_due(parts),
        "released": rerun_due(parts),
        "replayed": replay_due(parts),
        "orders_ended": end_due(parts),
        "recounted": follow_calendar(parts),
        "reminded": remind_due(parts),
        "staff_told": tell_staff(parts),
        "interim": tell_waiting(parts),
        "daily_mail": mail_daily(parts),
        "letters": send_due(parts),
        "planned": _plan_identified(parts),
        "windows": _end_downloads(parts),
        "recipients": remind_recipients(parts),
        "ended": end_recipients(parts),
        "sub_processors": watch_sub_processors(parts),
        "keepers": remind_keepers(parts),
        "looked_again": look_again(parts),
        "seen_gone": see_gone(parts),
        "messages": queue_events(parts),
        "closed": close_due(parts),
        "breaches": tend_breaches(parts),
    }
    parts.store.rotate_keys(parts.today())
    parts.store.ledger.purge_expired(parts.today())
    with parts.store.transaction() as tx:
        done["sealed"] = len(tx.register.seal_months(f"{parts.today():%Y-%m}"))
        tx.sessions.end_passes(parts.now())
    done["register"] = forget_register(parts)
    return done


def _plan_identified(parts: Parts) -> int:
    """Requests whose person is known are searched; those with a system that was away are searched again."""
    with parts.store.transaction() as tx:
        again = [item.about for item in tx.dates.take(LOOK_AGAIN, parts.now(), AT_ONCE)]
        ready = tx.requests.in_states([RequestState.IDENTIFIED], AT_ONCE)
        ready += [r for r in tx.requests.get_many(again).values() if r.state is RequestState.PLANNED]
    return len(draft_plans(parts, ready))


def _end_downloads(parts: Parts) -> int:
    """The package goes when its window is over, never before delivery: an undelivered one becomes a task."""
    with parts.store.transaction() as tx:
        over = tx.dates.take(DOWNLOAD_ENDS, parts.now(), AT_ONCE)
        requests = tx.requests.get_many([item.about for item in over])
        packages = [p for item in over for p in tx.vault.packages(item.about) if requests[item.about].delivered_at]
        undelivered = [request for request in requests.values() if request.delivered_at is None]
        tx.tasks.add([Task(parts.new_id("task"), "copy-not-fetched", parts.now(), request=r.id) for r in undelivered])
    for package in packages:
        parts.store.packages.destroy(package)
    return len(over)
