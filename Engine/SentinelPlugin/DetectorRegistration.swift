package import SentinelDiagnostics
public import SentinelModel

/// A detector type as the registry holds it: the one place where its type is erased.
public struct DetectorRegistration: Sendable {
  public let descriptor: DetectorDescriptor
  /// In the order of the detector's outputs.
  public let metrics: [Metric]
  public let isStateful: Bool
  /// What can be configured.
  public let options: [SchemaOption]
  /// The same as a JSON schema, for editors.
  public let jsonSchema: String
  /// Whether the raw values of the outputs are 0, 1, 2, … as they must be.
  let outputsCountUp: Bool
  private let factory: @Sendable (DetectorOptions, Set<String>) throws(Diagnostics) -> AnyDetector

  public init<D: EventDetector>(_ type: D.Type) {
    descriptor = D.descriptor
    metrics = D.Output.allCases.map(\.metric)
    isStateful = false
    options = D.Configuration.schema.options
    jsonSchema = D.Configuration.schema.jsonSchema
    outputsCountUp = D.Output.allCases.map(\.rawValue) == Array(0..<D.Output.allCases.count)
    factory = { (options, wanted) throws(Diagnostics) in
      let detector = try D(try D.Configuration.schema.decode(options))
      let outputs = Set(D.Output.allCases.filter { wanted.contains($0.metric.name) })
      return .event(EventDetectorBox(detector, wanted: outputs))
    }
  }

  public init<D: Detector>(_ type: D.Type) {
    descriptor = D.descriptor
    metrics = D.Output.allCases.map(\.metric)
    isStateful = true
    options = D.Configuration.schema.options
    jsonSchema = D.Configuration.schema.jsonSchema
    outputsCountUp = D.Output.allCases.map(\.rawValue) == Array(0..<D.Output.allCases.count)
    factory = { (options, wanted) throws(Diagnostics) in
      let detector = try D(try D.Configuration.schema.decode(options))
      let outputs = Set(D.Output.allCases.filter { wanted.contains($0.metric.name) })
      return .stateful(StatefulDetectorBox(detector, wanted: outputs))
    }
  }
}

extension DetectorRegistration {
  /// A detector with this configuration, which gives only the metrics that are `wanted`; all mistakes in the
  /// configuration at once.
  package func make(_ configuration: DetectorOptions, _ wanted: Set<String>) throws(Diagnostics) -> AnyDetector {
    try factory(configuration, wanted)
  }
}

/// A made detector.
package enum AnyDetector {
  case event(any ErasedEventDetector)
  case stateful(any ErasedDetector)
}

/// What a detector gave for one batch, by output.
package struct DetectorSamples: Sendable {
  package var columns: [SampleColumn]
  package var freeSamples: [FreeSample]
  package var tallies: TallyTable
}

package protocol ErasedEventDetector: AnyObject {
  func measure(_ batch: EventBatch) -> DetectorSamples
}

package protocol ErasedDetector: AnyObject {
  /// Takes over the memory of a detector of the same type; gives false, and starts cold, if it is of another.
  func inherit(from former: any ErasedDetector) -> Bool
  func observe(_ batch: EventBatch) -> DetectorSamples
  func advance(to now: Timestamp) -> DetectorSamples
}

private final class EventDetectorBox<D: EventDetector>: ErasedEventDetector {
  private let detector: D
  private var buffer: SampleBuffer<D.Output>

  init(_ detector: D, wanted: Set<D.Output>) {
    self.detector = detector
    buffer = SampleBuffer(wanted: wanted)
  }

  func measure(_ batch: EventBatch) -> DetectorSamples {
    buffer.removeAll()
    detector.measure(batch, into: &buffer)
    return buffer.taken
  }
}

private final class StatefulDetectorBox<D: Detector>: ErasedDetector {
  private var detector: D
  private var buffer: SampleBuffer<D.Output>

  init(_ detector: D, wanted: Set<D.Output>) {
    self.detector = detector
    buffer = SampleBuffer(wanted: wanted)
  }

  func inherit(from former: any ErasedDetector) -> Bool {
    guard let former = former as? StatefulDetectorBox<D> else { return false }
    detector.state = former.detector.state
    return true
  }

  func observe(_ batch: EventBatch) -> DetectorSamples {
    buffer.removeAll()
    detector.observe(batch, into: &buffer)
    return buffer.taken
  }

  func advance(to now: Timestamp) -> DetectorSamples {
    buffer.removeAll()
    detector.advance(to: now, into: &buffer)
    return buffer.taken
  }
}

extension SampleBuffer {
  fileprivate var taken: DetectorSamples {
    DetectorSamples(columns: columns, freeSamples: freeSamples, tallies: tallies)
  }
}
