import CrmKit
import Foundation

/// Somebody in the cast of the stories.
struct Person {
    let name: String
    let login: String
    let displayName: String
    let roles: [String]
}

/// A clock that the story sets.
final class StoryClock: Clock, @unchecked Sendable {
    var at: Date = instant(Cast.now)
    func now() -> Timestamp { at }
}

/// The stage of one story: a new database in memory with the cast of tests/scenarios/cast.json.
final class Stage {
    let clock = StoryClock()
    private var sessions: [String: Session] = [:]
    private var ids: [String: UUID] = [:]

    init() throws {
        let crm = try Crm.openInMemory(
            options: OpenOptions(timeZone: Cast.timeZone, currency: Cast.currency), clock: clock)
        let first = Cast.first
        try enter(crm, first, crm.bootstrap(login: first.login, displayName: first.displayName, roles: first.roles))
        for person in Cast.users {
            let new = NewUser(login: person.login, displayName: person.displayName, roles: person.roles)
            try enter(crm, person, self[first.name].users().create(new: new).id)
        }
    }

    private func enter(_ crm: Crm, _ person: Person, _ id: UUID) throws {
        sessions[person.name] = try crm.session(user: id)
        ids[person.name] = id
    }

    subscript(name: String) -> Session { sessions[name]! }

    func id(_ name: String) -> UUID { ids[name]! }
}

/// An instant as stories write it.
func instant(_ text: String) -> Date {
    let format = ISO8601DateFormatter()
    let parts = text.replacingOccurrences(of: "Z", with: "").split(separator: ".")
    let whole = format.date(from: parts[0] + "Z")!
    return parts.count == 1 ? whole : whole.addingTimeInterval(Double("0." + parts[1])!)
}

/// A `Date` counts in binary fractions of a second: equal is what a microsecond does not tell apart.
func same(_ a: Date, _ b: Date) -> Bool { abs(a.timeIntervalSince(b)) < 0.000_001 }

func decimal(_ text: String) -> Foundation.Decimal { Foundation.Decimal(string: text)! }

/// An id as it stands in a text.
func asText(_ id: UUID) -> String { id.uuidString.lowercased() }

func asText<T>(_ value: T) -> String { "\(value)" }
