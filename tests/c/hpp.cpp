// The C++ header: handles that close themselves, errors as exceptions, callbacks that throw.
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

#include "crm.hpp"
#include "check.hpp"
#include "crm_operations.h"

static const char *const jade = R"({"new": {"customer_name": "Jade", "success_probability": 60,
    "summary": "A press", "description": "Two machines"}})";

int main() {
    CHECK(!crm::version().empty());
    CHECK(holds(crm::operations(), "\"opportunities.create\""));

    crm::Engine engine = crm::Engine::open_in_memory();
    const std::string id = engine.bootstrap("han", "Han Meimei", R"(["sales_manager", "integration"])");
    crm::Session session = engine.session(id);

    // Listeners, one of which throws.
    std::string heard;
    engine.on_change([](const std::string &) { throw std::runtime_error("a listener's own trouble"); });
    const crm_listener number = engine.on_change([&](const std::string &event) { heard += event; });
    const std::string made = session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(holds(made, "\"customer_name\":\"Jade\"") && holds(heard, CRM_OPPORTUNITIES_CREATE));
    engine.remove_listener(number);
    heard.clear();
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(heard.empty());

    // Errors.
    const crm::Error invalid = refused([&] { session.call(CRM_OPPORTUNITIES_CREATE); });
    CHECK(invalid.code() == CRM_CODE_INVALID && holds(invalid.json(), "\"field\":\"new\""));
    CHECK(invalid.text("zh-Hans") != invalid.what());
    CHECK(refused([] { crm::Engine::open("{}"); }).code() == CRM_CODE_INVALID);
    CHECK(refused([&] { engine.login("han", "guess"); }).code() == CRM_CODE_LOGIN_FAILED);
    CHECK(refused([&] { engine.sign_in("han", "guess"); }).code() == CRM_CODE_LOGIN_FAILED);
    CHECK(refused([&] { engine.sign_in("han", "guess", "", "no client"); }).code() == CRM_CODE_INVALID);
    CHECK(engine.session_with(id, "{\"address\": \"192.0.2.7\"}").user() == id);
    CHECK(holds(session.call(CRM_SIGN_INS_MINE), "\"address\":\"192.0.2.7\""));
    CHECK(refused([&] { engine.session_by_login("nobody"); }).code() == CRM_CODE_NOT_FOUND);

    // Moved handles, another language, the clock.
    crm::Session chinese = session.with_locale("zh-Hans");
    crm::Session moved = std::move(chinese);
    chinese = std::move(moved);
    CHECK(refused([&] { chinese.call("no.such"); }).code() == CRM_CODE_UNKNOWN_OPERATION);
    engine.set_clock([] { return std::chrono::system_clock::from_time_t(1767225600); });
    CHECK(holds(session.call(CRM_OPPORTUNITIES_CREATE, jade), "\"created_at\":\"2026-01-01T00:00:00.000000Z\""));

    // A clock that throws: the operating system's is asked.
    engine.set_clock([]() -> std::chrono::system_clock::time_point { throw std::runtime_error("no time"); });
    const std::string dated = session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(holds(dated, "\"created_at\":\"20") && !holds(dated, "\"created_at\":\"2026-01-01T00"));

    // The session tells who and in which language; the engine runs jobs, and is waited on.
    CHECK(session.user() == id && session.locale() == "en" && session.with_locale("zh-CN").locale() == "zh-Hans");
    CHECK(!engine.is_read_only());
    crm::Scheduler scheduler = engine.start_scheduler();
    scheduler.wake();
    crm::Scheduler moved_scheduler = std::move(scheduler);
    CHECK(refused([&] { scheduler.wake(); }).code() == CRM_CODE_INVALID);
    moved_scheduler.stop();
    CHECK(refused([&] { moved_scheduler.stop(); }).code() == CRM_CODE_INVALID);
    const std::int64_t before = session.wait_changes(0, std::chrono::milliseconds::max());
    CHECK(before > 0 && session.wait_changes(before, std::chrono::milliseconds(-1)) == before);
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(session.wait_changes(before, std::chrono::hours(1)) > before);
    session.interrupt();
    session.with_time_limit(std::chrono::hours(1)).call(CRM_OPPORTUNITIES_LIST);
    const crm::Error hurried = refused([&] {
        const std::int64_t latest = session.wait_changes(0, std::chrono::milliseconds(0));
        session.with_time_limit(std::chrono::milliseconds(50)).wait_changes(latest, std::chrono::hours(1));
    });
    CHECK(hurried.code() == CRM_CODE_INTERRUPTED);
    {
        // One that is stopped by its engine.
        crm::Engine another = crm::Engine::open_in_memory();
        const crm::Scheduler outlives = another.start_scheduler();
        another.close();
    }

    // The sales feed, and one that throws.
    const std::string pulled = session.pull_sales("erp", [](const std::string &cursor) {
        return cursor.empty() ? R"({"products": [{"external_id": "P1", "name": "Press"}], "next_cursor": "1", "more": true})"
                              : R"({"next_cursor": "2"})";
    });
    CHECK(holds(pulled, "\"created\":1") && holds(pulled, "\"batches\":2"));
    const crm::Error broken = refused([&] {
        session.pull_sales("erp", [](const std::string &) -> std::string { throw std::runtime_error("no line"); });
    });
    CHECK(broken.code() == CRM_CODE_FEED_FAILED);

    // Eight threads, each with a session and a listener of its own.
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([&] {
            const crm::Session own = engine.session(id);
            int events = 0;
            std::mutex counting;
            const crm_listener ears = engine.on_change([&](const std::string &) {
                const std::lock_guard<std::mutex> lock(counting);
                events++;
            });
            for (int n = 0; n < 10; n++) own.call(CRM_OPPORTUNITIES_CREATE, jade);
            engine.remove_listener(ears);
            CHECK(events >= 10);
        });
    for (std::thread &thread : threads) thread.join();
    CHECK(holds(session.call(CRM_OPPORTUNITIES_LIST, R"({"page": {"count": true, "limit": 1}})"), "\"count\":85,"));

    // Inside one of its calls an engine can't be closed; elsewhere it takes its listeners with it.
    bool refused_inside = false;
    engine.on_change([&](const std::string &) {
        refused_inside = refused([&] { engine.close(); }).code() == CRM_CODE_INVALID;
    });
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(refused_inside);

    // The session outlives the engine harmlessly, and what was moved away or closed is refused.
    crm::Engine elsewhere = std::move(engine);
    CHECK(refused([&] { engine.on_change([](const std::string &) {}); }).code() == CRM_CODE_INVALID);
    CHECK(refused([&] { engine.close(); }).code() == CRM_CODE_INVALID);
    elsewhere.close();
    CHECK(refused([&] { elsewhere.close(); }).code() == CRM_CODE_INVALID);
    CHECK(refused([&] { session.call(CRM_OPPORTUNITIES_LIST); }).code() == CRM_CODE_INVALID);
    return 0;
}
