import SentinelDiagnostics
import SentinelModel
import SentinelPlugin

/// The conformance of a detector without state.
struct EventDetectorCheck<D: EventDetector> {
  let options: DetectorOptions
  let rows: [EventRow]

  func violations() -> [String] {
    var report = ConformanceReport(metrics: D.Output.allCases.map(\.metric))
    report.inspect(DetectorRegistration(D.self))
    do throws(Diagnostics) {
      try check(&report)
    } catch {
      report.violations += error.sorted.map { "it can't be made: \($0.message)" }
    }
    return report.violations
  }

  private func check(_ report: inout ConformanceReport) throws(Diagnostics) {
    var stream = EventStream(seed: 1)
    let rows = stream.rows(400, for: D.descriptor) + rows
    let detector = try D(try D.Configuration.schema.decode(options))
    let whole = EventBatch.rows(rows)
    let expected = measure(detector, whole, slices: rows.count)
    report.inspect(expected)
    report.compare(expected, measure(detector, whole, slices: rows.count), "a second run gives other samples")
    report.compare(
      expected, measure(try D(try D.Configuration.schema.decode(options)), whole, slices: rows.count),
      "another detector of the same configuration gives other samples")
    for cut in [1, 7, 64] {
      report.compare(expected, measure(detector, whole, slices: cut), "slices of \(cut) events change the samples")
      report.compare(expected, measure(detector, rows, batches: cut), "batches of \(cut) events change the samples")
    }
    let declared = EventBatch.rows(rows, layout: D.descriptor.layout)
    report.compare(
      expected, measure(detector, declared, slices: rows.count), "it reads inputs that it does not declare")
    checkWanted(detector, whole, expected, &report)
  }

  private func checkWanted(
    _ detector: D, _ batch: EventBatch, _ expected: DetectorRun, _ report: inout ConformanceReport
  ) {
    for output in D.Output.allCases where expected.samples.indices.contains(output.rawValue) {
      let run = measure(detector, batch, slices: batch.count, wanted: [output])
      let index = output.rawValue
      if run.samples[index] != expected.samples[index] {
        report.violations.append("\(output.metric.name) changes where no other metric is wanted")
      }
    }
  }

  /// Measures `batch` in slices of this size.
  private func measure(
    _ detector: D, _ batch: EventBatch, slices size: Int, wanted: Set<D.Output> = Set(D.Output.allCases)
  ) -> DetectorRun {
    var run = DetectorRun(outputs: D.Output.allCases.count)
    var buffer = SampleBuffer<D.Output>(wanted: wanted)
    for start in stride(from: 0, to: batch.count, by: max(1, size)) {
      let rows = start..<min(start + max(1, size), batch.count)
      buffer.removeAll()
      detector.measure(batch.slice(rows), into: &buffer)
      run.add(buffer, rows: rows, offset: 0)
    }
    return run
  }

  /// Measures `rows` in batches of their own, an empty one first.
  private func measure(_ detector: D, _ rows: [EventRow], batches size: Int) -> DetectorRun {
    var run = DetectorRun(outputs: D.Output.allCases.count)
    var buffer = SampleBuffer<D.Output>()
    let layout = BatchLayout(of: rows)
    detector.measure(EventBatch.rows([], layout: layout), into: &buffer)
    run.add(buffer, rows: 0..<0, offset: 0)
    for start in stride(from: 0, to: rows.count, by: size) {
      let part = Array(rows[start..<min(start + size, rows.count)])
      buffer.removeAll()
      detector.measure(EventBatch.rows(part, layout: layout), into: &buffer)
      run.add(buffer, rows: 0..<part.count, offset: start)
    }
    return run
  }
}

extension DetectorDescriptor {
  /// The columns of the declared inputs, and no others.
  var layout: BatchLayout { BatchLayout(labels: labels, numbers: numbers, texts: texts, metrics: metrics) }
}
