# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a signed-in person works with, built once; window and command line are handed this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from assist.clock import Clock
from assist.places import Workspace
from assist.ports import Databases
from assist.services.appointments import AppointmentService
from assist.services.assigning import AssignService
from assist.services.attached_copies import AttachedCopies
from assist.services.attachments import AttachmentService
from assist.services.auditing import AuditService
from assist.services.backups import BackupService
from assist.services.bench import Bench
from assist.services.care import CareService
from assist.services.cases import CaseService
from assist.services.checking import CheckService
from assist.services.cleaning import resume_cleaning
from assist.services.conflicts import ConflictService
from assist.services.consent_copies import ConsentCopies
from assist.services.consequences import Consequences
from assist.services.directory import DirectoryService
from assist.services.dropbox import DropBox
from assist.services.erasing import ErasureService
from assist.services.erasure_status import ErasureStatus
from assist.services.export_ledger import ExportLedger
from assist.services.exporting import ExportService
from assist.services.exporting_tables import TableExportService
from assist.services.feedback import FeedbackService
from assist.services.figures import FigureService
from assist.services.glass import GlassService
from assist.services.handing_over import HandoverService
from assist.services.hearing import HearingService
from assist.services.imports import ImportService
from assist.services.inviting import InvitingService
from assist.services.keeping import KeepingService
from assist.services.leaving import LeavingService
from assist.services.meeting import MeetingService
from assist.services.moving import MovingService
from assist.services.naming import NamingService
from assist.services.paper import PaperService
from assist.services.people import PeopleService
from assist.services.preferences import PreferenceService
from assist.services.programme import ProgrammeService
from assist.services.protected_rounds import ProtectedRounds
from assist.services.protection import ProtectionService
from assist.services.questionnaires import QuestionnaireService
from assist.services.recipients import RecipientService
from assist.services.records import RecordService
from assist.services.recovery import RecoveryService
from assist.services.referring import ReferralService
from assist.services.reports import ReportService
from assist.services.rosters import RosterService
from assist.services.signed_in import SignedIn
from assist.services.snapshotting import read_parked
from assist.services.status import StatusService
from assist.services.staying import StayingService
from assist.services.striking import StrikeService
from assist.services.supervising import SupervisionService
from assist.services.teams import TeamService
from assist.services.together import TogetherService
from assist.services.travelling import TravelService, finish_journey
from assist.services.two_people import TwoPeopleService
from assist.services.undoing import UndoService
from assist.services.workloads import WorkloadService
from assist.workplace import Me
from forms.registry import all_specs


@dataclass(frozen=True)
class Desk:
    """The services of one open profile. ``close`` leaves nothing open."""

    signed: SignedIn
    cases: CaseService
    records: RecordService
    appointments: AppointmentService
    directory: DirectoryService
    care: CareService
    assigning: AssignService
    attachments: AttachmentService
    attached_copies: AttachedCopies
    consent_copies: ConsentCopies
    protection: ProtectionService
    two_people: TwoPeopleService
    erasing: ErasureService
    staying: StayingService
    erasures: ErasureStatus
    keeping: KeepingService
    naming: NamingService
    glass: GlassService
    reports: ReportService
    referring: ReferralService
    recipients: RecipientService
    exporting: ExportService
    exporting_tables: TableExportService
    ledger: ExportLedger
    paper: PaperService
    imports: ImportService
    backups: BackupService
    checks: CheckService
    auditing: AuditService
    preferences: PreferenceService
    status: StatusService
    striking: StrikeService
    undoing: UndoService
    drops: DropBox
    figures: FigureService
    programme: ProgrammeService
    feedback: FeedbackService
    questionnaires: QuestionnaireService
    together: TogetherService
    conflicts: ConflictService
    hearing: HearingService
    meeting: MeetingService
    rosters: RosterService
    teams: TeamService
    supervision: SupervisionService
    workload: WorkloadService
    handover: HandoverService
    moving: MovingService
    leaving: LeavingService
    inviting: InvitingService
    people: PeopleService
    recovery: RecoveryService
    travelling: TravelService

    @property
    def me(self) -> Me:
        """Who is signed in."""
        return self.signed.bench.me

    @property
    def clock(self) -> Clock:
        """Where the time comes from."""
        return self.signed.bench.clock

    @property
    def bench(self) -> Bench:
        """What the services stand on, for services built on top of these."""
        return self.signed.bench

    @property
    def vault_open(self) -> bool:
        """Whether protected work can be read now."""
        return self.signed.bench.keeper.vault_open

    def make_ready(self) -> None:
        """Open what reads beside the writer, and read the forms and the first page once, in the lane of the readers."""
        all_specs()
        self.preferences.read()
        self.cases.day()

    def interrupt(self) -> None:
        """Stop what is running: the screen is being locked."""
        self.signed.bench.keeper.interrupt()

    def close(self) -> None:
        """Close the vault and the databases; keys are forgotten with this object."""
        self.signed.close()


def set_up(signed: SignedIn, databases: Databases) -> Desk:
    """Put every service on its place, once; work that a crash interrupted is taken up first."""
    bench = signed.bench
    protection = ProtectionService(bench)
    records = RecordService(bench, Consequences(bench, protection.raise_case))
    backups = BackupService(signed, databases)
    drops = DropBox(bench, records)
    hearing = HearingService(bench)
    meeting = MeetingService(bench, Workspace(signed.place.folder.parent.parent), hearing)
    rosters = RosterService(bench)
    erasing = ErasureService(bench)
    inviting = InvitingService(bench, rosters, meeting, for_tests=signed.for_tests)
    meeting.look_for_newcomers = inviting.look_on_the_way
    protected = ProtectedRounds(bench)

    def opened() -> None:
        protection.resume()
        protected.read()
        erasing.resume()
        drops.deliver()

    signed.when_open = opened
    protection.resume()
    resume_cleaning(bench.keeper, databases)
    erasing.resume()
    read_parked(bench.keeper)
    finish_journey(signed, databases, rosters)
    attachments = AttachmentService(bench, rosters.set_policy)
    feedback = FeedbackService(bench)
    feedback.gather()
    assigning, two_people = AssignService(bench), TwoPeopleService(bench)
    reports, questionnaires = ReportService(bench), QuestionnaireService(bench, rosters.set_policy)
    return Desk(
        signed=signed, cases=CaseService(bench), records=records, care=CareService(bench),
        appointments=AppointmentService(bench, records), directory=DirectoryService(bench),
        assigning=assigning, attachments=attachments,
        attached_copies=AttachedCopies(bench, attachments), consent_copies=ConsentCopies(bench),
        protection=protection, two_people=two_people,
        erasing=erasing, staying=StayingService(bench), erasures=ErasureStatus(bench),
        keeping=KeepingService(bench, erasing.order),
        naming=NamingService(bench), glass=GlassService(bench), reports=reports,
        referring=ReferralService(bench, two_people), recipients=RecipientService(bench, rosters.set_recipient),
        exporting=ExportService(bench, signed.check_passphrase),
        exporting_tables=TableExportService(bench, signed.check_passphrase),
        ledger=ExportLedger(bench, signed.check_passphrase),
        paper=PaperService(bench),
        imports=ImportService(bench, records, databases), backups=backups, checks=CheckService(signed, databases),
        auditing=AuditService(bench), preferences=PreferenceService(bench),
        status=StatusService(signed, backups, databases), striking=StrikeService(bench, databases), drops=drops,
        undoing=UndoService(bench, databases, records),
        figures=FigureService(bench), programme=ProgrammeService(bench), feedback=feedback,
        questionnaires=questionnaires,
        together=TogetherService(bench, records, reports, questionnaires),
        conflicts=ConflictService(bench), hearing=hearing, meeting=meeting,
        rosters=rosters, leaving=LeavingService(rosters, meeting), teams=TeamService(bench, rosters),
        supervision=SupervisionService(bench), workload=WorkloadService(bench),
        handover=HandoverService(bench, assigning),
        moving=MovingService(bench),
        inviting=inviting,
        people=PeopleService(bench, rosters), recovery=RecoveryService(bench, rosters),
        travelling=TravelService(signed, databases, rosters),
    )
