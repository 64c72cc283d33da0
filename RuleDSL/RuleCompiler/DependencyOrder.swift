/// An order of nodes in which each comes after those it depends on, and the cycles that stand against it.
package struct DependencyOrder {
  /// The length of the longest chain of dependencies below each node; nil for nodes on or above a cycle.
  package private(set) var levels: [Int?]
  /// The nodes of each cycle, in the direction of dependency, each cycle from its first node on.
  package private(set) var cycles: [[Int]] = []

  /// `dependencies[n]` are the nodes that n needs. O(nodes + edges), without recursion.
  package init(_ dependencies: [[Int]]) {
    var dependents = [[Int]](repeating: [], count: dependencies.count)
    var waiting = dependencies.map(\.count)
    for (node, needs) in dependencies.enumerated() {
      for need in needs { dependents[need].append(node) }
    }
    levels = [Int?](repeating: nil, count: dependencies.count)
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < ready.count {
      let node = ready[next]
      next += 1
      levels[node] = 1 + (dependencies[node].compactMap { levels[$0] }.max() ?? -1)
      for dependent in dependents[node] {
        waiting[dependent] -= 1
        if waiting[dependent] == 0 { ready.append(dependent) }
      }
    }
    findCycles(dependencies)
  }

  /// From every node that never got ready, follows one open dependency until a node comes up again.
  private mutating func findCycles(_ dependencies: [[Int]]) {
    var seenFrom = [Int?](repeating: nil, count: dependencies.count)
    for start in dependencies.indices where levels[start] == nil && seenFrom[start] == nil {
      var path: [Int] = []
      var node = start
      while seenFrom[node] == nil {
        seenFrom[node] = start
        path.append(node)
        guard let open = dependencies[node].first(where: { levels[$0] == nil }) else { break }
        node = open
      }
      guard seenFrom[node] == start, let from = path.firstIndex(of: node) else { continue }
      let cycle = Array(path[from...])
      let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
      cycles.append(Array(cycle[first...] + cycle[..<first]))
    }
  }
}
