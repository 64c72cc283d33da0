/// The one source of chance. Tests hand in their own.
package struct EngineRandom: Sendable {
  package let next: @Sendable () -> UInt64

  package init(next: @escaping @Sendable () -> UInt64) { self.next = next }

  package static let system = EngineRandom { UInt64.random(in: .min ... .max) }
}
