import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// Checks the expressions of one rule and translates them to operations on a stack.
///
/// Each `compile…` method appends the operations that leave its result on the stack; texts and lists leave nothing
/// there. After a fault the operations are of no use; they are never run, for a rule set with errors has no plan.
struct ExpressionCompiler {
  /// Where the expression stands, which decides what names mean in it.
  enum Place {
    /// `where`
    case filter
    case condition
    case template
  }

  let context: CompilationContext
  let draft: RuleDraft
  var place = Place.condition
  var operations: [Program.Operation] = []
  var evidence = EvidenceList()
  var atoms = EvidenceList()
  /// Names that nobody declares, but that the condition reads as metrics of the event: the templates may too.
  var customEventMetrics: Set<String> = []
  /// How many macros are being expanded around the current node.
  var expansions = 0
  private var isInsideAtom = false
  /// Nodes that macros may still add to this condition.
  private var expansionLeft = MacroTable.nodeLimit

  let scope: RuleScope
  let log: FindingLog

  init(_ context: CompilationContext, scope: RuleScope) {
    self.context = context
    self.scope = scope
    log = context.log
    draft = RuleDraft(scope: scope)
    operations.reserveCapacity(16)
  }

  /// Forgets what belongs to the last expression.
  mutating func begin(_ place: Place) {
    self.place = place
    operations.removeAll(keepingCapacity: true)
    evidence = EvidenceList()
    atoms = EvidenceList()
    expansionLeft = MacroTable.nodeLimit
  }

  mutating func compile(_ expression: Expression) -> Operand {
    switch expression.kind {
    case .all(let operands): compileConnective(operands, .and, expression.range)
    case .any(let operands): compileConnective(operands, .or, expression.range)
    case .not(let operand): compileNot(operand, expression.range)
    case .macroReference(let name): compileMacro(name, expression.range)
    default: compileAtom(expression)
    }
  }

  private mutating func compileAtom(_ expression: Expression) -> Operand {
    if isInsideAtom || place != .condition { return compileValue(expression) }
    isInsideAtom = true
    defer { isInsideAtom = false }
    let start = operations.count
    let operand = compileValue(expression)
    if case .boolean = operand.value, !expression.isLiteral {
      let slot = atoms.reserve(for: expression.canonical)
      atoms.fill(slot, program(from: start, operand))
    }
    return operand
  }

  private mutating func compileValue(_ expression: Expression) -> Operand {
    switch expression.kind {
    case .literal(let literal): compileLiteral(literal, expression.range)
    case .list(let elements): listOperand(elements, expression.range)
    case .listReference(let name): compileList(name, expression.range)
    case .name(let name):
      recordingEvidence(of: name) { $0.compileName(name, expression.range) }
    case .attribute(let key):
      recordingEvidence(of: expression.canonical) { $0.compileAttribute(key, expression.range) }
    case .call(let call):
      recordingEvidence(of: call.text) { $0.compileCall(call, expression.range) }
    case .negate(let operand): compileNegation(operand, expression.range)
    case .binary(let operation, let left, let right): compileBinary(operation, left, right, expression.range)
    case .all, .any, .not, .macroReference: compile(expression)
    }
  }

  // MARK: Macros and lists

  private mutating func compileMacro(_ name: String, _ range: SourceRange) -> Operand {
    guard let index = context.names.macroIndices[name] else {
      log.report(
        .unknownMacro, "no macro has the name '\(name)'", at: range,
        label: log.nearest(to: name, in: context.names.macroIndices.keys).map { "did you mean '@\($0)'?" },
        help: "macros stand under 'macros' at the top of a rule file")
      return Operand(.fault, at: range)
    }
    context.usedMacros.insert(index)
    // Recursive and too large macros were reported at their declaration.
    guard let extent = context.macros.extents[index] else { return Operand(.fault, at: range) }
    guard expansions > 0 || takeNodes(extent.nodes, for: name, range) else { return Operand(.fault, at: range) }
    let start = operations.count
    let slot = expansions == 0 && place == .condition ? evidence.reserve(for: "@" + name) : nil
    if expansions == 0 { log.macroUse = (name, range) }
    let around = log.expression
    log.expression = context.names.macros[index].body.range
    expansions += 1
    let body = compile(context.names.macros[index].body)
    expansions -= 1
    log.expression = around
    if expansions == 0 { log.macroUse = nil }
    let operand = Operand(body.value, at: expansions == 0 || body.isFault ? range : body.range)
    if let slot { evidence.fill(slot, program(from: start, operand)) }
    return operand
  }

  /// Inner macros are part of the outermost one's extent, so only that is counted.
  private mutating func takeNodes(_ nodes: Int, for name: String, _ range: SourceRange) -> Bool {
    expansionLeft -= nodes
    context.expansionLeft -= nodes
    guard expansionLeft < 0 || context.expansionLeft < 0 else { return true }
    log.report(
      .expansionTooLarge, "with '@\(name)' the macros of the rules expand to too many nodes", at: range,
      help: "name fewer or smaller macros")
    return false
  }

  private func compileList(_ name: String, _ range: SourceRange) -> Operand {
    guard let index = context.names.listIndices[name] else {
      log.report(
        .unknownList, "no list has the name '\(name)'", at: range,
        label: log.nearest(to: name, in: context.names.listIndices.keys).map { "did you mean '$\($0)'?" },
        help: "lists stand under 'lists' at the top of a rule file")
      return Operand(.fault, at: range)
    }
    context.usedLists.insert(index)
    return Operand(Self.list(context.names.lists[index].elements) ?? .fault, at: range)
  }

  /// The literals as a list of one type; nil where they are of several.
  static func list(_ elements: [Literal]) -> Operand.Value? {
    if elements.isEmpty { return .emptyList }
    let numbers = elements.compactMap(\.number)
    if numbers.count == elements.count { return .numbers(numbers) }
    let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    return texts.count == elements.count ? .texts(texts) : nil
  }

  private func listOperand(_ elements: [Expression], _ range: SourceRange) -> Operand {
    let literals = elements.map(\.constant)
    if let odd = zip(elements, literals).first(where: { $1 == nil })?.0 {
      log.report(.listElementType, "the elements of a list are numbers or texts", at: odd.range)
      return Operand(.fault, at: range)
    }
    let known = literals.compactMap { $0 }
    if let list = Self.list(known) { return Operand(list, at: range) }
    let isNumeric = known.first?.number != nil
    let odd = zip(elements, known).first { ($1.number != nil) != isNumeric || $1.isBoolean }?.0
    log.report(
      .listElementType, "the elements of a list are all numbers or all texts", at: odd?.range ?? range,
      help: "quote numbers that are meant as texts")
    return Operand(.fault, at: range)
  }

  // MARK: Literals

  private mutating func compileLiteral(_ literal: Literal, _ range: SourceRange) -> Operand {
    switch literal {
    case .string(let text): return Operand(.text(.literal(text)), at: range)
    case .boolean(let value):
      operations.append(.push(value ? 1 : 0))
      // Written-out conditions are meant ([P79]).
      return Operand(.boolean(.open), at: range)
    default:
      let value = literal.number ?? .nan
      operations.append(.push(value))
      return Operand(
        .number(Quantity(dimension: literal.dimension, interval: Interval(constant: value))), at: range)
    }
  }

  // MARK: Evidence

  private mutating func recordingEvidence(
    of text: String, _ compile: (inout ExpressionCompiler) -> Operand
  ) -> Operand {
    guard place == .condition, let slot = evidence.reserve(for: text) else { return compile(&self) }
    let start = operations.count
    let operand = compile(&self)
    evidence.fill(slot, program(from: start, operand))
    return operand
  }

  /// The operations from `start` on as a program of their own.
  func program(from start: Int, _ operand: Operand) -> Program? {
    switch operand.value {
    case .number: Program(operations: Array(operations[start...]), result: .number)
    case .boolean: Program(operations: Array(operations[start...]), result: .boolean)
    case .text(let source): Program(operations: [], result: .string, depth: 0, text: source)
    case .numbers, .texts, .emptyList, .fault: nil
    }
  }
}

extension Expression {
  fileprivate var isLiteral: Bool { if case .literal = kind { true } else { false } }

  /// A literal, or the negation of a number.
  var constant: Literal? {
    switch kind {
    case .literal(let literal): literal
    case .negate(let operand):
      if case .literal(let literal) = operand.kind, let number = literal.number { .number(-number) } else { nil }
    default: nil
    }
  }
}

extension Literal {
  fileprivate var isBoolean: Bool { if case .boolean = self { true } else { false } }

  /// The unit that the literal bears; nil for a bare number.
  fileprivate var dimension: Dimension? {
    switch self {
    case .duration: .seconds
    case .percentage: Dimension.none
    case .amount: .usd
    case .rate(_, let isAmount, _): isAmount ? .usd / .seconds : nil
    case .number, .string, .boolean: nil
    }
  }
}
