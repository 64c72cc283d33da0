import RuleCompiler
import SentinelModel
import SentinelPatterns

#if canImport(Glibc)
  import Glibc
#endif

/// Runs flat programs on a stack of numbers. Unknown is NaN; false and true are 0 and 1.
struct Machine {
  private var stack: [Double] = []
  private let functions: [PluginFunction]

  init(functions: [PluginFunction]) { self.functions = functions }

  /// The value of a program that runs rarely.
  mutating func run<Context: ProgramContext>(_ program: Program, _ context: inout Context) -> Double {
    run(CompiledProgram(program), &context)
  }

  /// The program's value: NaN is unknown. O(instructions).
  @inline(__always)
  mutating func run<Context: ProgramContext>(_ program: CompiledProgram, _ context: inout Context) -> Double {
    stack.removeAll(keepingCapacity: true)
    for instruction in program.instructions {
      switch instruction.code {
      case .push: stack.append(instruction.number)
      case .call: stack.append(context.value(of: Int(instruction.index)))
      case .callLess: decide(context.value(of: Int(instruction.index)), instruction.number, <)
      case .callLessOrEqual: decide(context.value(of: Int(instruction.index)), instruction.number, <=)
      case .callGreater: decide(context.value(of: Int(instruction.index)), instruction.number, >)
      case .callGreaterOrEqual: decide(context.value(of: Int(instruction.index)), instruction.number, >=)
      case .less: compare(<)
      case .lessOrEqual: compare(<=)
      case .greater: compare(>)
      case .greaterOrEqual: compare(>=)
      case .equal: compare(==)
      case .notEqual: compare(!=)
      case .add: combine(+)
      case .subtract: combine(-)
      case .multiply: combine(*)
      // A division by zero is unknown, whatever is divided.
      case .divide: combine { $1 == 0 ? .nan : $0 / $1 }
      case .negate: stack.append(-pop())
      case .not: stack.append(1 - pop())
      case .and: connect(decisive: 0)
      case .or: connect(decisive: 1)
      default: performRare(instruction, program, &context)
      }
    }
    return stack.last ?? .nan
  }

  @inline(__always)
  private mutating func pop() -> Double { stack.popLast() ?? .nan }

  @inline(__always)
  private mutating func combine(_ operation: (Double, Double) -> Double) {
    let right = pop()
    let left = pop()
    stack.append(operation(left, right))
  }

  @inline(__always)
  private mutating func decide(_ left: Double, _ right: Double, _ holds: (Double, Double) -> Bool) {
    stack.append(left.isNaN || right.isNaN ? .nan : holds(left, right) ? 1 : 0)
  }

  @inline(__always)
  private mutating func compare(_ holds: (Double, Double) -> Bool) {
    let right = pop()
    let left = pop()
    decide(left, right, holds)
  }

  /// Kleene's logic: one false decides `and`, one true decides `or`, whatever is unknown.
  @inline(__always)
  private mutating func connect(decisive: Double) {
    let right = pop()
    let left = pop()
    if left == decisive || right == decisive {
      stack.append(decisive)
    } else {
      stack.append(left.isNaN || right.isNaN ? .nan : 1 - decisive)
    }
  }

  private mutating func performRare<Context: ProgramContext>(
    _ instruction: CompiledProgram.Instruction, _ program: CompiledProgram, _ context: inout Context
  ) {
    let index = Int(instruction.index)
    switch instruction.code {
    case .eventMetric: stack.append(context.sample(of: index))
    case .eventNumber:
      stack.append(NumberField(rawValue: index).map { context.number($0) } ?? .nan)
    case .eventMilliseconds:
      stack.append(NumberField(rawValue: index).map { context.number($0).secondsInMilliseconds } ?? .nan)
    case .firing: stack.append(context.isFiring(rule: index))
    case .isInNumbers:
      let number = pop()
      stack.append(number.isNaN ? .nan : program.lists[index].contains(number) ? 1 : 0)
    case .function: call(index, Int(instruction.count))
    default: stack.append(TextTest.evaluate(program.texts[index], context))
    }
  }

  private mutating func call(_ index: Int, _ count: Int) {
    var arguments = [Double](repeating: .nan, count: count)
    for place in arguments.indices.reversed() { arguments[place] = pop() }
    guard functions.indices.contains(index), case .scalar(let body) = functions[index].body,
      !arguments.contains(where: \.isNaN)
    else {
      stack.append(.nan)
      return
    }
    stack.append(body(arguments))
  }
}

/// Tests of strings.
enum TextTest {
  static func evaluate<Context: ProgramContext>(_ operation: Program.Operation, _ context: Context) -> Double {
    switch operation {
    case .stringEqual(let left, let right):
      let equal = context.withBytes(of: left) { left in context.withBytes(of: right) { left.elementsEqual($0) } }
      return equal ? 1 : 0
    case .stringMatches(let operand, let pattern):
      return context.withBytes(of: operand) { pattern.matchesWhole($0) } ? 1 : 0
    case .stringContains(let text, let part):
      let found = context.withBytes(of: text) { text in context.withBytes(of: part) { contains(text, $0) } }
      return found ? 1 : 0
    case .stringIsIn(let operand, let list):
      let found = context.withBytes(of: operand) { bytes in list.contains { bytes.elementsEqual($0.utf8) } }
      return found ? 1 : 0
    case .length(let operand):
      // Continuation bytes (10xxxxxx) begin no scalar.
      return context.withBytes(of: operand) { $0.reduce(into: 0) { if $1 & 0xC0 != 0x80 { $0 += 1 } } }
    default:
      return .nan
    }
  }

  /// Equal bytes are equal text: UTF-8 synchronises itself.
  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let partStart = part.baseAddress, part.count > 0 else { return true }
    guard let textStart = text.baseAddress, text.count >= part.count else { return false }
    let first = Int32(part[0])
    var position = 0
    while position <= text.count - part.count {
      guard let hit = memchr(textStart + position, first, text.count - part.count - position + 1) else { return false }
      if memcmp(hit, partStart, part.count) == 0 { return true }
      position = UnsafeRawPointer(hit) - UnsafeRawPointer(textStart) + 1
    }
    return false
  }
}
