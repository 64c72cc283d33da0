import Glibc

/// Why a data directory can't be used: place, fact, way out.
package enum DataDirectoryFailure: Error, Hashable, Sendable {
  /// Another process has it; `process` is its id, nil where it can't be known.
  case inUse(path: String, process: Int32?)
  /// Written by a later version of the program. Nothing was touched.
  case newerVersion(path: String, version: UInt32)
  /// The directory above isn't there.
  case noParent(path: String)
  /// Something else than a directory has that name.
  case notADirectory(path: String)
  /// The process may not read or write it, or the file system is read-only.
  case notWritable(FileFailure)
  /// The disk failed, or has no room.
  case storage(FileFailure)

  package init(_ failure: FileFailure, directory: String) {
    switch failure.code {
    case ENOENT: self = .noParent(path: directory)
    case ENOTDIR: self = .notADirectory(path: directory)
    case EACCES, EPERM, EROFS: self = .notWritable(failure)
    default: self = .storage(failure)
    }
  }

  /// Whether the same call can succeed later without anybody changing rights or paths.
  package var isRetryable: Bool {
    switch self {
    case .inUse: true
    case .storage(let failure): failure.isRetryable
    case .newerVersion, .noParent, .notADirectory, .notWritable: false
    }
  }

  package var description: String {
    switch self {
    case .inUse(let path, let process):
      "\(path): used by \(process.map { "process \($0)" } ?? "another process"): stop that one first, or give another "
        + "directory"
    case .newerVersion(let path, let version):
      "\(path): written by a later version (format \(version), this program knows \(DataDirectory.version)): start that "
        + "version again, or give another directory"
    case .noParent(let path): "\(path): the directory above doesn't exist: make it, or correct the path"
    case .notADirectory(let path): "\(path): not a directory: give another path, or move what is there"
    case .notWritable(let failure):
      "\(failure.path): can't \(failure.operation) (\(failure.reason)): let the user that the service runs as own the "
        + "directory, on a file system that can be written to"
    case .storage(let failure):
      "\(failure.path): can't \(failure.operation) (\(failure.reason)): look after the disk, or give another directory"
    }
  }
}
