package import SentinelModel

/// A product of powers of base units: USD/s is USD¹·s⁻¹. Ratios and plain numbers have no dimension.
package struct Dimension: Hashable {
  private var powers = [Unit: Int]()

  package static let none = Dimension()

  package init() {}

  package init(_ unit: Unit) {
    switch unit {
    case .ratio, .one: break
    default: powers[unit] = 1
    }
  }

  package static let seconds = Dimension(.seconds)
  package static let usd = Dimension(.usd)
  package static let requests = Dimension(.requests)

  /// The same, taking requests as mere numbers.
  package var withoutRequests: Dimension {
    var result = self
    result.powers[.requests] = nil
    return result
  }

  package static func * (left: Dimension, right: Dimension) -> Dimension { left.combined(with: right, sign: 1) }
  package static func / (left: Dimension, right: Dimension) -> Dimension { left.combined(with: right, sign: -1) }

  /// Powers stop at ±64: nobody means such units, and products of macros must not overflow.
  private func combined(with other: Dimension, sign: Int) -> Dimension {
    guard !other.powers.isEmpty else { return self }
    var result = self
    for (unit, power) in other.powers {
      let sum = max(-64, min(64, (result.powers[unit] ?? 0) + sign * power))
      result.powers[unit] = sum == 0 ? nil : sum
    }
    return result
  }
}

extension Dimension: CustomStringConvertible {
  /// `USD/s`; a plain number is `a plain number`.
  package var description: String {
    if powers.isEmpty { return "a plain number" }
    let sorted = powers.sorted { $0.key.rawValue < $1.key.rawValue }
    let above = sorted.filter { $0.value > 0 }.map(Self.factor).joined(separator: "·")
    let below = sorted.filter { $0.value < 0 }.map(Self.factor).joined(separator: "·")
    return below.isEmpty ? above : "\(above.isEmpty ? "1" : above)/\(below)"
  }

  private static func factor(_ unit: Unit, _ power: Int) -> String {
    power.magnitude == 1 ? unit.rawValue : "\(unit.rawValue)^\(power.magnitude)"
  }
}
