// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "my-sentinel",
  // Outside of this repository: .package(url: "…/sentinel", from: "…")
  dependencies: [.package(name: "sentinel", path: "../..")],
  targets: [
    .target(
      name: "SurpriseDetectors", dependencies: [.product(name: "SentinelPlugin", package: "sentinel")],
      swiftSettings: settings),
    .executableTarget(
      name: "my-sentinel",
      dependencies: [
        "SurpriseDetectors",
        .product(name: "SentinelCommands", package: "sentinel"),
        .product(name: "LatencyDetectors", package: "sentinel"),
        .product(name: "CostDetectors", package: "sentinel"),
      ], swiftSettings: settings),
    .testTarget(
      name: "SurpriseDetectorsTests",
      dependencies: ["SurpriseDetectors", .product(name: "SentinelTestKit", package: "sentinel")],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
