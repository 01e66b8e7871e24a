public import Kernel

extension TaxCalculator {
    /// What a list of cases came to.
    public struct Answer: Sendable {
        /// `{id, result}` or `{id, error}` in the order of the cases.
        public let entries: [JSONValue]
        public let failures: Int

        /// One entry a line.
        public var json: String { entries.isEmpty ? "[]" : "[\n" + entries.map { "  " + $0.json }.joined(separator: ",\n") + "\n]" }
    }

    /// Every case of a list `[{id, fn, input}]`; one that fails does not stop the others.
    ///
    /// - Parameters:
    ///   - document: the list, or an object with the list under `cases`. Other keys of a case, such as an expected result, are passed over.
    ///   - explained: adds the legal basis and the settings that the calculation used.
    /// - Throws: `Problem` when the document is no such list.
    public func cases(_ document: JSONValue, explained: Bool = false) throws(Problem) -> Answer {
        var list = document
        if case .object(let object) = document, let cases = object["cases"] { list = cases }
        guard case .array(let cases) = list else {
            throw Problem(.invalidInput, "Plik musi zawierać listę przypadków: [{\"id\": …, \"fn\": …, \"input\": …}].")
        }
        var failures = 0
        var entries: [JSONValue] = []
        for entry in cases {
            do throws(Problem) {
                entries.append(try answer(entry, explained: explained))
            } catch {
                failures += 1
                entries.append(TaxCalculator.failure(entry, error))
            }
        }
        return Answer(entries: entries, failures: failures)
    }

    private func answer(_ entry: JSONValue, explained: Bool) throws(Problem) -> JSONValue {
        guard case .object(let fields) = entry else { throw Problem(.invalidInput, "Przypadek musi być obiektem z polami id, fn i input.") }
        guard case .string(let name)? = fields["fn"] else { throw Problem(.invalidInput, "Podaj nazwę obliczenia w polu fn.", field: "fn") }
        guard let input = fields["input"] else { throw Problem(.invalidInput, "Podaj dane w polu input.", field: "input") }
        var out: [String: JSONValue] = ["id": fields["id"] ?? .null, "result": try calculate(name, input)]
        if explained, let function = TaxFunction(rawValue: name) {
            out["basis"] = .array(function.basis.map(JSONValue.string))
            out["settings"] = .array(settings.notes(function.settings).map(JSONValue.text))
        }
        return .object(out)
    }

    private static func failure(_ entry: JSONValue, _ problem: Problem) -> JSONValue {
        var id = JSONValue.null
        if case .object(let fields) = entry { id = fields["id"] ?? .null }
        var error: [String: JSONValue] = ["code": .text(problem.code), "message": .string(problem.message)]
        if let field = problem.field { error["field"] = .string(field) }
        return ["id": id, "error": .object(error)]
    }
}
