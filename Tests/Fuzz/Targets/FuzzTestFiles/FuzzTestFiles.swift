public import FuzzSupport
@testable import SentinelCommands
import SentinelDiagnostics
import YAMLTree

@_cdecl("FuzzTestFiles_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// Reads the input as a file of rule tests.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var diagnostics = Diagnostics()
  let source = SourceText(path: "rules.test.yaml", bytes: bytes(start, count))
  guard let root = YAMLParser.parse(source, diagnostics: &diagnostics) else { return 0 }
  var parser = TestFileParser()
  let tests = parser.tests(inFile: root)
  parser.diagnostics.checkPlaces()
  require(parser.diagnostics.hasErrors || tests.allSatisfy { !$0.expectations.isEmpty }, "a test expects nothing")
  return 0
}
