import RuleSyntax
import SentinelDiagnostics

/// What macros expand to, measured before any is expanded: a bomb is refused without going off.
struct MacroTable {
  static let nodeLimit = 100_000
  static let depthLimit = 400

  /// Nodes and levels of a macro's body with the macros in it; nil for one that may not be used.
  private(set) var extents: [(nodes: Int, depth: Int)?]
  /// The macros that stand in each macro's body.
  private let references: [[Int]]

  init(_ names: GlobalNames, log: FindingLog) {
    let surveys = names.macros.map { MacroSurvey($0.body, names.macroIndices) }
    references = surveys.map { $0.references.map(\.macro) }
    let order = DependencyOrder(references)
    extents = [(nodes: Int, depth: Int)?](repeating: nil, count: surveys.count)
    let sequence = order.levels.indices.filter { order.levels[$0] != nil }
      .sorted { (order.levels[$0] ?? 0, $0) < (order.levels[$1] ?? 0, $1) }
    for index in sequence { extents[index] = Self.extent(surveys[index], extents) }
    for cycle in order.cycles { Self.report(cycle, names, surveys, log) }
    reportTooLarge(sequence, names, surveys, log)
  }

  /// The given macros and those in their bodies, at any depth. O(macros + references).
  func reachable(from macros: Set<Int>) -> Set<Int> {
    var (reached, left) = (macros, Array(macros))
    while let macro = left.popLast() {
      for inner in references[macro] where reached.insert(inner).inserted { left.append(inner) }
    }
    return reached
  }

  /// Saturates far above the limits; nil where a macro in it may not be used.
  private static func extent(
    _ survey: MacroSurvey, _ known: [(nodes: Int, depth: Int)?]
  ) -> (nodes: Int, depth: Int)? {
    var (nodes, depth) = (survey.nodes, survey.depth)
    for reference in survey.references {
      guard let inner = known[reference.macro] else { return nil }
      nodes = min(nodeLimit * 2, nodes + inner.nodes)
      depth = max(depth, min(depthLimit * 2, reference.depth + inner.depth))
    }
    return (nodes, depth)
  }

  /// Only the innermost of too large macros is at fault; those that use it can't be used either.
  private mutating func reportTooLarge(
    _ sequence: [Int], _ names: GlobalNames, _ surveys: [MacroSurvey], _ log: FindingLog
  ) {
    for index in sequence {
      guard let extent = extents[index] else { continue }
      guard extent.nodes > Self.nodeLimit || extent.depth > Self.depthLimit else { continue }
      extents[index] = nil
      let isFirst = surveys[index].references.allSatisfy { extents[$0.macro] != nil }
      guard isFirst else { continue }
      let name = names.macros[index].name
      log.report(
        .expansionTooLarge,
        "macro '\(name.value)' expands to more than \(Self.nodeLimit) nodes or \(Self.depthLimit) levels",
        at: name.range, help: "name fewer other macros in it")
    }
  }

  private static func report(_ cycle: [Int], _ names: GlobalNames, _ surveys: [MacroSurvey], _ log: FindingLog) {
    guard let first = cycle.first else { return }
    let chain = (cycle + [first]).map { "@" + names.macros[$0].name.value }.joined(separator: " → ")
    let notes = zip(cycle, cycle.dropFirst() + [first]).compactMap { from, to -> Diagnostic.Note? in
      guard let reference = surveys[from].references.first(where: { $0.macro == to }) else { return nil }
      return .init("'@\(names.macros[to].name.value)' is named here", at: reference.range)
    }
    log.report(
      .recursiveMacro, "macro '\(names.macros[first].name.value)' contains itself: \(chain)",
      at: names.macros[first].name.range, notes: notes, help: "take one of the references out of the chain")
  }
}

/// A macro's own size and the macros in it.
private struct MacroSurvey {
  struct Reference {
    let macro: Int
    let depth: Int
    let range: SourceRange
  }

  private(set) var nodes = 0
  private(set) var depth = 0
  private(set) var references: [Reference] = []

  init(_ body: Expression, _ indices: [String: Int]) { visit(body, 1, indices) }

  private mutating func visit(_ expression: Expression, _ level: Int, _ indices: [String: Int]) {
    nodes += 1
    depth = max(depth, level)
    if case .macroReference(let name) = expression.kind, let macro = indices[name] {
      references.append(Reference(macro: macro, depth: level, range: expression.range))
    }
    for child in expression.children { visit(child, level + 1, indices) }
  }
}

extension Expression {
  /// The expressions directly below, in source order.
  var children: [Expression] {
    switch kind {
    case .literal, .listReference, .macroReference, .name, .attribute: []
    case .list(let elements), .all(let elements), .any(let elements): elements
    case .not(let operand), .negate(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(let call):
      call.arguments.compactMap { if case .expression(let value) = $0.value { value } else { nil } }
    }
  }
}
