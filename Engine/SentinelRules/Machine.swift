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

  /// The program's value: NaN is unknown. O(operations).
  mutating func run<Context: ProgramContext>(_ program: Program, _ context: inout Context) -> Double {
    stack.removeAll(keepingCapacity: true)
    for operation in program.operations { perform(operation, &context) }
    return stack.last ?? .nan
  }

  private mutating func pop() -> Double { stack.popLast() ?? .nan }

  private mutating func perform<Context: ProgramContext>(_ operation: Program.Operation, _ context: inout Context) {
    switch operation {
    case .push(let number): stack.append(number)
    case .call(let call): stack.append(context.value(of: call))
    case .eventMetric(let metric): stack.append(context.sample(of: metric))
    case .eventNumber(let field): stack.append(context.number(field))
    case .eventNumberScaled(let field, let factor): stack.append(context.number(field) * factor)
    case .firing(let rule): stack.append(context.isFiring(rule: rule))
    case .negate: stack.append(-pop())
    case .not: stack.append(1 - pop())
    case .add, .subtract, .multiply, .divide: arithmetic(operation)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: compare(operation)
    case .and, .or: connect(operation)
    case .function(let index, let count): call(index, count)
    case .isInNumbers(let numbers):
      let number = pop()
      stack.append(number.isNaN ? .nan : numbers.contains(number) ? 1 : 0)
    case .stringEqual, .stringMatches, .stringContains, .stringIsIn, .length:
      stack.append(text(operation, context))
    }
  }

  private mutating func arithmetic(_ operation: Program.Operation) {
    let right = pop()
    let left = pop()
    switch operation {
    case .add: stack.append(left + right)
    case .subtract: stack.append(left - right)
    case .multiply: stack.append(left * right)
    // A division by zero is unknown, whatever is divided.
    default: stack.append(right == 0 ? .nan : left / right)
    }
  }

  private mutating func compare(_ operation: Program.Operation) {
    let right = pop()
    let left = pop()
    if left.isNaN || right.isNaN {
      stack.append(.nan)
      return
    }
    let holds =
      switch operation {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      case .equal: left == right
      default: left != right
      }
    stack.append(holds ? 1 : 0)
  }

  /// Kleene's logic: one false decides `and`, one true decides `or`, whatever is unknown.
  private mutating func connect(_ operation: Program.Operation) {
    let right = pop()
    let left = pop()
    let decisive = operation == .and ? 0.0 : 1.0
    if left == decisive || right == decisive {
      stack.append(decisive)
    } else {
      stack.append(left.isNaN || right.isNaN ? .nan : 1 - decisive)
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

  private func text<Context: ProgramContext>(_ operation: Program.Operation, _ context: Context) -> Double {
    switch operation {
    case .stringEqual(let left, let right):
      let equal = context.withBytes(of: left) { left in context.withBytes(of: right) { left.elementsEqual($0) } }
      return equal ? 1 : 0
    case .stringMatches(let operand, let pattern):
      return context.withBytes(of: operand) { pattern.matchesWhole($0) } ? 1 : 0
    case .stringContains(let text, let part):
      let found = context.withBytes(of: text) { text in context.withBytes(of: part) { Self.contains(text, $0) } }
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
