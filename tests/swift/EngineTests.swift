import CrmKit
import Foundation
import XCTest

final class EngineTests: XCTestCase {
    private func jade(_ name: String = "Jade", probability: Int64 = 60) -> NewOpportunity {
        NewOpportunity(
            customerName: name, successProbability: probability, summary: "A press", description: "Two machines")
    }

    private func company(roles: [String] = ["sales_manager"], clock: Clock? = nil) throws -> (Crm, Session) {
        let crm = try Crm.openInMemory(clock: clock)
        let user = try crm.bootstrap(login: "han.meimei", displayName: "韩梅梅", roles: roles)
        return (crm, try crm.session(user: user))
    }

    func testCreatesReadsListsAndChanges() throws {
        let (_, session) = try company()
        let made = try session.opportunities().create(new: jade())
        XCTAssertEqual(made.status, .unassigned)
        XCTAssertEqual(made.creator.displayName, "韩梅梅")
        XCTAssertEqual(try session.opportunities().get(id: made.id), made)
        let page = try session.opportunities().list(
            filter: OpportunityFilter(customerName: "ｊａｄｅ"), page: PageRequest(limit: 5, count: true))
        XCTAssertEqual(page.items, [made])
        XCTAssertEqual(page.total?.count, 1)
        let changed = try session.opportunities().update(id: made.id, changes: OpportunityUpdate(successProbability: 70))
        XCTAssertEqual(changed.successProbability, 70)
    }

    private final class FixedClock: Clock {
        let at: Date
        init(_ at: Date) { self.at = at }
        func now() -> Timestamp { at }
    }

    func testNativeTypes() throws {
        let at = Date(timeIntervalSince1970: 1_772_845_200)
        let (_, integration) = try company(roles: ["integration"], clock: FixedClock(at))
        let price = Foundation.Decimal(string: "12.5")!
        let result = try integration.sales().pushProducts(
            products: [NewProduct(externalId: "P1", name: "Press", price: price)])
        XCTAssertEqual(result.created, 1)
        let (_, session) = try company(clock: FixedClock(at))
        let own = UUID(uuidString: "018F0000-0000-7000-8000-000000000001")!
        let made = try session.opportunities().create(new: jade(), id: own)
        XCTAssertEqual(made.id, own)
        XCTAssertEqual(made.createdAt, at)
    }

    func testDecimalsAreExactOrRefusedByTheNameOfTheirField() throws {
        let (_, session) = try company(roles: ["integration", "account_manager"])
        func push(_ price: Foundation.Decimal) throws {
            _ = try session.sales().pushProducts(products: [NewProduct(externalId: "P", name: "p", price: price)])
        }
        for text in ["2.50", "-0.000001", "9000000000000", "0"] {
            let price = Foundation.Decimal(string: text)!
            try push(price)
            XCTAssertEqual(try session.products().list().items[0].price, price)
        }
        for (price, code, field) in [
            (Foundation.Decimal(string: "2.4999999999999999999999999999999999")!, "too_precise", "products[0].price"),
            (Foundation.Decimal(sign: .plus, exponent: -100, significand: 7), "too_precise", "products[0].price"),
            (Foundation.Decimal(sign: .plus, exponent: 100, significand: 7), "out_of_range", "products[0].price"),
            (Foundation.Decimal.nan, "wrong_type", ""),
        ] {
            XCTAssertThrowsError(try push(price), "\(price)") { error in
                guard case CrmError.Invalid(let fields) = error else { return XCTFail("\(error)") }
                XCTAssertEqual(fields.map(\.code), [code], "\(price)")
                XCTAssertEqual(fields.map(\.field), [field], "\(price)")
            }
        }
    }

    func testWhoeverMakesADatabaseAdministersIt() throws {
        let (_, session) = try company(roles: ["executive"])
        XCTAssertEqual(try session.users().me().roles, ["executive", "system_administrator"])
    }

    func testARefusalSaysWhatIsWrong() throws {
        let (_, session) = try company()
        XCTAssertThrowsError(try session.opportunities().create(new: jade(probability: 101))) { error in
            guard case CrmError.Invalid(let fields) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(fields.map(\.field), ["success_probability"])
        }
        let missing = UUID()
        XCTAssertThrowsError(try session.opportunities().get(id: missing)) { error in
            guard case CrmError.NotFound(let entity, let id) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(entity, "opportunity")
            XCTAssertEqual(id, missing.uuidString.lowercased())
            XCTAssertNotEqual(
                errorText(error: error as! CrmError, locale: .en), errorText(error: error as! CrmError, locale: .zhHans))
        }
        XCTAssertThrowsError(try session.sales().feeds()) { error in
            guard case CrmError.Forbidden = error else { return XCTFail("\(error)") }
        }
    }

    private struct LineDown: Error {}

    private final class Source: SalesSource, @unchecked Sendable {
        var asked: [String?] = []
        func changesSince(cursor: String?) throws -> SalesChanges {
            asked.append(cursor)
            if cursor == "2" { throw LineDown() }
            return SalesChanges(
                products: [NewProduct(externalId: "P\(asked.count)", name: "Press")],
                nextCursor: "\(asked.count)", more: asked.count < 3)
        }
    }

    func testChangesArePulledFromTheSalesSystemOfTheHost() throws {
        let (_, session) = try company(roles: ["integration"])
        let source = Source()
        // The feed fails at its third batch; what came before is here, and the next pull goes on behind it.
        XCTAssertThrowsError(try session.pullSales(feed: "erp", source: source)) { error in
            guard case CrmError.FeedFailed = error else { return XCTFail("\(error)") }
        }
        XCTAssertEqual(source.asked, [nil, "1", "2"])
        XCTAssertEqual(try session.sales().feed(feed: "erp").cursor, "2")
    }

    func testASchedulerRunsUntilItIsStopped() throws {
        let (crm, _) = try company()
        let scheduler = try crm.startScheduler()
        scheduler.wake()
        scheduler.stop()
        scheduler.stop()
    }

    func testCallsByName() throws {
        let (_, session) = try company()
        XCTAssertEqual(
            try session.call(operation: "opportunities.list", arguments: "{}"),
            #"{"items":[],"next":null,"total":null}"#)
    }

    func testWhatGoesOnIsFollowed() throws {
        let (_, session) = try company()
        for _ in 0..<5 { _ = try session.opportunities().create(new: jade()) }
        var sizes: [Int] = []
        var ids: Set<UUID> = []
        try following(
            \.next, { try session.opportunities().list(page: PageRequest(after: $0, limit: 2)) },
            each: { page in
                sizes.append(page.items.count)
                ids.formUnion(page.items.map(\.id))
            })
        XCTAssertEqual(sizes, [2, 2, 1])
        XCTAssertEqual(ids.count, 5)
        var plans = 0
        try following(\.next, { try session.plans().get(opportunity: ids.first!, after: $0) }, each: { _ in plans += 1 })
        XCTAssertEqual(plans, 1)
    }

    private final class Watch: Clock, @unchecked Sendable {
        var at = Date(timeIntervalSince1970: 1_772_413_200)
        func now() -> Timestamp { at }
    }

    func testSigningInTakesACodeAndLeavesARow() throws {
        let watch = Watch()
        let (crm, session) = try company(clock: watch)
        _ = try session.users().changePassword(password: "correct horse")
        XCTAssertEqual(shown("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Date(timeIntervalSince1970: 59)), "287082")
        let begun = try session.secondFactor().begin(issuer: "ERP")
        XCTAssertTrue(begun.uri.hasPrefix("otpauth://totp/ERP:han.meimei?secret=\(begun.secret)&"))
        // Until it is confirmed nobody is asked for anything.
        _ = try crm.signIn(login: "han.meimei", password: "correct horse")
        XCTAssertThrowsError(try session.secondFactor().confirm(code: "1")) { error in
            guard case CrmError.Invalid(let fields) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(fields.map(\.code), ["wrong_code"])
        }
        let recovery = try session.secondFactor().confirm(code: shown(begun.secret, watch.at)).codes
        XCTAssertEqual(Set(recovery).count, 10)

        watch.at += 300
        let code = shown(begun.secret, watch.at)
        let desk = Client(address: "192.0.2.7", device: "till 3")
        func refused(_ code: String?, _ expected: String) {
            let call = { try crm.signIn(login: "han.meimei", password: "correct horse", code: code, client: desk) }
            XCTAssertThrowsError(try call()) { error in
                guard case CrmError.LoginFailed(let reason) = error else { return XCTFail("\(error)") }
                XCTAssertEqual(reason, expected)
            }
        }
        refused(nil, "code_required")
        let signedIn = try crm.signIn(login: "han.meimei", password: "correct horse", code: code, client: desk)
        XCTAssertTrue(try signedIn.users().me().hasSecondFactor)
        refused(code, "wrong_credentials")
        _ = try crm.signIn(login: "han.meimei", password: "correct horse", code: recovery[0], client: desk)
        _ = try crm.sessionWith(user: session.user()!, client: Client(device: "phone"))

        let rows = try session.signIns().mine().items
        XCTAssertEqual(rows.prefix(5).map(\.means), [.host, .recovery, .code, .code, .password])
        XCTAssertEqual(rows[1].device, "till 3")
        let filter = SignInFilter(outcome: .failed, address: "192.0.2.7")
        let failed = try session.signIns().list(filter: filter).items
        XCTAssertEqual(Set(failed.map(\.reason)), ["code_required", "wrong_credentials"])
        XCTAssertFalse(try session.secondFactor().disable(code: recovery[1]).hasSecondFactor)
    }

    func testAFileReadByASecondEngine() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).crm").path
        let crm = try Crm.open(path: path, options: OpenOptions(timeZone: "Europe/Berlin", currency: "EUR"))
        let user = try crm.bootstrap(login: "han", displayName: "Han", roles: ["sales_manager"])
        _ = try crm.session(user: user).opportunities().create(new: jade())
        let reader = try Crm.open(path: path, options: OpenOptions(readOnly: true))
        XCTAssertTrue(reader.isReadOnly())
        let session = try reader.sessionByLogin(login: "HAN")
        XCTAssertEqual(try session.opportunities().list().items.count, 1)
        XCTAssertThrowsError(try session.opportunities().create(new: jade()))
        try FileManager.default.removeItem(atPath: path)
    }

    private final class Ears: ChangeListener {
        let hear: (ChangeEvent) -> Void
        init(_ hear: @escaping (ChangeEvent) -> Void) { self.hear = hear }
        func changed(event: ChangeEvent) { hear(event) }
    }

    // A listener can't throw: `changed` is not `throws`, so the compiler has it handle what goes wrong inside.
    func testListenersHear() throws {
        let (crm, session) = try company()
        var heard: [String] = []
        let number = crm.onChange(listener: Ears { heard.append($0.operation) })
        // It may call the engine, and be refused there.
        _ = crm.onChange(listener: Ears { _ in _ = try? session.sales().feeds() })
        let made = try session.opportunities().create(new: jade())
        try session.opportunities().delete(id: made.id)
        XCTAssertEqual(heard, ["opportunities.create", "opportunities.delete"])
        XCTAssertTrue(crm.removeListener(number: number))
        XCTAssertFalse(crm.removeListener(number: number))
    }

    func testEightThreads() throws {
        let (_, session) = try company()
        let opportunity = jade()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<25 {
                do {
                    let made = try session.opportunities().create(new: opportunity)
                    XCTAssertEqual(try session.opportunities().get(id: made.id), made)
                } catch {
                    XCTFail("\(error)")
                }
            }
        }
        let page = try session.opportunities().list(page: PageRequest(limit: 1, count: true))
        XCTAssertEqual(page.total?.count, 200)
    }

    func testFromTasks() async throws {
        let (crm, session) = try company()
        let changes = crm.changeStream()
        let opportunity = jade()
        let made = try await session.io { try $0.opportunities().create(new: opportunity) }
        for await event in changes {
            XCTAssertEqual(event.records.map(\.id), [made.id])
            break
        }
        let again = try await crm.io { try $0.session(user: made.creator.id) }
        let page = try await again.io { try $0.opportunities().list() }
        XCTAssertEqual(page.items, [made])
    }
}
