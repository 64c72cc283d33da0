import RuleCompiler
import SentinelModel
import SentinelPatterns

/// A program as the machine runs it: instructions of 16 bytes without references, so that a run touches no counts.
struct CompiledProgram: Sendable {
  enum Code: UInt8, Sendable {
    case push, call, eventMetric, eventNumber, eventMilliseconds, firing
    case add, subtract, multiply, divide, negate
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, not
    case isInNumbers, text, function
    /// `call` followed by a comparison with a constant, in one step.
    case callLess, callLessOrEqual, callGreater, callGreaterOrEqual
  }

  struct Instruction: Sendable {
    let code: Code
    /// How many arguments a function takes.
    var count: UInt8 = 0
    /// Where the rule keeps the first sample that a call hangs on; -1 where it must be looked up.
    var slot: Int16 = -1
    /// A call, rule, metric, field, list, text or function, by its index.
    var index: Int32 = 0
    /// A constant.
    var number: Double = 0
  }

  private(set) var instructions: [Instruction] = []
  private(set) var lists: [[Double]] = []
  private(set) var texts: [Program.Operation] = []
  /// How many numbers the stack must hold.
  private(set) var depth = 1

  /// - Parameter slots: see `Instruction.slot`.
  init(_ program: Program, slots: [CallID: Int] = [:]) {
    for operation in program.operations { append(operation, slots) }
    var height = 0
    for instruction in instructions {
      height -= instruction.pops
      precondition(height >= 0, "a program pops more than it pushed")
      height += 1
      depth = max(depth, height)
    }
  }

  private mutating func append(_ operation: Program.Operation, _ slots: [CallID: Int]) {
    switch operation {
    case .push(let number): instructions.append(Instruction(code: .push, number: number))
    case .call(let call):
      let slot = Int16(clamping: slots[call] ?? -1)
      instructions.append(Instruction(code: .call, slot: slot, index: Int32(call)))
    case .eventMetric(let metric): instructions.append(Instruction(code: .eventMetric, index: Int32(metric)))
    case .eventNumber(let field):
      instructions.append(Instruction(code: .eventNumber, index: Int32(field.rawValue)))
    case .eventMilliseconds(let field):
      instructions.append(Instruction(code: .eventMilliseconds, index: Int32(field.rawValue)))
    case .firing(let rule): instructions.append(Instruction(code: .firing, index: Int32(rule)))
    case .add: instructions.append(Instruction(code: .add))
    case .subtract: instructions.append(Instruction(code: .subtract))
    case .multiply: instructions.append(Instruction(code: .multiply))
    case .divide: instructions.append(Instruction(code: .divide))
    case .negate: instructions.append(Instruction(code: .negate))
    case .less: appendComparison(.less, fused: .callLess)
    case .lessOrEqual: appendComparison(.lessOrEqual, fused: .callLessOrEqual)
    case .greater: appendComparison(.greater, fused: .callGreater)
    case .greaterOrEqual: appendComparison(.greaterOrEqual, fused: .callGreaterOrEqual)
    case .equal: instructions.append(Instruction(code: .equal))
    case .notEqual: instructions.append(Instruction(code: .notEqual))
    case .and: instructions.append(Instruction(code: .and))
    case .or: instructions.append(Instruction(code: .or))
    case .not: instructions.append(Instruction(code: .not))
    case .isInNumbers(let numbers):
      instructions.append(Instruction(code: .isInNumbers, index: Int32(lists.count)))
      lists.append(numbers)
    case .function(let index, let count):
      instructions.append(Instruction(code: .function, count: UInt8(clamping: count), index: Int32(index)))
    case .stringEqual, .stringMatches, .stringContains, .stringIsIn, .length:
      instructions.append(Instruction(code: .text, index: Int32(texts.count)))
      texts.append(operation)
    }
  }

  /// `zscore(1h) > 3` is the commonest thing that rules say.
  private mutating func appendComparison(_ code: Code, fused: Code) {
    guard let constant = instructions.last, constant.code == .push, instructions.count >= 2,
      case let call = instructions[instructions.count - 2], call.code == .call
    else {
      instructions.append(Instruction(code: code))
      return
    }
    instructions.removeLast(2)
    instructions.append(Instruction(code: fused, slot: call.slot, index: call.index, number: constant.number))
  }
}

extension CompiledProgram.Instruction {
  /// How many numbers it takes off the stack; each puts one on.
  fileprivate var pops: Int {
    switch code {
    case .push, .call, .eventMetric, .eventNumber, .eventMilliseconds, .firing, .text, .callLess, .callLessOrEqual,
      .callGreater, .callGreaterOrEqual:
      0
    case .negate, .not, .isInNumbers: 1
    case .add, .subtract, .multiply, .divide, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and,
      .or:
      2
    case .function: Int(count)
    }
  }
}
