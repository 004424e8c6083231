/*
 * The CRM engine for C++17: RAII handles and exceptions over crm.h, nothing more. Header-only; link with libcrm.
 *
 *     crm::Engine engine = crm::Engine::open(R"({"path": "erp.crm"})");
 *     engine.bootstrap("han", "Han Meimei", R"(["sales_manager"])");          // once, on a new file
 *     crm::Session session = engine.session_by_login("han");
 *     std::string page = session.call("opportunities.list");
 *
 * Texts are UTF-8, arguments and results JSON, as crm.h says; bring the JSON library you like. A refused call throws
 * crm::Error. Everything may be used from many threads; a handle is moved, not copied.
 */
#ifndef CRM_HPP
#define CRM_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "crm.h"

namespace crm {

/* A refused or failed call. what() is the sentence for people. */
class Error : public std::runtime_error {
public:
    Error(crm_code code, std::string json) : std::runtime_error(sentence(json)), code_(code), json_(std::move(json)) {}

    crm_code code() const noexcept { return code_; }

    /* Everything the error carries: code, number, text, fields, entity, reason ... */
    const std::string &json() const noexcept { return json_; }

    /* The sentence in another language: "en", "zh-Hans". */
    std::string text(const std::string &language) const {
        char *text = nullptr;
        if (crm_error_text(json_.c_str(), language.c_str(), &text, nullptr) != CRM_CODE_OK) return what();
        std::string copy(text);
        crm_string_free(text);
        return copy;
    }

private:
    static std::string sentence(const std::string &json) {
        char *text = nullptr;
        if (crm_error_text(json.c_str(), "en", &text, nullptr) != CRM_CODE_OK) return json;
        std::string copy(text);
        crm_string_free(text);
        return copy;
    }

    crm_code code_;
    std::string json_;
};

namespace detail {

struct Free {
    void operator()(char *text) const noexcept { crm_string_free(text); }
};
using Text = std::unique_ptr<char, Free>;

/* Makes a call, whose last argument is the place of the error; throws what it refuses. */
template <typename Call> void check(Call call) {
    char *error = nullptr;
    const crm_code code = call(&error);
    if (code == CRM_CODE_OK) return;
    const Text owned(error);
    throw Error(code, owned ? std::string(owned.get()) : std::string("{}"));
}

/* What is longer than the C interface can say is as long as it can. */
inline std::uint32_t milliseconds(std::chrono::milliseconds time) {
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    return time.count() < 0 ? 0 : time.count() > most ? most : static_cast<std::uint32_t>(time.count());
}

} // namespace detail

/* A session: the engine as one user sees it. */
class Session {
public:
    explicit Session(crm_session handle) noexcept : handle_(handle) {}
    Session(Session &&other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
    Session &operator=(Session &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
    ~Session() {
        if (handle_ != 0) crm_session_close(handle_, nullptr);
    }

    crm_session handle() const noexcept { return handle_; }

    /* Calls an operation (crm_operations.h names them) with its arguments as a JSON object; gives the result as JSON. */
    std::string call(const std::string &operation, const std::string &arguments = "{}") const {
        char *result = nullptr;
        detail::check([&](char **error) {
            return crm_call(handle_, operation.c_str(), arguments.c_str(), &result, error);
        });
        const detail::Text owned(result);
        return owned.get();
    }

    /* The same session with texts in another language. */
    Session with_locale(const std::string &language) const {
        crm_session session = 0;
        detail::check([&](char **error) {
            return crm_session_with_locale(handle_, language.c_str(), &session, error);
        });
        return Session(session);
    }

    /* The same session with a time limit; zero takes it away. */
    Session with_time_limit(std::chrono::milliseconds limit) const {
        crm_session session = 0;
        detail::check([&](char **error) {
            return crm_session_with_time_limit(handle_, detail::milliseconds(limit), &session, error);
        });
        return Session(session);
    }

    /* Makes every call of this session that is under way end with CRM_CODE_INTERRUPTED. */
    void interrupt() const {
        detail::check([&](char **error) { return crm_session_interrupt(handle_, error); });
    }

    /* The id of the acting user. */
    std::string user() const {
        char *id = nullptr;
        detail::check([&](char **error) { return crm_session_user(handle_, &id, error); });
        const detail::Text owned(id);
        return owned.get();
    }

    /* The language of labels and texts. */
    std::string locale() const {
        char *language = nullptr;
        detail::check([&](char **error) { return crm_session_locale(handle_, &language, error); });
        const detail::Text owned(language);
        return owned.get();
    }

    /* Waits for a change behind a sequence number; gives that of the last change. */
    std::int64_t wait_changes(std::int64_t after, std::chrono::milliseconds timeout) const {
        std::int64_t latest = 0;
        detail::check([&](char **error) {
            return crm_wait_changes(handle_, after, detail::milliseconds(timeout), &latest, error);
        });
        return latest;
    }

    /* Asks the host's sales system for its changes, and stores them. The function gets the cursor, empty at first, and
       gives a SalesChanges as JSON; what it throws ends the pull. */
    std::string pull_sales(const std::string &feed, const std::function<std::string(const std::string &)> &changes,
                           bool per_record = false) const {
        struct Feed {
            const std::function<std::string(const std::string &)> &changes;
            std::string answer;
        } host{changes, {}};
        const auto ask = [](void *user_data, const char *cursor) -> const char * {
            Feed &host = *static_cast<Feed *>(user_data);
            try {
                host.answer = host.changes(cursor == nullptr ? "" : cursor);
                return host.answer.c_str();
            } catch (...) {
                return nullptr;
            }
        };
        char *result = nullptr;
        detail::check([&](char **error) {
            return crm_pull_sales(handle_, feed.c_str(), ask, &host, per_record ? 1 : 0, &result, error);
        });
        const detail::Text owned(result);
        return owned.get();
    }

private:
    crm_session handle_;
};

/* A thread that runs due jobs; stopped when it goes. */
class Scheduler {
public:
    explicit Scheduler(crm_scheduler handle) noexcept : handle_(handle) {}
    Scheduler(Scheduler &&other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
    Scheduler &operator=(Scheduler &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    Scheduler(const Scheduler &) = delete;
    Scheduler &operator=(const Scheduler &) = delete;
    ~Scheduler() {
        // An engine that was closed has stopped it already.
        if (handle_ != 0) crm_scheduler_stop(handle_, nullptr);
    }

    crm_scheduler handle() const noexcept { return handle_; }

    /* Looks for due jobs now instead of within a minute. */
    void wake() const {
        detail::check([&](char **error) { return crm_scheduler_wake(handle_, error); });
    }

    /* Stops now, and says what went wrong. */
    void stop() {
        detail::check([&](char **error) { return crm_scheduler_stop(handle_, error); });
        handle_ = 0;
    }

private:
    crm_scheduler handle_;
};

/* An opened engine; closed, with its sessions, when it goes. */
class Engine {
public:
    /* Opens a database file; crm_open says what the options are. */
    static Engine open(const std::string &options) {
        crm_engine engine = 0;
        detail::check([&](char **error) { return crm_open(options.c_str(), &engine, error); });
        return Engine(engine);
    }

    /* Opens a new database in memory. */
    static Engine open_in_memory(const std::string &options = "{}") {
        crm_engine engine = 0;
        detail::check([&](char **error) { return crm_open_in_memory(options.c_str(), &engine, error); });
        return Engine(engine);
    }

    Engine(Engine &&other) noexcept
        : handle_(std::exchange(other.handle_, 0)), callbacks_(std::move(other.callbacks_)) {}
    Engine &operator=(Engine &&other) noexcept {
        std::swap(handle_, other.handle_);
        std::swap(callbacks_, other.callbacks_);
        return *this;
    }
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;
    ~Engine() {
        // Waits for the calls under way; only then may the callbacks go. Where it can't close (inside one of its own
        // calls, in a forked child, where a callback does not return), they must stay.
        if (handle_ != 0 && crm_close(handle_, nullptr) != CRM_CODE_OK) static_cast<void>(callbacks_.release());
    }

    crm_engine handle() const noexcept { return handle_; }

    /* Closes now, and says what went wrong. */
    void close() {
        detail::check([&](char **error) { return crm_close(handle_, error); });
        handle_ = 0;
    }

    /* Creates the first user of a new database, with a JSON list of built-in roles; gives the user's id. */
    std::string bootstrap(const std::string &login, const std::string &display_name, const std::string &roles) {
        char *id = nullptr;
        detail::check([&](char **error) {
            return crm_bootstrap(handle_, login.c_str(), display_name.c_str(), roles.c_str(), &id, error);
        });
        const detail::Text owned(id);
        return owned.get();
    }

    /* Sessions of users whom the host has authenticated. */
    Session session(const std::string &user_id) const {
        crm_session session = 0;
        detail::check([&](char **error) { return crm_session_open(handle_, user_id.c_str(), &session, error); });
        return Session(session);
    }
    Session session_by_login(const std::string &login) const {
        crm_session session = 0;
        detail::check([&](char **error) { return crm_session_open_by_login(handle_, login.c_str(), &session, error); });
        return Session(session);
    }

    /* Of one who signs in with it, whom the host has authenticated; the client is JSON, as crm_session_open_with says. */
    Session session_with(const std::string &user_id, const std::string &client) const {
        crm_session session = 0;
        detail::check([&](char **error) {
            return crm_session_open_with(handle_, user_id.c_str(), client.c_str(), &session, error);
        });
        return Session(session);
    }

    /* A session of a user who gives login name, password, and a code where they have a second factor; the client is
       JSON, as crm_session_sign_in says. Empty texts are none. */
    Session sign_in(const std::string &login, const std::string &password, const std::string &code = "",
                    const std::string &client = "") const {
        crm_session session = 0;
        detail::check([&](char **error) {
            return crm_session_sign_in(handle_, login.c_str(), password.c_str(), code.c_str(),
                                       client.empty() ? nullptr : client.c_str(), &session, error);
        });
        return Session(session);
    }

    /* A session of a user who gives login name and password. */
    Session login(const std::string &login, const std::string &password) const {
        crm_session session = 0;
        detail::check([&](char **error) {
            return crm_session_login(handle_, login.c_str(), password.c_str(), &session, error);
        });
        return Session(session);
    }

    /* Whether the database was opened for reading only. */
    bool is_read_only() const {
        std::int32_t read_only = 0;
        detail::check([&](char **error) { return crm_is_read_only(handle_, &read_only, error); });
        return read_only != 0;
    }

    /* Starts a thread that runs due jobs when they fall due. */
    Scheduler start_scheduler() const {
        crm_scheduler scheduler = 0;
        detail::check([&](char **error) { return crm_scheduler_start(handle_, &scheduler, error); });
        return Scheduler(scheduler);
    }

    /* Hears of committed changes, as JSON, until the engine is closed or the listener removed. What it throws reaches
       nobody: the change is committed. */
    crm_listener on_change(std::function<void(const std::string &)> listener) {
        const auto kept = keep(std::make_shared<Listener>(std::move(listener)));
        crm_listener handle = 0;
        detail::check([&](char **error) { return crm_add_change_listener(handle_, hear, kept, &handle, error); });
        return handle;
    }

    /* Removes a listener; it is not called any more on return. Its function is kept until the engine goes. */
    void remove_listener(crm_listener listener) {
        detail::check([&](char **error) { return crm_remove_change_listener(handle_, listener, error); });
    }

    /* Takes the time from the host; where the clock throws, from the operating system. Its function is kept until the
       engine goes, also when another clock replaces it. */
    void set_clock(std::function<std::chrono::system_clock::time_point()> clock) {
        const auto kept = keep(std::make_shared<Clock>(std::move(clock)));
        detail::check([&](char **error) { return crm_set_clock(handle_, tell, kept, error); });
    }

    /* Makes every call of every session that is under way end with CRM_CODE_INTERRUPTED. */
    void interrupt() {
        detail::check([&](char **error) { return crm_interrupt(handle_, error); });
    }

private:
    using Listener = std::function<void(const std::string &)>;
    using Clock = std::function<std::chrono::system_clock::time_point()>;

    /* The host's functions. One may still be running on another thread when it is replaced, so all are kept. */
    struct Callbacks {
        std::mutex mutex;
        std::vector<std::shared_ptr<void>> kept;
    };

    explicit Engine(crm_engine handle) : handle_(handle), callbacks_(std::make_unique<Callbacks>()) {}

    template <typename Function> Function *keep(std::shared_ptr<Function> function) {
        // An engine that was moved away has none, and the call that follows is refused.
        if (callbacks_ == nullptr) return nullptr;
        const std::lock_guard<std::mutex> lock(callbacks_->mutex);
        callbacks_->kept.push_back(function);
        return function.get();
    }

    static void hear(void *user_data, const char *event) {
        try {
            (*static_cast<Listener *>(user_data))(event);
        } catch (...) {
            // No exception may pass through the engine.
        }
    }

    static std::int64_t tell(void *user_data) {
        auto now = std::chrono::system_clock::now();
        try {
            now = (*static_cast<Clock *>(user_data))();
        } catch (...) {
            // Nor here.
        }
        return std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    }

    crm_engine handle_;
    std::unique_ptr<Callbacks> callbacks_;
};

/* Every operation of this version, as JSON. */
inline std::string operations() {
    char *text = nullptr;
    detail::check([&](char **error) { return crm_operations(&text, error); });
    const detail::Text owned(text);
    return owned.get();
}

/* The version of the library. */
inline std::string version() { return crm_version(); }

} // namespace crm

#endif // CRM_HPP
