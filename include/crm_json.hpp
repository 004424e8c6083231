/* The little JSON that crm_values.hpp reads. A host with a JSON library of its own needs none of it. */
#ifndef CRM_JSON_HPP
#define CRM_JSON_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace crm {

/* A piece of JSON that was read. */
class Json {
public:
    enum class Type { null, boolean, number, text, list, object };

    Json() = default;
    /* Throws std::invalid_argument of what is no JSON. */
    static Json parse(const std::string &text);

    Type type() const noexcept { return type_; }
    bool is_null() const noexcept { return type_ == Type::null; }
    /* What stands there: true and false as that, a number by its digits, a text without its quotes. */
    const std::string &text() const noexcept { return text_; }

    /* The elements of a list; the values of an object. */
    const std::vector<Json> &items() const noexcept { return items_; }
    /* The names of an object. */
    const std::vector<std::string> &names() const noexcept { return names_; }
    /* The value of that name; null where there is none. */
    const Json &operator[](const std::string &name) const {
        static const Json none;
        for (std::size_t i = 0; i < names_.size(); i++)
            if (names_[i] == name) return items_[i];
        return none;
    }

private:
    friend class JsonReader;

    Type type_ = Type::null;
    std::string text_;
    std::vector<std::string> names_;
    std::vector<Json> items_;
};

class JsonReader {
public:
    explicit JsonReader(const std::string &text) : text_(text) {}

    Json whole() {
        Json json = value(0);
        space();
        if (at_ != text_.size()) wrong();
        return json;
    }

private:
    [[noreturn]] static void wrong() { throw std::invalid_argument("not JSON"); }
    char look() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void space() {
        while (look() == ' ' || look() == '\t' || look() == '\n' || look() == '\r') at_++;
    }
    bool next(char wanted) {
        space();
        if (look() != wanted) return false;
        at_++;
        return true;
    }

    Json value(int depth) {
        if (depth > 200) wrong();
        Json json;
        if (next('{')) {
            json.type_ = Json::Type::object;
            if (next('}')) return json;
            do {
                if (!next('"')) wrong();
                json.names_.push_back(quoted());
                if (!next(':')) wrong();
                json.items_.push_back(value(depth + 1));
            } while (next(','));
            if (!next('}')) wrong();
        } else if (next('[')) {
            json.type_ = Json::Type::list;
            if (next(']')) return json;
            do json.items_.push_back(value(depth + 1));
            while (next(','));
            if (!next(']')) wrong();
        } else if (next('"')) {
            json.type_ = Json::Type::text;
            json.text_ = quoted();
        } else {
            const std::size_t end = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
            json.text_ = text_.substr(at_, end - at_);
            at_ = end;
            if (json.text_ == "true" || json.text_ == "false") json.type_ = Json::Type::boolean;
            else if (json.text_ != "null") {
                if (json.text_.empty() || json.text_.find_first_not_of("+-.0123456789eE") != std::string::npos) wrong();
                json.type_ = Json::Type::number;
            }
        }
        return json;
    }

    std::string quoted() {
        std::string out;
        for (;;) {
            if (at_ >= text_.size()) wrong();
            const char c = text_[at_++];
            if (c == '"') return out;
            if (c != '\\') {
                out += c;
                continue;
            }
            const char escaped = look();
            at_++;
            switch (escaped) {
            case 'b': out += '\b'; break;
            case 'f': out += '\f'; break;
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case 'u': {
                std::uint32_t point = unit();
                if (point >= 0xD800 && point < 0xDC00) {
                    if (text_.compare(at_, 2, "\\u") != 0) wrong();
                    at_ += 2;
                    const std::uint32_t low = unit();
                    if (low < 0xDC00 || low > 0xDFFF) wrong();
                    point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
                }
                utf8(out, point);
                break;
            }
            case '"':
            case '\\':
            case '/': out += escaped; break;
            default: wrong();
            }
        }
    }

    std::uint32_t unit() {
        std::uint32_t unit = 0;
        if (at_ + 4 > text_.size()) wrong();
        const char *const from = text_.data() + at_;
        if (std::from_chars(from, from + 4, unit, 16).ptr != from + 4) wrong();
        at_ += 4;
        return unit;
    }

    static void utf8(std::string &out, std::uint32_t point) {
        const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
        if (point < 0x80) {
            put(point);
        } else if (point < 0x800) {
            put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
        } else {
            put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F));
            put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
        }
    }

    const std::string &text_;
    std::size_t at_ = 0;
};

inline Json Json::parse(const std::string &text) { return JsonReader(text).whole(); }

} // namespace crm

#endif // CRM_JSON_HPP
