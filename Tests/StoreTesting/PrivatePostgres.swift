internal import Foundation
internal import Glibc
internal import StorePostgres
internal import Synchronization

/// A PostgreSQL server for this test process alone, on a loopback port, gone with the process.
enum PrivatePostgres {
    struct Absent: Error, CustomStringConvertible {
        var description: String
    }

    /// The directory of `initdb` and `postgres`, of the newest version installed.
    static let binaries: String? = {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init).sorted(by: >)
        return versions.map { "\(root)/\($0)/bin" }.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    private static let server = Result<Int, Absent> { () throws(Absent) in try start() }
    private static let places = Mutex(0)

    /// How to connect, and a prefix of schema names that no other test has.
    static func newPlace() async throws -> (conninfo: String, prefix: String) {
        let port = try await Task.detached { try server.get() }.value
        let number = places.withLock { n in
            n += 1
            return n
        }
        return ("host=127.0.0.1 port=\(port) user=tester dbname=postgres sslmode=disable", "t\(number)_")
    }

    /// The shell waits on its standard input, a pipe this process holds: when the process ends, however it ends, the server stops and its
    /// directory goes.
    private static let script = """
        set -eu
        dir="$1"; port="$2"; bin="$3"
        cd "$dir"
        "$bin/initdb" -D "$dir/data" -U tester -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
        "$bin/postgres" -D "$dir/data" -k "$dir" -h 127.0.0.1 -p "$port" -c fsync=off -c synchronous_commit=off \
            -c full_page_writes=off -c max_connections=600 -c max_pred_locks_per_transaction=256 >>"$dir/log" 2>&1 </dev/null &
        pid=$!
        n=0
        until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
            n=$((n + 1)); [ $n -lt 300 ] || exit 1
            kill -0 $pid || exit 1
            sleep 0.1
        done
        echo ready
        read -r line || true
        kill -INT $pid || true
        wait $pid || true
        rm -rf "$dir"
        """

    private static func start() throws(Absent) -> Int {
        guard let binaries else { throw Absent(description: "PostgreSQL is not installed; install the package postgresql") }
        guard let port = freePort() else { throw Absent(description: "no free port") }
        let directory = "/tmp/eurzad-pg-\(getpid())-\(port)"
        guard mkdir(directory, 0o700) == 0 else { throw Absent(description: "cannot make \(directory)") }
        let process = Process()
        var arguments = ["/bin/sh", "-c", script, "sh", directory, "\(port)", binaries]
        if geteuid() == 0 {
            // PostgreSQL refuses root.
            guard let user = getpwnam("postgres") ?? getpwnam("nobody") else { throw Absent(description: "no user to run PostgreSQL as") }
            guard chown(directory, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else { throw Absent(description: "chown") }
            arguments = ["setpriv", "--reuid=\(user.pointee.pw_uid)", "--regid=\(user.pointee.pw_gid)", "--clear-groups"] + arguments
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let input = Pipe()
        let output = Pipe()
        for end in [input.fileHandleForWriting, output.fileHandleForReading] {
            _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
        }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw Absent(description: "\(error)") }
        let answer = output.fileHandleForReading.availableData
        guard String(decoding: answer, as: UTF8.self).hasPrefix("ready") else {
            throw Absent(description: "PostgreSQL did not start; see \(directory)/log")
        }
        lifeline.withLock { $0 = dup(input.fileHandleForWriting.fileDescriptor) }
        _ = fcntl(lifeline.withLock { $0 }, F_SETFD, FD_CLOEXEC)
        return port
    }

    /// Our end of the pipe, open as long as the process lives.
    private static let lifeline = Mutex<Int32>(-1)

    private static func freePort() -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
