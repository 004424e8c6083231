/*
 * Records of defined objects for C++17, over crm.hpp: what a facade stands on (`crm-describe facade PACK cpp OUT`), which
 * gives each object of a pack a class of its own. Header-only:
 *
 *     crm::ObjectCalls rooms(session, "hotel.room");
 *     crm::ObjectRecord room = rooms.get(id);
 *     std::optional<crm::Money> price = room.values.money("price");
 */
#ifndef CRM_RECORDS_HPP
#define CRM_RECORDS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crm_values.hpp"

namespace crm {

/* A part of a record, as its whole tells it. */
struct ObjectPart {
    explicit ObjectPart(const Json &json) : id(json["id"].text()), values(json["values"]) {
        for (const Json &name : json["withheld"].items()) withheld.push_back(name.text());
    }

    Id id;
    Values values;
    std::vector<std::string> withheld;
};

/* A record of any kind. */
struct ObjectRecord {
    explicit ObjectRecord(const Json &json)
        : object(json["object"].text()), id(json["id"].text()), title(json["title"].text()), values(json["values"]),
          parts(json["parts"]) {
        const Values own(json);
        version = own.integer("version").value_or(0);
        number = own.text("number");
        status = own.text("status");
        state_since = own.instant("state_since");
        creator = own.record("creator");
        created_at = own.instant("created_at");
        for (const Json &name : json["withheld"].items()) withheld.push_back(name.text());
    }

    /* The parts of that name, each made a Part; none where they were not asked for, as in lists. */
    template <typename Part = ObjectPart> std::optional<std::vector<Part>> list(const std::string &name) const {
        const Json &told = parts[name];
        if (told.is_null()) return std::nullopt;
        std::vector<Part> list;
        for (const Json &part : told.items()) list.emplace_back(ObjectPart(part));
        return list;
    }

    std::string object;
    Id id;
    std::int64_t version = 0;
    std::optional<std::string> number, status;
    std::optional<Instant> state_since;
    std::string title;
    std::optional<ObjectRef> creator;
    std::optional<Instant> created_at;
    Values values;
    Json parts;
    std::vector<std::string> withheld; /* names of fields that the caller does not read in full */
};

/* Which records a list gives, and in which order; whatever is left out is not asked. */
struct Listing {
    std::optional<std::string> filter{}; /* a filter tree, as JSON */
    std::vector<std::string> sort{};
    std::optional<std::vector<std::string>> fields{};
    std::optional<std::string> after{}; /* `next` of the page before */
    std::optional<std::int64_t> limit{};
    bool count = false;
};

/* A page of records, and what the next one is asked for by. */
template <typename Record> struct Page {
    std::vector<Record> items;
    std::optional<std::string> next;
    std::optional<std::int64_t> total; /* where it was asked for; 1,000 at the most */
    bool more = false;                 /* whether there are more than `total` */
};

/* The calls of an object. The session is the host's, and must stay where it is meanwhile. */
class ObjectCalls {
public:
    ObjectCalls(const Session &session, std::string object) : session_(&session), object_(std::move(object)) {}

    ObjectRecord create(const Fields &fields, const std::optional<Id> &id = {}) const {
        return one("create", Fields().json("new", fields.text()).put("id", id));
    }
    ObjectRecord get(const Id &id) const { return one("get", Fields().put("id", id)); }
    template <typename Record = ObjectRecord> Page<Record> list(const Listing &asked = {}) const {
        Fields arguments, page;
        if (asked.filter) arguments.json("filter", *asked.filter);
        if (!asked.sort.empty()) arguments.put("sort", asked.sort);
        arguments.put("fields", asked.fields);
        page.put("after", asked.after).put("limit", asked.limit);
        if (asked.count) page.put("count", true);
        if (!page.empty()) arguments.json("page", page.text());
        const Json found = call("list", arguments);
        const Values own(found), total(found["total"]);
        Page<Record> records{{}, own.text("next"), total.integer("count"), total.boolean("more").value_or(false)};
        for (const Json &record : found["items"].items()) records.items.emplace_back(ObjectRecord(record));
        return records;
    }
    /* A table: `{"columns": …, "rows": …}`; the query is JSON. */
    Json aggregate(const std::string &query) const { return call("aggregate", Fields().json("query", query)); }
    ObjectRecord update(const Id &id, const Fields &values, const std::vector<std::string> &clear = {},
                        const std::optional<std::int64_t> &version = {}, const Fields &parts = {}) const {
        Fields changes;
        changes.json("values", values.text()).put("version", version);
        if (!clear.empty()) changes.put("clear", clear);
        if (!parts.empty()) changes.json("parts", parts.text());
        return one("update", Fields().put("id", id).json("changes", changes.text()));
    }
    ObjectRecord act(const std::string &action, const Id &id, const Fields &with = {},
                     const std::optional<std::int64_t> &version = {}) const {
        return one(action, Fields().put("id", id).json("with", with.text()).put("version", version));
    }
    void remove(const Id &id, const std::optional<std::int64_t> &version = {}) const {
        call("delete", Fields().put("id", id).put("version", version));
    }
    /* Brings a deleted record back. */
    ObjectRecord restore(const Id &id) const { return one("restore", Fields().put("id", id)); }
    /* What happened to a record, newest first: `{"items": …, "next": …}`; `after` is `next` of the page before. */
    Json history(const Id &id, const std::optional<std::string> &after = {}) const {
        Fields arguments, page;
        arguments.put("id", id);
        page.put("after", after);
        if (!page.empty()) arguments.json("page", page.text());
        return call("history", arguments);
    }
    /* What refers to a record: how many, and the titles of the newest. */
    Json related(const Id &id, const std::optional<std::int64_t> &rows = {}) const {
        return call("related", Fields().put("id", id).put("rows", rows));
    }

    /* Any verb of the object. */
    Json call(const std::string &verb, const Fields &arguments) const {
        return Json::parse(session_->call(object_ + '.' + verb, arguments.text()));
    }

private:
    ObjectRecord one(const std::string &verb, const Fields &arguments) const {
        return ObjectRecord(call(verb, arguments));
    }

    const Session *session_;
    std::string object_;
};

} // namespace crm

#endif // CRM_RECORDS_HPP
