// Exceptions of C++ that leave the callbacks of crm.h, on the thread of the call, on others, and on the engine's own: none
// passes through the engine, and none ends the process. (crm.hpp catches them before: hpp.cpp.)
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crm.hpp"
#include "check.hpp"
#include "crm_operations.h"

static const char *const jade = R"({"new": {"customer_name": "Jade", "success_probability": 60,
    "summary": "A press", "description": "Two machines"}})";

// What is thrown holds memory, and counts how often it is let go.
static int alive = 0;

struct Trouble : std::runtime_error {
    explicit Trouble(const std::string &what) : std::runtime_error(what) { __atomic_add_fetch(&alive, 1, __ATOMIC_SEQ_CST); }
    Trouble(const Trouble &other) : std::runtime_error(other) { __atomic_add_fetch(&alive, 1, __ATOMIC_SEQ_CST); }
    ~Trouble() override { __atomic_sub_fetch(&alive, 1, __ATOMIC_SEQ_CST); }
};

static void trouble() { throw Trouble("a trouble with a text that is too long for any string to hold it in itself"); }

// Frames with something to destroy on the way.
struct Guard {
    explicit Guard(int &left) : left_(left) {}
    ~Guard() { left_++; }
    int &left_;
};

static int left_properly = 0;

extern "C" {
static void throwing_listener(void *, const char *) {
    const Guard guard(left_properly);
    trouble();
}
static void throwing_number(void *, const char *) { throw 42; }
static std::int64_t throwing_clock(void *) {
    const Guard guard(left_properly);
    trouble();
    return 0;
}
static const char *throwing_feed(void *, const char *) {
    trouble();
    return nullptr;
}
static std::int32_t throwing_put(void *, const crm_file_piece *) {
    const Guard guard(left_properly);
    trouble();
    return 0;
}
static std::int32_t throwing_read(void *, crm_file_piece *) {
    trouble();
    return 0;
}
static std::int32_t throwing_delete(void *, const char *) { throw 42; }
// Calls the engine, whose callbacks throw, and throws itself.
static void nested_listener(void *user_data, const char *) {
    static thread_local int depth = 0;
    const crm::Session &session = *static_cast<const crm::Session *>(user_data);
    if (depth == 3) trouble();
    depth++;
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    depth--;
    trouble();
}
static void counting_listener(void *user_data, const char *) { ++*static_cast<int *>(user_data); }
}

// A call of the library's that is refused throws crm::Error itself, in the middle of ours.
static std::string code_of(const std::function<void()> &call) {
    try {
        call();
    } catch (const crm::Error &error) {
        return error.json();
    }
    return "done";
}

static void add(const crm::Engine &engine, crm_change_listener listener, void *user_data) {
    crm_listener handle = 0;
    CHECK(crm_add_change_listener(engine.handle(), listener, user_data, &handle, nullptr) == CRM_CODE_OK);
}

static void from_listeners() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const crm::Session session = engine.session(engine.bootstrap("han", "Han", R"(["sales_manager", "integration"])"));
    int heard = 0;
    add(engine, throwing_listener, nullptr);
    add(engine, throwing_number, nullptr);
    add(engine, counting_listener, &heard);
    left_properly = 0;
    for (int i = 1; i <= 100; i++) {
        CHECK(holds(session.call(CRM_OPPORTUNITIES_CREATE, jade), "Jade"));
        CHECK(heard == i && left_properly == i && alive == 0);
    }
    // Nobody is left inside: another thread can close.
    std::thread([&] { engine.close(); }).join();
}

static void from_deep_inside() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const crm::Session session = engine.session(engine.bootstrap("han", "Han", R"(["sales_manager", "integration"])"));
    add(engine, nested_listener, const_cast<crm::Session *>(&session));
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    CHECK(alive == 0);
    CHECK(holds(session.call(CRM_OPPORTUNITIES_LIST, R"({"page": {"count": true, "limit": 1}})"), "\"count\":4,"));
    std::thread([&] { engine.close(); }).join();
}

static void from_the_feed() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const crm::Session session = engine.session(engine.bootstrap("erp", "ERP", R"(["integration"])"));
    for (int i = 0; i < 100; i++) {
        char *result = nullptr, *error = nullptr;
        CHECK(crm_pull_sales(session.handle(), "erp", throwing_feed, nullptr, 0, &result, &error) == CRM_CODE_FEED_FAILED);
        CHECK(result == nullptr && holds(error, "exception") && alive == 0);
        crm_string_free(error);
    }
    std::thread([&] { engine.close(); }).join();
}

static void from_the_clock() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const crm::Session session = engine.session(engine.bootstrap("han", "Han", R"(["sales_manager"])"));
    CHECK(crm_set_clock(engine.handle(), throwing_clock, nullptr, nullptr) == CRM_CODE_OK);
    left_properly = 0;
    for (int i = 1; i <= 100; i++) {
        crm_call(session.handle(), CRM_OPPORTUNITIES_LIST, nullptr, nullptr, nullptr);
        CHECK(left_properly == i && alive == 0);
    }
    CHECK(crm_set_clock(engine.handle(), nullptr, nullptr, nullptr) == CRM_CODE_OK);
    session.call(CRM_OPPORTUNITIES_CREATE, jade);
    std::thread([&] { engine.close(); }).join();
}

static void from_the_file_store() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const crm::Session session = engine.session(engine.bootstrap("han", "Han", R"(["sales_manager"])"));
    const std::string made = session.call(CRM_OPPORTUNITIES_CREATE, jade);
    const std::string id = made.substr(made.find("\"id\":\"") + 6, 36);
    const std::string file = R"({"record": {"object": "opportunity", "id": ")" + id + R"("}, "new": {"name": "a"}, "content": "YWJj"})";
    CHECK(crm_set_file_store(engine.handle(), throwing_put, throwing_read, throwing_delete, nullptr, nullptr) == CRM_CODE_OK);
    left_properly = 0;
    for (int i = 1; i <= 100; i++) {
        char *result = nullptr, *error = nullptr;
        CHECK(crm_call(session.handle(), "files.put", file.c_str(), &result, &error) == CRM_CODE_STORAGE);
        CHECK(result == nullptr && holds(error, "file_store") && left_properly == i && alive == 0);
        crm_string_free(error);
    }
    CHECK(crm_set_file_store(engine.handle(), nullptr, nullptr, nullptr, nullptr, nullptr) == CRM_CODE_OK);
    session.call("files.put", file);
    std::thread([&] { engine.close(); }).join();
}

static void on_many_threads() {
    crm::Engine engine = crm::Engine::open_in_memory();
    const std::string id = engine.bootstrap("han", "Han", R"(["sales_manager", "integration"])");
    add(engine, throwing_listener, nullptr);
    add(engine, throwing_number, nullptr);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([&] {
            const crm::Session session = engine.session(id);
            for (int n = 0; n < 20; n++) {
                CHECK(holds(session.call(CRM_OPPORTUNITIES_CREATE, jade), "Jade"));
                CHECK(crm_pull_sales(session.handle(), "erp", throwing_feed, nullptr, 0, nullptr, nullptr) ==
                      CRM_CODE_FEED_FAILED);
            }
        });
    for (std::thread &thread : threads) thread.join();
    CHECK(alive == 0);
    engine.close();
}

int main() {
    from_listeners();
    from_deep_inside();
    from_the_feed();
    from_the_clock();
    from_the_file_store();
    on_many_threads();
    CHECK(code_of([] { crm::Engine::open("{}"); }) != "done");
    return 0;
}
