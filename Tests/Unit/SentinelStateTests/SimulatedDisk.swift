import SentinelTestKit
import Glibc
import SentinelState

/// The state of a simulated disk: files as they are seen, and as they are after a power cut.
struct SimulatedDisk {
  /// A change that isn't synced yet.
  enum Change {
    case write([UInt8], at: Int)
    case truncate(Int)
  }

  private struct Inode {
    var current: [UInt8] = []
    var synced: [UInt8] = []
    var pending: [Change] = []
    /// Whether a sync has failed: later ones say that all is well and keep only some of what they should.
    var isUnreliable = false
  }

  /// Names as they are seen: the numbers of files.
  private(set) var names: [String: Int] = [:]
  private var syncedNames: [String: Int] = [:]
  private var pendingNames: [[(String, Int?)]] = []
  private var inodes: [Inode] = []
  private(set) var operations = 0
  private var faults: [Int: SimulatedFileSystem.Fault] = [:]
  private var isOff = false
  private var random: SeededRandom
  /// All files together, in bytes; more is ENOSPC.
  var capacity = Int.max
  /// How often an operation fails by chance, of 1,000.
  var faultRate = 0

  init(seed: UInt64 = 0, faults: [Int: SimulatedFileSystem.Fault] = [:]) {
    random = SeededRandom(seed: seed)
    self.faults = faults
  }

  // MARK: Operations

  /// Counts an operation. Throws where it fails; true where it should do only a part.
  mutating func step(_ operation: String, _ path: String) throws(FileFailure) -> Bool {
    if isOff { throw FileFailure(operation, path, SimulatedFileSystem.dead) }
    defer { operations += 1 }
    switch faults[operations] ?? chance() {
    case nil: return false
    case .short: return true
    case .failure(let code): throw FileFailure(operation, path, code)
    case .powerCut:
      isOff = true
      throw FileFailure(operation, path, SimulatedFileSystem.dead)
    }
  }

  private mutating func chance() -> SimulatedFileSystem.Fault? {
    guard faultRate > 0, Int.random(in: 0..<1_000, using: &random) < faultRate else { return nil }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .short
    case 1: return .failure(ENOSPC)
    default: return .failure(EIO)
    }
  }

  func number(_ path: String) throws(FileFailure) -> Int {
    guard let number = names[path] else { throw FileFailure("open", path, ENOENT) }
    return number
  }

  func contents(_ number: Int) -> [UInt8] { inodes[number].current }

  mutating func open(_ path: String, creates: Bool) throws(FileFailure) -> Int {
    guard creates else { return try number(path) }
    if let number = names[path] {
      add(.truncate(0), to: number)
      return number
    }
    inodes.append(Inode())
    change([(path, inodes.count - 1)])
    return inodes.count - 1
  }

  mutating func change(_ change: [(String, Int?)]) {
    for (name, number) in change { names[name] = number }
    pendingNames.append(change)
  }

  mutating func syncNames() {
    syncedNames = names
    pendingNames = []
  }

  mutating func add(_ change: Change, to number: Int) {
    Self.apply(change, to: &inodes[number].current)
    inodes[number].pending.append(change)
  }

  mutating func write(_ bytes: [UInt8], at offset: Int, _ number: Int, _ path: String) throws(FileFailure) -> Int {
    do throws(FileFailure) {
      var count = try step("write", path) ? (bytes.count + 1) / 2 : bytes.count
      let room = capacity - names.values.reduce(0) { $0 + inodes[$1].current.count }
      count = min(count, room)
      if count <= 0, !bytes.isEmpty { throw FileFailure("write", path, ENOSPC) }
      add(.write(Array(bytes[..<count]), at: offset), to: number)
      return count
    } catch {
      let part = Int.random(in: 0...bytes.count, using: &random)
      add(.write(Array(bytes[..<part]), at: offset), to: number)
      throw error
    }
  }

  mutating func sync(_ number: Int, _ path: String) throws(FileFailure) {
    do throws(FileFailure) { _ = try step("sync", path) } catch {
      // What the system could not write it forgets: the next sync says that all is well.
      if !isOff { persistSome(number) }
      inodes[number].isUnreliable = true
      throw error
    }
    if inodes[number].isUnreliable { return persistSome(number) }
    inodes[number].synced = inodes[number].current
    inodes[number].pending = []
  }

  // MARK: Power cut

  /// What is on the disk when the power comes back: what was synced, and any part of the rest.
  func afterPowerCut(seed: UInt64) -> SimulatedDisk {
    var disk = self
    disk.random = SeededRandom(seed: seed)
    for number in disk.inodes.indices { disk.persistSome(number) }
    var names = disk.syncedNames
    for change in disk.pendingNames where Bool.random(using: &disk.random) {
      for (name, number) in change { names[name] = number }
    }
    disk.names = names
    disk.syncNames()
    for number in disk.inodes.indices { disk.inodes[number].current = disk.inodes[number].synced }
    disk.restart()
    return disk
  }

  /// The same disk after the process alone has ended: nothing is lost.
  func afterRestart() -> SimulatedDisk {
    var disk = self
    disk.restart()
    return disk
  }

  private mutating func restart() {
    isOff = false
    for number in inodes.indices { inodes[number].isUnreliable = false }
    faults = [:]
    faultRate = 0
    capacity = .max
  }

  private mutating func persistSome(_ number: Int) {
    for change in inodes[number].pending {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: break
      case 1: Self.apply(torn(change), to: &inodes[number].synced)
      default: Self.apply(change, to: &inodes[number].synced)
      }
    }
    inodes[number].pending = []
  }

  /// A part of a write; or its size without its bytes, as file systems do that write sizes first.
  private mutating func torn(_ change: Change) -> Change {
    guard case .write(var bytes, let offset) = change, !bytes.isEmpty else { return change }
    let first = Int.random(in: 0..<bytes.count, using: &random)
    let last = Int.random(in: first...bytes.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return .write(Array(bytes[..<first]), at: offset)
    case 1: return .write(Array(bytes[first...]), at: offset + first)
    default:
      bytes.replaceSubrange(first..<last, with: repeatElement(0, count: last - first))
      return .write(bytes, at: offset)
    }
  }

  private static func apply(_ change: Change, to bytes: inout [UInt8]) {
    switch change {
    case .truncate(let size):
      if size < bytes.count { bytes.removeLast(bytes.count - size) }
      if size > bytes.count { bytes.append(contentsOf: repeatElement(0, count: size - bytes.count)) }
    case .write(let new, let offset):
      let end = offset + new.count
      if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
      bytes.replaceSubrange(offset..<end, with: new)
    }
  }

  // MARK: For tests

  mutating func add(_ fault: SimulatedFileSystem.Fault, at operation: Int) { faults[operation] = fault }

  /// The content of a file.
  func bytes(_ path: String) -> [UInt8]? { names[path].map { inodes[$0].current } }

  /// Puts a file on the disk, or takes it away, as if it had always been so.
  mutating func put(_ path: String, _ bytes: [UInt8]?) {
    guard let bytes else {
      names[path] = nil
      return syncNames()
    }
    inodes.append(Inode(current: bytes, synced: bytes))
    names[path] = inodes.count - 1
    syncNames()
  }
}
