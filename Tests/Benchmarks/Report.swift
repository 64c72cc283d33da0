/// Prints one line a figure: what was measured, how fast, what is aimed for, and the ratio of the two.
enum Report {
  static func rate(_ name: String, _ perSecond: Double, reach: Double, unit: String) {
    let (got, wanted) = (text(perSecond / 1e6), text(reach / 1e6))
    print("\(name): \(got) M \(unit)/s; reach \(wanted) M; ratio \(text(perSecond / reach))")
  }

  static func cost(_ name: String, _ value: Double, reach: Double, unit: String) {
    print("\(name): \(text(value)) \(unit); reach \(text(reach)) \(unit); ratio \(text(reach / value))")
  }

  private static func text(_ value: Double) -> String {
    let digits = value < 10 ? 1_000.0 : 10.0
    return String((value * digits).rounded() / digits)
  }
}
