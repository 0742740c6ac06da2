"""The desks behind the office's pages and behind the links in letters."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from belofte.bootstrap.inbox import inbox_desk
from belofte.bootstrap.installation import Belofte
from belofte.bootstrap.sheets import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belofte.web.acts import Desks
    from belofte.web.links import FurtherLinks
    from belofte.web.practice import Practice


def office_desks(belofte: Belofte) -> Desks:
    """Every desk that has a page."""
    from belofte.procedures.clock.clock_desk import ClockDesk
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk
    from belofte.procedures.identity.identity_desk import IdentityDesk
    from belofte.procedures.intake.customers_desk import CustomersDesk
    from belofte.procedures.intake.replying import ReplyDesk
    from belofte.procedures.office.breaching import BreachDesk
    from belofte.procedures.office.case_desk import CaseDesk
    from belofte.procedures.office.needs_desk import NeedsDesk
    from belofte.procedures.office.queue_desk import QueueDesk
    from belofte.procedures.office.record_desk import RecordDesk
    from belofte.procedures.planning.records_desk import RecordsDesk
    from belofte.procedures.planning.whose_desk import WhoseDesk
    from belofte.procedures.retaining.hold_desk import HoldDesk
    from belofte.procedures.retaining.sweep_desk import SweepDesk
    from belofte.procedures.retaining.term_desk import TermDesk
    from belofte.procedures.rights.correcting_desk import CorrectingDesk
    from belofte.procedures.rights.handing_over import HandingDesk
    from belofte.procedures.rights.leaving_desk import LeavingDesk
    from belofte.procedures.rights.lifting_desk import LiftingDesk
    from belofte.procedures.rights.recipients_desk import RecipientsDesk
    from belofte.procedures.rights.weighing_desk import WeighingDesk
    from belofte.web.acts import Desks

    return Desks(
        office=belofte.office,
        queue=belofte.desk(QueueDesk),
        needs=belofte.desk(NeedsDesk),
        case=belofte.desk(CaseDesk),
        public=belofte.public,
        more={
            "breaches": belofte.desk(BreachDesk),
            "clock": belofte.desk(ClockDesk),
            "correcting": belofte.desk(CorrectingDesk),
            "customers": belofte.desk(CustomersDesk),
            "disclosures": belofte.desk(DisclosureDesk),
            "dossier": partial(_dossier, belofte),
            "handing": belofte.desk(HandingDesk),
            "holds": belofte.desk(HoldDesk),
            **_of_staff_and_uses(belofte),
            "identity": belofte.desk(IdentityDesk),
            "inbox": inbox_desk(belofte),
            "leaving": belofte.desk(LeavingDesk),
            "lifting": belofte.desk(LiftingDesk),
            "record": RecordDesk(belofte.current, write_xlsx),
            "records": belofte.desk(RecordsDesk),
            "recipients": belofte.desk(RecipientsDesk),
            "reply": belofte.desk(ReplyDesk),
            "service": partial(_decide_service, belofte),
            "sweeps": belofte.desk(SweepDesk),
            "term": belofte.desk(TermDesk),
            "weighing": belofte.desk(WeighingDesk),
            "whose": belofte.desk(WhoseDesk),
        },
    )


def _of_staff_and_uses(belofte: Belofte) -> Mapping[str, object]:
    """The desks of our own people, and of what data is used for."""
    from belofte.procedures.staffing.late import LateDesk
    from belofte.procedures.staffing.looking import LooksDesk
    from belofte.procedures.staffing.staff_desk import StaffDesk
    from belofte.procedures.staffing.wall_desk import WallDesk
    from belofte.procedures.using.use_desk import UseDesk

    return {
        "staff": belofte.desk(StaffDesk),
        "walls": belofte.desk(WallDesk),
        "looks": belofte.desk(LooksDesk),
        "late": belofte.desk(LateDesk),
        "uses": belofte.desk(UseDesk),
    }


def _decide_service(belofte: Belofte, reference: str, by: str, reasons: str, ends_on: date | None) -> None:
    from belofte.procedures.rights.service_decision import decide_service

    decide_service(belofte.parts, reference, by, reasons, ends_on)


def _dossier(
    belofte: Belofte, reference: str, by: str, reasons: str, others: str, copy: str, leave_out: str = ""
) -> bytes:
    """The dossier of one case, made in a folder of its own and gone from there afterwards."""
    from belofte.bootstrap.typesetting import office_words, typesetter
    from belofte.procedures.answering.dossier import Include
    from belofte.procedures.answering.dossier_desk import DossierAsk, DossierDesk

    wanted = {Include.OTHERS: others, Include.COPY: copy}
    include = frozenset(one for one, is_wanted in wanted.items() if is_wanted)
    ask = DossierAsk(reference, by, reasons, include, tuple(filter(None, map(str.strip, leave_out.splitlines()))))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "dossier.zip"
        belofte.desk(DossierDesk).export(ask, file, typesetter(), office_words(belofte.parts.policy))
        return file.read_bytes()


def further_links(belofte: Belofte) -> FurtherLinks:
    """What the buttons behind links do, beside those of the public desk itself."""
    from belofte.procedures.desks import LinkPurpose
    from belofte.procedures.identity.identity_desk import IdentityDesk
    from belofte.procedures.rights.handing_over import HandingDesk
    from belofte.procedures.rights.leaving_desk import LeavingDesk
    from belofte.procedures.rights.lifting_desk import LiftingDesk
    from belofte.web.links import FurtherLinks, LinkAct

    handing, lifting, leaving = belofte.desk(HandingDesk), belofte.desk(LiftingDesk), belofte.desk(LeavingDesk)
    press: dict[LinkPurpose, LinkAct] = {
        LinkPurpose.LIFT: lambda token, _choice: lifting.lift(token),
        LinkPurpose.HAND_OVER_CONFIRM: lambda token, _choice: handing.confirm(token),
        LinkPurpose.ADDRESS_CHANGE: belofte.desk(IdentityDesk).change_address,
        LinkPurpose.COPY: lambda token, _choice: leaving.want_copy(token),
        LinkPurpose.CHOOSE: leaving.choose,
        LinkPurpose.IDENTIFY: belofte.desk(IdentityDesk).tell_more,
    }
    return FurtherLinks(press, {LinkPurpose.HAND_OVER: handing.fetch})


def practice_of(belofte: Belofte) -> Practice | None:
    """The exercises; None outside a sandbox."""
    from belofte.bootstrap.practicing import PracticeRoom

    return PracticeRoom(belofte) if belofte.parts.policy.environment == "sandbox" else None
