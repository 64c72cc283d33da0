import ArgumentParser

/// How a list is printed: a table for people, JSON for programs, Markdown for the reference pages.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text
  case json
  case markdown
}

struct ListingOptions: ParsableArguments {
  @Option(help: "How to print: text, json or markdown.")
  var format = ListingFormat.text
}
