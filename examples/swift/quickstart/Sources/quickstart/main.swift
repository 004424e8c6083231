// A company in memory: a sales manager records an opportunity, and the program hears of it.
import CrmKit
import Foundation

final class Printer: ChangeListener {
    func changed(event: ChangeEvent) {
        print("changed by \(event.operation): \(event.records.count) record(s)")
    }
}

let crm = try Crm.openInMemory()
_ = crm.onChange(listener: Printer())
let han = try crm.bootstrap(login: "han.meimei", displayName: "韩梅梅", roles: ["sales_manager"])
let session = try crm.session(user: han)

let jade = try session.opportunities().create(
    new: NewOpportunity(
        customerName: "Jade Machines", successProbability: 60, summary: "A press",
        description: "Two machines for the new hall"))
print("recorded \(jade.customerName), \(jade.successProbability) %, \(jade.status)")

do {
    _ = try session.opportunities().update(id: jade.id, changes: OpportunityUpdate(successProbability: 101))
} catch CrmError.Invalid(let fields) {
    for field in fields { print("refused: \(field.field) \(field.detail)") }
}

let page = try await session.io { try $0.opportunities().list() }
for opportunity in page.items { print("- \(opportunity.customerName), by \(opportunity.creator.displayName)") }
