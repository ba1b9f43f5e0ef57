// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// `make` says from which commit a program is built, for `--version`. What git knows itself (`Context.gitInformation`) is
/// kept from an earlier build, so it would name an old one.
let commit = Context.environment["TICKETFERRY_COMMIT"] ?? ""

let package = Package(
  name: "ticketferry",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "extract", targets: ["Extract"]),
    .executable(name: "transform", targets: ["Transform"]),
    .executable(name: "load", targets: ["Load"]),
    .executable(name: "sandbox", targets: ["SandboxServer"]),
    .executable(name: "chaos", targets: ["Chaos"]),
    .library(name: "JumpingClock", type: .dynamic, targets: ["JumpingClock"]),
  ],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CCurl", path: "Sources/CCurl"),
    .systemLibrary(name: "CLinux", path: "Sources/CLinux"),
    .target(name: "CSHA256"),
    .target(
      name: "CProcess",
      cSettings: commit.isEmpty ? [] : [.define("TICKETFERRY_COMMIT", to: "\"\(commit)\"")]),
    .target(
      name: "MigrationKit", dependencies: ["CCurl", "CLinux", "CSHA256", "CProcess"], swiftSettings: strict),
    .executableTarget(name: "Extract", dependencies: ["MigrationKit"], swiftSettings: strict),
    .executableTarget(name: "Transform", dependencies: ["MigrationKit"], swiftSettings: strict),
    .executableTarget(name: "Load", dependencies: ["MigrationKit"], swiftSettings: strict),
    .systemLibrary(name: "CEvents", path: "Tests/CEvents"),
    .target(
      name: "Sandbox", dependencies: ["MigrationKit", "CEvents"], path: "Tests/Sandbox", swiftSettings: strict
    ),
    .executableTarget(
      name: "SandboxServer", dependencies: ["Sandbox"], path: "Tests/SandboxServer",
      exclude: ["demo", "migration.json5"], swiftSettings: strict),
    .target(name: "JumpingClock", path: "Tests/JumpingClock"),
    .executableTarget(
      name: "Chaos", dependencies: ["MigrationKit", "Sandbox"], path: "Tests/Chaos", swiftSettings: strict),
    .testTarget(
      name: "TicketferryTests",
      dependencies: ["MigrationKit", "Extract", "Transform", "Load", "Sandbox", "SandboxServer", "Chaos"],
      path: "Tests",
      exclude: [
        "Sandbox", "SandboxServer", "Chaos", "CEvents", "JumpingClock", "Live", "Fuzz", "Bench", "Fixtures",
      ],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
