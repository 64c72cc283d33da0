/// Metrics in the text format of Prometheus (version 0.0.4).
package struct Exposition {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  package private(set) var text = ""

  package init() {}

  package mutating func add(_ counter: Counter) {
    add(
      counter.name, "counter", counter.help,
      counter.samples.map { (Array(zip(counter.labelNames, $0.labels)), $0.value) })
  }

  package mutating func gauge(_ name: String, _ help: String, _ value: Double) {
    add(name, "gauge", help, [([], value)])
  }

  mutating func counter(_ name: String, _ help: String, _ value: Double) { add(name, "counter", help, [([], value)]) }

  mutating func add(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]
  ) {
    text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(type)\n"
    for (labels, value) in samples {
      let list = labels.map { "\($0.0)=\"\(Self.escape($0.1, quotes: true))\"" }.joined(separator: ",")
      text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(Self.number(value))\n"
    }
  }

  private static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    if quotes { escaped = escaped.replacing("\"", with: "\\\"") }
    return escaped
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
  }
}
