import RuleCompiler
import SentinelModel

/// What a program reads while it runs: one group at one instant, or one event.
protocol ProgramContext {
  /// - Parameter slot: where the rule keeps the first sample that the call hangs on; -1 where it must be looked up.
  mutating func value(of call: CallID, slot: Int) -> Double
  mutating func isFiring(rule: Int) -> Double
  func number(_ field: NumberField) -> Double
  func sample(of metric: MetricID) -> Double
  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R
}
