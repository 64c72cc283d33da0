import SentinelModel

/// The most telling samples of each group that came with a trace: the two largest of late.
///
/// Bounded: two a group, ids cut at 64 bytes. Costs nothing for samples that are not the largest.
final class ExemplarStore {
  /// Off until a rule reads the feed as its metric and the layout carries trace ids.
  var isOff = true

  private struct Candidates {
    var largest: Exemplar?
    var largestAt = Timestamp.distantPast
    var before: Exemplar?
  }

  private var groups: [Candidates] = []
  /// How long a large value stays the example.
  private static let memory = TimeSpan.minutes(5)
  private static let idLimit = 64

  func reserve(groups count: Int) {
    guard !isOff, count > groups.count else { return }
    groups.append(contentsOf: repeatElement(Candidates(), count: count - groups.count))
  }

  func inherit(from other: ExemplarStore) {
    guard !isOff, !other.isOff else { return }
    groups = other.groups
  }

  func clear(group: Int) { if group < groups.count { groups[group] = Candidates() } }

  func offer(group: Int, _ value: Double, row: Int, batch: EventBatch) {
    guard group < groups.count else { return }
    let time = batch.timestamps[row]
    let isStale = time - groups[group].largestAt > Self.memory
    if let largest = groups[group].largest, value <= largest.value, !isStale { return }
    guard batch.withText(.traceID, row: row, { !$0.isEmpty }) else { return }
    groups[group].before = isStale ? nil : groups[group].largest
    groups[group].largest = Exemplar(
      traceID: String(batch.text(.traceID, row: row).prefix(Self.idLimit)),
      spanID: String(batch.text(.spanID, row: row).prefix(Self.idLimit)), value: value)
    groups[group].largestAt = time
  }

  /// Largest first.
  func exemplars(of group: Int) -> [Exemplar] {
    guard group < groups.count else { return [] }
    return [groups[group].largest, groups[group].before].compactMap { $0 }
  }
}
