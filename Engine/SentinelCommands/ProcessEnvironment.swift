/// The environment in which the process was started.
enum ProcessEnvironment {
  /// Read from the kernel's copy: `environ` is a global that other threads may change meanwhile. Where /proc is missing
  /// there are none.
  static var variables: [String: String] {
    let bytes = (try? FileSystem.read("/proc/self/environ", limit: 4 << 20)) ?? []
    return Dictionary(bytes.split(separator: 0).compactMap(variable), uniquingKeysWith: { first, _ in first })
  }

  private static func variable(_ text: ArraySlice<UInt8>) -> (String, String)? {
    guard let sign = text.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (String(decoding: text[..<sign], as: UTF8.self), String(decoding: text[(sign + 1)...], as: UTF8.self))
  }
}
