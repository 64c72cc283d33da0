import RuleCompiler
import SentinelModel

/// Which parts of a plan mean what parts of the plan before it meant.
struct PlanLineage {
  /// For each space of the plan the one of the plan before whose groups it goes on with; nil for new ones.
  let spaces: [SpaceID?]
  /// For each space all of the plan before that select and group samples alike.
  private let alike: [[SpaceID]]
  private let metrics: [MetricID?]
  private let filters: [FilterID?]

  init(from old: RuleSetPlan, to new: RuleSetPlan) {
    let names = Dictionary(old.metrics.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    metrics = new.metrics.map { names[$0] }
    filters = new.filters.map { old.filters.firstIndex(of: $0) }
    let meanings = old.spaces.map { SpaceMeaning($0, in: old) }
    let alike = new.spaces.map { space in
      let meaning = SpaceMeaning(space, in: new)
      return old.spaces.indices.filter { meanings[$0] == meaning }
    }
    self.alike = alike
    let before = Dictionary(old.rules.map { ($0.name, $0.space) }, uniquingKeysWith: { first, _ in first })
    spaces = new.spaces.enumerated().map { id, space in
      // With other bounds than any before, groups are those that the rules in it had.
      let ofRules = new.rules.lazy.filter { $0.space == id }.compactMap { before[$0.name] }
      return alike[id].first { Self.hasSameBounds(old.spaces[$0], old, space, new) }
        ?? ofRules.first { alike[id].contains($0) } ?? alike[id].first
    }
  }

  /// Whether groups are kept apart and forgotten as before.
  private static func hasSameBounds(
    _ old: GroupSpace, _ oldPlan: RuleSetPlan, _ new: GroupSpace, _ newPlan: RuleSetPlan
  ) -> Bool {
    old.maxGroups == new.maxGroups && old.groupTTL == new.groupTTL
      && Set(old.partition.map { oldPlan.metrics[$0].metric.name })
        == Set(new.partition.map { newPlan.metrics[$0].metric.name })
  }

  /// The feed of the store before that gathers what this one will: that of the groups it goes on with, or, where rules
  /// had groups of their own, another's.
  func feed(space: SpaceID, metric: MetricID, filter: FilterID, in store: SeriesStore) -> SeriesFeed? {
    guard let metric = metrics[metric], let filter = filters[filter] else { return nil }
    let candidates = (spaces[space].map { [$0] } ?? []) + alike[space]
    return candidates.lazy.compactMap { store.feedIndex(space: $0, metric: metric, filter: filter) }.first
      .map { store.feeds[$0] }
  }

  /// The place of a rule's slot among those of a rule before.
  func slot(_ slot: RuleState.Slot, in state: RuleState) -> Int? {
    guard let metric = metrics[slot.metric], let filter = filters[slot.filter] else { return nil }
    return state.slots.firstIndex { $0.metric == metric && $0.filter == filter }
  }
}
