import RuleSyntax
import SentinelModel

/// Parts of a condition with their text, each text once, in source order.
struct EvidenceList {
  private var texts = InternTable<String>()
  private var entries: [(text: String, program: Program?)] = []

  /// Parts beyond this many, and longer ones, are left out: they would cost memory and tell nobody anything.
  private static let limit = 1_000

  /// The parts with a program.
  var parts: [(text: String, program: Program)] {
    entries.compactMap { entry in entry.program.map { (entry.text, $0) } }
  }

  /// A place for a part; nil if there is one of that text.
  mutating func reserve(for text: String) -> Int? {
    guard entries.count < Self.limit, texts.intern(text) == entries.count else { return nil }
    entries.append((text, nil))
    return entries.count - 1
  }

  mutating func fill(_ slot: Int?, _ program: Program?) {
    guard let slot, let program, program.operations.count <= Self.limit else { return }
    entries[slot].program = program
  }
}

extension Program {
  /// A program with the depth that its operations need.
  init(operations: [Operation], result: ValueType) {
    var (depth, deepest) = (0, 0)
    for operation in operations {
      depth = max(0, depth + operation.growth)
      deepest = max(deepest, depth)
    }
    self.init(operations: operations, result: result, depth: deepest)
  }
}

extension Program.Operation {
  /// By how much the stack is higher afterwards.
  fileprivate var growth: Int {
    switch self {
    case .push, .call, .eventMetric, .eventNumber, .eventMilliseconds, .firing, .stringEqual, .stringMatches,
      .stringContains, .stringIsIn, .length:
      1
    case .add, .subtract, .multiply, .divide, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and,
      .or:
      -1
    case .negate, .not, .isInNumbers: 0
    case .function(_, let count): 1 - count
    }
  }
}
