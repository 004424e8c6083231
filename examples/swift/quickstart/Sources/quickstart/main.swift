// A company in memory: its administrator makes a sales manager, who records an opportunity, and the program hears of it.
import CrmKit
import Foundation

final class Printer: ChangeListener {
    func changed(event: ChangeEvent) {
        print("changed by \(event.operation): \(event.records.count) record(s)")
    }
}

let crm = try Crm.openInMemory()
// The first user is an administrator, and makes the others.
let admin = try crm.session(
    user: crm.bootstrap(login: "admin", displayName: "管理员", roles: ["system_administrator"]))
let han = try admin.users().create(
    new: NewUser(login: "han.meimei", displayName: "韩梅梅", roles: ["sales_manager"]))
_ = crm.onChange(listener: Printer())
let session = try crm.session(user: han.id)

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
