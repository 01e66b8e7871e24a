internal import Foundation
internal import Glibc
internal import Kernel

/// One warm worker: a child process and the socket to it. Used by one thread at a time.
final class WorkerProcess {
    enum Failure: Error {
        /// The process ended or the socket broke; another one may do the work.
        case died
        case timedOut
        case tooLarge
    }
    let pid: pid_t
    private let socket: Int32
    private let maximumAnswer: Int
    private var isReaped = false

    /// Starts a worker and waits until it is ready.
    ///
    /// - Throws: `Problem` that says what to install when the interpreter or its packages are missing.
    init(_ configuration: TypesetterConfiguration) throws {
        guard access(configuration.python, X_OK) == 0 else {
            throw WorkerProcess.missing("no interpreter at \(configuration.python)")
        }
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw Problem(.unavailable, "Skład pism nie ruszył: brakuje zasobów systemu. Spróbuj za chwilę.", cause: "socketpair: \(errno)")
        }
        // The child reads its script first, so that nothing of it shows in the list of processes.
        let script = PackageResources.worker_py
        let bootstrap = "import sys; b = sys.stdin.buffer; exec(compile(b.read(\(script.count)), 'worker.py', 'exec'))"
        let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1", "TYPESETTER_MEMORY=\(configuration.workerMemoryBytes)"]
        let started = WorkerProcess.spawn([configuration.python, "-I", "-c", bootstrap], environment, descriptor: pair[1])
        Glibc.close(pair[1])
        guard let started else {
            Glibc.close(pair[0])
            throw WorkerProcess.missing("cannot start \(configuration.python)")
        }
        pid = started
        socket = pair[0]
        maximumAnswer = configuration.maximumAnswerBytes
        let deadline = ContinuousClock.now + .seconds(60)
        do {
            try send(script, until: deadline)
            try sendFrame(PackageResources.sheets_typ, until: deadline)
            let (letter, body) = try receive(until: deadline)
            guard letter == UInt8(ascii: "R") else { throw WorkerProcess.missing(String(decoding: body.prefix(300), as: UTF8.self)) }
        } catch let problem as Problem {
            end()
            throw problem
        } catch {
            end()
            throw WorkerProcess.missing("the worker did not start: \(error)")
        }
    }

    deinit { end() }

    private static func missing(_ cause: String) -> Problem {
        Problem(
            .unavailable,
            "Skład pism (PDF) nie jest zainstalowany. Na serwerze wykonaj „scripts/setup run” albo wskaż interpreter w EURZAD_TYPESETTER_PYTHON.",
            cause: cause)
    }

    private static func spawn(_ arguments: [String], _ environment: [String], descriptor: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: Ctrl-C in the server's terminal stops the server, which stops its workers in order.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        posix_spawnattr_setpgroup(&attributes, 0)
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for p in argv + envp { free(p) } }
        var child: pid_t = 0
        return posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &envp) == 0 ? child : nil
    }

    /// Sends a request and waits for its answer: a letter and bytes.
    func ask(_ request: [UInt8], within seconds: Int) throws(Failure) -> (letter: UInt8, body: [UInt8]) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        try sendFrame(request, until: deadline)
        return try receive(until: deadline)
    }

    /// Ends the process and waits for it; may be called again.
    func end() {
        guard !isReaped else { return }
        isReaped = true
        Glibc.close(socket)
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    }

    private func sendFrame(_ body: [UInt8], until deadline: ContinuousClock.Instant) throws(Failure) {
        guard let count = UInt32(exactly: body.count) else { throw .tooLarge }
        try send(WorkerProcess.bigEndian(count), until: deadline)
        try send(body, until: deadline)
    }

    private static func bigEndian(_ n: UInt32) -> [UInt8] { [UInt8(n >> 24), UInt8(n >> 16 & 255), UInt8(n >> 8 & 255), UInt8(n & 255)] }

    private func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            try wait(for: Int16(POLLOUT), until: deadline)
            let n = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) }
            if n > 0 {
                sent += n
            } else if n < 0, errno != EINTR, errno != EAGAIN {
                throw .died
            }
        }
    }

    private func receive(until deadline: ContinuousClock.Instant) throws(Failure) -> (letter: UInt8, body: [UInt8]) {
        let head = try receive(4, until: deadline)
        let count = head.reduce(0) { $0 << 8 | Int($1) }
        guard count >= 1 else { throw .died }
        guard count <= maximumAnswer else { throw .tooLarge }
        let letter = try receive(1, until: deadline)[0]
        return (letter, try receive(count - 1, until: deadline))
    }

    private func receive(_ count: Int, until deadline: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            try wait(for: Int16(POLLIN), until: deadline)
            let n = out.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + got, count - got, Int32(MSG_DONTWAIT)) }
            if n > 0 {
                got += n
            } else if n == 0 || (errno != EINTR && errno != EAGAIN) {
                throw .died
            }
        }
        return out
    }

    private func wait(for events: Int16, until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { throw .timedOut }
            var item = pollfd(fd: socket, events: events, revents: 0)
            let milliseconds = min(left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1, 60_000)
            let n = poll(&item, 1, Int32(milliseconds))
            if n > 0 { return }
            if n < 0, errno != EINTR { throw .died }
        }
    }
}
