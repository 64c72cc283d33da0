import Glibc
import SentinelState
import Synchronization

/// A disk in memory that keeps apart what was written and what was synced. It fails where it is told to, and loses its
/// power where it is told to.
final class SimulatedFileSystem: FileSystem {
  /// What happens at a chosen operation. Operations that change something and reads are counted alike, from 0 on.
  enum Fault {
    /// The machine stops in the middle of it.
    case powerCut
    /// It fails; a write may have written a part, a sync may have dropped what it should have kept.
    case failure(Int32)
    /// A write or a read does only a part.
    case short
  }

  /// Thrown by each operation once the power is off.
  static let dead: Int32 = 9_999

  let disk: Mutex<SimulatedDisk>

  init(_ disk: SimulatedDisk = SimulatedDisk()) { self.disk = Mutex(disk) }

  /// See ``SimulatedDisk/afterPowerCut(seed:)``.
  func afterPowerCut(seed: UInt64) -> SimulatedDisk { disk.withLock { $0.afterPowerCut(seed: seed) } }

  /// See ``SimulatedDisk/afterRestart()``.
  func afterRestart() -> SimulatedDisk { disk.withLock { $0.afterRestart() } }

  /// How many operations there were.
  var operations: Int { disk.withLock { $0.operations } }

  func makeDirectory(_ path: String) throws(FileFailure) {
    try disk.withLock { (disk) throws(FileFailure) in _ = try disk.step("make directory", path) }
  }

  func names(in directory: String) throws(FileFailure) -> [String] {
    try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("list", directory)
      return disk.names.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
        .sorted()
    }
  }

  func open(_ path: String, for access: FileAccess) throws(FileFailure) -> any StoredFile {
    let number = try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("open", path)
      return try disk.open(path, creates: access == .create)
    }
    return File(system: self, path: path, number: number)
  }

  func link(_ path: String, to other: String) throws(FileFailure) {
    try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("link", path)
      guard disk.names[other] == nil else { throw FileFailure("link", other, EEXIST) }
      disk.change([(other, try disk.number(path))])
    }
  }

  func rename(_ path: String, to other: String) throws(FileFailure) {
    try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("rename", path)
      disk.change([(other, try disk.number(path)), (path, nil)])
    }
  }

  func remove(_ path: String) throws(FileFailure) {
    try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("remove", path)
      _ = try disk.number(path)
      disk.change([(path, nil)])
    }
  }

  func syncDirectory(_ path: String) throws(FileFailure) {
    try disk.withLock { (disk) throws(FileFailure) in
      _ = try disk.step("sync directory", path)
      disk.syncNames()
    }
  }

  final class File: StoredFile {
    let system: SimulatedFileSystem
    let path: String
    let number: Int

    init(system: SimulatedFileSystem, path: String, number: Int) {
      self.system = system
      self.path = path
      self.number = number
    }

    func size() throws(FileFailure) -> Int {
      system.disk.withLock { $0.contents(number).count }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
      let bytes = try system.disk.withLock { (disk) throws(FileFailure) in
        let isShort = try disk.step("read", path)
        let all = disk.contents(number)
        let rest = all[min(offset, all.count)..<min(offset + buffer.count, all.count)]
        return Array(isShort ? rest.prefix((rest.count + 1) / 2) : rest)
      }
      buffer.copyBytes(from: bytes)
      return bytes.count
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
      let bytes = Array(bytes)
      return try system.disk.withLock { (disk) throws(FileFailure) in try disk.write(bytes, at: offset, number, path) }
    }

    func truncate(to size: Int) throws(FileFailure) {
      try system.disk.withLock { (disk) throws(FileFailure) in
        _ = try disk.step("truncate", path)
        disk.add(.truncate(size), to: number)
      }
    }

    func sync() throws(FileFailure) {
      try system.disk.withLock { (disk) throws(FileFailure) in try disk.sync(number, path) }
    }
  }
}
