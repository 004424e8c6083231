// OBJ-6, OBJ-11: the typed classes that are made of packs, in C++: a stay of the hotel, and the lines of a claim.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "check.hpp"
#include "crm_operations.h"
#include "hotel.hpp"
#include "sales.hpp"

static crm::Instant now() { return crm::Instant(std::chrono::seconds(1772676000)); } // 2026-03-05, 10:00 in Shanghai

/* A company with these packs; gives somebody with these roles. */
static crm::Session company(crm::Engine &engine, const std::vector<std::string> &packs, const std::string &roles) {
    engine.set_clock([] { return now(); });
    const crm::Session admin = engine.session(engine.bootstrap("admin", "管理员", R"(["system_administrator"])"));
    for (const std::string &name : packs) {
        const char *const folder = std::getenv("CRM_PACKS");
        CHECK(folder != nullptr);
        std::ifstream file(folder + ('/' + name + ".json"));
        const std::string pack{std::istreambuf_iterator<char>(file), {}};
        crm::Fields document;
        document.json("document", pack);
        const crm::Json plan = crm::Json::parse(admin.call(CRM_PACKS_PLAN, document.text()));
        admin.call(CRM_PACKS_APPLY, document.put("plan", plan["digest"].text()).text());
    }
    crm::Fields desk;
    desk.put("login", std::string("desk")).put("display_name", std::string("前台")).json("roles", roles);
    const crm::Json made = crm::Json::parse(admin.call(CRM_USERS_CREATE, crm::Fields().json("new", desk.text()).text()));
    return engine.session(made["id"].text());
}

static crm::Id entry(const crm::Session &session, const std::string &category) {
    const std::string asked = crm::Fields().json("filter", crm::Fields().put("category", category).text()).text();
    const crm::Json found = crm::Json::parse(session.call(CRM_DICTIONARY_LIST, asked));
    return crm::Id(found["items"].items().at(0)["id"].text());
}

static crm::Money cny(const char *amount) { return {amount, "CNY"}; }

static const char *const options = R"({"time_zone": "Asia/Shanghai", "currency": "CNY"})";

static void a_stay_from_its_booking_to_its_end() {
    using namespace crm::packs::hotel;
    crm::Engine engine = crm::Engine::open_in_memory(options);
    const crm::Session session = company(engine, {"hotel"}, R"(["hotel.manager", "system_administrator"])");
    const Hotel hotel(session);
    const GuestRecord guest = hotel.guest.create({"王芳", "021-5555 0101"});
    CHECK(guest.name == "王芳" && !guest.id_number && guest.version == 1);
    const RoomRecord room = hotel.room.create({"301", entry(session, "room_kind"), 2, cny("388.50")});
    CHECK(room.in_service == true && room.kind->object == "dictionary_entry");
    const crm::Date first_day{2026, 3, 5}, last_day{2026, 3, 7};
    const ReservationRecord stay = hotel.reservation.create({guest.id, room.id, first_day, last_day});
    CHECK(stay.status == "booked" && stay.nights == 2 && stay.amount == cny("777") && stay.amount != cny("77.7"));
    CHECK(stay.check_in == first_day && stay.record.number == "R202603-0001" && stay.record.created_at == now());
    CHECK(stay.free_until == now() - std::chrono::hours(16));
    CHECK(stay.guest->title == "王芳" && stay.room->id == room.id);
    // Not without the guest's papers; what is wrong is named.
    const crm::Error early = refused([&] { hotel.reservation.arrive(stay.id); });
    CHECK(early.code() == CRM_CODE_INVALID && holds(early.json(), "\"guest.id_number\""));
    GuestUpdate papers;
    papers.id_number = "310101";
    CHECK(hotel.guest.update(guest.id, papers, {}, guest.version).version == 2);
    CHECK(refused([&] { hotel.guest.update(guest.id, papers, {}, guest.version); }).code() == CRM_CODE_CONFLICT);
    const ReservationRecord arrived = hotel.reservation.arrive(stay.id);
    CHECK(arrived.status == "arrived" && hotel.reservation.get(stay.id).status == "arrived");
    CHECK(hotel.reservation.leave(stay.id, arrived.version).status == "left");
    const GuestRecord now_known = hotel.guest.get(guest.id);
    CHECK(now_known.stays == 1 && now_known.nights == 2 && now_known.last_stay == last_day);

    // Actions take fields, lists are typed, and fields are emptied.
    NewGuest other{"李雷 \"小\"\n\\", "021-5555 0102"};
    CHECK(refused([&] { hotel.guest.create(other); }).code() == CRM_CODE_INVALID); // a line break in a name
    other = {"李雷 \"小\\", "021-5555 0102"};
    other.card = "A1";
    const crm::Id id = hotel.guest.create(other, crm::Id("018f0000-0000-7000-8000-000000000001")).id;
    CHECK(id == crm::Id("018f0000-0000-7000-8000-000000000001") && hotel.guest.get(id).name == "李雷 \"小\\");
    CHECK(!hotel.guest.update(id, {}, {"card"}).card);
    const crm::Id said = hotel.suggestion.create({id, "早餐\n再早一点"}).id;
    CHECK(hotel.suggestion.get(said).words == "早餐\n再早一点");
    CHECK(hotel.suggestion.adopt(said, {"谢谢", cny("50")}).status == "adopted");
    crm::Listing asked;
    asked.filter = crm::Fields().put("field", std::string("guest")).put("is", id).text();
    asked.sort = {"-valid_until"};
    asked.count = true;
    const crm::Page<VoucherRecord> vouchers = hotel.voucher.list(asked);
    CHECK(vouchers.total == 1 && !vouchers.next && !vouchers.more && vouchers.items.size() == 1);
    CHECK((vouchers.items[0].valid_until == crm::Date{2026, 9, 5}) && vouchers.items[0].value == cny("50"));
    CHECK(crm::Json::parse("[1.5, \"\\u00e9\\ud83d\\ude00\"]").items()[1].text() == "é😀");
    crm::Listing one;
    one.limit = 1;
    one.fields = std::vector<std::string>{"name"};
    const crm::Page<GuestRecord> first = hotel.guest.list(one);
    one.after = first.next;
    CHECK(first.items.size() == 1 && !first.items[0].phone && hotel.guest.list(one).items[0].name == "王芳");
    CHECK(hotel.guest.aggregate(R"({"measures": [{"count": true}]})")["rows"].items()[0].items()[0].text() == "2");
    const ServiceRecord service = hotel.service.create({"洗衣"});
    hotel.service.remove(service.id);
    CHECK(refused([&] { hotel.service.get(service.id); }).code() == CRM_CODE_NOT_FOUND);
    // OBJ-14, OBJ-15: a deleted record comes back; what happened to it, and what refers to one, is told.
    CHECK(hotel.service.restore(service.id).name == "洗衣" && hotel.service.get(service.id).id == service.id);
    const crm::Json happened = hotel.service.history(service.id);
    CHECK(happened["items"].items().at(0)["operation"].text() == "hotel.service.restore");
    CHECK(hotel.guest.related(id, 1).items().size() > 1 && hotel.service.related(service.id).items().empty());

    // Values are strict: another type is refused.
    const crm::Error wrong = refused([&] { stay.record.values.date("amount"); });
    CHECK(wrong.code() == CRM_CODE_INVALID && holds(wrong.json(), "\"field\":\"amount\",\"code\":\"type\""));
    for (const char *name : {"check_in", "guest", "nights"})
        CHECK(refused([&] { stay.record.values.money(name); }).code() == CRM_CODE_INVALID);
    CHECK(!stay.record.values.text("nothing"));
    CHECK(refused([&] { stay.record.values.date("free_until"); }).code() == CRM_CODE_INVALID);
    CHECK(refused([&] { stay.record.values.instant("check_in"); }).code() == CRM_CODE_INVALID);
    CHECK(refused([&] { stay.record.values.integer("guest"); }).code() == CRM_CODE_INVALID);
}

static void claims_have_lines() {
    using namespace crm::packs::sales;
    crm::Engine engine = crm::Engine::open_in_memory(options);
    const crm::Session session = company(engine, {"sales"}, R"(["account_manager", "system_administrator"])");
    const Sales sales(session);
    const crm::Id travel = entry(session, "expense_kind");
    const auto line = [&](int day, const char *amount) {
        return NewClaimLine{crm::Date{2026, 3, day}, travel, cny(amount)};
    };
    NewClaim made{"上海出差"};
    made.lines = {line(1, "12.50"), line(2, "7.50")};
    const ClaimRecord claim = sales.claim.create(made);
    CHECK(claim.lines && claim.lines->size() == 2 && claim.total == cny("20") && claim.lines_count == 2);
    const ClaimLinePart first = claim.lines->at(0), second = claim.lines->at(1);
    CHECK((first.date == crm::Date{2026, 3, 1}) && first.amount == cny("12.5"));
    CHECK(first.kind->id == travel && !first.remarks);
    // The whole list again: the second comes first and is remarked on, one is new, the first is gone.
    ClaimUpdate changed;
    ClaimLineChange kept{second.id}, more;
    kept.remarks = "出租车";
    std::tie(more.date, more.kind, more.amount) = std::make_tuple(crm::Date{2026, 3, 3}, travel, cny("1"));
    changed.lines = {kept, more};
    const ClaimRecord after = sales.claim.update(claim.id, changed);
    CHECK(after.lines->size() == 2 && after.lines->at(0).id == second.id && after.lines->at(0).remarks == "出租车");
    CHECK(after.lines->at(1).amount == cny("1") && after.total == cny("8.50") && after.version == 2);
    ClaimLineChange emptied{second.id};
    emptied.clear = {"remarks"};
    changed.lines = {emptied};
    CHECK(!sales.claim.update(claim.id, changed).lines->at(0).remarks);
    // What is wrong stands where it is.
    changed.lines = {kept, ClaimLineChange{}};
    CHECK(holds(refused([&] { sales.claim.update(claim.id, changed); }).json(), "\"lines[1].amount\""));
    // Lists of wholes are without parts; parts are listed by themselves.
    CHECK(!sales.claim.list().items.at(0).lines && sales.claim.get(claim.id).lines->size() == 1);
    const crm::Page<ClaimLineRecord> lines = sales.claim_line.list();
    CHECK(lines.items.size() == 1 && lines.items[0].claim->id == claim.id && lines.items[0].amount == cny("7.50"));
}

// Days and instants there and back, before 1970 and in leap years too; decimals by their number.
static void values_are_exact() {
    for (std::int64_t days = -800000; days < 800000; days += 97) {
        const crm::Date date = crm::detail::date_of(days);
        CHECK(crm::detail::days_of(date) == days);
        CHECK(date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31);
    }
    CHECK(crm::detail::date_of(0).text() == "1970-01-01" && crm::detail::date_of(11016).text() == "2000-02-29");
    for (const char *text :
         {"1969-12-31T23:59:59.999999Z", "2026-03-05T02:00:00.000001Z", "1600-02-29T12:30:45.000000Z"}) {
        const crm::Values values(crm::Json::parse(crm::Fields().put("at", std::string(text)).text()));
        std::string again;
        crm::detail::write(again, *values.instant("at"));
        CHECK(again == '"' + std::string(text) + '"');
    }
    using crm::Decimal;
    CHECK(Decimal("1.50") == Decimal("1.5") && Decimal("-0.0") == Decimal(0) && Decimal(0) == Decimal("00"));
    CHECK(Decimal("10") != Decimal("1") && Decimal("-1") != Decimal("1") && Decimal(".5") == Decimal("0.50"));
    for (const char *wrong : {"", "{", "[1,]", "{\"a\" 1}", "nul", "\"\\ud83d\"", "\"\\x\"", "1 2"}) {
        bool found = false;
        try {
            crm::Json::parse(wrong);
        } catch (const std::invalid_argument &) {
            found = true;
        }
        CHECK(found);
    }
}

// OBJ-6: a text as it stands in a program is a text, and no pointer is a truth value.
static void texts_are_texts() {
    const char *const name = "王芳";
    const std::vector<const char *> both{"a", "b"};
    CHECK(crm::Fields().put("name", "王芳").text() == R"({"name":"王芳"})");
    CHECK(crm::Fields().put("name", name).text() == R"({"name":"王芳"})");
    CHECK(crm::Fields().put("name", std::optional<const char *>(name)).text() == R"({"name":"王芳"})");
    CHECK(crm::Fields().put("names", both).text() == R"({"names":["a","b"]})");
    CHECK(crm::Fields().put("is", true).put("not", false).text() == R"({"is":true,"not":false})");
    static_assert(!std::is_convertible_v<const char *, crm::Required<bool>>, "a text is no truth value");
    static_assert(std::is_convertible_v<bool, crm::Required<bool>>, "a truth value is one");
    static_assert(std::is_convertible_v<const char *, crm::Required<std::string>>, "a text is one");
}

int main() {
    values_are_exact();
    texts_are_texts();
    a_stay_from_its_booking_to_its_end();
    claims_have_lines();
    return 0;
}
