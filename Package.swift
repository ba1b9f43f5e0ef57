// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "ticketferry",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "extract", targets: ["Extract"]),
    .executable(name: "transform", targets: ["Transform"]),
    .executable(name: "load", targets: ["Load"]),
    .executable(name: "sandbox", targets: ["Sandbox"]),
  ],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CCurl", path: "Sources/CCurl"),
    .target(name: "MigrationKit", dependencies: ["CCurl"], swiftSettings: strict),
    .executableTarget(name: "Extract", dependencies: ["MigrationKit"], swiftSettings: strict),
    .executableTarget(name: "Transform", dependencies: ["MigrationKit"], swiftSettings: strict),
    .executableTarget(name: "Load", dependencies: ["MigrationKit"], swiftSettings: strict),
    .executableTarget(
      name: "Sandbox", dependencies: ["MigrationKit"], path: "Tests/Sandbox",
      exclude: ["demo", "migration.json5"],
      swiftSettings: strict),
    .testTarget(
      name: "TicketferryTests",
      dependencies: ["MigrationKit", "Extract", "Transform", "Load", "Sandbox"],
      path: "Tests", exclude: ["Sandbox", "Live", "Fuzz", "Fixtures"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
