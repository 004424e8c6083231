import Foundation

/// A part of a record, as its whole tells it. Its values are asked for by their names, as strictly as those of a record: of
/// another type it is an error (`CrmError.Invalid`, `type`), no value and no such name are nil.
public struct Part: Equatable {
    public let id: UUID
    /// The names of those fields that the caller does not read in full.
    public let withheld: [String]
    private let values: [String: Json]

    fileprivate init?(_ json: Json) {
        guard case .fields(let part) = json, case .text(let id)? = part["id"], let id = UUID(uuidString: id) else {
            return nil
        }
        self.id = id
        if case .fields(let values)? = part["values"] { self.values = values } else { values = [:] }
        if case .list(let names)? = part["withheld"] { withheld = names.compactMap(\.text) } else { withheld = [] }
    }

    public func text(_ name: String) throws -> String? {
        try strictly(name, "text", \.text)
    }

    public func integer(_ name: String) throws -> Int64? {
        try strictly(name, "integer") { if case .integer(let value) = $0 { return value } else { return nil } }
    }

    public func boolean(_ name: String) throws -> Bool? {
        try strictly(name, "boolean") { if case .boolean(let value) = $0 { return value } else { return nil } }
    }

    public func decimal(_ name: String) throws -> Foundation.Decimal? {
        try strictly(name, "decimal") { $0.text.flatMap { Foundation.Decimal(string: $0) } }
    }

    public func money(_ name: String) throws -> Money? {
        try strictly(name, "money") {
            guard case .fields(let of) = $0, let amount = of["amount"]?.text, let currency = of["currency"]?.text,
                let amount = Foundation.Decimal(string: amount)
            else { return nil }
            return Money(amount: amount, currency: currency)
        }
    }

    public func date(_ name: String) throws -> CalendarDate? {
        try strictly(name, "date") { json in
            guard let day = json.text, day.utf8.count == 10, day.utf8.filter({ $0 == UInt8(ascii: "-") }).count == 2 else {
                return nil
            }
            return day
        }
    }

    public func instant(_ name: String) throws -> Date? {
        try strictly(name, "instant") { json in
            // The engine writes microseconds, which no formatter reads.
            guard let parts = json.text?.split(separator: "."), parts.count == 2,
                let whole = ISO8601DateFormatter().date(from: parts[0] + "Z"), let micros = Double(parts[1].dropLast())
            else { return nil }
            return whole.addingTimeInterval(micros / 1_000_000)
        }
    }

    public func record(_ name: String) throws -> ObjectRef? {
        try strictly(name, "record") {
            guard case .fields(let of) = $0, let object = of["object"]?.text, let id = of["id"]?.text,
                let id = UUID(uuidString: id)
            else { return nil }
            return ObjectRef(object: object, id: id, title: of["title"]?.text)
        }
    }

    private func strictly<T>(_ name: String, _ wanted: String, _ take: (Json) -> T?) throws -> T? {
        guard let found = values[name], found != .null else { return nil }
        if let value = take(found) { return value }
        let detail = "is not of type \(wanted)"
        throw CrmError.Invalid(fields: [
            FieldError(field: name, code: "type", detail: detail, limit: nil, label: name, text: "\(name) \(detail)")
        ])
    }
}

extension ObjectRecord {
    /// The parts of that name, `lines`; nil where they were not asked for, as in lists.
    public func parts(named name: String) throws -> [Part]? {
        guard let parts = parts else { return nil }
        let lists = try JSONDecoder().decode([String: [Json]].self, from: Data(parts.utf8))
        return lists[name]?.compactMap(Part.init)
    }
}

/// The JSON that the engine wrote.
private enum Json: Decodable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case text(String)
    case fields([String: Json])
    case list([Json])

    init(from decoder: Decoder) throws {
        let json = try decoder.singleValueContainer()
        if json.decodeNil() {
            self = .null
        } else if let value = try? json.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? json.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? json.decode(String.self) {
            self = .text(value)
        } else if let value = try? json.decode([String: Json].self) {
            self = .fields(value)
        } else {
            self = .list(try json.decode([Json].self))
        }
    }

    var text: String? {
        if case .text(let value) = self { return value } else { return nil }
    }
}
