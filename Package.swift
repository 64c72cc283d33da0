// swift-tools-version:6.2
import Foundation
import PackageDescription

// Folder = target = module. Plugins/ and Tests/Unit/ are read from disk, so dropping a folder in is enough
// (`make` builds with a fresh manifest cache, which would otherwise hide a new folder).

let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

/// Folders below `path` that hold Swift files, in name order.
func folders(_ path: String) -> [String] {
  let directory = root.appendingPathComponent(path).path
  let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
  return names.sorted().filter { name in
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + name)) ?? []
    return files.contains { $0.hasSuffix(".swift") }
  }
}

/// Folders and files below a target's folder that are data, not source.
func exclusions(_ path: String) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path)) ?? []
  return names.sorted().filter { !$0.hasSuffix(".swift") }
}

let fuzzing = Context.environment["SENTINEL_FUZZ"] == "1"
let sanitizers = "-sanitize=" + (Context.environment["SENTINEL_SANITIZERS"] ?? "fuzzer,address")
let strict = Context.environment["SENTINEL_STRICT"] == "1"
/// SENTINEL_CORE=1 leaves the service and all that it depends on out: the quick build of everything else.
let coreOnly = fuzzing || Context.environment["SENTINEL_CORE"] == "1"

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  + (strict ? [.treatAllWarnings(as: .error)] : [])
  + (fuzzing ? [.unsafeFlags([sanitizers, "-parse-as-library", "-enable-testing"])] : [])

/// What each room may import; a target not listed here does not build.
func room(
  _ folder: String, _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "\(folder)/\(name)", resources: resources, swiftSettings: settings)
}

func systemLibrary(_ folder: String, _ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, path: "\(folder)/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let plugins = folders("Plugins")

// A plugin's folder is a module, and Swift names it in code: another name would fail far from here.
for name in plugins where name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
  let message = """
    the folder 'Plugins/\(name)' can't be a module: its name must be a Swift identifier (letters, digits and _, no \
    digit first); rename it, for example to '\(name.replacing(/[^A-Za-z0-9]+/, with: ""))'

    """
  FileHandle.standardError.write(Data(message.utf8))
  exit(1)
}

let rooms: [Target] = [
  systemLibrary("RuleDSL", "CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
  systemLibrary("Engine", "CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
  .target(name: "CRE2", path: "Engine/CRE2", linkerSettings: [.linkedLibrary("re2")]),

  room("Engine", "SentinelModel"),
  room("Engine", "SentinelDiagnostics", ["SentinelModel"]),
  room("Engine", "SentinelStatistics"),
  room("Engine", "SentinelPatterns", ["CRE2"]),
  room("Engine", "SentinelPlugin", ["SentinelModel", "SentinelDiagnostics", "SentinelStatistics"]),
  room("Engine", "SentinelIngest", ["SentinelModel", "SentinelDiagnostics", "CZlib"]),
  room("Engine", "SentinelSeries", ["SentinelModel", "SentinelStatistics"]),
  room(
    "Engine", "SentinelRules",
    ["SentinelModel", "SentinelStatistics", "SentinelPatterns", "SentinelSeries", "RuleSyntax", "RuleCompiler"]),
  room(
    "Engine", "SentinelRuntime",
    ["SentinelModel", "SentinelDiagnostics", "SentinelPlugin", "SentinelRules", "RuleSyntax", "RuleCompiler"]),
  room(
    "Engine", "SentinelConfiguration",
    ["SentinelModel", "SentinelDiagnostics", "SentinelPlugin", "YAMLTree", "RuleParser"]),
  room("Engine", "SentinelState", ["SentinelModel"]),
  room("Engine", "SentinelTestKit", ["SentinelModel", "SentinelDiagnostics", "SentinelPlugin"]),
  room(
    "Engine", "SentinelCommands",
    [
      "SentinelModel", "SentinelDiagnostics", "SentinelPlugin", "SentinelIngest", "SentinelRules", "SentinelRuntime",
      "SentinelConfiguration", "YAMLTree", "RuleSyntax", "RuleParser", "RuleCompiler", arguments,
    ]),

  room("RuleDSL", "YAMLTree", ["CYAML", "SentinelDiagnostics"]),
  room("RuleDSL", "RuleSyntax", ["SentinelModel", "SentinelDiagnostics"]),
  room("RuleDSL", "RuleParser", ["SentinelModel", "SentinelDiagnostics", "YAMLTree", "RuleSyntax"]),
  room("RuleDSL", "RuleCompiler", ["SentinelModel", "SentinelDiagnostics", "SentinelPatterns", "RuleSyntax"]),
]

/// What has sockets, and packages of others.
let serviceRooms: [Target] =
  coreOnly
  ? []
  : [
    room(
      "Engine", "SentinelService",
      [
        "SentinelModel", "SentinelDiagnostics", "SentinelPlugin", "SentinelIngest", "SentinelRules", "SentinelRuntime",
        "SentinelConfiguration", "SentinelState", "SentinelCommands", "RuleSyntax", "RuleCompiler", arguments,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ], resources: [.embedInCode("HTTP/openapi.json")])
  ]

/// What only the service depends on.
let serviceDependencies: [Package.Dependency] =
  coreOnly
  ? []
  : [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
  ]

let executable: [Target] = [
  .executableTarget(
    name: "sentinel",
    dependencies: ["SentinelCommands", "SentinelPlugin"] + serviceRooms.map { .byName(name: $0.name) }
      + plugins.map { .byName(name: $0) },
    path: "Engine/sentinel", swiftSettings: settings, plugins: ["PluginRegistry"]),
  .executableTarget(name: "plugin-registry", path: "Engine/plugin-registry", swiftSettings: settings),
  .plugin(
    name: "PluginRegistry", capability: .buildTool(), dependencies: ["plugin-registry"],
    path: "Engine/PluginRegistry"),
]

// An hour of made-up traffic, and the program that writes it: data of the quick start, not a part of the engine.
let examples: [Target] = [
  room("Examples/QuickStart", "QuickStartTraffic"),
  .executableTarget(
    name: "quickstart-traffic", dependencies: ["QuickStartTraffic"], path: "Examples/QuickStart/quickstart-traffic",
    swiftSettings: settings),
]

let pluginRooms = plugins.map {
  room("Plugins", $0, ["SentinelModel", "SentinelDiagnostics", "SentinelStatistics", "SentinelPlugin"])
}

// A unit test target of each folder in Tests/Unit. `<Room>Tests` sees its room and what that imports (a plugin's also
// the test kit), others see all rooms. SENTINEL_TESTS=<folder>,… builds only these: the quick loop while working on one room.
/// Rooms that a room's tests need and the room itself must not import.
let testPartners: [String: [Target.Dependency]] = [
  "RuleCompilerTests": ["RuleParser", "YAMLTree"], "SentinelCommandsTests": ["CostDetectors"],
  "SentinelConfigurationTests": ["CostDetectors"], "SentinelSeriesTests": ["SentinelTestKit"],
  "SentinelStateTests": ["SentinelTestKit"],
  "ShippedRulesTests": ["QuickStartTraffic"],
]
let testable = (rooms + serviceRooms + pluginRooms).filter { $0.type == .regular && $0.name != "CRE2" }
let chosenTests = Context.environment["SENTINEL_TESTS"]?.split(separator: ",").map(String.init)
let unitTests = folders("Tests/Unit").filter { folder in
  (chosenTests?.contains(folder) ?? true) && !(coreOnly && folder == "SentinelServiceTests")
}.map { folder in
  let subject = testable.filter { $0.name + "Tests" == folder }
  let kit: [Target.Dependency] = subject.contains { plugins.contains($0.name) } ? ["SentinelTestKit"] : []
  return Target.testTarget(
    name: folder,
    dependencies: (subject.isEmpty ? testable : subject).map { .byName(name: $0.name) } + kit
      + testPartners[folder, default: []],
    path: "Tests/Unit/\(folder)", exclude: exclusions("Tests/Unit/\(folder)"), swiftSettings: settings)
}

// Left out of ordinary builds: `make bench` asks for them.
let benchmarks: [Target] =
  Context.environment["SENTINEL_BENCHMARKS"] == "1"
  ? [
    .executableTarget(
      name: "sentinel-benchmarks",
      dependencies: testable.map { .byName(name: $0.name) }, path: "Tests/Benchmarks", swiftSettings: settings)
  ] : []

// SENTINEL_FUZZ=1 builds the rooms with sanitizers, and of all that runs only the fuzz targets: Tests/Fuzz/run.sh does.
let fuzzTargets = folders("Tests/Fuzz/Targets").map { name in
  let subjects = testable.filter { !["SentinelCommands", "SentinelTestKit"].contains($0.name) }.map(\.name)
  let path = "Tests/Fuzz/Targets/\(name)"
  if name == "FuzzSupport" {
    return Target.target(
      name: name, dependencies: subjects.map { .byName(name: $0) }, path: path, swiftSettings: settings)
  }
  let commands = name == "FuzzTestFiles" ? ["SentinelCommands"] : []
  return .executableTarget(
    name: name, dependencies: (subjects + commands + ["FuzzSupport"]).map { .byName(name: $0) }, path: path,
    swiftSettings: settings, linkerSettings: [.unsafeFlags(["-use-ld=lld", sanitizers])])
}

let package = Package(
  name: "sentinel",
  products: fuzzing
    ? []
    : [
      .executable(name: "sentinel", targets: ["sentinel"]),
      .library(name: "SentinelCommands", targets: ["SentinelCommands"]),
      .library(
        name: "SentinelPlugin",
        targets: ["SentinelPlugin", "SentinelModel", "SentinelDiagnostics", "SentinelStatistics"]),
      .library(name: "SentinelTestKit", targets: ["SentinelTestKit"]),
    ] + plugins.map { .library(name: $0, targets: [$0]) },
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")]
    + serviceDependencies,
  targets: fuzzing
    ? rooms + pluginRooms + fuzzTargets
    : rooms + serviceRooms + benchmarks + executable + examples + pluginRooms + unitTests,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
