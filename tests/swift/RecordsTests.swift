import CrmKit
import Foundation
import XCTest

/// OBJ-9, OBJ-8: records of defined objects from values of Swift's own types, and back.
final class RecordsTests: XCTestCase {
    private final class FixedClock: Clock {
        func now() -> Timestamp { Date(timeIntervalSince1970: 1_772_676_000) }
    }

    private func desk() throws -> Session {
        let options = OpenOptions(timeZone: "Asia/Shanghai", currency: "CNY")
        let crm = try Crm.openInMemory(options: options, clock: FixedClock())
        let roles = ["system_administrator"]
        let admin = try crm.session(user: crm.bootstrap(login: "admin", displayName: "管理员", roles: roles))
        let fields: Fields = [
            "guest": ["type": "text", "required": true] as Fields,
            "day": ["type": "date"] as Fields,
            "until": ["type": "instant"] as Fields,
            "nights": ["type": "integer"] as Fields,
            "late": ["type": "boolean"] as Fields,
            "share": ["type": "decimal", "places": 2] as Fields,
            "price": ["type": "money"] as Fields,
            "clerk": ["type": "user"] as Fields,
            "before": ["type": "ref", "to": "inn.stay"] as Fields,
        ]
        let stay: Fields = ["title": "guest", "fields": fields]
        let pack = record([
            "pack": "inn", "version": 1, "language": 1, "title": "Inn", "objects": ["stay": stay] as Fields,
            "roles": ["inn.clerk": ["inn.stay"]] as Fields,
        ])
        _ = try admin.packs().apply(document: pack, plan: admin.packs().plan(document: pack).digest)
        let clerk = NewUser(login: "c", displayName: "前台", roles: ["inn.clerk"])
        return try crm.session(user: admin.users().create(new: clerk).id)
    }

    func testARecordIsMadeOfNativeValuesAndReadByStrictGetters() throws {
        let session = try desk()
        func stay(_ fields: Fields) throws -> ObjectRecord {
            try session.objects().create(object: "inn.stay", new: record(fields))
        }
        let price = Money(amount: Foundation.Decimal(string: "388.50")!, currency: "CNY")
        let until = Date(timeIntervalSince1970: 1_772_769_600.25)
        let first = try stay(["guest": "王\"芳\"\\\n", "nights": 2, "late": true])
        let made = try stay([
            "guest": "李雷", "day": "2026-03-05", "until": until, "nights": Int64(3), "late": false,
            "share": Foundation.Decimal(10), "price": price, "clerk": session.user(), "before": first,
        ])
        let values = made.values
        XCTAssertEqual(try first.values.text("guest")?.trimmingCharacters(in: .whitespacesAndNewlines), "王\"芳\"\\")
        XCTAssertEqual(try values.date("day"), "2026-03-05")
        XCTAssertEqual(try values.instant("until"), until)
        XCTAssertEqual(try values.integer("nights"), 3)
        XCTAssertEqual(try values.boolean("late"), false)
        XCTAssertEqual(try values.decimal("share"), 10)
        XCTAssertEqual(try values.money("price"), price)
        XCTAssertEqual(try values.record("clerk")?.id, session.user())
        XCTAssertEqual(try values.record("before")?.id, first.id)
        // What was read is given again as it is.
        let again = try stay(["guest": values["guest"], "day": values["day"], "before": values.record("before")])
        XCTAssertEqual(try again.values.date("day"), "2026-03-05")
        let changes = ObjectUpdate(values: record(["before": made.id]), clear: ["day"])
        let changed = try session.objects().update(object: "inn.stay", id: again.id, changes: changes)
        XCTAssertEqual(try changed.values.record("before")?.id, made.id)
        XCTAssertNil(try changed.values.date("day"))
        XCTAssertEqual(changed.values["day"], .null)
        let filter = record(["field": "before", "in": [first, made]])
        XCTAssertEqual(try session.objects().list(object: "inn.stay", filter: filter).items.count, 2)
    }

    func testWhatIsOfAnotherTypeIsAnErrorThatNamesBoth() throws {
        let made = try desk().objects().create(object: "inn.stay", new: record(["guest": "李雷", "nights": 3]))
        XCTAssertNil(try made.values.date("day"))
        XCTAssertNil(try made.values.date("nothing"))
        XCTAssertThrowsError(try made.values.date("nights")) { error in
            guard case CrmError.Invalid(let fields) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(fields.map(\.field), ["nights"])
            XCTAssertEqual(fields.map(\.code), ["type"])
            XCTAssertEqual(fields.map(\.detail), ["is of type integer, not date"])
        }
    }

    func testPartsAreListsOfFields() {
        let price = Money(amount: Foundation.Decimal(string: "1.5")!, currency: "CNY")
        let lines: [Fields] = [["count": 2, "price": price], [:]]
        XCTAssertEqual(
            record(["lines": lines, "note": nil, "tab": "\t", "at": Date(timeIntervalSince1970: -0.5)]),
            #"{"lines":[{"count":2,"price":{"amount":"1.5","currency":"CNY"}},{}],"note":null,"tab":"\u0009","#
                + #""at":"1969-12-31T23:59:59.500000Z"}"#)
        XCTAssertEqual(record((["a": 1, "b": nil] as Fields).given()), #"{"a":1}"#)
    }
}
