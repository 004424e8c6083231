import CrmKit
import Foundation
import XCTest

/// FILE-4: a folder for each content, a file for each piece.
private final class Folder: FileStore, @unchecked Sendable {
    let root: URL
    var fails: Error?
    init(_ root: URL) { self.root = root }

    private func place(_ key: String, _ piece: UInt64) -> URL {
        root.appendingPathComponent(key).appendingPathComponent(String(piece))
    }

    func put(key: String, piece: UInt64, bytes: Data) throws {
        if let fails { throw fails }
        let folder = root.appendingPathComponent(key)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try bytes.write(to: place(key, piece))
    }

    func read(key: String, piece: UInt64) throws -> Data? {
        if let fails { throw fails }
        return FileManager.default.fileExists(atPath: place(key, piece).path) ? try Data(contentsOf: place(key, piece)) : nil
    }

    func delete(key: String) throws {
        if let fails { throw fails }
        try? FileManager.default.removeItem(at: root.appendingPathComponent(key))
    }

    func keys() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? [] }
}

final class FilesTests: XCTestCase {
    private func record(_ session: Session) throws -> RecordKey {
        let new = NewOpportunity(customerName: "Jade", successProbability: 60, summary: "A press", description: "Two")
        return RecordKey(object: "opportunity", id: try session.opportunities().create(new: new).id)
    }

    private func problem(_ call: () throws -> Void) -> String {
        do {
            try call()
        } catch CrmError.Storage(let problem) {
            return problem
        } catch {
            return "\(error)"
        }
        return "done"
    }

    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    }

    func testWhatIsInFilesLiesInTheHostsStore() throws {
        let root = folder()
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let store = Folder(root.appendingPathComponent("files"))
        let content = Data((0..<700_000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 251) })
        let path = root.appendingPathComponent("erp.crm").path
        var crm: Crm? = try Crm.open(path: path, fileStore: store)
        var session: Session? = try crm!.session(
            user: crm!.bootstrap(login: "han", displayName: "韩梅梅", roles: ["sales_manager"]))
        let on = try record(session!)
        let file = try session!.files().put(record: on, new: NewFile(name: "图纸.bin"), content: content)
        let upload = try session!.files().begin(record: on, new: NewFile(name: "b.bin", size: Int64(content.count)))
        _ = try session!.files().append(id: upload.id, offset: 0, content: content)
        XCTAssertEqual(try session!.files().finish(id: upload.id).sha256, file.sha256)
        XCTAssertEqual(store.keys().count, 1)
        XCTAssertEqual(try session!.files().read(id: file.id), content)
        XCTAssertEqual(try session!.files().read(id: file.id, offset: 262_140, length: 10), content[262_140..<262_150])
        XCTAssertTrue(try session!.maintenance().check().ok)
        session = nil
        crm = nil

        crm = try Crm.open(path: path)
        session = try crm!.sessionByLogin(login: "han")
        XCTAssertEqual(problem { _ = try session!.files().read(id: file.id) }, "no_file_store")
        session = nil
        crm = nil

        crm = try Crm.open(path: path, fileStore: store)
        session = try crm!.sessionByLogin(login: "han")
        XCTAssertEqual(try session!.files().read(id: file.id), content)
        // A piece that it lost is told.
        let key = store.keys()[0]
        try FileManager.default.removeItem(at: store.root.appendingPathComponent(key).appendingPathComponent("1"))
        XCTAssertEqual(problem { _ = try session!.files().read(id: file.id) }, "file_missing")
        XCTAssertEqual(try session!.maintenance().check().findings, ["the host's store lacks some of \(key)"])
    }

    private struct NoRoom: Error {}

    func testAStoreThatThrowsEndsTheCallAndNothingHappened() throws {
        let root = folder()
        defer { try? FileManager.default.removeItem(at: root) }
        let store = Folder(root)
        let crm = try Crm.openInMemory(fileStore: store)
        let session = try crm.session(user: crm.bootstrap(login: "han", displayName: "韩梅梅", roles: ["sales_manager"]))
        let on = try record(session)
        let kept = try session.files().put(record: on, new: NewFile(name: "a"), content: Data("abc".utf8))
        for thrown in [NoRoom(), FileStoreError.Failed(detail: "full")] as [Error] {
            store.fails = thrown
            let other = Data("other".utf8)
            XCTAssertEqual(
                problem { _ = try session.files().put(record: on, new: NewFile(name: "b"), content: other) }, "file_store")
            XCTAssertEqual(problem { _ = try session.files().read(id: kept.id) }, "file_store")
        }
        store.fails = nil
        XCTAssertEqual(try session.files().list(record: on).items.map(\.id), [kept.id])
        XCTAssertEqual(try session.files().read(id: kept.id), Data("abc".utf8))
    }
}
