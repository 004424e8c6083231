/*
 * Values of fields for C++17, of a type for each kind of field: as they are given (crm::Fields) and as they are got
 * (crm::Values). They are strict: one of another type than is asked for throws crm::Error (CRM_CODE_INVALID, `type`).
 */
#ifndef CRM_VALUES_HPP
#define CRM_VALUES_HPP

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "crm.hpp"
#include "crm_json.hpp"

namespace crm {

/* The id of a record, as it stands on the wire. */
class Id {
public:
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string &text() const noexcept { return text_; }

    friend bool operator==(const Id &a, const Id &b) noexcept { return a.text_ == b.text_; }
    friend bool operator!=(const Id &a, const Id &b) noexcept { return !(a == b); }
    friend bool operator<(const Id &a, const Id &b) noexcept { return a.text_ < b.text_; }

private:
    std::string text_;
};

/* A decimal, exact, as its text: `crm::Decimal("388.50")`. Two are equal where they are the same number. */
class Decimal {
public:
    Decimal(std::string text) : text_(std::move(text)) {}
    Decimal(const char *text) : text_(text) {}
    template <typename Whole, typename = std::enable_if_t<std::is_integral_v<Whole> && !std::is_same_v<Whole, bool>>>
    Decimal(Whole whole) : text_(std::to_string(whole)) {}

    const std::string &text() const noexcept { return text_; }

    friend bool operator==(const Decimal &a, const Decimal &b) { return a.shortest() == b.shortest(); }
    friend bool operator!=(const Decimal &a, const Decimal &b) { return !(a == b); }

private:
    /* Without zeros that say nothing. */
    std::string shortest() const {
        const bool negative = !text_.empty() && text_.front() == '-';
        std::string number = negative ? text_.substr(1) : text_;
        if (number.find('.') != std::string::npos) {
            number.erase(number.find_last_not_of('0') + 1);
            if (number.back() == '.') number.pop_back();
        }
        const std::size_t first = number.find_first_not_of('0');
        number.erase(0, first == std::string::npos ? number.size() : first);
        if (number.empty()) return "0";
        if (number.front() == '.') number.insert(0, 1, '0');
        return negative ? '-' + number : number;
    }

    std::string text_;
};

/* An amount. */
struct Money {
    Decimal amount;
    std::string currency;

    friend bool operator==(const Money &a, const Money &b) { return a.amount == b.amount && a.currency == b.currency; }
    friend bool operator!=(const Money &a, const Money &b) { return !(a == b); }
};

/* A day of the calendar: `crm::Date{2026, 3, 5}`. */
struct Date {
    int year, month, day;

    std::string text() const {
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        return text;
    }

    friend bool operator==(const Date &a, const Date &b) noexcept { return a.parts() == b.parts(); }
    friend bool operator!=(const Date &a, const Date &b) noexcept { return !(a == b); }
    friend bool operator<(const Date &a, const Date &b) noexcept { return a.parts() < b.parts(); }

private:
    std::tuple<int, int, int> parts() const noexcept { return {year, month, day}; }
};

/* An instant; what the engine keeps of it, microseconds. */
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/* A record that another refers to. */
struct ObjectRef {
    std::string object;
    Id id;
    std::optional<std::string> title; /* none where it is out of the reader's reach */
};

/* A field that must be given: it has no default, so that to forget it does not compile. No pointer is a truth value. */
template <typename T> class Required {
public:
    template <typename From,
              typename = std::enable_if_t<std::is_convertible_v<From, T> &&
                                          !(std::is_same_v<T, bool> && std::is_pointer_v<std::decay_t<From>>)>>
    Required(From &&value) : value_(std::forward<From>(value)) {}

    const T &operator*() const noexcept { return value_; }
    const T *operator->() const noexcept { return &value_; }

private:
    T value_;
};

namespace detail {

inline void write(std::string &out, const std::string &text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\', out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
            out += escaped;
        } else {
            out += c;
        }
    }
    out += '"';
}
/* Without these, a pointer would be written as a truth value. */
inline void write(std::string &out, const char *text) { write(out, std::string(text)); }
template <typename T> void write(std::string &, const T *) = delete;
inline void write(std::string &out, bool value) { out += value ? "true" : "false"; }
inline void write(std::string &out, std::int64_t value) { out += std::to_string(value); }
inline void write(std::string &out, const Id &id) { write(out, id.text()); }
inline void write(std::string &out, const Decimal &value) { write(out, value.text()); }
inline void write(std::string &out, const Date &date) { write(out, date.text()); }
inline void write(std::string &out, const Money &money) {
    out += "{\"amount\":";
    write(out, money.amount);
    out += ",\"currency\":";
    write(out, money.currency);
    out += '}';
}

/* Days since 1970-01-01, and back, in the proleptic Gregorian calendar: years begin in March, and 400 of them repeat. */
inline std::int64_t days_of(const Date &date) {
    const std::int64_t year = date.month > 2 ? date.year : date.year - 1;
    const std::int64_t cycle = (year >= 0 ? year : year - 399) / 400, within = year - cycle * 400;
    const std::int64_t day = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
    return cycle * 146097 + within * 365 + within / 4 - within / 100 + day - 719468;
}
inline Date date_of(std::int64_t days) {
    days += 719468;
    const std::int64_t cycle = (days >= 0 ? days : days - 146096) / 146097, within = days - cycle * 146097;
    const std::int64_t year = (within - within / 1460 + within / 36524 - within / 146096) / 365;
    const std::int64_t day = within - (365 * year + year / 4 - year / 100), month = (5 * day + 2) / 153;
    const int of_year = static_cast<int>(month < 10 ? month + 3 : month - 9);
    const std::int64_t shown = year + cycle * 400 + (of_year <= 2 ? 1 : 0);
    return {static_cast<int>(shown), of_year, static_cast<int>(day - (153 * month + 2) / 5 + 1)};
}

inline void write(std::string &out, const Instant &instant) {
    constexpr std::int64_t a_day = 86400000000;
    const std::int64_t micros = instant.time_since_epoch().count();
    const std::int64_t days = (micros >= 0 ? micros : micros - a_day + 1) / a_day, rest = micros - days * a_day;
    char time[40];
    std::snprintf(time, sizeof time, "T%02d:%02d:%02d.%06dZ", static_cast<int>(rest / 3600000000),
                  static_cast<int>(rest / 60000000 % 60), static_cast<int>(rest / 1000000 % 60),
                  static_cast<int>(rest % 1000000));
    write(out, date_of(days).text() + time);
}

template <typename T> void write(std::string &out, const Required<T> &value) { write(out, *value); }

/* A part, or whatever else has fields. */
template <typename T> auto write(std::string &out, const T &value) -> decltype(value.fields(), void()) {
    out += value.fields().text();
}
template <typename T> void write(std::string &out, const std::vector<T> &items) {
    out += '[';
    for (std::size_t i = 0; i < items.size(); i++) {
        if (i > 0) out += ',';
        write(out, items[i]);
    }
    out += ']';
}

} // namespace detail

/* An object of JSON that is written. */
class Fields {
public:
    template <typename T> Fields &put(const char *name, const T &value) {
        std::string written;
        detail::write(written, value);
        return json(name, written);
    }
    /* What is none is not given. */
    template <typename T> Fields &put(const char *name, const std::optional<T> &value) {
        return value ? put(name, *value) : *this;
    }
    /* A value that is JSON already. */
    Fields &json(const char *name, const std::string &json) {
        if (!empty()) inside_ += ',';
        detail::write(inside_, std::string(name));
        inside_ += ':' + json;
        return *this;
    }
    /* Fields that are emptied. */
    Fields &none(const std::vector<std::string> &names) {
        for (const std::string &name : names) json(name.c_str(), "null");
        return *this;
    }

    bool empty() const noexcept { return inside_.empty(); }
    std::string text() const { return '{' + inside_ + '}'; }

private:
    std::string inside_;
};

/* The values of a record, by the names of their fields. */
class Values {
public:
    explicit Values(Json json = {}) : json_(std::move(json)) {}

    const Json &json() const noexcept { return json_; }

    std::optional<std::string> text(const char *name) const {
        return get<std::string>(name, "text", Json::Type::text, [](const Json &j) { return j.text(); });
    }
    std::optional<std::int64_t> integer(const char *name) const {
        return get<std::int64_t>(name, "integer", Json::Type::number, [](const Json &j) { return whole(j); });
    }
    std::optional<bool> boolean(const char *name) const {
        return get<bool>(name, "boolean", Json::Type::boolean, [](const Json &j) { return j.text() == "true"; });
    }
    std::optional<Decimal> decimal(const char *name) const {
        return get<Decimal>(name, "decimal", Json::Type::text, [](const Json &j) { return number(j); });
    }
    std::optional<Money> money(const char *name) const {
        return get<Money>(name, "money", Json::Type::object, [](const Json &j) -> std::optional<Money> {
            if (j["currency"].type() != Json::Type::text) return std::nullopt;
            return Money{j["amount"].text(), j["currency"].text()};
        });
    }
    std::optional<Date> date(const char *name) const {
        return get<Date>(name, "date", Json::Type::text, [](const Json &j) { return day(j.text(), 10); });
    }
    std::optional<Instant> instant(const char *name) const {
        return get<Instant>(name, "instant", Json::Type::text, [](const Json &j) { return moment(j.text()); });
    }
    std::optional<ObjectRef> record(const char *name) const {
        return get<ObjectRef>(name, "record", Json::Type::object, [](const Json &j) -> std::optional<ObjectRef> {
            if (j["id"].type() != Json::Type::text) return std::nullopt;
            const Json &title = j["title"];
            return ObjectRef{j["object"].text(), Id(j["id"].text()),
                             title.is_null() ? std::nullopt : std::optional<std::string>(title.text())};
        });
    }

private:
    template <typename T, typename Take>
    std::optional<T> get(const char *name, const char *wanted, Json::Type type, Take take) const {
        const Json &found = json_[name];
        if (found.is_null()) return std::nullopt;
        if (found.type() == type)
            if (std::optional<T> value = take(found)) return value;
        const std::string detail = std::string("is not of type ") + wanted;
        Fields field;
        field.put("field", std::string(name)).put("code", std::string("type")).put("detail", detail);
        field.json("limit", "null").put("label", std::string(name)).put("text", std::string(name) + ' ' + detail);
        throw Error(CRM_CODE_INVALID,
                    Fields().put("code", std::string("invalid")).json("fields", '[' + field.text() + ']').text());
    }

    static std::optional<std::int64_t> whole(const Json &json) {
        std::int64_t number = 0;
        const char *const end = json.text().data() + json.text().size();
        const auto read = std::from_chars(json.text().data(), end, number);
        return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
    }
    static std::optional<Decimal> number(const Json &json) {
        const std::string &text = json.text();
        const bool digits = text.find_first_of("0123456789") != std::string::npos;
        return digits && text.find_first_not_of("-.0123456789") == std::string::npos ? std::optional(Decimal(text))
                                                                                     : std::nullopt;
    }
    static std::optional<Date> day(const std::string &text, std::size_t length) {
        Date date{0, 0, 0};
        int end = 0;
        if (text.size() != length || std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &end) != 3)
            return std::nullopt;
        return end == 10 ? std::optional(date) : std::nullopt;
    }
    static std::optional<Instant> moment(const std::string &text) {
        const std::optional<Date> date = day(text, 27);
        int hour = 0, minute = 0, second = 0, micros = 0, end = 0;
        if (!date || std::sscanf(text.c_str() + 10, "T%2d:%2d:%2d.%6dZ%n", &hour, &minute, &second, &micros, &end) != 4)
            return std::nullopt;
        if (end != 17) return std::nullopt;
        const std::int64_t seconds = detail::days_of(*date) * 86400 + hour * 3600 + minute * 60 + second;
        return Instant(std::chrono::microseconds(seconds * 1000000 + micros));
    }

    Json json_;
};

} // namespace crm

#endif // CRM_VALUES_HPP
