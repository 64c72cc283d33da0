import RuleCompiler
import SentinelDiagnostics
import SentinelModel
import Testing

@Suite struct FunctionCatalogueTests {
  @Test("each documented example is a valid call", arguments: FunctionCatalogue.builtIn.signatures.map(\.example))
  func examples(_ example: String) throws {
    let text = example.hasPrefix("pNN") ? "p95" + example.dropFirst(3) : example
    let condition =
      switch text {
      case _ where text.hasPrefix("absent"): text
      case _ where text.hasPrefix("firing"): text
      case _ where text.hasPrefix("lower"): text + " contains \"x\""
      default: text + " > 0.5"
      }
    let compilation = Compilation(
      """
      rules:
        - {name: error_rate_high, metric: depth, condition: value > 1}
        - name: a
          metric: depth
          'on': event
          condition: |-
            \(condition)
      """)
    #expect(compilation.errors.map(\.message) == [])
  }

  @Test("quantiles by name ([P26])")
  func quantiles() {
    let names = ["p5", "p50", "p99", "p999", "p9999", "p995", "p0"]
    #expect(names.map(FunctionCatalogue.quantile) == [0.05, 0.5, 0.99, 0.999, 0.9999, 0.995, 0])
    #expect(["p", "p100", "p500", "pNN", "p9x", "q50", "p99999999"].compactMap(FunctionCatalogue.quantile).isEmpty)
    #expect(FunctionCatalogue.builtIn["p42"]?.name == "p42")
    #expect(FunctionCatalogue.builtIn["pNN"] == nil)
  }

  @Test("all names are known, in order, and every parameter has a help text")
  func completeness() {
    let catalogue = FunctionCatalogue.builtIn
    #expect(catalogue.names == catalogue.names.sorted())
    #expect(catalogue.names.allSatisfy { catalogue[$0]?.name == $0 })
    #expect(catalogue.signatures.allSatisfy { !$0.help.isEmpty && $0.parameters.allSatisfy { !$0.help.isEmpty } })
  }

  @Test("the functions of plugins come last, by name")
  func plugins() {
    let plugins = ["zz", "aa"].map {
      PluginFunction.scalar($0, parameters: ["x"], help: "h", example: "\($0)(1)") { $0[0] }
    }
    let catalogue = FunctionCatalogue(plugins: plugins)
    #expect(catalogue.signatures.suffix(2).map(\.name) == ["aa", "zz"])
    #expect(catalogue["zz"]?.group == .plugin)
  }
}
