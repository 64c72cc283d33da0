/// Labels by name, sorted, without empty values: a missing label and an empty one are the same.
public struct LabelSet: Hashable, Sendable {
  public struct Label: Hashable, Sendable, Comparable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    public static func < (left: Label, right: Label) -> Bool { (left.name, left.value) < (right.name, right.value) }
  }

  /// In the order of their names.
  public private(set) var labels: [Label] = []

  public init() {}

  public init(_ pairs: some Sequence<(String, String)>) {
    for (name, value) in pairs { self[name] = value }
  }

  /// The value of `name`, empty where it is missing. Setting an empty value removes the label.
  public subscript(name: String) -> String {
    get {
      let index = position(of: name)
      return index < labels.count && labels[index].name == name ? labels[index].value : ""
    }
    set {
      let index = position(of: name)
      let exists = index < labels.count && labels[index].name == name
      switch (exists, newValue.isEmpty) {
      case (true, true): labels.remove(at: index)
      case (true, false): labels[index] = Label(name: name, value: newValue)
      case (false, false): labels.insert(Label(name: name, value: newValue), at: index)
      case (false, true): break
      }
    }
  }

  private func position(of name: String) -> Int {
    var low = 0
    var high = labels.count
    while low < high {
      let middle = (low + high) / 2
      if labels[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
