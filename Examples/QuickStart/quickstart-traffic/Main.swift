import QuickStartTraffic

/// Writes an hour of made-up traffic to standard output.
@main
enum Main {
  static func main() {
    for line in QuickStartTraffic.lines() { print(line) }
  }
}
