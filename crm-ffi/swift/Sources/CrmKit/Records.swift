import Foundation

/// What a field can be given: texts, whole numbers, truth values, `Decimal`, `Money`, instants as `Date`, calendar dates
/// as texts, records by their `UUID` or as they were got, and lists of fields for a record's parts.
///
/// A binary fraction is none of them, since no field is one.
public protocol FieldValue {
    /// Its JSON.
    var json: String { get }
}

/// The fields of a record, or of one of its parts, with values of Swift's own types.
public struct Fields: FieldValue, ExpressibleByDictionaryLiteral {
    private var fields: [(String, FieldValue?)]

    public init(dictionaryLiteral fields: (String, FieldValue?)...) {
        self.fields = fields
    }

    /// The same without the fields that have no value, which then stay as they are.
    public func given() -> Fields {
        var given = self
        given.fields = fields.filter { $0.1 != nil }
        return given
    }

    /// The same with fields that are emptied: of a part, which has no `clear` beside it.
    public func emptied(_ names: [String]) -> Fields {
        var emptied = self
        emptied.fields += names.map { ($0, nil) }
        return emptied
    }

    public var json: String {
        "{" + fields.map { "\($0.json):\($1?.json ?? "null")" }.joined(separator: ",") + "}"
    }
}

/// A record of a defined object, as the JSON text that `objects()` takes; filter trees are written so too:
///
///     try session.objects().create(object: "hotel.room", new: record(["number": "301", "kind": kind]))
public func record(_ fields: Fields) -> Tree {
    fields.json
}

extension String: FieldValue {
    public var json: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\u{0}"..<" ": text += String(format: "\\u%04x", scalar.value)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension Bool: FieldValue {
    public var json: String { self ? "true" : "false" }
}

extension Int: FieldValue {
    public var json: String { description }
}

extension Int64: FieldValue {
    public var json: String { description }
}

extension Foundation.Decimal: FieldValue {
    public var json: String { description.json }
}

extension Money: FieldValue {
    public var json: String { Fields(dictionaryLiteral: ("amount", amount), ("currency", currency)).json }
}

extension Date: FieldValue {
    public var json: String {
        let micros = Int64((timeIntervalSince1970 * 1_000_000).rounded())
        let (seconds, rest) = micros.quotientAndRemainder(dividingBy: 1_000_000)
        let whole = rest < 0 ? seconds - 1 : seconds
        let text = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: TimeInterval(whole)))
        return (text.dropLast() + String(format: ".%06dZ", micros - whole * 1_000_000)).json
    }
}

extension UUID: FieldValue {
    public var json: String { uuidString.json }
}

extension ObjectRef: FieldValue {
    public var json: String { id.json }
}

extension ObjectRecord: FieldValue {
    public var json: String { id.json }
}

extension Array: FieldValue where Element: FieldValue {
    public var json: String { "[" + map(\.json).joined(separator: ",") + "]" }
}

extension Value: FieldValue {
    public var json: String {
        switch self {
        case .text(let value): return value.json
        case .integer(let value): return value.json
        case .boolean(let value): return value.json
        case .decimal(let value): return value.json
        case .money(let value): return value.json
        case .date(let value): return value.json
        case .instant(let value): return value.json
        case .record(let value): return value.json
        case .null: return "null"
        }
    }

    fileprivate var kind: String {
        switch self {
        case .text: return "text"
        case .integer: return "integer"
        case .boolean: return "boolean"
        case .decimal: return "decimal"
        case .money: return "money"
        case .date: return "date"
        case .instant: return "instant"
        case .record: return "record"
        case .null: return "null"
        }
    }
}

/// Strict getters: a value of another type is an error (`CrmError.Invalid`, `type`), no value and no such name are nil.
extension Array where Element == NamedValue {
    /// The value of that name; none where there is no such name.
    public subscript(name: String) -> Value? {
        first { $0.name == name }?.value
    }

    /// The text of that name.
    public func text(_ name: String) throws -> String? {
        try strictly(name, "text") { if case .text(let value) = $0 { return value } else { return nil } }
    }

    /// The whole number of that name.
    public func integer(_ name: String) throws -> Int64? {
        try strictly(name, "integer") { if case .integer(let value) = $0 { return value } else { return nil } }
    }

    /// The truth value of that name.
    public func boolean(_ name: String) throws -> Bool? {
        try strictly(name, "boolean") { if case .boolean(let value) = $0 { return value } else { return nil } }
    }

    /// The decimal of that name.
    public func decimal(_ name: String) throws -> Foundation.Decimal? {
        try strictly(name, "decimal") { if case .decimal(let value) = $0 { return value } else { return nil } }
    }

    /// The amount of that name.
    public func money(_ name: String) throws -> Money? {
        try strictly(name, "money") { if case .money(let value) = $0 { return value } else { return nil } }
    }

    /// The date of that name.
    public func date(_ name: String) throws -> CalendarDate? {
        try strictly(name, "date") { if case .date(let value) = $0 { return value } else { return nil } }
    }

    /// The instant of that name.
    public func instant(_ name: String) throws -> Date? {
        try strictly(name, "instant") { if case .instant(let value) = $0 { return value } else { return nil } }
    }

    /// The record of that name.
    public func record(_ name: String) throws -> ObjectRef? {
        try strictly(name, "record") { if case .record(let value) = $0 { return value } else { return nil } }
    }

    private func strictly<T>(_ name: String, _ wanted: String, _ take: (Value) -> T?) throws -> T? {
        guard let found = self[name], found != .null else { return nil }
        if let value = take(found) { return value }
        let detail = "is of type \(found.kind), not \(wanted)"
        throw CrmError.Invalid(fields: [
            FieldError(field: name, code: "type", detail: detail, limit: nil, label: name, text: "\(name) \(detail)")
        ])
    }
}
