import RuleCompiler
import SentinelModel

/// Which parts of a plan mean what parts of the plan before it meant.
struct PlanLineage {
  /// For each space of the plan the one of the plan before whose groups it goes on with; nil for new ones.
  let spaces: [SpaceID?]
  private let metrics: [MetricID?]
  private let filters: [FilterID?]

  init(from old: RuleSetPlan, to new: RuleSetPlan) {
    let names = Dictionary(old.metrics.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    metrics = new.metrics.map { names[$0] }
    filters = new.filters.map { old.filters.firstIndex(of: $0) }
    let meanings = old.spaces.map { SpaceMeaning($0, in: old) }
    spaces = new.spaces.map { space in
      let meaning = SpaceMeaning(space, in: new)
      let equal = old.spaces.indices.filter { meanings[$0] == meaning }
      return equal.first { Self.hasSameBounds(old.spaces[$0], old, space, new) } ?? equal.first
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

  /// The feed of the store before that gathers what this one will.
  func feed(space: SpaceID, metric: MetricID, filter: FilterID, in store: SeriesStore) -> SeriesFeed? {
    guard let space = spaces[space], let metric = metrics[metric], let filter = filters[filter] else { return nil }
    return store.feedIndex(space: space, metric: metric, filter: filter).map { store.feeds[$0] }
  }

  /// The place of a rule's slot among those of a rule before.
  func slot(_ slot: RuleState.Slot, in state: RuleState) -> Int? {
    guard let metric = metrics[slot.metric], let filter = filters[slot.filter] else { return nil }
    return state.slots.firstIndex { $0.metric == metric && $0.filter == filter }
  }
}
