import Foundation
import SentinelDiagnostics
import SentinelModel
import SentinelPlugin

/// The conformance of a detector with state.
struct DetectorCheck<D: Detector> {
  let options: DetectorOptions
  let rows: [EventRow]
  let stateLimit: Int

  func violations() -> [String] {
    var report = ConformanceReport(metrics: D.Output.allCases.map(\.metric))
    report.inspect(DetectorRegistration(D.self))
    if !D.descriptor.texts.isEmpty {
      report.violations.append("it declares texts, which a stateful detector never gets")
    }
    do {
      try check(&report)
      try checkBound(&report)
    } catch let error as Diagnostics {
      report.violations += error.sorted.map { "it can't be made: \($0.message)" }
    } catch {
      report.violations.append("its state can't be written and read as JSON: \(error)")
    }
    return report.violations
  }

  private func check(_ report: inout ConformanceReport) throws {
    var stream = EventStream(seed: 1)
    let rows = stream.rows(400, for: D.descriptor) + rows
    let whole = EventBatch.rows(rows)
    let expected = try observe(whole, slices: rows.count)
    report.inspect(expected)
    report.compare(expected, try observe(whole, slices: rows.count), "a second run gives other samples")
    for size in [1, 7, 64] {
      report.compare(expected, try observe(whole, slices: size), "slices of \(size) events change the samples")
      report.compare(
        expected, try observe(whole, slices: size, restores: true),
        "writing and reading its state each \(size) events changes the samples")
    }
    let declared = EventBatch.rows(rows, layout: D.descriptor.layout)
    report.compare(expected, try observe(declared, slices: rows.count), "it reads inputs that it does not declare")
  }

  private func checkBound(_ report: inout ConformanceReport) throws {
    var stream = EventStream(seed: 2)
    let series = 20_000
    let batch = EventBatch.rows(stream.distinctRows(series, for: D.descriptor), layout: D.descriptor.layout)
    var detector = try make()
    var buffer = SampleBuffer<D.Output>()
    detector.observe(batch, into: &buffer)
    let size = try Self.encoder.encode(detector.state).count
    if size > stateLimit {
      report.violations.append(
        "its state takes \(size) bytes after \(series) events of as many series; the limit is \(stateLimit)")
    }
  }

  private func make() throws(Diagnostics) -> D { try D(try D.Configuration.schema.decode(options)) }

  /// Observes the stream as the engine would: in slices, with `advance` at each multiple of the interval after all
  /// events up to it.
  private func observe(_ batch: EventBatch, slices size: Int, restores: Bool = false) throws -> DetectorRun {
    var run = DetectorRun(outputs: D.Output.allCases.count)
    var detector = try make()
    var buffer = SampleBuffer<D.Output>()
    var next = D.descriptor.interval.flatMap { span in batch.timestamps.first.map { $0.ceiled(to: span) } }
    var start = 0
    while start < batch.count {
      while let interval = D.descriptor.interval, let time = next, batch.timestamps[start] > time {
        detector.advance(to: time, into: &buffer)
        next = time + interval
      }
      var end = min(start + size, batch.count)
      if let time = next { end = batch.timestamps[start..<end].firstIndex { $0 > time } ?? end }
      detector.observe(batch.slice(start..<end), into: &buffer)
      run.add(buffer, rows: start..<end, offset: 0)
      buffer.removeAll()
      start = end
      if restores { detector = try restored(detector) }
    }
    return run
  }

  private func restored(_ detector: D) throws -> D {
    var copy = try make()
    copy.state = try Self.decoder.decode(D.State.self, from: try Self.encoder.encode(detector.state))
    return copy
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
