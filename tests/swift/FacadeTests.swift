import CrmKit
import Foundation
import XCTest

/// OBJ-6, OBJ-11: the typed classes that are made of packs.
final class FacadeTests: XCTestCase {
    private final class FixedClock: Clock {
        func now() -> Timestamp { Date(timeIntervalSince1970: 1_772_676_000) }
    }

    private func money(_ amount: String) -> Money {
        Money(amount: Foundation.Decimal(string: amount)!, currency: "CNY")
    }

    private func desk() throws -> Session {
        try somebody("hotel", "hotel.manager")
    }

    private func somebody(_ name: String, _ role: String) throws -> Session {
        let options = OpenOptions(timeZone: "Asia/Shanghai", currency: "CNY")
        let crm = try Crm.openInMemory(options: options, clock: FixedClock())
        let roles = ["system_administrator"]
        let admin = try crm.session(user: crm.bootstrap(login: "admin", displayName: "管理员", roles: roles))
        let folder = try XCTUnwrap(ProcessInfo.processInfo.environment["CRM_PACKS"])
        let pack = try String(contentsOfFile: folder + "/\(name).json", encoding: .utf8)
        _ = try admin.packs().apply(document: pack, plan: admin.packs().plan(document: pack).digest)
        let clerk = NewUser(login: "desk", displayName: "前台", roles: roles + [role])
        return try crm.session(user: admin.users().create(new: clerk).id)
    }

    private func stay(_ session: Session, _ guest: UUID, _ number: String) throws -> Hotel.ReservationRecord {
        let kind = try session.dictionary().list(filter: DictionaryFilter(category: "room_kind")).items[0].id
        let room = try session.hotel.room.create(number: number, kind: kind, capacity: 2, price: money("388.50"))
        return try session.hotel.reservation.create(
            guest: guest, room: room.id, checkIn: "2026-03-05", checkOut: "2026-03-07")
    }

    func testAStayFromItsBookingToItsEnd() throws {
        let session = try desk()
        let guest = try session.hotel.guest.create(name: "王芳", phone: "021-5555 0101")
        XCTAssertNil(try guest.idNumber)
        let stay = try stay(session, guest.id, "301")
        XCTAssertEqual(try stay.amount, money("777"))
        XCTAssertEqual(stay.status, "booked")
        XCTAssertEqual(try stay.nights, 2)
        XCTAssertEqual(try stay.checkIn, "2026-03-05")
        XCTAssertEqual(try stay.freeUntil, Date(timeIntervalSince1970: 1_772_618_400))
        XCTAssertEqual(try stay.guest?.title, "王芳")
        XCTAssertThrowsError(try session.hotel.reservation.arrive(id: stay.id))
        _ = try session.hotel.guest.update(id: guest.id, idNumber: "310101", version: guest.version)
        let arrived = try session.hotel.reservation.arrive(id: stay.id)
        XCTAssertEqual(try session.hotel.reservation.leave(id: stay.id, version: arrived.version).status, "left")
        XCTAssertEqual(try session.hotel.guest.get(id: guest.id).stays, 1)
        XCTAssertEqual(try session.hotel.guest.get(id: guest.id).nights, 2)
    }

    func testActionsTakeFieldsListsAreTypedAndFieldsAreEmptied() throws {
        let session = try desk()
        let guest = try session.hotel.guest.create(name: "李雷", phone: "021-5555 0101", card: "A1")
        XCTAssertNil(try session.hotel.guest.update(id: guest.id, clear: ["card"]).card)
        let said = try session.hotel.suggestion.create(guest: guest.id, words: "早餐再早一点")
        let adopted = try session.hotel.suggestion.adopt(id: said.id, answer: "谢谢", reward: money("50"))
        XCTAssertEqual(adopted.status, "adopted")
        let vouchers = try session.hotel.voucher.list(
            filter: record(["field": "guest", "is": guest.id]), page: PageRequest(count: true))
        XCTAssertEqual(vouchers.total?.count, 1)
        XCTAssertEqual(try vouchers.items[0].validUntil, "2026-09-05")
        let stay = try stay(session, guest.id, "302")
        let redeemed = try session.hotel.voucher.redeem(id: vouchers.items[0].id, reservation: stay.id)
        XCTAssertEqual(try redeemed.reservation?.id, stay.id)
        XCTAssertEqual(try session.hotel.reservation.cancel(id: stay.id).status, "cancelled")
        let service = try session.hotel.service.create(name: "洗衣").id
        try session.hotel.service.delete(id: service)
        XCTAssertEqual(try session.hotel.service.list().items.count, 0)
        XCTAssertEqual(try session.hotel.service.restore(id: service).name, "洗衣")
        XCTAssertEqual(try session.hotel.service.history(id: service).items.first?.operation, "hotel.service.restore")
        XCTAssertEqual(try session.hotel.service.related(id: service).count, 0)
    }

    func testClaimsHaveLines() throws {
        let session = try somebody("sales", "account_manager")
        let travel = try session.dictionary().list(filter: DictionaryFilter(category: "expense_kind")).items[0].id
        // The area of that name keeps its own place.
        let claims = session.sales_.claim
        let line = Sales.NewClaimLine(date: "2026-03-01", kind: travel, amount: money("12.50"))
        let claim = try claims.create(reason: "上海出差", lines: [line, line])
        XCTAssertEqual(try claim.total, money("25"))
        let lines = try XCTUnwrap(claim.lines)
        XCTAssertEqual(lines.count, 2)
        XCTAssertEqual(try lines[0].date, "2026-03-01")
        XCTAssertEqual(try lines[0].amount, money("12.50"))
        XCTAssertEqual(try lines[0].kind?.id, travel)
        XCTAssertNil(try lines[0].remarks)
        // The whole list again: the second comes first and is remarked on, one is new, the first is gone.
        let kept = Sales.ClaimLineChange(id: lines[1].id, remarks: "\"出租车\" \\")
        let more = Sales.ClaimLineChange(date: "2026-03-05", kind: travel, amount: money("1"))
        let changed = try claims.update(id: claim.id, lines: [kept, more], version: claim.version)
        XCTAssertEqual(try changed.total, money("13.50"))
        XCTAssertEqual(try changed.lines?.map(\.id).first, lines[1].id)
        XCTAssertEqual(try changed.lines?[0].remarks, "\"出租车\" \\")
        // Fields without the list leave it as it is.
        XCTAssertEqual(try claims.update(id: claim.id, reason: "北京出差").lines?.count, 2)
        let emptied = Sales.ClaimLineChange(id: lines[1].id, clear: ["remarks"])
        XCTAssertNil(try claims.update(id: claim.id, lines: [emptied]).lines?[0].remarks)
        // What is wrong stands where it is.
        XCTAssertThrowsError(try claims.update(id: claim.id, lines: [kept, Sales.ClaimLineChange()])) { error in
            guard case CrmError.Invalid(let fields) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(fields.map(\.field), ["lines[1].date", "lines[1].kind", "lines[1].amount"])
        }
        // Values are strict, of a part too.
        XCTAssertThrowsError(try lines[0].part.date("amount"))
        XCTAssertThrowsError(try lines[0].part.integer("date"))
        XCTAssertThrowsError(try lines[0].part.instant("date"))
        XCTAssertNil(try lines[0].part.text("nothing"))
        // Lists of wholes are without parts; parts are listed by themselves.
        XCTAssertNil(try claims.list().items[0].lines)
        XCTAssertEqual(try session.sales_.claimLine.list().items[0].claim?.id, claim.id)
    }
}
