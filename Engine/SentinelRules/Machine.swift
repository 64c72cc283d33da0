import RuleCompiler
import SentinelModel

/// Runs flat programs on a stack of numbers. Unknown is NaN; false and true are 0 and 1.
///
/// The stack has the depth that a program says it needs, and programs are checked when they are compiled: the pointers
/// below never leave it.
final class Machine {
  private var stack: UnsafeMutablePointer<Double>
  private var capacity = 64
  private let functions: [PluginFunction]

  init(functions: [PluginFunction]) {
    self.functions = functions
    stack = .allocate(capacity: capacity)
  }

  deinit { stack.deallocate() }

  /// The value of a program that runs rarely.
  func run<Context: ProgramContext>(_ program: Program, _ context: inout Context) -> Double {
    run(CompiledProgram(program), &context)
  }

  /// The program's value: NaN is unknown. O(instructions).
  func run<Context: ProgramContext>(_ program: CompiledProgram, _ context: inout Context) -> Double {
    if program.instructions.isEmpty { return .nan }
    if program.depth > capacity { grow(to: program.depth) }
    var top = stack - 1
    for instruction in program.instructions {
      let index = Int(instruction.index)
      switch instruction.code {
      case .push: Self.push(&top, instruction.number)
      case .call: Self.push(&top, context.value(of: index, slot: Int(instruction.slot)))
      case .callLess:
        Self.push(&top, Self.decide(context.value(of: index, slot: Int(instruction.slot)), instruction.number, <))
      case .callLessOrEqual:
        Self.push(&top, Self.decide(context.value(of: index, slot: Int(instruction.slot)), instruction.number, <=))
      case .callGreater:
        Self.push(&top, Self.decide(context.value(of: index, slot: Int(instruction.slot)), instruction.number, >))
      case .callGreaterOrEqual:
        Self.push(&top, Self.decide(context.value(of: index, slot: Int(instruction.slot)), instruction.number, >=))
      case .less: Self.combine(&top) { Self.decide($0, $1, <) }
      case .lessOrEqual: Self.combine(&top) { Self.decide($0, $1, <=) }
      case .greater: Self.combine(&top) { Self.decide($0, $1, >) }
      case .greaterOrEqual: Self.combine(&top) { Self.decide($0, $1, >=) }
      case .equal: Self.combine(&top) { Self.decide($0, $1, ==) }
      case .notEqual: Self.combine(&top) { Self.decide($0, $1, !=) }
      case .add: Self.combine(&top, +)
      case .subtract: Self.combine(&top, -)
      case .multiply: Self.combine(&top, *)
      // A division by zero is unknown, whatever is divided.
      case .divide: Self.combine(&top) { $1 == 0 ? .nan : $0 / $1 }
      case .negate: top.pointee = -top.pointee
      case .not: top.pointee = 1 - top.pointee
      case .and: Self.combine(&top) { Self.connect($0, $1, decisive: 0) }
      case .or: Self.combine(&top) { Self.connect($0, $1, decisive: 1) }
      case .isInNumbers:
        let number = top.pointee
        top.pointee = number.isNaN ? .nan : program.lists[index].contains(number) ? 1 : 0
      case .function:
        top -= Int(instruction.count)
        Self.push(&top, call(index, UnsafeBufferPointer(start: top + 1, count: Int(instruction.count))))
      default: Self.push(&top, read(instruction, program, &context))
      }
    }
    return top.pointee
  }

  private func grow(to depth: Int) {
    stack.deallocate()
    capacity = depth
    stack = .allocate(capacity: capacity)
  }

  @inline(__always)
  private static func push(_ top: inout UnsafeMutablePointer<Double>, _ value: Double) {
    top += 1
    top.initialize(to: value)
  }

  @inline(__always)
  private static func combine(_ top: inout UnsafeMutablePointer<Double>, _ operation: (Double, Double) -> Double) {
    let right = top.pointee
    top -= 1
    top.pointee = operation(top.pointee, right)
  }

  @inline(__always)
  private static func decide(_ left: Double, _ right: Double, _ holds: (Double, Double) -> Bool) -> Double {
    left.isNaN || right.isNaN ? .nan : holds(left, right) ? 1 : 0
  }

  /// Kleene's logic: one false decides `and`, one true decides `or`, whatever is unknown.
  @inline(__always)
  private static func connect(_ left: Double, _ right: Double, decisive: Double) -> Double {
    if left == decisive || right == decisive { return decisive }
    return left.isNaN || right.isNaN ? .nan : 1 - decisive
  }

  private func read<Context: ProgramContext>(
    _ instruction: CompiledProgram.Instruction, _ program: CompiledProgram, _ context: inout Context
  ) -> Double {
    let index = Int(instruction.index)
    switch instruction.code {
    case .eventMetric: return context.sample(of: index)
    case .eventNumber: return NumberField(rawValue: index).map { context.number($0) } ?? .nan
    case .eventMilliseconds:
      return NumberField(rawValue: index).map { context.number($0).secondsInMilliseconds } ?? .nan
    case .firing: return context.isFiring(rule: index)
    default: return TextTest.evaluate(program.texts[index], context)
    }
  }

  private func call(_ index: Int, _ arguments: UnsafeBufferPointer<Double>) -> Double {
    guard functions.indices.contains(index), case .scalar(let body) = functions[index].body,
      !arguments.contains(where: \.isNaN)
    else { return .nan }
    return body(Array(arguments))
  }
}
