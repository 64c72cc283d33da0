import Synchronization

/// What one request has taken of the budget; given back with it.
final class BudgetShare: Sendable {
  private let budget: IngestBudget
  private let taken = Mutex(0)

  init(of budget: IngestBudget) { self.budget = budget }

  deinit { budget.giveBack(taken.withLock { $0 }) }

  /// Takes more; gives false if there is no room.
  func take(_ bytes: Int) -> Bool {
    guard budget.take(bytes) else { return false }
    taken.withLock { $0 += bytes }
    return true
  }
}
