public import SentinelDiagnostics
public import SentinelModel

/// Measures single events: no memory between them, and texts if it names them.
///
/// It runs on the thread that received the batch, right after decoding, on many batches at once; its samples carry the
/// row they belong to. A detector owns no thread, opens no socket and reads no clock.
public protocol EventDetector: Sendable {
  /// What users may write for it.
  associatedtype Configuration: DetectorConfiguration
  /// The closed set of metrics it gives.
  associatedtype Output: DetectorOutput

  static var descriptor: DetectorDescriptor { get }

  init(_ configuration: Configuration) throws(Diagnostics)

  /// Adds samples for `batch.rows`. Columns that the descriptor's inputs don't name may be absent.
  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>)
}

/// Measures streams: keeps state from event to event, and reads columns only, never texts.
///
/// It runs in its partition, in timestamp order. It is a value: reading and writing ``state`` is snapshot and restore.
/// How events are cut into batches must not matter.
public protocol Detector: Sendable {
  associatedtype Configuration: DetectorConfiguration
  associatedtype Output: DetectorOutput
  /// All its memory. Bound it: events choose how many series there are.
  associatedtype State: Codable & Sendable

  static var descriptor: DetectorDescriptor { get }

  var state: State { get set }

  init(_ configuration: Configuration) throws(Diagnostics)

  /// Takes in `batch.rows`, which are in timestamp order and not older than rows before.
  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<Output>)

  /// Called at fixed multiples of event time (``DetectorDescriptor/interval``), after all events up to `now`.
  mutating func advance(to now: Timestamp, into samples: inout SampleBuffer<Output>)

  /// The state behind a snapshot of an older version; nil starts cold.
  static func upgrade(_ snapshot: [UInt8], from version: UInt32) -> State?
}

extension Detector {
  public mutating func advance(to now: Timestamp, into samples: inout SampleBuffer<Output>) {}
  public static func upgrade(_ snapshot: [UInt8], from version: UInt32) -> State? { nil }
}

/// The metrics of a detector, one case each: what isn't declared can't be given.
///
/// Raw values count up from 0 in the order of the cases.
public protocol DetectorOutput: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {
  var metric: Metric { get }
}

/// What users may configure, declared once: decoding, ranges, errors for unknown keys and docs come from the schema.
public protocol DetectorConfiguration: Sendable {
  /// The defaults.
  init()
  static var schema: Schema<Self> { get }
}

/// The configuration of a detector that has nothing to configure.
public struct NoConfiguration: DetectorConfiguration {
  public init() {}
  public static var schema: Schema<NoConfiguration> { Schema() }
}

/// What a detector is, what it reads, and what its snapshots look like.
public struct DetectorDescriptor: Sendable, Hashable {
  public enum Stability: String, Sendable { case stable, beta, experimental }

  /// Snake case, unique among the loaded plugins: `latency`.
  public let type: String
  /// One line for `sentinel plugins`.
  public let summary: String
  public let stability: Stability
  public let labels: [LabelReference]
  public let numbers: [NumberField]
  public let texts: [TextField]
  /// Custom metrics (of an event's `metrics`) that it reads.
  public let metrics: [String]
  /// Raised when the layout of `State` changes.
  public let stateVersion: UInt32
  /// How often `advance` is called; nil for never.
  public let interval: TimeSpan?
  /// A version of data that comes with it, such as a price table; shown by `sentinel plugins` and in replay summaries.
  public let dataVersion: String?

  public init(
    type: String, summary: String, stability: Stability = .stable, labels: [LabelReference] = [],
    numbers: [NumberField] = [], texts: [TextField] = [], metrics: [String] = [], stateVersion: UInt32 = 1,
    interval: TimeSpan? = nil, dataVersion: String? = nil
  ) {
    self.type = type
    self.summary = summary
    self.stability = stability
    self.labels = labels
    self.numbers = numbers
    self.texts = texts
    self.metrics = metrics
    self.stateVersion = stateVersion
    self.interval = interval
    self.dataVersion = dataVersion
  }
}
