// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "quickstart",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "CrmKit", path: "../../../crm-ffi/swift")],
    targets: [.executableTarget(name: "quickstart", dependencies: ["CrmKit"])]
)
