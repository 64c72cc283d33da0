import RuleSyntax
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import YAMLTree

/// The input of a test as the engine takes it: batches of events in time order.
///
/// Everything goes through the event reader as JSON, so that a test means what a replay of the same would mean. A
/// sample of a series is an event with nothing but labels and `metrics`.
enum TestInput {
  private enum Item {
    case sample(series: Int, value: Double)
    case event(Int)
  }

  private static let batchSize = 4_096

  /// - Throws: a finding for each event that the reader refuses.
  static func batches(of test: RuleTest, layout: BatchLayout) throws(Diagnostics) -> [EventBatch] {
    var decoder = JSONEventDecoder(layout: layout)
    var batches: [EventBatch] = []
    var batch = EventBatch(layout: layout)
    var diagnostics = Diagnostics()
    for (position, (time, item)) in items(of: test).enumerated() {
      let json = json(item, of: test, at: time)
      let refusal = json.withUnsafeBufferPointer { decoder.decode($0, into: &batch, position: UInt32(position)) }
      if let refusal { diagnostics.append(finding(refusal, item, of: test)) }
      if batch.count == batchSize {
        batches.append(sealed(batch))
        batch = EventBatch(layout: layout)
      }
    }
    if !diagnostics.isEmpty { throw diagnostics }
    if !batch.isEmpty { batches.append(sealed(batch)) }
    return batches
  }

  /// A finding for each event of the test that the reader refuses.
  static func refusals(in test: RuleTest) -> Diagnostics {
    var decoder = JSONEventDecoder(layout: .everything)
    var diagnostics = Diagnostics()
    for number in test.events.indices {
      var batch = EventBatch(layout: .everything)
      let json = json(.event(number), of: test, at: RuleTest.start)
      let refusal = json.withUnsafeBufferPointer { decoder.decode($0, into: &batch, position: 0) }
      if let refusal { diagnostics.append(finding(refusal, .event(number), of: test)) }
    }
    return diagnostics
  }

  private static func sealed(_ batch: EventBatch) -> EventBatch {
    var batch = batch
    batch.rows = 0..<batch.count
    return batch
  }

  /// In time order; at one time the series come first, in their order, then the events.
  private static func items(of test: RuleTest) -> [(time: Timestamp, item: Item)] {
    var items: [(time: Timestamp, item: Item)] = []
    for (number, series) in test.input.enumerated() {
      series.values.forEachSample { index, value in
        items.append((RuleTest.start + series.every * Int64(index), .sample(series: number, value: value)))
      }
    }
    for (number, event) in test.events.enumerated() { items.append((RuleTest.start + event.at, .event(number))) }
    let order = items.indices.sorted { (items[$0].time, $0) < (items[$1].time, $1) }
    return order.map { items[$0] }
  }

  private static func json(_ item: Item, of test: RuleTest, at time: Timestamp) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("timestamp")
      json.integer(time.nanoseconds)
      switch item {
      case .sample(let number, let value): write(value, of: test.input[number], to: &json)
      case .event(let number):
        for entry in test.events[number].members {
          json.key(entry.key.text)
          json.node(entry.value)
        }
      }
    }
    return json.bytes
  }

  private static func write(_ value: Double, of series: RuleTest.InputSeries, to json: inout JSONWriter) {
    let isField = { (name: String) in LabelReference.topLevelNames.contains(name) }
    for label in series.labels.labels where isField(label.name) { json.member(label.name, label.value) }
    json.key("attributes")
    json.object { json in
      for label in series.labels.labels where !isField(label.name) { json.member(label.name, label.value) }
    }
    json.key("metrics")
    json.object { json in
      json.key(series.metric)
      json.number(value)
    }
  }

  private static func finding(_ refusal: EventRefusal, _ item: Item, of test: RuleTest) -> Diagnostic {
    switch item {
    case .sample(let number, _):
      Diagnostic(.refusedTestEvent, "a sample is refused: \(refusal.description)", at: test.input[number].range)
    case .event(let number):
      Diagnostic(
        .refusedTestEvent, "the event is refused: \(refusal.description)",
        at: test.events[number].member(refusal.field)?.value.range ?? test.events[number].range)
    }
  }
}

extension RuleTest.InputEvent {
  /// The member that a refusal names: `duration_ms`, `metrics.queue_depth`.
  fileprivate func member(_ field: String) -> YAMLNode.Entry? {
    members.first { $0.key.text == field } ?? members.first { field.hasPrefix($0.key.text + ".") }
  }
}
