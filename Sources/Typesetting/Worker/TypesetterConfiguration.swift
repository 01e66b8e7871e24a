internal import Foundation

/// How the typesetter's workers run.
public struct TypesetterConfiguration: Sendable {
    /// The Python interpreter of the environment that `scripts/setup run` makes, with the packages of `scripts/requirements-run.txt`.
    public var python: String
    public var workers: Int
    /// For one sheet; a job of many gets a second more for every fifty.
    public var seconds: Int
    /// Of a request, its pictures included.
    public var maximumRequestBytes: Int
    /// Of a finished PDF.
    public var maximumAnswerBytes: Int
    /// Address space of one worker.
    public var workerMemoryBytes: Int

    public init(
        python: String = TypesetterConfiguration.defaultPython(), workers: Int = 2, seconds: Int = 30, maximumRequestBytes: Int = 64 << 20,
        maximumAnswerBytes: Int = 512 << 20, workerMemoryBytes: Int = 4 << 30
    ) {
        self.python = python
        self.workers = max(1, workers)
        self.seconds = max(1, seconds)
        self.maximumRequestBytes = maximumRequestBytes
        self.maximumAnswerBytes = maximumAnswerBytes
        self.workerMemoryBytes = workerMemoryBytes
    }

    /// `EURZAD_TYPESETTER_PYTHON`, else the environment named by `EURZAD_VENV`, else `.venv` in the working directory.
    public static func defaultPython() -> String { defaultPython(ProcessInfo.processInfo.environment) }

    static func defaultPython(_ environment: [String: String]) -> String {
        if let path = environment["EURZAD_TYPESETTER_PYTHON"], !path.isEmpty { return path }
        let venv = environment["EURZAD_VENV"].flatMap { $0.isEmpty ? nil : $0 } ?? ".venv"
        return "\(venv)/bin/python"
    }
}
