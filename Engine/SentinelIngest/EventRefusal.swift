/// Why an event was not taken. Never holds a prompt, a response or another value of the event.
package struct EventRefusal: Hashable, Sendable {
  /// The line on which the event starts, from 1.
  package let line: UInt32
  /// The field at fault (`duration_ms`, `metrics.queue_depth`); empty where the event as a whole can't be read.
  package let field: String
  /// One clause in lower case: `is negative`, `is not valid JSON: …`.
  package let reason: String

  package init(line: UInt32, field: String, reason: String) {
    self.line = line
    self.field = field
    self.reason = reason
  }

  /// `field: reason`, or the reason alone.
  package var description: String { field.isEmpty ? reason : "\(field): \(reason)" }
}
