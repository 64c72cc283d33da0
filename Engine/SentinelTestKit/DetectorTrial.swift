public import SentinelDiagnostics
public import SentinelPlugin
import SentinelModel

extension EventDetector {
  /// What a detector of this configuration gives for these events; samples carry the index of their event.
  public static func samples(
    of rows: [EventRow], options: DetectorOptions = .init()
  ) throws(Diagnostics) -> SampleBuffer<Output> {
    var buffer = SampleBuffer<Output>()
    try Self(try Configuration.schema.decode(options)).measure(EventBatch.rows(rows), into: &buffer)
    return buffer
  }
}

extension Detector {
  /// What a new detector of this configuration gives for these events, which are in time order.
  public static func samples(
    of rows: [EventRow], options: DetectorOptions = .init()
  ) throws(Diagnostics) -> SampleBuffer<Output> {
    var buffer = SampleBuffer<Output>()
    var detector = try Self(try Configuration.schema.decode(options))
    detector.observe(EventBatch.rows(rows), into: &buffer)
    return buffer
  }
}

extension SampleBuffer {
  /// The values of an output, one a row of the batch; nil for a row without a sample.
  public func values(_ output: Output, rows: Int) -> [Double?] {
    var values = [Double?](repeating: nil, count: rows)
    for (row, value) in zip(self[output].rows, self[output].values) where values.indices.contains(Int(row)) {
      values[Int(row)] = value
    }
    return values
  }
}
