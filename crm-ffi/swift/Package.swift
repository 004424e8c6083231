// swift-tools-version:5.9
import PackageDescription

// The engine for Swift. The sources in Sources/CrmKit/Generated and the two C modules are made from the library by
// crm-ffi/bindgen: see README.md.
let package = Package(
    name: "CrmKit",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "CrmKit", targets: ["CrmKit"])],
    targets: [
        // On Apple systems, put the XCFramework with the library in the place of these link settings.
        .systemLibrary(name: "CrmFFI"),
        .systemLibrary(name: "CrmModelFFI"),
        .target(name: "CrmKit", dependencies: ["CrmFFI", "CrmModelFFI"], linkerSettings: [.linkedLibrary("crm")]),
        .testTarget(name: "CrmKitTests", dependencies: ["CrmKit"]),
    ]
)
