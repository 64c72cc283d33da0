import RuleCompiler
import SentinelModel

/// What a program reads while it runs: one group at one instant, or one event.
protocol ProgramContext {
  mutating func value(of call: CallID) -> Double
  mutating func isFiring(rule: Int) -> Double
  func number(_ field: NumberField) -> Double
  func sample(of metric: MetricID) -> Double
  func withBytes<R>(of operand: StringOperand, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R
}
