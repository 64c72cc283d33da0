import Glibc

/// The few questions that commands ask of the file system.
package enum FileSystem {
  package enum Kind: Sendable {
    case file
    case directory
  }

  /// Why a file could not be read, in the system's words.
  package struct Failure: Error {
    package let reason: String

    init(_ code: Int32) { reason = String(cString: strerror(code)) }
    init(reason: String) { self.reason = reason }
  }

  /// What stands at a path, links followed; nil if nothing does. A pipe or device counts as a file.
  package static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  /// A directory itself, whatever paths and links lead to it.
  package struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  /// nil where nothing stands at the path.
  package static func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }

  /// The content of a file, but no more than `limit` bytes of it.
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    if kind(of: path) == .directory { throw Failure(EISDIR) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    let blockSize = 1 << 16
    var block = [UInt8](repeating: 0, count: blockSize)
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &block, min(blockSize, limit - bytes.count))
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(errno)
      }
      if count == 0 { break }
      bytes.append(contentsOf: block[..<count])
    }
    return bytes
  }

  /// The names in a directory, sorted by their bytes.
  package static func names(in directory: String) throws(Failure) -> [String] {
    guard let stream = opendir(directory) else { throw Failure(errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// `path` as seen from `directory`, unless it is absolute.
  package static func join(_ directory: String, _ path: String) -> String {
    if path.hasPrefix("/") || directory.isEmpty || directory == "." { return path }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }

  /// The directory of a file; empty for a bare name.
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path without `.` and `x/..`, to compare paths by; links are not looked at.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
