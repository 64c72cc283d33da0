/// The arguments of a C program.
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
/// Tests one input; gives 0. A trap is a finding.
public typealias FuzzTest = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>, _ test: FuzzTest
) -> CInt

/// Runs libFuzzer with the arguments of its command line.
public func runFuzzer(_ count: CInt, _ arguments: Arguments, _ test: FuzzTest) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments, test)
}

/// The input as an array.
public func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
}
