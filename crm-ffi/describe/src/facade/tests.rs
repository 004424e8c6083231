use super::*;

/// OBJ-6, the hotel.
const HOTEL: &str = include_str!("../../../../crm-core/packs/hotel.json");

/// OBJ-11, the lines of claims.
const SALES: &str = include_str!("../../../../crm-core/packs/sales.json");

fn made(language: &str, pack: &str) -> String {
    let (_, _, make) = LANGUAGES.iter().find(|(name, ..)| *name == language).expect(language);
    make(&Facade::of(pack).expect("a facade"))
}

#[test]
fn a_facade_says_what_the_pack_says() {
    let facade = Facade::of(HOTEL).expect("a facade");
    assert_eq!(facade.docs, ["Rooms, reservations, feedback, vouchers", "客房、预订、评价与代金券"]);
    let stay = facade.things.iter().find(|thing| thing.own == "reservation").expect("reservations");
    let names = |members: Vec<&Member>| members.iter().map(|member| member.name.clone()).collect::<Vec<_>>();
    let created = ["guest", "room", "check_in", "check_out", "guests", "clerk", "price", "deposit", "forfeited"];
    assert_eq!(names(stay.created()), created);
    assert_eq!(stay.created().iter().filter(|member| member.required).count(), 4);
    assert_eq!(
        stay.acts.iter().map(|act| act.name.as_str()).collect::<Vec<_>>(),
        ["arrive", "leave", "cancel", "no_show"]
    );
    let voucher = facade.things.iter().find(|thing| thing.own == "voucher").expect("vouchers");
    assert_eq!(names(voucher.updated()), ["valid_until", "reservation"]);
    assert_eq!(voucher.acts[0].takes[0].name, "reservation");
    assert_eq!(voucher.acts[0].docs, ["Redeem", "使用"]);
    assert!(Facade::of(r#"{"pack": 1}"#).is_err());
    assert!(Facade::of("{").is_err());
}

#[test]
fn a_name_stands_once_in_its_place() {
    let mut names = names::Names::beside(&["fun"], &["id"]);
    let taken: Vec<String> = ["fun", "id", "a1", "a1", "a1"].map(|name| names.take(name.into())).into();
    assert_eq!(taken, ["fun_", "id_", "a1", "a1_", "a1__"]);
    assert_eq!((names::camel("check_in"), names::pascal("check_in")), ("checkIn".into(), "CheckIn".into()));
}

/// Of each language a line of the record, one of a create, and one of an action.
#[test]
fn the_hotel_in_every_language() {
    for (language, lines) in [
        (
            "kotlin",
            [
                "    val checkIn: LocalDate? get() = record.values.date(\"check_in\")",
                "    fun create(name: String, phone: String, idNumber: String? = null, company: UUID? = null, card: String? = null, \
                 id: UUID? = null): GuestRecord =",
                "    fun redeem(id: UUID, reservation: UUID? = null, version: Long? = null): VoucherRecord =",
            ],
        ),
        (
            "swift",
            [
                "        public var checkIn: CalendarDate? { get throws { try record.values.date(\"check_in\") } }",
                "        public func create(name: String, phone: String, idNumber: String? = nil, company: UUID? = nil, card: \
                 String? = nil, id: UUID? = nil) throws -> GuestRecord {",
                "        public func redeem(id: UUID, reservation: UUID? = nil, version: Int64? = nil) throws -> VoucherRecord {",
            ],
        ),
        (
            "rust",
            [
                "    pub fn check_in(&self) -> Result<Option<Date>> {",
                "    pub fn create(self, new: NewGuest, id: Option<RecordId>) -> Result<GuestRecord> {",
                "    pub fn redeem(self, id: RecordId, with: VoucherRedeem, version: Option<i64>) -> Result<VoucherRecord> {",
            ],
        ),
        (
            "cpp",
            [
                "    std::optional<crm::Date> check_in;",
                "    GuestRecord create(const NewGuest &made, const std::optional<crm::Id> &id = {}) const {",
                "    VoucherRecord redeem(const crm::Id &id, const VoucherRedeem &with, const std::optional<std::int64_t> &version = \
                 {}) const {",
            ],
        ),
        (
            "pyi",
            [
                "    def tier(self) -> _Literal[\"none\", \"silver\", \"gold\"] | None:",
                "    def create(self, *, id: _Id | None = None, name: _Text, phone: _Text, id_number: _Text | None = ..., company: \
                 _Ref | None = ..., card: _Text | None = ...) -> GuestRecord: ...",
                "    def redeem(self, id: _Id, /, *, version: _Integer | None = None, reservation: _Ref | None = ...) -> \
                 VoucherRecord:",
            ],
        ),
    ] {
        let text = made(language, HOTEL);
        assert!(text.lines().next().is_some_and(|line| line.contains("the pack hotel, version 1")), "{language}");
        for line in lines {
            assert!(text.lines().any(|known| known == line), "{language} has no line {line}\n{text}");
        }
        assert!(text.contains("证件号码") && text.contains("Check in"), "{language}");
    }
}

/// OBJ-14, OBJ-15: what is asked of any record is asked by an object's own calls too, of parts not; no action hides it.
#[test]
fn every_record_is_brought_back_and_told_of() {
    for (language, lines) in [
        ("kotlin", ["fun restore(id: UUID): ClaimRecord", "fun history(id: UUID, page", "fun related(id: UUID, rows"]),
        (
            "swift",
            ["func restore(id: UUID) throws -> ClaimRecord", "func history(id: UUID, page", "func related(id: UUID, "],
        ),
        (
            "rust",
            [
                "fn restore(self, id: RecordId) -> Result<ClaimRecord>",
                "fn history(self, id: RecordId, page",
                "fn related(self, id: RecordId, rows",
            ],
        ),
        (
            "cpp",
            [
                "ClaimRecord restore(const crm::Id &id)",
                "crm::Json history(const crm::Id &id",
                "crm::Json related(const crm::Id &",
            ],
        ),
        (
            "pyi",
            [
                "def restore(self, id: _Id) -> ClaimRecord",
                "def history(self, id: _Id, page",
                "def related(self, id: _Id, rows",
            ],
        ),
    ] {
        let text = made(language, SALES);
        for line in lines {
            assert!(text.contains(line), "{language} has no {line}\n{text}");
        }
        assert!(
            !text.contains("ClaimLineRecord restore") && !text.contains("-> ClaimLineRecord: ...\n    def history")
        );
    }
}

/// OBJ-11: parts are typed where their whole is created, changed and read; the field that is the whole is never given.
#[test]
fn parts_stand_in_their_wholes() {
    let facade = Facade::of(SALES).expect("a facade");
    let thing = |own: &str| facade.things.iter().find(|thing| thing.own == own).expect("an object");
    let (claim, line) = (thing("claim"), thing("claim_line"));
    assert_eq!((claim.parts[0].name.as_str(), claim.parts[0].of.as_str()), ("lines", "claim_line"));
    assert_eq!(claim.parts[0].docs, ["Lines", "报销明细"]);
    assert_eq!((claim.is_part(), line.whole.as_deref()), (false, Some("claim")));
    let names = |members: Vec<&Member>| members.iter().map(|member| member.name.clone()).collect::<Vec<_>>();
    for given in [line.created(), line.listed(), line.told()] {
        assert!(names(given).iter().all(|name| name != "claim"));
    }
    assert!(line.members.iter().any(|member| member.name == "claim"));
    // OBJ-3: an area is called sales too.
    assert!(facade.is_area() && !Facade::of(HOTEL).expect("a facade").is_area());
    for (language, lines) in [
        ("kotlin", ["    val lines: List<ClaimLinePart>? get()", "class NewClaimLine(val date: LocalDate, "]),
        ("swift", ["        public var lines: [ClaimLinePart]? {", "    public var sales_: Sales { Sales(self) }"]),
        (
            "rust",
            ["    pub fn lines(&self) -> Option<Vec<ClaimLinePart>> {", "    pub lines: Option<Vec<ClaimLineChange>>,"],
        ),
        ("cpp", ["    std::optional<std::vector<ClaimLinePart>> lines;", "    crm::Required<crm::Money> amount;"]),
        ("pyi", ["    def lines(self) -> _builtins.list[ClaimLinePart] | None:", "class Sales(_crm.Sales):"]),
    ] {
        let text = made(language, SALES);
        for line in lines {
            assert!(text.lines().any(|known| known.starts_with(line)), "{language} has no line {line}\n{text}");
        }
    }
}
