import Glibc
import SentinelState
import Testing

@Suite("The data directory")
struct DataDirectoryTests {
  private static func write(_ path: String, _ text: String) throws {
    let file = try DiskFileSystem().open(path, for: .create)
    _ = try Array(text.utf8).withUnsafeBytes { try file.write($0, at: 0) }
  }

  private static func read(_ path: String) throws -> String {
    let file = try DiskFileSystem().open(path, for: .read)
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test("it is made so that only its owner may enter, and says its version")
  func made() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/data"
    let data = try DataDirectory(path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    #expect(try Self.read(path + "/VERSION") == "1 90f599e3\n")
    #expect(try Self.read(path + "/lock") == "\(getpid())\n")
    #expect(!data.wasVersionDamaged)
  }

  @Test("a second instance is refused with the process of the first, and let in after it")
  func second() throws {
    let directory = try TemporaryDirectory()
    var first: DataDirectory? = try DataDirectory(directory.path)
    #expect(first != nil)
    let refusal = DataDirectoryFailure.inUse(path: directory.path, process: getpid())
    #expect(throws: refusal) { _ = try DataDirectory(directory.path) }
    #expect(refusal.description.contains("process \(getpid())"))
    #expect(refusal.isRetryable)
    first = nil
    _ = try DataDirectory(directory.path)
  }

  @Test("a directory of a later version is refused, and nothing is made in it")
  func later() throws {
    let directory = try TemporaryDirectory()
    let sum = Array("7".utf8).withUnsafeBytes(CRC32C.checksum)
    let line = "7 \(String(sum, radix: 16))\n"
    try Self.write(directory.path + "/VERSION", line)
    let refusal = DataDirectoryFailure.newerVersion(path: directory.path, version: 7)
    #expect(throws: refusal) { _ = try DataDirectory(directory.path) }
    #expect(!refusal.isRetryable)
    #expect(try DiskFileSystem().names(in: directory.path) == ["VERSION"])
    #expect(try Self.read(directory.path + "/VERSION") == line)
  }

  @Test("a flipped bit in VERSION doesn't keep it from starting")
  func flipped() throws {
    for bit in 0..<88 {
      let directory = try TemporaryDirectory()
      var line = Array("1 90f599e3\n".utf8)
      line[bit / 8] ^= 1 << (bit % 8)
      try Self.write(directory.path + "/VERSION", String(decoding: line, as: UTF8.self))
      #expect(try DataDirectory(directory.path).wasVersionDamaged, "bit \(bit)")
      #expect(try Self.read(directory.path + "/VERSION") == "1 90f599e3\n")
    }
  }

  @Test("where no directory can be, the failure says place, fact and way out")
  func unusable() throws {
    let directory = try TemporaryDirectory()
    try Self.write(directory.path + "/file", "")
    let cases: [(String, DataDirectoryFailure)] = [
      (directory.path + "/none/data", .noParent(path: directory.path + "/none/data")),
      (directory.path + "/file", .notADirectory(path: directory.path + "/file")),
      (directory.path + "/file/data", .notADirectory(path: directory.path + "/file/data")),
    ]
    for (path, failure) in cases {
      #expect(throws: failure) { _ = try DataDirectory(path) }
      #expect(failure.description.hasPrefix(path) && !failure.isRetryable)
    }
  }

  @Test("a directory that may not be written is refused for good", .enabled(if: geteuid() != 0, "root may write it"))
  func readOnly() throws {
    let directory = try TemporaryDirectory()
    chmod(directory.path, 0o500)
    defer { chmod(directory.path, 0o700) }
    #expect(throws: DataDirectoryFailure.self) { _ = try DataDirectory(directory.path) }
  }

  @Test(
    "rights and read-only file systems are permanent, a full or failing disk isn't",
    arguments: [EACCES, EROFS, EIO, ENOSPC])
  func kinds(code: Int32) {
    let failure = DataDirectoryFailure(FileFailure("open", "/d/lock", code), directory: "/d")
    #expect(failure.isRetryable == [EIO, ENOSPC].contains(code))
    #expect(failure.description.contains("/d/lock"))
  }
}
