import RuleCompiler
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin
import SentinelRules

/// The detectors that a rule set needs: runs them and gives their samples by the rule set's metrics.
final class DetectorHost {
  /// Descriptors of the detectors that run.
  private(set) var descriptors: [DetectorDescriptor] = []
  /// Versions of the data that running detectors bring along and use.
  private(set) var dataVersions: [(type: String, version: String)] = []
  private(set) var tallies = TallyTable()
  private var eventDetectors: [(detector: any ErasedEventDetector, metrics: [MetricID?])] = []
  private var detectors: [Stateful] = []
  /// Names under `metrics` and the metrics that they mean.
  private let reported: [(name: String, metric: MetricID)]

  private struct Stateful {
    let type: String
    let options: DetectorOptions
    let detector: any ErasedDetector
    let metrics: [MetricID?]
    let interval: TimeSpan?
    var next = Timestamp.distantFuture
  }

  /// Samples with labels of their own, of one metric.
  struct FreeSamples {
    var samples: [(metric: MetricID, sample: FreeSample)] = []
  }

  init(plan: RuleSetPlan, registry: PluginRegistry, settings: EngineSettings) throws(Diagnostics) {
    let wanted = Set(plan.metrics.map(\.metric.name))
    let identifiers = Dictionary(
      plan.metrics.enumerated().map { ($1.metric.name, $0) }, uniquingKeysWith: { first, _ in first })
    reported = plan.metrics.enumerated().flatMap { id, planned in
      ([planned.metric.name] + planned.metric.aliases).map { ($0, id) }
    }
    var diagnostics = Diagnostics()
    for registration in registry.detectors {
      let options = settings.options(for: registration.descriptor.type)
      do throws(Diagnostics) {
        // Made even where no rule needs it: a mistake in its configuration must not wait for one.
        let made = try registration.make(options, wanted)
        guard registration.metrics.contains(where: { wanted.contains($0.name) }) else { continue }
        add(made, registration, options, registration.metrics.map { identifiers[$0.name] })
        let type = registration.descriptor.type
        if let version = registration.descriptor.dataVersion, settings.usesData(of: type) {
          dataVersions.append((type, version))
        }
      } catch {
        diagnostics.append(contentsOf: error)
      }
    }
    if diagnostics.hasErrors { throw diagnostics }
  }

  private func add(
    _ made: AnyDetector, _ registration: DetectorRegistration, _ options: DetectorOptions, _ metrics: [MetricID?]
  ) {
    descriptors.append(registration.descriptor)
    switch made {
    case .event(let detector): eventDetectors.append((detector, metrics))
    case .stateful(let detector):
      let descriptor = registration.descriptor
      detectors.append(
        Stateful(
          type: descriptor.type, options: options, detector: detector, metrics: metrics, interval: descriptor.interval))
    }
  }

  var hasStateful: Bool { !detectors.isEmpty }

  /// Samples of the batch's rows: those of detectors without state, and those that events bring along.
  func measure(_ batch: EventBatch) -> [RowSamples] {
    var columns: [MetricID: [SampleColumn]] = [:]
    for (detector, metrics) in eventDetectors {
      gather(detector.measure(batch), metrics, into: &columns)
    }
    for (name, metric) in reported {
      guard let values = batch.column(metric: name) else { continue }
      var column = SampleColumn()
      for row in batch.rows where !values[row].isNaN { column.append(row: row, values[row]) }
      if !column.isEmpty { columns[metric, default: []].append(column) }
    }
    return columns.keys.sorted().compactMap { metric in columns[metric].map { Self.merge($0, metric) } }
  }

  private func gather(
    _ samples: DetectorSamples, _ metrics: [MetricID?], into columns: inout [MetricID: [SampleColumn]]
  ) {
    tallies.merge(samples.tallies)
    for (metric, column) in zip(metrics, samples.columns) {
      guard let metric, !column.isEmpty else { continue }
      columns[metric, default: []].append(column)
    }
  }

  /// One column of several of the same metric, in row order; of one row, in the order of the columns.
  private static func merge(_ columns: [SampleColumn], _ metric: MetricID) -> RowSamples {
    if columns.count == 1 {
      let column = columns[0]
      return RowSamples(metric: metric, rows: column.rows, values: column.values, weights: column.weights)
    }
    var entries: [(row: Int32, value: Double, weight: Double)] = []
    for column in columns {
      for place in column.rows.indices {
        let weight = column.weights.isEmpty ? 1 : column.weights[place]
        entries.append((column.rows[place], column.values[place], weight))
      }
    }
    let order = entries.indices.sorted { (entries[$0].row, $0) < (entries[$1].row, $1) }
    return RowSamples(
      metric: metric, rows: order.map { entries[$0].row }, values: order.map { entries[$0].value },
      weights: order.map { entries[$0].weight })
  }

  // MARK: - Detectors with state

  func start(at time: Timestamp) {
    for index in detectors.indices {
      if let interval = detectors[index].interval { detectors[index].next = time.ceiled(to: interval) }
    }
  }

  /// Goes on from the host of the rule set before: detectors that are configured as they were keep what they remember.
  /// Gives what became of each detector with state, by type.
  func inherit(from former: DetectorHost, at time: Timestamp) -> [(type: String, isKept: Bool)] {
    tallies = former.tallies
    return detectors.indices.map { index in
      let entry = detectors[index]
      if let interval = entry.interval {
        detectors[index].next = (time + TimeSpan(nanoseconds: 1)).ceiled(to: interval)
      }
      guard let before = former.detectors.first(where: { $0.type == entry.type }) else { return (entry.type, false) }
      if before.interval == entry.interval { detectors[index].next = before.next }
      let isKept = before.options.agrees(with: entry.options) && entry.detector.inherit(from: before.detector)
      return (entry.type, isKept)
    }
  }

  /// When a detector is next to be told the time.
  var nextAdvance: Timestamp { detectors.map(\.next).min() ?? .distantFuture }

  /// Samples of rows, from detectors with state.
  func observe(_ slice: EventBatch) -> ([RowSamples], FreeSamples) {
    var columns: [MetricID: [SampleColumn]] = [:]
    var free = FreeSamples()
    for entry in detectors {
      let samples = entry.detector.observe(slice)
      gather(samples, entry.metrics, into: &columns)
      free.add(samples, entry.metrics)
    }
    return (columns.keys.sorted().compactMap { metric in columns[metric].map { Self.merge($0, metric) } }, free)
  }

  /// Samples of detectors whose time has come.
  func advance(to now: Timestamp) -> FreeSamples {
    var free = FreeSamples()
    for index in detectors.indices where detectors[index].next <= now {
      guard let interval = detectors[index].interval else { continue }
      let samples = detectors[index].detector.advance(to: now)
      tallies.merge(samples.tallies)
      free.add(samples, detectors[index].metrics)
      detectors[index].next = (now + TimeSpan(nanoseconds: 1)).ceiled(to: interval)
    }
    return free
  }

  func skip(to time: Timestamp) {
    for index in detectors.indices where detectors[index].next < time {
      if let interval = detectors[index].interval { detectors[index].next = time.ceiled(to: interval) }
    }
  }
}

extension DetectorHost.FreeSamples {
  mutating func add(_ samples: DetectorSamples, _ metrics: [MetricID?]) {
    for sample in samples.freeSamples {
      if metrics.indices.contains(sample.output), let metric = metrics[sample.output] {
        self.samples.append((metric, sample))
      }
    }
  }

  /// The samples as rows of a batch, in time order.
  func batch(layout: BatchLayout) -> (EventBatch, [RowSamples]) {
    let sorted = samples.indices.sorted { (samples[$0].sample.timestamp, $0) < (samples[$1].sample.timestamp, $1) }
    var batch = EventBatch(layout: layout)
    var columns: [MetricID: SampleColumn] = [:]
    for (row, place) in sorted.enumerated() {
      let (metric, sample) = samples[place]
      batch.appendEmptyRow(at: sample.timestamp)
      for (index, label) in layout.labels.enumerated() {
        if case .label(let name) = label {
          batch.labels[index].codes[row] = batch.labels[index].intern(sample.labels[name])
        }
      }
      columns[metric, default: SampleColumn()].append(row: row, sample.value)
    }
    batch.rows = 0..<batch.count
    let rows = columns.keys.sorted().compactMap { metric in
      columns[metric].map { RowSamples(metric: metric, rows: $0.rows, values: $0.values, weights: []) }
    }
    return (batch, rows)
  }
}

extension EventBatch {
  /// Adds a row that has a time and nothing else.
  mutating func appendEmptyRow(at timestamp: Timestamp) {
    timestamps.append(timestamp)
    kinds.append(.samples)
    errors.append(false)
    positions.append(0)
    for index in labels.indices { labels[index].codes.append(0) }
    for index in numbers.indices { numbers[index].append(.nan) }
    for index in texts.indices {
      texts[index].offsets.append(0)
      texts[index].lengths.append(0)
    }
  }
}

extension EngineSettings {
  /// The options of a detector, with what the settings say by themselves.
  func options(for type: String) -> DetectorOptions {
    var options = detectors[type] ?? DetectorOptions()
    if type == "cost", !usesPrices {
      let source = SourceText(path: "--no-prices", text: "")
      let nowhere = SourceRange(source, 0, 0)
      options.entries.removeAll { $0.name == "use_prices" }
      options.entries.append(
        .init(name: "use_prices", value: .boolean(false), nameRange: nowhere, valueRange: nowhere))
    }
    return options
  }

  /// Whether a detector uses the data that it brings along: prices may be switched off.
  func usesData(of type: String) -> Bool {
    let pricesAreOff = options(for: type).entries.contains { $0.name == "use_prices" && $0.value == .boolean(false) }
    return type != "cost" || !pricesAreOff
  }
}
