# Made by crm-py/stubs.py from the operation tables; do not edit.

import builtins
import datetime
import decimal
import os
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import GenericAlias
from typing import Any, ClassVar, Generic, Literal, SupportsIndex, TypedDict, TypeVar, final, overload, type_check_only

from typing_extensions import CapsuleType, NotRequired, Self, TypeAlias

from ._files import FileStore
from ._packs import ObjectCalls, PackCalls
from ._values import Values

__version__: str

_T = TypeVar("_T")

# The value of a field of any kind of record.
_Value: TypeAlias = str | int | bool | decimal.Decimal | Money | datetime.date | datetime.datetime | ObjectRef

def open(
    path: str | os.PathLike[str],
    *,
    time_zone: str | None = None,
    currency: str | None = None,
    locale: _Locale | str | None = None,
    synchronous: Literal["full", "normal"] | None = None,
    memory_map: bool = False,
    readers: int | None = None,
    read_only: bool = False,
    must_exist: bool = False,
    clock: Callable[[], datetime.datetime] | None = None,
    any_time: bool = False,
    file_store: FileStore | None = None,
) -> Crm:
    """Opens the database in a file, creating it where it is absent.

    `time_zone` (IANA name) and `currency` (ISO 4217) are those of a new database; an existing one keeps its own.
    `synchronous` is "full" (a commit survives a power cut) or "normal" (a crash of the process only, at a fraction of
    the cost). `memory_map` maps the file into memory for readers, `readers` is the number of reading connections.
    `must_exist` refuses a file that is not there. `clock` is a callable giving the present instant as an aware datetime;
    one before 2020 or after 2199 is refused (`ClockError`) unless `any_time` is true. `file_store`
    is an object that keeps what is in files, in place of the database: a `crm.FileStore`.
    """
def open_in_memory(
    *,
    time_zone: str | None = None,
    currency: str | None = None,
    locale: _Locale | str | None = None,
    clock: Callable[[], datetime.datetime] | None = None,
    any_time: bool = False,
    file_store: FileStore | None = None,
) -> Crm:
    """Opens a new database in memory, gone with its last handle. The options are those of `open`."""
def operations() -> list[str]:
    """The names of all operations: what `Session.call` takes."""
def _describe() -> str: ...
def _lists() -> list[tuple[str, str, list[tuple[str, bool]]]]: ...
def _areas() -> list[tuple[str, str]]: ...
def _error_text(error: str, locale: Locale) -> str: ...

@final
class Crm:
    """The opened engine. Free to use from many threads at once.

    As a context manager it is closed at the end; else when it, its sessions and listeners are gone.
    """
    def bootstrap(self, login: str, display_name: str, roles: Sequence[str]) -> uuid.UUID:
        """Creates the first user of a new database, with the built-in roles named and `system_administrator` beside them;
        gives the user's id. The first user creates the others.
        """
    @overload
    def session(
        self, user: uuid.UUID, *, login: None = None, client: Client | None = None, locale: _Locale | str | None = None
    ) -> Session:
        """A session of an active user, named by id or by login name, whom the host has authenticated itself. With a `client`
        the user signs in with it: the log of sign-ins tells it.
        """
    @overload
    def session(
        self, user: None = None, *, login: str, client: Client | None = None, locale: _Locale | str | None = None
    ) -> Session:
        """A session of an active user, named by id or by login name, whom the host has authenticated itself. With a `client`
        the user signs in with it: the log of sign-ins tells it.
        """
    def login(self, login: str, password: str, *, locale: _Locale | str | None = None) -> Session:
        """A session of an active user who gives login name and password. The fifth wrong try in a row locks the login for
        fifteen minutes; `LoginFailedError` says why.
        """
    def sign_in(
        self,
        login: str,
        password: str,
        code: str | None = None,
        *,
        client: Client | None = None,
        locale: _Locale | str | None = None,
    ) -> Session:
        """The same with a code, where the user has a second factor, and with the client that the attempt comes from, for the
        log of sign-ins. `LoginFailedError` with the reason `code_required` says that the password is right: ask for the
        code, and call again with both.
        """
    def on_change(self, listener: Callable[[ChangeEvent], object]) -> Listener:
        """Registers a callable that is told of each committed change, on the thread of the call. An exception in it goes
        to `sys.unraisablehook` and harms neither the call nor other listeners.
        """
    def start_scheduler(self) -> Scheduler:
        """Starts a thread that runs due jobs, such as the churn scan, when they fall due; it ends when it is stopped or the
        engine closed. For hosts without a timer of their own, which call `jobs.run_due` instead.
        """
    def interrupt(self) -> None:
        """Makes every call under way, on any thread, end with `CallInterruptedError`. Nothing of theirs is kept."""
    def close(self) -> None:
        """Closes the engine and its sessions: every later call is refused. Calls under way on other threads finish."""
    @property
    def closed(self) -> bool:
        """Whether the engine was closed."""
    @property
    def read_only(self) -> bool:
        """Whether the database was opened for reading only."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_error: object) -> None: ...

@final
class Listener:
    """A registered listener, to remove it again; as a context manager it is removed at the end."""
    def remove(self) -> bool:
        """Removes the listener; whether it was there. A call under way may still reach it once."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_error: object) -> None: ...

@final
class Scheduler:
    """A thread that runs due jobs; as a context manager it is stopped at the end."""
    def wake(self) -> None:
        """Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock."""
    def stop(self) -> None:
        """Ends the thread; a job under way is waited for."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_error: object) -> None: ...

@final
class Page(Generic[_T]):
    """A page of a list: a sequence of its records, with the place where the next one begins."""
    @property
    def items(self) -> tuple[_T, ...]:
        """The records, in the list's order."""
    @property
    def next(self) -> str | None:
        """Pass it as `after` to get the next page; None on the last one."""
    @property
    def total(self) -> Total | None:
        """The rows of the whole list, where the request asked for a count."""
    @property
    def partial(self) -> bool:
        """Whether records are left out that the caller does not see. Reports say so; for other lists, which hold what is
        seen and nothing else, it is False.
        """
    def asdict(self) -> dict[str, Any]:
        """The page as a dictionary, its records as dictionaries too."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_T]: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> _T: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[_T, ...]: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ...
    def __class_getitem__(cls, key: Any) -> GenericAlias: ...

@final
class Session:
    """The engine as one acting user sees it; its areas are attributes.

    Every call checks anew that the user is active and may do it. Free to use from many threads at once. As a context
    manager it is closed at the end; it need not be.
    """
    @property
    def user(self) -> uuid.UUID | None:
        """The acting user."""
    @property
    def locale(self) -> Locale:
        """The language of labels and texts."""
    @property
    def closed(self) -> bool:
        """Whether the session was closed."""
    def with_locale(self, locale: _Locale | str) -> Session:
        """The same session with labels and texts in another language."""
    def with_time_limit(self, limit: datetime.timedelta | None) -> Session:
        """The same session whose calls each take at most this long, waiting included, and then end with
        `CallInterruptedError`; None is no limit.
        """
    def interrupt(self) -> None:
        """Makes every call of this session that is under way, on any thread, end with `CallInterruptedError`; those of
        other sessions go on.
        """
    @overload
    def call(self, operation: str, arguments: str, /) -> str:
        """Calls an operation by its name. Arguments given as JSON text give the result as JSON text; given as a mapping,
        or not at all, as plain Python data.
        """
    @overload
    def call(self, operation: str, arguments: Mapping[str, Any] | None = None, /) -> Any:
        """Calls an operation by its name. Arguments given as JSON text give the result as JSON text; given as a mapping,
        or not at all, as plain Python data.
        """
    def pull_sales(
        self,
        feed: str,
        source: Callable[[str | None], SalesChanges | SalesChangesFields],
        *,
        per_record: bool = False,
    ) -> SalesPull:
        """Asks the host's sales system for its changes until it has no more, and stores each batch with its cursor.
        `source` is called with the cursor of the last batch, None at the beginning, and gives a `SalesChanges` (or a
        mapping of its fields). A batch with a wrong record is refused as a whole; with `per_record` that record alone.
        """
    def close(self) -> None:
        """Ends the session: every later call is refused."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_error: object) -> None: ...
    def __getattr__(self, pack: str, /) -> PackCalls: ...
    @property
    def assignment(self) -> Assigning:
        """Dealing (派单): records are given to one of several people."""
    @property
    def capture(self) -> Capturing:
        """Capture (线索捕获): what comes in by forms and e-mails, and becomes leads."""
    @property
    def currencies(self) -> Currencies:
        """Currencies (货币): what each is worth in the company's own, and since when."""
    @property
    def duplicates(self) -> Duplicates:
        """Duplicates (疑似重复): records that may be the same, by rules that the house keeps."""
    @property
    def merges(self) -> Merges:
        """Merges (合并): records that are the same become one, and become several again."""
    @property
    def opportunities(self) -> Opportunities:
        """Opportunities (销售机会): winning new customers, and selling to those that are there."""
    @property
    def plans(self) -> Plans:
        """Development plans (客户开发计划) of opportunities."""
    @property
    def pools(self) -> Pools:
        """Pools (公海): records that nobody owns, for account managers to claim."""
    @property
    def scoring(self) -> Scoring:
        """Scores (评分): the chance that an opportunity is won, learned from closed ones."""
    @property
    def churn(self) -> Churn:
        """Churn warnings (客户流失预警), from the scan to loss or recovery."""
    @property
    def contacts(self) -> Contacts:
        """Contacts (联系人) of customers."""
    @property
    def customers(self) -> Customers:
        """Customers (客户): organisations, from the first data to loss and win-back."""
    @property
    def interactions(self) -> Interactions:
        """Interactions (交往记录) with customers: visits, calls."""
    @property
    def tickets(self) -> Tickets:
        """Service tickets (客户服务): what customers ask for, and what was done about it."""
    @property
    def activities(self) -> Activities:
        """Activities (活动): tasks, calls, meetings, mails and visits, with or without a record that they are about."""
    @property
    def activity_plans(self) -> ActivityPlans:
        """Activity plans (活动方案): what is done with every record of a kind, step by step."""
    @property
    def approvals(self) -> Approvals:
        """Approvals (审批): operations on records that are carried out once people have agreed to them."""
    @property
    def automations(self) -> Automations:
        """Automation (自动化规则): what rules did, and would do."""
    @property
    def bench(self) -> Workbench:
        """The workbench (工作台): what somebody has before them today."""
    @property
    def calendar(self) -> Calendar:
        """Calendars (日历): what people have to do and when they are busy, and files that other programs read and write."""
    @property
    def files(self) -> Files:
        """Files (附件) on records of any kind."""
    @property
    def follows(self) -> Follows:
        """Followers (关注人) of records of any kind."""
    @property
    def notes(self) -> Notes:
        """Notes (备注) on records of any kind."""
    @property
    def notifications(self) -> Notifications:
        """Notifications (通知): what people are told of records."""
    @property
    def outbox(self) -> Outbox:
        """The outbox (发件箱): what hosts are told, and say that they did."""
    @property
    def substitutes(self) -> Substitutes:
        """Substitutes (审批代理人): who signs off for whom, and for how long."""
    @property
    def tags(self) -> Tags:
        """Tags (标签) on records of any kind."""
    @property
    def templates(self) -> Templates:
        """Documents (文档模板) made of records of any kind."""
    @property
    def work_reports(self) -> WorkReports:
        """Work reports (工作报告): what somebody did in a day, a week or a month, and plans to do."""
    @property
    def reports(self) -> Reports:
        """Reports (统计报表)."""
    @property
    def imports(self) -> Imports:
        """Imports of CSV files (导入)."""
    @property
    def orders(self) -> Orders:
        """Order history (历史订单) of customers, read from the host's sales system."""
    @property
    def products(self) -> Products:
        """Products (产品) of the host's sales system; read-only."""
    @property
    def sales(self) -> Sales:
        """What the host's sales system sends: products, stock and orders, pushed or pulled."""
    @property
    def stock(self) -> StockArea:
        """Stock (库存) of the host's sales system; read-only."""
    @property
    def collaborators(self) -> Collaborators:
        """Collaborators (协作人) of customers and opportunities."""
    @property
    def departments(self) -> Departments:
        """Departments (部门) of the company."""
    @property
    def handover(self) -> Handover:
        """Hand-over (移交): what one person has passes to another."""
    @property
    def roles(self) -> Roles:
        """Roles (角色) and the operations they hold."""
    @property
    def second_factor(self) -> SecondFactor:
        """Second factors (双因素认证), which signing in takes beside a password."""
    @property
    def shares(self) -> Shares:
        """Shares (共享): one customer, opportunity or ticket shown to somebody whose it is not."""
    @property
    def sign_ins(self) -> SignIns:
        """The log of sign-ins (登录日志)."""
    @property
    def users(self) -> Users:
        """Users (用户) of the engine, their roles and passwords."""
    @property
    def audit(self) -> Audit:
        """The audit: calls, changes and refusals."""
    @property
    def changes(self) -> Changes:
        """The changed records in order, for hosts that follow the engine."""
    @property
    def dictionary(self) -> Dictionary:
        """The data dictionary (数据字典): the choices of every coded field."""
    @property
    def jobs(self) -> Jobs:
        """Due jobs: what the engine does by the calendar."""
    @property
    def maintenance(self) -> Maintenance:
        """Backup and checks of the database."""
    @property
    def meta(self) -> Meta:
        """What hosts that draw screens ask: descriptions, labels, allowed operations."""
    @property
    def objects(self) -> Objects:
        """Records of any kind (对象记录)."""
    @property
    def packs(self) -> Packs:
        """Definitions of objects, fields, rules and views (对象定义)."""
    @property
    def settings(self) -> SettingsArea:
        """The settings of the database."""
    @property
    def setup(self) -> Setup:
        """What configures the engine (设置文档): documents of kinds that the engine declares."""
    @property
    def views(self) -> Views:
        """Saved views (视图): kept questions about the records of one object."""

@final
class Assigning:
    """Dealing (派单): records are given to one of several people."""
    @overload
    def deal(
        self,
        record: RecordKey | RecordKeyFields,
        among: People | PeopleFields,
        method: _Dealing | None = None,
    ) -> UserRef:
        """Gives a record to one of `among` who may be its owner and is not (AUTO-9): to the next in turn, oldest account first,
        after who got the caller's last one of the kind; or to who has the fewest of the kind in hand, not in a final state.
        Who is passed over, since they may not be its owner, loses no turn. It is the kind's own `assign` or `reassign`, or
        another owner by its `update`, and asks all that these ask of the caller. Where there is nobody, it is refused
        (`among`: `nobody`). Rules and packs do the same by the effect `call`, each rule in a turn of its own, actions of packs in one of theirs.
        """
    @overload
    def deal(
        self,
        record: None = None,
        among: People | PeopleFields | None = None,
        method: _Dealing | None = None,
        *,
        object: str,
        id: uuid.UUID,
        kind: _PeopleKind,
        users: Sequence[uuid.UUID] | None = ...,
        role: str | None = ...,
        near: bool | None = ...,
        department: uuid.UUID | None = ...,
        field: str | None = ...,
        expression: str | None = ...,
        level: int | None = ...,
        each: bool | None = ...,
    ) -> UserRef:
        """Gives a record to one of `among` who may be its owner and is not (AUTO-9): to the next in turn, oldest account first,
        after who got the caller's last one of the kind; or to who has the fewest of the kind in hand, not in a final state.
        Who is passed over, since they may not be its owner, loses no turn. It is the kind's own `assign` or `reassign`, or
        another owner by its `update`, and asks all that these ask of the caller. Where there is nobody, it is refused
        (`among`: `nobody`). Rules and packs do the same by the effect `call`, each rule in a turn of its own, actions of packs in one of theirs.
        """
    @overload
    def propose(self, record: RecordKey | RecordKeyFields) -> builtins.list[AssignmentCandidate]:
        """Tells who would get a record by the enabled rules, and why others would not (ASSIGN-2): the members of each rule that accepts it,
        until one decides. Nothing is written.
        """
    @overload
    def propose(self, record: None = None, *, object: str, id: uuid.UUID) -> builtins.list[AssignmentCandidate]:
        """Tells who would get a record by the enabled rules, and why others would not (ASSIGN-2): the members of each rule that accepts it,
        until one decides. Nothing is written.
        """
    @overload
    def apply(self, record: RecordKey | RecordKeyFields) -> Assigned:
        """Gives a lead, or a customer without an account manager, to whom the first enabled rule by position gives it that accepts it and
        has an eligible member (ASSIGN-2); where there is none, it stays where it is. An opportunity of a customer goes to that one's
        account manager, unless the rule says otherwise. Rules and packs do the same by the effect `call`.
        """
    @overload
    def apply(self, record: None = None, *, object: str, id: uuid.UUID) -> Assigned:
        """Gives a lead, or a customer without an account manager, to whom the first enabled rule by position gives it that accepts it and
        has an eligible member (ASSIGN-2); where there is none, it stays where it is. An opportunity of a customer goes to that one's
        account manager, unless the rule says otherwise. Rules and packs do the same by the effect `call`.
        """
    def distribute(
        self,
        of: _DealtKind,
        matching: Mapping[str, Any] | None = None,
        dry_run: bool | None = None,
    ) -> Distribution:
        """Gives up to 10,000 leads, or customers without an account manager, by the enabled rules that don't act at once, the earliest
        first, in one transaction (ASSIGN-6); with a filter tree (`matching`) those of which it is true. It tells how many each got, and
        why others stay. A dry run tells it alone. The same is done every day at the time of the setting `assignment_at`.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Capturing:
    """Capture (线索捕获): what comes in by forms and e-mails, and becomes leads."""
    def submit(
        self,
        form: str,
        answers: Sequence[FormAnswer | FormAnswerFields],
        address: str | None = None,
        visit: Visit | VisitFields | None = None,
        consent: bool | None = None,
        id: uuid.UUID | None = None,
    ) -> Captured:
        """Takes what somebody sent by an enabled form, which is named by its public key (CAPT-3): an opportunity is created, or
        joined where the form says so. Answers are texts, read as what the form maps them to; what is wrong is told by the names of
        the form's fields. The same sender within the form's minutes is `repeated`; a filled trap is `ignored`, and only
        counted; too many from one address within an hour are a conflict (`too_many`).

        With an `id` of the caller's (a UUIDv7) a repetition with equal arguments gives what it gave before; with other
        arguments it is a conflict (`id_taken`).
        """
    def email(
        self,
        message: bytes,
        mailbox: str,
        verified: bool | None = None,
        id: uuid.UUID | None = None,
    ) -> Captured:
        """Takes a message as it came (RFC 5322), at most 25 MiB, with the address of its mailbox (CAPT-5). It joins the record of
        which it is an answer or whose person its sender is; else it becomes a lead. What machines sent is `ignored` with its reason
        (CAPT-6), and what had come before is `repeated`.

        A sender can be forged. Whether this one is genuine the host has asked first, and says so by `verified`: without that,
        whoever is a person of an open opportunity makes a lead, and joins nothing.
        """
    def list(
        self,
        filter: CaptureFilter | CaptureFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        how: _CaptureHow | None = ...,
        form: str | None = ...,
        mailbox: str | None = ...,
        outcome: _CaptureOutcome | None = ...,
        opportunity: uuid.UUID | None = ...,
        customer: uuid.UUID | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Capture]:
        """Lists what was captured, newest first (CAPT-1); to who does not see all records, what became one that they see."""
    def iterate(
        self,
        filter: CaptureFilter | CaptureFilterFields | None = None,
        *,
        page_size: int = 500,
        how: _CaptureHow | None = ...,
        form: str | None = ...,
        mailbox: str | None = ...,
        outcome: _CaptureOutcome | None = ...,
        opportunity: uuid.UUID | None = ...,
        customer: uuid.UUID | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
    ) -> Iterator[Capture]:
        """Lists what was captured, newest first (CAPT-1); to who does not see all records, what became one that they see.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def enrich(
        self,
        record: RecordKey | RecordKeyFields,
        provider: str,
        facts: Sequence[Fact | FactFields],
    ) -> Enrichment:
        """Gives what a provider knows of an opportunity or a customer, at most 50 facts (CAPT-9). Empty fields are filled; where
        a field says something else, or the record is closed, lost or somebody's, the fact stands as a proposal in the answer.
        A note of the record tells both, with their sources.
        """
    @overload
    def enrich(
        self,
        record: None = None,
        provider: str | None = None,
        facts: Sequence[Fact | FactFields] | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> Enrichment:
        """Gives what a provider knows of an opportunity or a customer, at most 50 facts (CAPT-9). Empty fields are filled; where
        a field says something else, or the record is closed, lost or somebody's, the fact stands as a proposal in the answer.
        A note of the record tells both, with their sources.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Currencies:
    """Currencies (货币): what each is worth in the company's own, and since when."""
    def set_rates(self, rates: Sequence[NewCurrencyRate | NewCurrencyRateFields]) -> int:
        """Says what one unit of currencies is worth in the company's own, from days on (SALE-10): at most 10,000 rates, in
        one transaction. A rate of a currency and day that is there already is replaced. Gives how many were new or
        changed.
        """
    def rates(
        self,
        currency: str | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[CurrencyRate]:
        """Lists the rates to the company's present currency, all or those of one currency, by currency and day
        (SALE-10). Every signed-in user may.
        """
    def iterate_rates(self, currency: str | None = None, *, page_size: int = 500) -> Iterator[CurrencyRate]:
        """Lists the rates to the company's present currency, all or those of one currency, by currency and day
        (SALE-10). Every signed-in user may.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def convert(self, amount: Money | MoneyFields, to: str, on: datetime.date | None = None) -> Money:
        """Converts an amount to another currency at the rates of a day, today's without one (SALE-10): through the
        company's currency exactly, and rounded once, half to even, to the places of the other. The rate of a day is the
        latest that is valid from it or before; where a currency has none, the call is refused (`no_rate`). Every
        signed-in user may.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Duplicates:
    """Duplicates (疑似重复): records that may be the same, by rules that the house keeps."""
    def check(
        self,
        object: str,
        values: Mapping[str, Any],
        record: RecordKey | RecordKeyFields | None = None,
        *,
        id: uuid.UUID = ...,
    ) -> builtins.list[DuplicateHit]:
        """Tells which records one may be the same as, before it is written (DUP-7), by every rule that is in force: `values` are
        its fields so far, `{"name": "恒信轴承", "phone": "021-5555 0100"}`. With `record`, which is there, its own values
        stand where `values` has none, and it does not meet itself. At most 100 hits are told, in the order of the rules.

        Of a record that the caller does not see no more is told than its object, what is alike, and whose it is, and nothing
        where likeness alone found it. That is counted: beyond as many a day as the settings say, it is refused
        (`daily_limit`), and the audit keeps who was told of which.
        """
    def scan(self, rule: str | None = None) -> DuplicateScan:
        """Looks through all records by a rule, or by all that are in force (DUP-8). Pairs that are new are added, and open ones
        that match no more are gone; what is ignored stays so. All that a rule admits is found. It works in slices, while others
        write.
        """
    def pairs(
        self,
        filter: PairFilter | PairFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        state: _PairState | None = ...,
        object: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        rule: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[DuplicatePair]:
        """Lists pairs of records that may be the same, newest first (DUP-9): of two records that the caller sees both."""
    def iterate_pairs(
        self,
        filter: PairFilter | PairFilterFields | None = None,
        *,
        page_size: int = 500,
        state: _PairState | None = ...,
        object: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        rule: str | None = ...,
    ) -> Iterator[DuplicatePair]:
        """Lists pairs of records that may be the same, newest first (DUP-9): of two records that the caller sees both.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def clusters(
        self,
        object: str,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[DuplicateCluster]:
        """Lists what open pairs connect, the largest first (DUP-9)."""
    def iterate_clusters(self, object: str, *, page_size: int = 500) -> Iterator[DuplicateCluster]:
        """Lists what open pairs connect, the largest first (DUP-9).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def ignore(self, pairs: Sequence[uuid.UUID], ignored: bool | None = None, note: str | None = None) -> int:
        """Says of pairs that they are two records each, which no later check or scan tells of; or takes that back (DUP-9). Gives
        how many changed.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Merges:
    """Merges (合并): records that are the same become one, and become several again."""
    def preview(
        self,
        records: Sequence[RecordKey | RecordKeyFields],
        survivor: RecordKey | RecordKeyFields | None = None,
        choices: Sequence[FieldChoice | FieldChoiceFields] | None = None,
    ) -> MergePreview:
        """Says what a merge would do, without writing (DUP-14): which record stays, every field with all values and whose is
        taken, how many of what moves and falls together, and what would refuse it. Records are customers or contacts; the
        survivor, unless it is named, is the first in order: of customers active ones, then those with a key in the host's
        ERP, with more orders, complete ones, earlier ones; of contacts the earliest.
        """
    def apply(
        self,
        records: Sequence[RecordKey | RecordKeyFields],
        survivor: RecordKey | RecordKeyFields | None = None,
        choices: Sequence[FieldChoice | FieldChoiceFields] | None = None,
        versions: Sequence[RecordVersion | RecordVersionFields] | None = None,
        keep_as_collaborator: bool | None = None,
        id: uuid.UUID | None = None,
    ) -> Merge:
        """Makes records of one kind one (DUP-10 to DUP-13): the survivor keeps its fields and fills empty ones from the others
        in their order, but where `choices` say otherwise; everything that refers to the others, or hangs on them, refers to
        it and hangs on it; what both have falls together. The id, the number and the key of each loser stand for the
        survivor from then on, and a version given with a loser's id is stale. The account manager of a loser becomes a
        collaborator of the survivor, unless `keep_as_collaborator` is `false`.

        An active customer is not merged into a lost one, nor the contacts of lost ones, nor what waits for approval. Sales
        managers may whose scope reaches all of the records, and who is the account manager of all of them. It can be undone
        for as many days as the settings say.

        With an `id` of the caller's (a UUIDv7) a repetition of the same records gives the merge that was done.
        """
    def undo(self, id: uuid.UUID, version: int | None = None) -> MergeUndone:
        """Undoes a merge (DUP-14): each loser is back with its id, number, key and fields, and what moved goes back, unless it
        was deleted or moved on since; fields that the merge set and nobody changed since go back too. What came after the
        merge stays with the survivor, but orders of a loser's key go with the key. The result lists what stayed and why.
        Refused (`conflict`): `undo_expired` later than the settings say, `merged_later` where the survivor was merged on,
        `in_use` where another record has a value of the loser's meanwhile.
        """
    def list(
        self,
        filter: MergeFilter | MergeFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        object: str | None = ...,
        survivor: uuid.UUID | None = ...,
        merged_by: uuid.UUID | None = ...,
        undone: bool | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Merge]:
        """Lists merges, newest first: a sales manager all of records in their scope, others their own."""
    def iterate(
        self,
        filter: MergeFilter | MergeFilterFields | None = None,
        *,
        page_size: int = 500,
        object: str | None = ...,
        survivor: uuid.UUID | None = ...,
        merged_by: uuid.UUID | None = ...,
        undone: bool | None = ...,
    ) -> Iterator[Merge]:
        """Lists merges, newest first: a sales manager all of records in their scope, others their own.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Opportunities:
    """Opportunities (销售机会): winning new customers, and selling to those that are there."""
    @overload
    def create(
        self,
        new: NewOpportunity | NewOpportunityFields,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> Opportunity:
        """Records an opportunity; it is unassigned at first (OPP-1). Number, creator and time are the engine's to give.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the opportunity that is there;
        with other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        source: str | None = ...,
        customer_name: str,
        success_probability: int,
        summary: str,
        contact_name: str | None = ...,
        contact_phone: str | None = ...,
        description: str,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        amount: Money | MoneyFields | None = ...,
        expected_close: datetime.date | None = ...,
        probability_from: _ProbabilityFrom | None = ...,
        forecast_category: _ForecastCategory | None = ...,
        origin: uuid.UUID | None = ...,
        region: uuid.UUID | None = ...,
        industry: str | None = ...,
        contact_email: str | None = ...,
        next_step: str | None = ...,
        next_step_on: datetime.date | None = ...,
        custom: Mapping[str, Any] | None = ...,
        persons: Sequence[NewPerson | NewPersonFields] | None = ...,
        assignee: uuid.UUID | None = ...,
    ) -> Opportunity:
        """Records an opportunity; it is unassigned at first (OPP-1). Number, creator and time are the engine's to give.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the opportunity that is there;
        with other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
        """
    def create_many(
        self,
        opportunities: Sequence[NewOpportunity | NewOpportunityFields],
        per_record: bool | None = None,
        assign: str | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> OpportunityBatch:
        """Records up to 10,000 opportunities by the rules of `create` (CAPT-8): all or, where any is refused, none; with `per_record`
        the others are recorded all the same, and the result says of each what became of it.

        Each may name its persons, and an `assignee`, to whom it is assigned at once. `assign` names an enabled assignment rule that
        gives those that name nobody. `duplicates` is as in `create`; the opportunities of one call meet each other, and the result has
        the numbers of what each may be the same as (DUP-6).

        What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 opportunities are, told and
        audited by themselves, and a call that ends early leaves those that it came to.
        """
    def get(self, id: uuid.UUID) -> Opportunity:
        """Gives one opportunity. Its assignee may, whatever their roles (DUTY-1)."""
    def list(
        self,
        filter: OpportunityFilter | OpportunityFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        status: _OpportunityStatus | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        contact: str | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        origin: uuid.UUID | None = ...,
        expected_close_from: datetime.date | None = ...,
        expected_close_to: datetime.date | None = ...,
        lost_reason: uuid.UUID | None = ...,
        closed_from: datetime.datetime | None = ...,
        closed_before: datetime.datetime | None = ...,
        pipeline: str | None = ...,
        stage: uuid.UUID | None = ...,
        department: uuid.UUID | None = ...,
        score_from: decimal.Decimal | int | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Opportunity]:
        """Lists opportunities, newest first (OPP-5): all of them, or those that every given condition of the filter holds
        for.
        """
    def iterate(
        self,
        filter: OpportunityFilter | OpportunityFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        status: _OpportunityStatus | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        contact: str | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        origin: uuid.UUID | None = ...,
        expected_close_from: datetime.date | None = ...,
        expected_close_to: datetime.date | None = ...,
        lost_reason: uuid.UUID | None = ...,
        closed_from: datetime.datetime | None = ...,
        closed_before: datetime.datetime | None = ...,
        pipeline: str | None = ...,
        stage: uuid.UUID | None = ...,
        department: uuid.UUID | None = ...,
        score_from: decimal.Decimal | int | None = ...,
    ) -> Iterator[Opportunity]:
        """Lists opportunities, newest first (OPP-5): all of them, or those that every given condition of the filter holds
        for.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def alerts(
        self,
        filter: OpportunityFilter | OpportunityFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        status: _OpportunityStatus | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        contact: str | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        origin: uuid.UUID | None = ...,
        expected_close_from: datetime.date | None = ...,
        expected_close_to: datetime.date | None = ...,
        lost_reason: uuid.UUID | None = ...,
        closed_from: datetime.datetime | None = ...,
        closed_before: datetime.datetime | None = ...,
        pipeline: str | None = ...,
        stage: uuid.UUID | None = ...,
        department: uuid.UUID | None = ...,
        score_from: decimal.Decimal | int | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Alert]:
        """Lists open opportunities that want attention, newest first, each with all its reasons (SALE-11): `stuck`, it is longer in
        its stage than that says; `overdue`, its expected close is over; `no_next_step`, neither a next step nor an activity is
        ahead; `idle`, nothing was done with it for as many days as the setting `idle_days` says.
        """
    def iterate_alerts(
        self,
        filter: OpportunityFilter | OpportunityFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        status: _OpportunityStatus | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        contact: str | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        origin: uuid.UUID | None = ...,
        expected_close_from: datetime.date | None = ...,
        expected_close_to: datetime.date | None = ...,
        lost_reason: uuid.UUID | None = ...,
        closed_from: datetime.datetime | None = ...,
        closed_before: datetime.datetime | None = ...,
        pipeline: str | None = ...,
        stage: uuid.UUID | None = ...,
        department: uuid.UUID | None = ...,
        score_from: decimal.Decimal | int | None = ...,
    ) -> Iterator[Alert]:
        """Lists open opportunities that want attention, newest first, each with all its reasons (SALE-11): `stuck`, it is longer in
        its stage than that says; `overdue`, its expected close is over; `no_next_step`, neither a next step nor an activity is
        ahead; `idle`, nothing was done with it for as many days as the setting `idle_days` says.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: OpportunityUpdate | OpportunityUpdateFields,
        duplicates: _OnDuplicate | None = None,
    ) -> Opportunity:
        """Changes an unassigned opportunity, not only one's own (OPP-2). Fields that are not named stay as they are. Where it meets
        another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        source: str = ...,
        customer_name: str = ...,
        success_probability: int = ...,
        summary: str = ...,
        contact_name: str = ...,
        contact_phone: str = ...,
        description: str = ...,
        customer: uuid.UUID = ...,
        kind: uuid.UUID = ...,
        amount: Money | MoneyFields = ...,
        expected_close: datetime.date = ...,
        probability_from: _ProbabilityFrom = ...,
        forecast_category: _ForecastCategory = ...,
        origin: uuid.UUID = ...,
        region: uuid.UUID = ...,
        industry: str = ...,
        contact_email: str = ...,
        next_step: str = ...,
        next_step_on: datetime.date = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Opportunity:
        """Changes an unassigned opportunity, not only one's own (OPP-2). Fields that are not named stay as they are. Where it meets
        another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
        """
    @overload
    def revise(self, id: uuid.UUID, changes: OpportunityRevision | OpportunityRevisionFields) -> Opportunity:
        """Changes the estimates of an assigned opportunity, and nothing else of it (SALE-7): its assignee, who works on it beside
        them, or a sales manager. Fields that are not named stay as they are; a chance of success that is named is one by hand.
        """
    @overload
    def revise(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        amount: Money | MoneyFields = ...,
        expected_close: datetime.date = ...,
        success_probability: int = ...,
        probability_from: _ProbabilityFrom = ...,
        forecast_category: _ForecastCategory = ...,
        kind: uuid.UUID = ...,
        origin: uuid.UUID = ...,
        region: uuid.UUID = ...,
        industry: str = ...,
        next_step: str = ...,
        next_step_on: datetime.date = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Opportunity:
        """Changes the estimates of an assigned opportunity, and nothing else of it (SALE-7): its assignee, who works on it beside
        them, or a sales manager. Fields that are not named stay as they are; a chance of success that is named is one by hand.
        """
    def set_persons(
        self,
        id: uuid.UUID,
        persons: Sequence[NewPerson | NewPersonFields],
        version: int | None = None,
    ) -> builtins.list[Person]:
        """Says whom an opportunity is about, in the place of what was said before (SALE-8): up to 20 persons, each a contact of the customer
        that it names, or somebody by name. Exactly one is the primary one, which one alone always is: the opportunity's contact, whose
        name, telephone and e-mail are its `contact_name`, `contact_phone` and `contact_email`, and change with these too. A person who
        is a contact shows what that one has, until a value is given by hand or the contact is deleted.

        Sales managers and account managers may while it is unassigned; then its assignee, who works on it beside them, or a sales manager.
        """
    def set_lines(
        self,
        id: uuid.UUID,
        currency: str,
        lines: Sequence[NewOpportunityLine | NewOpportunityLineFields],
        version: int | None = None,
    ) -> Opportunity:
        """Says what an opportunity may sell, in the place of what was said before (SALE-9): up to 200 lines in one currency. Its amount is
        their sum, and is not given any more (`derived`); where the last line goes, it stays as it was. Who may is as in `set_persons`.
        """
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes an unassigned opportunity for good; only its creator may (OPP-3). One that was ever assigned stays: a conflict
        (`has_history`).
        """
    def assign(
        self,
        id: uuid.UUID,
        assignee: uuid.UUID,
        version: int | None = None,
        pipeline: str | None = None,
    ) -> Opportunity:
        """Gives an unassigned opportunity to one active account manager, who develops it from then on (OPP-4). Anybody
        else is refused (`not_account_manager`); `users.colleagues` lists who can be chosen. It enters the first stage of
        `pipeline`, an enabled one that serves the assignee's department (`not_served`), or where none is named of the first
        that does (PIPE-3).
        """
    def reassign(self, id: uuid.UUID, assignee: uuid.UUID, version: int | None = None) -> Opportunity:
        """Gives an assigned opportunity to another active account manager, when somebody leaves for example (OPP-6). Its
        plan stays, and `assignments` keeps the earlier assignee. It stays in its stage too, where the pipeline serves the new
        assignee's department; else it enters the first one that does (PIPE-3).
        """
    def assignments(
        self,
        id: uuid.UUID,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Assignment]:
        """Lists to whom an opportunity was given, by whom and when, oldest first; none before it is assigned (OPP-6)."""
    def iterate_assignments(self, id: uuid.UUID, *, page_size: int = 500) -> Iterator[Assignment]:
        """Lists to whom an opportunity was given, by whom and when, oldest first; none before it is assigned (OPP-6).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def develop(
        self,
        id: uuid.UUID,
        version: int | None = None,
        customer: uuid.UUID | None = None,
        into: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> Opportunity:
        """Declares the development a success, which is final (PLAN-5). In the same transaction it creates the customer:
        the opportunity's customer name, its assignee as the account manager, and the contact's name and phone as the
        first contact (without a name, the phone becomes the customer's own). The customer is incomplete until an
        update fills what the settings require.

        What the enabled stages of its pipeline ask for it must have by then: fields (`required_by_stage`, each), and done
        activities (`stage`: `activity_required`) (PIPE-4).

        Returns the opportunity, which links to the customer. `customer` is the id that the caller wants the customer
        to have (a UUIDv7); where it is taken, the call is a conflict (`id_taken`). `duplicates` is as in `customers.create`, of
        the customer (DUP-6).

        An opportunity that names a customer creates none, and takes no such id (`not_applicable`). For one that names none,
        `into` may name an active customer that is there: no second one is created, and the opportunity is that one's (SALE-5).
        Persons with a name become contacts of that customer (SALE-8), but who is one by name and e-mail address or number is that one;
        to a customer that is lost meanwhile none is added.
        """
    def fail(
        self,
        id: uuid.UUID,
        reason: str | None = None,
        version: int | None = None,
        lost_reason: uuid.UUID | None = None,
        lost_to: RecordKey | RecordKeyFields | None = None,
    ) -> Opportunity:
        """Ends the development without success, which is final, with an optional reason (PLAN-6), and what it was lost for: an
        entry of the dictionary category `lost_reason`, which the setting `lost_reason_required` asks for (SALE-6).

        `lost_to` is the record that won instead, where a pack gives opportunities a field of that name; else it is unknown
        (`unknown_field`).
        """
    def release(self, id: uuid.UUID, reason: str, version: int | None = None) -> Opportunity:
        """Gives an assigned opportunity back, with a reason: it is unassigned again, and its creator's (SALE-4). Its plan and
        its earlier assignments stay; the plan can be read, and changed once it is assigned again. The assignee may,
        whatever their roles (DUTY-1).
        """
    def disqualify(
        self,
        id: uuid.UUID,
        lost_reason: uuid.UUID,
        reason: str | None = None,
        version: int | None = None,
    ) -> Opportunity:
        """Closes an unassigned opportunity that is none, which is final: it has failed for this reason, an entry of the
        dictionary category `lost_reason`, and perhaps one in words (SALE-4).
        """
    def move_stage(self, id: uuid.UUID, stage: uuid.UUID, version: int | None = None) -> Opportunity:
        """Moves an assigned opportunity to another enabled stage, of its own pipeline or of an enabled one that serves its
        department (`not_served`) (PIPE-4). It must have what that stage and the enabled ones before it ask for: fields
        (`required_by_stage`, each), and done activities (`stage`: `activity_required`). Moving back in its pipeline asks for
        nothing, and moving to where it is changes nothing. The assignee may, and who works on it beside them.
        """
    def detail(self, id: uuid.UUID) -> OpportunityDetail:
        """Gives one opportunity as `get` does, with its persons and its lines (SALE-8, SALE-9), its stays in stages and how long it was in
        each (PIPE-6).
        """
    def explain_score(self, id: uuid.UUID) -> ScoreExplanation:
        """Tells why an opportunity has its score (SCORE-5): what pulls towards winning and towards losing, the strongest first, with
        the shares of what was won and lost that had the same; and which rules of scores hold. It leaves out what the caller does
        not read. It is computed anew, and the opportunity keeps the score that it has. Its assignee may, whatever their roles.
        """
    def board(
        self,
        pipeline: str,
        filter: OpportunityFilter | OpportunityFilterFields | None = None,
        per_stage: int | None = None,
        closed_from: datetime.date | None = None,
        closed_to: datetime.date | None = None,
        matching: Mapping[str, Any] | None = None,
        stage: uuid.UUID | None = None,
        after: str | None = None,
        *,
        status: _OpportunityStatus | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        contact: str | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        customer: uuid.UUID | None = ...,
        kind: uuid.UUID | None = ...,
        origin: uuid.UUID | None = ...,
        expected_close_from: datetime.date | None = ...,
        expected_close_to: datetime.date | None = ...,
        lost_reason: uuid.UUID | None = ...,
        closed_before: datetime.datetime | None = ...,
        department: uuid.UUID | None = ...,
        score_from: decimal.Decimal | int | None = ...,
    ) -> Board:
        """Gives a pipeline as a board (PIPE-7): of each stage how many opportunities stand in it, what they amount to in the company's
        currency, as they are and by their chances, and the first `per_stage` of them. Counts and sums are of whole columns, of what
        the caller sees and the filter lets through. With `closed_from` or `closed_to` it tells what was won and lost on these days
        too. `after` goes on where the cards of a `stage` ended.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Plans:
    """Development plans (客户开发计划) of opportunities."""
    def get(self, opportunity: uuid.UUID, after: str | None = None) -> Plan:
        """Gives an opportunity's plan: the opportunity with its steps by date (PLAN-4). The assignee may, whatever their
        roles (DUTY-1).

        One answer carries at most 1,000 steps, and 4 MiB of their texts. Where there are more, `next` is there: pass it
        as `after`.
        """
    @overload
    def add(
        self,
        opportunity: uuid.UUID,
        new: NewPlanItem | NewPlanItemFields,
        id: uuid.UUID | None = None,
    ) -> PlanItem:
        """Adds a step to the plan of an assigned opportunity (PLAN-1). Any day may be planned, past ones too.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the step that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def add(
        self,
        opportunity: uuid.UUID,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        date: datetime.date,
        content: str,
    ) -> PlanItem:
        """Adds a step to the plan of an assigned opportunity (PLAN-1). Any day may be planned, past ones too.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the step that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def update(self, id: uuid.UUID, changes: PlanItemUpdate | PlanItemUpdateFields) -> PlanItem:
        """Changes what a step is about, while the opportunity is assigned (PLAN-2). Its date is fixed: delete the step
        and add another.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        content: str = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> PlanItem:
        """Changes what a step is about, while the opportunity is assigned (PLAN-2). Its date is fixed: delete the step
        and add another.
        """
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a step with its result, while the opportunity is assigned (PLAN-2)."""
    def record_result(self, id: uuid.UUID, result: str, version: int | None = None) -> PlanItem:
        """Records what came of a step, or revises it, while the opportunity is assigned; only the assignee may (PLAN-3)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Pools:
    """Pools (公海): records that nobody owns, for account managers to claim."""
    def records(
        self,
        pool: str,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[PooledRecord]:
        """Lists the records of a pool, the longest there first; with a filter tree (`matching`) those of which it is true. Its members may,
        who looks after it, and sales managers; members see them whatever their scope (ASSIGN-7).
        """
    def iterate_records(
        self,
        pool: str,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
    ) -> Iterator[PooledRecord]:
        """Lists the records of a pool, the longest there first; with a filter tree (`matching`) those of which it is true. Its members may,
        who looks after it, and sales managers; members see them whatever their scope (ASSIGN-7).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def standing(self, pool: str) -> PoolStanding:
        """Tells a member of a pool what they have in hand, and how many records they may still claim (ASSIGN-8)."""
    def claim(self, pool: str, records: Sequence[RecordKey | RecordKeyFields]) -> builtins.list[ObjectRef]:
        """Claims up to 100 records of a pool, all or none (ASSIGN-8): they are the caller's, a member of the pool who may develop
        opportunities. Refused are, in this order, a record that is not in the pool (a conflict, `not_pooled`: somebody else was faster),
        who would have more in hand than it allows (`hold_limit`) or claimed more today than a member may (`per_day`), what is not long
        enough in it (`fresh`), and what was the caller's last (`previous_owner`). Who looks after the pool has no need of the last three.
        Of a customer, open opportunities stay with their assignees.
        """
    def give(
        self,
        pool: str,
        records: Sequence[RecordKey | RecordKeyFields],
        to: uuid.UUID,
    ) -> builtins.list[ObjectRef]:
        """Gives up to 1,000 records of a pool to an account manager, all or none (ASSIGN-9). Sales managers may, and who looks after the
        pool; no more than the pool allows anybody to have in hand (a conflict, `hold_limit`).
        """
    def put(
        self,
        records: Sequence[RecordKey | RecordKeyFields],
        reason: str,
        pool: str | None = None,
    ) -> builtins.list[ObjectRef]:
        """Puts up to 1,000 records into a pool, all or none, with a reason (ASSIGN-9): into the one that is named, or each into the first
        that takes it. They are nobody's from then on; an opportunity is unassigned. The owner of all of them may, and sales managers.
        Packs and rules do the same by the effect `call`.
        """
    @overload
    def stays(self, record: RecordKey | RecordKeyFields) -> builtins.list[PoolStay]:
        """Tells in which pools a record was, the last first, 1,000 at the most: since when, why, and how it ended (ASSIGN-11). Whoever
        reads the record may.
        """
    @overload
    def stays(self, record: None = None, *, object: str, id: uuid.UUID) -> builtins.list[PoolStay]:
        """Tells in which pools a record was, the last first, 1,000 at the most: since when, why, and how it ended (ASSIGN-11). Whoever
        reads the record may.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Scoring:
    """Scores (评分): the chance that an opportunity is won, learned from closed ones."""
    def counts(self, department: uuid.UUID | None = None, field: str | None = None) -> builtins.list[ScoreCount]:
        """Lists what scores are learned from (SCORE-2): per department in which opportunities were closed, field and value how many were
        won and lost, each with the 0.1 that it began with. With a `department` those of that one, with a `field` that one:
        `origin`, `stage`, `closed`. At most 10,000 are told.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Churn:
    """Churn warnings (客户流失预警), from the scan to loss or recovery."""
    def scan(self) -> ChurnScan:
        """Adds a warning for every active customer that is quiet and has no open one, and closes the open ones whose
        customer is quiet no more (CHURN-1, CHURN-2).

        Quiet is a customer whose latest order, or where there is none or an older one the day it was created or won
        back, is more than six calendar months ago. The scheduled job does the same every Saturday; between two scans
        this one adds only what has become quiet since.

        It writes 500 warnings at a time, each in a transaction with an event of its own; others write between them. One
        that ends early has done a part, and the next does the rest.
        """
    def get(self, id: uuid.UUID) -> ChurnWarning:
        """Gives one warning with its measures. The customer's account manager may, whatever their roles."""
    def measures(
        self,
        id: uuid.UUID,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Measure]:
        """Lists all that was tried against the loss of a warning's customer, oldest first. By the same people as `get`."""
    def iterate_measures(self, id: uuid.UUID, *, page_size: int = 500) -> Iterator[Measure]:
        """Lists all that was tried against the loss of a warning's customer, oldest first. By the same people as `get`.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def list(
        self,
        filter: ChurnWarningFilter | ChurnWarningFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        status: _WarningStatus | None = ...,
        customer: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        account_manager: uuid.UUID | None = ...,
        last_order_from: datetime.date | None = ...,
        last_order_before: datetime.date | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ChurnWarning]:
        """Lists warnings with their measures, newest first, closed ones too unless the filter names a status (CHURN-5)."""
    def iterate(
        self,
        filter: ChurnWarningFilter | ChurnWarningFilterFields | None = None,
        *,
        page_size: int = 500,
        status: _WarningStatus | None = ...,
        customer: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        account_manager: uuid.UUID | None = ...,
        last_order_from: datetime.date | None = ...,
        last_order_before: datetime.date | None = ...,
    ) -> Iterator[ChurnWarning]:
        """Lists warnings with their measures, newest first, closed ones too unless the filter names a status (CHURN-5).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def history(self, customer: uuid.UUID, after: str | None = None) -> ChurnHistory:
        """Gives every warning and win-back of one customer, oldest first: at most 1,000 of them, and 4 MiB of text. Where
        there is more, `next` is there: pass it as `after`.
        """
    def defer(self, id: uuid.UUID, measure: str, version: int | None = None) -> ChurnWarning:
        """Records a measure against the loss of the customer; the warning is then deferred, and may be so again (CHURN-3).

        The customer's present account manager may; where that person is disabled, or there is none, a sales manager.
        """
    def confirm(self, id: uuid.UUID, reason: str, version: int | None = None) -> ChurnWarning:
        """Confirms a deferred warning, with the reason of the loss: the customer is lost, and frozen until it is won back
        (CHURN-4). By the same people as `defer`.

        Where the customer is quiet no more, the call is refused as not possible while `recovered`, and the warning is
        recovered from then on: the only refusal that leaves something behind (CHURN-2).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Contacts:
    """Contacts (联系人) of customers."""
    @overload
    def create(
        self,
        customer: uuid.UUID,
        new: NewContact | NewContactFields,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> Contact:
        """Adds a contact to an active customer, for good: it never moves to another one (CONTACT-1). The customer's
        account manager may, and any sales manager.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the contact that is there; with
        other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
        """
    @overload
    def create(
        self,
        customer: uuid.UUID,
        new: None = None,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        name: str | None = ...,
        gender: uuid.UUID | None = ...,
        position: str | None = ...,
        office_phone: str | None = ...,
        mobile: str | None = ...,
        birthday: str | None = ...,
        remarks: str | None = ...,
        email: str | None = ...,
        custom: Mapping[str, Any] | None = ...,
    ) -> Contact:
        """Adds a contact to an active customer, for good: it never moves to another one (CONTACT-1). The customer's
        account manager may, and any sales manager.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the contact that is there; with
        other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
        """
    def get(self, id: uuid.UUID) -> Contact:
        """Gives one contact, of an active customer or a lost one."""
    def list(
        self,
        customer: uuid.UUID | None = None,
        filter: ContactFilter | ContactFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        name: str | None = ...,
        birthday: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Contact]:
        """Lists contacts in the order they were added: of one customer, or of all (CONTACT-1). The customer's account
        manager may list those of the customer, whatever their roles.
        """
    def iterate(
        self,
        customer: uuid.UUID | None = None,
        filter: ContactFilter | ContactFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        name: str | None = ...,
        birthday: str | None = ...,
    ) -> Iterator[Contact]:
        """Lists contacts in the order they were added: of one customer, or of all (CONTACT-1). The customer's account
        manager may list those of the customer, whatever their roles.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: ContactUpdate | ContactUpdateFields,
        duplicates: _OnDuplicate | None = None,
    ) -> Contact:
        """Changes a contact of an active customer; afterwards name, gender, position and office phone must all be filled
        (CONTACT-1). Where it meets another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        name: str = ...,
        gender: uuid.UUID = ...,
        position: str = ...,
        office_phone: str = ...,
        mobile: str = ...,
        birthday: str = ...,
        remarks: str = ...,
        email: str = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Contact:
        """Changes a contact of an active customer; afterwards name, gender, position and office phone must all be filled
        (CONTACT-1). Where it meets another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
        """
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a contact of an active customer for good (CONTACT-1)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Customers:
    """Customers (客户): organisations, from the first data to loss and win-back."""
    @overload
    def create(
        self,
        new: NewCustomer | NewCustomerFields,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> Customer:
        """Creates a customer, active from the start; the fields that the settings require must all be filled (CUST-3).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the customer that is there; with
        other fields it is a conflict (`id_taken`).

        One that may be there already, by a rule that asks, is a conflict (`duplicate`) that tells of up to 20 such records,
        unless `duplicates` accepts them (DUP-6).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        name: str,
        region: uuid.UUID | None = ...,
        account_manager: uuid.UUID | None = ...,
        level: uuid.UUID | None = ...,
        satisfaction: int | None = ...,
        credit: int | None = ...,
        address: str | None = ...,
        postcode: str | None = ...,
        phone: str | None = ...,
        fax: str | None = ...,
        website: str | None = ...,
        business_licence_no: str | None = ...,
        legal_representative: str | None = ...,
        registered_capital: Money | MoneyFields | None = ...,
        annual_turnover: Money | MoneyFields | None = ...,
        bank_name: str | None = ...,
        bank_account: str | None = ...,
        local_tax_no: str | None = ...,
        national_tax_no: str | None = ...,
        external_id: str | None = ...,
        email: str | None = ...,
        industry: str | None = ...,
        custom: Mapping[str, Any] | None = ...,
    ) -> Customer:
        """Creates a customer, active from the start; the fields that the settings require must all be filled (CUST-3).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the customer that is there; with
        other fields it is a conflict (`id_taken`).

        One that may be there already, by a rule that asks, is a conflict (`duplicate`) that tells of up to 20 such records,
        unless `duplicates` accepts them (DUP-6).
        """
    def create_many(
        self,
        customers: Sequence[NewCustomer | NewCustomerFields],
        per_record: bool | None = None,
        ids: Sequence[uuid.UUID] | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> CustomerBatch:
        """Creates up to 10,000 customers by the rules of `create` (CUST-3): all or, where any is refused, none; with
        `per_record` the others are created all the same, and the result says of each what became of it.

        With `ids` of the caller's (a UUIDv7 for each customer, in their order) a repeated call makes no second ones: a
        customer that is there already, with equal fields, counts as `unchanged`. An id that is another record's, or was
        given with other fields, is a conflict (`id_taken`); with `per_record` that customer is refused.

        What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 customers
        are, told and audited by themselves, and a call that ends early leaves those that it came to. `duplicates` is as in
        `create`; the customers of one call meet each other (DUP-6).
        """
    def import_many(
        self,
        customers: Sequence[NewCustomer | NewCustomerFields],
        allow_incomplete: bool | None = None,
        per_record: bool | None = None,
        ids: Sequence[uuid.UUID] | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> CustomerBatch:
        """Creates up to 10,000 customers from the host's books, in the way of `create_many`. With `allow_incomplete` they
        may lack required fields, and say that they are incomplete until an update fills them; a name is enough
        (CUST-3).
        """
    def get(self, id: uuid.UUID) -> Customer:
        """Gives one customer, an active or a lost one. Its account manager may, whatever their roles."""
    def list(
        self,
        filter: CustomerFilter | CustomerFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        name: str | None = ...,
        number: int | None = ...,
        region: uuid.UUID | None = ...,
        account_manager: uuid.UUID | None = ...,
        level: uuid.UUID | None = ...,
        status: _CustomerStatus | None = ...,
        satisfaction: int | None = ...,
        credit: int | None = ...,
        complete: bool | None = ...,
        external_id: str | None = ...,
        forgotten: bool | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Customer]:
        """Lists customers, newest first, lost ones too unless the filter names a status (CUST-4)."""
    def iterate(
        self,
        filter: CustomerFilter | CustomerFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        name: str | None = ...,
        number: int | None = ...,
        region: uuid.UUID | None = ...,
        account_manager: uuid.UUID | None = ...,
        level: uuid.UUID | None = ...,
        status: _CustomerStatus | None = ...,
        satisfaction: int | None = ...,
        credit: int | None = ...,
        complete: bool | None = ...,
        external_id: str | None = ...,
        forgotten: bool | None = ...,
    ) -> Iterator[Customer]:
        """Lists customers, newest first, lost ones too unless the filter names a status (CUST-4).

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: CustomerUpdate | CustomerUpdateFields,
        duplicates: _OnDuplicate | None = None,
    ) -> Customer:
        """Changes an active customer; afterwards the fields that the settings require must all be filled (CUST-2). Its
        account manager may, and any sales manager; handing it to another account manager is such a change too.

        Orders that were pushed before with the `external_id` it is given join it at once.
        Where it meets another one that it did not meet before, `duplicates` is as in `create` (DUP-6).
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        duplicates: _OnDuplicate | None = None,
        *,
        name: str = ...,
        region: uuid.UUID = ...,
        account_manager: uuid.UUID = ...,
        level: uuid.UUID = ...,
        satisfaction: int = ...,
        credit: int = ...,
        address: str = ...,
        postcode: str = ...,
        phone: str = ...,
        fax: str = ...,
        website: str = ...,
        business_licence_no: str = ...,
        legal_representative: str = ...,
        registered_capital: Money | MoneyFields = ...,
        annual_turnover: Money | MoneyFields = ...,
        bank_name: str = ...,
        bank_account: str = ...,
        local_tax_no: str = ...,
        national_tax_no: str = ...,
        external_id: str = ...,
        email: str = ...,
        industry: str = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Customer:
        """Changes an active customer; afterwards the fields that the settings require must all be filled (CUST-2). Its
        account manager may, and any sales manager; handing it to another account manager is such a change too.

        Orders that were pushed before with the `external_id` it is given join it at once.
        Where it meets another one that it did not meet before, `duplicates` is as in `create` (DUP-6).
        """
    def win_back(self, id: uuid.UUID, reason: str, version: int | None = None) -> Customer:
        """Makes a lost customer active again, with the reason; its warnings and losses stay, see `churn.history`
        (CHURN-6). The six months without an order are counted from today anew.
        """
    def owners(self, id: uuid.UUID) -> builtins.list[OwnerPeriod]:
        """Tells whose a customer was, the last first, 1,000 at the most: from when until when, and how it ended (ASSIGN-11). Sales
        managers may, and its account manager.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Interactions:
    """Interactions (交往记录) with customers: visits, calls."""
    @overload
    def create(
        self,
        customer: uuid.UUID,
        new: NewInteraction | NewInteractionFields,
        id: uuid.UUID | None = None,
    ) -> Interaction:
        """Records an interaction with a customer, a lost one too: winning it back needs them (VISIT-1). The customer's
        account manager may, and any sales manager. A ticket that it names must be of the same customer. An activity that it names
        becomes this interaction, once (`already_recorded`, ACT-7).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the interaction that is there;
        with other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        customer: uuid.UUID,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        date: datetime.date,
        place: str,
        summary: str,
        details: str,
        remarks: str | None = ...,
        ticket: uuid.UUID | None = ...,
        activity: uuid.UUID | None = ...,
        custom: Mapping[str, Any] | None = ...,
    ) -> Interaction:
        """Records an interaction with a customer, a lost one too: winning it back needs them (VISIT-1). The customer's
        account manager may, and any sales manager. A ticket that it names must be of the same customer. An activity that it names
        becomes this interaction, once (`already_recorded`, ACT-7).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the interaction that is there;
        with other fields it is a conflict (`id_taken`).
        """
    def get(self, id: uuid.UUID) -> Interaction:
        """Gives one interaction."""
    def list(
        self,
        customer: uuid.UUID | None = None,
        filter: InteractionFilter | InteractionFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        ticket: uuid.UUID | None = ...,
        creator: uuid.UUID | None = ...,
        date_from: datetime.date | None = ...,
        date_to: datetime.date | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Interaction]:
        """Lists interactions, newest first by their date: of one customer, or of all (VISIT-1). The customer's account
        manager may list those of the customer, whatever their roles.
        """
    def iterate(
        self,
        customer: uuid.UUID | None = None,
        filter: InteractionFilter | InteractionFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        ticket: uuid.UUID | None = ...,
        creator: uuid.UUID | None = ...,
        date_from: datetime.date | None = ...,
        date_to: datetime.date | None = ...,
    ) -> Iterator[Interaction]:
        """Lists interactions, newest first by their date: of one customer, or of all (VISIT-1). The customer's account
        manager may list those of the customer, whatever their roles.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(self, id: uuid.UUID, changes: InteractionUpdate | InteractionUpdateFields) -> Interaction:
        """Changes an interaction; what is required can't be emptied (VISIT-1)."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        date: datetime.date = ...,
        place: str = ...,
        summary: str = ...,
        details: str = ...,
        remarks: str = ...,
        ticket: uuid.UUID = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Interaction:
        """Changes an interaction; what is required can't be emptied (VISIT-1)."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes an interaction for good (VISIT-1)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Tickets:
    """Service tickets (客户服务): what customers ask for, and what was done about it."""
    @overload
    def create(self, new: NewTicket | NewTicketFields, id: uuid.UUID | None = None) -> Ticket:
        """Records a ticket of a customer, an active or a lost one (TICKET-1). Nobody has it yet.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the ticket that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        kind: uuid.UUID,
        summary: str,
        customer: uuid.UUID,
        request: str,
        custom: Mapping[str, Any] | None = ...,
    ) -> Ticket:
        """Records a ticket of a customer, an active or a lost one (TICKET-1). Nobody has it yet.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the ticket that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def get(self, id: uuid.UUID, after: str | None = None) -> TicketDetail:
        """Gives one ticket in full, with the history of its attempts and assignments (TICKET-5). Whoever was given it, or
        handled it last, may read it too, whatever their roles (DUTY-1).

        One answer carries at most 1,000 entries of the history, and 4 MiB of their texts: the attempts first, then the
        assignments. Where there are more, `next` is there: pass it as `after`.
        """
    def list(
        self,
        filter: TicketFilter | TicketFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        status: _TicketStatus | None = ...,
        customer: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        kind: uuid.UUID | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        followed_up: bool | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Ticket]:
        """Lists tickets, archived ones too, newest first (TICKET-5)."""
    def iterate(
        self,
        filter: TicketFilter | TicketFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        status: _TicketStatus | None = ...,
        customer: uuid.UUID | None = ...,
        customer_name: str | None = ...,
        summary: str | None = ...,
        kind: uuid.UUID | None = ...,
        created_from: datetime.datetime | None = ...,
        created_before: datetime.datetime | None = ...,
        creator: uuid.UUID | None = ...,
        assignee: uuid.UUID | None = ...,
        followed_up: bool | None = ...,
    ) -> Iterator[Ticket]:
        """Lists tickets, archived ones too, newest first (TICKET-5).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def assign(self, id: uuid.UUID, assignee: uuid.UUID, version: int | None = None) -> Ticket:
        """Gives a new ticket to one active user, whatever their roles (TICKET-2)."""
    def reassign(self, id: uuid.UUID, assignee: uuid.UUID, version: int | None = None) -> Ticket:
        """Gives an assigned or handled ticket to another active user; the history keeps the earlier one (TICKET-6). A
        handled ticket stays handled: its handler still gives the feedback, and the new assignee has the next attempt.
        """
    def handle(self, id: uuid.UUID, handling: str, version: int | None = None) -> Ticket:
        """Records what was done about an assigned ticket, which then awaits the customer's answer; only its assignee may
        (TICKET-3).
        """
    def feedback(self, id: uuid.UUID, result: str, satisfaction: int, version: int | None = None) -> Ticket:
        """Records what the customer says of a handled ticket, from 1 (very dissatisfied) to 5 (TICKET-4): with 3 or more
        the ticket is archived, with less it goes back to its assignee, and what was tried stays in the history. Who
        handled it may, and any sales manager.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Activities:
    """Activities (活动): tasks, calls, meetings, mails and visits, with or without a record that they are about."""
    @overload
    def create(self, new: NewActivity | NewActivityFields, id: uuid.UUID | None = None) -> Activity:
        """Plans an activity, for oneself or for another, who then was given it (ACT-1, ACT-6). Whoever plans one reads each of the
        records that it is about, and its assignee must read the main one (`assignee`: `cannot_read`). Past times are allowed.

        With a `recurrence` it is the first of a series, whose occurrences are activities of their own (ACT-10): they exist for 400
        days ahead, and at least the next one. Those before today are counted, not made, and the answer is the first that is.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the activity that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        kind: uuid.UUID,
        subject: str,
        details: str | None = ...,
        place: str | None = ...,
        priority: _Priority | None = ...,
        due_on: datetime.date | None = ...,
        due_at: datetime.datetime | None = ...,
        starts_at: datetime.datetime | None = ...,
        ends_at: datetime.datetime | None = ...,
        starts_on: datetime.date | None = ...,
        ends_on: datetime.date | None = ...,
        time_zone: str | None = ...,
        recurrence: str | None = ...,
        assignee: uuid.UUID | None = ...,
        attendees: Sequence[NewAttendee | NewAttendeeFields] | None = ...,
        records: Sequence[RecordKey | RecordKeyFields] | None = ...,
        reminders: Sequence[int] | None = ...,
        personal: bool | None = ...,
    ) -> Activity:
        """Plans an activity, for oneself or for another, who then was given it (ACT-1, ACT-6). Whoever plans one reads each of the
        records that it is about, and its assignee must read the main one (`assignee`: `cannot_read`). Past times are allowed.

        With a `recurrence` it is the first of a series, whose occurrences are activities of their own (ACT-10): they exist for 400
        days ahead, and at least the next one. Those before today are counted, not made, and the answer is the first that is.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the activity that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def create_many(
        self,
        activities: Sequence[NewActivity | NewActivityFields],
        per_record: bool | None = None,
    ) -> ActivityBatch:
        """Plans up to 1,000 activities, one for each of several people, say (ACT-2): all of them, or none where one is refused; with
        `per_record` each that can be, and a report that tells of the others what is wrong with them. At most 50 of them recur.
        """
    def get(self, id: uuid.UUID) -> Activity:
        """Gives one activity. Its people read it: its assignee, who gave it, who planned it, and users who attend; and, unless it is
        personal, whoever reads its main record, and whose level of `activities` reaches its assignee: sales managers and
        executives, unless `roles.set_scope` says otherwise (ACT-3).
        """
    def list(
        self,
        filter: ActivityFilter | ActivityFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        person: uuid.UUID | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        team: uuid.UUID | None = ...,
        status: _ActivityStatus | None = ...,
        kind: uuid.UUID | None = ...,
        priority: _Priority | None = ...,
        overdue: bool | None = ...,
        day_from: datetime.date | None = ...,
        day_to: datetime.date | None = ...,
        subject: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Activity]:
        """Lists activities that the caller reads (ACT-3, ACT-17): those of a person, of a record, of a department, and the caller's
        own where none of these is named. Planned ones come first, the earliest first, and behind them the others, the latest first.
        """
    def iterate(
        self,
        filter: ActivityFilter | ActivityFilterFields | None = None,
        *,
        page_size: int = 500,
        person: uuid.UUID | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        team: uuid.UUID | None = ...,
        status: _ActivityStatus | None = ...,
        kind: uuid.UUID | None = ...,
        priority: _Priority | None = ...,
        overdue: bool | None = ...,
        day_from: datetime.date | None = ...,
        day_to: datetime.date | None = ...,
        subject: str | None = ...,
    ) -> Iterator[Activity]:
        """Lists activities that the caller reads (ACT-3, ACT-17): those of a person, of a record, of a department, and the caller's
        own where none of these is named. Planned ones come first, the earliest first, and behind them the others, the latest first.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: ActivityUpdate | ActivityUpdateFields,
        reach: _Reach | None = None,
    ) -> Activity:
        """Changes a planned activity: its assignee, who gave or planned it, and any sales manager who reads it may. With another
        main record the assignee must read that (ACT-1).

        Of a series it reaches the activity alone, or with `reach` those behind it too, which become a series of their own, or all:
        those that are planned and were not changed alone (ACT-11). Another time moves each by as much on the clock. With
        another `recurrence` those that it yields too stay, others go, missing ones are made.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        reach: _Reach | None = None,
        *,
        kind: uuid.UUID = ...,
        subject: str = ...,
        details: str = ...,
        place: str = ...,
        priority: _Priority = ...,
        due_on: datetime.date = ...,
        due_at: datetime.datetime = ...,
        starts_at: datetime.datetime = ...,
        ends_at: datetime.datetime = ...,
        starts_on: datetime.date = ...,
        ends_on: datetime.date = ...,
        time_zone: str = ...,
        recurrence: str = ...,
        attendees: Sequence[NewAttendee | NewAttendeeFields] = ...,
        records: Sequence[RecordKey | RecordKeyFields] = ...,
        reminders: Sequence[int] = ...,
        personal: bool = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Activity:
        """Changes a planned activity: its assignee, who gave or planned it, and any sales manager who reads it may. With another
        main record the assignee must read that (ACT-1).

        Of a series it reaches the activity alone, or with `reach` those behind it too, which become a series of their own, or all:
        those that are planned and were not changed alone (ACT-11). Another time moves each by as much on the clock. With
        another `recurrence` those that it yields too stay, others go, missing ones are made.
        """
    def complete(self, id: uuid.UUID, done: Completion | CompletionFields, version: int | None = None) -> Completed:
        """Completes a planned activity, now or at an earlier instant (ACT-4): its assignee, and any sales manager who reads it may.
        The result is required for the kinds that the setting `result_required` names; what is to be done next, where nothing else is
        planned on an open main record of an object that `next_step_required` names (ACT-5). With `interaction` it becomes one with
        the customer that its main record is, or belongs to, once, for who may record those (ACT-7): day, place, summary and
        details are the activity's day, place, subject and result, each replaced by what is given.
        """
    def cancel(
        self,
        id: uuid.UUID,
        reason: str | None = None,
        reach: _Reach | None = None,
        version: int | None = None,
    ) -> Activity:
        """Cancels a planned activity: who gave or planned it, and any sales manager who reads it may. Of a series with `reach` those
        behind it too, or all that are planned and were not changed alone; then no more are made.
        """
    def reopen(self, id: uuid.UUID, version: int | None = None) -> Activity:
        """Plans an activity again that was done or cancelled. What was said of its end goes. An assignee may reopen what was done,
        but not what others cancelled. What became an interaction is not reopened while that is there (`already_recorded`).
        """
    def delegate(
        self,
        id: uuid.UUID,
        assignee: uuid.UUID,
        comment: str | None = None,
        version: int | None = None,
    ) -> Activity:
        """Gives a planned activity to another active user, who must read its main record (ACT-1, ACT-6). Who gave it stays the one
        to whom it can be handed back; where there was nobody, that is the caller.
        """
    def hand_back(self, id: uuid.UUID, comment: str, version: int | None = None) -> Activity:
        """Hands a planned activity back to who gave it, with a comment (ACT-6). Only its assignee may. Where nobody else gave it, or
        they are disabled, it is an illegal transition.
        """
    def respond(self, id: uuid.UUID, response: _Response, version: int | None = None) -> Activity:
        """Says whether one comes to a planned activity that one is asked to attend."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes an activity for good that is planned or cancelled. Only who planned it may."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class ActivityPlans:
    """Activity plans (活动方案): what is done with every record of a kind, step by step."""
    @overload
    def apply(self, plan: str, record: RecordKey | RecordKeyFields, start: datetime.date) -> builtins.list[Activity]:
        """Plans the activities of an enabled plan on a record from a day on, all of them or none (ACT-16): each is due so many
        days after `start`, and is the first person's that its step names; the caller's where that is nobody. Everything is
        asked that `activities.create` asks, of each step by its place (`steps[1].assignee`). A plan that there is not, or that
        is not enabled, is refused as `unknown`, one that is for other records as `not_supported`. Packs do the same by the
        effect `call`.
        """
    @overload
    def apply(
        self,
        plan: str,
        record: None = None,
        start: datetime.date | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> builtins.list[Activity]:
        """Plans the activities of an enabled plan on a record from a day on, all of them or none (ACT-16): each is due so many
        days after `start`, and is the first person's that its step names; the caller's where that is nobody. Everything is
        asked that `activities.create` asks, of each step by its place (`steps[1].assignee`). A plan that there is not, or that
        is not enabled, is refused as `unknown`, one that is for other records as `not_supported`. Packs do the same by the
        effect `call`.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Approvals:
    """Approvals (审批): operations on records that are carried out once people have agreed to them."""
    @overload
    def preview(self, record: RecordKey | RecordKeyFields, operation: str, arguments: Mapping[str, Any]) -> Preview:
        """Tells what submitting an operation would bring about (APPR-5, APPR-18): the steps and the people as they would be asked now,
        and what the operation would change. It refuses all that `submit` refuses. Everything is done and undone: nothing of it is kept.
        """
    @overload
    def preview(
        self,
        record: None = None,
        operation: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> Preview:
        """Tells what submitting an operation would bring about (APPR-5, APPR-18): the steps and the people as they would be asked now,
        and what the operation would change. It refuses all that `submit` refuses. Everything is done and undone: nothing of it is kept.
        """
    @overload
    def submit(
        self,
        record: RecordKey | RecordKeyFields,
        operation: str,
        arguments: Mapping[str, Any],
        new: NewApproval | NewApprovalFields,
        id: uuid.UUID | None = None,
    ) -> Approval:
        """Submits an operation on a record for approval (APPR-5): `operation` is its name within the record's area, `update` or an
        action, and `arguments` are its own but for the record and its version, 64 KiB at most. All is refused that the operation
        would refuse the caller; where no flow guards it so, it is a conflict (`no_approval_needed`), and while there is another
        request of the record that has not ended too (`in_approval`). The record stays as it is until the end, and what the flow
        freezes of it is not changed meanwhile (APPR-6). Where no step asks anybody it is approved at once.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the request that is there; with
        other fields it is a conflict (`id_taken`).

        Where a rule calls it, the record's owner submits, as if they called: who has none is refused (`record`: `nobody`).
        """
    @overload
    def submit(
        self,
        record: None = None,
        operation: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        new: NewApproval | NewApprovalFields | None = None,
        id: uuid.UUID | None = None,
        *,
        object: str,
        comment: str | None = ...,
        chosen: Sequence[uuid.UUID] | None = ...,
    ) -> Approval:
        """Submits an operation on a record for approval (APPR-5): `operation` is its name within the record's area, `update` or an
        action, and `arguments` are its own but for the record and its version, 64 KiB at most. All is refused that the operation
        would refuse the caller; where no flow guards it so, it is a conflict (`no_approval_needed`), and while there is another
        request of the record that has not ended too (`in_approval`). The record stays as it is until the end, and what the flow
        freezes of it is not changed meanwhile (APPR-6). Where no step asks anybody it is approved at once.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the request that is there; with
        other fields it is a conflict (`id_taken`).

        Where a rule calls it, the record's owner submits, as if they called: who has none is refused (`record`: `nobody`).
        """
    def withdraw(self, id: uuid.UUID, comment: str | None = None, version: int | None = None) -> Approval:
        """Takes a request back that has not ended: its submitter does; where the flow says so only until somebody has decided
        (`decided`). The record stays as it was.
        """
    def resubmit(
        self,
        id: uuid.UUID,
        arguments: Mapping[str, Any] | None = None,
        comment: str | None = None,
        version: int | None = None,
    ) -> Approval:
        """Submits a request again that was returned, with other arguments where they are given (APPR-10): a new round begins, of the
        flow that guards it now, at the first step; or at the one that sent it back, where the flow says so and nothing else
        has changed.
        """
    def approve(self, sign_off: uuid.UUID, comment: str | None = None) -> Approval:
        """Approves: the holder of an open sign-off does, or who stands in for them (APPR-8, APPR-12). With the last step the operation
        is carried out for its submitter in the same transaction (APPR-9); where what was submitted is no longer what there
        is, the request is returned instead. What was decided already is a conflict (`decided`).
        """
    def reject(self, sign_off: uuid.UUID, comment: str) -> Approval:
        """Rejects, with a comment. One rejected group rejects the request (APPR-8)."""
    def send_back(self, sign_off: uuid.UUID, comment: str, to_step: int | None = None) -> Approval:
        """Sends a request back with a comment: to its submitter, or to an earlier step, where a new round begins (APPR-10)."""
    def pass_on(self, sign_off: uuid.UUID, to: uuid.UUID, comment: str) -> Approval:
        """Gives an open sign-off to another active user, with a comment (APPR-11): its holder does, who stands in for them, and any
        administrator. Not to the submitter, nor to who holds one of the step.
        """
    def add_signers(
        self,
        sign_off: uuid.UUID,
        users: Sequence[uuid.UUID],
        place: _SignerPlace,
        comment: str | None = None,
    ) -> Approval:
        """Has up to ten others asked too (APPR-11): `before`, who all approve before the holder is asked again; `after`, with whom the
        holder's approval counts; `beside`, as others of the group. A rejection by one of the first two is the holder's. Neither
        the submitter nor who holds a sign-off of the step.
        """
    def get(self, id: uuid.UUID) -> ApprovalDetail:
        """Gives one request with all that happened to it (APPR-16), to whoever reads it (APPR-15): its submitter, who was given a
        sign-off, who is copied in once it has ended, administrators, and who reads the record.
        """
    def list(
        self,
        filter: ApprovalFilter | ApprovalFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        record: RecordKey | RecordKeyFields | None = ...,
        submitter: uuid.UUID | None = ...,
        waiting_for: uuid.UUID | None = ...,
        status: _ApprovalStatus | None = ...,
        flow: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Approval]:
        """Lists requests that the caller reads, newest first; with `waiting_for` those that wait for a person, oldest first. A page looks
        at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
        """
    def iterate(
        self,
        filter: ApprovalFilter | ApprovalFilterFields | None = None,
        *,
        page_size: int = 500,
        record: RecordKey | RecordKeyFields | None = ...,
        submitter: uuid.UUID | None = ...,
        waiting_for: uuid.UUID | None = ...,
        status: _ApprovalStatus | None = ...,
        flow: str | None = ...,
    ) -> Iterator[Approval]:
        """Lists requests that the caller reads, newest first; with `waiting_for` those that wait for a person, oldest first. A page looks
        at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def cancel(self, id: uuid.UUID, comment: str, version: int | None = None) -> Approval:
        """Ends a request that has not been carried out, with a comment (APPR-14)."""
    def carry_out(self, id: uuid.UUID, version: int | None = None) -> Approval:
        """Tries again to carry out what was approved and was refused then (APPR-9): its submitter does, and any administrator."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Automations:
    """Automation (自动化规则): what rules did, and would do."""
    def try_out(self, rule: Mapping[str, Any], records: Sequence[RecordKey | RecordKeyFields]) -> builtins.list[Trial]:
        """Tells what a rule, given as a document, would do with records of its object, in order and other rules in turn (AUTO-12),
        as if it were enabled behind all others. Everything is done and undone: nothing of it is kept.
        """
    def runs(
        self,
        filter: RunFilter | RunFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        rule: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        outcome: _RunOutcome | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[AutomationRun]:
        """Lists the runs of rules, newest first (AUTO-13): to administrators all, to others those of records that they read. A page
        looks at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
        """
    def iterate_runs(
        self,
        filter: RunFilter | RunFilterFields | None = None,
        *,
        page_size: int = 500,
        rule: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        outcome: _RunOutcome | None = ...,
    ) -> Iterator[AutomationRun]:
        """Lists the runs of rules, newest first (AUTO-13): to administrators all, to others those of records that they read. A page
        looks at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def unmet(self, rule: str) -> Count:
        """Tells how often the condition of a rule did not hold; nothing more is kept of that (AUTO-13). Up to 63 of what
        another process counted may not be written yet.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Workbench:
    """The workbench (工作台): what somebody has before them today."""
    def today(
        self,
        person: uuid.UUID | None = None,
        rows: int | None = None,
        sections: Sequence[str] | None = None,
    ) -> Bench:
        """Gives what somebody has before them today (BENCH-1): a section for each sort of it, with how many there are and the first
        `rows` of them. Without `sections` it gives all to which the caller has a right; those that are named otherwise are left
        out where the caller has none. Another `person` is one whom the caller's level of `activities` reaches; of their sections
        the caller sees what they read themselves, and neither approvals, what was sent back, notifications, reports nor saved views.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Calendar:
    """Calendars (日历): what people have to do and when they are busy, and files that other programs read and write."""
    def entries(
        self,
        people: People | PeopleFields,
        at_from: datetime.datetime,
        at_before: datetime.datetime,
        busy: bool | None = None,
        excluding: uuid.UUID | None = None,
    ) -> builtins.list[CalendarEntry]:
        """Gives what stands in the calendars of up to 50 people, named by themselves or by their department, between two instants, at
        most 92 days apart (CAL-1): what they have to do, and what they attend and have not declined. The earliest comes first, and an
        activity of several of them stands there for each. What the caller reads is told in full; of other appointments no more than
        that somebody is busy. More than 5,000 are `too_many`.

        With `busy` it gives what makes them busy alone: what an appointment at that time would meet (CAL-2), but for the activity
        that is `excluding`, which is to be moved there. Nobody is kept from planning it all the same.
        """
    def export_ics(
        self,
        filter: ActivityFilter | ActivityFilterFields | None = None,
        *,
        person: uuid.UUID | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        team: uuid.UUID | None = ...,
        status: _ActivityStatus | None = ...,
        kind: uuid.UUID | None = ...,
        priority: _Priority | None = ...,
        overdue: bool | None = ...,
        day_from: datetime.date | None = ...,
        day_to: datetime.date | None = ...,
        subject: str | None = ...,
    ) -> str:
        """Gives activities that the caller reads as a calendar file (RFC 5545), those that `activities.list` gives by the same filter
        (CAL-3). A series is in it as a whole, once, with what is different of it. More than 1,000 are `too_many`.
        """
    def import_ics(self, file: bytes) -> ImportReport:
        """Plans what stands in a calendar file for the caller (CAL-4): an event is a meeting and a to-do a task, unless its
        categories name another kind of activity by its value. What came with an earlier file is known by its UID among what the
        caller has, gave or attends, and changes where the file says that it is newer; what this engine exported does too. A file has
        up to 10 MiB and 10,000 components. One that is wrong is refused by itself, on the line where it begins.
        """
    def open_feed(self) -> FeedToken:
        """Opens a feed of the caller's calendar, by whose secret the host's system asks for it (CAL-5). The secret is told this once, and
        voids the one before it.
        """
    def close_feed(self) -> None:
        """Closes the caller's feed: its secret is void."""
    def feed(self, token: str) -> str:
        """Gives the calendar that a secret stands for, as a calendar file (CAL-5): what its owner has and attends, from 30 days ago
        to 400 days ahead, as they read it now. A secret that is unknown or void, or that of a disabled user, is `not_found`.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Files:
    """Files (附件) on records of any kind."""
    @overload
    def put(
        self,
        record: RecordKey | RecordKeyFields,
        new: NewFile | NewFileFields,
        content: bytes,
        id: uuid.UUID | None = None,
    ) -> File:
        """Puts a file of at most 1 MiB on a record, or a new version of one that is there (FILE-1, FILE-2). Larger ones are
        sent in parts: `begin`, `append`, `finish`. A new version is given no `id`.
        """
    @overload
    def put(
        self,
        record: None = None,
        new: NewFile | NewFileFields | None = None,
        content: bytes | None = None,
        id: uuid.UUID | None = None,
        *,
        object: str,
        name: str,
        description: str | None = ...,
        media_type: str | None = ...,
        size: int | None = ...,
        replaces: uuid.UUID | None = ...,
    ) -> File:
        """Puts a file of at most 1 MiB on a record, or a new version of one that is there (FILE-1, FILE-2). Larger ones are
        sent in parts: `begin`, `append`, `finish`. A new version is given no `id`.
        """
    @overload
    def begin(
        self,
        record: RecordKey | RecordKeyFields,
        new: NewFile | NewFileFields,
        id: uuid.UUID | None = None,
    ) -> Upload:
        """Begins to send a file in parts (FILE-2); `new.size` says how large it will be. Called again with its `id`, it tells
        how much has come. Of ten that one person has open, another ends the one that is idle longest.
        """
    @overload
    def begin(
        self,
        record: None = None,
        new: NewFile | NewFileFields | None = None,
        id: uuid.UUID | None = None,
        *,
        object: str,
        name: str,
        description: str | None = ...,
        media_type: str | None = ...,
        size: int | None = ...,
        replaces: uuid.UUID | None = ...,
    ) -> Upload:
        """Begins to send a file in parts (FILE-2); `new.size` says how large it will be. Called again with its `id`, it tells
        how much has come. Of ten that one person has open, another ends the one that is idle longest.
        """
    def append(self, id: uuid.UUID, offset: int, content: bytes) -> Upload:
        """Sends the next part, of at most 4 MiB, at the offset that was reached (`received`); another is a conflict
        (`wrong_offset`). The last part may be sent again. Where all has come, a part at offset 0 starts over (FILE-2).
        """
    def finish(self, id: uuid.UUID, sha256: str | None = None) -> File:
        """Makes a file of what was sent, all of it (FILE-2); where its SHA-256 is given, it must be that of what came.
        Called again, it answers with the file.
        """
    def get(self, id: uuid.UUID) -> FileDetail:
        """Gets a file with its versions."""
    @overload
    def list(
        self,
        record: RecordKey | RecordKeyFields,
        page: PageRequest | PageRequestFields | None = None,
    ) -> Page[File]:
        """Lists the files of a record to whoever reads it, the newest first (FILE-1)."""
    @overload
    def list(
        self,
        record: None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        object: str,
        id: uuid.UUID,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[File]:
        """Lists the files of a record to whoever reads it, the newest first (FILE-1)."""
    def iterate(
        self,
        record: RecordKey | RecordKeyFields,
        *,
        page_size: int = 500,
        object: str,
        id: uuid.UUID,
    ) -> Iterator[File]:
        """Lists the files of a record to whoever reads it, the newest first (FILE-1).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def read(
        self,
        id: uuid.UUID,
        file_version: int | None = None,
        offset: int | None = None,
        length: int | None = None,
    ) -> bytes:
        """Reads from the latest version of a file, or from that one, at most 4 MiB a call and nothing past the end (FILE-7)."""
    @overload
    def update(self, id: uuid.UUID, changes: FileUpdate | FileUpdateFields) -> File:
        """Renames or describes a file: whoever put it there, or maintains its record (FILE-1)."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        name: str = ...,
        description: str = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> File:
        """Renames or describes a file: whoever put it there, or maintains its record (FILE-1)."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a file with all its versions (FILE-7): whoever put it there, or maintains its record."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Follows:
    """Followers (关注人) of records of any kind."""
    @overload
    def follow(
        self,
        record: RecordKey | RecordKeyFields,
        users: Sequence[uuid.UUID] | None = None,
        updates: bool | None = None,
    ) -> None:
        """Follows a record that one reads (FOLLOW-1), or has others follow it who read it too: that may who maintains the record. With
        `updates` they hear of every change, without of notes, new files, another state or owner, and the end alone; called again it
        says that anew. Rules have those follow whom they name. A record has at most 1,000 followers beside its creator and its owner.
        """
    @overload
    def follow(
        self,
        record: None = None,
        users: Sequence[uuid.UUID] | None = None,
        updates: bool | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> None:
        """Follows a record that one reads (FOLLOW-1), or has others follow it who read it too: that may who maintains the record. With
        `updates` they hear of every change, without of notes, new files, another state or owner, and the end alone; called again it
        says that anew. Rules have those follow whom they name. A record has at most 1,000 followers beside its creator and its owner.
        """
    @overload
    def unfollow(self, record: RecordKey | RecordKeyFields, user: uuid.UUID | None = None) -> None:
        """Follows a record no more (FOLLOW-1), or takes somebody else away, which may who maintains it. They don't follow it by
        themselves again, whatever they do with it.
        """
    @overload
    def unfollow(self, record: None = None, user: uuid.UUID | None = None, *, object: str, id: uuid.UUID) -> None:
        """Follows a record no more (FOLLOW-1), or takes somebody else away, which may who maintains it. They don't follow it by
        themselves again, whatever they do with it.
        """
    @overload
    def list(self, record: RecordKey | RecordKeyFields) -> builtins.list[Follower]:
        """Gives who follows a record to whoever reads it, the oldest account first."""
    @overload
    def list(self, record: None = None, *, object: str, id: uuid.UUID) -> builtins.list[Follower]:
        """Gives who follows a record to whoever reads it, the oldest account first."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Notes:
    """Notes (备注) on records of any kind."""
    @overload
    def create(
        self,
        record: RecordKey | RecordKeyFields,
        new: NewNote | NewNoteFields,
        id: uuid.UUID | None = None,
    ) -> NoteCreated:
        """Writes a note on a record (NOTE-1), whatever its state. Who writes one reads the record: one out of reach is refused as
        its own `get` would be, and where records of the kind have no notes, the call is `invalid` (`record`: `not_supported`).
        `unreached` are those of the mentioned who don't read the record.
        """
    @overload
    def create(
        self,
        record: None = None,
        new: NewNote | NewNoteFields | None = None,
        id: uuid.UUID | None = None,
        *,
        object: str,
        text: str,
        mentions: Sequence[uuid.UUID] | None = ...,
        reply_to: uuid.UUID | None = ...,
    ) -> NoteCreated:
        """Writes a note on a record (NOTE-1), whatever its state. Who writes one reads the record: one out of reach is refused as
        its own `get` would be, and where records of the kind have no notes, the call is `invalid` (`record`: `not_supported`).
        `unreached` are those of the mentioned who don't read the record.
        """
    @overload
    def update(self, id: uuid.UUID, changes: NoteUpdate | NoteUpdateFields) -> NoteCreated:
        """Changes a note of one's own (NOTE-1)."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        text: str = ...,
        mentions: Sequence[uuid.UUID] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> NoteCreated:
        """Changes a note of one's own (NOTE-1)."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a note for good: its author's, or any by a sales manager who reads the record (NOTE-1). Its replies stay, as notes
        of their own; the audit has their number.
        """
    @overload
    def list(
        self,
        record: RecordKey | RecordKeyFields,
        page: PageRequest | PageRequestFields | None = None,
    ) -> Page[Note]:
        """Lists the notes of a record to whoever reads it (NOTE-1), newest first, replies under theirs in the order in which they
        came.
        """
    @overload
    def list(
        self,
        record: None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        object: str,
        id: uuid.UUID,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Note]:
        """Lists the notes of a record to whoever reads it (NOTE-1), newest first, replies under theirs in the order in which they
        came.
        """
    def iterate(
        self,
        record: RecordKey | RecordKeyFields,
        *,
        page_size: int = 500,
        object: str,
        id: uuid.UUID,
    ) -> Iterator[Note]:
        """Lists the notes of a record to whoever reads it (NOTE-1), newest first, replies under theirs in the order in which they
        came.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Notifications:
    """Notifications (通知): what people are told of records."""
    def list(
        self,
        unread: bool | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Notification]:
        """Lists one's own notifications, newest first, or those that were not read yet (NOTIFY-3): of records that one reads now.
        A page's count is the badge.
        """
    def iterate(self, unread: bool | None = None, *, page_size: int = 500) -> Iterator[Notification]:
        """Lists one's own notifications, newest first, or those that were not read yet (NOTIFY-3): of records that one reads now.
        A page's count is the badge.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def mark_read(self, ids: Sequence[uuid.UUID] | None = None, until: datetime.datetime | None = None) -> Count:
        """Marks one's own notifications as read (NOTIFY-3): those named, or all that were told until an instant. Gives how many
        were not read before.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Outbox:
    """The outbox (发件箱): what hosts are told, and say that they did."""
    @overload
    def emit(
        self,
        record: RecordKey | RecordKeyFields,
        topic: str,
        fields: Sequence[str] | None = None,
        merge_within: int | None = None,
    ) -> uuid.UUID:
        """Puts an event about a record into the outbox (AUTO-10), with the values of own fields of it, which are told whatever
        the caller's field rights are. With `merge_within`, one of the topic that was made so many seconds ago at the most, and
        that nobody took, says this from now on. Packs do the same by the effect `call`.
        """
    @overload
    def emit(
        self,
        record: None = None,
        topic: str | None = None,
        fields: Sequence[str] | None = None,
        merge_within: int | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> uuid.UUID:
        """Puts an event about a record into the outbox (AUTO-10), with the values of own fields of it, which are told whatever
        the caller's field rights are. With `merge_within`, one of the topic that was made so many seconds ago at the most, and
        that nobody took, says this from now on. Packs do the same by the effect `call`.
        """
    @overload
    def message(
        self,
        record: RecordKey | RecordKeyFields,
        to: People | PeopleFields,
        medium: str,
        template: str,
    ) -> Count:
        """Puts a message to each of these people into the outbox (AUTO-10), to reach them by a medium that the host knows: `email`,
        `sms`. It says what the template makes of the record now, for each under their own rights; who doesn't read the record gets
        none. `push` and `digest` are the engine's own (`medium`: `reserved`). More than 1,000 people are `invalid` (`to`:
        `too_many`), and so is what is more than 64 KiB (`template`: `too_large`). Gives how many messages there are.
        """
    @overload
    def message(
        self,
        record: None = None,
        to: People | PeopleFields | None = None,
        medium: str | None = None,
        template: str | None = None,
        *,
        object: str,
        id: uuid.UUID,
        kind: _PeopleKind,
        users: Sequence[uuid.UUID] | None = ...,
        role: str | None = ...,
        near: bool | None = ...,
        department: uuid.UUID | None = ...,
        field: str | None = ...,
        expression: str | None = ...,
        level: int | None = ...,
        each: bool | None = ...,
    ) -> Count:
        """Puts a message to each of these people into the outbox (AUTO-10), to reach them by a medium that the host knows: `email`,
        `sms`. It says what the template makes of the record now, for each under their own rights; who doesn't read the record gets
        none. `push` and `digest` are the engine's own (`medium`: `reserved`). More than 1,000 people are `invalid` (`to`:
        `too_many`), and so is what is more than 64 KiB (`template`: `too_large`). Gives how many messages there are.
        """
    def take(
        self,
        limit: int | None = None,
        kinds: Sequence[_MessageKind] | None = None,
        lease_seconds: int | None = None,
    ) -> builtins.list[OutboxMessage]:
        """Takes messages that wait, oldest first, for so many seconds (AUTO-11); the answer ends with 4 MiB. Of one record's only the
        earliest that has not ended is taken. What nobody says to be done until then has failed, and is handed out again.
        """
    def done(self, ids: Sequence[uuid.UUID]) -> None:
        """Says that what messages are for was done (AUTO-11), whoever took them; again is no matter. One that was never taken is a
        conflict (`not_leased`).
        """
    def failed(self, id: uuid.UUID, reason: str, permanent: bool | None = None) -> None:
        """Says that it was not done, and why (AUTO-11): it waits for 1, 5, 30 minutes, 2, 12 and 24 hours, and with the seventh
        failure it is dead; with `permanent` at once. One that is not taken, or not any more, is a conflict (`not_leased`).
        """
    def list(
        self,
        filter: MessageFilter | MessageFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        status: _MessageStatus | None = ...,
        topic: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[OutboxMessage]:
        """Lists messages, newest first."""
    def iterate(
        self,
        filter: MessageFilter | MessageFilterFields | None = None,
        *,
        page_size: int = 500,
        status: _MessageStatus | None = ...,
        topic: str | None = ...,
        record: RecordKey | RecordKeyFields | None = ...,
    ) -> Iterator[OutboxMessage]:
        """Lists messages, newest first.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def retry(self, ids: Sequence[uuid.UUID]) -> Count:
        """Has dead messages wait again, as if they had never been taken (AUTO-11). Gives how many were dead."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Substitutes:
    """Substitutes (审批代理人): who signs off for whom, and for how long."""
    @overload
    def set(self, new: NewSubstitute | NewSubstituteFields, id: uuid.UUID | None = None) -> Substitute:
        """Names who signs off for the caller, from an instant until before another, for all flows or some (APPR-12); administrators name
        them for others. The substitute may decide what is open or opens then, and so may the person. Of several the latest named
        counts; chains are followed, up to five long.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the substitute that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def set(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        user: uuid.UUID | None = ...,
        substitute: uuid.UUID,
        starts_at: datetime.datetime,
        ends_at: datetime.datetime,
        flows: Sequence[str] | None = ...,
    ) -> Substitute:
        """Names who signs off for the caller, from an instant until before another, for all flows or some (APPR-12); administrators name
        them for others. The substitute may decide what is open or opens then, and so may the person. Of several the latest named
        counts; chains are followed, up to five long.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the substitute that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def end(self, id: uuid.UUID, version: int | None = None) -> None:
        """Ends that somebody signs off for another: whose substitute it is does, and any administrator."""
    def list(self, user: uuid.UUID | None = None) -> builtins.list[Substitute]:
        """Lists the substitutes that a person has now or will have, the latest named first; the caller's where nobody is named."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Tags:
    """Tags (标签) on records of any kind."""
    @overload
    def set(
        self,
        record: RecordKey | RecordKeyFields,
        add: Sequence[str] | None = None,
        remove: Sequence[str] | None = None,
    ) -> builtins.list[TagRef]:
        """Puts tags on a record and takes others off it, by their names (TAG-1); gives those that it bears then. It asks for reading
        the record, whatever its state: one out of reach is refused as its own `get` would be. A name in `add` that no enabled
        tag has is refused as `unknown`, a tag that is not for the record's kind as `not_supported`; one in `remove` that the
        record does not bear is no matter.
        """
    @overload
    def set(
        self,
        record: None = None,
        add: Sequence[str] | None = None,
        remove: Sequence[str] | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> builtins.list[TagRef]:
        """Puts tags on a record and takes others off it, by their names (TAG-1); gives those that it bears then. It asks for reading
        the record, whatever its state: one out of reach is refused as its own `get` would be. A name in `add` that no enabled
        tag has is refused as `unknown`, a tag that is not for the record's kind as `not_supported`; one in `remove` that the
        record does not bear is no matter.
        """
    @overload
    def list(self, record: RecordKey | RecordKeyFields) -> builtins.list[TagRef]:
        """Gives the tags that a record bears, in their order, to whoever reads it."""
    @overload
    def list(self, record: None = None, *, object: str, id: uuid.UUID) -> builtins.list[TagRef]:
        """Gives the tags that a record bears, in their order, to whoever reads it."""
    def merge(self, tag: str, into: str) -> Count:
        """Merges one tag into another (TAG-1): every record that bears it bears the other one instead, once, and it is deleted.
        Gives how many records bore it, whoever reads them. What `set` would refuse of `into` is refused: a tag that is not
        enabled as `unknown`, one that is not for all of these records as `not_supported`. A tag that a pack brings goes with that
        alone (`in_use`).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Templates:
    """Documents (文档模板) made of records of any kind."""
    @overload
    def render(
        self,
        template: str,
        record: RecordKey | RecordKeyFields,
        options: RenderOptions | RenderOptionsFields | None = None,
    ) -> Document:
        """Makes a document of a record by a template (DOC-2, DOC-6). Everything is read in one transaction under the caller's own
        rights: a record out of reach is refused as its own `get` would be, what field rights withhold prints as nothing and is
        named in `withheld`. A name that no enabled template has is `invalid` (`template`: `unknown`), as is a template for
        another kind of record (`record`: `wrong_kind`), one that costs too much (`template`: `too_expensive`) or that prints
        more than 1,000 records of a relation (`template`: `too_many`).
        """
    @overload
    def render(
        self,
        template: str,
        record: None = None,
        options: RenderOptions | RenderOptionsFields | None = None,
        *,
        object: str,
        id: uuid.UUID,
        language: _Locale | None = ...,
        version: int | None = ...,
    ) -> Document:
        """Makes a document of a record by a template (DOC-2, DOC-6). Everything is read in one transaction under the caller's own
        rights: a record out of reach is refused as its own `get` would be, what field rights withhold prints as nothing and is
        named in `withheld`. A name that no enabled template has is `invalid` (`template`: `unknown`), as is a template for
        another kind of record (`record`: `wrong_kind`), one that costs too much (`template`: `too_expensive`) or that prints
        more than 1,000 records of a relation (`template`: `too_many`).
        """
    @overload
    def render_file(
        self,
        template: str,
        record: RecordKey | RecordKeyFields,
        options: RenderOptions | RenderOptionsFields | None = None,
        id: uuid.UUID | None = None,
    ) -> File:
        """Makes a document likewise and puts it on the record as a file, as `files.put` does (DOC-6): called by the template, with
        `.html` or `.txt` behind. The audit names the template and its version. Called again with its `id`, it answers with the
        file, whatever the record says by now. What is larger than a file may be is `invalid` (`template`: `too_large`).
        """
    @overload
    def render_file(
        self,
        template: str,
        record: None = None,
        options: RenderOptions | RenderOptionsFields | None = None,
        id: uuid.UUID | None = None,
        *,
        object: str,
        language: _Locale | None = ...,
        version: int | None = ...,
    ) -> File:
        """Makes a document likewise and puts it on the record as a file, as `files.put` does (DOC-6): called by the template, with
        `.html` or `.txt` behind. The audit names the template and its version. Called again with its `id`, it answers with the
        file, whatever the record says by now. What is larger than a file may be is `invalid` (`template`: `too_large`).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class WorkReports:
    """Work reports (工作报告): what somebody did in a day, a week or a month, and plans to do."""
    def draft(self, kind: _ReportKind, period: datetime.date) -> WorkReport:
        """Begins the caller's report of a period, which any day of it finds, or gives the one that is there, in whatever state
        (WORK-1). A period that has not begun in the company's zone has none.
        """
    @overload
    def update(self, id: uuid.UUID, changes: WorkReportUpdate | WorkReportUpdateFields) -> WorkReport:
        """Changes a draft, which its author does."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        done: str = ...,
        plan: str = ...,
        problems: str = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> WorkReport:
        """Changes a draft, which its author does."""
    def submit(self, id: uuid.UUID, version: int | None = None) -> WorkReport:
        """Submits a draft, in which `done` must be filled, with the figures of now (WORK-2). Its author's superior reads it from now
        on, and whoever reads the reports of others whom their level of `activities` lets see what its author has to do.
        """
    def recall(self, id: uuid.UUID, version: int | None = None) -> WorkReport:
        """Takes a report back that nobody has reviewed: it is a draft again."""
    def review(
        self,
        id: uuid.UUID,
        score: int | None = None,
        comment: str | None = None,
        version: int | None = None,
    ) -> WorkReport:
        """Reviews a submitted report, with a score, a comment or both (WORK-3): its author's superior does, or a sales manager whose
        level of `activities` reaches the author, nobody their own. Who reviewed it may change what they said; what is not given stays.
        The author is told.
        """
    def get(self, id: uuid.UUID) -> WorkReport:
        """Gives one work report to whoever reads it (WORK-4)."""
    def list(
        self,
        filter: WorkReportFilter | WorkReportFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        author: uuid.UUID | None = ...,
        team: uuid.UUID | None = ...,
        kind: _ReportKind | None = ...,
        status: _WorkReportStatus | None = ...,
        day_from: datetime.date | None = ...,
        day_to: datetime.date | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[WorkReportHead]:
        """Lists the work reports that the caller reads, that of the latest period first."""
    def iterate(
        self,
        filter: WorkReportFilter | WorkReportFilterFields | None = None,
        *,
        page_size: int = 500,
        author: uuid.UUID | None = ...,
        team: uuid.UUID | None = ...,
        kind: _ReportKind | None = ...,
        status: _WorkReportStatus | None = ...,
        day_from: datetime.date | None = ...,
        day_to: datetime.date | None = ...,
    ) -> Iterator[WorkReportHead]:
        """Lists the work reports that the caller reads, that of the latest period first.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def missing(self, kind: _ReportKind, period: datetime.date) -> builtins.list[Colleague]:
        """Gives the active users who hold one of the roles that the setting `work_report_roles` names and have not submitted a report of
        that period, as far as the caller's level of `activities` reaches, the oldest account first (WORK-4). Where they are more than
        1,000, it is refused (`kind`: `too_many`).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Reports:
    """Reports (统计报表)."""
    def contribution(
        self,
        filter: ContributionFilter | ContributionFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        customer_name: str | None = ...,
        year: int | None = ...,
        statuses: Sequence[int] | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ContributionRow]:
        """What each customer's orders amount to (REP-1): of all years and in status shipped or paid, unless the filter
        says otherwise.

        One row a customer and currency: the company's currency first, then the others by their code; within a currency
        the highest amount first, then by the customer's number. A customer none of whose orders count has one row, of
        0 in the company's currency. Lost customers are in it: they have contributed too.
        """
    def iterate_contribution(
        self,
        filter: ContributionFilter | ContributionFilterFields | None = None,
        *,
        page_size: int = 500,
        customer_name: str | None = ...,
        year: int | None = ...,
        statuses: Sequence[int] | None = ...,
    ) -> Iterator[ContributionRow]:
        """What each customer's orders amount to (REP-1): of all years and in status shipped or paid, unless the filter
        says otherwise.

        One row a customer and currency: the company's currency first, then the others by their code; within a currency
        the highest amount first, then by the customer's number. A customer none of whose orders count has one row, of
        0 in the company's currency. Lost customers are in it: they have contributed too.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def composition(self, by: _CompositionBy, all_customers: bool | None = None) -> CompositionReport:
        """How the customers divide by level, credit or satisfaction (REP-2): the active ones, or with `all_customers` the
        lost ones too. Shares are in basis points, hundredths of a percent.
        """
    def service(self, year: int | None = None) -> ServiceReport:
        """How many tickets there are of each kind (REP-3), created in one year of the company's calendar where one is
        given.
        """
    def churn(
        self,
        filter: ChurnLossFilter | ChurnLossFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        customer_name: str | None = ...,
        account_manager_name: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ChurnLoss]:
        """The confirmed losses, latest first (REP-4). A customer who was won back stays in it; one lost twice is in it
        twice.
        """
    def iterate_churn(
        self,
        filter: ChurnLossFilter | ChurnLossFilterFields | None = None,
        *,
        page_size: int = 500,
        customer_name: str | None = ...,
        account_manager_name: str | None = ...,
    ) -> Iterator[ChurnLoss]:
        """The confirmed losses, latest first (REP-4). A customer who was won back stays in it; one lost twice is in it
        twice.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def funnel(
        self,
        pipeline: str,
        period_from: datetime.date,
        period_to: datetime.date,
        department: uuid.UUID | None = None,
        user: uuid.UUID | None = None,
    ) -> Funnel:
        """What became of the opportunities that entered each stage of a pipeline in a period, first and last day included (PIPE-9): how
        many went further, were won, were lost from there or are there still, and how long a finished stay took. `department` is
        that of their last assignment, `user` who develops or developed them.
        """
    @overload
    def submit(
        self,
        new: NewManagementReport | NewManagementReportFields,
        id: uuid.UUID | None = None,
    ) -> ManagementReport:
        """Submits the four reports of a period as they stand now, with a comment (REP-5); kept unchanged from then on.

        Contribution counts the orders dated in the period, service the tickets created in it, churn the losses
        confirmed in it (first and last day included; days are the company's); composition is that of the active
        customers at the time of the call. Of a long contribution or churn report the first 1,000 rows are kept, with
        the totals of all.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the report that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def submit(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        period_from: datetime.date,
        period_to: datetime.date,
        comment: str | None = ...,
        statuses: Sequence[int] | None = ...,
    ) -> ManagementReport:
        """Submits the four reports of a period as they stand now, with a comment (REP-5); kept unchanged from then on.

        Contribution counts the orders dated in the period, service the tickets created in it, churn the losses
        confirmed in it (first and last day included; days are the company's); composition is that of the active
        customers at the time of the call. Of a long contribution or churn report the first 1,000 rows are kept, with
        the totals of all.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the report that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def submitted(
        self,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ManagementReportHead]:
        """Lists the submitted management reports, latest first."""
    def iterate_submitted(self, *, page_size: int = 500) -> Iterator[ManagementReportHead]:
        """Lists the submitted management reports, latest first.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def get_submitted(self, id: uuid.UUID) -> ManagementReport:
        """Gives one submitted management report in full."""
    def work(self, filter: WorkFilter | WorkFilterFields) -> WorkStatistics:
        """What people did in a period of at most 366 days (WORK-5, WORK-6): a row a person, or a department with the sum of its own
        people, as one figure or by day, week or month, and what all of them did. Whose work the caller sees follows from their level
        of `activities`; what a row counts is all that person's work. At most 10,000 rows.
        """
    def sources(
        self,
        by: _SourceBy,
        period_from: datetime.date,
        period_to: datetime.date,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SourceRow]:
        """Where the opportunities come from that were recorded in a period, first and last day included, and what became of them
        (CAPT-10): a row for each origin, form, source, department or assignee, and one for what says nothing, in the order of
        what they are grouped by. A department is that of whom it is assigned to.
        """
    def iterate_sources(
        self,
        by: _SourceBy,
        period_from: datetime.date,
        period_to: datetime.date,
        *,
        page_size: int = 500,
    ) -> Iterator[SourceRow]:
        """Where the opportunities come from that were recorded in a period, first and last day included, and what became of them
        (CAPT-10): a row for each origin, form, source, department or assignee, and one for what says nothing, in the order of
        what they are grouped by. A department is that of whom it is assigned to.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Imports:
    """Imports of CSV files (导入)."""
    def products(
        self,
        file: bytes,
        mapping: Sequence[FieldMapping | FieldMappingFields],
        options: ImportOptions | ImportOptionsFields | None = None,
    ) -> ImportReport:
        """Imports products from a CSV file; a product that is there is updated by its key (SALES-3). The mapping's fields
        are those of `NewProduct`.

        As in every import, the first line names the columns, the file has at most 64 MiB, what can be read two ways is
        refused or told, and the report says what became of the lines. A thousand lines are one transaction with one
        summary in the audit, so an import that ends early keeps those before; with `all_or_nothing` all are one.
        """
    def stock(
        self,
        file: bytes,
        mapping: Sequence[FieldMapping | FieldMappingFields],
        options: ImportOptions | ImportOptionsFields | None = None,
    ) -> ImportReport:
        """Imports rows of stock from a CSV file (SALES-3). The mapping's fields are those of `NewStock`."""
    def orders(
        self,
        file: bytes,
        mapping: Sequence[FieldMapping | FieldMappingFields],
        lines_file: bytes,
        lines_mapping: Sequence[FieldMapping | FieldMappingFields],
        options: ImportOptions | ImportOptionsFields | None = None,
    ) -> ImportReport:
        """Imports orders from a CSV file with their lines from a second one (SALES-3), which may be the same flat file: rows
        that say the same of an order are one order, and rows that don't are refused. The mapping's fields are those of
        `NewOrder`; the line mapping's those of `NewOrderLine`, and `order`, the order's key. Where a line's amount is
        not mapped or empty, it is computed from quantity, unit price and discount rate.
        """
    def customers(
        self,
        file: bytes,
        mapping: Sequence[FieldMapping | FieldMappingFields],
        options: ImportOptions | ImportOptionsFields | None = None,
        duplicates: _OnDuplicate | None = None,
    ) -> ImportReport:
        """Imports customers, with a contact each, from a CSV file; a customer that is there is updated by its key in the
        host's ERP (SALES-3). The mapping's fields are those of `NewCustomer`, and those of `NewContact` behind
        `contact.`. A customer may arrive incomplete; its line says what it lacks. A customer that may be there already under
        another key is refused by a rule that asks, unless `duplicates` accepts it; by one that records it has a note with the
        numbers of those that it meets (DUP-6).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Orders:
    """Order history (历史订单) of customers, read from the host's sales system."""
    def list(
        self,
        customer: uuid.UUID,
        filter: OrderFilter | OrderFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        status: int | None = ...,
        date_from: datetime.date | None = ...,
        date_to: datetime.date | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Order]:
        """Lists a customer's orders that are shipped (status 5) or paid (6), newest first by the order date (ORDER-1).
        Orders of other statuses are not in it, whatever the filter says.
        """
    def iterate(
        self,
        customer: uuid.UUID,
        filter: OrderFilter | OrderFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        status: int | None = ...,
        date_from: datetime.date | None = ...,
        date_to: datetime.date | None = ...,
    ) -> Iterator[Order]:
        """Lists a customer's orders that are shipped (status 5) or paid (6), newest first by the order date (ORDER-1).
        Orders of other statuses are not in it, whatever the filter says.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def get(self, id: uuid.UUID, after: str | None = None) -> OrderDetails:
        """Gives one order in full, whatever its status: its lines and the total (ORDER-2).

        One answer carries at most 1,000 lines, and 4 MiB of their texts. Where there are more, `next` is there: pass it
        as `after`.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Products:
    """Products (产品) of the host's sales system; read-only."""
    def get(self, id: uuid.UUID) -> Product:
        """Gives one product."""
    def list(
        self,
        filter: ProductFilter | ProductFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        name: str | None = ...,
        model: str | None = ...,
        batch: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Product]:
        """Lists products by name: all of them, or those with the given texts in name, model and batch (PROD-1)."""
    def iterate(
        self,
        filter: ProductFilter | ProductFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        name: str | None = ...,
        model: str | None = ...,
        batch: str | None = ...,
    ) -> Iterator[Product]:
        """Lists products by name: all of them, or those with the given texts in name, model and batch (PROD-1).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Sales:
    """What the host's sales system sends: products, stock and orders, pushed or pulled."""
    def push_products(
        self,
        products: Sequence[NewProduct | NewProductFields],
        per_record: bool | None = None,
    ) -> PushResult:
        """Creates or changes products by the host's keys (SALES-1): at most 10,000, each as it is now, in the order
        given. What is the same already stays untouched, so a repetition changes nothing.

        A wrong record refuses the whole call, with every wrong field of every record; with `per_record` it is refused
        alone, and the result says why. (A call of the wrong shape is refused in any case.) The whole call is one
        transaction, with one summary in the audit. With `per_record` each 500 records are (fewer where orders have
        several lines), so that others write in between; a call that ends early keeps those before.

        Where packs give products something, each gets it as one that a person writes does (EXT-5): a check refuses the
        record, and the audit has a row for each.
        """
    def push_stock(self, stock: Sequence[NewStock | NewStockFields], per_record: bool | None = None) -> PushResult:
        """Creates or changes rows of stock by the host's keys, in the way of `push_products` (SALES-1). The product may
        arrive later.
        """
    def push_orders(self, orders: Sequence[NewOrder | NewOrderFields], per_record: bool | None = None) -> PushResult:
        """Creates or changes orders with their lines by the host's keys, in the way of `push_products` (SALES-1). An
        order of a customer not known yet is kept, and joins the customer when one with that `external_id` appears. An
        order for a lost customer is taken too, and does not bring it back.
        """
    def remove_products(self, external_ids: Sequence[str], per_record: bool | None = None) -> PushResult:
        """Removes products by the host's keys (SALES-1). What is not there is unchanged. Stock and order lines that name
        the product stay. What hangs on it goes (PROC-3), and what packs define and refers to it is refused (`in_use`),
        cleared or gone, as its field says (OBJ-13).
        """
    def remove_stock(self, external_ids: Sequence[str], per_record: bool | None = None) -> PushResult:
        """Removes rows of stock by the host's keys (SALES-1). What is not there is unchanged."""
    def remove_orders(self, external_ids: Sequence[str], per_record: bool | None = None) -> PushResult:
        """Removes orders with their lines by the host's keys, in the way of `remove_products` (SALES-1)."""
    @overload
    def apply_changes(
        self,
        feed: str,
        changes: SalesChanges | SalesChangesFields,
        cursor: str | None = None,
        per_record: bool | None = None,
    ) -> SalesChangesResult:
        """Stores a batch of a sales feed's changes, at most 10,000 records, and the cursor behind them in one transaction
        (SALES-2). `cursor` is where the batch starts: where it is not the one stored (none before the first batch),
        somebody else was faster, and the call is a conflict (`stale_cursor`).

        For hosts that ask their sales system themselves; those that hand the engine a feed use `pull_sales`.
        """
    @overload
    def apply_changes(
        self,
        feed: str,
        changes: None = None,
        cursor: str | None = None,
        per_record: bool | None = None,
        *,
        products: Sequence[NewProduct | NewProductFields] | None = ...,
        stock: Sequence[NewStock | NewStockFields] | None = ...,
        orders: Sequence[NewOrder | NewOrderFields] | None = ...,
        removed_products: Sequence[str] | None = ...,
        removed_stock: Sequence[str] | None = ...,
        removed_orders: Sequence[str] | None = ...,
        next_cursor: str,
        more: bool = ...,
    ) -> SalesChangesResult:
        """Stores a batch of a sales feed's changes, at most 10,000 records, and the cursor behind them in one transaction
        (SALES-2). `cursor` is where the batch starts: where it is not the one stored (none before the first batch),
        somebody else was faster, and the call is a conflict (`stale_cursor`).

        For hosts that ask their sales system themselves; those that hand the engine a feed use `pull_sales`.
        """
    def feed(self, feed: str) -> SalesFeedState:
        """Says up to where a feed's changes are here; one never pulled has no cursor."""
    def feeds(self) -> builtins.list[SalesFeedState]:
        """Lists the feeds that were pulled, by name. There are at most 1,000; the first batch of one more is a conflict
        (`too_many`).
        """
    def forget_feed(self, feed: str) -> None:
        """Forgets a feed's cursor, so that the next pull starts from the beginning. The data stay. A feed never pulled is
        `not_found`.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class StockArea:
    """Stock (库存) of the host's sales system; read-only."""
    def get(self, id: uuid.UUID) -> StockItem:
        """Gives one row of stock."""
    def list(
        self,
        filter: StockFilter | StockFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        product: uuid.UUID | None = ...,
        product_name: str | None = ...,
        warehouse: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[StockItem]:
        """Lists stock, ordered by the host's key of the product: all of it, or that of a product or a warehouse
        (STOCK-1).
        """
    def iterate(
        self,
        filter: StockFilter | StockFilterFields | None = None,
        *,
        page_size: int = 500,
        product: uuid.UUID | None = ...,
        product_name: str | None = ...,
        warehouse: str | None = ...,
    ) -> Iterator[StockItem]:
        """Lists stock, ordered by the host's key of the product: all of it, or that of a product or a warehouse
        (STOCK-1).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Collaborators:
    """Collaborators (协作人) of customers and opportunities."""
    def add(self, entity: str, id: uuid.UUID, user: uuid.UUID) -> CollaboratorList:
        """Names an active user as a collaborator of a customer or an opportunity (SHARE-1); one who is it already stays. A
        record has at most 50 (a conflict, `too_many`).
        """
    def remove(self, entity: str, id: uuid.UUID, user: uuid.UUID) -> CollaboratorList:
        """Takes a collaborator from a customer or an opportunity; of one who is none nothing changes."""
    def list(self, entity: str, id: uuid.UUID) -> CollaboratorList:
        """Lists the collaborators of a customer or an opportunity, those who were named first at the beginning (SHARE-6)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Departments:
    """Departments (部门) of the company."""
    def list(self) -> builtins.list[Department]:
        """Lists all departments as a tree: each directly behind its parent or a sibling's parts, siblings by name. Every
        signed-in user may. A company has at most 10,000.
        """
    def get(self, id: uuid.UUID) -> Department:
        """Gives one department. Every signed-in user may."""
    @overload
    def create(self, new: NewDepartment | NewDepartmentFields, id: uuid.UUID | None = None) -> Department:
        """Creates a department, at the top or as a part of another one, with its head where it has one. Beyond 10,000 of them it is a conflict
        (`too_many`).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the department that is there;
        with other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        name: str,
        parent: uuid.UUID | None = ...,
        head: uuid.UUID | None = ...,
        custom: Mapping[str, Any] | None = ...,
    ) -> Department:
        """Creates a department, at the top or as a part of another one, with its head where it has one. Beyond 10,000 of them it is a conflict
        (`too_many`).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the department that is there;
        with other fields it is a conflict (`id_taken`).
        """
    @overload
    def update(self, id: uuid.UUID, changes: DepartmentUpdate | DepartmentUpdateFields) -> Department:
        """Renames a department, gives it another head, or makes it part of another; its own parts come along."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        name: str = ...,
        parent: uuid.UUID = ...,
        head: uuid.UUID = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Department:
        """Renames a department, gives it another head, or makes it part of another; its own parts come along."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a department; one that has users or parts is a conflict (`in_use`)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Handover:
    """Hand-over (移交): what one person has passes to another."""
    def preview(self, from_user: uuid.UUID) -> HandoverPreview:
        """Counts what a person has, kind by kind and without any content (HAND-1): customers they manage; opportunities that
        are assigned to them, or that they recorded and nobody has yet; tickets of theirs that are not archived; open churn
        warnings, which follow their customer; and collaborations.
        """
    def run(
        self,
        from_user: uuid.UUID,
        to_user: uuid.UUID,
        reason: str,
        what: NewHandover | NewHandoverFields,
    ) -> HandoverResult:
        """Hands over what a person has to one successor, with the reason: everything, the records named, or those that the
        filters find (HAND-1), of which exactly one is given. All or nothing, in one transaction during which nobody else
        writes.

        Customers get the new account manager, lost ones too; assigned opportunities and open tickets are assigned anew in
        the state in which they are, those that nobody had are assigned; warnings and plans follow their record (HAND-2).
        What is final stays. Each record counts a version. What the person does not have any more is skipped and counted
        (HAND-3). With *everything* their collaborations pass on, and what was shared with them ends (HAND-4).

        Sales managers may; system administrators may for a person who is disabled (HAND-6).
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Roles:
    """Roles (角色) and the operations they hold."""
    def list(self) -> builtins.list[Role]:
        """Lists all roles, the built-in ones first, then by name. There are at most 1,000."""
    def get(self, id: uuid.UUID) -> Role:
        """Gives one role."""
    @overload
    def create(self, new: NewRole | NewRoleFields, id: uuid.UUID | None = None) -> Role:
        """Creates a role that holds the given operations, and all operations of the given areas (PERM-1).
        Beyond 1,000 roles it is a conflict (`too_many`).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the role that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        name: str,
        grant: Sequence[str] | None = ...,
    ) -> Role:
        """Creates a role that holds the given operations, and all operations of the given areas (PERM-1).
        Beyond 1,000 roles it is a conflict (`too_many`).

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the role that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def copy(self, id: uuid.UUID, name: str, new_id: uuid.UUID | None = None) -> Role:
        """Creates a role under another name with the operations that this one holds now, what it requires, the records it
        reaches and its rights to fields; built-in roles may be copied too. With a `new_id` of the caller's (a UUIDv7) a repetition returns the role that is there; with another name
        or original it is a conflict (`id_taken`).
        """
    @overload
    def update(self, id: uuid.UUID, changes: RoleUpdate | RoleUpdateFields) -> Role:
        """Renames a role, grants and revokes operations; whoever holds it may and may not at once (PERM-1). Built-in
        roles are fixed.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        name: str = ...,
        grant: Sequence[str] = ...,
        revoke: Sequence[str] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Role:
        """Renames a role, grants and revokes operations; whoever holds it may and may not at once (PERM-1). Built-in
        roles are fixed.
        """
    def require_factor(self, id: uuid.UUID, required: bool, version: int | None = None) -> Role:
        """Says whether whoever holds the role needs a second factor, from their next call on (FACTOR-3). Those who signed in
        by the engine and have none may then only set one up (`second_factor.begin` and `confirm`, `users.me`); whom the
        host authenticated itself is not asked. Built-in roles may be told so too.
        """
    def set_field(self, id: uuid.UUID, entity: str, field: str, right: _FieldRight, version: int | None = None) -> Role:
        """Sets what a role may do with a field that can be withheld (FIELD-11): `meta.fields` lists those of a kind of record.
        `full` is what a role may where nothing was set. It holds at once, also for built-in roles, but for
        `system_administrator` and `integration`, which always have the full right (`always_full`). A field that can't be
        withheld is a violation (`not_confidential`), and so is hiding a required text, which can be masked
        (`not_hideable`).

        Who holds several roles has the widest right among those that hold an operation of the record's area; see
        `docs/access.md`.
        """
    def set_scope(
        self,
        id: uuid.UUID,
        area: str,
        reads: _ScopeLevel,
        writes: _ScopeLevel,
        version: int | None = None,
    ) -> Role:
        """Sets which records of an area (`customers`, `opportunities`, `tickets`) a role reads and which it changes (SCOPE-1):
        the user's own, those of their department, of it and those below, or all; never more to change than to read
        (`above_reads`). Contacts, interactions, orders and churn warnings are of `customers`, plans of `opportunities`.
        `all` and `all` is what a role has where nothing was set. Of `activities`, whose holder is the assignee, that is what
        `sales_manager` and `executive` have, and every other role `own` (ACT-3); those narrow nobody in anything else. It holds from the next call on, also for built-in roles,
        but for `system_administrator` and `integration`, which reach all always (`always_all`).

        The first role of a database that is narrowed has a job made due at once (`jobs.run_due`, or `maintenance.rebuild`),
        which prepares it; until then the answer says `in_force: false`, and everybody sees what they saw. Widening the
        last narrowed role ends it at once.
        """
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a role; one that a user holds is a conflict (`in_use`). Built-in roles are fixed."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class SecondFactor:
    """Second factors (双因素认证), which signing in takes beside a password."""
    def begin(self, issuer: str | None = None) -> BegunFactor:
        """Begins a second factor of the acting user's: a new secret, told this once, of which their device makes a code of
        six digits every thirty seconds (TOTP of RFC 6238, FACTOR-1). `issuer` is the name that the device shows beside
        the login name, `CRM` unless another is given. It asks nobody for anything until `confirm`, and a new `begin`
        replaces it; while one is on it is a conflict (`factor_on`).
        """
    def confirm(self, code: str) -> RecoveryCodes:
        """Turns the second factor on that was begun, with a code of the device, and gives ten recovery codes, told this once
        (FACTOR-1). Signing in takes a code from now on. Where none was begun it is a conflict (`factor_not_begun`).
        """
    def disable(self, code: str) -> User:
        """Turns the acting user's second factor off, with a code of the device or a recovery code (FACTOR-4). A wrong one is
        refused as `login_failed` and counts as a failed log-in. Where there is none it is a conflict (`factor_off`).
        """
    def reset(self, id: uuid.UUID, version: int | None = None) -> User:
        """Takes another user's second factor away, who lost their device (FACTOR-4); signing in takes the password alone
        until they begin a new one. The log of sign-ins tells it. One's own is a conflict (`own_factor`): `disable` takes a
        code. Where there is none it is a conflict too (`factor_off`).
        """
    def check(self, user: uuid.UUID, code: str | None = None) -> FactorCheck:
        """Checks a code of a user whom the host authenticated itself, of the device or a recovery code (FACTOR-2). It counts
        once, and a wrong one counts as at the engine's log-in: `login_failed` (`wrong_credentials`, `locked`; without a
        code `code_required`). Whoever has no second factor passes, which the answer says.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Shares:
    """Shares (共享): one customer, opportunity or ticket shown to somebody whose it is not."""
    def give(
        self,
        entity: str,
        id: uuid.UUID,
        access: _ShareAccess,
        user: uuid.UUID | None = None,
        department: uuid.UUID | None = None,
    ) -> ShareList:
        """Shares a customer, an opportunity or a ticket with one active user, or with one department and those below it
        (SHARE-2, SHARE-3): the one or the other is given. What is shared with the same before has this access from now
        on. A record has at most 200 (a conflict, `too_many`).
        """
    def take_back(
        self,
        entity: str,
        id: uuid.UUID,
        user: uuid.UUID | None = None,
        department: uuid.UUID | None = None,
    ) -> None:
        """Takes the share with a user or with a department back (SHARE-5); where there is none nothing changes. The user who
        has it may, too.
        """
    def list(self, entity: str, id: uuid.UUID) -> ShareList:
        """Lists with whom a record is shared, for those who may share it (SHARE-6); those who were given it first at the
        beginning.
        """
    def mine(
        self,
        entity: str,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SharedRecord]:
        """Lists the records of a kind that are shared with the acting user or with their department, latest share first
        (SHARE-6). One that is shared with both is listed for each.
        """
    def iterate_mine(self, entity: str, *, page_size: int = 500) -> Iterator[SharedRecord]:
        """Lists the records of a kind that are shared with the acting user or with their department, latest share first
        (SHARE-6). One that is shared with both is listed for each.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class SignIns:
    """The log of sign-ins (登录日志)."""
    def list(
        self,
        filter: SignInFilter | SignInFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        user: uuid.UUID | None = ...,
        outcome: _SignInOutcome | None = ...,
        address: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SignIn]:
        """Lists sign-ins and failed ones, newest first (LOGIN-2): every attempt with a password, and every session that a
        host began with a client. Failures of one name, address and reason within a minute are one row; beyond a thousand
        rows of failures a minute the rest are one, without names. All of this process are told, and those of others that
        their processes have written, which they do with whatever they write next.
        """
    def iterate(
        self,
        filter: SignInFilter | SignInFilterFields | None = None,
        *,
        page_size: int = 500,
        user: uuid.UUID | None = ...,
        outcome: _SignInOutcome | None = ...,
        address: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
    ) -> Iterator[SignIn]:
        """Lists sign-ins and failed ones, newest first (LOGIN-2): every attempt with a password, and every session that a
        host began with a client. Failures of one name, address and reason within a minute are one row; beyond a thousand
        rows of failures a minute the rest are one, without names. All of this process are told, and those of others that
        their processes have written, which they do with whatever they write next.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def mine(
        self,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SignIn]:
        """Lists the acting user's own sign-ins, and those that failed under their name, newest first (LOGIN-2)."""
    def iterate_mine(self, *, page_size: int = 500) -> Iterator[SignIn]:
        """Lists the acting user's own sign-ins, and those that failed under their name, newest first (LOGIN-2).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Users:
    """Users (用户) of the engine, their roles and passwords."""
    @overload
    def create(self, new: NewUser | NewUserFields, id: uuid.UUID | None = None) -> User:
        """Creates an active user with the given roles (USER-1). They have no password until one is set.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the user that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        login: str,
        display_name: str,
        department: uuid.UUID | None = ...,
        email: str | None = ...,
        phone: str | None = ...,
        regions: Sequence[uuid.UUID] | None = ...,
        industries: Sequence[str] | None = ...,
        roles: Sequence[str] | None = ...,
        custom: Mapping[str, Any] | None = ...,
    ) -> User:
        """Creates an active user with the given roles (USER-1). They have no password until one is set.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the user that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def get(self, id: uuid.UUID) -> User:
        """Gives one user."""
    def list(
        self,
        filter: UserFilter | UserFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        status: _UserStatus | None = ...,
        name: str | None = ...,
        department: uuid.UUID | None = ...,
        role: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[User]:
        """Lists users by login name, disabled ones too unless the filter names a status."""
    def iterate(
        self,
        filter: UserFilter | UserFilterFields | None = None,
        matching: Mapping[str, Any] | None = None,
        *,
        page_size: int = 500,
        status: _UserStatus | None = ...,
        name: str | None = ...,
        department: uuid.UUID | None = ...,
        role: str | None = ...,
    ) -> Iterator[User]:
        """Lists users by login name, disabled ones too unless the filter names a status.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(self, id: uuid.UUID, changes: UserUpdate | UserUpdateFields) -> User:
        """Changes a user's login name, display name, department and the like (USER-1); what they may do is changed by
        `set_roles`.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        login: str = ...,
        display_name: str = ...,
        department: uuid.UUID = ...,
        email: str = ...,
        phone: str = ...,
        regions: Sequence[uuid.UUID] = ...,
        industries: Sequence[str] = ...,
        custom: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> User:
        """Changes a user's login name, display name, department and the like (USER-1); what they may do is changed by
        `set_roles`.
        """
    def set_roles(self, id: uuid.UUID, roles: Sequence[str], version: int | None = None) -> User:
        """Gives a user exactly these roles, by name, none for an empty list (USER-1). The last active administrator keeps
        theirs: taking it away is a conflict (`last_administrator`).
        """
    def set_password(self, id: uuid.UUID, password: str | None = None, version: int | None = None) -> User:
        """Sets a user's password, of 8 to 200 characters, or takes it away where none is given (USER-2); a lock of the
        login ends.
        """
    def disable(self, id: uuid.UUID, version: int | None = None) -> DisabledUser:
        """Disables an active user, and tells what they still hold (USER-1). Their history stays; whatever they do next is
        refused. Disabling the last active administrator is a conflict (`last_administrator`).
        """
    def enable(self, id: uuid.UUID, version: int | None = None) -> User:
        """Enables a disabled user; they have the roles they had."""
    def colleagues(
        self,
        filter: ColleagueFilter | ColleagueFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        name: str | None = ...,
        department: uuid.UUID | None = ...,
        region: uuid.UUID | None = ...,
        industry: str | None = ...,
        role: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Colleague]:
        """Lists active users by name, for every signed-in user (USER-3)."""
    def iterate_colleagues(
        self,
        filter: ColleagueFilter | ColleagueFilterFields | None = None,
        *,
        page_size: int = 500,
        name: str | None = ...,
        department: uuid.UUID | None = ...,
        region: uuid.UUID | None = ...,
        industry: str | None = ...,
        role: str | None = ...,
    ) -> Iterator[Colleague]:
        """Lists active users by name, for every signed-in user (USER-3).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def me(self) -> User:
        """Gives the acting user, with their roles (USER-3)."""
    @overload
    def update_profile(self, changes: ProfileUpdate | ProfileUpdateFields) -> User:
        """Changes the acting user's own profile (USER-3): display name, e-mail, phone, regions, industries; and own settings
        (PROC-7): time zone, when the day starts, and how they want to be told of what concerns them. The engine keeps the
        latter; nobody is told of anything yet.
        """
    @overload
    def update_profile(
        self,
        changes: None = None,
        *,
        display_name: str = ...,
        email: str = ...,
        phone: str = ...,
        regions: Sequence[uuid.UUID] = ...,
        industries: Sequence[str] = ...,
        time_zone: str = ...,
        day_starts: str = ...,
        auto_follow: bool = ...,
        digest: _Digest = ...,
        digest_at: str = ...,
        push: Sequence[_NotificationReason] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> User:
        """Changes the acting user's own profile (USER-3): display name, e-mail, phone, regions, industries; and own settings
        (PROC-7): time zone, when the day starts, and how they want to be told of what concerns them. The engine keeps the
        latter; nobody is told of anything yet.
        """
    def change_password(self, password: str, current: str | None = None) -> User:
        """Changes the acting user's own password, to one of 8 to 200 characters (USER-3). Who has one gives it as
        `current`; a wrong one is refused as `login_failed` and counts as a failed log-in, and enough of them lock it
        (USER-2). Where one has a second factor the count of wrong tries stays until one has signed in.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Audit:
    """The audit: calls, changes and refusals."""
    def list(
        self,
        filter: AuditFilter | AuditFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        user: uuid.UUID | None = ...,
        operation: str | None = ...,
        record: uuid.UUID | None = ...,
        entity: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[AuditCall]:
        """Lists the calls that changed something, with the records they changed, newest first (AUDIT-1): all of them, or
        those that every given condition of the filter holds for. The order is that of the commits; `at` is when a call was
        asked for, which may be before the one that came first.
        """
    def iterate(
        self,
        filter: AuditFilter | AuditFilterFields | None = None,
        *,
        page_size: int = 500,
        user: uuid.UUID | None = ...,
        operation: str | None = ...,
        record: uuid.UUID | None = ...,
        entity: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
    ) -> Iterator[AuditCall]:
        """Lists the calls that changed something, with the records they changed, newest first (AUDIT-1): all of them, or
        those that every given condition of the filter holds for. The order is that of the commits; `at` is when a call was
        asked for, which may be before the one that came first.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def changes(
        self,
        call: int,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[RecordChange]:
        """Lists all records that one call changed, in order (AUDIT-1). `list` carries the first 100 of each call; a call is
        named by its `number`. One that there is not is `not_found`.
        """
    def iterate_changes(self, call: int, *, page_size: int = 500) -> Iterator[RecordChange]:
        """Lists all records that one call changed, in order (AUDIT-1). `list` carries the first 100 of each call; a call is
        named by its `number`. One that there is not is `not_found`.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def refusals(
        self,
        filter: RefusalFilter | RefusalFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        user: uuid.UUID | None = ...,
        login: str | None = ...,
        operation: str | None = ...,
        reason: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[Refusal]:
        """Lists refused calls and failed log-ins, newest first (PERM-2): all of this process until now, and those of others
        that their processes have written, which they do with whatever they write next. Of names that nobody has a
        thousand a day are kept; the rest of them is counted in one row without a name.
        """
    def iterate_refusals(
        self,
        filter: RefusalFilter | RefusalFilterFields | None = None,
        *,
        page_size: int = 500,
        user: uuid.UUID | None = ...,
        login: str | None = ...,
        operation: str | None = ...,
        reason: str | None = ...,
        at_from: datetime.datetime | None = ...,
        at_before: datetime.datetime | None = ...,
    ) -> Iterator[Refusal]:
        """Lists refused calls and failed log-ins, newest first (PERM-2): all of this process until now, and those of others
        that their processes have written, which they do with whatever they write next. Of names that nobody has a
        thousand a day are kept; the rest of them is counted in one row without a name.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Changes:
    """The changed records in order, for hosts that follow the engine."""
    def since(
        self,
        sequence: int,
        limit: int | None = None,
        database: uuid.UUID | None = None,
        epoch: uuid.UUID | None = None,
    ) -> ChangesSince:
        """Gives the changes behind a sequence number in order, deletions too: 1,000 at a time, or `limit`, or fewer where
        their texts come to 4 MiB before (AUDIT-2). Asked again and again with the `sequence`, `database` and `epoch` of
        the answer before, beginning with 0, it tells every change exactly once. Where that is not possible it is a
        conflict, and the follower begins anew: with another database than the answer before (`other_database`), with one
        that was restored from a backup made before that `sequence` (`restored`), and with a sequence number that was not
        given yet (`beyond_last`). Without `epoch` the database's first is meant.
        """
    def latest(self) -> ChangesLatest:
        """Gives the sequence number of the last change, 0 where there is none, with the database and its epoch: where to
        begin after reading the records themselves. Ask for it first, so that what changes meanwhile comes twice rather
        than not at all.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Dictionary:
    """The data dictionary (数据字典): the choices of every coded field."""
    def choices(self, category: str) -> builtins.list[DictionaryChoice]:
        """Gives the choices of a category in the order they were entered; none for a category that has no entries
        (DICT-4). Every signed-in user may read them. A category has at most 10,000.
        """
    def list(
        self,
        filter: DictionaryFilter | DictionaryFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        category: str | None = ...,
        item: str | None = ...,
        value: str | None = ...,
        editable: bool | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[DictionaryEntry]:
        """Lists entries by category, and within it in the order they were entered (DICT-4)."""
    def iterate(
        self,
        filter: DictionaryFilter | DictionaryFilterFields | None = None,
        *,
        page_size: int = 500,
        category: str | None = ...,
        item: str | None = ...,
        value: str | None = ...,
        editable: bool | None = ...,
    ) -> Iterator[DictionaryEntry]:
        """Lists entries by category, and within it in the order they were entered (DICT-4).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def get(self, id: uuid.UUID) -> DictionaryEntry:
        """Gives one entry."""
    @overload
    def create(
        self,
        new: NewDictionaryEntry | NewDictionaryEntryFields,
        id: uuid.UUID | None = None,
    ) -> DictionaryEntry:
        """Adds an entry to a category, a new one too (DICT-1). Item and value must each be new in the category, which may
        have 10,000 entries.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the entry that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        category: str,
        item: str,
        value: str,
        editable: bool | None = ...,
    ) -> DictionaryEntry:
        """Adds an entry to a category, a new one too (DICT-1). Item and value must each be new in the category, which may
        have 10,000 entries.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the entry that is there; with
        other fields it is a conflict (`id_taken`).
        """
    @overload
    def update(self, id: uuid.UUID, changes: DictionaryEntryUpdate | DictionaryEntryUpdateFields) -> DictionaryEntry:
        """Changes an editable entry, or makes it read-only for good (DICT-1). Records that refer to it show the new item
        at once (DICT-3). An entry in use keeps its category.
        """
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        category: str = ...,
        item: str = ...,
        value: str = ...,
        editable: bool = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> DictionaryEntry:
        """Changes an editable entry, or makes it read-only for good (DICT-1). Records that refer to it show the new item
        at once (DICT-3). An entry in use keeps its category.
        """
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes an editable entry that no record uses (DICT-1); one in use is a conflict (`in_use`)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Jobs:
    """Due jobs: what the engine does by the calendar."""
    def next_due(self) -> DueJob:
        """Says which job falls due next, and when; in the past where one is due already."""
    def run_due(self, limit: int | None = None) -> builtins.list[JobRun]:
        """Runs what is due, as the actor `system`, and says what ran.

        Every due instant is served once, whoever asks, from several processes too. A job writes in slices, between
        which others write, and the note that it ran goes with the last: one that fails or is killed before stays due, and
        does the rest when it runs again. Instants that were missed while nobody asked are served together by one run, as
        of now. A job that fails undoes no other and keeps none from running.

        What falls due for single records is served oldest first, `limit` items at most, in transactions of at most 200 (PROC-8).
        An item that fails is counted, tried again after 1, 5 and 30 minutes and then given up; it stops no other. Where as many were
        served as were asked for, there may be more.

        What was committed is told, whatever failed beside it: what failed has the code of its error (`failure`), stays due and
        is tried again by the next call. Where nothing ran at all, the first error is the call's; an interruption always is.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Maintenance:
    """Backup and checks of the database."""
    def backup(self, file: str) -> None:
        """Copies the whole database into a new file while others go on reading and writing (MAINT-1). The copy is one
        moment's state and opens like any database, for reading also where nothing can be written. `file` is a path on
        the machine the engine runs on. A file that exists is a conflict (`file_exists`): a backup never overwrites
        another.

        The copy has the permissions of the database, and the backup is in the audit, unless the database was opened for
        reading only. Where the call fails or is interrupted, there is no copy.
        """
    def check(self) -> CheckReport:
        """Verifies the file's structure, the references, and the derived data against recomputation (MAINT-1), on a snapshot
        and in memory that does not grow with the data. What lies in a store of the host's (FILE-4) is read through behind it.
        """
    def rebuild(self) -> CheckReport:
        """Recomputes the derived data where they are wrong, and checks the database again. What it put right is in the
        audit. Needed only where `check` found something in them.

        They are compared while others write, and put right in slices: what was wrong is wrong until its slice, and a
        rebuild that is interrupted leaves the rest to the next one. Where nothing is wrong, nothing is written.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Meta:
    """What hosts that draw screens ask: descriptions, labels, allowed operations."""
    def allowed(self, entity: str, ids: Sequence[uuid.UUID]) -> builtins.list[Allowed]:
        """Says for each record which operations that change something the acting user may call on it now (META-1), by the
        rules that would refuse the call. One call serves a whole list screen: up to 1,000 records of one kind. Of a defined
        object (`hotel.reservation`) these are `update`, `delete` and its actions, under their full names (OBJ-17).
        """
    def seen(self, entity: str, ids: Sequence[uuid.UUID]) -> builtins.list[uuid.UUID]:
        """Gives those of up to 1,000 records of one kind that the acting user sees (SCOPE-14): so that a host can pass on to
        people what its listeners are told. Nothing is said of the others.
        """
    def describe(self, operation: str, kind: str | None = None) -> OperationDescription:
        """Describes one operation for drawing its form, in the session's language, with the choices of its coded fields
        (META-3), as far as the acting user may fill them (FIELD-10): those of defined objects too, `hotel.reservation.arrive`, with
        the fields of the record that they take, and custom fields in the forms of typed ones (OBJ-17). A name that no operation
        has is refused as `unknown_operation`.

        With the `kind` of a setup document (SETUP-1), of operations that take one of a kind, its argument `document` is
        described with the fields of that kind, and `permitted` says whether the acting user may do it to such a document.
        """
    def fields(self, entity: str) -> builtins.list[RecordField]:
        """Describes the fields of a kind of record, in the session's language: which can be withheld from roles
        (`roles.set_field`), and what the acting user may do with each (FIELD-10).
        """
    def operations(self) -> builtins.list[OperationDescription]:
        """Describes every operation, without the dictionary's choices, and says of each whether the acting user's roles
        hold it (META-3).
        """
    def objects(self) -> builtins.list[ObjectDescription]:
        """Describes every object, typed and defined, in the session's language (OBJ-17): its fields, states, actions and views,
        as far as the acting user reads and writes the fields.
        """
    def object(self, name: str) -> ObjectDescription:
        """Describes one object by its name, `customer` (OBJ-17). What no kind of record is called is refused as
        `unknown_object`.
        """
    def labels(self) -> builtins.list[Label]:
        """Gives every label in the session's language (META-2)."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Objects:
    """Records of any kind (对象记录)."""
    def create(self, object: str, new: Mapping[str, Any] | None = None, id: uuid.UUID | None = None) -> ObjectRecord:
        """Creates a record of a defined object (OBJ-12), by the right `create` of the object: `hotel.room.create`, which is this
        call too. `new` is the record as a person would write it: `{"number": "301", "price": {"amount": "388.50", "currency":
        "CNY"}}`; a record that is referred to stands by its id or by `{"key": "301"}`. What is typed is written by its own
        area (`object`: `typed`). Everything that is wrong is told at once.

        With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the record that is there; with
        other fields it is a conflict (`id_taken`).
        """
    def create_many(
        self,
        object: str,
        records: Sequence[Mapping[str, Any]],
        per_record: bool | None = None,
    ) -> ObjectBatch:
        """Creates many records of a defined object: all of them, or none where one is refused; with `per_record` each that can
        be, and a report that tells of the others what is wrong with them.
        """
    def get(self, object: str, id: uuid.UUID) -> ObjectRecord:
        """Gives a record of any kind with its own fields (OBJ-8), by the right, the duties and the scope of its area's own
        `get`: `customers.get` for a `customer`. What no kind of record is called is refused as `unknown_object`.
        """
    def list(
        self,
        object: str,
        filter: Mapping[str, Any] | None = None,
        sort: Sequence[str] | None = None,
        fields: Sequence[str] | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ObjectRecord]:
        """Lists records of any kind (OBJ-8) by the right and the scope of their area's own `list`, newest first where `sort`
        names no other order. `fields` are the values wanted, paths over references among them (`customer.name`); absent,
        all of the kind's own.
        """
    def iterate(
        self,
        object: str,
        filter: Mapping[str, Any] | None = None,
        sort: Sequence[str] | None = None,
        fields: Sequence[str] | None = None,
        *,
        page_size: int = 500,
    ) -> Iterator[ObjectRecord]:
        """Lists records of any kind (OBJ-8) by the right and the scope of their area's own `list`, newest first where `sort`
        names no other order. `fields` are the values wanted, paths over references among them (`customer.name`); absent,
        all of the kind's own.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def aggregate(self, object: str, query: Mapping[str, Any]) -> ObjectTable:
        """Counts, sums and compares records of any kind (VIEW-4), by the right and the scope of their area's own `list`.
        `query` is a view's `filter`, `group` (up to three paths, or `{"field": path, "by": "month"}`: day, week, month,
        quarter, year), `measures` (one to ten: `{"count": true}`, `{"sum": path}`, `avg`, `min`, `max`, `count_distinct`)
        and `sort` (names of columns). More than 10,000 rows are refused as `too_many`.
        """
    @overload
    def related(self, record: RecordKey | RecordKeyFields, rows: int | None = None) -> builtins.list[Related]:
        """Tells what refers to a record (OBJ-16), to whoever may get it: by object and field how many records do, up to 1,000,
        and the titles of the newest. Of each object it tells what the caller's own list of it would give: nothing of one that
        they may not list, or by a field that they don't read in full. Typed fields without an index (who assigned a ticket,
        who created a customer) are left out.
        """
    @overload
    def related(
        self,
        record: None = None,
        rows: int | None = None,
        *,
        object: str,
        id: uuid.UUID,
    ) -> builtins.list[Related]:
        """Tells what refers to a record (OBJ-16), to whoever may get it: by object and field how many records do, up to 1,000,
        and the titles of the newest. Of each object it tells what the caller's own list of it would give: nothing of one that
        they may not list, or by a field that they don't read in full. Typed fields without an index (who assigned a ticket,
        who created a customer) are left out.
        """
    @overload
    def history(
        self,
        record: RecordKey | RecordKeyFields,
        page: PageRequest | PageRequestFields | None = None,
    ) -> Page[HistoryChange]:
        """Tells what happened to a record (OBJ-15), newest first, to whoever may get it: when, who, by which operation, and the
        fields with their values before and afterwards, under the reader's field rights as they are now. What was changed in
        bulk (a push of orders) is told in the audit's summaries alone.
        """
    @overload
    def history(
        self,
        record: None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        object: str,
        id: uuid.UUID,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[HistoryChange]:
        """Tells what happened to a record (OBJ-15), newest first, to whoever may get it: when, who, by which operation, and the
        fields with their values before and afterwards, under the reader's field rights as they are now. What was changed in
        bulk (a push of orders) is told in the audit's summaries alone.
        """
    def iterate_history(
        self,
        record: RecordKey | RecordKeyFields,
        *,
        page_size: int = 500,
        object: str,
        id: uuid.UUID,
    ) -> Iterator[HistoryChange]:
        """Tells what happened to a record (OBJ-15), newest first, to whoever may get it: when, who, by which operation, and the
        fields with their values before and afterwards, under the reader's field rights as they are now. What was changed in
        bulk (a push of orders) is told in the audit's summaries alone.

        Gives record after record, fetching `page_size` of them at a time.
        """
    @overload
    def update(self, object: str, id: uuid.UUID, changes: ObjectUpdate | ObjectUpdateFields) -> ObjectRecord:
        """Changes fields of a record of a defined object (OBJ-9), by the right `update` of the object."""
    @overload
    def update(
        self,
        object: str,
        id: uuid.UUID,
        changes: None = None,
        *,
        values: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        parts: Mapping[str, Any] = ...,
        version: int = ...,
    ) -> ObjectRecord:
        """Changes fields of a record of a defined object (OBJ-9), by the right `update` of the object."""
    def act(
        self,
        object: str,
        id: uuid.UUID,
        action: str,
        with_: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> ObjectRecord:
        """Calls an action of a record of a defined object (MACH-2), by the right of that name, or a duty that the action gives:
        `hotel.reservation.arrive`, which is this call too. `with` are the fields that the action takes.
        """
    def delete(self, object: str, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a record of a defined object (OBJ-13), by the right `delete` of the object: one with states in its first state
        alone. What refers to it decides: the deletion is a conflict (`in_use`), the reference is emptied, or what refers goes
        too.
        """
    @overload
    def restore(self, record: RecordKey | RecordKeyFields) -> ObjectRecord:
        """Brings a deleted record of a defined object back (OBJ-14), from what the audit kept of it, by the right `restore` of
        the object: with its id, number, values and parts. It is asked what a create would be asked; fields that are gone
        since are left out. One that is there is a conflict (`id_taken`).
        """
    @overload
    def restore(self, record: None = None, *, object: str, id: uuid.UUID) -> ObjectRecord:
        """Brings a deleted record of a defined object back (OBJ-14), from what the audit kept of it, by the right `restore` of
        the object: with its id, number, values and parts. It is asked what a create would be asked; fields that are gone
        since are left out. One that is there is a conflict (`id_taken`).
        """
    @overload
    def extend(self, record: RecordKey | RecordKeyFields, changes: ObjectUpdate | ObjectUpdateFields) -> ObjectRecord:
        """Changes the fields that packs give a typed record (EXT-3), in whatever state it is, by the right `extend` of its area:
        `customers.extend` for a `customer`, or a duty that the area names. What is the area's own is written by the area.
        """
    @overload
    def extend(
        self,
        record: None = None,
        changes: ObjectUpdate | ObjectUpdateFields | None = None,
        *,
        object: str,
        id: uuid.UUID,
        values: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        parts: Mapping[str, Any] = ...,
        version: int = ...,
    ) -> ObjectRecord:
        """Changes the fields that packs give a typed record (EXT-3), in whatever state it is, by the right `extend` of its area:
        `customers.extend` for a `customer`, or a duty that the area names. What is the area's own is written by the area.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Packs:
    """Definitions of objects, fields, rules and views (对象定义)."""
    def list(self) -> builtins.list[Pack]:
        """Lists the packs that are applied, disabled ones too, in the order in which they were. There are at most 100."""
    def get(self, name: str) -> PackDetail:
        """Gives a pack with its document, as it is in force."""
    def plan(self, document: Mapping[str, Any]) -> PackPlan:
        """Says what a document would change (PACK-2): the steps, each with its class and the records that it concerns, and what
        stands against it. Nothing is written. What is wrong with the document stands in `refusals`, all at once, each by its
        path. The digest is what `apply` asks for.
        """
    def apply(self, document: Mapping[str, Any], plan: str) -> Pack:
        """Applies a document exactly as it was planned (PACK-3, PACK-4), all or nothing. `plan` is the digest of its plan: where
        the document, the catalogue or what a step does is another by now, it is a conflict (`stale_plan`). What stands
        against it is refused. The same document again does nothing.
        """
    def disable(self, name: str) -> Pack:
        """Puts a pack to sleep (PACK-9): its operations and fields are unknown, its checks, roll-ups and grants asleep. The data
        stay, and its references still decide over deletions. While another pack that is enabled requires it, or names what it
        defines, it is a conflict (`in_use`).
        """
    def enable(self, name: str) -> Pack:
        """Wakes a pack that was disabled, and computes its roll-ups and formulas anew. What in its document does not hold any
        more is refused, each by its path.
        """
    def purge(self, paths: Sequence[str]) -> PurgeReport:
        """Destroys hidden data for good (PACK-8): an object (`hotel.service`), a field (`hotel.service.hours`,
        `hotel.customer.tier`), or a disabled pack as a whole (`hotel`). All or nothing: what is not hidden is a conflict
        (`in_use`). The audit stays.
        """
    def export(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """Gives the documents of all packs that are enabled, or of these with what they require, in the order in which an empty
        database takes them: `{"packs": [document, …]}` (PACK-13). Of all of them, and of `my`, also what administrators put by
        `setup.put`, as that takes it elsewhere: `"setup": [{"kind", "name", "enabled", "position", "document"}, …]`, without
        the ids of people and records; left out where there is nothing.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class SettingsArea:
    """The settings of the database."""
    def get(self) -> Settings:
        """Gives the settings. Every signed-in user may: forms and dates depend on them."""
    @overload
    def update(self, changes: SettingsUpdate | SettingsUpdateFields) -> Settings:
        """Changes the settings. What they decide follows at once: the time zone, which instants belong to a day or a year
        and when the Saturday scan is due; the currency, which one the amounts get that are pushed without any, and
        which comes first in the contribution report. The currency can't change while a field that a pack defines has an
        amount in it: a conflict (`in_use`), whose `id` is that field (TYPE-4).

        Where a customer needs other fields than before, every customer is looked at again, and is complete or not by
        the new list; that is derived, so it counts no version and is no change of the customer. They are looked at in
        slices, between which others write; every answer meanwhile is by the new list already. A call that ends before
        the last slice has changed the settings all the same, and the rest is done with the next due jobs.
        """
    @overload
    def update(
        self,
        changes: None = None,
        *,
        time_zone: str = ...,
        currency: str = ...,
        required_customer_fields: Sequence[str] = ...,
        sign_in_days: int = ...,
        result_required: Sequence[str] = ...,
        next_step_required: Sequence[str] = ...,
        forgotten_after_days: int = ...,
        forgotten_levels: Sequence[NewLevelDays | NewLevelDaysFields] = ...,
        birthday_days: int = ...,
        file_max_bytes: int = ...,
        files_quota_bytes: int = ...,
        work_report_due: Sequence[NewWorkReportDue | NewWorkReportDueFields] = ...,
        work_report_roles: Sequence[str] = ...,
        lost_reason_required: bool = ...,
        idle_days: int = ...,
        enrich: bool = ...,
        duplicates_tell_owner: bool = ...,
        duplicates_told_a_day: int = ...,
        duplicate_scan: bool = ...,
        phone_region: str = ...,
        assignment_at: str = ...,
        recycle_at: str = ...,
        merge_undo_days: int = ...,
        score_fields: Sequence[str] = ...,
        score_since: datetime.date = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> Settings:
        """Changes the settings. What they decide follows at once: the time zone, which instants belong to a day or a year
        and when the Saturday scan is due; the currency, which one the amounts get that are pushed without any, and
        which comes first in the contribution report. The currency can't change while a field that a pack defines has an
        amount in it: a conflict (`in_use`), whose `id` is that field (TYPE-4).

        Where a customer needs other fields than before, every customer is looked at again, and is complete or not by
        the new list; that is derived, so it counts no version and is no change of the customer. They are looked at in
        slices, between which others write; every answer meanwhile is by the new list already. A call that ends before
        the last slice has changed the settings all the same, and the rest is done with the next due jobs.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Setup:
    """What configures the engine (设置文档): documents of kinds that the engine declares."""
    def kinds(self) -> builtins.list[SetupKind]:
        """Lists the kinds of document that this version has, and says of each whether the acting user reads and writes its
        documents (SETUP-1). Every signed-in user may ask.
        """
    def list(
        self,
        kind: str,
        filter: SetupFilter | SetupFilterFields | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        enabled: bool | None = ...,
        name: str | None = ...,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SetupDocument]:
        """Lists the documents of a kind by their places, then by age. It needs the right `setup.<kind>.read` or
        `setup.<kind>` (SETUP-6), as `get` and `history` do; a kind that this version lacks is `invalid` (`unknown_kind`).
        """
    def iterate(
        self,
        kind: str,
        filter: SetupFilter | SetupFilterFields | None = None,
        *,
        page_size: int = 500,
        enabled: bool | None = ...,
        name: str | None = ...,
    ) -> Iterator[SetupDocument]:
        """Lists the documents of a kind by their places, then by age. It needs the right `setup.<kind>.read` or
        `setup.<kind>` (SETUP-6), as `get` and `history` do; a kind that this version lacks is `invalid` (`unknown_kind`).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def get(self, kind: str, name: str, document_version: int | None = None) -> SetupDocument:
        """Gives one document, as it is or in one of its versions."""
    def plan(self, kind: str, name: str, document: Mapping[str, Any]) -> SetupPlan:
        """Says what is wrong with a document, what putting it would change, and how many records that concerns (SETUP-3).
        Nothing is written. It needs the right `setup.<kind>`, as everything that writes does.
        """
    def put(
        self,
        kind: str,
        name: str,
        document: Mapping[str, Any],
        version: int | None = None,
        id: uuid.UUID | None = None,
        position: int | None = None,
    ) -> SetupDocument:
        """Creates a document, or replaces what stands in it, as a whole (SETUP-2). Whatever is wrong is told at once, by paths
        inside the document. Inner parts with an `id` (a stage of a pipeline) keep the one that is given; others get one, but
        for those that stood there already and say the same. Equal content changes nothing.

        A new document stands behind the others unless it is given a `position`, and begins enabled or disabled as its kind
        says; it may have an `id` of the caller's (a UUIDv7). With a `version` that is not the document's it is a conflict
        (`stale_version`); with one and no such document `not_found`. What is put over a pack's document is the administrators'
        own (`pack` is `my`), whatever the pack's next version says, until it says what the pack does (SETUP-5).
        """
    def rename(self, kind: str, name: str, to: str) -> SetupDocument:
        """Gives a document another name. Documents that name it say the new one from then on, records keep its id. A pack's has
        the name that the pack gives it (`fixed`).
        """
    def enable(self, kind: str, name: str) -> SetupDocument:
        """Puts a document in force. What it names must be there (SETUP-4)."""
    def disable(self, kind: str, name: str) -> SetupDocument:
        """Takes a document out of force."""
    def delete(self, kind: str, name: str) -> None:
        """Deletes a document with its versions. While enabled documents name it, it is `invalid` (`name`: `in_use`), once for
        each of them (SETUP-4). Where administrators put their own over a pack's document, that is taken away and the pack's
        stands again; the pack's own goes with the pack alone (`name`: `in_use`).
        """
    def history(
        self,
        kind: str,
        name: str,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[SetupDocument]:
        """Lists the versions of a document, newest first (SETUP-6)."""
    def iterate_history(self, kind: str, name: str, *, page_size: int = 500) -> Iterator[SetupDocument]:
        """Lists the versions of a document, newest first (SETUP-6).

        Gives record after record, fetching `page_size` of them at a time.
        """
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

@final
class Views:
    """Saved views (视图): kept questions about the records of one object."""
    def list(self, object: str | None = None) -> builtins.list[View]:
        """Lists the views that the acting user may ask by name: their own, those that are shared with them, and those of packs over
        objects whose records they list (VIEW-1, VIEW-2). `object` are those over one object alone.
        """
    @overload
    def create(self, new: NewView | NewViewFields, id: uuid.UUID | None = None) -> View:
        """Keeps a view. Whatever is wrong with the definition is told at once, by paths inside it (`definition.filter.and[1].lt`).
        Whoever keeps one needs no right to the records: that is asked of whoever asks the view.
        """
    @overload
    def create(
        self,
        new: None = None,
        id: uuid.UUID | None = None,
        *,
        name: str,
        definition: Mapping[str, Any],
    ) -> View:
        """Keeps a view. Whatever is wrong with the definition is told at once, by paths inside it (`definition.filter.and[1].lt`).
        Whoever keeps one needs no right to the records: that is asked of whoever asks the view.
        """
    @overload
    def update(self, id: uuid.UUID, changes: ViewUpdate | ViewUpdateFields) -> View:
        """Changes a view of one's own. What is shared with others is theirs to ask and not to change."""
    @overload
    def update(
        self,
        id: uuid.UUID,
        changes: None = None,
        *,
        name: str = ...,
        definition: Mapping[str, Any] = ...,
        clear: Sequence[str] = ...,
        version: int = ...,
    ) -> View:
        """Changes a view of one's own. What is shared with others is theirs to ask and not to change."""
    def delete(self, id: uuid.UUID, version: int | None = None) -> None:
        """Deletes a view of one's own; a system administrator deletes any."""
    def share(self, id: uuid.UUID, with_: ViewShares | ViewSharesFields) -> View:
        """Says with whom a view of one's own is shared from now on (VIEW-2): everybody, whoever has a role, the people of a
        department and of those below it. With nobody it is one's own again.
        """
    def rows(
        self,
        view: str,
        parameters: Values | None = None,
        page: PageRequest | PageRequestFields | None = None,
        *,
        after: str | None = ...,
        limit: int | None = ...,
        count: bool | None = ...,
    ) -> Page[ObjectRecord]:
        """Gives the rows that a view asks for (VIEW-1). `view` is the name of a pack's, `hotel.free_rooms`, or the id of a person's;
        it needs the right `list` of its object. Each parameter must be given (VIEW-3). One that asks for a table, that is
        broken, or that seeks, sorts or groups by what the reader does not read, is `invalid`.
        """
    def iterate_rows(
        self,
        view: str,
        parameters: Values | None = None,
        *,
        page_size: int = 500,
    ) -> Iterator[ObjectRecord]:
        """Gives the rows that a view asks for (VIEW-1). `view` is the name of a pack's, `hotel.free_rooms`, or the id of a person's;
        it needs the right `list` of its object. Each parameter must be given (VIEW-3). One that asks for a table, that is
        broken, or that seeks, sorts or groups by what the reader does not read, is `invalid`.

        Gives record after record, fetching `page_size` of them at a time.
        """
    def table(self, view: str, parameters: Values | None = None) -> ObjectTable:
        """Gives the table that a view with `measures` asks for (VIEW-4), as `rows` gives rows."""
    def __getattr__(self, object: str, /) -> ObjectCalls: ...

_PeopleKind: TypeAlias = PeopleKind | Literal["users", "role", "department", "owner", "creator", "followers", "field", "expression", "superior", "chosen"]

@final
class PeopleKind:
    """By what people are named (PROC-5)."""
    USERS: ClassVar[PeopleKind]
    """By themselves."""
    ROLE: ClassVar[PeopleKind]
    """By a role that they hold."""
    DEPARTMENT: ClassVar[PeopleKind]
    """By their department, its parts included."""
    OWNER: ClassVar[PeopleKind]
    """As whose the record is."""
    CREATOR: ClassVar[PeopleKind]
    """As who made the record."""
    FOLLOWERS: ClassVar[PeopleKind]
    """As who follows the record."""
    FIELD: ClassVar[PeopleKind]
    """As who stands in a field of the record."""
    EXPRESSION: ClassVar[PeopleKind]
    """As whom an expression about the record gives."""
    SUPERIOR: ClassVar[PeopleKind]
    """As the superior of the record's owner."""
    CHOSEN: ClassVar[PeopleKind]
    """As whom the submitter of an approval names; of approvals alone."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[PeopleKind]: ...
    def __new__(cls, value: _PeopleKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _PeopleKind, /) -> bool: ...
    def __le__(self, value: _PeopleKind, /) -> bool: ...
    def __gt__(self, value: _PeopleKind, /) -> bool: ...
    def __ge__(self, value: _PeopleKind, /) -> bool: ...

_Dealing: TypeAlias = Dealing | Literal["round_robin", "least_busy"]

@final
class Dealing:
    """To whom of several a record is given (AUTO-9)."""
    ROUND_ROBIN: ClassVar[Dealing]
    """To each in turn."""
    LEAST_BUSY: ClassVar[Dealing]
    """To who has the fewest in hand."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Dealing]: ...
    def __new__(cls, value: _Dealing) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Dealing, /) -> bool: ...
    def __le__(self, value: _Dealing, /) -> bool: ...
    def __gt__(self, value: _Dealing, /) -> bool: ...
    def __ge__(self, value: _Dealing, /) -> bool: ...

_PassedOver: TypeAlias = PassedOver | Literal["disabled", "inactive", "not_account_manager", "filter", "match", "quota", "turn"]

@final
class PassedOver:
    """Why somebody does not get a record by a rule (ASSIGN-2)."""
    DISABLED: ClassVar[PassedOver]
    """They get none just now, by the rule."""
    INACTIVE: ClassVar[PassedOver]
    """They are disabled."""
    NOT_ACCOUNT_MANAGER: ClassVar[PassedOver]
    """They may not develop opportunities."""
    FILTER: ClassVar[PassedOver]
    """They don't take it."""
    MATCH: ClassVar[PassedOver]
    """Its region or industry is none of theirs."""
    QUOTA: ClassVar[PassedOver]
    """They have had as many today as they may."""
    TURN: ClassVar[PassedOver]
    """Somebody else comes before them."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[PassedOver]: ...
    def __new__(cls, value: _PassedOver) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _PassedOver, /) -> bool: ...
    def __le__(self, value: _PassedOver, /) -> bool: ...
    def __gt__(self, value: _PassedOver, /) -> bool: ...
    def __ge__(self, value: _PassedOver, /) -> bool: ...

_DealtKind: TypeAlias = DealtKind | Literal["customer", "opportunity"]

@final
class DealtKind:
    """The kinds of record that are dealt to account managers."""
    CUSTOMER: ClassVar[DealtKind]
    """Customers."""
    OPPORTUNITY: ClassVar[DealtKind]
    """Opportunities."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[DealtKind]: ...
    def __new__(cls, value: _DealtKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _DealtKind, /) -> bool: ...
    def __le__(self, value: _DealtKind, /) -> bool: ...
    def __gt__(self, value: _DealtKind, /) -> bool: ...
    def __ge__(self, value: _DealtKind, /) -> bool: ...

_LeftReason: TypeAlias = LeftReason | Literal["no_rule", "quota", "nobody"]

@final
class LeftReason:
    """Why records stay where they are when others are distributed (ASSIGN-6)."""
    NO_RULE: ClassVar[LeftReason]
    """No rule accepts them."""
    QUOTA: ClassVar[LeftReason]
    """Whoever takes them has had as many today as they may."""
    NOBODY: ClassVar[LeftReason]
    """Of no rule that accepts them a member is eligible."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[LeftReason]: ...
    def __new__(cls, value: _LeftReason) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _LeftReason, /) -> bool: ...
    def __le__(self, value: _LeftReason, /) -> bool: ...
    def __gt__(self, value: _LeftReason, /) -> bool: ...
    def __ge__(self, value: _LeftReason, /) -> bool: ...

_CaptureOutcome: TypeAlias = CaptureOutcome | Literal["created", "joined", "repeated", "ignored"]

@final
class CaptureOutcome:
    """What became of what was captured."""
    CREATED: ClassVar[CaptureOutcome]
    """An opportunity, a lead."""
    JOINED: ClassVar[CaptureOutcome]
    """A note on a record that was there."""
    REPEATED: ClassVar[CaptureOutcome]
    """Nothing: it had come before."""
    IGNORED: ClassVar[CaptureOutcome]
    """Nothing: it says why."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[CaptureOutcome]: ...
    def __new__(cls, value: _CaptureOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _CaptureOutcome, /) -> bool: ...
    def __le__(self, value: _CaptureOutcome, /) -> bool: ...
    def __gt__(self, value: _CaptureOutcome, /) -> bool: ...
    def __ge__(self, value: _CaptureOutcome, /) -> bool: ...

_CaptureReason: TypeAlias = CaptureReason | Literal["trap", "auto_reply", "bounce", "list", "no_reply", "own"]

@final
class CaptureReason:
    """Why something was ignored."""
    TRAP: ClassVar[CaptureReason]
    """The form's trap was filled, which only machines see."""
    AUTO_REPLY: ClassVar[CaptureReason]
    """A machine answered."""
    BOUNCE: ClassVar[CaptureReason]
    """It tells what became of another message."""
    LIST: ClassVar[CaptureReason]
    """It went to a list."""
    NO_REPLY: ClassVar[CaptureReason]
    """Its sender takes no answers."""
    OWN: ClassVar[CaptureReason]
    """It came from a user, or from the mailbox itself."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[CaptureReason]: ...
    def __new__(cls, value: _CaptureReason) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _CaptureReason, /) -> bool: ...
    def __le__(self, value: _CaptureReason, /) -> bool: ...
    def __gt__(self, value: _CaptureReason, /) -> bool: ...
    def __ge__(self, value: _CaptureReason, /) -> bool: ...

_CaptureHow: TypeAlias = CaptureHow | Literal["form", "email"]

@final
class CaptureHow:
    """How something was captured."""
    FORM: ClassVar[CaptureHow]
    """By a form."""
    EMAIL: ClassVar[CaptureHow]
    """As an e-mail."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[CaptureHow]: ...
    def __new__(cls, value: _CaptureHow) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _CaptureHow, /) -> bool: ...
    def __le__(self, value: _CaptureHow, /) -> bool: ...
    def __gt__(self, value: _CaptureHow, /) -> bool: ...
    def __ge__(self, value: _CaptureHow, /) -> bool: ...

_PairState: TypeAlias = PairState | Literal["open", "ignored", "merged"]

@final
class PairState:
    """What has become of a pair."""
    OPEN: ClassVar[PairState]
    """Nobody has decided yet."""
    IGNORED: ClassVar[PairState]
    """They are two: no later check or scan tells of them."""
    MERGED: ClassVar[PairState]
    """They became one."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[PairState]: ...
    def __new__(cls, value: _PairState) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _PairState, /) -> bool: ...
    def __le__(self, value: _PairState, /) -> bool: ...
    def __gt__(self, value: _PairState, /) -> bool: ...
    def __ge__(self, value: _PairState, /) -> bool: ...

_PairFound: TypeAlias = PairFound | Literal["create", "update", "import", "convert", "sync", "scan"]

@final
class PairFound:
    """On what occasion a pair was found."""
    CREATE: ClassVar[PairFound]
    """A record was created."""
    UPDATE: ClassVar[PairFound]
    """A record was changed."""
    IMPORT: ClassVar[PairFound]
    """A record was imported."""
    CONVERT: ClassVar[PairFound]
    """An opportunity became a customer."""
    SYNC: ClassVar[PairFound]
    """A device brought it."""
    SCAN: ClassVar[PairFound]
    """All records were looked through."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[PairFound]: ...
    def __new__(cls, value: _PairFound) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _PairFound, /) -> bool: ...
    def __le__(self, value: _PairFound, /) -> bool: ...
    def __gt__(self, value: _PairFound, /) -> bool: ...
    def __ge__(self, value: _PairFound, /) -> bool: ...

_ProbabilityFrom: TypeAlias = ProbabilityFrom | Literal["by_hand", "stage", "score"]

@final
class ProbabilityFrom:
    """Where the chance of success of an opportunity comes from."""
    BY_HAND: ClassVar[ProbabilityFrom]
    """Somebody gave it."""
    STAGE: ClassVar[ProbabilityFrom]
    """The stage says it."""
    SCORE: ClassVar[ProbabilityFrom]
    """The score says it."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ProbabilityFrom]: ...
    def __new__(cls, value: _ProbabilityFrom) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ProbabilityFrom, /) -> bool: ...
    def __le__(self, value: _ProbabilityFrom, /) -> bool: ...
    def __gt__(self, value: _ProbabilityFrom, /) -> bool: ...
    def __ge__(self, value: _ProbabilityFrom, /) -> bool: ...

_ForecastCategory: TypeAlias = ForecastCategory | Literal["commit", "best_case", "pipeline", "omitted"]

@final
class ForecastCategory:
    """How a forecast counts an opportunity."""
    COMMIT: ClassVar[ForecastCategory]
    """It is as good as won."""
    BEST_CASE: ClassVar[ForecastCategory]
    """It may be won."""
    PIPELINE: ClassVar[ForecastCategory]
    """It is in the pipeline."""
    OMITTED: ClassVar[ForecastCategory]
    """It is left out."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ForecastCategory]: ...
    def __new__(cls, value: _ForecastCategory) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ForecastCategory, /) -> bool: ...
    def __le__(self, value: _ForecastCategory, /) -> bool: ...
    def __gt__(self, value: _ForecastCategory, /) -> bool: ...
    def __ge__(self, value: _ForecastCategory, /) -> bool: ...

_OnDuplicate: TypeAlias = OnDuplicate | Literal["refuse", "accept"]

@final
class OnDuplicate:
    """What becomes of a record that may be there already (DUP-6)."""
    REFUSE: ClassVar[OnDuplicate]
    """A rule that asks, or blocks, refuses it."""
    ACCEPT: ClassVar[OnDuplicate]
    """It is written all the same, and who accepted it is kept; where a rule blocks, whoever may ignore duplicates alone."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[OnDuplicate]: ...
    def __new__(cls, value: _OnDuplicate) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _OnDuplicate, /) -> bool: ...
    def __le__(self, value: _OnDuplicate, /) -> bool: ...
    def __gt__(self, value: _OnDuplicate, /) -> bool: ...
    def __ge__(self, value: _OnDuplicate, /) -> bool: ...

_OpportunityStatus: TypeAlias = OpportunityStatus | Literal["unassigned", "assigned", "developed", "failed"]

@final
class OpportunityStatus:
    """Where an opportunity stands."""
    UNASSIGNED: ClassVar[OpportunityStatus]
    """Nobody develops it yet; it may still be edited and deleted."""
    ASSIGNED: ClassVar[OpportunityStatus]
    """One account manager develops it, along its plan."""
    DEVELOPED: ClassVar[OpportunityStatus]
    """Development succeeded; the customer exists. Final."""
    FAILED: ClassVar[OpportunityStatus]
    """Development failed, or it was none (SALE-4). Final."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[OpportunityStatus]: ...
    def __new__(cls, value: _OpportunityStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _OpportunityStatus, /) -> bool: ...
    def __le__(self, value: _OpportunityStatus, /) -> bool: ...
    def __gt__(self, value: _OpportunityStatus, /) -> bool: ...
    def __ge__(self, value: _OpportunityStatus, /) -> bool: ...

_AlertReason: TypeAlias = AlertReason | Literal["stuck", "overdue", "no_next_step", "idle"]

@final
class AlertReason:
    """Why an open opportunity wants attention (SALE-11)."""
    STUCK: ClassVar[AlertReason]
    """It is longer in its stage than that says."""
    OVERDUE: ClassVar[AlertReason]
    """The day on which it was expected to close is over."""
    NO_NEXT_STEP: ClassVar[AlertReason]
    """Neither a next step nor an activity is ahead."""
    IDLE: ClassVar[AlertReason]
    """Nothing was done with it for as many days as the setting `idle_days` says."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[AlertReason]: ...
    def __new__(cls, value: _AlertReason) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _AlertReason, /) -> bool: ...
    def __le__(self, value: _AlertReason, /) -> bool: ...
    def __gt__(self, value: _AlertReason, /) -> bool: ...
    def __ge__(self, value: _AlertReason, /) -> bool: ...

_StayEnd: TypeAlias = StayEnd | Literal["claimed", "given", "merged", "lost"]

@final
class StayEnd:
    """How a stay in a pool ended (ASSIGN-11)."""
    CLAIMED: ClassVar[StayEnd]
    """Somebody claimed it."""
    GIVEN: ClassVar[StayEnd]
    """It was given to somebody, out of the pool or otherwise."""
    MERGED: ClassVar[StayEnd]
    """It was merged into another."""
    LOST: ClassVar[StayEnd]
    """It was lost, or is none."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[StayEnd]: ...
    def __new__(cls, value: _StayEnd) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _StayEnd, /) -> bool: ...
    def __le__(self, value: _StayEnd, /) -> bool: ...
    def __gt__(self, value: _StayEnd, /) -> bool: ...
    def __ge__(self, value: _StayEnd, /) -> bool: ...

_WarningStatus: TypeAlias = WarningStatus | Literal["warned", "deferred", "lost", "recovered"]

@final
class WarningStatus:
    """Where a churn warning stands."""
    WARNED: ClassVar[WarningStatus]
    """The scan found the customer quiet; nothing was tried yet."""
    DEFERRED: ClassVar[WarningStatus]
    """At least one measure was tried."""
    LOST: ClassVar[WarningStatus]
    """The loss was confirmed, and the customer is lost. Final."""
    RECOVERED: ClassVar[WarningStatus]
    """The customer ordered again, or was won back. Final; a new quiet spell begins a new warning."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[WarningStatus]: ...
    def __new__(cls, value: _WarningStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _WarningStatus, /) -> bool: ...
    def __le__(self, value: _WarningStatus, /) -> bool: ...
    def __gt__(self, value: _WarningStatus, /) -> bool: ...
    def __ge__(self, value: _WarningStatus, /) -> bool: ...

_CustomerStatus: TypeAlias = CustomerStatus | Literal["active", "lost"]

@final
class CustomerStatus:
    """Where a customer stands."""
    ACTIVE: ClassVar[CustomerStatus]
    """It buys, or may."""
    LOST: ClassVar[CustomerStatus]
    """Its loss was confirmed; its data and contacts are frozen until it is won back."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[CustomerStatus]: ...
    def __new__(cls, value: _CustomerStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _CustomerStatus, /) -> bool: ...
    def __le__(self, value: _CustomerStatus, /) -> bool: ...
    def __gt__(self, value: _CustomerStatus, /) -> bool: ...
    def __ge__(self, value: _CustomerStatus, /) -> bool: ...

_OwnerEnd: TypeAlias = OwnerEnd | Literal["put", "recycled", "handed_over", "merged"]

@final
class OwnerEnd:
    """How somebody stopped being the owner of a record (ASSIGN-11)."""
    PUT: ClassVar[OwnerEnd]
    """It was put into a pool."""
    RECYCLED: ClassVar[OwnerEnd]
    """It fell back into a pool, since nothing was done."""
    HANDED_OVER: ClassVar[OwnerEnd]
    """It was somebody else's from then on, or nobody's."""
    MERGED: ClassVar[OwnerEnd]
    """It was merged into another."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[OwnerEnd]: ...
    def __new__(cls, value: _OwnerEnd) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _OwnerEnd, /) -> bool: ...
    def __le__(self, value: _OwnerEnd, /) -> bool: ...
    def __gt__(self, value: _OwnerEnd, /) -> bool: ...
    def __ge__(self, value: _OwnerEnd, /) -> bool: ...

_TicketStatus: TypeAlias = TicketStatus | Literal["created", "assigned", "handled", "archived"]

@final
class TicketStatus:
    """Where a ticket stands."""
    CREATED: ClassVar[TicketStatus]
    """Recorded; nobody has it yet."""
    ASSIGNED: ClassVar[TicketStatus]
    """Somebody is to handle it, for the first time or again."""
    HANDLED: ClassVar[TicketStatus]
    """It was handled; the customer's answer is awaited."""
    ARCHIVED: ClassVar[TicketStatus]
    """The customer was satisfied. Final."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[TicketStatus]: ...
    def __new__(cls, value: _TicketStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _TicketStatus, /) -> bool: ...
    def __le__(self, value: _TicketStatus, /) -> bool: ...
    def __gt__(self, value: _TicketStatus, /) -> bool: ...
    def __ge__(self, value: _TicketStatus, /) -> bool: ...

_Priority: TypeAlias = Priority | Literal["low", "normal", "high", "urgent"]

@final
class Priority:
    """How much an activity matters."""
    LOW: ClassVar[Priority]
    """Less than others."""
    NORMAL: ClassVar[Priority]
    """As most do."""
    HIGH: ClassVar[Priority]
    """More than others."""
    URGENT: ClassVar[Priority]
    """Before all others."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Priority]: ...
    def __new__(cls, value: _Priority) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Priority, /) -> bool: ...
    def __le__(self, value: _Priority, /) -> bool: ...
    def __gt__(self, value: _Priority, /) -> bool: ...
    def __ge__(self, value: _Priority, /) -> bool: ...

_ActivityStatus: TypeAlias = ActivityStatus | Literal["planned", "done", "cancelled"]

@final
class ActivityStatus:
    """Where an activity stands."""
    PLANNED: ClassVar[ActivityStatus]
    """It is yet to be done."""
    DONE: ClassVar[ActivityStatus]
    """It was done."""
    CANCELLED: ClassVar[ActivityStatus]
    """It won't be done."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ActivityStatus]: ...
    def __new__(cls, value: _ActivityStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ActivityStatus, /) -> bool: ...
    def __le__(self, value: _ActivityStatus, /) -> bool: ...
    def __gt__(self, value: _ActivityStatus, /) -> bool: ...
    def __ge__(self, value: _ActivityStatus, /) -> bool: ...

_Response: TypeAlias = Response | Literal["none", "accepted", "declined", "tentative"]

@final
class Response:
    """What somebody says to being asked to attend."""
    NONE: ClassVar[Response]
    """Nothing yet."""
    ACCEPTED: ClassVar[Response]
    """They come."""
    DECLINED: ClassVar[Response]
    """They don't come."""
    TENTATIVE: ClassVar[Response]
    """They may come."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Response]: ...
    def __new__(cls, value: _Response) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Response, /) -> bool: ...
    def __le__(self, value: _Response, /) -> bool: ...
    def __gt__(self, value: _Response, /) -> bool: ...
    def __ge__(self, value: _Response, /) -> bool: ...

_Reach: TypeAlias = Reach | Literal["this", "following", "all"]

@final
class Reach:
    """How far a change of one activity of a series reaches (ACT-11)."""
    THIS: ClassVar[Reach]
    """It alone; later changes of the series pass it by."""
    FOLLOWING: ClassVar[Reach]
    """It and those behind it, which become a series of their own."""
    ALL: ClassVar[Reach]
    """All that are planned and were not changed alone."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Reach]: ...
    def __new__(cls, value: _Reach) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Reach, /) -> bool: ...
    def __le__(self, value: _Reach, /) -> bool: ...
    def __gt__(self, value: _Reach, /) -> bool: ...
    def __ge__(self, value: _Reach, /) -> bool: ...

_ApprovalStatus: TypeAlias = ApprovalStatus | Literal["pending", "returned", "approved", "rejected", "withdrawn", "cancelled"]

@final
class ApprovalStatus:
    """Where a request for approval stands."""
    PENDING: ClassVar[ApprovalStatus]
    """People are asked."""
    RETURNED: ClassVar[ApprovalStatus]
    """It went back to its submitter, who may change the record and submit it again."""
    APPROVED: ClassVar[ApprovalStatus]
    """It was approved."""
    REJECTED: ClassVar[ApprovalStatus]
    """It was rejected."""
    WITHDRAWN: ClassVar[ApprovalStatus]
    """Its submitter took it back."""
    CANCELLED: ClassVar[ApprovalStatus]
    """An administrator ended it, or its record went."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ApprovalStatus]: ...
    def __new__(cls, value: _ApprovalStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ApprovalStatus, /) -> bool: ...
    def __le__(self, value: _ApprovalStatus, /) -> bool: ...
    def __gt__(self, value: _ApprovalStatus, /) -> bool: ...
    def __ge__(self, value: _ApprovalStatus, /) -> bool: ...

_ApprovalOutcome: TypeAlias = ApprovalOutcome | Literal["done", "failed"]

@final
class ApprovalOutcome:
    """What became of the operation of a request that was approved."""
    DONE: ClassVar[ApprovalOutcome]
    """It was carried out."""
    FAILED: ClassVar[ApprovalOutcome]
    """It was refused when it was to be carried out, and can be tried again."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ApprovalOutcome]: ...
    def __new__(cls, value: _ApprovalOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ApprovalOutcome, /) -> bool: ...
    def __le__(self, value: _ApprovalOutcome, /) -> bool: ...
    def __gt__(self, value: _ApprovalOutcome, /) -> bool: ...
    def __ge__(self, value: _ApprovalOutcome, /) -> bool: ...

_ApprovalReason: TypeAlias = ApprovalReason | Literal["condition", "nobody", "own_request", "repeated", "fallback", "disabled", "timed_out", "changed", "deleted"]

@final
class ApprovalReason:
    """Why something happened to a request by itself."""
    CONDITION: ClassVar[ApprovalReason]
    """The condition of the step does not hold."""
    NOBODY: ClassVar[ApprovalReason]
    """Nobody is so far above the submitter."""
    OWN_REQUEST: ClassVar[ApprovalReason]
    """The submitter is not asked."""
    REPEATED: ClassVar[ApprovalReason]
    """They approved an earlier step."""
    FALLBACK: ClassVar[ApprovalReason]
    """Nobody else was found."""
    DISABLED: ClassVar[ApprovalReason]
    """Who was to be asked is disabled."""
    TIMED_OUT: ClassVar[ApprovalReason]
    """Nobody decided in time."""
    CHANGED: ClassVar[ApprovalReason]
    """What was submitted is no longer what there is."""
    DELETED: ClassVar[ApprovalReason]
    """The record was deleted."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ApprovalReason]: ...
    def __new__(cls, value: _ApprovalReason) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ApprovalReason, /) -> bool: ...
    def __le__(self, value: _ApprovalReason, /) -> bool: ...
    def __gt__(self, value: _ApprovalReason, /) -> bool: ...
    def __ge__(self, value: _ApprovalReason, /) -> bool: ...

_SignOffStatus: TypeAlias = SignOffStatus | Literal["open", "waiting", "approved", "rejected", "returned", "void"]

@final
class SignOffStatus:
    """Where a person's part in a step stands."""
    OPEN: ClassVar[SignOffStatus]
    """They are to decide."""
    WAITING: ClassVar[SignOffStatus]
    """Others decide before them."""
    APPROVED: ClassVar[SignOffStatus]
    """They approved."""
    REJECTED: ClassVar[SignOffStatus]
    """They rejected."""
    RETURNED: ClassVar[SignOffStatus]
    """They sent it back."""
    VOID: ClassVar[SignOffStatus]
    """Nothing is to be decided any more."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[SignOffStatus]: ...
    def __new__(cls, value: _SignOffStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _SignOffStatus, /) -> bool: ...
    def __le__(self, value: _SignOffStatus, /) -> bool: ...
    def __gt__(self, value: _SignOffStatus, /) -> bool: ...
    def __ge__(self, value: _SignOffStatus, /) -> bool: ...

_SignerPlace: TypeAlias = SignerPlace | Literal["before", "after", "beside"]

@final
class SignerPlace:
    """When those decide whom a holder asks too (APPR-11)."""
    BEFORE: ClassVar[SignerPlace]
    """Before the holder, who is asked again once all of them have approved."""
    AFTER: ClassVar[SignerPlace]
    """Behind the holder, whose approval counts once all of them have approved too."""
    BESIDE: ClassVar[SignerPlace]
    """Beside the holder, as others of the group."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[SignerPlace]: ...
    def __new__(cls, value: _SignerPlace) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _SignerPlace, /) -> bool: ...
    def __le__(self, value: _SignerPlace, /) -> bool: ...
    def __gt__(self, value: _SignerPlace, /) -> bool: ...
    def __ge__(self, value: _SignerPlace, /) -> bool: ...

_ApprovalEventKind: TypeAlias = ApprovalEventKind | Literal["submitted", "opened", "skipped", "passed", "asked", "stuck", "approved", "rejected", "returned", "passed_on", "signers_added", "reminded", "withdrawn", "resubmitted", "cancelled", "carried_out", "failed"]

@final
class ApprovalEventKind:
    """What happened to a request for approval (APPR-16)."""
    SUBMITTED: ClassVar[ApprovalEventKind]
    """It was submitted."""
    OPENED: ClassVar[ApprovalEventKind]
    """A step began."""
    SKIPPED: ClassVar[ApprovalEventKind]
    """A step was left out."""
    PASSED: ClassVar[ApprovalEventKind]
    """A part of a step passed, since nobody but the submitter would be asked."""
    ASKED: ClassVar[ApprovalEventKind]
    """Somebody was asked."""
    STUCK: ClassVar[ApprovalEventKind]
    """Nobody can be asked."""
    APPROVED: ClassVar[ApprovalEventKind]
    """Somebody approved."""
    REJECTED: ClassVar[ApprovalEventKind]
    """Somebody rejected it."""
    RETURNED: ClassVar[ApprovalEventKind]
    """It was sent back, or went back."""
    PASSED_ON: ClassVar[ApprovalEventKind]
    """A sign-off went to somebody else."""
    SIGNERS_ADDED: ClassVar[ApprovalEventKind]
    """A holder asked others too."""
    REMINDED: ClassVar[ApprovalEventKind]
    """Somebody was reminded."""
    WITHDRAWN: ClassVar[ApprovalEventKind]
    """Its submitter took it back."""
    RESUBMITTED: ClassVar[ApprovalEventKind]
    """Its submitter submitted it again."""
    CANCELLED: ClassVar[ApprovalEventKind]
    """It was ended."""
    CARRIED_OUT: ClassVar[ApprovalEventKind]
    """The operation was carried out."""
    FAILED: ClassVar[ApprovalEventKind]
    """The operation was refused when it was to be carried out."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ApprovalEventKind]: ...
    def __new__(cls, value: _ApprovalEventKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ApprovalEventKind, /) -> bool: ...
    def __le__(self, value: _ApprovalEventKind, /) -> bool: ...
    def __gt__(self, value: _ApprovalEventKind, /) -> bool: ...
    def __ge__(self, value: _ApprovalEventKind, /) -> bool: ...

_Action: TypeAlias = Action | Literal["created", "updated", "deleted", "bulk", "merged", "restored"]

@final
class Action:
    """What happened to a record."""
    CREATED: ClassVar[Action]
    """It was created."""
    UPDATED: ClassVar[Action]
    """It was changed."""
    DELETED: ClassVar[Action]
    """It was deleted."""
    BULK: ClassVar[Action]
    """Many records of the kind were pushed at once; one row sums them up."""
    MERGED: ClassVar[Action]
    """It was merged into another, whose id stands in `into`, and is called by its own still."""
    RESTORED: ClassVar[Action]
    """A merge was undone: it is there again."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Action]: ...
    def __new__(cls, value: _Action) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Action, /) -> bool: ...
    def __le__(self, value: _Action, /) -> bool: ...
    def __gt__(self, value: _Action, /) -> bool: ...
    def __ge__(self, value: _Action, /) -> bool: ...

_RunOutcome: TypeAlias = RunOutcome | Literal["done", "failed", "suppressed"]

@final
class RunOutcome:
    """What became of the run of a rule (AUTO-13)."""
    DONE: ClassVar[RunOutcome]
    """It did what it says."""
    FAILED: ClassVar[RunOutcome]
    """It was refused, and undone; the call went on."""
    SUPPRESSED: ClassVar[RunOutcome]
    """It would have run a second time for the record in the call, or behind five others (AUTO-6)."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[RunOutcome]: ...
    def __new__(cls, value: _RunOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _RunOutcome, /) -> bool: ...
    def __le__(self, value: _RunOutcome, /) -> bool: ...
    def __gt__(self, value: _RunOutcome, /) -> bool: ...
    def __ge__(self, value: _RunOutcome, /) -> bool: ...

_TextEncoding: TypeAlias = TextEncoding | Literal["utf8", "gb18030"]

@final
class TextEncoding:
    """How a file's text is encoded."""
    UTF8: ClassVar[TextEncoding]
    """UTF-8, with or without a byte order mark."""
    GB18030: ClassVar[TextEncoding]
    """GB18030, which holds GBK and GB2312 too."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[TextEncoding]: ...
    def __new__(cls, value: _TextEncoding) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _TextEncoding, /) -> bool: ...
    def __le__(self, value: _TextEncoding, /) -> bool: ...
    def __gt__(self, value: _TextEncoding, /) -> bool: ...
    def __ge__(self, value: _TextEncoding, /) -> bool: ...

_ImportOutcome: TypeAlias = ImportOutcome | Literal["created", "updated", "unchanged", "repeated", "refused"]

@final
class ImportOutcome:
    """What became of one line."""
    CREATED: ClassVar[ImportOutcome]
    """It made a new record."""
    UPDATED: ClassVar[ImportOutcome]
    """It changed a record."""
    UNCHANGED: ClassVar[ImportOutcome]
    """The record was the same already."""
    REPEATED: ClassVar[ImportOutcome]
    """It says of an order what an earlier line of the file says: one order, and that line speaks for it."""
    REFUSED: ClassVar[ImportOutcome]
    """It was refused; its errors say why."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ImportOutcome]: ...
    def __new__(cls, value: _ImportOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ImportOutcome, /) -> bool: ...
    def __le__(self, value: _ImportOutcome, /) -> bool: ...
    def __gt__(self, value: _ImportOutcome, /) -> bool: ...
    def __ge__(self, value: _ImportOutcome, /) -> bool: ...

_NotificationReason: TypeAlias = NotificationReason | Literal["approval", "reminder", "assigned", "mention", "automation", "followed"]

@final
class NotificationReason:
    """Why somebody is notified, the strongest reason first (NOTIFY-1)."""
    APPROVAL: ClassVar[NotificationReason]
    """Something is to be approved, or was."""
    REMINDER: ClassVar[NotificationReason]
    """Something that they have to do comes up."""
    ASSIGNED: ClassVar[NotificationReason]
    """A record was given to them."""
    MENTION: ClassVar[NotificationReason]
    """A note mentions them."""
    AUTOMATION: ClassVar[NotificationReason]
    """A rule tells them."""
    FOLLOWED: ClassVar[NotificationReason]
    """A record that they follow changed."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[NotificationReason]: ...
    def __new__(cls, value: _NotificationReason) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _NotificationReason, /) -> bool: ...
    def __le__(self, value: _NotificationReason, /) -> bool: ...
    def __gt__(self, value: _NotificationReason, /) -> bool: ...
    def __ge__(self, value: _NotificationReason, /) -> bool: ...

_NotificationKind: TypeAlias = NotificationKind | Literal["sign_off", "sign_off_due", "approval_failed", "approval_ended", "approval_returned", "approval_decided", "reminded", "given", "given_many", "reviewed", "mentioned", "given_up", "approval_stuck", "disabled", "notice", "deleted", "passed", "moved", "concluded", "noted", "filed", "changed"]

@final
class NotificationKind:
    """What a notification tells, what counts most first (NOTIFY-1)."""
    SIGN_OFF: ClassVar[NotificationKind]
    """They are asked to approve something."""
    SIGN_OFF_DUE: ClassVar[NotificationKind]
    """What they are asked to approve is due."""
    APPROVAL_FAILED: ClassVar[NotificationKind]
    """What was approved could not be carried out."""
    APPROVAL_ENDED: ClassVar[NotificationKind]
    """What they submitted, or are copied in to, has ended."""
    APPROVAL_RETURNED: ClassVar[NotificationKind]
    """What they submitted went back to them."""
    APPROVAL_DECIDED: ClassVar[NotificationKind]
    """Something was decided of what they submitted."""
    REMINDED: ClassVar[NotificationKind]
    """Something that they have to do, or attend, comes up."""
    GIVEN: ClassVar[NotificationKind]
    """A record was given to them."""
    GIVEN_MANY: ClassVar[NotificationKind]
    """Many records were given to them at once."""
    REVIEWED: ClassVar[NotificationKind]
    """A work report of theirs was reviewed."""
    MENTIONED: ClassVar[NotificationKind]
    """A note mentions them."""
    GIVEN_UP: ClassVar[NotificationKind]
    """Work that was due failed, and was given up."""
    APPROVAL_STUCK: ClassVar[NotificationKind]
    """Nobody can be asked to approve something."""
    DISABLED: ClassVar[NotificationKind]
    """A rule failed too often, and was disabled."""
    NOTICE: ClassVar[NotificationKind]
    """An action of a pack, or a rule, tells them something."""
    DELETED: ClassVar[NotificationKind]
    """A record that they follow was deleted."""
    PASSED: ClassVar[NotificationKind]
    """A record that they follow has another owner."""
    MOVED: ClassVar[NotificationKind]
    """A record that they follow is in another state."""
    CONCLUDED: ClassVar[NotificationKind]
    """A request for approval of a record that they follow has ended."""
    NOTED: ClassVar[NotificationKind]
    """A note was written on a record that they follow."""
    FILED: ClassVar[NotificationKind]
    """A file was added to a record that they follow."""
    CHANGED: ClassVar[NotificationKind]
    """A record that they follow was changed otherwise."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[NotificationKind]: ...
    def __new__(cls, value: _NotificationKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _NotificationKind, /) -> bool: ...
    def __le__(self, value: _NotificationKind, /) -> bool: ...
    def __gt__(self, value: _NotificationKind, /) -> bool: ...
    def __ge__(self, value: _NotificationKind, /) -> bool: ...

_MessageKind: TypeAlias = MessageKind | Literal["event", "person"]

@final
class MessageKind:
    """What a message of the outbox is."""
    EVENT: ClassVar[MessageKind]
    """Something happened that the host is told of."""
    PERSON: ClassVar[MessageKind]
    """Somebody is to be told something, by a medium."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[MessageKind]: ...
    def __new__(cls, value: _MessageKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _MessageKind, /) -> bool: ...
    def __le__(self, value: _MessageKind, /) -> bool: ...
    def __gt__(self, value: _MessageKind, /) -> bool: ...
    def __ge__(self, value: _MessageKind, /) -> bool: ...

_MessageStatus: TypeAlias = MessageStatus | Literal["waiting", "taken", "done", "dropped", "dead"]

@final
class MessageStatus:
    """Where a message of the outbox stands."""
    WAITING: ClassVar[MessageStatus]
    """It waits to be taken, for the first time or once more."""
    TAKEN: ClassVar[MessageStatus]
    """It was taken, and nobody has said yet what became of it."""
    DONE: ClassVar[MessageStatus]
    """What it is for was done."""
    DROPPED: ClassVar[MessageStatus]
    """Whom it is for is not there any more, or does not read what it is about any more."""
    DEAD: ClassVar[MessageStatus]
    """It failed for good, or nobody took it for 30 days."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[MessageStatus]: ...
    def __new__(cls, value: _MessageStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _MessageStatus, /) -> bool: ...
    def __le__(self, value: _MessageStatus, /) -> bool: ...
    def __gt__(self, value: _MessageStatus, /) -> bool: ...
    def __ge__(self, value: _MessageStatus, /) -> bool: ...

_Locale: TypeAlias = Locale | Literal["en", "zh-Hans"]

@final
class Locale:
    """A language of labels and texts."""
    EN: ClassVar[Locale]
    """English."""
    ZH_HANS: ClassVar[Locale]
    """Simplified Chinese."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Locale]: ...
    def __new__(cls, value: _Locale) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Locale, /) -> bool: ...
    def __le__(self, value: _Locale, /) -> bool: ...
    def __gt__(self, value: _Locale, /) -> bool: ...
    def __ge__(self, value: _Locale, /) -> bool: ...

_ReportKind: TypeAlias = ReportKind | Literal["daily", "weekly", "monthly"]

@final
class ReportKind:
    """What period a work report is of."""
    DAILY: ClassVar[ReportKind]
    """A day."""
    WEEKLY: ClassVar[ReportKind]
    """A week, Monday to Sunday."""
    MONTHLY: ClassVar[ReportKind]
    """A month of the calendar."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ReportKind]: ...
    def __new__(cls, value: _ReportKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ReportKind, /) -> bool: ...
    def __le__(self, value: _ReportKind, /) -> bool: ...
    def __gt__(self, value: _ReportKind, /) -> bool: ...
    def __ge__(self, value: _ReportKind, /) -> bool: ...

_WorkReportStatus: TypeAlias = WorkReportStatus | Literal["draft", "submitted", "reviewed"]

@final
class WorkReportStatus:
    """Where a work report stands."""
    DRAFT: ClassVar[WorkReportStatus]
    """Its author writes it; nobody else reads it."""
    SUBMITTED: ClassVar[WorkReportStatus]
    """It was submitted."""
    REVIEWED: ClassVar[WorkReportStatus]
    """It was reviewed."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[WorkReportStatus]: ...
    def __new__(cls, value: _WorkReportStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _WorkReportStatus, /) -> bool: ...
    def __le__(self, value: _WorkReportStatus, /) -> bool: ...
    def __gt__(self, value: _WorkReportStatus, /) -> bool: ...
    def __ge__(self, value: _WorkReportStatus, /) -> bool: ...

_CompositionBy: TypeAlias = CompositionBy | Literal["level", "credit", "satisfaction"]

@final
class CompositionBy:
    """What a composition report divides the customers by."""
    LEVEL: ClassVar[CompositionBy]
    """By customer level."""
    CREDIT: ClassVar[CompositionBy]
    """By credit grade."""
    SATISFACTION: ClassVar[CompositionBy]
    """By satisfaction grade."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[CompositionBy]: ...
    def __new__(cls, value: _CompositionBy) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _CompositionBy, /) -> bool: ...
    def __le__(self, value: _CompositionBy, /) -> bool: ...
    def __gt__(self, value: _CompositionBy, /) -> bool: ...
    def __ge__(self, value: _CompositionBy, /) -> bool: ...

_WorkBy: TypeAlias = WorkBy | Literal["person", "team"]

@final
class WorkBy:
    """What a row of the statistics of work is of."""
    PERSON: ClassVar[WorkBy]
    """A person."""
    TEAM: ClassVar[WorkBy]
    """The people of a department itself, taken together."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[WorkBy]: ...
    def __new__(cls, value: _WorkBy) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _WorkBy, /) -> bool: ...
    def __le__(self, value: _WorkBy, /) -> bool: ...
    def __gt__(self, value: _WorkBy, /) -> bool: ...
    def __ge__(self, value: _WorkBy, /) -> bool: ...

_WorkInterval: TypeAlias = WorkInterval | Literal["day", "week", "month"]

@final
class WorkInterval:
    """Into what a period is divided."""
    DAY: ClassVar[WorkInterval]
    """Days."""
    WEEK: ClassVar[WorkInterval]
    """Weeks, Monday to Sunday."""
    MONTH: ClassVar[WorkInterval]
    """Months of the calendar."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[WorkInterval]: ...
    def __new__(cls, value: _WorkInterval) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _WorkInterval, /) -> bool: ...
    def __le__(self, value: _WorkInterval, /) -> bool: ...
    def __gt__(self, value: _WorkInterval, /) -> bool: ...
    def __ge__(self, value: _WorkInterval, /) -> bool: ...

_SourceBy: TypeAlias = SourceBy | Literal["origin", "form", "source", "department", "assignee"]

@final
class SourceBy:
    """What opportunities are grouped by."""
    ORIGIN: ClassVar[SourceBy]
    """Where the buyer came from."""
    FORM: ClassVar[SourceBy]
    """The form by which it was captured."""
    SOURCE: ClassVar[SourceBy]
    """What was said of where it came from."""
    DEPARTMENT: ClassVar[SourceBy]
    """The department of whom it is assigned to."""
    ASSIGNEE: ClassVar[SourceBy]
    """Whom it is assigned to."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[SourceBy]: ...
    def __new__(cls, value: _SourceBy) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _SourceBy, /) -> bool: ...
    def __le__(self, value: _SourceBy, /) -> bool: ...
    def __gt__(self, value: _SourceBy, /) -> bool: ...
    def __ge__(self, value: _SourceBy, /) -> bool: ...

_EmptyCell: TypeAlias = EmptyCell | Literal["keep", "clear"]

@final
class EmptyCell:
    """What an empty cell means for a record that is there already."""
    KEEP: ClassVar[EmptyCell]
    """The field stays as it is."""
    CLEAR: ClassVar[EmptyCell]
    """The field is emptied."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[EmptyCell]: ...
    def __new__(cls, value: _EmptyCell) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _EmptyCell, /) -> bool: ...
    def __le__(self, value: _EmptyCell, /) -> bool: ...
    def __gt__(self, value: _EmptyCell, /) -> bool: ...
    def __ge__(self, value: _EmptyCell, /) -> bool: ...

_DecimalMark: TypeAlias = DecimalMark | Literal["point", "comma"]

@final
class DecimalMark:
    """What stands between the whole part of a number and its fraction."""
    POINT: ClassVar[DecimalMark]
    """A point: 1,234.50."""
    COMMA: ClassVar[DecimalMark]
    """A comma: 1.234,50."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[DecimalMark]: ...
    def __new__(cls, value: _DecimalMark) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _DecimalMark, /) -> bool: ...
    def __le__(self, value: _DecimalMark, /) -> bool: ...
    def __gt__(self, value: _DecimalMark, /) -> bool: ...
    def __ge__(self, value: _DecimalMark, /) -> bool: ...

_DateOrder: TypeAlias = DateOrder | Literal["ymd", "dmy", "mdy"]

@final
class DateOrder:
    """The order of year, month and day in a date."""
    YEAR_MONTH_DAY: ClassVar[DateOrder]
    """2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302."""
    DAY_MONTH_YEAR: ClassVar[DateOrder]
    """02.03.2026, 2/3/2026, 02032026."""
    MONTH_DAY_YEAR: ClassVar[DateOrder]
    """03/02/2026, 3-2-2026, 03022026."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[DateOrder]: ...
    def __new__(cls, value: _DateOrder) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _DateOrder, /) -> bool: ...
    def __le__(self, value: _DateOrder, /) -> bool: ...
    def __gt__(self, value: _DateOrder, /) -> bool: ...
    def __ge__(self, value: _DateOrder, /) -> bool: ...

_PushOutcome: TypeAlias = PushOutcome | Literal["created", "updated", "unchanged", "removed", "refused"]

@final
class PushOutcome:
    """What became of one record of a push."""
    CREATED: ClassVar[PushOutcome]
    """It was new."""
    UPDATED: ClassVar[PushOutcome]
    """It was there, and is changed."""
    UNCHANGED: ClassVar[PushOutcome]
    """It was there and the same; or it was to be removed, and was not there."""
    REMOVED: ClassVar[PushOutcome]
    """It is gone."""
    REFUSED: ClassVar[PushOutcome]
    """It was refused; its errors say why."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[PushOutcome]: ...
    def __new__(cls, value: _PushOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _PushOutcome, /) -> bool: ...
    def __le__(self, value: _PushOutcome, /) -> bool: ...
    def __gt__(self, value: _PushOutcome, /) -> bool: ...
    def __ge__(self, value: _PushOutcome, /) -> bool: ...

_FieldRight: TypeAlias = FieldRight | Literal["hidden", "masked", "read_only", "full"]

@final
class FieldRight:
    """What a role may do with a field that can be withheld (FIELD-2); each allows what those before it do."""
    HIDDEN: ClassVar[FieldRight]
    """Nothing: the field is absent."""
    MASKED: ClassVar[FieldRight]
    """To see a mask of it."""
    READ_ONLY: ClassVar[FieldRight]
    """To read it."""
    FULL: ClassVar[FieldRight]
    """To read and to write it."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[FieldRight]: ...
    def __new__(cls, value: _FieldRight) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _FieldRight, /) -> bool: ...
    def __le__(self, value: _FieldRight, /) -> bool: ...
    def __gt__(self, value: _FieldRight, /) -> bool: ...
    def __ge__(self, value: _FieldRight, /) -> bool: ...

_ScopeLevel: TypeAlias = ScopeLevel | Literal["own", "department", "below", "all"]

@final
class ScopeLevel:
    """Which records a role reaches (SCOPE-1); each reaches what those before it do."""
    OWN: ClassVar[ScopeLevel]
    """Those with a holder who is the user (本人)."""
    DEPARTMENT: ClassVar[ScopeLevel]
    """Those with a holder of exactly the user's department (本部门)."""
    BELOW: ClassVar[ScopeLevel]
    """Those with a holder of the user's department or of one below it (本部门及以下)."""
    ALL: ClassVar[ScopeLevel]
    """Every record (全部)."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ScopeLevel]: ...
    def __new__(cls, value: _ScopeLevel) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ScopeLevel, /) -> bool: ...
    def __le__(self, value: _ScopeLevel, /) -> bool: ...
    def __gt__(self, value: _ScopeLevel, /) -> bool: ...
    def __ge__(self, value: _ScopeLevel, /) -> bool: ...

_UserStatus: TypeAlias = UserStatus | Literal["active", "disabled"]

@final
class UserStatus:
    """Whether a user may act."""
    ACTIVE: ClassVar[UserStatus]
    """They may."""
    DISABLED: ClassVar[UserStatus]
    """They may not sign in or be given anything; their history stays."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[UserStatus]: ...
    def __new__(cls, value: _UserStatus) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _UserStatus, /) -> bool: ...
    def __le__(self, value: _UserStatus, /) -> bool: ...
    def __gt__(self, value: _UserStatus, /) -> bool: ...
    def __ge__(self, value: _UserStatus, /) -> bool: ...

_Digest: TypeAlias = Digest | Literal["none", "daily", "weekly"]

@final
class Digest:
    """How often somebody wants what they have not read in one message."""
    NEVER: ClassVar[Digest]
    """Never."""
    DAILY: ClassVar[Digest]
    """Every day."""
    WEEKLY: ClassVar[Digest]
    """On Mondays."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Digest]: ...
    def __new__(cls, value: _Digest) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Digest, /) -> bool: ...
    def __le__(self, value: _Digest, /) -> bool: ...
    def __gt__(self, value: _Digest, /) -> bool: ...
    def __ge__(self, value: _Digest, /) -> bool: ...

_ShareAccess: TypeAlias = ShareAccess | Literal["read", "write"]

@final
class ShareAccess:
    """What a share allows."""
    READ: ClassVar[ShareAccess]
    """To see the record and what belongs to it."""
    WRITE: ClassVar[ShareAccess]
    """To maintain it beside that, as a collaborator does."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ShareAccess]: ...
    def __new__(cls, value: _ShareAccess) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ShareAccess, /) -> bool: ...
    def __le__(self, value: _ShareAccess, /) -> bool: ...
    def __gt__(self, value: _ShareAccess, /) -> bool: ...
    def __ge__(self, value: _ShareAccess, /) -> bool: ...

_SignInOutcome: TypeAlias = SignInOutcome | Literal["succeeded", "failed", "factor_reset"]

@final
class SignInOutcome:
    """What became of a sign-in."""
    SUCCEEDED: ClassVar[SignInOutcome]
    """A session began."""
    FAILED: ClassVar[SignInOutcome]
    """None did."""
    FACTOR_RESET: ClassVar[SignInOutcome]
    """Nobody signed in: an administrator took the user's second factor away."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[SignInOutcome]: ...
    def __new__(cls, value: _SignInOutcome) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _SignInOutcome, /) -> bool: ...
    def __le__(self, value: _SignInOutcome, /) -> bool: ...
    def __gt__(self, value: _SignInOutcome, /) -> bool: ...
    def __ge__(self, value: _SignInOutcome, /) -> bool: ...

_SignInMeans: TypeAlias = SignInMeans | Literal["password", "code", "recovery", "host"]

@final
class SignInMeans:
    """How somebody signed in."""
    PASSWORD: ClassVar[SignInMeans]
    """By password."""
    CODE: ClassVar[SignInMeans]
    """By password, and a code of the device."""
    RECOVERY: ClassVar[SignInMeans]
    """By password, and a recovery code."""
    HOST: ClassVar[SignInMeans]
    """The host authenticated them."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[SignInMeans]: ...
    def __new__(cls, value: _SignInMeans) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _SignInMeans, /) -> bool: ...
    def __le__(self, value: _SignInMeans, /) -> bool: ...
    def __gt__(self, value: _SignInMeans, /) -> bool: ...
    def __ge__(self, value: _SignInMeans, /) -> bool: ...

_Access: TypeAlias = Access | Literal["read", "write"]

@final
class Access:
    """Whether an operation changes anything."""
    READ: ClassVar[Access]
    """It runs on a snapshot and changes nothing."""
    WRITE: ClassVar[Access]
    """It runs in a writing transaction and is audited."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[Access]: ...
    def __new__(cls, value: _Access) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _Access, /) -> bool: ...
    def __le__(self, value: _Access, /) -> bool: ...
    def __gt__(self, value: _Access, /) -> bool: ...
    def __ge__(self, value: _Access, /) -> bool: ...

_ConfidentialKind: TypeAlias = ConfidentialKind | Literal["phone", "id_number", "account", "person", "email", "address", "amount", "text", "value"]

@final
class ConfidentialKind:
    """What a field that can be withheld holds (FIELD-1), by which it is masked (FIELD-4)."""
    PHONE: ClassVar[ConfidentialKind]
    """A telephone number: `138****1234`."""
    ID_NUMBER: ClassVar[ConfidentialKind]
    """A number of a paper, a licence, a tax office: `310****4217`."""
    ACCOUNT: ClassVar[ConfidentialKind]
    """The number of an account: `****6789`."""
    PERSON: ClassVar[ConfidentialKind]
    """The name of a person: `王****`."""
    EMAIL: ClassVar[ConfidentialKind]
    """An e-mail address: `w****@example.com`."""
    ADDRESS: ClassVar[ConfidentialKind]
    """A postal address: `上海市浦东新****`."""
    AMOUNT: ClassVar[ConfidentialKind]
    """An amount of money, or a price; it has no mask."""
    TEXT: ClassVar[ConfidentialKind]
    """Any other text: `****`."""
    VALUE: ClassVar[ConfidentialKind]
    """A value of another kind; it has no mask."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ConfidentialKind]: ...
    def __new__(cls, value: _ConfidentialKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ConfidentialKind, /) -> bool: ...
    def __le__(self, value: _ConfidentialKind, /) -> bool: ...
    def __gt__(self, value: _ConfidentialKind, /) -> bool: ...
    def __ge__(self, value: _ConfidentialKind, /) -> bool: ...

_ObjectKind: TypeAlias = ObjectKind | Literal["typed", "defined", "part"]

@final
class ObjectKind:
    """What an object is."""
    TYPED: ClassVar[ObjectKind]
    """It has rules of its own in the engine."""
    DEFINED: ClassVar[ObjectKind]
    """A pack defines it."""
    PART: ClassVar[ObjectKind]
    """A pack defines it as a part of another, with which its records are read and written."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ObjectKind]: ...
    def __new__(cls, value: _ObjectKind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ObjectKind, /) -> bool: ...
    def __le__(self, value: _ObjectKind, /) -> bool: ...
    def __gt__(self, value: _ObjectKind, /) -> bool: ...
    def __ge__(self, value: _ObjectKind, /) -> bool: ...

_ObjectVerb: TypeAlias = ObjectVerb | Literal["list", "get", "create", "update", "delete", "restore", "action"]

@final
class ObjectVerb:
    """What an operation does with the records of an object."""
    LIST: ClassVar[ObjectVerb]
    """It lists them."""
    GET: ClassVar[ObjectVerb]
    """It gives one."""
    CREATE: ClassVar[ObjectVerb]
    """It creates one."""
    UPDATE: ClassVar[ObjectVerb]
    """It changes fields of one."""
    DELETE: ClassVar[ObjectVerb]
    """It deletes one."""
    RESTORE: ClassVar[ObjectVerb]
    """It brings a deleted one back."""
    ACTION: ClassVar[ObjectVerb]
    """It does something else with one."""
    @property
    def value(self) -> str: ...
    @staticmethod
    def values() -> builtins.list[ObjectVerb]: ...
    def __new__(cls, value: _ObjectVerb) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __lt__(self, value: _ObjectVerb, /) -> bool: ...
    def __le__(self, value: _ObjectVerb, /) -> bool: ...
    def __gt__(self, value: _ObjectVerb, /) -> bool: ...
    def __ge__(self, value: _ObjectVerb, /) -> bool: ...

@type_check_only
class RecordKeyFields(TypedDict):
    """The fields of `RecordKey` as a mapping."""
    object: str
    id: uuid.UUID

@final
class RecordKey:
    """A record of any kind, named."""
    def __new__(
        cls,
        *,
        object: str,
        id: uuid.UUID,
    ) -> Self: ...
    @property
    def object(self) -> str:
        """The object that it is of, `customer`."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RecordKey: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class PeopleFields(TypedDict):
    """The fields of `People` as a mapping."""
    kind: _PeopleKind
    users: NotRequired[Sequence[uuid.UUID] | None]
    role: NotRequired[str | None]
    near: NotRequired[bool | None]
    department: NotRequired[uuid.UUID | None]
    field: NotRequired[str | None]
    expression: NotRequired[str | None]
    level: NotRequired[int | None]
    each: NotRequired[bool | None]

@final
class People:
    """People, named by themselves or by what they are to a record (PROC-5). Each kind has fields of its own; others stand
    empty.
    """
    def __new__(
        cls,
        *,
        kind: _PeopleKind,
        users: Sequence[uuid.UUID] | None = None,
        role: str | None = None,
        near: bool | None = None,
        department: uuid.UUID | None = None,
        field: str | None = None,
        expression: str | None = None,
        level: int | None = None,
        each: bool | None = None,
    ) -> Self: ...
    @property
    def kind(self) -> PeopleKind:
        """By what they are named."""
    @property
    def users(self) -> builtins.list[uuid.UUID] | None:
        """Of `users`: who they are."""
    @property
    def role(self) -> str | None:
        """Of `role`: its name, `sales_manager`."""
    @property
    def near(self) -> bool | None:
        """Of `role`: only its holders in the nearest department, from that of the record's owner upwards, that has any."""
    @property
    def department(self) -> uuid.UUID | None:
        """Of `department`: which; absent, that of the record's owner."""
    @property
    def field(self) -> str | None:
        """Of `field`: a field of the record that holds a user."""
    @property
    def expression(self) -> str | None:
        """Of `expression`: one that gives a user."""
    @property
    def level(self) -> int | None:
        """Of `superior`: how many above the owner, 1 to 10."""
    @property
    def each(self) -> bool | None:
        """Of `superior`, in a step of an approval: whether each level up to that one is asked, one after the other."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> People: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class UserRef:
    """A user as other records mention them."""
    @property
    def id(self) -> uuid.UUID:
        """The user's id."""
    @property
    def display_name(self) -> str:
        """The name shown to people."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> UserRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class AssignmentCandidate:
    """Somebody who might get a record by a rule."""
    @property
    def user(self) -> UserRef:
        """Who."""
    @property
    def rule(self) -> SetupRef:
        """By which rule."""
    @property
    def chosen(self) -> bool:
        """Whether they would get it."""
    @property
    def passed_over(self) -> PassedOver | None:
        """Why not, where they would not."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> AssignmentCandidate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SetupRef:
    """A setup document that is referred to."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def name(self) -> str:
        """Its name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SetupRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Assigned:
    """What became of a record that rules were asked for."""
    @property
    def record(self) -> ObjectRef:
        """The record."""
    @property
    def user(self) -> UserRef | None:
        """Who got it; absent where nobody did."""
    @property
    def rule(self) -> SetupRef | None:
        """By which rule."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Assigned: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectRef:
    """A record that another refers to (OBJ-8)."""
    @property
    def object(self) -> str:
        """The object that it is of, `customer`."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def title(self) -> str | None:
        """What it is called; absent where it is out of the reader's reach, or called nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Distribution:
    """What became of records that were distributed."""
    @property
    def candidates(self) -> int:
        """How many there were."""
    @property
    def assigned(self) -> int:
        """How many somebody got."""
    @property
    def members(self) -> builtins.list[Received]:
        """How many each got, the oldest account first."""
    @property
    def left(self) -> builtins.list[LeftOver]:
        """How many nobody got, and why."""
    @property
    def more(self) -> bool:
        """Whether there are more candidates than one call distributes."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Distribution: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Received:
    """How many records somebody got."""
    @property
    def user(self) -> UserRef:
        """Who."""
    @property
    def records(self) -> int:
        """How many."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Received: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class LeftOver:
    """How many records stay where they are."""
    @property
    def reason(self) -> LeftReason:
        """Why."""
    @property
    def records(self) -> int:
        """How many."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> LeftOver: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class FormAnswerFields(TypedDict):
    """The fields of `FormAnswer` as a mapping."""
    name: str
    value: NotRequired[str | None]

@final
class FormAnswer:
    """An answer to a question of a form (CAPT-3)."""
    def __new__(
        cls,
        *,
        name: str,
        value: str | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """The name of the form's field."""
    @property
    def value(self) -> str | None:
        """The answer, as a text; an empty one is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FormAnswer: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class VisitFields(TypedDict):
    """The fields of `Visit` as a mapping."""
    landing_page: NotRequired[str | None]
    referrer: NotRequired[str | None]
    campaign: NotRequired[str | None]
    visitor: NotRequired[str | None]

@final
class Visit:
    """What a host knows of a visit (CAPT-3); kept with the capture."""
    def __new__(
        cls,
        *,
        landing_page: str | None = None,
        referrer: str | None = None,
        campaign: str | None = None,
        visitor: str | None = None,
    ) -> Self: ...
    @property
    def landing_page(self) -> str | None:
        """The page on which it began."""
    @property
    def referrer(self) -> str | None:
        """The page from which the visitor came."""
    @property
    def campaign(self) -> str | None:
        """The campaign of which the link was."""
    @property
    def visitor(self) -> str | None:
        """What the host calls the visitor."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Visit: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Captured:
    """What became of what was captured."""
    @property
    def id(self) -> uuid.UUID:
        """The capture; of what had come before as a message, the earlier one."""
    @property
    def outcome(self) -> CaptureOutcome:
        """What became of it."""
    @property
    def reason(self) -> CaptureReason | None:
        """Why it was ignored, where it was."""
    @property
    def opportunity(self) -> uuid.UUID | None:
        """The opportunity that was created or joined; of what had come before, the earlier one's, while there is one."""
    @property
    def customer(self) -> uuid.UUID | None:
        """The customer that was joined."""
    @property
    def note(self) -> uuid.UUID | None:
        """The note that it became."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Captured: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class CaptureFilterFields(TypedDict):
    """The fields of `CaptureFilter` as a mapping."""
    how: NotRequired[_CaptureHow | None]
    form: NotRequired[str | None]
    mailbox: NotRequired[str | None]
    outcome: NotRequired[_CaptureOutcome | None]
    opportunity: NotRequired[uuid.UUID | None]
    customer: NotRequired[uuid.UUID | None]
    created_from: NotRequired[datetime.datetime | None]
    created_before: NotRequired[datetime.datetime | None]

@final
class CaptureFilter:
    """Which captures are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        how: _CaptureHow | None = None,
        form: str | None = None,
        mailbox: str | None = None,
        outcome: _CaptureOutcome | None = None,
        opportunity: uuid.UUID | None = None,
        customer: uuid.UUID | None = None,
        created_from: datetime.datetime | None = None,
        created_before: datetime.datetime | None = None,
    ) -> Self: ...
    @property
    def how(self) -> CaptureHow | None:
        """That came so."""
    @property
    def form(self) -> str | None:
        """By the form of this name."""
    @property
    def mailbox(self) -> str | None:
        """That came to this mailbox."""
    @property
    def outcome(self) -> CaptureOutcome | None:
        """Of which this became."""
    @property
    def opportunity(self) -> uuid.UUID | None:
        """That created or joined this opportunity."""
    @property
    def customer(self) -> uuid.UUID | None:
        """That joined this customer."""
    @property
    def created_from(self) -> datetime.datetime | None:
        """That came at this instant or later."""
    @property
    def created_before(self) -> datetime.datetime | None:
        """That came before this instant."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CaptureFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class PageRequestFields(TypedDict):
    """The fields of `PageRequest` as a mapping."""
    after: NotRequired[str | None]
    limit: NotRequired[int | None]
    count: NotRequired[bool | None]

@final
class PageRequest:
    """Which part of a list is wanted."""
    def __new__(
        cls,
        *,
        after: str | None = None,
        limit: int | None = None,
        count: bool | None = None,
    ) -> Self: ...
    @property
    def after(self) -> str | None:
        """The `next` of the page before; absent, or empty, for the first page. Letters and digits, opaque: it holds
        for the same list, filter and order only.
        """
    @property
    def limit(self) -> int | None:
        """Rows wanted, 1 to 10,000; 50 where absent. A page whose texts come to 4 MiB before ends there."""
    @property
    def count(self) -> bool | None:
        """Whether the rows of the whole list are to be counted, up to 1,000."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PageRequest: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Capture:
    """What came in by a form or as an e-mail, and what became of it (CAPT-1)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def how(self) -> CaptureHow:
        """How it came."""
    @property
    def form(self) -> CaptureFormRef | None:
        """The form, where it came by one that is there."""
    @property
    def mailbox(self) -> str | None:
        """The address of the mailbox, where it came as an e-mail."""
    @property
    def outcome(self) -> CaptureOutcome:
        """What became of it."""
    @property
    def reason(self) -> CaptureReason | None:
        """Why it was ignored, where it was."""
    @property
    def opportunity(self) -> uuid.UUID | None:
        """The opportunity that was created or joined, while there is one."""
    @property
    def customer(self) -> uuid.UUID | None:
        """The customer that was joined, while there is one."""
    @property
    def note(self) -> uuid.UUID | None:
        """The note that it became."""
    @property
    def email(self) -> str | None:
        """The sender's e-mail, as such are compared."""
    @property
    def phone(self) -> str | None:
        """The sender's telephone number, as such are compared."""
    @property
    def said(self) -> str | None:
        """What was said: the labels of a form with the answers, the subject of a message."""
    @property
    def consent(self) -> str | None:
        """What was consented to, as it stood then."""
    @property
    def landing_page(self) -> str | None:
        """The page on which the visit began."""
    @property
    def referrer(self) -> str | None:
        """The page from which the visitor came."""
    @property
    def campaign(self) -> str | None:
        """The campaign of which the link was."""
    @property
    def visitor(self) -> str | None:
        """What the host calls the visitor."""
    @property
    def count(self) -> int:
        """How many there were: of filled traps, those of a form and day are one."""
    @property
    def creator(self) -> UserRef | None:
        """Who gave it to the engine."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it came."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Capture: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CaptureFormRef:
    """The form by which something was captured, as it is called now."""
    @property
    def id(self) -> uuid.UUID:
        """The id of the setup document."""
    @property
    def name(self) -> str:
        """Its name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CaptureFormRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Total:
    """How many rows a list has."""
    @property
    def count(self) -> int:
        """The number of rows, 1,000 at the most."""
    @property
    def more(self) -> bool:
        """Whether there are more than `count`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Total: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class FactFields(TypedDict):
    """The fields of `Fact` as a mapping."""
    field: str
    value: str
    source: str

@final
class Fact:
    """What a provider knows of a record (CAPT-9)."""
    def __new__(
        cls,
        *,
        field: str,
        value: str,
        source: str,
    ) -> Self: ...
    @property
    def field(self) -> str:
        """The field of the record, `website`."""
    @property
    def value(self) -> str:
        """Its value, as a text."""
    @property
    def source(self) -> str:
        """Where the provider has it from."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Fact: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Enrichment:
    """What became of the facts of a provider (CAPT-9)."""
    @property
    def record(self) -> RecordKey:
        """The record."""
    @property
    def filled(self) -> builtins.list[str]:
        """The fields that were empty, and are filled now."""
    @property
    def proposed(self) -> builtins.list[ProposedFact]:
        """What stands as a proposal."""
    @property
    def note(self) -> uuid.UUID | None:
        """The note that tells of both, where there are any."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Enrichment: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ProposedFact:
    """A fact that was not written: the field says something else, or the record stays as it is."""
    @property
    def field(self) -> str:
        """The field."""
    @property
    def value(self) -> str:
        """Its value, as it was given."""
    @property
    def source(self) -> str:
        """Where the provider has it from."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ProposedFact: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewCurrencyRateFields(TypedDict):
    """The fields of `NewCurrencyRate` as a mapping."""
    currency: str
    valid_from: datetime.date
    rate: decimal.Decimal | int

@final
class NewCurrencyRate:
    """What the caller says of a currency (SALE-10)."""
    def __new__(
        cls,
        *,
        currency: str,
        valid_from: datetime.date,
        rate: decimal.Decimal | int,
    ) -> Self: ...
    @property
    def currency(self) -> str:
        """The currency, ISO 4217; not the company's own."""
    @property
    def valid_from(self) -> datetime.date:
        """The day from which on it is so."""
    @property
    def rate(self) -> decimal.Decimal:
        """What one unit of it is worth in the company's currency: above 0, with at most 9 digits before the point, 12 behind it and
        15 in all.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewCurrencyRate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CurrencyRate:
    """What a currency is worth from a day on, until a later rate (SALE-10)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def base(self) -> str:
        """The currency it counts in: the company's, when it was given."""
    @property
    def currency(self) -> str:
        """The currency, ISO 4217."""
    @property
    def valid_from(self) -> datetime.date:
        """The day from which on it is so."""
    @property
    def rate(self) -> decimal.Decimal:
        """What one unit of it is worth in the base."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CurrencyRate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class MoneyFields(TypedDict):
    """The fields of `Money` as a mapping."""
    amount: decimal.Decimal | int
    currency: str

@final
class Money:
    """An amount of money."""
    def __new__(
        cls,
        amount: decimal.Decimal | int,
        currency: str,
    ) -> Self: ...
    @property
    def amount(self) -> decimal.Decimal:
        """The amount, exact; at most the currency's decimal places, and 10¹⁵ of its smallest units either way."""
    @property
    def currency(self) -> str:
        """The currency, ISO 4217."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Money: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DuplicateHit:
    """A record that may be the same as the one at hand (DUP-7). Of one that the caller does not see it tells no more than its
    object, the fields that are alike, and whose it is.
    """
    @property
    def rule(self) -> str:
        """The rule by which they meet, by its name."""
    @property
    def group(self) -> int:
        """Which of its groups holds, counted from 0."""
    @property
    def score(self) -> int:
        """How alike they are, in hundredths: 100 where they are equal."""
    @property
    def object(self) -> str:
        """The object of the record, `customer`."""
    @property
    def fields(self) -> builtins.list[str]:
        """The fields that are alike, as far as the caller may know of them."""
    @property
    def masked(self) -> bool:
        """Whether the caller does not see it."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id."""
    @property
    def number(self) -> int | None:
        """Its number."""
    @property
    def name(self) -> str | None:
        """What it is called."""
    @property
    def status(self) -> str | None:
        """Where it stands, `lost`."""
    @property
    def owner(self) -> str | None:
        """Whose it is, by name: an opportunity's assignee, a customer's account manager."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DuplicateHit: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DuplicateScan:
    """What a scan came to (DUP-8)."""
    @property
    def records(self) -> int:
        """Records looked at, once a rule of theirs."""
    @property
    def comparisons(self) -> int:
        """Records that were compared with one of those."""
    @property
    def new_pairs(self) -> int:
        """Pairs that were not known."""
    @property
    def known_pairs(self) -> int:
        """Pairs that were known."""
    @property
    def dropped_pairs(self) -> int:
        """Open pairs that match no more, and are gone."""
    @property
    def too_common(self) -> builtins.list[CommonValue]:
        """Values that more than 20 records have, the first 100 of them: no two are taken for the same by these."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DuplicateScan: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CommonValue:
    """A value that too many records have to say anything."""
    @property
    def object(self) -> str:
        """Their object, `customer`."""
    @property
    def field(self) -> str:
        """The field."""
    @property
    def value(self) -> str:
        """The value as it is compared."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CommonValue: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class PairFilterFields(TypedDict):
    """The fields of `PairFilter` as a mapping."""
    state: NotRequired[_PairState | None]
    object: NotRequired[str | None]
    record: NotRequired[RecordKey | RecordKeyFields | None]
    rule: NotRequired[str | None]

@final
class PairFilter:
    """Which pairs are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        state: _PairState | None = None,
        object: str | None = None,
        record: RecordKey | RecordKeyFields | None = None,
        rule: str | None = None,
    ) -> Self: ...
    @property
    def state(self) -> PairState | None:
        """In this state."""
    @property
    def object(self) -> str | None:
        """Of two records of this object."""
    @property
    def record(self) -> RecordKey | None:
        """With this record."""
    @property
    def rule(self) -> str | None:
        """Found by the rule of this name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PairFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DuplicatePair:
    """Two records that may be the same (DUP-9)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def first(self) -> PairedRecord:
        """One record."""
    @property
    def second(self) -> PairedRecord:
        """The other one."""
    @property
    def rule(self) -> str:
        """The rule by which they were found, by its name."""
    @property
    def group(self) -> int:
        """Which of its groups held, counted from 0."""
    @property
    def score(self) -> int:
        """How alike they are, in hundredths."""
    @property
    def found(self) -> PairFound:
        """On what occasion they were found."""
    @property
    def found_at(self) -> datetime.datetime:
        """When they were found."""
    @property
    def state(self) -> PairState:
        """What has become of it."""
    @property
    def note(self) -> str | None:
        """What was said when it was ignored."""
    @property
    def accepted_by(self) -> UserRef | None:
        """Who had the record written though it was asked, where somebody did."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DuplicatePair: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PairedRecord:
    """One of the records of a pair."""
    @property
    def object(self) -> str:
        """Its object, `customer`."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def number(self) -> int | None:
        """Its number."""
    @property
    def name(self) -> str | None:
        """What it is called; absent where that is withheld."""
    @property
    def owner(self) -> str | None:
        """Whose it is, by name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PairedRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DuplicateCluster:
    """Records that are connected by open pairs."""
    @property
    def records(self) -> builtins.list[PairedRecord]:
        """The records, oldest first, 100 at most."""
    @property
    def size(self) -> int:
        """How many there are."""
    @property
    def pairs(self) -> int:
        """How many open pairs connect them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DuplicateCluster: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class FieldChoiceFields(TypedDict):
    """The fields of `FieldChoice` as a mapping."""
    field: str
    record: RecordKey | RecordKeyFields

@final
class FieldChoice:
    """From which record a field is taken (DUP-11)."""
    def __new__(
        cls,
        *,
        field: str,
        record: RecordKey | RecordKeyFields,
    ) -> Self: ...
    @property
    def field(self) -> str:
        """The field, by its name; one that a pack gives as `custom.tier`."""
    @property
    def record(self) -> RecordKey:
        """The record, one of those that are merged."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FieldChoice: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergePreview:
    """What a merge would do (DUP-14)."""
    @property
    def survivor(self) -> ObjectRef:
        """The record that stays."""
    @property
    def losers(self) -> builtins.list[ObjectRef]:
        """Those that go, in their order."""
    @property
    def fields(self) -> builtins.list[MergedField]:
        """Every field with all values and whose is taken."""
    @property
    def moves(self) -> builtins.list[MergeCount]:
        """How many of what moves."""
    @property
    def together(self) -> builtins.list[MergeCount]:
        """How many of what falls together."""
    @property
    def refusals(self) -> builtins.list[MergeRefusal]:
        """What would refuse it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergePreview: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergedField:
    """A field of the records that are merged (DUP-11)."""
    @property
    def field(self) -> str:
        """Its name; of one that a pack gives `custom.tier`."""
    @property
    def values(self) -> builtins.list[MergedValue]:
        """What each record has, the survivor first."""
    @property
    def taken(self) -> uuid.UUID | None:
        """The record whose value the survivor has then; absent where nobody has one."""
    @property
    def unique(self) -> bool:
        """Whether no two records may have the same value there, so that the survivor keeps its own where it has one."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergedField: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergedValue:
    """What a record has in a field."""
    @property
    def record(self) -> uuid.UUID:
        """The record."""
    @property
    def value(self) -> str | None:
        """The value as JSON; absent where there is none, or the caller does not read it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergedValue: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergeCount:
    """Rows that move to the survivor, or that fall together with rows that it has (DUP-12)."""
    @property
    def what(self) -> str:
        """The kind of record whose rows they are, `contact`; where they are no records, their table."""
    @property
    def field(self) -> str:
        """By what they refer to the loser."""
    @property
    def count(self) -> int:
        """How many."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergeCount: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergeRefusal:
    """Why a merge would be refused (DUP-10)."""
    @property
    def code(self) -> str:
        """The code that `apply` would give: `illegal_transition`, `in_approval`, `not_unique` …"""
    @property
    def record(self) -> uuid.UUID | None:
        """The record, where it is one of those that are merged."""
    @property
    def what(self) -> str | None:
        """What would be alike, where it is something that refers to them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergeRefusal: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class RecordVersionFields(TypedDict):
    """The fields of `RecordVersion` as a mapping."""
    record: RecordKey | RecordKeyFields
    version: int

@final
class RecordVersion:
    """The version that the caller saw of a record (DUP-10)."""
    def __new__(
        cls,
        *,
        record: RecordKey | RecordKeyFields,
        version: int,
    ) -> Self: ...
    @property
    def record(self) -> RecordKey:
        """The record, one of those that are merged."""
    @property
    def version(self) -> int:
        """The version."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RecordVersion: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Merge:
    """A merge that was done (合并, DUP-10)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version."""
    @property
    def object(self) -> str:
        """The kind of the records, `customer`."""
    @property
    def survivor(self) -> uuid.UUID:
        """The record that stayed."""
    @property
    def losers(self) -> builtins.list[ObjectRef]:
        """Those that went: their ids stand for the survivor since. Each with what it was called, as far as the reader reads that."""
    @property
    def moved(self) -> builtins.list[MergeCount]:
        """How many of what moved."""
    @property
    def together(self) -> builtins.list[MergeCount]:
        """How many of what fell together."""
    @property
    def merged_by(self) -> UserRef | None:
        """Who merged them; absent where the engine did."""
    @property
    def merged_at(self) -> datetime.datetime:
        """When."""
    @property
    def undone_by(self) -> UserRef | None:
        """Who undid it."""
    @property
    def undone_at(self) -> datetime.datetime | None:
        """When it was undone; absent while it stands."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Merge: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergeUndone:
    """What became of a merge that was undone (DUP-14)."""
    @property
    def merge(self) -> Merge:
        """The merge."""
    @property
    def returned(self) -> builtins.list[MergeCount]:
        """How many of what went back."""
    @property
    def stayed(self) -> builtins.list[MergeStay]:
        """What stayed with the survivor, and why."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergeUndone: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class MergeStay:
    """What stayed with the survivor where a merge was undone (DUP-14)."""
    @property
    def what(self) -> str:
        """The kind of record, its table, or `field`."""
    @property
    def field(self) -> str:
        """By what it refers to the record; of the survivor's own the name of the field."""
    @property
    def count(self) -> int:
        """How many."""
    @property
    def reason(self) -> str:
        """Why: `changed` since, `moved` on or deleted since, `gone` what it refers to, `in_use` by another."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergeStay: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class MergeFilterFields(TypedDict):
    """The fields of `MergeFilter` as a mapping."""
    object: NotRequired[str | None]
    survivor: NotRequired[uuid.UUID | None]
    merged_by: NotRequired[uuid.UUID | None]
    undone: NotRequired[bool | None]

@final
class MergeFilter:
    """Which merges are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        object: str | None = None,
        survivor: uuid.UUID | None = None,
        merged_by: uuid.UUID | None = None,
        undone: bool | None = None,
    ) -> Self: ...
    @property
    def object(self) -> str | None:
        """Of records of this kind, `customer`."""
    @property
    def survivor(self) -> uuid.UUID | None:
        """Into this record."""
    @property
    def merged_by(self) -> uuid.UUID | None:
        """By this user."""
    @property
    def undone(self) -> bool | None:
        """`true`: those that were undone. `false`: those that stand."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MergeFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewOpportunityFields(TypedDict):
    """The fields of `NewOpportunity` as a mapping."""
    source: NotRequired[str | None]
    customer_name: str
    success_probability: int
    summary: str
    contact_name: NotRequired[str | None]
    contact_phone: NotRequired[str | None]
    description: str
    customer: NotRequired[uuid.UUID | None]
    kind: NotRequired[uuid.UUID | None]
    amount: NotRequired[Money | MoneyFields | None]
    expected_close: NotRequired[datetime.date | None]
    probability_from: NotRequired[_ProbabilityFrom | None]
    forecast_category: NotRequired[_ForecastCategory | None]
    origin: NotRequired[uuid.UUID | None]
    region: NotRequired[uuid.UUID | None]
    industry: NotRequired[str | None]
    contact_email: NotRequired[str | None]
    next_step: NotRequired[str | None]
    next_step_on: NotRequired[datetime.date | None]
    custom: NotRequired[Mapping[str, Any] | None]
    persons: NotRequired[Sequence[NewPerson | NewPersonFields] | None]
    assignee: NotRequired[uuid.UUID | None]

@final
class NewOpportunity:
    """What the caller gives to record an opportunity (OPP-1, SALE-2)."""
    def __new__(
        cls,
        *,
        source: str | None = None,
        customer_name: str,
        success_probability: int,
        summary: str,
        contact_name: str | None = None,
        contact_phone: str | None = None,
        description: str,
        customer: uuid.UUID | None = None,
        kind: uuid.UUID | None = None,
        amount: Money | MoneyFields | None = None,
        expected_close: datetime.date | None = None,
        probability_from: _ProbabilityFrom | None = None,
        forecast_category: _ForecastCategory | None = None,
        origin: uuid.UUID | None = None,
        region: uuid.UUID | None = None,
        industry: str | None = None,
        contact_email: str | None = None,
        next_step: str | None = None,
        next_step_on: datetime.date | None = None,
        custom: Mapping[str, Any] | None = None,
        persons: Sequence[NewPerson | NewPersonFields] | None = None,
        assignee: uuid.UUID | None = None,
    ) -> Self: ...
    @property
    def source(self) -> str | None:
        """Where it came from: a fair, a recommendation."""
    @property
    def customer_name(self) -> str:
        """The name of the organisation to win, or to sell to."""
    @property
    def success_probability(self) -> int:
        """The chance of success in whole percent, 0 to 100."""
    @property
    def summary(self) -> str:
        """What it is about, in a line."""
    @property
    def contact_name(self) -> str | None:
        """Whom to talk to."""
    @property
    def contact_phone(self) -> str | None:
        """How to reach them."""
    @property
    def description(self) -> str:
        """What it is about, in full."""
    @property
    def customer(self) -> uuid.UUID | None:
        """The existing, active customer that is sold to; its name is the customer name then (SALE-3)."""
    @property
    def kind(self) -> uuid.UUID | None:
        """What kind of selling it is, an entry of the dictionary category `opportunity_kind`."""
    @property
    def amount(self) -> Money | None:
        """What it is expected to bring, without tax, in any currency."""
    @property
    def expected_close(self) -> datetime.date | None:
        """The day on which it is expected to close."""
    @property
    def probability_from(self) -> ProbabilityFrom | None:
        """Where the chance of success comes from; by hand where that is not said."""
    @property
    def forecast_category(self) -> ForecastCategory | None:
        """How a forecast counts it; what its stage says where that is not said."""
    @property
    def origin(self) -> uuid.UUID | None:
        """Where the buyer came from, an entry of the dictionary category `origin`."""
    @property
    def region(self) -> uuid.UUID | None:
        """Where the organisation is, an entry of the dictionary category `region`."""
    @property
    def industry(self) -> str | None:
        """The industry of the organisation."""
    @property
    def contact_email(self) -> str | None:
        """The contact's e-mail address."""
    @property
    def next_step(self) -> str | None:
        """What the seller does next."""
    @property
    def next_step_on(self) -> datetime.date | None:
        """The day of the next step."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give opportunities, by their names: `{"stage": "found"}`."""
    @property
    def persons(self) -> builtins.list[NewPerson] | None:
        """The persons that it is about; its contact is the primary one of them (SALE-8)."""
    @property
    def assignee(self) -> uuid.UUID | None:
        """The account manager to whom it is assigned at once; who may assign names one, and bulk creation."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewOpportunity: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewPersonFields(TypedDict):
    """The fields of `NewPerson` as a mapping."""
    contact: NotRequired[uuid.UUID | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    position: NotRequired[str | None]
    role: NotRequired[uuid.UUID | None]
    primary: NotRequired[bool]

@final
class NewPerson:
    """A person of an opportunity as the caller gives them (SALE-8): a contact of the customer that it names, or somebody by name."""
    def __new__(
        cls,
        *,
        contact: uuid.UUID | None = None,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        position: str | None = None,
        role: uuid.UUID | None = None,
        primary: bool = False,
    ) -> Self: ...
    @property
    def contact(self) -> uuid.UUID | None:
        """The contact, of the customer that the opportunity names; its values are the person's. A value given beside that differs
        from the contact's is the person's own, who is no contact then.
        """
    @property
    def name(self) -> str | None:
        """The person's name; needed, but of a contact and of the primary person."""
    @property
    def phone(self) -> str | None:
        """How to reach them."""
    @property
    def email(self) -> str | None:
        """Their e-mail address."""
    @property
    def position(self) -> str | None:
        """Their position in the organisation."""
    @property
    def role(self) -> uuid.UUID | None:
        """What they have to say in it, an entry of the dictionary category `contact_role`."""
    @property
    def primary(self) -> bool:
        """Whether they are the primary person, whom the opportunity's `contact_name` names; one alone always is."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewPerson: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Opportunity:
    """An opportunity."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int | None:
        """Its short number; absent until the engine that gives numbers has seen it."""
    @property
    def status(self) -> OpportunityStatus:
        """Where it stands."""
    @property
    def source(self) -> str | None:
        """Where it came from."""
    @property
    def customer_name(self) -> str:
        """The name of the organisation to win; of the customer that was named its present one."""
    @property
    def success_probability(self) -> int:
        """The chance of success in whole percent, 0 to 100."""
    @property
    def summary(self) -> str:
        """What it is about, in a line."""
    @property
    def contact_name(self) -> str | None:
        """Whom to talk to."""
    @property
    def contact_phone(self) -> str | None:
        """How to reach them."""
    @property
    def description(self) -> str:
        """What it is about, in full."""
    @property
    def creator(self) -> UserRef:
        """Who recorded it."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was recorded."""
    @property
    def assignee(self) -> UserRef | None:
        """Who develops it, or did when it was closed; absent while it is unassigned."""
    @property
    def assigner(self) -> UserRef | None:
        """Who assigned it (last); absent while it is unassigned."""
    @property
    def assigned_at(self) -> datetime.datetime | None:
        """When it was assigned (last); absent while it is unassigned."""
    @property
    def closed_at(self) -> datetime.datetime | None:
        """When it was developed or failed; absent before."""
    @property
    def failure_reason(self) -> str | None:
        """Why it failed, where that was said."""
    @property
    def lost_reason(self) -> Choice | None:
        """What it was lost for, an entry of the dictionary category `lost_reason`, where that was said (SALE-6)."""
    @property
    def release_reason(self) -> str | None:
        """Why it was given back, where it was; absent again once it is assigned (SALE-4)."""
    @property
    def customer(self) -> uuid.UUID | None:
        """The customer that is sold to: the one that was named, or that its development created."""
    @property
    def kind(self) -> Choice | None:
        """What kind of selling it is, an entry of the dictionary category `opportunity_kind`."""
    @property
    def amount(self) -> Money | None:
        """What it is expected to bring, without tax, in any currency."""
    @property
    def base_amount(self) -> Money | None:
        """The same in the company's currency, at the rate of the day on which it was written last; absent where there was none."""
    @property
    def expected_close(self) -> datetime.date | None:
        """The day on which it is expected to close."""
    @property
    def probability_from(self) -> ProbabilityFrom:
        """Where the chance of success comes from."""
    @property
    def forecast_category(self) -> ForecastCategory | None:
        """How a forecast counts it, where that was said by hand."""
    @property
    def origin(self) -> Choice | None:
        """Where the buyer came from, an entry of the dictionary category `origin`."""
    @property
    def region(self) -> Choice | None:
        """Where the organisation is, an entry of the dictionary category `region`."""
    @property
    def industry(self) -> str | None:
        """The industry of the organisation."""
    @property
    def contact_email(self) -> str | None:
        """The contact's e-mail address."""
    @property
    def next_step(self) -> str | None:
        """What the seller does next."""
    @property
    def next_step_on(self) -> datetime.date | None:
        """The day of the next step."""
    @property
    def pool(self) -> SetupRef | None:
        """The pool that it is in, where it is in one (ASSIGN-7)."""
    @property
    def pipeline(self) -> SetupRef | None:
        """The pipeline in which it is, or was when it was closed; absent while it is unassigned (PIPE)."""
    @property
    def stage(self) -> StageRef | None:
        """The stage in which it is, or was when it was closed."""
    @property
    def stage_since(self) -> datetime.datetime | None:
        """Since when it is in this stage."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department of its assignee when it was assigned (last)."""
    @property
    def score(self) -> decimal.Decimal | None:
        """The chance in percent that it is won, learned from closed ones, two places: 0.01 to 99.99 while it is open, and 100 or 0
        behind that (SCORE-1). Absent while nothing was closed. It counts no version.
        """
    @property
    def rule_score(self) -> int | None:
        """The sum of what rules of scores give it, the last time while it was open; absent where there are none (SCORE-6). It counts
        no version.
        """
    @property
    def pool_due_on(self) -> datetime.date | None:
        """The day on which it falls back into a pool, unless something is done with it; told where it is read, while somebody develops it
        and a pool says so (ASSIGN-10).
        """
    @property
    def pool_days_left(self) -> int | None:
        """How many days are left until then, 0 on that day."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Opportunity: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Choice:
    """A dictionary entry as records mention it. The item is read at the time of the call, so a renamed one is renamed
    everywhere (DICT-3).
    """
    @property
    def id(self) -> uuid.UUID:
        """The entry."""
    @property
    def item(self) -> str:
        """What people call it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Choice: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class StageRef:
    """A stage that is referred to."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def name(self) -> str:
        """What it is called."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> StageRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DepartmentRef:
    """A department as other records mention it."""
    @property
    def id(self) -> uuid.UUID:
        """The department's id."""
    @property
    def name(self) -> str:
        """Its name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DepartmentRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OpportunityBatch:
    """What became of many opportunities (CAPT-8)."""
    @property
    def created(self) -> int:
        """How many were created."""
    @property
    def refused(self) -> int:
        """How many were refused; only where the call was per record."""
    @property
    def records(self) -> builtins.list[OpportunityCreated]:
        """Each one's result, in the order of the call."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityBatch: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OpportunityCreated:
    """What became of one opportunity of many."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id; absent where it was refused."""
    @property
    def number(self) -> int | None:
        """Its number."""
    @property
    def assignee(self) -> UserRef | None:
        """Whom it was assigned to, where it was."""
    @property
    def duplicates(self) -> builtins.list[int]:
        """The numbers of the records that it may be the same as, those of the same call among them (DUP-6)."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused; fields are named within the opportunity."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityCreated: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FieldError:
    """One offending field of a refused call."""
    @property
    def field(self) -> str:
        """The field, as a path inside the arguments: `customer_name`, `customers[3].name`."""
    @property
    def code(self) -> str:
        """What is wrong, as a stable code: `required`, `too_long`, `out_of_range`, `not_unique`, `unknown_field` …"""
    @property
    def detail(self) -> str:
        """The same in a sentence, in English."""
    @property
    def limit(self) -> str | None:
        """The limit that was passed, where there is one: `500`, `0..100`, a dictionary category."""
    @property
    def label(self) -> str:
        """The field's label, in the session's language; the field's name where it has none."""
    @property
    def text(self) -> str:
        """What is wrong, in the session's language: `must have at most 500 characters`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FieldError: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class OpportunityFilterFields(TypedDict):
    """The fields of `OpportunityFilter` as a mapping."""
    status: NotRequired[_OpportunityStatus | None]
    creator: NotRequired[uuid.UUID | None]
    assignee: NotRequired[uuid.UUID | None]
    customer_name: NotRequired[str | None]
    summary: NotRequired[str | None]
    contact: NotRequired[str | None]
    created_from: NotRequired[datetime.datetime | None]
    created_before: NotRequired[datetime.datetime | None]
    customer: NotRequired[uuid.UUID | None]
    kind: NotRequired[uuid.UUID | None]
    origin: NotRequired[uuid.UUID | None]
    expected_close_from: NotRequired[datetime.date | None]
    expected_close_to: NotRequired[datetime.date | None]
    lost_reason: NotRequired[uuid.UUID | None]
    closed_from: NotRequired[datetime.datetime | None]
    closed_before: NotRequired[datetime.datetime | None]
    pipeline: NotRequired[str | None]
    stage: NotRequired[uuid.UUID | None]
    department: NotRequired[uuid.UUID | None]
    score_from: NotRequired[decimal.Decimal | int | None]

@final
class OpportunityFilter:
    """Which opportunities are wanted; what is absent does not restrict (OPP-5)."""
    def __new__(
        cls,
        *,
        status: _OpportunityStatus | None = None,
        creator: uuid.UUID | None = None,
        assignee: uuid.UUID | None = None,
        customer_name: str | None = None,
        summary: str | None = None,
        contact: str | None = None,
        created_from: datetime.datetime | None = None,
        created_before: datetime.datetime | None = None,
        customer: uuid.UUID | None = None,
        kind: uuid.UUID | None = None,
        origin: uuid.UUID | None = None,
        expected_close_from: datetime.date | None = None,
        expected_close_to: datetime.date | None = None,
        lost_reason: uuid.UUID | None = None,
        closed_from: datetime.datetime | None = None,
        closed_before: datetime.datetime | None = None,
        pipeline: str | None = None,
        stage: uuid.UUID | None = None,
        department: uuid.UUID | None = None,
        score_from: decimal.Decimal | int | None = None,
    ) -> Self: ...
    @property
    def status(self) -> OpportunityStatus | None:
        """In this state."""
    @property
    def creator(self) -> uuid.UUID | None:
        """Recorded by this user."""
    @property
    def assignee(self) -> uuid.UUID | None:
        """Developed by this user."""
    @property
    def customer_name(self) -> str | None:
        """The customer's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def summary(self) -> str | None:
        """The summary contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def contact(self) -> str | None:
        """The contact's name or phone contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def created_from(self) -> datetime.datetime | None:
        """Recorded at this instant or later."""
    @property
    def created_before(self) -> datetime.datetime | None:
        """Recorded before this instant."""
    @property
    def customer(self) -> uuid.UUID | None:
        """Selling to this customer, or won as it."""
    @property
    def kind(self) -> uuid.UUID | None:
        """Of this kind, an entry of the dictionary category `opportunity_kind`."""
    @property
    def origin(self) -> uuid.UUID | None:
        """Of this origin, an entry of the dictionary category `origin`."""
    @property
    def expected_close_from(self) -> datetime.date | None:
        """Expected to close on this day or later."""
    @property
    def expected_close_to(self) -> datetime.date | None:
        """Expected to close on this day or earlier."""
    @property
    def lost_reason(self) -> uuid.UUID | None:
        """Lost for this, an entry of the dictionary category `lost_reason`."""
    @property
    def closed_from(self) -> datetime.datetime | None:
        """Developed or failed at this instant or later."""
    @property
    def closed_before(self) -> datetime.datetime | None:
        """Developed or failed before this instant."""
    @property
    def pipeline(self) -> str | None:
        """In the pipeline of this name, or closed in it."""
    @property
    def stage(self) -> uuid.UUID | None:
        """In this stage, or closed in it."""
    @property
    def department(self) -> uuid.UUID | None:
        """Assigned to somebody of this department when it was (last)."""
    @property
    def score_from(self) -> decimal.Decimal | None:
        """With a score of at least so many percent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Alert:
    """An open opportunity that wants attention."""
    @property
    def opportunity(self) -> Opportunity:
        """The opportunity."""
    @property
    def reasons(self) -> builtins.list[AlertReason]:
        """Why, all reasons."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Alert: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class OpportunityUpdateFields(TypedDict):
    """The fields of `OpportunityUpdate` as a mapping."""
    source: NotRequired[str]
    customer_name: NotRequired[str]
    success_probability: NotRequired[int]
    summary: NotRequired[str]
    contact_name: NotRequired[str]
    contact_phone: NotRequired[str]
    description: NotRequired[str]
    customer: NotRequired[uuid.UUID]
    kind: NotRequired[uuid.UUID]
    amount: NotRequired[Money | MoneyFields]
    expected_close: NotRequired[datetime.date]
    probability_from: NotRequired[_ProbabilityFrom]
    forecast_category: NotRequired[_ForecastCategory]
    origin: NotRequired[uuid.UUID]
    region: NotRequired[uuid.UUID]
    industry: NotRequired[str]
    contact_email: NotRequired[str]
    next_step: NotRequired[str]
    next_step_on: NotRequired[datetime.date]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class OpportunityUpdate:
    """Changes to an unassigned opportunity (OPP-2)."""
    def __new__(
        cls,
        *,
        source: str | None = None,
        customer_name: str | None = None,
        success_probability: int | None = None,
        summary: str | None = None,
        contact_name: str | None = None,
        contact_phone: str | None = None,
        description: str | None = None,
        customer: uuid.UUID | None = None,
        kind: uuid.UUID | None = None,
        amount: Money | MoneyFields | None = None,
        expected_close: datetime.date | None = None,
        probability_from: _ProbabilityFrom | None = None,
        forecast_category: _ForecastCategory | None = None,
        origin: uuid.UUID | None = None,
        region: uuid.UUID | None = None,
        industry: str | None = None,
        contact_email: str | None = None,
        next_step: str | None = None,
        next_step_on: datetime.date | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def source(self) -> str | None:
        """Where it came from."""
    @property
    def customer_name(self) -> str | None:
        """The name of the organisation to win."""
    @property
    def success_probability(self) -> int | None:
        """The chance of success in whole percent, 0 to 100."""
    @property
    def summary(self) -> str | None:
        """What it is about, in a line."""
    @property
    def contact_name(self) -> str | None:
        """Whom to talk to."""
    @property
    def contact_phone(self) -> str | None:
        """How to reach them."""
    @property
    def description(self) -> str | None:
        """What it is about, in full."""
    @property
    def customer(self) -> uuid.UUID | None:
        """The existing, active customer that is sold to; its name is the customer name then (SALE-3)."""
    @property
    def kind(self) -> uuid.UUID | None:
        """What kind of selling it is, an entry of the dictionary category `opportunity_kind`."""
    @property
    def amount(self) -> Money | None:
        """What it is expected to bring, without tax, in any currency."""
    @property
    def expected_close(self) -> datetime.date | None:
        """The day on which it is expected to close."""
    @property
    def probability_from(self) -> ProbabilityFrom | None:
        """Where the chance of success comes from; by hand where that is not said."""
    @property
    def forecast_category(self) -> ForecastCategory | None:
        """How a forecast counts it; what its stage says where that is not said."""
    @property
    def origin(self) -> uuid.UUID | None:
        """Where the buyer came from, an entry of the dictionary category `origin`."""
    @property
    def region(self) -> uuid.UUID | None:
        """Where the organisation is, an entry of the dictionary category `region`."""
    @property
    def industry(self) -> str | None:
        """The industry of the organisation."""
    @property
    def contact_email(self) -> str | None:
        """The contact's e-mail address."""
    @property
    def next_step(self) -> str | None:
        """What the seller does next."""
    @property
    def next_step_on(self) -> datetime.date | None:
        """The day of the next step."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give opportunities, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class OpportunityRevisionFields(TypedDict):
    """The fields of `OpportunityRevision` as a mapping."""
    amount: NotRequired[Money | MoneyFields]
    expected_close: NotRequired[datetime.date]
    success_probability: NotRequired[int]
    probability_from: NotRequired[_ProbabilityFrom]
    forecast_category: NotRequired[_ForecastCategory]
    kind: NotRequired[uuid.UUID]
    origin: NotRequired[uuid.UUID]
    region: NotRequired[uuid.UUID]
    industry: NotRequired[str]
    next_step: NotRequired[str]
    next_step_on: NotRequired[datetime.date]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class OpportunityRevision:
    """Changes to the estimates of an assigned opportunity (SALE-7)."""
    def __new__(
        cls,
        *,
        amount: Money | MoneyFields | None = None,
        expected_close: datetime.date | None = None,
        success_probability: int | None = None,
        probability_from: _ProbabilityFrom | None = None,
        forecast_category: _ForecastCategory | None = None,
        kind: uuid.UUID | None = None,
        origin: uuid.UUID | None = None,
        region: uuid.UUID | None = None,
        industry: str | None = None,
        next_step: str | None = None,
        next_step_on: datetime.date | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def amount(self) -> Money | None:
        """What it is expected to bring, without tax, in any currency."""
    @property
    def expected_close(self) -> datetime.date | None:
        """The day on which it is expected to close."""
    @property
    def success_probability(self) -> int | None:
        """The chance of success in whole percent, 0 to 100."""
    @property
    def probability_from(self) -> ProbabilityFrom | None:
        """Where the chance of success comes from; by hand where that is not said."""
    @property
    def forecast_category(self) -> ForecastCategory | None:
        """How a forecast counts it; what its stage says where that is not said."""
    @property
    def kind(self) -> uuid.UUID | None:
        """What kind of selling it is, an entry of the dictionary category `opportunity_kind`."""
    @property
    def origin(self) -> uuid.UUID | None:
        """Where the buyer came from, an entry of the dictionary category `origin`."""
    @property
    def region(self) -> uuid.UUID | None:
        """Where the organisation is, an entry of the dictionary category `region`."""
    @property
    def industry(self) -> str | None:
        """The industry of the organisation."""
    @property
    def next_step(self) -> str | None:
        """What the seller does next."""
    @property
    def next_step_on(self) -> datetime.date | None:
        """The day of the next step."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give opportunities, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityRevision: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Person:
    """A person of an opportunity (SALE-8)."""
    @property
    def opportunity(self) -> uuid.UUID:
        """The opportunity."""
    @property
    def contact(self) -> uuid.UUID | None:
        """The contact that they are, whose values these are."""
    @property
    def name(self) -> str | None:
        """Their name; the primary person alone may have none."""
    @property
    def phone(self) -> str | None:
        """How to reach them; of a contact its mobile number, or else that of its office."""
    @property
    def email(self) -> str | None:
        """Their e-mail address."""
    @property
    def position(self) -> str | None:
        """Their position in the organisation."""
    @property
    def role(self) -> Choice | None:
        """What they have to say in it, an entry of the dictionary category `contact_role`."""
    @property
    def primary(self) -> bool:
        """Whether they are the primary person."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Person: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewOpportunityLineFields(TypedDict):
    """The fields of `NewOpportunityLine` as a mapping."""
    product: NotRequired[uuid.UUID | None]
    name: NotRequired[str | None]
    quantity: decimal.Decimal | int
    unit_price: decimal.Decimal | int
    discount_rate: NotRequired[decimal.Decimal | int | None]

@final
class NewOpportunityLine:
    """A line of an opportunity as the caller gives it (SALE-9)."""
    def __new__(
        cls,
        *,
        product: uuid.UUID | None = None,
        name: str | None = None,
        quantity: decimal.Decimal | int,
        unit_price: decimal.Decimal | int,
        discount_rate: decimal.Decimal | int | None = None,
    ) -> Self: ...
    @property
    def product(self) -> uuid.UUID | None:
        """The product. It or a name is required."""
    @property
    def name(self) -> str | None:
        """What it is called on the line; as the product is, where that is not said."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much, above 0, up to six decimal places."""
    @property
    def unit_price(self) -> decimal.Decimal:
        """The price of one unit, of nothing or more, up to six decimal places."""
    @property
    def discount_rate(self) -> decimal.Decimal | None:
        """The discount as a part of one, from 0 to 1, up to six decimal places: 0.15 for 15 %."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewOpportunityLine: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Assignment:
    """One assignment in the history of an opportunity (OPP-6) or a ticket (TICKET-6)."""
    @property
    def assignee(self) -> UserRef:
        """To whom."""
    @property
    def assigner(self) -> UserRef | None:
        """By whom."""
    @property
    def assigned_at(self) -> datetime.datetime:
        """When."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Assignment: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OpportunityDetail:
    """An opportunity with where it has been."""
    @property
    def opportunity(self) -> Opportunity:
        """The opportunity."""
    @property
    def persons(self) -> builtins.list[Person]:
        """Whom it is about, in their order."""
    @property
    def lines(self) -> builtins.list[OpportunityLine]:
        """What it may sell, in order."""
    @property
    def stays(self) -> builtins.list[StageStay]:
        """Its stays in stages, the first one first; the last 1,000."""
    @property
    def times(self) -> builtins.list[StageTime]:
        """How long it was in each stage, in their order."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityDetail: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OpportunityLine:
    """A line of an opportunity (SALE-9)."""
    @property
    def opportunity(self) -> uuid.UUID:
        """The opportunity."""
    @property
    def position(self) -> int:
        """Its place, from 1."""
    @property
    def product(self) -> uuid.UUID | None:
        """The product, while there is it."""
    @property
    def name(self) -> str:
        """What it is called."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much, up to six decimal places."""
    @property
    def unit_price(self) -> decimal.Decimal | None:
        """The price of one unit, up to six decimal places; absent only where it is hidden."""
    @property
    def discount_rate(self) -> decimal.Decimal | None:
        """The discount as a part of one."""
    @property
    def amount(self) -> Money | None:
        """Quantity × unit price × (1 − discount rate), without tax, rounded half to even once; absent only where it is hidden."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OpportunityLine: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class StageStay:
    """One stay of an opportunity in a stage (PIPE-6)."""
    @property
    def pipeline(self) -> SetupRef:
        """The pipeline."""
    @property
    def stage(self) -> StageRef:
        """The stage that was entered."""
    @property
    def came_from(self) -> StageRef | None:
        """Where it stood before; nowhere, where it was assigned then."""
    @property
    def entered_at(self) -> datetime.datetime:
        """When it was entered."""
    @property
    def entered_by(self) -> UserRef | None:
        """Who had it enter; nobody, where the engine did."""
    @property
    def left_at(self) -> datetime.datetime | None:
        """When it left; absent while it stays."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> StageStay: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class StageTime:
    """How long an opportunity was in a stage, of all its stays there (PIPE-6)."""
    @property
    def pipeline(self) -> SetupRef:
        """The pipeline."""
    @property
    def stage(self) -> StageRef:
        """The stage."""
    @property
    def seconds(self) -> int:
        """In seconds, the present stay up to now."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> StageTime: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ScoreExplanation:
    """Why an opportunity has its score (SCORE-5), as far as the caller reads what it goes by."""
    @property
    def score(self) -> decimal.Decimal | None:
        """The chance in percent that it is won, as it is by now; absent where nothing was closed yet, or withheld."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department whose closed ones it is learned from; absent where it is all."""
    @property
    def strengths(self) -> builtins.list[ScoreFactor]:
        """What pulls towards winning, the strongest first."""
    @property
    def weaknesses(self) -> builtins.list[ScoreFactor]:
        """What pulls towards losing, the strongest first."""
    @property
    def rule_score(self) -> int | None:
        """The sum of what rules give; absent where there are none, or withheld."""
    @property
    def rules(self) -> builtins.list[ScorePoints]:
        """The rules that hold, by name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ScoreExplanation: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ScoreFactor:
    """What a value does to a score (SCORE-5)."""
    @property
    def field(self) -> str:
        """The field, or `stage`."""
    @property
    def value(self) -> str:
        """The value: a text, `true`, or the id of what the field names."""
    @property
    def label(self) -> str | None:
        """What the value is called, where it is an id."""
    @property
    def won_share(self) -> decimal.Decimal:
        """The share of what was won that had it, six places; of the first stage that came so far."""
    @property
    def lost_share(self) -> decimal.Decimal:
        """The share of what was lost that had it, six places."""
    @property
    def pull(self) -> decimal.Decimal:
        """How much it pulls: above 0.5 towards winning, below towards losing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ScoreFactor: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ScorePoints:
    """A rule of scores that holds of a record."""
    @property
    def rule(self) -> str:
        """What the rule is called."""
    @property
    def points(self) -> int:
        """What it gives."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ScorePoints: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Board:
    """A pipeline as a board (销售看板)."""
    @property
    def pipeline(self) -> SetupRef:
        """The pipeline."""
    @property
    def columns(self) -> builtins.list[BoardColumn]:
        """Its stages, in order: the enabled ones, and others that hold something."""
    @property
    def won(self) -> BoardSums | None:
        """What was won in it in the period that was asked for."""
    @property
    def lost(self) -> BoardSums | None:
        """What was lost in it in that period."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Board: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BoardColumn:
    """A column of a board: a stage."""
    @property
    def stage(self) -> StageRef:
        """The stage."""
    @property
    def enabled(self) -> bool:
        """Whether opportunities may be moved here."""
    @property
    def probability(self) -> int:
        """The chance of success in whole percent."""
    @property
    def forecast_category(self) -> ForecastCategory:
        """Where its opportunities stand in a forecast."""
    @property
    def sums(self) -> BoardSums:
        """What all of it is together."""
    @property
    def cards(self) -> builtins.list[Opportunity]:
        """The first ones, by the day on which they are expected to close, those without one last, then by age."""
    @property
    def next(self) -> str | None:
        """Where they go on, as `after`; absent where these are all."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BoardColumn: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BoardSums:
    """What the opportunities of a column are together. What the caller may not read of them is absent."""
    @property
    def count(self) -> int:
        """How many they are."""
    @property
    def amount(self) -> Money | None:
        """Their amounts in the company's currency: each at today's rate, of closed ones at that of the day on which they were closed."""
    @property
    def weighted(self) -> Money | None:
        """The same, each by its chance."""
    @property
    def unconverted(self) -> Unconverted | None:
        """Those whose currency has no rate, which stand in neither."""
    @property
    def without_amount(self) -> int | None:
        """How many have no amount."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BoardSums: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Unconverted:
    """What has an amount in a currency that has no rate to the company's own."""
    @property
    def count(self) -> int:
        """How many they are."""
    @property
    def sums(self) -> builtins.list[Money]:
        """Their sums, by currency."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Unconverted: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Plan:
    """A development plan: the opportunity and its steps by date (PLAN-4)."""
    @property
    def opportunity(self) -> Opportunity:
        """The opportunity it develops."""
    @property
    def items(self) -> builtins.list[PlanItem]:
        """The steps, by date."""
    @property
    def next(self) -> str | None:
        """Pass it as `after` to get the steps that follow; absent where these were all."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Plan: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PlanItem:
    """A step of a development plan."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def opportunity(self) -> uuid.UUID:
        """The opportunity it belongs to."""
    @property
    def date(self) -> datetime.date:
        """The day it is planned for."""
    @property
    def content(self) -> str:
        """What is to be done."""
    @property
    def result(self) -> str | None:
        """What came of it; absent until that is recorded."""
    @property
    def creator(self) -> UserRef | None:
        """Who planned it."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was planned."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PlanItem: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewPlanItemFields(TypedDict):
    """The fields of `NewPlanItem` as a mapping."""
    date: datetime.date
    content: str

@final
class NewPlanItem:
    """What the caller gives to add a step to a plan (PLAN-1)."""
    def __new__(
        cls,
        *,
        date: datetime.date,
        content: str,
    ) -> Self: ...
    @property
    def date(self) -> datetime.date:
        """The day it is planned for; it can't be changed later."""
    @property
    def content(self) -> str:
        """What is to be done."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewPlanItem: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class PlanItemUpdateFields(TypedDict):
    """The fields of `PlanItemUpdate` as a mapping."""
    content: NotRequired[str]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class PlanItemUpdate:
    """Changes to a step (PLAN-2)."""
    def __new__(
        cls,
        *,
        content: str | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def content(self) -> str | None:
        """What is to be done."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PlanItemUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PooledRecord:
    """A record that is in a pool."""
    @property
    def record(self) -> ObjectRef:
        """The record, and what it is called."""
    @property
    def since(self) -> datetime.datetime:
        """Since when it is there."""
    @property
    def put_by(self) -> UserRef | None:
        """Who put it there; absent where the engine did."""
    @property
    def reason(self) -> str | None:
        """Why."""
    @property
    def last_owner(self) -> UserRef | None:
        """Whose it was last, where it was somebody's."""
    @property
    def fresh_until(self) -> datetime.datetime | None:
        """From when on members may claim it; absent where they may."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PooledRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PoolStanding:
    """What a member may still claim of a pool (ASSIGN-8)."""
    @property
    def pool(self) -> SetupRef:
        """The pool."""
    @property
    def in_hand(self) -> int:
        """How many records of its kind they have in hand."""
    @property
    def exempt(self) -> int:
        """How many of these don't count."""
    @property
    def limit(self) -> int | None:
        """How many that count they may have in hand; absent where there is no limit."""
    @property
    def claimed_today(self) -> int:
        """How many they claimed from the pool today, whether they still have them or not."""
    @property
    def left(self) -> int | None:
        """How many more they may claim today; absent where there is no limit."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PoolStanding: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PoolStay:
    """A stay of a record in a pool."""
    @property
    def pool(self) -> SetupRef | None:
        """The pool; absent where it is gone."""
    @property
    def since(self) -> datetime.datetime:
        """Since when."""
    @property
    def put_by(self) -> UserRef | None:
        """Who put it there; absent where the engine did."""
    @property
    def reason(self) -> str | None:
        """Why."""
    @property
    def until(self) -> datetime.datetime | None:
        """Until when; absent while it is there."""
    @property
    def ended(self) -> StayEnd | None:
        """How it ended."""
    @property
    def ended_by(self) -> UserRef | None:
        """Who ended it; absent where the engine did."""
    @property
    def got_by(self) -> UserRef | None:
        """Whose it was from then on."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PoolStay: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ScoreCount:
    """How many opportunities with a value were won, and how many were lost (SCORE-2)."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department in which they were closed; absent for none."""
    @property
    def field(self) -> str:
        """The field: one of the setting `score_fields`, `stage`, or `closed` for all of them."""
    @property
    def value(self) -> str:
        """The value: a text, `true`, or the id of what the field names; empty for `closed`."""
    @property
    def label(self) -> str | None:
        """What the value is called, where it is an id."""
    @property
    def won(self) -> decimal.Decimal:
        """How many were won, and 0.1."""
    @property
    def lost(self) -> decimal.Decimal:
        """How many were lost, and 0.1."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ScoreCount: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChurnScan:
    """What a scan did."""
    @property
    def warned(self) -> int:
        """The number of warnings it added."""
    @property
    def recovered(self) -> int:
        """The number of open warnings it found recovered."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnScan: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChurnWarning:
    """A warning that a customer has become quiet."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def status(self) -> WarningStatus:
        """Where it stands."""
    @property
    def customer(self) -> CustomerRef:
        """The customer that is quiet."""
    @property
    def account_manager(self) -> UserRef | None:
        """The customer's account manager when the warning was added. Who may defer and confirm is the present one."""
    @property
    def last_order_date(self) -> datetime.date | None:
        """The date of the customer's latest order when the warning was added; absent where it had none."""
    @property
    def warned_at(self) -> datetime.datetime:
        """When it was added."""
    @property
    def closed_at(self) -> datetime.datetime | None:
        """When it was confirmed or recovered; absent while it is open."""
    @property
    def reason(self) -> str | None:
        """Why the customer is lost, where that was confirmed."""
    @property
    def measures(self) -> builtins.list[Measure]:
        """What was tried, the latest 20 of it, as far as they are 1 MiB of text; oldest first."""
    @property
    def more_measures(self) -> bool:
        """Whether more was tried: `measures` gives all of it."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnWarning: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CustomerRef:
    """A customer as other records mention it."""
    @property
    def id(self) -> uuid.UUID:
        """The customer's id."""
    @property
    def name(self) -> str:
        """Its name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CustomerRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Measure:
    """Something that was tried to keep a customer (CHURN-3)."""
    @property
    def measure(self) -> str:
        """What was tried."""
    @property
    def author(self) -> UserRef | None:
        """Who recorded it."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Measure: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ChurnWarningFilterFields(TypedDict):
    """The fields of `ChurnWarningFilter` as a mapping."""
    status: NotRequired[_WarningStatus | None]
    customer: NotRequired[uuid.UUID | None]
    customer_name: NotRequired[str | None]
    account_manager: NotRequired[uuid.UUID | None]
    last_order_from: NotRequired[datetime.date | None]
    last_order_before: NotRequired[datetime.date | None]

@final
class ChurnWarningFilter:
    """Which churn warnings are wanted; what is absent does not restrict (CHURN-5)."""
    def __new__(
        cls,
        *,
        status: _WarningStatus | None = None,
        customer: uuid.UUID | None = None,
        customer_name: str | None = None,
        account_manager: uuid.UUID | None = None,
        last_order_from: datetime.date | None = None,
        last_order_before: datetime.date | None = None,
    ) -> Self: ...
    @property
    def status(self) -> WarningStatus | None:
        """In this state; where absent, closed ones too."""
    @property
    def customer(self) -> uuid.UUID | None:
        """Of this customer."""
    @property
    def customer_name(self) -> str | None:
        """The customer's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def account_manager(self) -> uuid.UUID | None:
        """Looked after by this user when the warning was added."""
    @property
    def last_order_from(self) -> datetime.date | None:
        """The latest order lay on this day or later."""
    @property
    def last_order_before(self) -> datetime.date | None:
        """The latest order lay before this day."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnWarningFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChurnHistory:
    """The whole story of one customer's quiet spells."""
    @property
    def customer(self) -> CustomerRef:
        """The customer."""
    @property
    def warnings(self) -> builtins.list[ChurnWarning]:
        """Its warnings, oldest first."""
    @property
    def win_backs(self) -> builtins.list[WinBack]:
        """Its win-backs, oldest first."""
    @property
    def next(self) -> str | None:
        """Pass it as `after` to get what follows; absent where this was all."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnHistory: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WinBack:
    """A win-back of a lost customer (CHURN-6)."""
    @property
    def reason(self) -> str:
        """Why it came back."""
    @property
    def author(self) -> UserRef | None:
        """Who recorded it."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WinBack: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewContactFields(TypedDict):
    """The fields of `NewContact` as a mapping."""
    name: NotRequired[str | None]
    gender: NotRequired[uuid.UUID | None]
    position: NotRequired[str | None]
    office_phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    birthday: NotRequired[str | None]
    remarks: NotRequired[str | None]
    email: NotRequired[str | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewContact:
    """What the caller gives to add a contact to a customer (CONTACT-1). Name, gender, position and office phone must be
    given by whoever may write them; without one that the caller may not write the contact is incomplete.
    """
    def __new__(
        cls,
        *,
        name: str | None = None,
        gender: uuid.UUID | None = None,
        position: str | None = None,
        office_phone: str | None = None,
        mobile: str | None = None,
        birthday: str | None = None,
        remarks: str | None = None,
        email: str | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The person's name."""
    @property
    def gender(self) -> uuid.UUID | None:
        """The person's gender, an entry of the dictionary category `gender`."""
    @property
    def position(self) -> str | None:
        """The position in the organisation."""
    @property
    def office_phone(self) -> str | None:
        """The telephone number at work."""
    @property
    def mobile(self) -> str | None:
        """The mobile number."""
    @property
    def birthday(self) -> str | None:
        """The birthday: a date, or `--02-28` where the year is not known."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give contacts, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewContact: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Contact:
    """A contact of a customer. One that came from an opportunity may lack what the opportunity did not know, and one that
    somebody added what they may not write.
    """
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def customer(self) -> CustomerRef:
        """The customer it belongs to."""
    @property
    def name(self) -> str | None:
        """The person's name."""
    @property
    def gender(self) -> Choice | None:
        """The person's gender."""
    @property
    def position(self) -> str | None:
        """The position in the organisation."""
    @property
    def office_phone(self) -> str | None:
        """The telephone number at work."""
    @property
    def mobile(self) -> str | None:
        """The mobile number."""
    @property
    def birthday(self) -> str | None:
        """The birthday: a date, or `--02-28` where the year is not known."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was added."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Contact: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ContactFilterFields(TypedDict):
    """The fields of `ContactFilter` as a mapping."""
    name: NotRequired[str | None]
    birthday: NotRequired[str | None]

@final
class ContactFilter:
    """Which contacts are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        birthday: str | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def birthday(self) -> str | None:
        """The birthday is on this day, whatever the year: a date, or `--02-28`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ContactFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ContactUpdateFields(TypedDict):
    """The fields of `ContactUpdate` as a mapping."""
    name: NotRequired[str]
    gender: NotRequired[uuid.UUID]
    position: NotRequired[str]
    office_phone: NotRequired[str]
    mobile: NotRequired[str]
    birthday: NotRequired[str]
    remarks: NotRequired[str]
    email: NotRequired[str]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class ContactUpdate:
    """Changes to a contact of an active customer (CONTACT-1)."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        gender: uuid.UUID | None = None,
        position: str | None = None,
        office_phone: str | None = None,
        mobile: str | None = None,
        birthday: str | None = None,
        remarks: str | None = None,
        email: str | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The person's name."""
    @property
    def gender(self) -> uuid.UUID | None:
        """The person's gender, an entry of the dictionary category `gender`."""
    @property
    def position(self) -> str | None:
        """The position in the organisation."""
    @property
    def office_phone(self) -> str | None:
        """The telephone number at work."""
    @property
    def mobile(self) -> str | None:
        """The mobile number."""
    @property
    def birthday(self) -> str | None:
        """The birthday: a date, or `--02-28` where the year is not known."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give contacts, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ContactUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewCustomerFields(TypedDict):
    """The fields of `NewCustomer` as a mapping."""
    name: str
    region: NotRequired[uuid.UUID | None]
    account_manager: NotRequired[uuid.UUID | None]
    level: NotRequired[uuid.UUID | None]
    satisfaction: NotRequired[int | None]
    credit: NotRequired[int | None]
    address: NotRequired[str | None]
    postcode: NotRequired[str | None]
    phone: NotRequired[str | None]
    fax: NotRequired[str | None]
    website: NotRequired[str | None]
    business_licence_no: NotRequired[str | None]
    legal_representative: NotRequired[str | None]
    registered_capital: NotRequired[Money | MoneyFields | None]
    annual_turnover: NotRequired[Money | MoneyFields | None]
    bank_name: NotRequired[str | None]
    bank_account: NotRequired[str | None]
    local_tax_no: NotRequired[str | None]
    national_tax_no: NotRequired[str | None]
    external_id: NotRequired[str | None]
    email: NotRequired[str | None]
    industry: NotRequired[str | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewCustomer:
    """What the caller gives to create a customer (CUST-1). Beside the name, the fields that the settings require must
    be filled.
    """
    def __new__(
        cls,
        *,
        name: str,
        region: uuid.UUID | None = None,
        account_manager: uuid.UUID | None = None,
        level: uuid.UUID | None = None,
        satisfaction: int | None = None,
        credit: int | None = None,
        address: str | None = None,
        postcode: str | None = None,
        phone: str | None = None,
        fax: str | None = None,
        website: str | None = None,
        business_licence_no: str | None = None,
        legal_representative: str | None = None,
        registered_capital: Money | MoneyFields | None = None,
        annual_turnover: Money | MoneyFields | None = None,
        bank_name: str | None = None,
        bank_account: str | None = None,
        local_tax_no: str | None = None,
        national_tax_no: str | None = None,
        external_id: str | None = None,
        email: str | None = None,
        industry: str | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """The name of the organisation."""
    @property
    def region(self) -> uuid.UUID | None:
        """Where it is, an entry of the dictionary category `region`."""
    @property
    def account_manager(self) -> uuid.UUID | None:
        """Who looks after it, an active user."""
    @property
    def level(self) -> uuid.UUID | None:
        """How much it matters, an entry of the dictionary category `customer_level`."""
    @property
    def satisfaction(self) -> int | None:
        """How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied)."""
    @property
    def credit(self) -> int | None:
        """How well it pays, from 1 (very badly) to 5 (excellently)."""
    @property
    def address(self) -> str | None:
        """The postal address."""
    @property
    def postcode(self) -> str | None:
        """The postcode."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def fax(self) -> str | None:
        """The fax number."""
    @property
    def website(self) -> str | None:
        """The website."""
    @property
    def business_licence_no(self) -> str | None:
        """The registration number of the business licence."""
    @property
    def legal_representative(self) -> str | None:
        """The legal representative."""
    @property
    def registered_capital(self) -> Money | None:
        """The registered capital, in any currency."""
    @property
    def annual_turnover(self) -> Money | None:
        """What it turns over in a year, in any currency."""
    @property
    def bank_name(self) -> str | None:
        """The bank it keeps its account with."""
    @property
    def bank_account(self) -> str | None:
        """The number of the bank account."""
    @property
    def local_tax_no(self) -> str | None:
        """The local tax registration number."""
    @property
    def national_tax_no(self) -> str | None:
        """The national tax registration number."""
    @property
    def external_id(self) -> str | None:
        """The key it has in the host's ERP; no two customers have the same."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def industry(self) -> str | None:
        """The industry."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give customers, by their names: `{"tier": "gold"}`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewCustomer: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Customer:
    """A customer."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int | None:
        """Its short number; absent until the engine that gives numbers has seen it."""
    @property
    def status(self) -> CustomerStatus:
        """Where it stands."""
    @property
    def complete(self) -> bool:
        """Whether the fields that the settings, and packs, require are all filled. A customer from an opportunity or from
        the sales system is incomplete until an update fills them.
        """
    @property
    def name(self) -> str:
        """The name of the organisation."""
    @property
    def region(self) -> Choice | None:
        """Where it is."""
    @property
    def account_manager(self) -> UserRef | None:
        """Who looks after it."""
    @property
    def level(self) -> Choice | None:
        """How much it matters."""
    @property
    def satisfaction(self) -> int | None:
        """How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied)."""
    @property
    def credit(self) -> int | None:
        """How well it pays, from 1 (very badly) to 5 (excellently)."""
    @property
    def address(self) -> str | None:
        """The postal address."""
    @property
    def postcode(self) -> str | None:
        """The postcode."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def fax(self) -> str | None:
        """The fax number."""
    @property
    def website(self) -> str | None:
        """The website."""
    @property
    def business_licence_no(self) -> str | None:
        """The registration number of the business licence."""
    @property
    def legal_representative(self) -> str | None:
        """The legal representative."""
    @property
    def registered_capital(self) -> Money | None:
        """The registered capital, in any currency."""
    @property
    def annual_turnover(self) -> Money | None:
        """What it turns over in a year, in any currency."""
    @property
    def bank_name(self) -> str | None:
        """The bank it keeps its account with."""
    @property
    def bank_account(self) -> str | None:
        """The number of the bank account."""
    @property
    def local_tax_no(self) -> str | None:
        """The local tax registration number."""
    @property
    def national_tax_no(self) -> str | None:
        """The national tax registration number."""
    @property
    def external_id(self) -> str | None:
        """The key it has in the host's ERP."""
    @property
    def creator(self) -> UserRef | None:
        """Who created it; absent where the engine did."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was created."""
    @property
    def lost_at(self) -> datetime.datetime | None:
        """When its loss was confirmed, where it is lost."""
    @property
    def last_order_date(self) -> datetime.date | None:
        """The date of its latest order that is not cancelled; absent where there is none."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def industry(self) -> str | None:
        """The industry."""
    @property
    def pool(self) -> SetupRef | None:
        """The pool that it is in, where it is in one; then it has no account manager (ASSIGN-7)."""
    @property
    def rule_score(self) -> int | None:
        """The sum of what rules of scores give it; absent where there are none (SCORE-6). It counts no version."""
    @property
    def pool_due_on(self) -> datetime.date | None:
        """The day on which it falls back into a pool, unless something is done with it; told where it is read, while it is somebody's and
        a pool says so (ASSIGN-10).
        """
    @property
    def pool_days_left(self) -> int | None:
        """How many days are left until then, 0 on that day."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Customer: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CustomerBatch:
    """What became of a batch of customers."""
    @property
    def created(self) -> int:
        """Customers created."""
    @property
    def unchanged(self) -> int:
        """Customers that were there already, under the id that was given and with equal fields."""
    @property
    def refused(self) -> int:
        """Customers refused; only where the batch was treated per record."""
    @property
    def records(self) -> builtins.list[BatchedCustomer]:
        """Each customer's result, in the order of the call."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CustomerBatch: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BatchedCustomer:
    """What became of one customer of a batch."""
    @property
    def id(self) -> uuid.UUID | None:
        """The customer, new or there already; absent where it was refused."""
    @property
    def number(self) -> int | None:
        """Its number."""
    @property
    def lacks(self) -> builtins.list[str]:
        """The required fields that it lacks, where an incomplete one was allowed."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused; fields are named within the record."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BatchedCustomer: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class CustomerFilterFields(TypedDict):
    """The fields of `CustomerFilter` as a mapping."""
    name: NotRequired[str | None]
    number: NotRequired[int | None]
    region: NotRequired[uuid.UUID | None]
    account_manager: NotRequired[uuid.UUID | None]
    level: NotRequired[uuid.UUID | None]
    status: NotRequired[_CustomerStatus | None]
    satisfaction: NotRequired[int | None]
    credit: NotRequired[int | None]
    complete: NotRequired[bool | None]
    external_id: NotRequired[str | None]
    forgotten: NotRequired[bool | None]

@final
class CustomerFilter:
    """Which customers are wanted; what is absent does not restrict (CUST-4)."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        number: int | None = None,
        region: uuid.UUID | None = None,
        account_manager: uuid.UUID | None = None,
        level: uuid.UUID | None = None,
        status: _CustomerStatus | None = None,
        satisfaction: int | None = None,
        credit: int | None = None,
        complete: bool | None = None,
        external_id: str | None = None,
        forgotten: bool | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def number(self) -> int | None:
        """With exactly this number."""
    @property
    def region(self) -> uuid.UUID | None:
        """In this region."""
    @property
    def account_manager(self) -> uuid.UUID | None:
        """Looked after by this user."""
    @property
    def level(self) -> uuid.UUID | None:
        """Of this level."""
    @property
    def status(self) -> CustomerStatus | None:
        """In this state."""
    @property
    def satisfaction(self) -> int | None:
        """Of exactly this satisfaction."""
    @property
    def credit(self) -> int | None:
        """Of exactly this credit."""
    @property
    def complete(self) -> bool | None:
        """`true`: complete ones, which have every required field; `false`: incomplete ones."""
    @property
    def external_id(self) -> str | None:
        """With exactly this key in the host's ERP."""
    @property
    def forgotten(self) -> bool | None:
        """`true`: those that are forgotten, the longest first: active ones with which nothing was done for as many days as the
        settings say, and for which nothing is planned (ACT-15). `false`: the others.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CustomerFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class CustomerUpdateFields(TypedDict):
    """The fields of `CustomerUpdate` as a mapping."""
    name: NotRequired[str]
    region: NotRequired[uuid.UUID]
    account_manager: NotRequired[uuid.UUID]
    level: NotRequired[uuid.UUID]
    satisfaction: NotRequired[int]
    credit: NotRequired[int]
    address: NotRequired[str]
    postcode: NotRequired[str]
    phone: NotRequired[str]
    fax: NotRequired[str]
    website: NotRequired[str]
    business_licence_no: NotRequired[str]
    legal_representative: NotRequired[str]
    registered_capital: NotRequired[Money | MoneyFields]
    annual_turnover: NotRequired[Money | MoneyFields]
    bank_name: NotRequired[str]
    bank_account: NotRequired[str]
    local_tax_no: NotRequired[str]
    national_tax_no: NotRequired[str]
    external_id: NotRequired[str]
    email: NotRequired[str]
    industry: NotRequired[str]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class CustomerUpdate:
    """Changes to an active customer (CUST-2)."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        region: uuid.UUID | None = None,
        account_manager: uuid.UUID | None = None,
        level: uuid.UUID | None = None,
        satisfaction: int | None = None,
        credit: int | None = None,
        address: str | None = None,
        postcode: str | None = None,
        phone: str | None = None,
        fax: str | None = None,
        website: str | None = None,
        business_licence_no: str | None = None,
        legal_representative: str | None = None,
        registered_capital: Money | MoneyFields | None = None,
        annual_turnover: Money | MoneyFields | None = None,
        bank_name: str | None = None,
        bank_account: str | None = None,
        local_tax_no: str | None = None,
        national_tax_no: str | None = None,
        external_id: str | None = None,
        email: str | None = None,
        industry: str | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name of the organisation."""
    @property
    def region(self) -> uuid.UUID | None:
        """Where it is, an entry of the dictionary category `region`."""
    @property
    def account_manager(self) -> uuid.UUID | None:
        """Who looks after it, an active user."""
    @property
    def level(self) -> uuid.UUID | None:
        """How much it matters, an entry of the dictionary category `customer_level`."""
    @property
    def satisfaction(self) -> int | None:
        """How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied)."""
    @property
    def credit(self) -> int | None:
        """How well it pays, from 1 (very badly) to 5 (excellently)."""
    @property
    def address(self) -> str | None:
        """The postal address."""
    @property
    def postcode(self) -> str | None:
        """The postcode."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def fax(self) -> str | None:
        """The fax number."""
    @property
    def website(self) -> str | None:
        """The website."""
    @property
    def business_licence_no(self) -> str | None:
        """The registration number of the business licence."""
    @property
    def legal_representative(self) -> str | None:
        """The legal representative."""
    @property
    def registered_capital(self) -> Money | None:
        """The registered capital, in any currency."""
    @property
    def annual_turnover(self) -> Money | None:
        """What it turns over in a year, in any currency."""
    @property
    def bank_name(self) -> str | None:
        """The bank it keeps its account with."""
    @property
    def bank_account(self) -> str | None:
        """The number of the bank account."""
    @property
    def local_tax_no(self) -> str | None:
        """The local tax registration number."""
    @property
    def national_tax_no(self) -> str | None:
        """The national tax registration number."""
    @property
    def external_id(self) -> str | None:
        """The key it has in the host's ERP; no two customers have the same."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def industry(self) -> str | None:
        """The industry."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give customers, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CustomerUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OwnerPeriod:
    """Whose a customer was for some time."""
    @property
    def owner(self) -> UserRef:
        """Whose."""
    @property
    def since(self) -> datetime.datetime:
        """Since when."""
    @property
    def until(self) -> datetime.datetime | None:
        """Until when; absent of its present account manager."""
    @property
    def ended(self) -> OwnerEnd | None:
        """How it ended."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OwnerPeriod: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewInteractionFields(TypedDict):
    """The fields of `NewInteraction` as a mapping."""
    date: datetime.date
    place: str
    summary: str
    details: str
    remarks: NotRequired[str | None]
    ticket: NotRequired[uuid.UUID | None]
    activity: NotRequired[uuid.UUID | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewInteraction:
    """What the caller gives to record an interaction (VISIT-1)."""
    def __new__(
        cls,
        *,
        date: datetime.date,
        place: str,
        summary: str,
        details: str,
        remarks: str | None = None,
        ticket: uuid.UUID | None = None,
        activity: uuid.UUID | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def date(self) -> datetime.date:
        """The day of it."""
    @property
    def place(self) -> str:
        """Where it took place."""
    @property
    def summary(self) -> str:
        """What it was about, in a line."""
    @property
    def details(self) -> str:
        """What was said and agreed, in full."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def ticket(self) -> uuid.UUID | None:
        """The ticket it followed, one of the same customer."""
    @property
    def activity(self) -> uuid.UUID | None:
        """The done activity that it tells of, whose main record is the customer or belongs to it; one activity becomes one
        interaction (ACT-7).
        """
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give interactions, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewInteraction: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Interaction:
    """An interaction with a customer: a visit, a call."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def customer(self) -> CustomerRef:
        """The customer."""
    @property
    def date(self) -> datetime.date:
        """The day of it."""
    @property
    def place(self) -> str:
        """Where it took place."""
    @property
    def summary(self) -> str:
        """What it was about, in a line."""
    @property
    def details(self) -> str:
        """What was said and agreed, in full."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def ticket(self) -> TicketRef | None:
        """The ticket it followed."""
    @property
    def creator(self) -> UserRef | None:
        """Who recorded it."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was recorded."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Interaction: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TicketRef:
    """A ticket as other records mention it."""
    @property
    def id(self) -> uuid.UUID:
        """The ticket's id."""
    @property
    def number(self) -> int | None:
        """Its short number."""
    @property
    def summary(self) -> str:
        """What it is about, in a line."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TicketRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class InteractionFilterFields(TypedDict):
    """The fields of `InteractionFilter` as a mapping."""
    ticket: NotRequired[uuid.UUID | None]
    creator: NotRequired[uuid.UUID | None]
    date_from: NotRequired[datetime.date | None]
    date_to: NotRequired[datetime.date | None]

@final
class InteractionFilter:
    """Which interactions are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        ticket: uuid.UUID | None = None,
        creator: uuid.UUID | None = None,
        date_from: datetime.date | None = None,
        date_to: datetime.date | None = None,
    ) -> Self: ...
    @property
    def ticket(self) -> uuid.UUID | None:
        """Those that followed this ticket."""
    @property
    def creator(self) -> uuid.UUID | None:
        """Recorded by this user."""
    @property
    def date_from(self) -> datetime.date | None:
        """On this day or later."""
    @property
    def date_to(self) -> datetime.date | None:
        """On this day or earlier."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> InteractionFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class InteractionUpdateFields(TypedDict):
    """The fields of `InteractionUpdate` as a mapping."""
    date: NotRequired[datetime.date]
    place: NotRequired[str]
    summary: NotRequired[str]
    details: NotRequired[str]
    remarks: NotRequired[str]
    ticket: NotRequired[uuid.UUID]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class InteractionUpdate:
    """Changes to an interaction (VISIT-1)."""
    def __new__(
        cls,
        *,
        date: datetime.date | None = None,
        place: str | None = None,
        summary: str | None = None,
        details: str | None = None,
        remarks: str | None = None,
        ticket: uuid.UUID | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def date(self) -> datetime.date | None:
        """The day of it."""
    @property
    def place(self) -> str | None:
        """Where it took place."""
    @property
    def summary(self) -> str | None:
        """What it was about, in a line."""
    @property
    def details(self) -> str | None:
        """What was said and agreed, in full."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def ticket(self) -> uuid.UUID | None:
        """The ticket it followed, one of the same customer."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give interactions, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> InteractionUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewTicketFields(TypedDict):
    """The fields of `NewTicket` as a mapping."""
    kind: uuid.UUID
    summary: str
    customer: uuid.UUID
    request: str
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewTicket:
    """What the caller gives to record a ticket (TICKET-1)."""
    def __new__(
        cls,
        *,
        kind: uuid.UUID,
        summary: str,
        customer: uuid.UUID,
        request: str,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def kind(self) -> uuid.UUID:
        """Consultation, suggestion or complaint: an entry of the dictionary category `ticket_kind`."""
    @property
    def summary(self) -> str:
        """What it is about, in a line."""
    @property
    def customer(self) -> uuid.UUID:
        """The customer who asks; a lost one may too."""
    @property
    def request(self) -> str:
        """What the customer asks for, in full."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give tickets, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewTicket: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Ticket:
    """A service ticket. `handling`, `handler`, `handled_at`, `result` and `satisfaction` are those of the latest
    attempt, also while the ticket is back with its assignee; the earlier ones are in [`TicketDetail`].
    """
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int | None:
        """Its short number; absent until the engine that gives numbers has seen it."""
    @property
    def status(self) -> TicketStatus:
        """Where it stands."""
    @property
    def kind(self) -> Choice:
        """Consultation, suggestion or complaint."""
    @property
    def summary(self) -> str:
        """What it is about, in a line."""
    @property
    def customer(self) -> CustomerRef:
        """The customer who asks."""
    @property
    def request(self) -> str:
        """What the customer asks for, in full."""
    @property
    def creator(self) -> UserRef:
        """Who recorded it."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was recorded."""
    @property
    def assignee(self) -> UserRef | None:
        """Who is to handle it; absent while it is new."""
    @property
    def assigner(self) -> UserRef | None:
        """Who assigned it (last)."""
    @property
    def assigned_at(self) -> datetime.datetime | None:
        """When it was assigned (last)."""
    @property
    def handler(self) -> UserRef | None:
        """Who handled it (last)."""
    @property
    def handled_at(self) -> datetime.datetime | None:
        """When it was handled (last)."""
    @property
    def handling(self) -> str | None:
        """What was done (last)."""
    @property
    def result(self) -> str | None:
        """What came of it, as the customer says."""
    @property
    def satisfaction(self) -> int | None:
        """How satisfied the customer is with it, from 1 (very dissatisfied) to 5 (very satisfied)."""
    @property
    def archived_at(self) -> datetime.datetime | None:
        """When it was archived; absent before."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Ticket: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TicketDetail:
    """One ticket in full, with all that was tried (TICKET-5)."""
    @property
    def ticket(self) -> Ticket:
        """The ticket."""
    @property
    def attempts(self) -> builtins.list[TicketAttempt]:
        """The attempts, oldest first."""
    @property
    def assignments(self) -> builtins.list[Assignment]:
        """The assignments, oldest first; the present one is the last of all."""
    @property
    def next(self) -> str | None:
        """Pass it as `after` to get what follows of the history; absent where this was all."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TicketDetail: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TicketAttempt:
    """One attempt to help, with the customer's answer where there is one (TICKET-4)."""
    @property
    def handler(self) -> UserRef:
        """Who handled the ticket."""
    @property
    def handled_at(self) -> datetime.datetime:
        """When."""
    @property
    def handling(self) -> str | None:
        """What was done; absent only where it is hidden."""
    @property
    def result(self) -> str | None:
        """What came of it, as the customer says."""
    @property
    def satisfaction(self) -> int | None:
        """How satisfied the customer is, 1 to 5; less than 3 sent the ticket back."""
    @property
    def feedback_by(self) -> UserRef | None:
        """Who recorded the answer."""
    @property
    def feedback_at(self) -> datetime.datetime | None:
        """When the answer was recorded."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TicketAttempt: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class TicketFilterFields(TypedDict):
    """The fields of `TicketFilter` as a mapping."""
    status: NotRequired[_TicketStatus | None]
    customer: NotRequired[uuid.UUID | None]
    customer_name: NotRequired[str | None]
    summary: NotRequired[str | None]
    kind: NotRequired[uuid.UUID | None]
    created_from: NotRequired[datetime.datetime | None]
    created_before: NotRequired[datetime.datetime | None]
    creator: NotRequired[uuid.UUID | None]
    assignee: NotRequired[uuid.UUID | None]
    followed_up: NotRequired[bool | None]

@final
class TicketFilter:
    """Which tickets are wanted; what is absent does not restrict (TICKET-5)."""
    def __new__(
        cls,
        *,
        status: _TicketStatus | None = None,
        customer: uuid.UUID | None = None,
        customer_name: str | None = None,
        summary: str | None = None,
        kind: uuid.UUID | None = None,
        created_from: datetime.datetime | None = None,
        created_before: datetime.datetime | None = None,
        creator: uuid.UUID | None = None,
        assignee: uuid.UUID | None = None,
        followed_up: bool | None = None,
    ) -> Self: ...
    @property
    def status(self) -> TicketStatus | None:
        """In this state."""
    @property
    def customer(self) -> uuid.UUID | None:
        """Of this customer."""
    @property
    def customer_name(self) -> str | None:
        """The customer's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def summary(self) -> str | None:
        """The summary contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def kind(self) -> uuid.UUID | None:
        """Of this kind: an entry of the dictionary category `ticket_kind`."""
    @property
    def created_from(self) -> datetime.datetime | None:
        """Recorded at this instant or later."""
    @property
    def created_before(self) -> datetime.datetime | None:
        """Recorded before this instant."""
    @property
    def creator(self) -> uuid.UUID | None:
        """Recorded by this user."""
    @property
    def assignee(self) -> uuid.UUID | None:
        """Given to this user."""
    @property
    def followed_up(self) -> bool | None:
        """`true`: those that an interaction with the customer followed; `false`: those that were handled (archived or
        not), and that none followed yet (VISIT-1).
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TicketFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewActivityFields(TypedDict):
    """The fields of `NewActivity` as a mapping."""
    kind: uuid.UUID
    subject: str
    details: NotRequired[str | None]
    place: NotRequired[str | None]
    priority: NotRequired[_Priority | None]
    due_on: NotRequired[datetime.date | None]
    due_at: NotRequired[datetime.datetime | None]
    starts_at: NotRequired[datetime.datetime | None]
    ends_at: NotRequired[datetime.datetime | None]
    starts_on: NotRequired[datetime.date | None]
    ends_on: NotRequired[datetime.date | None]
    time_zone: NotRequired[str | None]
    recurrence: NotRequired[str | None]
    assignee: NotRequired[uuid.UUID | None]
    attendees: NotRequired[Sequence[NewAttendee | NewAttendeeFields] | None]
    records: NotRequired[Sequence[RecordKey | RecordKeyFields] | None]
    reminders: NotRequired[Sequence[int] | None]
    personal: NotRequired[bool | None]

@final
class NewActivity:
    """What is given to plan an activity. When it is, is given in exactly one of four forms: `due_on`; `due_at`; `starts_at` and
    `ends_at`; `starts_on` and `ends_on`.
    """
    def __new__(
        cls,
        *,
        kind: uuid.UUID,
        subject: str,
        details: str | None = None,
        place: str | None = None,
        priority: _Priority | None = None,
        due_on: datetime.date | None = None,
        due_at: datetime.datetime | None = None,
        starts_at: datetime.datetime | None = None,
        ends_at: datetime.datetime | None = None,
        starts_on: datetime.date | None = None,
        ends_on: datetime.date | None = None,
        time_zone: str | None = None,
        recurrence: str | None = None,
        assignee: uuid.UUID | None = None,
        attendees: Sequence[NewAttendee | NewAttendeeFields] | None = None,
        records: Sequence[RecordKey | RecordKeyFields] | None = None,
        reminders: Sequence[int] | None = None,
        personal: bool | None = None,
    ) -> Self: ...
    @property
    def kind(self) -> uuid.UUID:
        """What sort of activity: an entry of the dictionary category `activity_kind`."""
    @property
    def subject(self) -> str:
        """What it is, in a line."""
    @property
    def details(self) -> str | None:
        """Whatever else is to be known of it."""
    @property
    def place(self) -> str | None:
        """Where it takes place."""
    @property
    def priority(self) -> Priority | None:
        """How much it matters."""
    @property
    def due_on(self) -> datetime.date | None:
        """The day by the end of which it is to be done."""
    @property
    def due_at(self) -> datetime.datetime | None:
        """The instant by which it is to be done."""
    @property
    def starts_at(self) -> datetime.datetime | None:
        """The instant at which it begins."""
    @property
    def ends_at(self) -> datetime.datetime | None:
        """The instant at which it ends, 31 days later at the most."""
    @property
    def starts_on(self) -> datetime.date | None:
        """Its first day."""
    @property
    def ends_on(self) -> datetime.date | None:
        """Its last day, the 366th at the most."""
    @property
    def time_zone(self) -> str | None:
        """The time zone whose clock it goes by, an IANA name; the assignee's where absent."""
    @property
    def recurrence(self) -> str | None:
        """How it recurs: a rule of RFC 5545, as `FREQ=WEEKLY;BYDAY=MO`, on the clock of its time zone (ACT-8)."""
    @property
    def assignee(self) -> uuid.UUID | None:
        """The active user who is to do it; the caller where absent."""
    @property
    def attendees(self) -> builtins.list[NewAttendee] | None:
        """Who is to attend."""
    @property
    def records(self) -> builtins.list[RecordKey] | None:
        """The records that it is about, the main one first."""
    @property
    def reminders(self) -> builtins.list[int] | None:
        """How many minutes before it its assignee is reminded of it, and who attends: 0 to 40,320; before the start of their day, where
        it goes by days.
        """
    @property
    def personal(self) -> bool | None:
        """Whether nobody reads it but its people."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewActivity: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewAttendeeFields(TypedDict):
    """The fields of `NewAttendee` as a mapping."""
    user: NotRequired[uuid.UUID | None]
    contact: NotRequired[uuid.UUID | None]
    name: NotRequired[str | None]
    email: NotRequired[str | None]

@final
class NewAttendee:
    """Who is to attend an activity: a user, a contact, or somebody by name and e-mail address."""
    def __new__(
        cls,
        *,
        user: uuid.UUID | None = None,
        contact: uuid.UUID | None = None,
        name: str | None = None,
        email: str | None = None,
    ) -> Self: ...
    @property
    def user(self) -> uuid.UUID | None:
        """An active user."""
    @property
    def contact(self) -> uuid.UUID | None:
        """A contact of a customer."""
    @property
    def name(self) -> str | None:
        """The name of anybody else."""
    @property
    def email(self) -> str | None:
        """Their e-mail address."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewAttendee: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Activity:
    """An activity: a task, a call, a meeting, a mail, a visit."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int:
        """Its short number."""
    @property
    def kind(self) -> Choice:
        """What sort of activity it is."""
    @property
    def subject(self) -> str:
        """What it is, in a line."""
    @property
    def details(self) -> str | None:
        """Whatever else is to be known of it."""
    @property
    def place(self) -> str | None:
        """Where it takes place."""
    @property
    def priority(self) -> Priority:
        """How much it matters."""
    @property
    def status(self) -> ActivityStatus:
        """Where it stands."""
    @property
    def due_on(self) -> datetime.date | None:
        """The day by the end of which it is to be done."""
    @property
    def due_at(self) -> datetime.datetime | None:
        """The instant by which it is to be done."""
    @property
    def starts_at(self) -> datetime.datetime | None:
        """The instant at which it begins."""
    @property
    def ends_at(self) -> datetime.datetime | None:
        """The instant at which it ends."""
    @property
    def starts_on(self) -> datetime.date | None:
        """Its first day."""
    @property
    def ends_on(self) -> datetime.date | None:
        """Its last day."""
    @property
    def time_zone(self) -> str:
        """The time zone whose clock it goes by, an IANA name."""
    @property
    def overdue(self) -> bool:
        """Whether it is overdue: planned, though its time has passed."""
    @property
    def assignee(self) -> UserRef:
        """Who is to do it, or did it."""
    @property
    def giver(self) -> UserRef | None:
        """Who gave it to them; absent where nobody else did."""
    @property
    def creator(self) -> UserRef | None:
        """Who planned it; absent where the engine did."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was planned."""
    @property
    def attendees(self) -> builtins.list[Attendee]:
        """Who attends."""
    @property
    def main(self) -> ObjectRef | None:
        """The record that it is mainly about; absent where there is none, where it was deleted, and where the reader does not
        read it.
        """
    @property
    def records(self) -> builtins.list[ObjectRef]:
        """The records that it is about, as far as the reader reads them, in their order."""
    @property
    def reminders(self) -> builtins.list[int]:
        """How many minutes before it its people are reminded of it, the nearest first."""
    @property
    def personal(self) -> bool:
        """Whether nobody reads it but its people."""
    @property
    def done_at(self) -> datetime.datetime | None:
        """When it was done."""
    @property
    def done_by(self) -> UserRef | None:
        """Who completed it."""
    @property
    def result(self) -> str | None:
        """What came of it."""
    @property
    def reason(self) -> str | None:
        """Why it was cancelled."""
    @property
    def comment(self) -> str | None:
        """What was said when it was given on, or handed back, last."""
    @property
    def interaction(self) -> uuid.UUID | None:
        """The interaction that it became (ACT-7)."""
    @property
    def recurrence(self) -> str | None:
        """How it recurs; absent where it does not."""
    @property
    def series(self) -> uuid.UUID | None:
        """The series that it is of."""
    @property
    def occurrence(self) -> str | None:
        """Its original local start, by which its series knows it: a date, or a date and a time on the clock of its zone."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Activity: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Attendee:
    """Who attends an activity."""
    @property
    def user(self) -> UserRef | None:
        """The user."""
    @property
    def contact(self) -> ObjectRef | None:
        """The contact; absent where the reader does not read it."""
    @property
    def name(self) -> str | None:
        """The name of anybody else."""
    @property
    def email(self) -> str | None:
        """Their e-mail address."""
    @property
    def response(self) -> Response:
        """What they said."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Attendee: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ActivityBatch:
    """What became of many activities (ACT-2)."""
    @property
    def created(self) -> int:
        """How many were planned."""
    @property
    def refused(self) -> int:
        """How many were refused."""
    @property
    def records(self) -> builtins.list[ActivityCreated]:
        """What became of each, in the order in which they were given."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ActivityBatch: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ActivityCreated:
    """What became of one of many activities."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id; absent where it was refused."""
    @property
    def number(self) -> int | None:
        """Its number."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ActivityCreated: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ActivityFilterFields(TypedDict):
    """The fields of `ActivityFilter` as a mapping."""
    person: NotRequired[uuid.UUID | None]
    record: NotRequired[RecordKey | RecordKeyFields | None]
    team: NotRequired[uuid.UUID | None]
    status: NotRequired[_ActivityStatus | None]
    kind: NotRequired[uuid.UUID | None]
    priority: NotRequired[_Priority | None]
    overdue: NotRequired[bool | None]
    day_from: NotRequired[datetime.date | None]
    day_to: NotRequired[datetime.date | None]
    subject: NotRequired[str | None]

@final
class ActivityFilter:
    """Which activities are wanted; what is absent does not restrict (ACT-17). Where neither a person nor a record nor a team is
    given, they are the caller's.
    """
    def __new__(
        cls,
        *,
        person: uuid.UUID | None = None,
        record: RecordKey | RecordKeyFields | None = None,
        team: uuid.UUID | None = None,
        status: _ActivityStatus | None = None,
        kind: uuid.UUID | None = None,
        priority: _Priority | None = None,
        overdue: bool | None = None,
        day_from: datetime.date | None = None,
        day_to: datetime.date | None = None,
        subject: str | None = None,
    ) -> Self: ...
    @property
    def person(self) -> uuid.UUID | None:
        """Those of this user: as their assignee, as who gave them, or as somebody who attends."""
    @property
    def record(self) -> RecordKey | None:
        """Those that this record is among the records of."""
    @property
    def team(self) -> uuid.UUID | None:
        """Those whose assignee is of this department."""
    @property
    def status(self) -> ActivityStatus | None:
        """In this state."""
    @property
    def kind(self) -> uuid.UUID | None:
        """Of this kind: an entry of the dictionary category `activity_kind`."""
    @property
    def priority(self) -> Priority | None:
        """That matter so much."""
    @property
    def overdue(self) -> bool | None:
        """Whether they are overdue."""
    @property
    def day_from(self) -> datetime.date | None:
        """On this day of the company's calendar or later."""
    @property
    def day_to(self) -> datetime.date | None:
        """On this day of the company's calendar or earlier."""
    @property
    def subject(self) -> str | None:
        """The subject contains this; width and case don't matter, and an empty text restricts nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ActivityFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ActivityUpdateFields(TypedDict):
    """The fields of `ActivityUpdate` as a mapping."""
    kind: NotRequired[uuid.UUID]
    subject: NotRequired[str]
    details: NotRequired[str]
    place: NotRequired[str]
    priority: NotRequired[_Priority]
    due_on: NotRequired[datetime.date]
    due_at: NotRequired[datetime.datetime]
    starts_at: NotRequired[datetime.datetime]
    ends_at: NotRequired[datetime.datetime]
    starts_on: NotRequired[datetime.date]
    ends_on: NotRequired[datetime.date]
    time_zone: NotRequired[str]
    recurrence: NotRequired[str]
    attendees: NotRequired[Sequence[NewAttendee | NewAttendeeFields]]
    records: NotRequired[Sequence[RecordKey | RecordKeyFields]]
    reminders: NotRequired[Sequence[int]]
    personal: NotRequired[bool]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class ActivityUpdate:
    """Changes to an activity. Where its time is given in another form, that takes the place of the present one."""
    def __new__(
        cls,
        *,
        kind: uuid.UUID | None = None,
        subject: str | None = None,
        details: str | None = None,
        place: str | None = None,
        priority: _Priority | None = None,
        due_on: datetime.date | None = None,
        due_at: datetime.datetime | None = None,
        starts_at: datetime.datetime | None = None,
        ends_at: datetime.datetime | None = None,
        starts_on: datetime.date | None = None,
        ends_on: datetime.date | None = None,
        time_zone: str | None = None,
        recurrence: str | None = None,
        attendees: Sequence[NewAttendee | NewAttendeeFields] | None = None,
        records: Sequence[RecordKey | RecordKeyFields] | None = None,
        reminders: Sequence[int] | None = None,
        personal: bool | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def kind(self) -> uuid.UUID | None:
        """What sort of activity: an entry of the dictionary category `activity_kind`."""
    @property
    def subject(self) -> str | None:
        """What it is, in a line."""
    @property
    def details(self) -> str | None:
        """Whatever else is to be known of it."""
    @property
    def place(self) -> str | None:
        """Where it takes place."""
    @property
    def priority(self) -> Priority | None:
        """How much it matters."""
    @property
    def due_on(self) -> datetime.date | None:
        """The day by the end of which it is to be done."""
    @property
    def due_at(self) -> datetime.datetime | None:
        """The instant by which it is to be done."""
    @property
    def starts_at(self) -> datetime.datetime | None:
        """The instant at which it begins."""
    @property
    def ends_at(self) -> datetime.datetime | None:
        """The instant at which it ends, 31 days later at the most."""
    @property
    def starts_on(self) -> datetime.date | None:
        """Its first day."""
    @property
    def ends_on(self) -> datetime.date | None:
        """Its last day, the 366th at the most."""
    @property
    def time_zone(self) -> str | None:
        """The time zone whose clock it goes by, an IANA name."""
    @property
    def recurrence(self) -> str | None:
        """How it recurs, with the following ones or all (ACT-11). One that did not recur begins a series."""
    @property
    def attendees(self) -> builtins.list[NewAttendee] | None:
        """Who attends, all of them. Who is among them already keeps what they said, and contacts that the caller does not read stay."""
    @property
    def records(self) -> builtins.list[RecordKey] | None:
        """The records that it is about, all that the caller reads, the main one first. Those that the caller does not read stay."""
    @property
    def reminders(self) -> builtins.list[int] | None:
        """How many minutes before it its people are reminded of it, all of them; an empty list for none."""
    @property
    def personal(self) -> bool | None:
        """Whether nobody reads it but its people."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ActivityUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class CompletionFields(TypedDict):
    """The fields of `Completion` as a mapping."""
    result: NotRequired[str | None]
    done_at: NotRequired[datetime.datetime | None]
    next: NotRequired[NewActivity | NewActivityFields | None]
    interaction: NotRequired[InteractionDraft | InteractionDraftFields | None]

@final
class Completion:
    """What is told of an activity that was done (ACT-4)."""
    def __new__(
        cls,
        *,
        result: str | None = None,
        done_at: datetime.datetime | None = None,
        next: NewActivity | NewActivityFields | None = None,
        interaction: InteractionDraft | InteractionDraftFields | None = None,
    ) -> Self: ...
    @property
    def result(self) -> str | None:
        """What came of it; required for the kinds that the setting `result_required` names."""
    @property
    def done_at(self) -> datetime.datetime | None:
        """When it was done, now or earlier; now where absent."""
    @property
    def next(self) -> NewActivity | None:
        """What is to be done next; required where nothing else is planned on a main record of an object that the setting
        `next_step_required` names (ACT-5).
        """
    @property
    def interaction(self) -> InteractionDraft | None:
        """Given where it becomes an interaction with the customer that its main record is, or belongs to (ACT-7)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Completion: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class InteractionDraftFields(TypedDict):
    """The fields of `InteractionDraft` as a mapping."""
    date: NotRequired[datetime.date | None]
    place: NotRequired[str | None]
    summary: NotRequired[str | None]
    details: NotRequired[str | None]
    remarks: NotRequired[str | None]
    ticket: NotRequired[uuid.UUID | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class InteractionDraft:
    """What is given where an activity becomes an interaction (ACT-7); what is absent is the activity's."""
    def __new__(
        cls,
        *,
        date: datetime.date | None = None,
        place: str | None = None,
        summary: str | None = None,
        details: str | None = None,
        remarks: str | None = None,
        ticket: uuid.UUID | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def date(self) -> datetime.date | None:
        """The day of it; the one on which the activity was done where absent."""
    @property
    def place(self) -> str | None:
        """Where it took place; the activity's place where absent."""
    @property
    def summary(self) -> str | None:
        """What it was about, in a line; the activity's subject where absent."""
    @property
    def details(self) -> str | None:
        """What was said and agreed, in full; the activity's result where absent."""
    @property
    def remarks(self) -> str | None:
        """Anything else worth knowing."""
    @property
    def ticket(self) -> uuid.UUID | None:
        """The ticket it followed, one of the same customer."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give interactions, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> InteractionDraft: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Completed:
    """What became of completing an activity."""
    @property
    def activity(self) -> Activity:
        """The activity, which is done."""
    @property
    def next(self) -> Activity | None:
        """What is to be done next."""
    @property
    def interaction(self) -> Interaction | None:
        """The interaction that it became."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Completed: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Preview:
    """What submitting an operation would bring about (APPR-18)."""
    @property
    def flow(self) -> str:
        """The flow that guards it."""
    @property
    def before(self) -> str | None:
        """The fields that it changes as they are, as JSON; without what the reader does not read."""
    @property
    def after(self) -> str | None:
        """The same as they would be."""
    @property
    def steps(self) -> builtins.list[PreviewStep]:
        """The steps."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Preview: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PreviewStep:
    """A step as it would be asked now."""
    @property
    def step(self) -> int:
        """Its number, from 1."""
    @property
    def name(self) -> str:
        """What it is called."""
    @property
    def skipped(self) -> bool:
        """Whether it is left out."""
    @property
    def groups(self) -> builtins.list[PreviewGroup]:
        """Who would be asked."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PreviewStep: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PreviewGroup:
    """Who would be asked side by side with others."""
    @property
    def people(self) -> builtins.list[UserRef]:
        """Who; nobody where the group passes by itself, and where nobody can be asked."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PreviewGroup: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewApprovalFields(TypedDict):
    """The fields of `NewApproval` as a mapping."""
    comment: NotRequired[str | None]
    chosen: NotRequired[Sequence[uuid.UUID] | None]

@final
class NewApproval:
    """What is said when something is submitted."""
    def __new__(
        cls,
        *,
        comment: str | None = None,
        chosen: Sequence[uuid.UUID] | None = None,
    ) -> Self: ...
    @property
    def comment(self) -> str | None:
        """Why it is to be done."""
    @property
    def chosen(self) -> builtins.list[uuid.UUID] | None:
        """Who is to approve it, where the flow leaves that to the submitter."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewApproval: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Approval:
    """A request for approval (审批单)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for what is done with it."""
    @property
    def number(self) -> int:
        """Its short number."""
    @property
    def record(self) -> ObjectRef:
        """The record, as it was called when it was submitted; it may be gone by now."""
    @property
    def operation(self) -> str:
        """The operation that it is for."""
    @property
    def flow(self) -> str:
        """The flow, as it was called then."""
    @property
    def flow_version(self) -> int:
        """The version of the flow."""
    @property
    def submitter(self) -> UserRef:
        """Who submitted it."""
    @property
    def status(self) -> ApprovalStatus:
        """Where it stands."""
    @property
    def outcome(self) -> ApprovalOutcome | None:
        """What became of the operation, once it was approved."""
    @property
    def error(self) -> str | None:
        """Why the operation was refused."""
    @property
    def reason(self) -> ApprovalReason | None:
        """Why it went back, or ended, by itself."""
    @property
    def round(self) -> int:
        """The round, from 1."""
    @property
    def step(self) -> int:
        """The step that it stands in, from 1."""
    @property
    def step_name(self) -> str | None:
        """What that step is called."""
    @property
    def sign_offs(self) -> builtins.list[SignOff]:
        """Its sign-offs that are open."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was submitted."""
    @property
    def ended_at(self) -> datetime.datetime | None:
        """When it ended."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Approval: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SignOff:
    """A person's part in a step of a request (审批任务)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def round(self) -> int:
        """The round."""
    @property
    def step(self) -> int:
        """The step, from 1."""
    @property
    def group(self) -> int:
        """The group, from 1."""
    @property
    def holder(self) -> UserRef | None:
        """Who is to decide; nobody where nobody can be asked."""
    @property
    def status(self) -> SignOffStatus:
        """Where it stands."""
    @property
    def opened_at(self) -> datetime.datetime:
        """When they were asked."""
    @property
    def decided_at(self) -> datetime.datetime | None:
        """When it was decided."""
    @property
    def decided_by(self) -> UserRef | None:
        """Who decided: the holder, or who stands in for them."""
    @property
    def comment(self) -> str | None:
        """What they said."""
    @property
    def reason(self) -> ApprovalReason | None:
        """Why they are asked, or why it was decided by itself."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SignOff: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ApprovalDetail:
    """A request with all that was said of it."""
    @property
    def approval(self) -> Approval:
        """The request."""
    @property
    def arguments(self) -> dict[str, Any] | None:
        """The arguments of the operation; to its submitter, and to those from whom nothing is withheld."""
    @property
    def chosen(self) -> builtins.list[UserRef]:
        """Whom the submitter named."""
    @property
    def before(self) -> str | None:
        """The fields that the operation changes as they were when it was submitted, as JSON; without what the reader does not
        read.
        """
    @property
    def after(self) -> str | None:
        """The same as they would be."""
    @property
    def all_sign_offs(self) -> builtins.list[SignOff]:
        """Every sign-off, in their order."""
    @property
    def history(self) -> builtins.list[ApprovalEvent]:
        """What happened, in its order."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ApprovalDetail: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ApprovalEvent:
    """What happened to a request (APPR-16)."""
    @property
    def round(self) -> int:
        """The round."""
    @property
    def step(self) -> int:
        """The step, from 1; 0 before the first."""
    @property
    def kind(self) -> ApprovalEventKind:
        """What happened."""
    @property
    def actor(self) -> UserRef | None:
        """Who did it; nobody where it happened by itself."""
    @property
    def on_behalf_of(self) -> UserRef | None:
        """For whom they did it, or whose part it was."""
    @property
    def to(self) -> UserRef | None:
        """To whom it went."""
    @property
    def comment(self) -> str | None:
        """What was said."""
    @property
    def reason(self) -> ApprovalReason | None:
        """Why it happened by itself."""
    @property
    def happened_at(self) -> datetime.datetime:
        """When."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ApprovalEvent: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ApprovalFilterFields(TypedDict):
    """The fields of `ApprovalFilter` as a mapping."""
    record: NotRequired[RecordKey | RecordKeyFields | None]
    submitter: NotRequired[uuid.UUID | None]
    waiting_for: NotRequired[uuid.UUID | None]
    status: NotRequired[_ApprovalStatus | None]
    flow: NotRequired[str | None]

@final
class ApprovalFilter:
    """Which requests are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        record: RecordKey | RecordKeyFields | None = None,
        submitter: uuid.UUID | None = None,
        waiting_for: uuid.UUID | None = None,
        status: _ApprovalStatus | None = None,
        flow: str | None = None,
    ) -> Self: ...
    @property
    def record(self) -> RecordKey | None:
        """Of this record."""
    @property
    def submitter(self) -> uuid.UUID | None:
        """Submitted by this user."""
    @property
    def waiting_for(self) -> uuid.UUID | None:
        """Of which this user has an open sign-off, as its holder or as their substitute."""
    @property
    def status(self) -> ApprovalStatus | None:
        """In this state."""
    @property
    def flow(self) -> str | None:
        """Of the flow of this name, as it was called then."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ApprovalFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Trial:
    """What a rule would do with a record, other rules in turn (AUTO-12)."""
    @property
    def record(self) -> ObjectRef:
        """The record."""
    @property
    def met(self) -> bool:
        """Whether the condition holds."""
    @property
    def error(self) -> str | None:
        """Why it would fail, or another rule refuse the call."""
    @property
    def changes(self) -> builtins.list[RecordChange]:
        """What would change, in order, as the audit would tell it to the caller."""
    @property
    def notices(self) -> builtins.list[TrialNotice]:
        """Who would be told something."""
    @property
    def messages(self) -> builtins.list[TrialMessage]:
        """What would be in the outbox."""
    @property
    def more(self) -> bool:
        """Whether there would be more of these than are told here."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Trial: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class RecordChange:
    """One changed record (AUDIT-1)."""
    @property
    def sequence(self) -> int:
        """The number of the change; later changes have higher ones."""
    @property
    def entity(self) -> str:
        """The kind of record."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id; absent in the one summary of a bulk operation."""
    @property
    def action(self) -> Action:
        """What happened to it."""
    @property
    def into(self) -> uuid.UUID | None:
        """The record that it was merged into, where it was."""
    @property
    def before(self) -> str | None:
        """Its fields before, as a JSON object: all where it was deleted, those that differ where it was changed; as far as
        the reader reads them today.
        """
    @property
    def after(self) -> str | None:
        """Its fields after, as a JSON object: all where it was created, those that differ where it was changed; as far as
        the reader reads them today.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RecordChange: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TrialNotice:
    """What a person would be told by rules."""
    @property
    def user(self) -> ObjectRef:
        """The person."""
    @property
    def text(self) -> str:
        """What."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TrialNotice: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TrialMessage:
    """What would be in the outbox."""
    @property
    def topic(self) -> str:
        """What it is about."""
    @property
    def record(self) -> ObjectRef:
        """The record that it is about."""
    @property
    def payload(self) -> str:
        """What it says."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TrialMessage: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class RunFilterFields(TypedDict):
    """The fields of `RunFilter` as a mapping."""
    rule: NotRequired[str | None]
    record: NotRequired[RecordKey | RecordKeyFields | None]
    outcome: NotRequired[_RunOutcome | None]

@final
class RunFilter:
    """Which runs are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        rule: str | None = None,
        record: RecordKey | RecordKeyFields | None = None,
        outcome: _RunOutcome | None = None,
    ) -> Self: ...
    @property
    def rule(self) -> str | None:
        """Of the rule of this name; of one that is gone, by the name that it had."""
    @property
    def record(self) -> RecordKey | None:
        """Of this record."""
    @property
    def outcome(self) -> RunOutcome | None:
        """Of which that became."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RunFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class AutomationRun:
    """A run of a rule (AUTO-13)."""
    @property
    def rule(self) -> str:
        """The rule, as it was called then."""
    @property
    def rule_version(self) -> int:
        """Its version."""
    @property
    def record(self) -> ObjectRef:
        """The record, which may be gone by now."""
    @property
    def operation(self) -> str:
        """The operation that was called, from which the run followed."""
    @property
    def outcome(self) -> RunOutcome:
        """What became of it."""
    @property
    def error(self) -> str | None:
        """Why it failed."""
    @property
    def changes(self) -> int:
        """How much it changed."""
    @property
    def ran_at(self) -> datetime.datetime:
        """When."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> AutomationRun: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Count:
    """How many there were."""
    @property
    def count(self) -> int:
        """The number."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Count: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Bench:
    """What somebody has before them today (BENCH-1)."""
    @property
    def person(self) -> UserRef:
        """Whose it is."""
    @property
    def day(self) -> datetime.date:
        """The company's day."""
    @property
    def sections(self) -> builtins.list[BenchSection]:
        """The sections to which the caller has a right, in their order."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Bench: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BenchSection:
    """A section of the workbench."""
    @property
    def name(self) -> str:
        """Its name: `overdue`, or that of a saved view."""
    @property
    def view(self) -> str | None:
        """Of a saved view what `views.rows` takes: the name of a pack's, the id of a person's."""
    @property
    def label(self) -> str:
        """What it is called, in the session's language."""
    @property
    def total(self) -> Total:
        """How many there are."""
    @property
    def rows(self) -> builtins.list[BenchRow]:
        """The first of them, as many as were asked for."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BenchSection: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BenchRow:
    """A row of a section."""
    @property
    def record(self) -> ObjectRef:
        """The record. A work report that nobody has begun is none yet: it is named by whose it is, and by what it will be called."""
    @property
    def day(self) -> datetime.date | None:
        """The day that it stands under, where its section goes by days."""
    @property
    def at(self) -> datetime.datetime | None:
        """The instant that it stands under, where its section goes by instants."""
    @property
    def about(self) -> ObjectRef | None:
        """The record that it is about: the customer of a ticket, the main record of an activity."""
    @property
    def values(self) -> Values:
        """Of a saved view: the values of its columns. Of a work report: the `kind` and the `period` by which `draft` begins or finds
        it.
        """
    @property
    def withheld(self) -> builtins.list[str]:
        """Of a saved view: the names of the columns that the caller does not read in full."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BenchRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CalendarEntry:
    """What stands in somebody's calendar (CAL-1). Of what the caller does not read there is no more than who is busy, and when."""
    @property
    def person(self) -> UserRef:
        """Whose calendar it stands in."""
    @property
    def busy(self) -> bool:
        """Whether they are busy then: it is planned, and goes from an instant to another (CAL-2)."""
    @property
    def activity(self) -> uuid.UUID | None:
        """The activity; absent where the caller does not read it, and so with all below but the time."""
    @property
    def kind(self) -> Choice | None:
        """What sort of activity it is."""
    @property
    def subject(self) -> str | None:
        """What it is, in a line."""
    @property
    def place(self) -> str | None:
        """Where it takes place."""
    @property
    def priority(self) -> Priority | None:
        """How much it matters."""
    @property
    def status(self) -> ActivityStatus | None:
        """Where it stands: planned or done."""
    @property
    def overdue(self) -> bool | None:
        """Whether it is overdue."""
    @property
    def personal(self) -> bool | None:
        """Whether nobody reads it but its people."""
    @property
    def assignee(self) -> UserRef | None:
        """Who is to do it; absent where it is not told."""
    @property
    def response(self) -> Response | None:
        """What the person whose calendar it is said to it, where they attend."""
    @property
    def main(self) -> ObjectRef | None:
        """The record that it is mainly about, as far as the caller reads that."""
    @property
    def series(self) -> uuid.UUID | None:
        """The series that it is of."""
    @property
    def due_on(self) -> datetime.date | None:
        """The day by the end of which it is to be done."""
    @property
    def due_at(self) -> datetime.datetime | None:
        """The instant by which it is to be done."""
    @property
    def starts_at(self) -> datetime.datetime | None:
        """The instant at which it begins."""
    @property
    def ends_at(self) -> datetime.datetime | None:
        """The instant at which it ends."""
    @property
    def starts_on(self) -> datetime.date | None:
        """Its first day."""
    @property
    def ends_on(self) -> datetime.date | None:
        """Its last day."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CalendarEntry: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ImportReport:
    """What became of an import. The counts are of lines of the file; of its records too, since each line that was not
    refused or repeated is one.
    """
    @property
    def read(self) -> int:
        """The lines behind the first one, empty ones aside: created, updated, unchanged, repeated and refused together."""
    @property
    def created(self) -> int:
        """Records created."""
    @property
    def updated(self) -> int:
        """Records changed."""
    @property
    def unchanged(self) -> int:
        """Records that were the same already."""
    @property
    def repeated(self) -> int:
        """Lines that say of an order what an earlier one says."""
    @property
    def refused(self) -> int:
        """Lines refused."""
    @property
    def empty(self) -> int:
        """Lines without anything in them."""
    @property
    def encoding(self) -> TextEncoding:
        """How the file's text was read."""
    @property
    def order_lines(self) -> ImportedOrderLines | None:
        """The second file's counts, where there is one."""
    @property
    def new_entries(self) -> int:
        """How many dictionary items were created."""
    @property
    def created_entries(self) -> builtins.list[str]:
        """The first 1,000 of them, as `category: item`."""
    @property
    def lines(self) -> builtins.list[ImportedLine]:
        """Lines' results, in the order of the file: the first 1,000, and of those behind them the first 1,000 with
        notes and the first 10,000 that were refused, as far as 4 MiB hold them.
        """
    @property
    def more(self) -> bool:
        """Whether there are lines beyond those listed."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ImportReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ImportedOrderLines:
    """What became of the file of order lines."""
    @property
    def read(self) -> int:
        """The lines behind the first one, empty ones aside: taken and refused together."""
    @property
    def taken(self) -> int:
        """Lines of orders that were created, updated or unchanged."""
    @property
    def refused(self) -> int:
        """Lines of orders that were refused, and lines of no order."""
    @property
    def empty(self) -> int:
        """Lines without anything in them."""
    @property
    def encoding(self) -> TextEncoding:
        """How the file's text was read."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ImportedOrderLines: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ImportedLine:
    """What became of one line of the file. Of an order with several lines, the first one speaks."""
    @property
    def line(self) -> int:
        """The line in the file, the first line being 1. A line that a quoted cell runs over is counted too."""
    @property
    def in_lines_file(self) -> bool:
        """Whether it is a line of the second file, that of the order lines."""
    @property
    def key(self) -> str:
        """The record's key in the host's system, as far as it could be read."""
    @property
    def outcome(self) -> ImportOutcome:
        """What became of it."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused."""
    @property
    def notes(self) -> builtins.list[FieldError]:
        """What was read differently than it stands, or left out: spaces around a key, a value that is not mapped."""
    @property
    def lacks(self) -> builtins.list[str]:
        """The required fields that a customer lacks; those that packs require, of other records too."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ImportedLine: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FeedToken:
    """A feed that was opened (CAL-5). Its owner is told this once."""
    @property
    def token(self) -> str:
        """The secret by which the host's system asks for it."""
    @property
    def opened_at(self) -> datetime.datetime:
        """When it was opened."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FeedToken: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewFileFields(TypedDict):
    """The fields of `NewFile` as a mapping."""
    name: str
    description: NotRequired[str | None]
    media_type: NotRequired[str | None]
    size: NotRequired[int | None]
    replaces: NotRequired[uuid.UUID | None]

@final
class NewFile:
    """What is given to put a file on a record (FILE-1)."""
    def __new__(
        cls,
        *,
        name: str,
        description: str | None = None,
        media_type: str | None = None,
        size: int | None = None,
        replaces: uuid.UUID | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """What it is called: none of `/ \\ : * ? " < > |`, no space at either end, nothing that an operating system takes for
        something else (`bad_name`).
        """
    @property
    def description(self) -> str | None:
        """What it is."""
    @property
    def media_type(self) -> str | None:
        """What the sender takes it for. It decides only where content and name leave several."""
    @property
    def size(self) -> int | None:
        """How many bytes it has; `begin` needs it."""
    @property
    def replaces(self) -> uuid.UUID | None:
        """The file on the same record of which this is a new version."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewFile: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class File:
    """A file on a record, as its latest version is (FILE-7)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates; its contents have numbers of their own."""
    @property
    def record(self) -> ObjectRef:
        """The record that it hangs on."""
    @property
    def name(self) -> str:
        """What it is called."""
    @property
    def description(self) -> str | None:
        """What it is."""
    @property
    def file_version(self) -> int:
        """The number of its latest version, from 1."""
    @property
    def size(self) -> int:
        """How many bytes that has."""
    @property
    def sha256(self) -> str:
        """Its SHA-256, in hexadecimal digits."""
    @property
    def media_type(self) -> str:
        """Its media type: what the content shows, else what the name says, else `application/octet-stream` (FILE-6)."""
    @property
    def inline_safe(self) -> bool:
        """Whether a host may show it in its own pages: the content itself shows a PNG, JPEG, GIF, WebP or PDF."""
    @property
    def uploader(self) -> UserRef | None:
        """Who put it there first."""
    @property
    def created_at(self) -> datetime.datetime:
        """When that was."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> File: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Upload:
    """A file that is still sent (FILE-2)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def record(self) -> ObjectRef:
        """The record on which the file will hang."""
    @property
    def name(self) -> str:
        """What it will be called."""
    @property
    def size(self) -> int:
        """How many bytes were declared."""
    @property
    def received(self) -> int:
        """How many have come: the offset at which to go on."""
    @property
    def idle_until(self) -> datetime.datetime | None:
        """When it goes where nothing more comes; absent where it is a file already."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Upload: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FileDetail:
    """A file with all its versions."""
    @property
    def file(self) -> File:
        """The file."""
    @property
    def versions(self) -> builtins.list[FileVersion]:
        """Its versions, the latest first."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FileDetail: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FileVersion:
    """One version of a file (FILE-7)."""
    @property
    def file_version(self) -> int:
        """Its number, from 1."""
    @property
    def size(self) -> int:
        """How many bytes it has."""
    @property
    def sha256(self) -> str:
        """Its SHA-256, in hexadecimal digits."""
    @property
    def media_type(self) -> str:
        """Its media type."""
    @property
    def inline_safe(self) -> bool:
        """Whether a host may show it in its own pages."""
    @property
    def uploader(self) -> UserRef | None:
        """Who put it there."""
    @property
    def created_at(self) -> datetime.datetime:
        """When that was."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FileVersion: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class FileUpdateFields(TypedDict):
    """The fields of `FileUpdate` as a mapping."""
    name: NotRequired[str]
    description: NotRequired[str]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class FileUpdate:
    """Changes to a file (FILE-1)."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        description: str | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """What it is called."""
    @property
    def description(self) -> str | None:
        """What it is."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FileUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Follower:
    """Somebody who follows a record."""
    @property
    def user(self) -> UserRef:
        """Who follows it."""
    @property
    def updates(self) -> bool:
        """Whether they hear of every change."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Follower: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewNoteFields(TypedDict):
    """The fields of `NewNote` as a mapping."""
    text: str
    mentions: NotRequired[Sequence[uuid.UUID] | None]
    reply_to: NotRequired[uuid.UUID | None]

@final
class NewNote:
    """What is given to write a note (NOTE-1)."""
    def __new__(
        cls,
        *,
        text: str,
        mentions: Sequence[uuid.UUID] | None = None,
        reply_to: uuid.UUID | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str:
        """What it says."""
    @property
    def mentions(self) -> builtins.list[uuid.UUID] | None:
        """Active users whom it speaks to or of."""
    @property
    def reply_to(self) -> uuid.UUID | None:
        """The note that it replies to: one of the same record that is no reply itself, and has fewer than 1,000 replies."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewNote: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class NoteCreated:
    """A note that was written, with what its author should know of it (NOTE-2)."""
    @property
    def note(self) -> Note:
        """The note."""
    @property
    def unreached(self) -> builtins.list[UserRef]:
        """Those of the mentioned who don't read the record: they are told nothing of it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NoteCreated: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Note:
    """A note on a record."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def record(self) -> ObjectRef:
        """The record that it hangs on."""
    @property
    def text(self) -> str:
        """What it says."""
    @property
    def mentions(self) -> builtins.list[UserRef]:
        """Whom it mentions."""
    @property
    def reply_to(self) -> uuid.UUID | None:
        """The note that it replies to."""
    @property
    def author(self) -> UserRef | None:
        """Who wrote it."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was written."""
    @property
    def edited_at(self) -> datetime.datetime | None:
        """When it was changed last; absent where it never was."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Note: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NoteUpdateFields(TypedDict):
    """The fields of `NoteUpdate` as a mapping."""
    text: NotRequired[str]
    mentions: NotRequired[Sequence[uuid.UUID]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class NoteUpdate:
    """Changes to a note (NOTE-1)."""
    def __new__(
        cls,
        *,
        text: str | None = None,
        mentions: Sequence[uuid.UUID] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def text(self) -> str | None:
        """What it says."""
    @property
    def mentions(self) -> builtins.list[uuid.UUID] | None:
        """Whom it mentions, all of them; an empty list for nobody."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NoteUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Notification:
    """What somebody is told."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def reason(self) -> NotificationReason:
        """Why they are told it."""
    @property
    def kind(self) -> NotificationKind:
        """What happened."""
    @property
    def text(self) -> str:
        """What happened as a sentence, in the reader's language."""
    @property
    def quote(self) -> str | None:
        """What the note says that it tells of, as it is now; absent where there is none, or not any more."""
    @property
    def record(self) -> ObjectRef | None:
        """The record that it is about; what it was called then, where it is gone."""
    @property
    def actor(self) -> UserRef | None:
        """Who did it; nobody where the engine did."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it happened."""
    @property
    def read_at(self) -> datetime.datetime | None:
        """When it was marked as read; absent where it was not yet."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Notification: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OutboxMessage:
    """A message of the outbox (AUTO-10)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id, the same at every attempt: by it a host knows what it has done already."""
    @property
    def kind(self) -> MessageKind:
        """What it is."""
    @property
    def topic(self) -> str:
        """What it is about, as whoever emitted it calls that: `telecom.request_done`."""
    @property
    def record(self) -> ObjectRef | None:
        """The record that it is about, which may be gone by now; absent where it is about none."""
    @property
    def to(self) -> UserRef | None:
        """Whom it is for, where it is to somebody."""
    @property
    def medium(self) -> str | None:
        """By what it is to reach them: `push` at once, `digest` what they have not read; another is the host's own."""
    @property
    def payload(self) -> str:
        """What it says, as JSON: of an event `event`, `object`, `id`, `version`, `time`, the values of the `fields` that were named,
        and the `changed` ones of them; of one to somebody `event`, `user` and the `notification`, in a digest the `count`, whether
        there are `more`, and up to 100 `notifications`, the newest first; by a medium of the host's the `text` of the template,
        beside it `medium`, `object`, `id`, `time`, `template_version` and `media_type`. It is the exact text to sign. Lists leave
        it empty where it is somebody's.
        """
    @property
    def status(self) -> MessageStatus:
        """Where it stands."""
    @property
    def attempt(self) -> int:
        """How often it was taken."""
    @property
    def reason(self) -> str | None:
        """Why it failed last."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was emitted."""
    @property
    def taken_at(self) -> datetime.datetime | None:
        """When it was taken last."""
    @property
    def leased_until(self) -> datetime.datetime | None:
        """Until when nobody else takes it."""
    @property
    def due_at(self) -> datetime.datetime | None:
        """When it may be taken next; absent where it ended."""
    @property
    def ended_at(self) -> datetime.datetime | None:
        """When it ended."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OutboxMessage: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class MessageFilterFields(TypedDict):
    """The fields of `MessageFilter` as a mapping."""
    status: NotRequired[_MessageStatus | None]
    topic: NotRequired[str | None]
    record: NotRequired[RecordKey | RecordKeyFields | None]

@final
class MessageFilter:
    """Which messages are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        status: _MessageStatus | None = None,
        topic: str | None = None,
        record: RecordKey | RecordKeyFields | None = None,
    ) -> Self: ...
    @property
    def status(self) -> MessageStatus | None:
        """That stand so."""
    @property
    def topic(self) -> str | None:
        """Of this topic."""
    @property
    def record(self) -> RecordKey | None:
        """About this record."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> MessageFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewSubstituteFields(TypedDict):
    """The fields of `NewSubstitute` as a mapping."""
    user: NotRequired[uuid.UUID | None]
    substitute: uuid.UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    flows: NotRequired[Sequence[str] | None]

@final
class NewSubstitute:
    """What is given to name a substitute (APPR-12)."""
    def __new__(
        cls,
        *,
        user: uuid.UUID | None = None,
        substitute: uuid.UUID,
        starts_at: datetime.datetime,
        ends_at: datetime.datetime,
        flows: Sequence[str] | None = None,
    ) -> Self: ...
    @property
    def user(self) -> uuid.UUID | None:
        """For whom; the caller where absent. Administrators name them for others."""
    @property
    def substitute(self) -> uuid.UUID:
        """Who signs off for them."""
    @property
    def starts_at(self) -> datetime.datetime:
        """From when on."""
    @property
    def ends_at(self) -> datetime.datetime:
        """Until before when."""
    @property
    def flows(self) -> builtins.list[str] | None:
        """For which flows, by their names; for all where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewSubstitute: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Substitute:
    """Who signs off for somebody else (审批代理人)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version."""
    @property
    def user(self) -> UserRef:
        """For whom."""
    @property
    def substitute(self) -> UserRef:
        """Who signs off for them."""
    @property
    def starts_at(self) -> datetime.datetime:
        """From when on."""
    @property
    def ends_at(self) -> datetime.datetime:
        """Until before when."""
    @property
    def flows(self) -> builtins.list[str] | None:
        """For which flows, by their names; for all where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Substitute: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class TagRef:
    """A tag that a record bears."""
    @property
    def id(self) -> uuid.UUID:
        """The id of its setup document."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def colour(self) -> str:
        """Its colour, `#RRGGBB`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> TagRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class RenderOptionsFields(TypedDict):
    """The fields of `RenderOptions` as a mapping."""
    language: NotRequired[_Locale | None]
    version: NotRequired[int | None]

@final
class RenderOptions:
    """How a document is made."""
    def __new__(
        cls,
        *,
        language: _Locale | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def language(self) -> Locale | None:
        """The language of dates, numbers and labels; the template's where absent."""
    @property
    def version(self) -> int | None:
        """The version of the template; the present one where absent. Clauses are those of now."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RenderOptions: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Document:
    """A document that was made of a record (DOC-6)."""
    @property
    def text(self) -> str:
        """What stands in it."""
    @property
    def media_type(self) -> str:
        """What it is, `text/html` or `text/plain`."""
    @property
    def template(self) -> str:
        """The name of the template."""
    @property
    def template_version(self) -> int:
        """The version of the template."""
    @property
    def withheld(self) -> builtins.list[str]:
        """What the template names and the caller does not read in full: paths from the record (`phone`, `contacts.phone`), from
        the caller with `me` in front. What is hidden prints as nothing, what is masked as its mask.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Document: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkReport:
    """A work report (WORK-1)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int:
        """Its short number."""
    @property
    def author(self) -> UserRef:
        """Whose it is."""
    @property
    def kind(self) -> ReportKind:
        """What period it is of."""
    @property
    def period_from(self) -> datetime.date:
        """The first day of its period, by which it is named."""
    @property
    def period_to(self) -> datetime.date:
        """The last day of its period."""
    @property
    def status(self) -> WorkReportStatus:
        """Where it stands."""
    @property
    def done(self) -> str | None:
        """What was done."""
    @property
    def plan(self) -> str | None:
        """What is to be done next."""
    @property
    def problems(self) -> str | None:
        """What stands in the way."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was begun."""
    @property
    def due_at(self) -> datetime.datetime:
        """Until when it is to be submitted; kept as it was when it was submitted."""
    @property
    def submitted_at(self) -> datetime.datetime | None:
        """When it was submitted."""
    @property
    def late(self) -> bool:
        """Whether it was submitted later than it was due, or is a draft yet that is due."""
    @property
    def figures(self) -> WorkFigures | None:
        """What its author did in its period (WORK-2): of a draft counted anew, kept as it was when it was submitted. The history
        of a draft has none.
        """
    @property
    def reviewer(self) -> UserRef | None:
        """Who reviewed it."""
    @property
    def reviewed_at(self) -> datetime.datetime | None:
        """When it was reviewed, the last time."""
    @property
    def score(self) -> int | None:
        """What mark it got, 0 to 100."""
    @property
    def comment(self) -> str | None:
        """What was said of it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkFigures:
    """What somebody did in a time (WORK-5). Days are the company's."""
    @property
    def new_customers(self) -> int:
        """The customers that they recorded."""
    @property
    def new_contacts(self) -> int:
        """The contacts that they recorded."""
    @property
    def new_opportunities(self) -> int:
        """The opportunities that they recorded."""
    @property
    def planned(self) -> int:
        """The activities that were theirs to do by then and were not cancelled."""
    @property
    def done_on_time(self) -> int:
        """Those of these that were done by the day, or the instant, by which they were to be."""
    @property
    def missed(self) -> int:
        """Those of these that were not, and are past due."""
    @property
    def done(self) -> int:
        """The activities that they did, whenever they were due."""
    @property
    def done_by_kind(self) -> builtins.list[WorkKindFigure]:
        """The same by kind, of the kinds of which they did any."""
    @property
    def interactions(self) -> int:
        """The interactions that they recorded, by their dates."""
    @property
    def developed(self) -> int:
        """The opportunities of theirs that were developed."""
    @property
    def failed(self) -> int:
        """The opportunities of theirs that failed."""
    @property
    def tickets_handled(self) -> int:
        """How often they handled a ticket."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkFigures: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkKindFigure:
    """How many activities of a kind somebody did."""
    @property
    def kind(self) -> Choice:
        """The kind."""
    @property
    def done(self) -> int:
        """How many."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkKindFigure: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class WorkReportUpdateFields(TypedDict):
    """The fields of `WorkReportUpdate` as a mapping."""
    done: NotRequired[str]
    plan: NotRequired[str]
    problems: NotRequired[str]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class WorkReportUpdate:
    """Changes to a work report."""
    def __new__(
        cls,
        *,
        done: str | None = None,
        plan: str | None = None,
        problems: str | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def done(self) -> str | None:
        """What was done; required to submit it."""
    @property
    def plan(self) -> str | None:
        """What is to be done next."""
    @property
    def problems(self) -> str | None:
        """What stands in the way."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkReportUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class WorkReportFilterFields(TypedDict):
    """The fields of `WorkReportFilter` as a mapping."""
    author: NotRequired[uuid.UUID | None]
    team: NotRequired[uuid.UUID | None]
    kind: NotRequired[_ReportKind | None]
    status: NotRequired[_WorkReportStatus | None]
    day_from: NotRequired[datetime.date | None]
    day_to: NotRequired[datetime.date | None]

@final
class WorkReportFilter:
    """Which work reports are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        author: uuid.UUID | None = None,
        team: uuid.UUID | None = None,
        kind: _ReportKind | None = None,
        status: _WorkReportStatus | None = None,
        day_from: datetime.date | None = None,
        day_to: datetime.date | None = None,
    ) -> Self: ...
    @property
    def author(self) -> uuid.UUID | None:
        """Those of this user."""
    @property
    def team(self) -> uuid.UUID | None:
        """Those of the people of exactly this department."""
    @property
    def kind(self) -> ReportKind | None:
        """Of such periods."""
    @property
    def status(self) -> WorkReportStatus | None:
        """In this state."""
    @property
    def day_from(self) -> datetime.date | None:
        """Those whose period begins on this day or later."""
    @property
    def day_to(self) -> datetime.date | None:
        """Those whose period begins on this day or earlier."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkReportFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkReportHead:
    """A work report as lists show it."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def number(self) -> int:
        """Its short number."""
    @property
    def author(self) -> UserRef:
        """Whose it is."""
    @property
    def kind(self) -> ReportKind:
        """What period it is of."""
    @property
    def period_from(self) -> datetime.date:
        """The first day of its period, by which it is named."""
    @property
    def period_to(self) -> datetime.date:
        """The last day of its period."""
    @property
    def status(self) -> WorkReportStatus:
        """Where it stands."""
    @property
    def due_at(self) -> datetime.datetime:
        """Until when it is to be submitted; kept as it was when it was submitted."""
    @property
    def submitted_at(self) -> datetime.datetime | None:
        """When it was submitted."""
    @property
    def late(self) -> bool:
        """Whether it was submitted later than it was due, or is a draft yet that is due."""
    @property
    def reviewer(self) -> UserRef | None:
        """Who reviewed it."""
    @property
    def score(self) -> int | None:
        """What mark it got, 0 to 100."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkReportHead: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Colleague:
    """An active user, as colleagues see them (USER-3)."""
    @property
    def id(self) -> uuid.UUID:
        """Their id."""
    @property
    def display_name(self) -> str:
        """The name shown to people."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department."""
    @property
    def regions(self) -> builtins.list[Choice]:
        """The regions they work."""
    @property
    def industries(self) -> builtins.list[str]:
        """The industries they work."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Colleague: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ContributionFilterFields(TypedDict):
    """The fields of `ContributionFilter` as a mapping."""
    customer_name: NotRequired[str | None]
    year: NotRequired[int | None]
    statuses: NotRequired[Sequence[int] | None]

@final
class ContributionFilter:
    """Which customers and orders a contribution report counts; what is absent does not restrict (REP-1)."""
    def __new__(
        cls,
        *,
        customer_name: str | None = None,
        year: int | None = None,
        statuses: Sequence[int] | None = None,
    ) -> Self: ...
    @property
    def customer_name(self) -> str | None:
        """The customer's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def year(self) -> int | None:
        """The year of the order date; all years where absent."""
    @property
    def statuses(self) -> builtins.list[int] | None:
        """The order statuses that count; shipped (5) and paid (6) where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ContributionFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ContributionRow:
    """What one customer's orders in one currency amount to."""
    @property
    def customer(self) -> CustomerRef:
        """The customer."""
    @property
    def number(self) -> int | None:
        """The customer's number."""
    @property
    def orders(self) -> int:
        """How many orders were counted."""
    @property
    def amount(self) -> Money:
        """What they amount to."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ContributionRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CompositionReport:
    """How the customers divide (REP-2)."""
    @property
    def by(self) -> CompositionBy:
        """What they are divided by."""
    @property
    def all_customers(self) -> bool:
        """Whether lost customers were counted too."""
    @property
    def customers(self) -> int:
        """How many customers were counted."""
    @property
    def rows(self) -> builtins.list[CompositionRow]:
        """One row for every level or grade, also where nobody has it; then one for the customers without."""
    @property
    def partial(self) -> bool:
        """Whether customers are left out that the caller does not see."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CompositionReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ...

@final
class CompositionRow:
    """The customers with one level or grade, or those without."""
    @property
    def entry(self) -> Choice | None:
        """The level, or what the dictionary calls the grade; absent in the row of the customers without one."""
    @property
    def grade(self) -> int | None:
        """The grade, 1 to 5; absent for levels."""
    @property
    def customers(self) -> int:
        """How many customers there are."""
    @property
    def share(self) -> int:
        """Their share of all customers in the report, in basis points (hundredths of a percent). The shares of a
        report add up to 10,000, or are all 0 where it has no customer.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CompositionRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ServiceReport:
    """How many tickets there are of each kind (REP-3)."""
    @property
    def year(self) -> int | None:
        """The year of creation they were counted for; absent where all were."""
    @property
    def tickets(self) -> int:
        """How many tickets were counted."""
    @property
    def rows(self) -> builtins.list[ServiceRow]:
        """One row for every kind, also where there is no ticket of it."""
    @property
    def partial(self) -> bool:
        """Whether tickets are left out that the caller does not see."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ServiceReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ...

@final
class ServiceRow:
    """The tickets of one kind."""
    @property
    def kind(self) -> Choice:
        """The kind."""
    @property
    def tickets(self) -> int:
        """How many tickets there are."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ServiceRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ChurnLossFilterFields(TypedDict):
    """The fields of `ChurnLossFilter` as a mapping."""
    customer_name: NotRequired[str | None]
    account_manager_name: NotRequired[str | None]

@final
class ChurnLossFilter:
    """Which confirmed losses are wanted; what is absent does not restrict (REP-4)."""
    def __new__(
        cls,
        *,
        customer_name: str | None = None,
        account_manager_name: str | None = None,
    ) -> Self: ...
    @property
    def customer_name(self) -> str | None:
        """The customer's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def account_manager_name(self) -> str | None:
        """The name of the account manager of the time contains this; width and case don't matter, and an empty text
        restricts nothing.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnLossFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChurnLoss:
    """A confirmed loss."""
    @property
    def warning(self) -> uuid.UUID:
        """The churn warning that ended with it."""
    @property
    def customer(self) -> CustomerRef:
        """The customer."""
    @property
    def account_manager(self) -> UserRef | None:
        """The customer's account manager of the time."""
    @property
    def reason(self) -> str | None:
        """Why the customer was lost."""
    @property
    def last_order_date(self) -> datetime.date | None:
        """The date of the customer's last order before the warning."""
    @property
    def warned_at(self) -> datetime.datetime:
        """When the warning was raised."""
    @property
    def lost_at(self) -> datetime.datetime:
        """When the loss was confirmed."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChurnLoss: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Funnel:
    """The funnel of a pipeline (销售漏斗)."""
    @property
    def pipeline(self) -> SetupRef:
        """The pipeline."""
    @property
    def period_from(self) -> datetime.date:
        """The first day of the period."""
    @property
    def period_to(self) -> datetime.date:
        """Its last day."""
    @property
    def stages(self) -> builtins.list[FunnelStage]:
        """A row a stage, in order; a stage that is not in use has one where something entered it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Funnel: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FunnelStage:
    """What became of the opportunities that entered a stage in the period."""
    @property
    def stage(self) -> StageRef:
        """The stage."""
    @property
    def entered(self) -> int:
        """How many entered it, each once."""
    @property
    def further(self) -> int:
        """How many of them have been in a stage behind it since, or were won."""
    @property
    def won(self) -> int:
        """How many of them were won in the end."""
    @property
    def lost(self) -> int:
        """How many of them were lost while they were in it."""
    @property
    def here(self) -> int:
        """How many of them are in it now."""
    @property
    def conversion(self) -> int:
        """The share that went further, in basis points; half to even."""
    @property
    def mean_days(self) -> decimal.Decimal | None:
        """How many days a finished stay that began in the period took on average; absent where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FunnelStage: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewManagementReportFields(TypedDict):
    """The fields of `NewManagementReport` as a mapping."""
    period_from: datetime.date
    period_to: datetime.date
    comment: NotRequired[str | None]
    statuses: NotRequired[Sequence[int] | None]

@final
class NewManagementReport:
    """What a sales manager gives to submit a management report (REP-5)."""
    def __new__(
        cls,
        *,
        period_from: datetime.date,
        period_to: datetime.date,
        comment: str | None = None,
        statuses: Sequence[int] | None = None,
    ) -> Self: ...
    @property
    def period_from(self) -> datetime.date:
        """The first day of the period."""
    @property
    def period_to(self) -> datetime.date:
        """The last day of the period."""
    @property
    def comment(self) -> str | None:
        """What the manager has to say about it."""
    @property
    def statuses(self) -> builtins.list[int] | None:
        """The order statuses that count in the contribution report; shipped (5) and paid (6) where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewManagementReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ManagementReport:
    """A submitted management report in full."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def number(self) -> int | None:
        """Its short number."""
    @property
    def submitter(self) -> UserRef:
        """Who submitted it."""
    @property
    def submitted_at(self) -> datetime.datetime:
        """When it was submitted; its reports show what stood then."""
    @property
    def period_from(self) -> datetime.date:
        """The first day of the period."""
    @property
    def period_to(self) -> datetime.date:
        """The last day of the period."""
    @property
    def comment(self) -> str | None:
        """What the manager had to say about it."""
    @property
    def content(self) -> ManagementReportContent:
        """The reports."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ManagementReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ManagementReportContent:
    """The four reports of a period, as they stood when they were submitted."""
    @property
    def statuses(self) -> builtins.list[int]:
        """The order statuses that counted in the contribution report."""
    @property
    def contribution(self) -> builtins.list[ContributionRow]:
        """What the orders of the period amount to, a row a customer and currency, at most the first 1,000, and no more
        than 4 MiB of their names.
        """
    @property
    def contribution_totals(self) -> builtins.list[Money]:
        """What all of them amount to, the company's currency first."""
    @property
    def composition(self) -> builtins.list[CompositionReport]:
        """How the active customers divide by level, by credit and by satisfaction; without those by what the reader does
        not read in full.
        """
    @property
    def service(self) -> ServiceReport:
        """The tickets created in the period, by kind."""
    @property
    def churn(self) -> builtins.list[ChurnLoss]:
        """The losses confirmed in the period, latest first, at most 1,000, and no more than 4 MiB of their texts."""
    @property
    def losses(self) -> int:
        """How many losses were confirmed in the period."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ManagementReportContent: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ManagementReportHead:
    """A submitted management report as lists show it."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def number(self) -> int | None:
        """Its short number."""
    @property
    def submitter(self) -> UserRef:
        """Who submitted it."""
    @property
    def submitted_at(self) -> datetime.datetime:
        """When it was submitted; its reports show what stood then."""
    @property
    def period_from(self) -> datetime.date:
        """The first day of the period."""
    @property
    def period_to(self) -> datetime.date:
        """The last day of the period."""
    @property
    def comment(self) -> str | None:
        """What the manager had to say about it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ManagementReportHead: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class WorkFilterFields(TypedDict):
    """The fields of `WorkFilter` as a mapping."""
    period_from: datetime.date
    period_to: datetime.date
    by: NotRequired[_WorkBy | None]
    interval: NotRequired[_WorkInterval | None]
    person: NotRequired[uuid.UUID | None]
    team: NotRequired[uuid.UUID | None]

@final
class WorkFilter:
    """Which statistics of work are wanted (WORK-6); of the rest what is absent does not restrict."""
    def __new__(
        cls,
        *,
        period_from: datetime.date,
        period_to: datetime.date,
        by: _WorkBy | None = None,
        interval: _WorkInterval | None = None,
        person: uuid.UUID | None = None,
        team: uuid.UUID | None = None,
    ) -> Self: ...
    @property
    def period_from(self) -> datetime.date:
        """The first day."""
    @property
    def period_to(self) -> datetime.date:
        """The last day, the 366th at the most."""
    @property
    def by(self) -> WorkBy | None:
        """What a row is of."""
    @property
    def interval(self) -> WorkInterval | None:
        """Into what the period is divided; not at all where absent."""
    @property
    def person(self) -> uuid.UUID | None:
        """This user alone."""
    @property
    def team(self) -> uuid.UUID | None:
        """The people of exactly this department."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkStatistics:
    """What people did in a period (WORK-6)."""
    @property
    def by(self) -> WorkBy:
        """What a row is of."""
    @property
    def period_from(self) -> datetime.date:
        """The first day."""
    @property
    def period_to(self) -> datetime.date:
        """The last day."""
    @property
    def rows(self) -> builtins.list[WorkRow]:
        """One row for each person or team and part of the period, in the order of the accounts or departments, the oldest first, and
        of time: of everybody who is active, also where there is nothing to count, and of others who did anything.
        """
    @property
    def total(self) -> WorkFigures:
        """What all of them did in the whole period."""
    @property
    def partial(self) -> bool:
        """Whether people are left out whose work the caller does not see."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkStatistics: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkRow:
    """What a person, or a team, did in a time."""
    @property
    def person(self) -> UserRef | None:
        """The person; absent in the row of a team."""
    @property
    def team(self) -> DepartmentRef | None:
        """The department, of a person their own; absent of people without one."""
    @property
    def day(self) -> datetime.date:
        """The first day of this part of the period."""
    @property
    def figures(self) -> WorkFigures:
        """What they did."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SourceRow:
    """The opportunities of one source (CAPT-10)."""
    @property
    def id(self) -> uuid.UUID | None:
        """The origin, form, department or user; absent of a source, and where none is stated."""
    @property
    def name(self) -> str | None:
        """What it is called; absent where none is stated."""
    @property
    def captured(self) -> int:
        """How many there are."""
    @property
    def unassigned(self) -> int:
        """Those that nobody develops yet."""
    @property
    def open(self) -> int:
        """Those that somebody develops."""
    @property
    def developed(self) -> int:
        """Those that were won."""
    @property
    def failed(self) -> int:
        """Those that were lost, or were none."""
    @property
    def conversion(self) -> int:
        """Those that were won, of all, in basis points."""
    @property
    def won(self) -> Money | None:
        """What was won, in the company's currency."""
    @property
    def unpriced(self) -> int | None:
        """How many were won of which nobody knows how much that is in the company's currency."""
    @property
    def mean_days(self) -> decimal.Decimal | None:
        """How many days it took on an average until they were won or lost; absent where none is."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SourceRow: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class FieldMappingFields(TypedDict):
    """The fields of `FieldMapping` as a mapping."""
    field: str
    column: NotRequired[str | None]
    constant: NotRequired[str | None]
    values: NotRequired[Sequence[ValueMapping | ValueMappingFields] | None]
    when_filled: NotRequired[str | None]
    when_empty: NotRequired[str | None]
    lenient: NotRequired[bool | None]
    empty_cell: NotRequired[_EmptyCell | None]
    decimal_mark: NotRequired[_DecimalMark | None]
    date_order: NotRequired[_DateOrder | None]

@final
class FieldMapping:
    """Where the values of one field come from (SALES-3).

    * a `column` alone: its text;
    * a `column` with `values`: what the text is mapped to; a text that is not mapped is an error;
    * a `column` with `when_filled` or `when_empty`: the one where the cell is filled, the other where it is empty;
    * a `constant`: the same for every line.

    A field of the record that no mapping names stays as it is.
    """
    def __new__(
        cls,
        *,
        field: str,
        column: str | None = None,
        constant: str | None = None,
        values: Sequence[ValueMapping | ValueMappingFields] | None = None,
        when_filled: str | None = None,
        when_empty: str | None = None,
        lenient: bool | None = None,
        empty_cell: _EmptyCell | None = None,
        decimal_mark: _DecimalMark | None = None,
        date_order: _DateOrder | None = None,
    ) -> Self: ...
    @property
    def field(self) -> str:
        """The field: one of the record's own (`name`, `external_id`), for customers also `contact.name`,
        `contact.position` …; one that a pack gives it as `custom.tier`, one of the contact as `contact.custom.tier`.
        """
    @property
    def column(self) -> str | None:
        """The column, by its name in the first line; a name that stands there twice can't be mapped."""
    @property
    def constant(self) -> str | None:
        """The value for every line."""
    @property
    def values(self) -> builtins.list[ValueMapping] | None:
        """What the column's values become."""
    @property
    def when_filled(self) -> str | None:
        """The value where the column's cell is filled."""
    @property
    def when_empty(self) -> str | None:
        """The value where the column's cell is empty."""
    @property
    def lenient(self) -> bool | None:
        """Whether a value that can't be used is noted and left out, where it would refuse its line otherwise. Not for
        a field that the record needs.
        """
    @property
    def empty_cell(self) -> EmptyCell | None:
        """What an empty cell of the column means for a record that is there already: it stays as it is unless said."""
    @property
    def decimal_mark(self) -> DecimalMark | None:
        """The decimal mark of the column's numbers; that of the options where absent."""
    @property
    def date_order(self) -> DateOrder | None:
        """The order of the column's dates; that of the options where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FieldMapping: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ValueMappingFields(TypedDict):
    """The fields of `ValueMapping` as a mapping."""
    cell: str
    to: str

@final
class ValueMapping:
    """What one value of a column becomes."""
    def __new__(
        cls,
        *,
        cell: str,
        to: str,
    ) -> Self: ...
    @property
    def cell(self) -> str:
        """The value in the file, trimmed."""
    @property
    def to(self) -> str:
        """The value to take instead."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ValueMapping: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ImportOptionsFields(TypedDict):
    """The fields of `ImportOptions` as a mapping."""
    encoding: NotRequired[_TextEncoding | None]
    delimiter: NotRequired[str | None]
    quotes: NotRequired[bool | None]
    decimal_mark: NotRequired[_DecimalMark | None]
    date_order: NotRequired[_DateOrder | None]
    two_digit_years_from: NotRequired[int | None]
    all_or_nothing: NotRequired[bool | None]
    create_entries: NotRequired[bool | None]

@final
class ImportOptions:
    """How a file is read."""
    def __new__(
        cls,
        *,
        encoding: _TextEncoding | None = None,
        delimiter: str | None = None,
        quotes: bool | None = None,
        decimal_mark: _DecimalMark | None = None,
        date_order: _DateOrder | None = None,
        two_digit_years_from: int | None = None,
        all_or_nothing: bool | None = None,
        create_entries: bool | None = None,
    ) -> Self: ...
    @property
    def encoding(self) -> TextEncoding | None:
        """The encoding. Where absent, the file's own bytes are the evidence; where that is short, the file is refused
        (`ambiguous_encoding`).
        """
    @property
    def delimiter(self) -> str | None:
        """The character between columns, or `tab`; a comma where absent."""
    @property
    def quotes(self) -> bool | None:
        """Whether a cell may stand in double quotes. Where not, a quotation mark is a character like others."""
    @property
    def decimal_mark(self) -> DecimalMark | None:
        """The decimal mark of numbers. Where absent, what stands in the column is the evidence: a number that can be
        read two ways is refused, but for a single point, which is the decimal mark unless the column shows otherwise.
        """
    @property
    def date_order(self) -> DateOrder | None:
        """The order of dates; year, month, day where absent."""
    @property
    def two_digit_years_from(self) -> int | None:
        """What a year of two digits means: one of the hundred years from this one on. Where absent it is refused."""
    @property
    def all_or_nothing(self) -> bool | None:
        """Whether one bad line refuses the whole file; else a bad line never stops the others. The file (both files of
        orders together) may have 100,000 lines then, since all of it is one transaction.
        """
    @property
    def create_entries(self) -> bool | None:
        """Whether a dictionary item that does not exist is created; else it is an error of its line."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ImportOptions: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class OrderFilterFields(TypedDict):
    """The fields of `OrderFilter` as a mapping."""
    status: NotRequired[int | None]
    date_from: NotRequired[datetime.date | None]
    date_to: NotRequired[datetime.date | None]

@final
class OrderFilter:
    """Which orders of a customer are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        status: int | None = None,
        date_from: datetime.date | None = None,
        date_to: datetime.date | None = None,
    ) -> Self: ...
    @property
    def status(self) -> int | None:
        """Of this status: 5 (shipped) or 6 (paid). No other is in the list."""
    @property
    def date_from(self) -> datetime.date | None:
        """Of this day or later."""
    @property
    def date_to(self) -> datetime.date | None:
        """Of this day or earlier."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OrderFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Order:
    """An order of the host's sales system."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version: how often it was pushed with a change."""
    @property
    def external_id(self) -> str:
        """The host's own key."""
    @property
    def number(self) -> str:
        """The number on the host's papers."""
    @property
    def customer(self) -> CustomerRef | None:
        """The customer, once it is known."""
    @property
    def customer_external_id(self) -> str | None:
        """The host's key of the customer; absent only where it is hidden."""
    @property
    def date(self) -> datetime.date:
        """The day of the order."""
    @property
    def delivery_address(self) -> str | None:
        """Where it is delivered to."""
    @property
    def status(self) -> int:
        """The status, 0 to 99: 5 is shipped, 6 paid, 9 cancelled, any other open."""
    @property
    def status_label(self) -> str:
        """What the status is called: shipped, paid and cancelled in the session's language, any other as the host
        calls it, or its number where the host has no name for it.
        """
    @property
    def total(self) -> Money | None:
        """The total: the host's, or the sum of the lines; absent only where it is hidden."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Order: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OrderDetails:
    """One order in full (ORDER-2)."""
    @property
    def order(self) -> Order:
        """The order, with its total."""
    @property
    def lines(self) -> builtins.list[OrderLine]:
        """Its lines, in order."""
    @property
    def next(self) -> str | None:
        """Pass it as `after` to get the lines that follow; absent where these were all."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OrderDetails: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OrderLine:
    """A line of an order."""
    @property
    def position(self) -> int:
        """Its place, from 1."""
    @property
    def product(self) -> uuid.UUID | None:
        """The product, once it is known."""
    @property
    def product_external_id(self) -> str | None:
        """The host's key of the product."""
    @property
    def product_name(self) -> str:
        """The product's name: as it stands on the order, or the product's own, or its key."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much, in the unit, up to six decimal places; negative for a return."""
    @property
    def unit(self) -> str | None:
        """The unit: as it stands on the order, or the product's own."""
    @property
    def unit_price(self) -> decimal.Decimal | None:
        """The price of one unit in the order's currency, up to six decimal places; absent only where it is hidden."""
    @property
    def amount(self) -> Money | None:
        """The amount of the line: the host's, or quantity × unit price less the discount; absent only where it is hidden."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OrderLine: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Product:
    """A product of the host's sales system."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version: how often it was pushed with a change."""
    @property
    def external_id(self) -> str:
        """The host's own key."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def model(self) -> str | None:
        """Its model."""
    @property
    def batch(self) -> str | None:
        """Its batch."""
    @property
    def unit(self) -> str | None:
        """The unit it is counted in."""
    @property
    def price(self) -> decimal.Decimal | None:
        """The price of one unit, up to six decimal places."""
    @property
    def currency(self) -> str | None:
        """The currency of the price, ISO 4217."""
    @property
    def remarks(self) -> str | None:
        """Remarks."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Product: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ProductFilterFields(TypedDict):
    """The fields of `ProductFilter` as a mapping."""
    name: NotRequired[str | None]
    model: NotRequired[str | None]
    batch: NotRequired[str | None]

@final
class ProductFilter:
    """Which products are wanted; what is absent does not restrict (PROD-1)."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        model: str | None = None,
        batch: str | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def model(self) -> str | None:
        """The model contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def batch(self) -> str | None:
        """The batch contains this; width and case don't matter, and an empty text restricts nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ProductFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewProductFields(TypedDict):
    """The fields of `NewProduct` as a mapping."""
    external_id: str
    name: str
    model: NotRequired[str | None]
    batch: NotRequired[str | None]
    unit: NotRequired[str | None]
    price: NotRequired[decimal.Decimal | int | None]
    currency: NotRequired[str | None]
    remarks: NotRequired[str | None]

@final
class NewProduct:
    """A product as the host's sales system has it now. What is absent is empty."""
    def __new__(
        cls,
        *,
        external_id: str,
        name: str,
        model: str | None = None,
        batch: str | None = None,
        unit: str | None = None,
        price: decimal.Decimal | int | None = None,
        currency: str | None = None,
        remarks: str | None = None,
    ) -> Self: ...
    @property
    def external_id(self) -> str:
        """The host's own key."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def model(self) -> str | None:
        """Its model."""
    @property
    def batch(self) -> str | None:
        """Its batch."""
    @property
    def unit(self) -> str | None:
        """The unit it is counted in."""
    @property
    def price(self) -> decimal.Decimal | None:
        """The price of one unit, up to six decimal places."""
    @property
    def currency(self) -> str | None:
        """The currency of the price, ISO 4217; the company's where absent."""
    @property
    def remarks(self) -> str | None:
        """Remarks."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewProduct: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PushResult:
    """What became of a push."""
    @property
    def created(self) -> int:
        """Records created."""
    @property
    def updated(self) -> int:
        """Records changed."""
    @property
    def unchanged(self) -> int:
        """Records that were the same already."""
    @property
    def removed(self) -> int:
        """Records removed."""
    @property
    def refused(self) -> int:
        """Records refused; only where the push was per record."""
    @property
    def records(self) -> builtins.list[PushedRecord]:
        """Each record's result, in the order of the call."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PushResult: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PushedRecord:
    """What became of one record of a push."""
    @property
    def key(self) -> str:
        """The host's key of the record."""
    @property
    def outcome(self) -> PushOutcome:
        """What became of it."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused; fields are named within the record."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PushedRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewStockFields(TypedDict):
    """The fields of `NewStock` as a mapping."""
    external_id: str
    product_external_id: str
    warehouse: str
    bin: NotRequired[str | None]
    quantity: decimal.Decimal | int
    remarks: NotRequired[str | None]

@final
class NewStock:
    """A row of stock as the host's sales system has it now. What is absent is empty."""
    def __new__(
        cls,
        *,
        external_id: str,
        product_external_id: str,
        warehouse: str,
        bin: str | None = None,
        quantity: decimal.Decimal | int,
        remarks: str | None = None,
    ) -> Self: ...
    @property
    def external_id(self) -> str:
        """The host's own key of the row."""
    @property
    def product_external_id(self) -> str:
        """The host's key of the product, which may arrive later."""
    @property
    def warehouse(self) -> str:
        """The warehouse."""
    @property
    def bin(self) -> str | None:
        """The place in the warehouse."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much there is, in the product's unit, up to six decimal places."""
    @property
    def remarks(self) -> str | None:
        """Remarks."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewStock: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewOrderFields(TypedDict):
    """The fields of `NewOrder` as a mapping."""
    external_id: str
    number: NotRequired[str | None]
    customer_external_id: str
    date: datetime.date
    delivery_address: NotRequired[str | None]
    status: int
    status_label: NotRequired[str | None]
    currency: NotRequired[str | None]
    total: NotRequired[decimal.Decimal | int | None]
    lines: Sequence[NewOrderLine | NewOrderLineFields]

@final
class NewOrder:
    """An order as the host's sales system has it now, with all its lines. What is absent is empty."""
    def __new__(
        cls,
        *,
        external_id: str,
        number: str | None = None,
        customer_external_id: str,
        date: datetime.date,
        delivery_address: str | None = None,
        status: int,
        status_label: str | None = None,
        currency: str | None = None,
        total: decimal.Decimal | int | None = None,
        lines: Sequence[NewOrderLine | NewOrderLineFields],
    ) -> Self: ...
    @property
    def external_id(self) -> str:
        """The host's own key."""
    @property
    def number(self) -> str | None:
        """The number on the host's papers; the key where absent."""
    @property
    def customer_external_id(self) -> str:
        """The host's key of the customer. An order of a customer not known yet is kept, and joins it when it appears."""
    @property
    def date(self) -> datetime.date:
        """The day of the order."""
    @property
    def delivery_address(self) -> str | None:
        """Where it is delivered to."""
    @property
    def status(self) -> int:
        """The status: 5 is shipped, 6 paid, 9 cancelled; any other is open."""
    @property
    def status_label(self) -> str | None:
        """What the host calls the status. For 5, 6 and 9 the engine's own label is shown."""
    @property
    def currency(self) -> str | None:
        """The currency of the amounts, ISO 4217; the company's where absent."""
    @property
    def total(self) -> decimal.Decimal | None:
        """The total; the sum of the lines where absent."""
    @property
    def lines(self) -> builtins.list[NewOrderLine]:
        """The lines, in order."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewOrder: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewOrderLineFields(TypedDict):
    """The fields of `NewOrderLine` as a mapping."""
    product_external_id: NotRequired[str | None]
    product_name: NotRequired[str | None]
    quantity: decimal.Decimal | int
    unit: NotRequired[str | None]
    unit_price: decimal.Decimal | int
    discount_rate: NotRequired[decimal.Decimal | int | None]
    amount: NotRequired[decimal.Decimal | int | None]

@final
class NewOrderLine:
    """A line of an order."""
    def __new__(
        cls,
        *,
        product_external_id: str | None = None,
        product_name: str | None = None,
        quantity: decimal.Decimal | int,
        unit: str | None = None,
        unit_price: decimal.Decimal | int,
        discount_rate: decimal.Decimal | int | None = None,
        amount: decimal.Decimal | int | None = None,
    ) -> Self: ...
    @property
    def product_external_id(self) -> str | None:
        """The host's key of the product, which may arrive later. It or a name is required."""
    @property
    def product_name(self) -> str | None:
        """The product's name on the order; where absent, the product's own is shown."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much, up to six decimal places; negative for a return."""
    @property
    def unit(self) -> str | None:
        """The unit on the order; where absent, the product's own is shown."""
    @property
    def unit_price(self) -> decimal.Decimal:
        """The price of one unit, up to six decimal places."""
    @property
    def discount_rate(self) -> decimal.Decimal | None:
        """The discount as a part of one, 0.15 for 15 %. Used only to compute an absent amount."""
    @property
    def amount(self) -> decimal.Decimal | None:
        """The amount in the order's currency. Where absent: quantity × unit price × (1 − discount rate), rounded half
        to even to the currency's places.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewOrderLine: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class SalesChangesFields(TypedDict):
    """The fields of `SalesChanges` as a mapping."""
    products: NotRequired[Sequence[NewProduct | NewProductFields] | None]
    stock: NotRequired[Sequence[NewStock | NewStockFields] | None]
    orders: NotRequired[Sequence[NewOrder | NewOrderFields] | None]
    removed_products: NotRequired[Sequence[str] | None]
    removed_stock: NotRequired[Sequence[str] | None]
    removed_orders: NotRequired[Sequence[str] | None]
    next_cursor: str
    more: NotRequired[bool]

@final
class SalesChanges:
    """The changes in the host's sales system since a cursor. A batch gives the last word on each key: a record as it
    is now, or its key among the removed.
    """
    def __new__(
        cls,
        *,
        products: Sequence[NewProduct | NewProductFields] | None = None,
        stock: Sequence[NewStock | NewStockFields] | None = None,
        orders: Sequence[NewOrder | NewOrderFields] | None = None,
        removed_products: Sequence[str] | None = None,
        removed_stock: Sequence[str] | None = None,
        removed_orders: Sequence[str] | None = None,
        next_cursor: str,
        more: bool = False,
    ) -> Self: ...
    @property
    def products(self) -> builtins.list[NewProduct] | None:
        """Products that are new or changed."""
    @property
    def stock(self) -> builtins.list[NewStock] | None:
        """Rows of stock that are new or changed."""
    @property
    def orders(self) -> builtins.list[NewOrder] | None:
        """Orders that are new or changed."""
    @property
    def removed_products(self) -> builtins.list[str] | None:
        """Keys of products that are gone."""
    @property
    def removed_stock(self) -> builtins.list[str] | None:
        """Keys of rows of stock that are gone."""
    @property
    def removed_orders(self) -> builtins.list[str] | None:
        """Keys of orders that are gone."""
    @property
    def next_cursor(self) -> str:
        """The cursor behind these changes: the host's own text, opaque to the engine, kept without white space at
        its ends.
        """
    @property
    def more(self) -> bool:
        """Whether there are further changes behind that cursor already."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SalesChanges: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SalesChangesResult:
    """What became of a feed's changes."""
    @property
    def cursor(self) -> str:
        """The cursor that is stored now."""
    @property
    def products(self) -> PushResult:
        """The products, and behind them the removed ones."""
    @property
    def stock(self) -> PushResult:
        """The rows of stock, and behind them the removed ones."""
    @property
    def orders(self) -> PushResult:
        """The orders, and behind them the removed ones."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SalesChangesResult: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SalesFeedState:
    """Up to where a feed's changes are here."""
    @property
    def feed(self) -> str:
        """The feed's name."""
    @property
    def cursor(self) -> str | None:
        """The cursor that the next batch must start from; absent before the first."""
    @property
    def pulled_at(self) -> datetime.datetime | None:
        """When a batch last brought something: changes, or another cursor. A pull that brings nothing leaves no trace."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SalesFeedState: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class StockItem:
    """A row of stock of the host's sales system: how much of a product lies where."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version: how often it was pushed with a change."""
    @property
    def external_id(self) -> str:
        """The host's own key of the row."""
    @property
    def product_external_id(self) -> str:
        """The host's key of the product."""
    @property
    def product(self) -> ProductRef | None:
        """The product, once it is known."""
    @property
    def warehouse(self) -> str:
        """The warehouse."""
    @property
    def bin(self) -> str | None:
        """The place in the warehouse."""
    @property
    def quantity(self) -> decimal.Decimal:
        """How much there is, in the product's unit, up to six decimal places."""
    @property
    def remarks(self) -> str | None:
        """Remarks."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> StockItem: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ProductRef:
    """A product as other records mention it."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def model(self) -> str | None:
        """Its model."""
    @property
    def batch(self) -> str | None:
        """Its batch."""
    @property
    def unit(self) -> str | None:
        """The unit it is counted in."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ProductRef: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class StockFilterFields(TypedDict):
    """The fields of `StockFilter` as a mapping."""
    product: NotRequired[uuid.UUID | None]
    product_name: NotRequired[str | None]
    warehouse: NotRequired[str | None]

@final
class StockFilter:
    """Which rows of stock are wanted; what is absent does not restrict (STOCK-1)."""
    def __new__(
        cls,
        *,
        product: uuid.UUID | None = None,
        product_name: str | None = None,
        warehouse: str | None = None,
    ) -> Self: ...
    @property
    def product(self) -> uuid.UUID | None:
        """Of this product."""
    @property
    def product_name(self) -> str | None:
        """The product's name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def warehouse(self) -> str | None:
        """The warehouse's name contains this; width and case don't matter, and an empty text restricts nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> StockFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CollaboratorList:
    """The collaborators of a record."""
    @property
    def collaborators(self) -> builtins.list[Collaborator]:
        """All of them, at most 50."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CollaboratorList: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Collaborator:
    """Who works on a record beside the one whose it is."""
    @property
    def user(self) -> UserRef:
        """Who it is."""
    @property
    def added_by(self) -> UserRef | None:
        """Who named them; absent where the engine did."""
    @property
    def added_at(self) -> datetime.datetime:
        """Since when."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Collaborator: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Department:
    """A department (部门)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def name(self) -> str:
        """Its name; unique among the departments of the same parent."""
    @property
    def parent(self) -> uuid.UUID | None:
        """The department it is part of, none for one at the top; never itself or one of its own parts."""
    @property
    def head(self) -> UserRef | None:
        """Its head (负责人), an active user when named: the superior of its people, and of those of its parts that have none
        (PROC-6). One who is disabled later stays, and is passed over.
        """
    @property
    def depth(self) -> int:
        """How many departments stand above it, 0 at the top."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Department: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewDepartmentFields(TypedDict):
    """The fields of `NewDepartment` as a mapping."""
    name: str
    parent: NotRequired[uuid.UUID | None]
    head: NotRequired[uuid.UUID | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewDepartment:
    """What a caller gives to create one."""
    def __new__(
        cls,
        *,
        name: str,
        parent: uuid.UUID | None = None,
        head: uuid.UUID | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """Its name; unique among the departments of the same parent."""
    @property
    def parent(self) -> uuid.UUID | None:
        """The department it is part of, none for one at the top; never itself or one of its own parts."""
    @property
    def head(self) -> uuid.UUID | None:
        """Its head (负责人), an active user when named: the superior of its people, and of those of its parts that have none
        (PROC-6). One who is disabled later stays, and is passed over.
        """
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give such records, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewDepartment: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class DepartmentUpdateFields(TypedDict):
    """The fields of `DepartmentUpdate` as a mapping."""
    name: NotRequired[str]
    parent: NotRequired[uuid.UUID]
    head: NotRequired[uuid.UUID]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class DepartmentUpdate:
    """Changes to one; what is not named stays as it is."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        parent: uuid.UUID | None = None,
        head: uuid.UUID | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """Its name; unique among the departments of the same parent."""
    @property
    def parent(self) -> uuid.UUID | None:
        """The department it is part of, none for one at the top; never itself or one of its own parts."""
    @property
    def head(self) -> uuid.UUID | None:
        """Its head (负责人), an active user when named: the superior of its people, and of those of its parts that have none
        (PROC-6). One who is disabled later stays, and is passed over.
        """
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give such records, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DepartmentUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class HandoverPreview:
    """What a person has, for others to take over."""
    @property
    def holds(self) -> builtins.list[Holding]:
        """Kind by kind; empty where it is nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> HandoverPreview: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Holding:
    """What a user still holds of one kind of record (USER-1), for others to take over."""
    @property
    def entity(self) -> str:
        """The kind: customers they manage; opportunities assigned to them and in development, and those they recorded and
        nobody has yet; tickets assigned to them and not archived, and those they recorded and nobody has yet; open
        churn warnings of the customers they manage; their collaborations; departments that they head.
        """
    @property
    def count(self) -> int:
        """How many."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Holding: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewHandoverFields(TypedDict):
    """The fields of `NewHandover` as a mapping."""
    everything: NotRequired[bool | None]
    records: NotRequired[Sequence[HandedRecord | HandedRecordFields] | None]
    customers: NotRequired[CustomerFilter | CustomerFilterFields | None]
    opportunities: NotRequired[OpportunityFilter | OpportunityFilterFields | None]
    tickets: NotRequired[TicketFilter | TicketFilterFields | None]
    keep_as_collaborator: NotRequired[bool | None]

@final
class NewHandover:
    """What is to be handed over: everything, records named, or what filters find. Filters of several kinds may be given
    together; kinds without one stay.
    """
    def __new__(
        cls,
        *,
        everything: bool | None = None,
        records: Sequence[HandedRecord | HandedRecordFields] | None = None,
        customers: CustomerFilter | CustomerFilterFields | None = None,
        opportunities: OpportunityFilter | OpportunityFilterFields | None = None,
        tickets: TicketFilter | TicketFilterFields | None = None,
        keep_as_collaborator: bool | None = None,
    ) -> Self: ...
    @property
    def everything(self) -> bool | None:
        """Everything that the person has, their collaborations too."""
    @property
    def records(self) -> builtins.list[HandedRecord] | None:
        """These records, at most 10,000."""
    @property
    def customers(self) -> CustomerFilter | None:
        """Those of their customers that this finds; an empty filter finds all."""
    @property
    def opportunities(self) -> OpportunityFilter | None:
        """Those of their open opportunities that this finds."""
    @property
    def tickets(self) -> TicketFilter | None:
        """Those of their open tickets that this finds."""
    @property
    def keep_as_collaborator(self) -> bool | None:
        """Whether the person, if active, becomes a collaborator of the customers that they hand over."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewHandover: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class HandedRecordFields(TypedDict):
    """The fields of `HandedRecord` as a mapping."""
    entity: str
    id: uuid.UUID

@final
class HandedRecord:
    """A record that is to be handed over."""
    def __new__(
        cls,
        *,
        entity: str,
        id: uuid.UUID,
    ) -> Self: ...
    @property
    def entity(self) -> str:
        """Its kind: `customer`, `opportunity` or `ticket`."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> HandedRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class HandoverResult:
    """What was handed over."""
    @property
    def moved(self) -> builtins.list[Holding]:
        """How many records passed on, kind by kind."""
    @property
    def skipped(self) -> int:
        """How many of the records named the person did not have, or not any more."""
    @property
    def left(self) -> int:
        """How many of those that a filter or everything means were left, since the caller's roles do not change them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> HandoverResult: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Role:
    """A role (角色)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def name(self) -> str:
        """Its name, by which users hold it."""
    @property
    def built_in(self) -> bool:
        """Whether it comes with the engine: such a role can't be changed, but copied."""
    @property
    def operations(self) -> builtins.list[str]:
        """The operations it holds, in alphabetical order. What every signed-in user may do needs no role."""
    @property
    def requires_factor(self) -> bool:
        """Whether whoever holds it and signs in by the engine needs a second factor (FACTOR-3)."""
    @property
    def fields(self) -> builtins.list[RoleField]:
        """What it may do with fields to which it has less than the full right, by kind of record and field."""
    @property
    def scopes(self) -> builtins.list[RoleScope]:
        """Which records it reaches, area by area, where that is something else than it begins with (SCOPE-1)."""
    @property
    def users(self) -> int:
        """How many users hold it, disabled ones too."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was created."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Role: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class RoleField:
    """What a role may do with a field that can be withheld."""
    @property
    def entity(self) -> str:
        """The kind of record, `customer`."""
    @property
    def field(self) -> str:
        """The field, `bank_account`."""
    @property
    def right(self) -> FieldRight:
        """What the role may do with it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RoleField: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class RoleScope:
    """Which records of an area a role reaches."""
    @property
    def area(self) -> str:
        """The area: `customers`, `opportunities`, `tickets` or `activities`."""
    @property
    def reads(self) -> ScopeLevel:
        """Which it reads."""
    @property
    def writes(self) -> ScopeLevel:
        """Which it changes."""
    @property
    def in_force(self) -> bool:
        """Whether that is so already: the first narrowing of a database is prepared by a job (`jobs.run_due`), and until
        it is done everybody sees what they saw.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RoleScope: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewRoleFields(TypedDict):
    """The fields of `NewRole` as a mapping."""
    name: str
    grant: NotRequired[Sequence[str] | None]

@final
class NewRole:
    """What an administrator gives to create a role."""
    def __new__(
        cls,
        *,
        name: str,
        grant: Sequence[str] | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """Its name; unique."""
    @property
    def grant(self) -> builtins.list[str] | None:
        """What it may do: names of operations (`tickets.create`) and of areas (`tickets`). An area stands for the
        operations it has now; what a later version adds to it is granted to no one unasked (PERM-1).
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewRole: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class RoleUpdateFields(TypedDict):
    """The fields of `RoleUpdate` as a mapping."""
    name: NotRequired[str]
    grant: NotRequired[Sequence[str]]
    revoke: NotRequired[Sequence[str]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class RoleUpdate:
    """Changes to a role."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        grant: Sequence[str] | None = None,
        revoke: Sequence[str] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """Its name; unique."""
    @property
    def grant(self) -> builtins.list[str] | None:
        """What it may do from now on, beside what it may: names of operations and of areas. An area stands for the
        operations it has now (PERM-1).
        """
    @property
    def revoke(self) -> builtins.list[str] | None:
        """What it may not do any more: names of operations and of areas. What is in `grant` too is granted."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RoleUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class BegunFactor:
    """A second factor that was begun (FACTOR-1), for the user's device. It is told this once."""
    @property
    def secret(self) -> str:
        """The secret in Base32, to type in where nothing can be scanned."""
    @property
    def uri(self) -> str:
        """The same as an `otpauth://` text, which authenticators scan as a QR code."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> BegunFactor: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class RecoveryCodes:
    """What a user keeps for the day when the device is lost (FACTOR-1). They are told this once."""
    @property
    def codes(self) -> builtins.list[str]:
        """Ten codes, each of which counts once in place of a code of the device."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RecoveryCodes: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class User:
    """A user, as administrators see them."""
    @property
    def id(self) -> uuid.UUID:
        """Their id."""
    @property
    def version(self) -> int:
        """The version, for updates."""
    @property
    def login(self) -> str:
        """The name to sign in with."""
    @property
    def display_name(self) -> str:
        """The name shown to people."""
    @property
    def status(self) -> UserStatus:
        """Whether they may act."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def regions(self) -> builtins.list[Choice]:
        """The regions they work."""
    @property
    def industries(self) -> builtins.list[str]:
        """The industries they work."""
    @property
    def roles(self) -> builtins.list[str]:
        """The names of their roles, in alphabetical order."""
    @property
    def has_password(self) -> bool:
        """Whether they can sign in with a password here; where not, the host authenticates them."""
    @property
    def has_second_factor(self) -> bool:
        """Whether signing in here takes a code of their second factor too (FACTOR-1)."""
    @property
    def created_at(self) -> datetime.datetime:
        """When they were created."""
    @property
    def time_zone(self) -> str | None:
        """Their own time zone, an IANA name; the company's where there is none."""
    @property
    def day_starts(self) -> str:
        """When their day starts by the clock of their zone, `09:00`: what falls on a day reminds them then."""
    @property
    def auto_follow(self) -> bool:
        """Whether they follow by themselves what they create, own, note or are mentioned in."""
    @property
    def digest(self) -> Digest:
        """How often they want what they have not read in one message."""
    @property
    def digest_at(self) -> str:
        """When that comes by the clock of their zone, `08:00`."""
    @property
    def push(self) -> builtins.list[NotificationReason]:
        """The reasons for which they want to be told at once."""
    @property
    def custom(self) -> Values:
        """The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> User: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FactorCheck:
    """What checking a code found (FACTOR-2)."""
    @property
    def has_second_factor(self) -> bool:
        """Whether the user has a second factor. Where not, no code was looked at."""
    @property
    def requires_factor(self) -> bool:
        """Whether a role of theirs requires one."""
    @property
    def by_recovery(self) -> bool:
        """Whether it was a recovery code."""
    @property
    def recovery_codes(self) -> int:
        """How many recovery codes are left."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FactorCheck: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ShareList:
    """With whom a record is shared."""
    @property
    def shares(self) -> builtins.list[Share]:
        """All of them, at most 200."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ShareList: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Share:
    """With whom a record is shared: a user, or a department and those below it."""
    @property
    def user(self) -> UserRef | None:
        """The user; absent where it is a department."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department; absent where it is a user."""
    @property
    def access(self) -> ShareAccess:
        """What it allows."""
    @property
    def given_by(self) -> UserRef | None:
        """Who gave it; absent where the engine did."""
    @property
    def given_at(self) -> datetime.datetime:
        """When it was given, or changed."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Share: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SharedRecord:
    """A record that is shared with the acting user."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def number(self) -> int | None:
        """Its short number; absent until the engine that gives numbers has seen it."""
    @property
    def name(self) -> str:
        """What it is called: a customer's name, that of an opportunity's customer, what a ticket is about."""
    @property
    def access(self) -> ShareAccess:
        """What the share allows."""
    @property
    def department(self) -> DepartmentRef | None:
        """The department that it is shared with; absent where it is shared with the user."""
    @property
    def given_by(self) -> UserRef | None:
        """Who gave the share; absent where the engine did."""
    @property
    def given_at(self) -> datetime.datetime:
        """When it was given, or changed."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SharedRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class SignInFilterFields(TypedDict):
    """The fields of `SignInFilter` as a mapping."""
    user: NotRequired[uuid.UUID | None]
    outcome: NotRequired[_SignInOutcome | None]
    address: NotRequired[str | None]
    at_from: NotRequired[datetime.datetime | None]
    at_before: NotRequired[datetime.datetime | None]

@final
class SignInFilter:
    """Which sign-ins are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        user: uuid.UUID | None = None,
        outcome: _SignInOutcome | None = None,
        address: str | None = None,
        at_from: datetime.datetime | None = None,
        at_before: datetime.datetime | None = None,
    ) -> Self: ...
    @property
    def user(self) -> uuid.UUID | None:
        """Of this user."""
    @property
    def outcome(self) -> SignInOutcome | None:
        """With this outcome."""
    @property
    def address(self) -> str | None:
        """From exactly this address."""
    @property
    def at_from(self) -> datetime.datetime | None:
        """At this instant or later."""
    @property
    def at_before(self) -> datetime.datetime | None:
        """Before this instant."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SignInFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SignIn:
    """A sign-in, or failed ones: those of one name, address and reason within a minute are counted in one (LOGIN-1)."""
    @property
    def first_at(self) -> datetime.datetime:
        """When, for the first time."""
    @property
    def last_at(self) -> datetime.datetime:
        """When, for the last time."""
    @property
    def times(self) -> int:
        """How often."""
    @property
    def user(self) -> UserRef | None:
        """Whose name it is; absent for one that nobody has."""
    @property
    def login(self) -> str | None:
        """The name, folded. Of one that nobody has there is a hash alone, `#` and sixteen digits: people type passwords
        there. Absent where failures were so many that only their number was kept.
        """
    @property
    def means(self) -> SignInMeans | None:
        """How; of failures how the last was tried."""
    @property
    def outcome(self) -> SignInOutcome:
        """What became of it."""
    @property
    def reason(self) -> str | None:
        """Why it failed, as a stable code: `wrong_credentials`, `code_required`, `locked`, `disabled`, `more_failures`."""
    @property
    def address(self) -> str | None:
        """The client's address."""
    @property
    def device(self) -> str | None:
        """The client's device; of failures that of the last."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SignIn: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewUserFields(TypedDict):
    """The fields of `NewUser` as a mapping."""
    login: str
    display_name: str
    department: NotRequired[uuid.UUID | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    regions: NotRequired[Sequence[uuid.UUID] | None]
    industries: NotRequired[Sequence[str] | None]
    roles: NotRequired[Sequence[str] | None]
    custom: NotRequired[Mapping[str, Any] | None]

@final
class NewUser:
    """What an administrator gives to create a user (USER-1)."""
    def __new__(
        cls,
        *,
        login: str,
        display_name: str,
        department: uuid.UUID | None = None,
        email: str | None = None,
        phone: str | None = None,
        regions: Sequence[uuid.UUID] | None = None,
        industries: Sequence[str] | None = None,
        roles: Sequence[str] | None = None,
        custom: Mapping[str, Any] | None = None,
    ) -> Self: ...
    @property
    def login(self) -> str:
        """The name to sign in with; unique, whatever the case."""
    @property
    def display_name(self) -> str:
        """The name shown to people."""
    @property
    def department(self) -> uuid.UUID | None:
        """The department."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def regions(self) -> builtins.list[uuid.UUID] | None:
        """The regions they work, entries of the dictionary category `region`."""
    @property
    def industries(self) -> builtins.list[str] | None:
        """The industries they work."""
    @property
    def roles(self) -> builtins.list[str] | None:
        """The names of their roles."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give users, by their names."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewUser: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class UserFilterFields(TypedDict):
    """The fields of `UserFilter` as a mapping."""
    status: NotRequired[_UserStatus | None]
    name: NotRequired[str | None]
    department: NotRequired[uuid.UUID | None]
    role: NotRequired[str | None]

@final
class UserFilter:
    """Which users are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        status: _UserStatus | None = None,
        name: str | None = None,
        department: uuid.UUID | None = None,
        role: str | None = None,
    ) -> Self: ...
    @property
    def status(self) -> UserStatus | None:
        """Active ones, or disabled ones."""
    @property
    def name(self) -> str | None:
        """The login name or the display name contains this; width and case don't matter, and an empty text restricts
        nothing.
        """
    @property
    def department(self) -> uuid.UUID | None:
        """Of exactly this department."""
    @property
    def role(self) -> str | None:
        """Holding the role of this name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> UserFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class UserUpdateFields(TypedDict):
    """The fields of `UserUpdate` as a mapping."""
    login: NotRequired[str]
    display_name: NotRequired[str]
    department: NotRequired[uuid.UUID]
    email: NotRequired[str]
    phone: NotRequired[str]
    regions: NotRequired[Sequence[uuid.UUID]]
    industries: NotRequired[Sequence[str]]
    custom: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class UserUpdate:
    """Changes that an administrator makes to a user (USER-1); roles have an operation of their own."""
    def __new__(
        cls,
        *,
        login: str | None = None,
        display_name: str | None = None,
        department: uuid.UUID | None = None,
        email: str | None = None,
        phone: str | None = None,
        regions: Sequence[uuid.UUID] | None = None,
        industries: Sequence[str] | None = None,
        custom: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def login(self) -> str | None:
        """The name to sign in with; unique, whatever the case."""
    @property
    def display_name(self) -> str | None:
        """The name shown to people."""
    @property
    def department(self) -> uuid.UUID | None:
        """The department."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def regions(self) -> builtins.list[uuid.UUID] | None:
        """The regions they work, all of them; an empty list for none."""
    @property
    def industries(self) -> builtins.list[str] | None:
        """The industries they work, all of them; an empty list for none."""
    @property
    def custom(self) -> dict[str, Any] | None:
        """Values of the fields that packs give users, by their names; a null empties one."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> UserUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DisabledUser:
    """A disabled user, with what they still hold."""
    @property
    def user(self) -> User:
        """The user."""
    @property
    def holds(self) -> builtins.list[Holding]:
        """What they still hold, kind by kind; empty where it is nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DisabledUser: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ColleagueFilterFields(TypedDict):
    """The fields of `ColleagueFilter` as a mapping."""
    name: NotRequired[str | None]
    department: NotRequired[uuid.UUID | None]
    region: NotRequired[uuid.UUID | None]
    industry: NotRequired[str | None]
    role: NotRequired[str | None]

@final
class ColleagueFilter:
    """Which colleagues are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        department: uuid.UUID | None = None,
        region: uuid.UUID | None = None,
        industry: str | None = None,
        role: str | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def department(self) -> uuid.UUID | None:
        """Of exactly this department."""
    @property
    def region(self) -> uuid.UUID | None:
        """Working this region."""
    @property
    def industry(self) -> str | None:
        """Working exactly this industry."""
    @property
    def role(self) -> str | None:
        """`account_manager`: those whom an opportunity can be given to. (A ticket or a customer can be given to any.)
        No other role is told: who holds which is for administrators (`users.list`).
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ColleagueFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ProfileUpdateFields(TypedDict):
    """The fields of `ProfileUpdate` as a mapping."""
    display_name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    regions: NotRequired[Sequence[uuid.UUID]]
    industries: NotRequired[Sequence[str]]
    time_zone: NotRequired[str]
    day_starts: NotRequired[str]
    auto_follow: NotRequired[bool]
    digest: NotRequired[_Digest]
    digest_at: NotRequired[str]
    push: NotRequired[Sequence[_NotificationReason]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class ProfileUpdate:
    """Changes to one's own profile (USER-3) and settings (PROC-7). Login name, department and roles are the administrator's."""
    def __new__(
        cls,
        *,
        display_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        regions: Sequence[uuid.UUID] | None = None,
        industries: Sequence[str] | None = None,
        time_zone: str | None = None,
        day_starts: str | None = None,
        auto_follow: bool | None = None,
        digest: _Digest | None = None,
        digest_at: str | None = None,
        push: Sequence[_NotificationReason] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def display_name(self) -> str | None:
        """The name shown to people."""
    @property
    def email(self) -> str | None:
        """The e-mail address."""
    @property
    def phone(self) -> str | None:
        """The telephone number."""
    @property
    def regions(self) -> builtins.list[uuid.UUID] | None:
        """The regions one works, all of them; an empty list for none."""
    @property
    def industries(self) -> builtins.list[str] | None:
        """The industries one works, all of them; an empty list for none."""
    @property
    def time_zone(self) -> str | None:
        """One's own time zone, an IANA name; emptied, the company's."""
    @property
    def day_starts(self) -> str | None:
        """When one's day starts by the clock, from `00:00` to `23:59`."""
    @property
    def auto_follow(self) -> bool | None:
        """Whether one follows by oneself what one creates, owns, notes or is mentioned in."""
    @property
    def digest(self) -> Digest | None:
        """How often one wants what one has not read in one message."""
    @property
    def digest_at(self) -> str | None:
        """When that comes by the clock, from `00:00` to `23:59`."""
    @property
    def push(self) -> builtins.list[NotificationReason] | None:
        """The reasons for which one wants to be told at once, all of them; an empty list for none."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ProfileUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class AuditFilterFields(TypedDict):
    """The fields of `AuditFilter` as a mapping."""
    user: NotRequired[uuid.UUID | None]
    operation: NotRequired[str | None]
    record: NotRequired[uuid.UUID | None]
    entity: NotRequired[str | None]
    at_from: NotRequired[datetime.datetime | None]
    at_before: NotRequired[datetime.datetime | None]

@final
class AuditFilter:
    """Which calls are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        user: uuid.UUID | None = None,
        operation: str | None = None,
        record: uuid.UUID | None = None,
        entity: str | None = None,
        at_from: datetime.datetime | None = None,
        at_before: datetime.datetime | None = None,
    ) -> Self: ...
    @property
    def user(self) -> uuid.UUID | None:
        """By this user."""
    @property
    def operation(self) -> str | None:
        """Of exactly this operation."""
    @property
    def record(self) -> uuid.UUID | None:
        """That changed this record. With a kind it is not of, it is refused (`wrong_kind`)."""
    @property
    def entity(self) -> str | None:
        """That changed a record of this kind, a defined object's by its name (`hotel.room`). Required beside the id of a record
        that an earlier version let be of two kinds.
        """
    @property
    def at_from(self) -> datetime.datetime | None:
        """At this instant or later."""
    @property
    def at_before(self) -> datetime.datetime | None:
        """Before this instant."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> AuditFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class AuditCall:
    """One call that changed something (AUDIT-1)."""
    @property
    def number(self) -> int:
        """Its number, by which `changes` gives all that it changed."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def user(self) -> UserRef | None:
        """Who; absent where the engine acted for itself."""
    @property
    def operation(self) -> str:
        """The operation, `opportunities.assign`."""
    @property
    def arguments(self) -> str:
        """Its arguments as a JSON object, as far as the reader reads these fields today; a summary in their place for a bulk
        operation. Passwords are `***`.
        """
    @property
    def changes(self) -> builtins.list[RecordChange]:
        """The records it changed: the first 100, as far as they are 1 MiB of text."""
    @property
    def more_changes(self) -> bool:
        """Whether it changed more: `changes` gives all of them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> AuditCall: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class RefusalFilterFields(TypedDict):
    """The fields of `RefusalFilter` as a mapping."""
    user: NotRequired[uuid.UUID | None]
    login: NotRequired[str | None]
    operation: NotRequired[str | None]
    reason: NotRequired[str | None]
    at_from: NotRequired[datetime.datetime | None]
    at_before: NotRequired[datetime.datetime | None]

@final
class RefusalFilter:
    """Which refusals are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        user: uuid.UUID | None = None,
        login: str | None = None,
        operation: str | None = None,
        reason: str | None = None,
        at_from: datetime.datetime | None = None,
        at_before: datetime.datetime | None = None,
    ) -> Self: ...
    @property
    def user(self) -> uuid.UUID | None:
        """Of this user."""
    @property
    def login(self) -> str | None:
        """Of log-ins whose name contains this; a name that nobody has must be given whole. Width and case don't matter, and
        an empty text restricts nothing.
        """
    @property
    def operation(self) -> str | None:
        """Of exactly this operation."""
    @property
    def reason(self) -> str | None:
        """For exactly this reason."""
    @property
    def at_from(self) -> datetime.datetime | None:
        """First refused at this instant or later."""
    @property
    def at_before(self) -> datetime.datetime | None:
        """First refused before this instant."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RefusalFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Refusal:
    """A refused call or a failed log-in; repeats within a minute are counted (PERM-2)."""
    @property
    def first_at(self) -> datetime.datetime:
        """When it was refused first."""
    @property
    def last_at(self) -> datetime.datetime:
        """When it was refused last."""
    @property
    def times(self) -> int:
        """How often."""
    @property
    def user(self) -> UserRef | None:
        """Who; absent for a log-in under a name that nobody has, and where so many were refused at once that only their
        number was kept.
        """
    @property
    def login(self) -> str | None:
        """The name of a failed log-in, folded. Of one that nobody has there is a hash alone, `#` and sixteen digits: people
        type passwords there. Absent where names were so many that only their number was kept.
        """
    @property
    def operation(self) -> str:
        """The operation; `login` for signing in."""
    @property
    def reason(self) -> str:
        """Why, as a stable code: `no_permission`, `not_yours`, `disabled`, `second_factor`, `field`, `out_of_scope`,
        `wrong_credentials`, `code_required`, `locked`.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Refusal: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChangesSince:
    """The changes behind a sequence number, oldest first (AUDIT-2)."""
    @property
    def items(self) -> builtins.list[FollowedChange]:
        """The changes."""
    @property
    def sequence(self) -> int:
        """The sequence number to ask with next: of the last change here, or the one that was asked with."""
    @property
    def more(self) -> bool:
        """Whether there are more already."""
    @property
    def database(self) -> uuid.UUID:
        """The database, to ask with next."""
    @property
    def epoch(self) -> uuid.UUID:
        """Its incarnation, to ask with next."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChangesSince: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FollowedChange:
    """A changed record, with the call that changed it (AUDIT-2)."""
    @property
    def change(self) -> RecordChange:
        """What changed."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def user(self) -> uuid.UUID | None:
        """Who; absent where the engine acted for itself."""
    @property
    def operation(self) -> str:
        """The operation, `opportunities.assign`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FollowedChange: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChangesLatest:
    """Where the changes of a database stand."""
    @property
    def sequence(self) -> int:
        """The sequence number of the last change, 0 where there is none."""
    @property
    def database(self) -> uuid.UUID:
        """The database."""
    @property
    def epoch(self) -> uuid.UUID:
        """Its incarnation."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChangesLatest: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DictionaryChoice:
    """A choice of a coded field, as a form offers it (DICT-4)."""
    @property
    def id(self) -> uuid.UUID:
        """The entry, by which calls name it."""
    @property
    def item(self) -> str:
        """What people call it."""
    @property
    def value(self) -> str:
        """The value behind it: the grade 1–5 for the labels of satisfaction and credit."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DictionaryChoice: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class DictionaryFilterFields(TypedDict):
    """The fields of `DictionaryFilter` as a mapping."""
    category: NotRequired[str | None]
    item: NotRequired[str | None]
    value: NotRequired[str | None]
    editable: NotRequired[bool | None]

@final
class DictionaryFilter:
    """Which entries are wanted; what is absent does not restrict (DICT-4)."""
    def __new__(
        cls,
        *,
        category: str | None = None,
        item: str | None = None,
        value: str | None = None,
        editable: bool | None = None,
    ) -> Self: ...
    @property
    def category(self) -> str | None:
        """Of exactly this category."""
    @property
    def item(self) -> str | None:
        """The item contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def value(self) -> str | None:
        """The value contains this; width and case don't matter, and an empty text restricts nothing."""
    @property
    def editable(self) -> bool | None:
        """Editable ones, or those that are not."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DictionaryFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DictionaryEntry:
    """A dictionary entry (数据字典项)."""
    @property
    def id(self) -> uuid.UUID:
        """Its id, by which calls name it."""
    @property
    def version(self) -> int:
        """Its version, for updates."""
    @property
    def number(self) -> int | None:
        """Its short number."""
    @property
    def category(self) -> str:
        """The coded field it belongs to."""
    @property
    def item(self) -> str:
        """What people call it."""
    @property
    def value(self) -> str:
        """The value behind it."""
    @property
    def editable(self) -> bool:
        """Whether it can be changed and deleted."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DictionaryEntry: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewDictionaryEntryFields(TypedDict):
    """The fields of `NewDictionaryEntry` as a mapping."""
    category: str
    item: str
    value: str
    editable: NotRequired[bool | None]

@final
class NewDictionaryEntry:
    """What an administrator gives to add an entry (DICT-1)."""
    def __new__(
        cls,
        *,
        category: str,
        item: str,
        value: str,
        editable: bool | None = None,
    ) -> Self: ...
    @property
    def category(self) -> str:
        """The coded field it belongs to: `region`, `customer_level`, `ticket_kind`, or one of the host's own."""
    @property
    def item(self) -> str:
        """What people call it; new in its category."""
    @property
    def value(self) -> str:
        """The value behind it; new in its category."""
    @property
    def editable(self) -> bool | None:
        """Whether it can be changed and deleted later; it can where absent."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewDictionaryEntry: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class DictionaryEntryUpdateFields(TypedDict):
    """The fields of `DictionaryEntryUpdate` as a mapping."""
    category: NotRequired[str]
    item: NotRequired[str]
    value: NotRequired[str]
    editable: NotRequired[bool]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class DictionaryEntryUpdate:
    """Changes to an editable entry (DICT-1)."""
    def __new__(
        cls,
        *,
        category: str | None = None,
        item: str | None = None,
        value: str | None = None,
        editable: bool | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def category(self) -> str | None:
        """The coded field it belongs to; fixed while the entry is in use."""
    @property
    def item(self) -> str | None:
        """What people call it."""
    @property
    def value(self) -> str | None:
        """The value behind it."""
    @property
    def editable(self) -> bool | None:
        """`false` makes the entry read-only for good."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DictionaryEntryUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class DueJob:
    """When a job falls due."""
    @property
    def job(self) -> str:
        """The job."""
    @property
    def due_at(self) -> datetime.datetime:
        """The instant from which on it is due; in the past where it is due already."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> DueJob: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class JobRun:
    """One run of a job."""
    @property
    def job(self) -> str:
        """The job."""
    @property
    def due_at(self) -> datetime.datetime:
        """The instant at which it had fallen due; where several were missed, the last of them."""
    @property
    def ran_at(self) -> datetime.datetime:
        """When it ran, and as of when."""
    @property
    def changed(self) -> int:
        """The number of records it changed, or of items that were served."""
    @property
    def failed(self) -> int:
        """The number of items that failed, and are tried again or were given up."""
    @property
    def failure(self) -> str | None:
        """The code of the error that ended it, or what was to come behind it, before all was done: what is left stays due."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> JobRun: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class CheckReport:
    """What a check found."""
    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
    @property
    def findings(self) -> builtins.list[str]:
        """What is wrong, a line each, in English: for the log and the vendor's support."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> CheckReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Allowed:
    """Which operations the acting user may call on a record now (META-1)."""
    @property
    def id(self) -> uuid.UUID:
        """The record."""
    @property
    def operations(self) -> builtins.list[str]:
        """The names of the operations, by the same rules that would refuse the call; empty where the record does not
        exist.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Allowed: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class OperationDescription:
    """An operation, in the session's language (META-3)."""
    @property
    def name(self) -> str:
        """Its name, `opportunities.assign`."""
    @property
    def area(self) -> str:
        """The area, `opportunities`."""
    @property
    def label(self) -> str:
        """Its label."""
    @property
    def doc(self) -> str:
        """Its documentation, the first paragraph in the session's language."""
    @property
    def access(self) -> Access:
        """Whether it changes anything."""
    @property
    def confirm(self) -> bool:
        """Whether a person should confirm it first."""
    @property
    def permitted(self) -> bool:
        """Whether the acting user's roles hold it."""
    @property
    def reads(self) -> ScopeLevel | None:
        """Which records their roles let them read with it, where they hold it and it speaks of records with a scope
        (SCOPE-17); of an operation on several kinds the least.
        """
    @property
    def writes(self) -> ScopeLevel | None:
        """Which records their roles let them change with it."""
    @property
    def arguments(self) -> builtins.list[FieldDescription]:
        """The arguments, records unfolded into their fields."""
    @property
    def result(self) -> str:
        """The result as a JSON Schema."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> OperationDescription: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class FieldDescription:
    """A field of a form (META-3)."""
    @property
    def path(self) -> str:
        """Where its value belongs in the arguments: `new.customer_name`, `customers[].name`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def doc(self) -> str:
        """What it is, in the session's language."""
    @property
    def kind(self) -> str:
        """Its type: `text`, `integer`, `date`, `UserId`, `NewOpportunity` …; of a field that a pack defines the word of packs:
        `ref`, `entry`, `choice`, `money` …
        """
    @property
    def required(self) -> bool:
        """Whether it must be given; for a customer's fields, as the settings stand. What the caller may not write of a
        customer or a contact is not demanded of them; where anything else demands such a field, the call is refused.
        """
    @property
    def right(self) -> FieldRight:
        """What the acting user may do with the field: `full`, but where a role's rights to it are set. A field of a record
        is refused (`not_writable`) unless they are full, a condition (`not_readable`) unless it is read; such conditions,
        and hidden fields that need not be given, are left out of the form.
        """
    @property
    def default_value(self) -> str | None:
        """What stands in its place where it is absent, as JSON: `50`, `false`. Absent where nothing does, or where it
        depends on more than the operation: its documentation says so. Of a field that a pack defines the expression which
        fills it: `1`, `me`, `room.price`.
        """
    @property
    def min_length(self) -> int | None:
        """The shortest text, in characters: more than one, or one where an optional text may be absent but not empty."""
    @property
    def max_length(self) -> int | None:
        """The longest text, in characters."""
    @property
    def multiline(self) -> bool:
        """Whether newline and tab may stand in the text."""
    @property
    def minimum(self) -> int | None:
        """The smallest number, where it is whole."""
    @property
    def maximum(self) -> int | None:
        """The largest number, where it is whole."""
    @property
    def lowest(self) -> str | None:
        """The smallest number as text, where it is not whole: `0.01`."""
    @property
    def highest(self) -> str | None:
        """The largest number as text, where it is not whole."""
    @property
    def max_scale(self) -> int | None:
        """The most decimal places."""
    @property
    def max_items(self) -> int | None:
        """The most elements of a list."""
    @property
    def category(self) -> str | None:
        """The dictionary category its value comes from."""
    @property
    def refers_to(self) -> str | None:
        """The object whose record its value names, `user`, `hotel.room`."""
    @property
    def choices(self) -> builtins.list[ChoiceDescription]:
        """The values to choose from, where they are limited; of a dictionary category the first 1,000, which
        `dictionary.choices` gives all.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FieldDescription: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChoiceDescription:
    """A value to choose from."""
    @property
    def value(self) -> str:
        """The value to send."""
    @property
    def label(self) -> str:
        """Its label in the session's language; a dictionary entry's own item."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChoiceDescription: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class RecordField:
    """A field of a kind of record, with what the acting user may do with it (FIELD-10)."""
    @property
    def name(self) -> str:
        """Its name, `bank_account`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def doc(self) -> str:
        """Its documentation, in English."""
    @property
    def kind(self) -> str:
        """Its type: `text`, `integer`, `date`, `Choice` …; `names` of what hangs on the record, of which it has any number."""
    @property
    def confidential(self) -> ConfidentialKind | None:
        """What it holds, where it can be withheld from roles (`roles.set_field`); absent where it never is."""
    @property
    def hideable(self) -> bool:
        """Whether it can be hidden; a required text can be masked and no more."""
    @property
    def right(self) -> FieldRight:
        """What the acting user may do with it, as far as fields can be withheld."""
    @property
    def asked(self) -> builtins.list[str]:
        """What they may ask of it in a filter tree: `is`, `contains`, `ge` …; nothing, where nobody asks it there, or where
        they don't read it in full.
        """
    @property
    def refers_to(self) -> str | None:
        """The kind of record that it refers to, to whose fields a path goes on."""
    @property
    def category(self) -> str | None:
        """The dictionary category of the entries that it refers to."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> RecordField: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectDescription:
    """An object, in the session's language (OBJ-17)."""
    @property
    def name(self) -> str:
        """Its name, `customer`."""
    @property
    def label(self) -> str:
        """Its label."""
    @property
    def kind(self) -> ObjectKind:
        """What it is."""
    @property
    def owner(self) -> str | None:
        """The field that is its owner."""
    @property
    def key(self) -> str | None:
        """The text field by which its records may be named in place of an id."""
    @property
    def fields(self) -> builtins.list[ObjectField]:
        """Its fields, in their order."""
    @property
    def parts(self) -> builtins.list[ObjectPart]:
        """Its parts."""
    @property
    def states(self) -> builtins.list[ObjectChoice]:
        """Its states, in their order."""
    @property
    def actions(self) -> builtins.list[ObjectAction]:
        """What can be done with a record; of a typed object the operations that are called on one."""
    @property
    def views(self) -> builtins.list[ObjectView]:
        """The views of packs over its records."""
    @property
    def title_fields(self) -> builtins.list[str]:
        """The fields that make the title of a record."""
    @property
    def groups(self) -> builtins.list[ObjectChoice]:
        """The groups in which a form or a record shows its fields, in their order."""
    @property
    def columns(self) -> builtins.list[str]:
        """The columns of a list that matter, in their order, at most eight: fields, or paths over references."""
    @property
    def filters(self) -> builtins.list[str]:
        """The fields for which a list offers a filter first, in their order, at most eight; of those that the acting user may
        ask for.
        """
    @property
    def board(self) -> ObjectBoard | None:
        """The field whose states make the columns of a board, where records go from state to state."""
    @property
    def operations(self) -> builtins.list[ObjectOperation]:
        """The operations by which its records are listed, got, created, changed and deleted, and what else is called on one."""
    @property
    def hangs(self) -> builtins.list[ObjectHanging]:
        """What hangs on its records: activities, notes, files, tags, followers, as far as they bear it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectDescription: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectField:
    """A field of an object."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def kind(self) -> str:
        """Its type: `text`, `boolean`, `integer`, `decimal`, `money`, `date`, `instant`, `choice`, `entry`, `ref`; `id` of the
        record itself; `names` of what hangs on the record, as its tags do, of which it has any number: they are asked for in
        filter trees, and stand in no record.
        """
    @property
    def required(self) -> bool:
        """Whether it is given when a record is created and never emptied; of a typed object, whether it is never empty."""
    @property
    def max_length(self) -> int | None:
        """The longest text, in characters, where the definition says it."""
    @property
    def multiline(self) -> bool:
        """Whether newline and tab may stand in the text."""
    @property
    def minimum(self) -> str | None:
        """The smallest number, as text."""
    @property
    def maximum(self) -> str | None:
        """The largest number, as text."""
    @property
    def places(self) -> int | None:
        """The most decimal places."""
    @property
    def choices(self) -> builtins.list[ObjectChoice]:
        """The values to choose from, in their order."""
    @property
    def category(self) -> str | None:
        """The dictionary category of the entries that it refers to."""
    @property
    def refers_to(self) -> str | None:
        """The object that it refers to."""
    @property
    def default_value(self) -> str | None:
        """The expression that fills it where nothing is given."""
    @property
    def readable(self) -> bool:
        """Whether the acting user reads it in full."""
    @property
    def writable(self) -> bool:
        """Whether they write it, where they may write the record; what the engine sets nobody writes."""
    @property
    def group(self) -> str:
        """The group in which it stands; within a group fields stand in their order here."""
    @property
    def asked(self) -> builtins.list[str]:
        """What they may ask of it in a filter tree: `is`, `contains`, `ge` …"""
    @property
    def sortable(self) -> bool:
        """Whether a list can be sorted by it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectField: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectChoice:
    """A value or a state, with its label in the session's language."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def label(self) -> str:
        """Its label."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectChoice: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectPart:
    """Parts of an object's records."""
    @property
    def name(self) -> str:
        """What the whole calls them."""
    @property
    def label(self) -> str:
        """The label of that in the session's language."""
    @property
    def object(self) -> str:
        """Their object."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectPart: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectAction:
    """An action of an object."""
    @property
    def name(self) -> str:
        """Its name, `arrive`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def operation(self) -> str:
        """The operation that it is, `hotel.reservation.arrive`."""
    @property
    def from_(self) -> builtins.list[str]:
        """The states in which it is possible; none where it is in any."""
    @property
    def takes(self) -> builtins.list[str]:
        """The fields that are given with it; of a typed object's operation its arguments."""
    @property
    def needs(self) -> builtins.list[str]:
        """Paths that must have a value afterwards."""
    @property
    def confirm(self) -> bool:
        """Whether a person should confirm it first."""
    @property
    def permitted(self) -> bool:
        """Whether a role of the acting user's holds it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectAction: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectView:
    """A view of a pack."""
    @property
    def name(self) -> str:
        """Its name, `hotel.free_rooms`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def bench(self) -> bool:
        """Whether it is a section of the workbench of who may ask it (VIEW-8)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectView: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectBoard:
    """A board of an object's records."""
    @property
    def field(self) -> str:
        """The field that says the state."""
    @property
    def states(self) -> builtins.list[ObjectState]:
        """The states, in their order."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectBoard: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectState:
    """A state, with its label in the session's language."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def label(self) -> str:
        """Its label."""
    @property
    def is_final(self) -> bool:
        """Whether records stay in it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectState: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectOperation:
    """An operation on the records of an object."""
    @property
    def operation(self) -> str:
        """Its full name, `customers.create`, `hotel.room.create`."""
    @property
    def verb(self) -> ObjectVerb:
        """What it does with them."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def access(self) -> Access:
        """Whether it changes anything."""
    @property
    def confirm(self) -> bool:
        """Whether a person should confirm it first."""
    @property
    def permitted(self) -> bool:
        """Whether the acting user's roles hold it."""
    @property
    def record(self) -> str | None:
        """The argument that takes the record's id: `id`, `new.customer`."""
    @property
    def fields(self) -> str | None:
        """The argument that takes the fields: `new`, `changes`, `changes.values`, `with`."""
    @property
    def version(self) -> str | None:
        """The argument that takes the version which the caller saw: `version`, `changes.version`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectOperation: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectHanging:
    """What hangs on the records of an object (OBJ-17)."""
    @property
    def area(self) -> str:
        """Its area, `notes`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def kind(self) -> str | None:
        """The kind of record that each is, of which `meta.allowed` can be asked; absent where they are no records of their own."""
    @property
    def columns(self) -> builtins.list[str]:
        """The fields of each that matter, in their order, the most telling first."""
    @property
    def on_record(self) -> builtins.list[ObjectOperation]:
        """The operations that are called on the record on which they hang, the list of them first; `record` is the argument
        that takes the record's key.
        """
    @property
    def on_each(self) -> builtins.list[ObjectOperation]:
        """The operations that are called on one of them; `record` is the argument that takes its id."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectHanging: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Label:
    """A label in the session's language (META-2)."""
    @property
    def key(self) -> str:
        """Its key: `field-customer_name`, `choice-OpportunityStatus-assigned`, `operation-tickets-handle`."""
    @property
    def text(self) -> str:
        """The text."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Label: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectRecord:
    """A record of any kind."""
    @property
    def object(self) -> str:
        """The object that it is of, `customer`."""
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def version(self) -> int:
        """How often it was changed, from 1; an update that gives it is refused where it was changed since."""
    @property
    def number(self) -> str | None:
        """Its number for people, where its kind has one."""
    @property
    def status(self) -> str | None:
        """Its state, where its kind has states."""
    @property
    def state_since(self) -> datetime.datetime | None:
        """Since when it is in that state, where that is kept."""
    @property
    def title(self) -> str:
        """What it is called; empty where that is withheld, or was not given."""
    @property
    def creator(self) -> ObjectRef | None:
        """Who made it, where that is kept."""
    @property
    def created_at(self) -> datetime.datetime | None:
        """When it was made, where that is kept."""
    @property
    def values(self) -> Values:
        """The values of the fields that were asked for, by their names or paths. What is empty is null."""
    @property
    def parts(self) -> dict[str, Any] | None:
        """The parts by the names of their lists, each as `{"id", "values", "withheld"}` (OBJ-11); absent in lists, and where
        its kind has none.
        """
    @property
    def withheld(self) -> builtins.list[str]:
        """The names of those fields that the caller does not read in full: hidden ones are absent, masked ones show a part."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __getattr__(self, value: str, /) -> Any: ...

@final
class ObjectBatch:
    """What became of many records that were created at once."""
    @property
    def created(self) -> int:
        """How many were created."""
    @property
    def refused(self) -> int:
        """How many were refused."""
    @property
    def records(self) -> builtins.list[ObjectCreated]:
        """What became of each, in the order in which they were given."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectBatch: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectCreated:
    """What became of one of many records."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id; absent where it was refused."""
    @property
    def number(self) -> str | None:
        """Its number, where its object has a series."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """Why it was refused."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectCreated: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ObjectTable:
    """A table over the records of one kind (VIEW-4)."""
    @property
    def columns(self) -> builtins.list[ObjectColumn]:
        """What its columns are: the keys by which records are grouped, and the measures of each group behind them."""
    @property
    def rows(self) -> builtins.list[builtins.list[_Value | None]]:
        """The rows, each with a value a column; 10,000 at the most."""
    @property
    def withheld(self) -> builtins.list[str]:
        """The measures that are left out, since the caller does not read their fields."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectTable: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> CapsuleType: ...

@final
class ObjectColumn:
    """A column of a table."""
    @property
    def name(self) -> str:
        """Its name, by which the table is sorted: `status`, `created_at.month`, `amount.sum`, `count`."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def kind(self) -> str:
        """The type of its values: `text`, `integer`, `boolean`, `decimal`, `money`, `date`, `instant`, `record`."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectColumn: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Related:
    """The records of one object that refer to a record by one field (OBJ-16)."""
    @property
    def object(self) -> str:
        """Their object, `ticket`."""
    @property
    def field(self) -> str:
        """The field by which they refer to it."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def count(self) -> int:
        """How many they are, 1,000 at the most."""
    @property
    def more(self) -> bool:
        """Whether there are more than `count`."""
    @property
    def rows(self) -> builtins.list[ObjectRef]:
        """The newest of them, as many as were asked for."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Related: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class HistoryChange:
    """A change of a record (OBJ-15)."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def user(self) -> ObjectRef | None:
        """Who; absent where the engine acted for itself."""
    @property
    def operation(self) -> str:
        """The operation, `opportunities.assign`."""
    @property
    def cause(self) -> str | None:
        """The rule or action that caused it, where the call itself did not."""
    @property
    def action(self) -> Action:
        """What happened to the record."""
    @property
    def fields(self) -> builtins.list[HistoryField]:
        """The fields that changed, by their present names, as far as the reader reads them today; of a new record those
        that were given, of a deleted one those that it had.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> HistoryChange: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class HistoryField:
    """A field that a change changed."""
    @property
    def field(self) -> str:
        """Its name."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def before(self) -> _Value | None | None:
        """Its value before; absent where it was empty. What is no single value, a list, stands as its JSON."""
    @property
    def after(self) -> _Value | None | None:
        """Its value afterwards; absent where it is empty."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> HistoryField: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ObjectUpdateFields(TypedDict):
    """The fields of `ObjectUpdate` as a mapping."""
    values: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    parts: NotRequired[Mapping[str, Any]]
    version: NotRequired[int]

@final
class ObjectUpdate:
    """Changes to a record of a defined object (OBJ-9); what is not named stays as it is."""
    def __new__(
        cls,
        *,
        values: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        parts: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def values(self) -> dict[str, Any] | None:
        """New values by the names of their fields. A null is refused as `type`: `clear` empties a field."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields that are emptied. One that is among the values too is refused as `set_and_cleared`."""
    @property
    def parts(self) -> dict[str, Any] | None:
        """Lists of parts by their names, each whole (OBJ-11): `{"lines": [{"id": "…", "amount": …}, {…}]}`. A part with an
        id is changed, one without is added, one that is missing is removed; their order is kept.
        """
    @property
    def version(self) -> int | None:
        """The version that the caller saw; where the record was changed since, it is a conflict (`stale_version`)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ObjectUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Pack:
    """A pack (扩展包): definitions of objects, fields, rules and views."""
    @property
    def id(self) -> uuid.UUID:
        """Its id, by which the audit names it."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def version(self) -> int:
        """The version of its document."""
    @property
    def language(self) -> int:
        """The level of the expression language that it needs."""
    @property
    def title(self) -> str:
        """What it is called."""
    @property
    def enabled(self) -> bool:
        """Whether what it defines is in force."""
    @property
    def applied_at(self) -> datetime.datetime:
        """When it was applied."""
    @property
    def applied_by(self) -> UserRef | None:
        """Who applied it; absent where the engine did."""
    @property
    def renamed(self) -> builtins.list[PackRename]:
        """Custom fields that have other names than the pack gave them, since the engine has fields of those names by now
        (EXT-6): the next version of the pack goes by the present ones.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Pack: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PackRename:
    """A custom field that has another name than its pack gave it."""
    @property
    def object(self) -> str:
        """The kind of record, `customer`."""
    @property
    def from_(self) -> str:
        """The name that the pack gave it."""
    @property
    def to(self) -> str:
        """Its name."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PackRename: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PackDetail:
    """A pack with its document."""
    @property
    def pack(self) -> Pack:
        """The pack."""
    @property
    def document(self) -> dict[str, Any]:
        """Its document."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PackDetail: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PackPlan:
    """What a document would change (PACK-2)."""
    @property
    def digest(self) -> str:
        """What the plan comes to: `apply` takes it, and does nothing else."""
    @property
    def steps(self) -> builtins.list[PackStep]:
        """The steps."""
    @property
    def refusals(self) -> builtins.list[FieldError]:
        """What stands against the document, each by its path in it."""
    @property
    def estimated_ms(self) -> int:
        """About how long the writer is held, in milliseconds."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PackPlan: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PackStep:
    """A step of a plan."""
    @property
    def path(self) -> str:
        """The path of what changes, as labels name it: `room.price`, `reservation.checks.dates`, `views.free_rooms`."""
    @property
    def class_(self) -> str:
        """What it means for what is there: `safe`, `counts`, `rewrites`, `hides`, `refused`."""
    @property
    def rows(self) -> int:
        """The records that it concerns: those that break a check, that lack what is required now, that are rewritten."""
    @property
    def was(self) -> str | None:
        """What the thing was called before, where it gets another name."""
    @property
    def reprinted(self) -> builtins.list[str]:
        """The places in other packs that are printed again with the new name."""
    @property
    def note(self) -> str | None:
        """What else is to be known of it: `no_index` of a view that is found by no index, though its object has more than
        10,000 records (VIEW-7); `rows` says how many. It is said of views that stay as they are too.
        """
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PackStep: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PurgeReport:
    """What was destroyed."""
    @property
    def paths(self) -> builtins.list[PurgedPath]:
        """Path by path, as they were given."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PurgeReport: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class PurgedPath:
    """What was destroyed at a path."""
    @property
    def path(self) -> str:
        """The path."""
    @property
    def rows(self) -> int:
        """The records that had something there; of a pack those too that bore its tags."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> PurgedPath: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class Settings:
    """The settings of a database."""
    @property
    def version(self) -> int:
        """The version, for updates."""
    @property
    def time_zone(self) -> str:
        """The company's time zone, an IANA name: years, days and the Saturday scan are counted in it."""
    @property
    def currency(self) -> str:
        """The company's currency, ISO 4217."""
    @property
    def required_customer_fields(self) -> builtins.list[str]:
        """The fields a customer needs to be complete."""
    @property
    def sign_in_days(self) -> int:
        """How many days the log of sign-ins is kept (LOGIN-2)."""
    @property
    def result_required(self) -> builtins.list[str]:
        """The kinds of activity that are not completed without a result, by the values of their entries (ACT-4)."""
    @property
    def next_step_required(self) -> builtins.list[str]:
        """The objects on whose open records the last planned activity is not completed without a next one (ACT-5)."""
    @property
    def forgotten_after_days(self) -> int:
        """After how many days in which nothing was done a customer is forgotten (ACT-15)."""
    @property
    def forgotten_levels(self) -> builtins.list[LevelDays]:
        """The levels whose customers are forgotten after other numbers of days."""
    @property
    def birthday_days(self) -> int:
        """How many days ahead the workbench tells birthdays (BENCH-2)."""
    @property
    def file_max_bytes(self) -> int:
        """How many bytes a file may have (FILE-5)."""
    @property
    def files_quota_bytes(self) -> int:
        """How many bytes all files may have, each content once (FILE-5)."""
    @property
    def work_report_due(self) -> builtins.list[WorkReportDue]:
        """Until when work reports are to be submitted, a row each kind of period (WORK-4)."""
    @property
    def work_report_roles(self) -> builtins.list[str]:
        """The roles whose holders are to write work reports, by their names (WORK-4)."""
    @property
    def lost_reason_required(self) -> bool:
        """Whether an opportunity fails only with what it was lost for (SALE-6)."""
    @property
    def idle_days(self) -> int:
        """After how many days in which nothing was done an open opportunity is idle (SALE-11)."""
    @property
    def enrich(self) -> bool:
        """Whether the host is asked what a provider knows of each opportunity that was captured (CAPT-9)."""
    @property
    def duplicates_tell_owner(self) -> bool:
        """Whether who meets a record that they don't see is told whose it is (DUP-7)."""
    @property
    def duplicates_told_a_day(self) -> int:
        """Of how many records that they don't see one person is told a day (DUP-7)."""
    @property
    def duplicate_scan(self) -> bool:
        """Whether all records are looked through for duplicates each Sunday (DUP-8)."""
    @property
    def phone_region(self) -> str:
        """The region of telephone numbers without the code of a country: `CN` (DUP-3)."""
    @property
    def assignment_at(self) -> str:
        """At what time of the day leads and customers without an account manager are distributed (ASSIGN-6)."""
    @property
    def recycle_at(self) -> str:
        """At what time of the day what nobody worked on falls back into its pool (ASSIGN-11)."""
    @property
    def merge_undo_days(self) -> int:
        """For how many days a merge can be undone (DUP-14)."""
    @property
    def score_fields(self) -> builtins.list[str]:
        """The fields by whose values scores are learned, in the order in which they are multiplied (SCORE-2)."""
    @property
    def score_since(self) -> datetime.date | None:
        """Opportunities count for scores that were recorded on this day or later; all, where it is absent (SCORE-2)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Settings: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class LevelDays:
    """After how many days customers of a level are forgotten (ACT-15)."""
    @property
    def level(self) -> uuid.UUID:
        """The level, an entry of the dictionary category `customer_level`."""
    @property
    def days(self) -> int:
        """The days."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> LevelDays: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class WorkReportDue:
    """When work reports are due (WORK-4)."""
    @property
    def kind(self) -> ReportKind:
        """Those of such periods."""
    @property
    def days(self) -> int:
        """How many days after the last one of their period."""
    @property
    def time(self) -> str:
        """At what time of that day, `HH:MM` in the company's zone."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> WorkReportDue: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class SettingsUpdateFields(TypedDict):
    """The fields of `SettingsUpdate` as a mapping."""
    time_zone: NotRequired[str]
    currency: NotRequired[str]
    required_customer_fields: NotRequired[Sequence[str]]
    sign_in_days: NotRequired[int]
    result_required: NotRequired[Sequence[str]]
    next_step_required: NotRequired[Sequence[str]]
    forgotten_after_days: NotRequired[int]
    forgotten_levels: NotRequired[Sequence[NewLevelDays | NewLevelDaysFields]]
    birthday_days: NotRequired[int]
    file_max_bytes: NotRequired[int]
    files_quota_bytes: NotRequired[int]
    work_report_due: NotRequired[Sequence[NewWorkReportDue | NewWorkReportDueFields]]
    work_report_roles: NotRequired[Sequence[str]]
    lost_reason_required: NotRequired[bool]
    idle_days: NotRequired[int]
    enrich: NotRequired[bool]
    duplicates_tell_owner: NotRequired[bool]
    duplicates_told_a_day: NotRequired[int]
    duplicate_scan: NotRequired[bool]
    phone_region: NotRequired[str]
    assignment_at: NotRequired[str]
    recycle_at: NotRequired[str]
    merge_undo_days: NotRequired[int]
    score_fields: NotRequired[Sequence[str]]
    score_since: NotRequired[datetime.date]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class SettingsUpdate:
    """Changes to the settings."""
    def __new__(
        cls,
        *,
        time_zone: str | None = None,
        currency: str | None = None,
        required_customer_fields: Sequence[str] | None = None,
        sign_in_days: int | None = None,
        result_required: Sequence[str] | None = None,
        next_step_required: Sequence[str] | None = None,
        forgotten_after_days: int | None = None,
        forgotten_levels: Sequence[NewLevelDays | NewLevelDaysFields] | None = None,
        birthday_days: int | None = None,
        file_max_bytes: int | None = None,
        files_quota_bytes: int | None = None,
        work_report_due: Sequence[NewWorkReportDue | NewWorkReportDueFields] | None = None,
        work_report_roles: Sequence[str] | None = None,
        lost_reason_required: bool | None = None,
        idle_days: int | None = None,
        enrich: bool | None = None,
        duplicates_tell_owner: bool | None = None,
        duplicates_told_a_day: int | None = None,
        duplicate_scan: bool | None = None,
        phone_region: str | None = None,
        assignment_at: str | None = None,
        recycle_at: str | None = None,
        merge_undo_days: int | None = None,
        score_fields: Sequence[str] | None = None,
        score_since: datetime.date | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def time_zone(self) -> str | None:
        """The company's time zone, an IANA name."""
    @property
    def currency(self) -> str | None:
        """The company's currency, ISO 4217. Amounts that are there keep theirs."""
    @property
    def required_customer_fields(self) -> builtins.list[str] | None:
        """The fields a customer needs to be complete, all of them: names of its optional fields. The name is needed
        in any case.
        """
    @property
    def sign_in_days(self) -> int | None:
        """How many days the log of sign-ins is kept, ten years at the most; what is older goes in the next night."""
    @property
    def result_required(self) -> builtins.list[str] | None:
        """The kinds of activity that are not completed without a result, all of them: values of entries of the dictionary
        category `activity_kind`.
        """
    @property
    def next_step_required(self) -> builtins.list[str] | None:
        """The objects on whose open records the last planned activity is not completed without a next one, all of them."""
    @property
    def forgotten_after_days(self) -> int | None:
        """After how many days in which nothing was done an active customer is forgotten for whom nothing is planned."""
    @property
    def forgotten_levels(self) -> builtins.list[NewLevelDays] | None:
        """The levels whose customers are forgotten after other numbers of days, all of them."""
    @property
    def birthday_days(self) -> int | None:
        """How many days ahead the workbench tells birthdays."""
    @property
    def file_max_bytes(self) -> int | None:
        """How many bytes a file may have, 2 GiB at the most. Those that are there stay."""
    @property
    def files_quota_bytes(self) -> int | None:
        """How many bytes all files may have, each content once. Those that are there stay."""
    @property
    def work_report_due(self) -> builtins.list[NewWorkReportDue] | None:
        """Until when work reports are to be submitted. Kinds of period that are not named keep what they have, and so do reports that
        were submitted.
        """
    @property
    def work_report_roles(self) -> builtins.list[str] | None:
        """The roles whose holders are to write work reports, all of them, by their names."""
    @property
    def lost_reason_required(self) -> bool | None:
        """Whether an opportunity fails only with what it was lost for, an entry of the dictionary category `lost_reason`."""
    @property
    def idle_days(self) -> int | None:
        """After how many days in which nothing was done an open opportunity is idle."""
    @property
    def enrich(self) -> bool | None:
        """Whether the host is asked what a provider knows of each opportunity that was captured, by a message of the outbox."""
    @property
    def duplicates_tell_owner(self) -> bool | None:
        """Whether who meets a record that they don't see is told whose it is."""
    @property
    def duplicates_told_a_day(self) -> int | None:
        """Of how many records that they don't see one person is told a day."""
    @property
    def duplicate_scan(self) -> bool | None:
        """Whether all records are looked through for duplicates each Sunday."""
    @property
    def phone_region(self) -> str | None:
        """The region of telephone numbers without the code of a country: CN, HK, MO, TW, JP, KR, SG, US, CA, GB, DE or FR."""
    @property
    def assignment_at(self) -> str | None:
        """At what time of the company's day leads and customers without an account manager are distributed by the rules that don't
        act at once, `06:00`.
        """
    @property
    def recycle_at(self) -> str | None:
        """At what time of the company's day what nobody worked on falls back into its pool, `03:00`."""
    @property
    def merge_undo_days(self) -> int | None:
        """For how many days a merge can be undone; 0 where none can."""
    @property
    def score_fields(self) -> builtins.list[str] | None:
        """The fields by whose values scores are learned, all of them, in order: region, industry, tags, email_state, phone_state, and
        any choice, reference or truth value of opportunities, of packs as `custom.tier`. What counts is counted anew by it.
        """
    @property
    def score_since(self) -> datetime.date | None:
        """Opportunities count for scores that were recorded on this day or later."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SettingsUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewLevelDaysFields(TypedDict):
    """The fields of `NewLevelDays` as a mapping."""
    level: uuid.UUID
    days: int

@final
class NewLevelDays:
    """What is given to say after how many days customers of a level are forgotten (ACT-15)."""
    def __new__(
        cls,
        *,
        level: uuid.UUID,
        days: int,
    ) -> Self: ...
    @property
    def level(self) -> uuid.UUID:
        """The level, an entry of the dictionary category `customer_level`."""
    @property
    def days(self) -> int:
        """The days."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewLevelDays: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewWorkReportDueFields(TypedDict):
    """The fields of `NewWorkReportDue` as a mapping."""
    kind: _ReportKind
    days: int
    time: str

@final
class NewWorkReportDue:
    """What is given to say when work reports are due (WORK-4)."""
    def __new__(
        cls,
        *,
        kind: _ReportKind,
        days: int,
        time: str,
    ) -> Self: ...
    @property
    def kind(self) -> ReportKind:
        """Those of such periods."""
    @property
    def days(self) -> int:
        """How many days after the last one of their period."""
    @property
    def time(self) -> str:
        """At what time of that day, `HH:MM` in the company's zone."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewWorkReportDue: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SetupKind:
    """A kind of setup document, and what the acting user may do with its documents."""
    @property
    def kind(self) -> str:
        """Its name, as the operations take it."""
    @property
    def label(self) -> str:
        """Its label in the session's language."""
    @property
    def readable(self) -> bool:
        """Whether they read its documents."""
    @property
    def writable(self) -> bool:
        """Whether they write them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SetupKind: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class SetupFilterFields(TypedDict):
    """The fields of `SetupFilter` as a mapping."""
    enabled: NotRequired[bool | None]
    name: NotRequired[str | None]

@final
class SetupFilter:
    """Which documents are wanted; what is absent does not restrict."""
    def __new__(
        cls,
        *,
        enabled: bool | None = None,
        name: str | None = None,
    ) -> Self: ...
    @property
    def enabled(self) -> bool | None:
        """Enabled ones, or disabled ones."""
    @property
    def name(self) -> str | None:
        """The name contains this; width and case don't matter, and an empty text restricts nothing."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SetupFilter: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SetupDocument:
    """A setup document (设置文档): something that configures the engine, as it is or as it was in one of its versions."""
    @property
    def kind(self) -> str:
        """Its kind."""
    @property
    def name(self) -> str:
        """Its name, by which arguments name it; unique in its kind, whatever the width and case."""
    @property
    def id(self) -> uuid.UUID:
        """Its id, by which records refer to it."""
    @property
    def version(self) -> int:
        """Its version, for updates; each change of name, place or content, each enabling and disabling counts."""
    @property
    def enabled(self) -> bool:
        """Whether it is in force."""
    @property
    def position(self) -> int:
        """Its place among the documents of its kind; equal ones stand by age."""
    @property
    def pack(self) -> str | None:
        """The pack that brought it, where one did, as its name says too; `my` where it says what administrators put over that."""
    @property
    def created_at(self) -> datetime.datetime:
        """When it was created."""
    @property
    def changed_at(self) -> datetime.datetime:
        """When it became as it is told here."""
    @property
    def changed_by(self) -> UserRef | None:
        """Who made it so; nobody, where the engine itself did."""
    @property
    def document(self) -> dict[str, Any]:
        """What stands in it: the fields of its kind (`meta.describe` of `setup.put`)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SetupDocument: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SetupPlan:
    """What putting a document would do (SETUP-3)."""
    @property
    def refusals(self) -> builtins.list[FieldError]:
        """What is wrong with it, by paths inside the document: all for which `put` would be refused."""
    @property
    def changes(self) -> builtins.list[str]:
        """The paths that would change, as far as the document could be read; none, where it would stay as it is."""
    @property
    def records(self) -> Total:
        """How many records it concerns, as its kind counts them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SetupPlan: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class View:
    """A saved view (视图): a kept question about the records of one object, a person's or a pack's."""
    @property
    def id(self) -> uuid.UUID | None:
        """The id of a person's view; absent where a pack has it."""
    @property
    def name(self) -> str:
        """What it is called; that of a pack with the pack in front, `hotel.free_rooms`."""
    @property
    def version(self) -> int:
        """A person's: how often it was changed, for updates. A pack's: the pack's version."""
    @property
    def object(self) -> str:
        """The object of whose records it asks."""
    @property
    def definition(self) -> dict[str, Any]:
        """What it asks (VIEW): `of`, `filter`, `parameters`, `columns`, `sort`, or `group` and `measures`; and `bench`, by
        which it is a section of the workbench of who may ask it (VIEW-8).
        """
    @property
    def owner(self) -> UserRef | None:
        """Whose it is; absent where a pack has it, or the engine."""
    @property
    def shares(self) -> ViewShares:
        """With whom its owner shares it; a pack's with nobody."""
    @property
    def broken(self) -> bool:
        """Whether it names what is not there any more, and is refused until it is changed (VIEW-9)."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> View: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ViewSharesFields(TypedDict):
    """The fields of `ViewShares` as a mapping."""
    everybody: bool
    roles: Sequence[str]
    departments: Sequence[uuid.UUID]

@final
class ViewShares:
    """With whom a view is shared (VIEW-2). They read it: each sees their own records and fields in it."""
    def __new__(
        cls,
        *,
        everybody: bool,
        roles: Sequence[str],
        departments: Sequence[uuid.UUID],
    ) -> Self: ...
    @property
    def everybody(self) -> bool:
        """Everybody."""
    @property
    def roles(self) -> builtins.list[str]:
        """Whoever has one of these roles, by their names."""
    @property
    def departments(self) -> builtins.list[uuid.UUID]:
        """The people of these departments, and of those below them."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ViewShares: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class NewViewFields(TypedDict):
    """The fields of `NewView` as a mapping."""
    name: str
    definition: Mapping[str, Any]

@final
class NewView:
    """What is given to keep a view."""
    def __new__(
        cls,
        *,
        name: str,
        definition: Mapping[str, Any],
    ) -> Self: ...
    @property
    def name(self) -> str:
        """What it is called; unique among one's own, whatever the width and case."""
    @property
    def definition(self) -> dict[str, Any]:
        """What it asks."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> NewView: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ViewUpdateFields(TypedDict):
    """The fields of `ViewUpdate` as a mapping."""
    name: NotRequired[str]
    definition: NotRequired[Mapping[str, Any]]
    clear: NotRequired[Sequence[str]]
    version: NotRequired[int]

@final
class ViewUpdate:
    """Changes to a view."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        definition: Mapping[str, Any] | None = None,
        clear: Sequence[str] | None = None,
        version: int | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """What it is called."""
    @property
    def definition(self) -> dict[str, Any] | None:
        """What it asks, as a whole."""
    @property
    def clear(self) -> builtins.list[str] | None:
        """The names of fields to empty."""
    @property
    def version(self) -> int | None:
        """The record's version that the caller saw."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ViewUpdate: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChangeEvent:
    """One committed call that changed something."""
    @property
    def sequence(self) -> int:
        """The sequence number of the call's last change, as `changes.since` counts."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def user(self) -> uuid.UUID | None:
        """Who; absent where the engine acted for itself."""
    @property
    def operation(self) -> str:
        """The operation, `opportunities.assign`."""
    @property
    def records(self) -> builtins.list[ChangedRecord]:
        """The records it changed."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChangeEvent: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class ChangedRecord:
    """A record that a call changed."""
    @property
    def entity(self) -> str:
        """The kind of record."""
    @property
    def id(self) -> uuid.UUID | None:
        """Its id; absent in the one summary of a bulk operation."""
    @property
    def action(self) -> Action:
        """What happened to it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> ChangedRecord: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SalesPull:
    """What became of a pull."""
    @property
    def batches(self) -> int:
        """Batches stored, each in a transaction of its own."""
    @property
    def cursor(self) -> str | None:
        """The cursor that is stored now."""
    @property
    def created(self) -> int:
        """Records created."""
    @property
    def updated(self) -> int:
        """Records changed."""
    @property
    def unchanged(self) -> int:
        """Records that were the same already."""
    @property
    def removed(self) -> int:
        """Records removed."""
    @property
    def refused(self) -> builtins.list[SalesRefusal]:
        """The records refused, the first 10,000 of them; only where the pull was per record."""
    @property
    def more_refused(self) -> int:
        """How many more were refused."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SalesPull: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@final
class SalesRefusal:
    """A record that a pull refused."""
    @property
    def entity(self) -> str:
        """Its kind."""
    @property
    def key(self) -> str:
        """The host's key."""
    @property
    def errors(self) -> builtins.list[FieldError]:
        """What is wrong with it."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> SalesRefusal: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

@type_check_only
class ClientFields(TypedDict):
    """The fields of `Client` as a mapping."""
    address: NotRequired[str | None]
    device: NotRequired[str | None]

@final
class Client:
    """Where somebody signs in from, as the host says (LOGIN-1)."""
    def __new__(
        cls,
        *,
        address: str | None = None,
        device: str | None = None,
    ) -> Self: ...
    @property
    def address(self) -> str | None:
        """The address: of the network, or what the host tells its clients by."""
    @property
    def device(self) -> str | None:
        """The device or program."""
    def asdict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> Client: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, value: builtins.object, /) -> bool: ...
    def __ne__(self, value: builtins.object, /) -> bool: ...

__all__ = [
    "Access",
    "Action",
    "Activities",
    "Activity",
    "ActivityBatch",
    "ActivityCreated",
    "ActivityFilter",
    "ActivityPlans",
    "ActivityStatus",
    "ActivityUpdate",
    "Alert",
    "AlertReason",
    "Allowed",
    "Approval",
    "ApprovalDetail",
    "ApprovalEvent",
    "ApprovalEventKind",
    "ApprovalFilter",
    "ApprovalOutcome",
    "ApprovalReason",
    "ApprovalStatus",
    "Approvals",
    "Assigned",
    "Assigning",
    "Assignment",
    "AssignmentCandidate",
    "Attendee",
    "Audit",
    "AuditCall",
    "AuditFilter",
    "AutomationRun",
    "Automations",
    "BatchedCustomer",
    "BegunFactor",
    "Bench",
    "BenchRow",
    "BenchSection",
    "Board",
    "BoardColumn",
    "BoardSums",
    "Calendar",
    "CalendarEntry",
    "Capture",
    "CaptureFilter",
    "CaptureFormRef",
    "CaptureHow",
    "CaptureOutcome",
    "CaptureReason",
    "Captured",
    "Capturing",
    "ChangeEvent",
    "ChangedRecord",
    "Changes",
    "ChangesLatest",
    "ChangesSince",
    "CheckReport",
    "Choice",
    "ChoiceDescription",
    "Churn",
    "ChurnHistory",
    "ChurnLoss",
    "ChurnLossFilter",
    "ChurnScan",
    "ChurnWarning",
    "ChurnWarningFilter",
    "Client",
    "Collaborator",
    "CollaboratorList",
    "Collaborators",
    "Colleague",
    "ColleagueFilter",
    "CommonValue",
    "Completed",
    "Completion",
    "CompositionBy",
    "CompositionReport",
    "CompositionRow",
    "ConfidentialKind",
    "Contact",
    "ContactFilter",
    "ContactUpdate",
    "Contacts",
    "ContributionFilter",
    "ContributionRow",
    "Count",
    "Crm",
    "Currencies",
    "CurrencyRate",
    "Customer",
    "CustomerBatch",
    "CustomerFilter",
    "CustomerRef",
    "CustomerStatus",
    "CustomerUpdate",
    "Customers",
    "DateOrder",
    "Dealing",
    "DealtKind",
    "DecimalMark",
    "Department",
    "DepartmentRef",
    "DepartmentUpdate",
    "Departments",
    "Dictionary",
    "DictionaryChoice",
    "DictionaryEntry",
    "DictionaryEntryUpdate",
    "DictionaryFilter",
    "Digest",
    "DisabledUser",
    "Distribution",
    "Document",
    "DueJob",
    "DuplicateCluster",
    "DuplicateHit",
    "DuplicatePair",
    "DuplicateScan",
    "Duplicates",
    "EmptyCell",
    "Enrichment",
    "Fact",
    "FactorCheck",
    "FeedToken",
    "FieldChoice",
    "FieldDescription",
    "FieldError",
    "FieldMapping",
    "FieldRight",
    "File",
    "FileDetail",
    "FileUpdate",
    "FileVersion",
    "Files",
    "FollowedChange",
    "Follower",
    "Follows",
    "ForecastCategory",
    "FormAnswer",
    "Funnel",
    "FunnelStage",
    "HandedRecord",
    "Handover",
    "HandoverPreview",
    "HandoverResult",
    "HistoryChange",
    "HistoryField",
    "Holding",
    "ImportOptions",
    "ImportOutcome",
    "ImportReport",
    "ImportedLine",
    "ImportedOrderLines",
    "Imports",
    "Interaction",
    "InteractionDraft",
    "InteractionFilter",
    "InteractionUpdate",
    "Interactions",
    "JobRun",
    "Jobs",
    "Label",
    "LeftOver",
    "LeftReason",
    "LevelDays",
    "Listener",
    "Locale",
    "Maintenance",
    "ManagementReport",
    "ManagementReportContent",
    "ManagementReportHead",
    "Measure",
    "Merge",
    "MergeCount",
    "MergeFilter",
    "MergePreview",
    "MergeRefusal",
    "MergeStay",
    "MergeUndone",
    "MergedField",
    "MergedValue",
    "Merges",
    "MessageFilter",
    "MessageKind",
    "MessageStatus",
    "Meta",
    "Money",
    "NewActivity",
    "NewApproval",
    "NewAttendee",
    "NewContact",
    "NewCurrencyRate",
    "NewCustomer",
    "NewDepartment",
    "NewDictionaryEntry",
    "NewFile",
    "NewHandover",
    "NewInteraction",
    "NewLevelDays",
    "NewManagementReport",
    "NewNote",
    "NewOpportunity",
    "NewOpportunityLine",
    "NewOrder",
    "NewOrderLine",
    "NewPerson",
    "NewPlanItem",
    "NewProduct",
    "NewRole",
    "NewStock",
    "NewSubstitute",
    "NewTicket",
    "NewUser",
    "NewView",
    "NewWorkReportDue",
    "Note",
    "NoteCreated",
    "NoteUpdate",
    "Notes",
    "Notification",
    "NotificationKind",
    "NotificationReason",
    "Notifications",
    "ObjectAction",
    "ObjectBatch",
    "ObjectBoard",
    "ObjectChoice",
    "ObjectColumn",
    "ObjectCreated",
    "ObjectDescription",
    "ObjectField",
    "ObjectHanging",
    "ObjectKind",
    "ObjectOperation",
    "ObjectPart",
    "ObjectRecord",
    "ObjectRef",
    "ObjectState",
    "ObjectTable",
    "ObjectUpdate",
    "ObjectVerb",
    "ObjectView",
    "Objects",
    "OnDuplicate",
    "OperationDescription",
    "Opportunities",
    "Opportunity",
    "OpportunityBatch",
    "OpportunityCreated",
    "OpportunityDetail",
    "OpportunityFilter",
    "OpportunityLine",
    "OpportunityRevision",
    "OpportunityStatus",
    "OpportunityUpdate",
    "Order",
    "OrderDetails",
    "OrderFilter",
    "OrderLine",
    "Orders",
    "Outbox",
    "OutboxMessage",
    "OwnerEnd",
    "OwnerPeriod",
    "Pack",
    "PackDetail",
    "PackPlan",
    "PackRename",
    "PackStep",
    "Packs",
    "Page",
    "PageRequest",
    "PairFilter",
    "PairFound",
    "PairState",
    "PairedRecord",
    "PassedOver",
    "People",
    "PeopleKind",
    "Person",
    "Plan",
    "PlanItem",
    "PlanItemUpdate",
    "Plans",
    "PoolStanding",
    "PoolStay",
    "PooledRecord",
    "Pools",
    "Preview",
    "PreviewGroup",
    "PreviewStep",
    "Priority",
    "ProbabilityFrom",
    "Product",
    "ProductFilter",
    "ProductRef",
    "Products",
    "ProfileUpdate",
    "ProposedFact",
    "PurgeReport",
    "PurgedPath",
    "PushOutcome",
    "PushResult",
    "PushedRecord",
    "Reach",
    "Received",
    "RecordChange",
    "RecordField",
    "RecordKey",
    "RecordVersion",
    "RecoveryCodes",
    "Refusal",
    "RefusalFilter",
    "Related",
    "RenderOptions",
    "ReportKind",
    "Reports",
    "Response",
    "Role",
    "RoleField",
    "RoleScope",
    "RoleUpdate",
    "Roles",
    "RunFilter",
    "RunOutcome",
    "Sales",
    "SalesChanges",
    "SalesChangesResult",
    "SalesFeedState",
    "SalesPull",
    "SalesRefusal",
    "Scheduler",
    "ScopeLevel",
    "ScoreCount",
    "ScoreExplanation",
    "ScoreFactor",
    "ScorePoints",
    "Scoring",
    "SecondFactor",
    "ServiceReport",
    "ServiceRow",
    "Session",
    "Settings",
    "SettingsArea",
    "SettingsUpdate",
    "Setup",
    "SetupDocument",
    "SetupFilter",
    "SetupKind",
    "SetupPlan",
    "SetupRef",
    "Share",
    "ShareAccess",
    "ShareList",
    "SharedRecord",
    "Shares",
    "SignIn",
    "SignInFilter",
    "SignInMeans",
    "SignInOutcome",
    "SignIns",
    "SignOff",
    "SignOffStatus",
    "SignerPlace",
    "SourceBy",
    "SourceRow",
    "StageRef",
    "StageStay",
    "StageTime",
    "StayEnd",
    "StockArea",
    "StockFilter",
    "StockItem",
    "Substitute",
    "Substitutes",
    "TagRef",
    "Tags",
    "Templates",
    "TextEncoding",
    "Ticket",
    "TicketAttempt",
    "TicketDetail",
    "TicketFilter",
    "TicketRef",
    "TicketStatus",
    "Tickets",
    "Total",
    "Trial",
    "TrialMessage",
    "TrialNotice",
    "Unconverted",
    "Upload",
    "User",
    "UserFilter",
    "UserRef",
    "UserStatus",
    "UserUpdate",
    "Users",
    "ValueMapping",
    "View",
    "ViewShares",
    "ViewUpdate",
    "Views",
    "Visit",
    "WarningStatus",
    "WinBack",
    "WorkBy",
    "WorkFigures",
    "WorkFilter",
    "WorkInterval",
    "WorkKindFigure",
    "WorkReport",
    "WorkReportDue",
    "WorkReportFilter",
    "WorkReportHead",
    "WorkReportStatus",
    "WorkReportUpdate",
    "WorkReports",
    "WorkRow",
    "WorkStatistics",
    "Workbench",
    "open",
    "open_in_memory",
    "operations",
]
