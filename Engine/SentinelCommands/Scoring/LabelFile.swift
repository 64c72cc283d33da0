package import SentinelDiagnostics
import SentinelModel
import YAMLTree

/// Reads files of labelled windows (JSON, which is YAML as well).
///
/// Either series by name, `{"chat.csv": {"series_start": …, "series_end": …, "anomalies": [{"type", "start", "end"}]}}`
/// or `{"chat.csv": [["start", "end"], …]}`, or a bare list of windows, which hold for whatever is replayed.
package struct LabelFile: Sendable {
  /// In the order of the file.
  package private(set) var series: [LabelledSeries] = []

  /// - Throws: what is wrong with the file, with its places.
  package init(path: String, bytes: [UInt8]) throws(Diagnostics) {
    var reader = Reader()
    let source = SourceText(path: path, bytes: bytes)
    let root = YAMLParser.parse(source, diagnostics: &reader.diagnostics)
    if let root, !reader.diagnostics.hasErrors { series = reader.series(root) }
    if reader.diagnostics.hasErrors { throw reader.diagnostics }
  }

  /// The labels for what is replayed: the series of that name, those of the inputs' file names, or the only one.
  /// Several are put together; nil where none fits.
  package func labels(named name: String?, inputs: [String]) -> LabelledSeries? {
    let chosen = series.filter { series in
      name.map { Self.matches(series.name, $0) } ?? inputs.contains { Self.matches(series.name, path: $0) }
    }
    guard let first = chosen.first else { return name == nil && series.count == 1 ? series.first : nil }
    return chosen.dropFirst().reduce(into: first) { all, series in
      all.name += ", " + series.name
      all.start = all.start.flatMap { start in series.start.map { min(start, $0) } }
      all.end = all.end.flatMap { end in series.end.map { max(end, $0) } }
      all.windows += series.windows
    }
  }

  /// A series is called by its name, with or without what follows the first point: `chat` and `chat.csv.gz` are `chat.csv`.
  private static func matches(_ series: String, _ name: String) -> Bool {
    series == name || series.prefix { $0 != "." } == name.prefix { $0 != "." }
  }

  /// A series that is called by folders too, as `folder/chat.csv`, is that of an input whose path ends so.
  private static func matches(_ series: String, path: String) -> Bool {
    let parts = series.split(separator: "/")
    let folders = path.split(separator: "/").dropLast().suffix(max(0, parts.count - 1))
    return matches(FileSystem.name(of: series), FileSystem.name(of: path)) && folders.elementsEqual(parts.dropLast())
  }

  /// Series whose names are those of the inputs, save for their folders: what was meant where none fits.
  package func namesakes(of inputs: [String]) -> [String] {
    series.map(\.name).filter { name in
      inputs.contains { Self.matches(FileSystem.name(of: name), FileSystem.name(of: $0)) }
    }
  }

  private struct Reader {
    var diagnostics = Diagnostics()

    mutating func series(_ root: YAMLNode) -> [LabelledSeries] {
      switch root.content {
      case .sequence(let nodes): return [LabelledSeries(name: "windows", windows: windows(nodes))]
      case .mapping(let entries): return entries.compactMap { series(named: $0.key.text, $0.value) }
      case .scalar:
        fault("labels are a mapping of series or a list of windows", root)
        return []
      }
    }

    private mutating func series(named name: String, _ node: YAMLNode) -> LabelledSeries? {
      switch node.content {
      case .sequence(let nodes): return LabelledSeries(name: name, windows: windows(nodes))
      case .mapping(let entries):
        let values = Dictionary(entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard let list = values["anomalies"] ?? values["windows"], case .sequence(let nodes) = list.content else {
          fault("the labels of a series need a list 'anomalies'", node)
          return nil
        }
        return LabelledSeries(
          name: name, start: values["series_start"].flatMap { time($0) },
          end: values["series_end"].flatMap { time($0) },
          windows: windows(nodes))
      case .scalar:
        fault("the labels of a series are a mapping or a list of windows", node)
        return nil
      }
    }

    private mutating func windows(_ nodes: [YAMLNode]) -> [LabelledWindow] { nodes.compactMap { window($0) } }

    private mutating func window(_ node: YAMLNode) -> LabelledWindow? {
      var type = "window"
      var bounds: (YAMLNode, YAMLNode)?
      switch node.content {
      case .sequence(let nodes) where nodes.count == 2: bounds = (nodes[0], nodes[1])
      case .mapping(let entries):
        let values = Dictionary(entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first })
        if case .scalar(let scalar) = values["type"]?.content { type = scalar.text }
        if let start = values["start"], let end = values["end"] { bounds = (start, end) }
      default: break
      }
      guard let bounds else {
        fault("a window has a start and an end", node)
        return nil
      }
      guard let start = time(bounds.0), let end = time(bounds.1) else { return nil }
      guard start <= end else {
        fault("a window ends at or after its start", node)
        return nil
      }
      return LabelledWindow(start: start, end: end, type: type)
    }

    /// RFC 3339, without a zone taken as UTC, or epoch seconds.
    private mutating func time(_ node: YAMLNode) -> Timestamp? {
      if case .scalar(let scalar) = node.content {
        switch scalar.value {
        case .integer(let seconds): return Timestamp(nanoseconds: 0) + .seconds(seconds)
        case .float(let seconds) where seconds.magnitude < 9e9:
          return Timestamp(nanoseconds: Int64((seconds * 1e9).rounded()))
        case .string: if let time = Timestamp(rfc3339: scalar.text, zoneRequired: false) { return time }
        default: break
        }
      }
      fault("this is no time; write 2025-01-31T12:00:00Z or epoch seconds", node)
      return nil
    }

    private mutating func fault(_ message: String, _ node: YAMLNode) {
      diagnostics.append(Diagnostic(.invalidLabels, message, at: node.range))
    }
  }
}
