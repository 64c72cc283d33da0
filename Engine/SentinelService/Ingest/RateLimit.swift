package import SentinelModel
import Synchronization

/// How many events each client may send a second: a bucket of tokens each, which holds a second's worth.
///
/// Bounded: beyond `capacity` clients those that have been away longest are forgotten, with full buckets.
package final class RateLimit: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: TimeSpan
  }

  private let perSecond: Double
  private let buckets = Mutex<[String: Bucket]>([:])
  private static let capacity = 10_000

  /// - Parameter perSecond: 0 is no limit.
  package init(perSecond: Int) { self.perSecond = Double(perSecond) }

  /// Takes what `count` events cost; else gives how long to wait. A client in credit may send more than it has: what is
  /// missing is owed.
  package func take(_ count: Int, client: String, at now: TimeSpan) -> TimeSpan? {
    guard perSecond > 0 else { return nil }
    return buckets.withLock { buckets in
      var bucket = buckets[client] ?? Bucket(tokens: perSecond, at: now)
      bucket.tokens = min(perSecond, bucket.tokens + (now - bucket.at).seconds * perSecond)
      bucket.at = now
      guard bucket.tokens > 0 else {
        return .milliseconds(Int64((-bucket.tokens / perSecond * 1_000).rounded(.up)) + 1)
      }
      bucket.tokens -= Double(count)
      if buckets.count >= Self.capacity, buckets[client] == nil { Self.forgetOldest(&buckets) }
      buckets[client] = bucket
      return nil
    }
  }

  private static func forgetOldest(_ buckets: inout [String: Bucket]) {
    let oldest = buckets.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }.prefix(buckets.count / 10 + 1)
    for (client, _) in oldest { buckets[client] = nil }
  }
}
