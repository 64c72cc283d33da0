package import SentinelModel

/// An engine fed by what arrives now: holds rows back until the instants they belong to are due, so that a live run says
/// what a replay of the same events would.
///
/// Knows no clock: the owner says what time it is. Not safe for use by several threads at once.
package final class LivePartition {
  /// What became of the rows that were offered.
  package struct Admission: Sendable, Equatable {
    /// Rows that wait for their instants.
    package var onTime = 0
    /// Rows whose instants have passed: they are in their windows, and judged by rules on single events.
    package var late = 0
    /// Positions of rows that lie too far ahead of the clock; they are not taken.
    package var future: [UInt32] = []

    package init(onTime: Int = 0, late: Int = 0, future: [UInt32] = []) {
      (self.onTime, self.late, self.future) = (onTime, late, future)
    }
  }

  package private(set) var engine: Engine
  private var stage = ReorderStage()
  private var lateness: Lateness
  private let maxFuture: TimeSpan
  /// All instants up to it have been judged.
  package private(set) var horizon = Timestamp.distantPast
  /// Rows that came after their instants.
  package private(set) var lateCount = 0

  /// - Parameter maxFuture: how far ahead of the clock an event may lie.
  package init(engine: Engine, lateness: Lateness = Lateness(), maxFuture: TimeSpan = .minutes(5)) {
    self.engine = engine
    self.lateness = lateness
    self.maxFuture = maxFuture
  }

  /// Rows that wait, and the bytes of their texts and labels.
  package var waiting: (rows: Int, bytes: Int) { (stage.rowCount, stage.storedBytes) }

  /// Takes in a batch whose rows are in timestamp order. O(rows).
  package func offer(_ batch: EventBatch, from source: Lateness.SourceKind, at now: Timestamp) -> Admission {
    lateness.note(source, at: now)
    var admission = Admission()
    let end = batch.timestamps.partitioningIndex { $0 > now + maxFuture }
    admission.future = Array(batch.positions[end...])
    let start = min(end, batch.timestamps.partitioningIndex { $0 > horizon })
    if start > 0 { engine.processLate(batch.slice(0..<start)) }
    admission.late = start
    lateCount += start
    admission.onTime = end - start
    if start < end { stage.insert(start == 0 && end == batch.count ? batch : batch.rows(start..<end)) }
    return admission
  }

  /// Judges all instants that are due at `now`. A clock that goes back changes nothing.
  package func advance(to now: Timestamp) {
    let due = now - lateness.span(at: now)
    guard due > horizon else { return }
    horizon = due
    while let rows = stage.next(through: due) { engine.process(rows) }
    engine.advance(to: due)
  }

  /// Nothing ran between these times: their instants are not judged, and what looks back on that time knows of it.
  package func skip(from start: Timestamp, to end: Timestamp) {
    let resumed = end - lateness.span(at: end)
    guard resumed > horizon else { return }
    // What had arrived is judged as far as the engine ran.
    let ran = max(horizon, min(start, resumed))
    while let rows = stage.next(through: ran) { engine.process(rows) }
    engine.advance(to: ran)
    engine.skip(from: ran, to: resumed)
    // Detectors see what lies ahead of the gap's beginning in its order, too.
    while let rows = stage.next(through: resumed) { engine.process(rows) }
    horizon = resumed
  }

  /// When the next instant is due, if nothing more comes.
  package func nextDue(at now: Timestamp) -> Timestamp { engine.nextInstant + lateness.span(at: now) }

  /// Goes on with another engine: the swap lies between two evaluations.
  package func replaceEngine(_ make: (Engine) throws -> Engine) rethrows {
    engine = try make(engine)
    engine.flush()
  }
}

extension EventBatch {
  /// A batch of these rows alone.
  fileprivate func rows(_ rows: Range<Int>) -> EventBatch {
    var batch = EventBatch(layout: layout)
    batch.append(rows, of: self)
    return batch
  }
}
