import Kernel
import Law

/// The input of a calculation, read field by field. Every problem names its field.
struct CalculationFields {
    private let values: [String: JSONValue]
    /// Where the fields stand in the whole input, for example `lines[2].`.
    private let prefix: String

    /// - Parameter known: the fields a calculation has; another one is a problem, because a misspelt one would change the amount.
    init(_ value: JSONValue, known: Set<String>, prefix: String = "") throws(Problem) {
        guard case .object(let values) = value else {
            throw Problem(.invalidInput, "Dane muszą być obiektem JSON.", field: prefix.isEmpty ? "input" : String(prefix.dropLast()))
        }
        if let other = values.keys.filter({ !known.contains($0) }).min() {
            throw Problem(.invalidInput, "Nieznane pole „\(other)”. Możliwe pola: \(known.sorted().joined(separator: ", ")).", field: prefix + other)
        }
        self.values = values
        self.prefix = prefix
    }

    func name(_ field: String) -> String { prefix + field }

    func problem(_ field: String, _ message: String) -> Problem { Problem(.invalidInput, message, field: prefix + field) }

    /// `nil` when the field is absent or null.
    func value(_ field: String) -> JSONValue? {
        let value = values[field]
        return value == .null ? nil : value
    }

    func has(_ field: String) -> Bool { value(field) != nil }

    private func required<T>(_ field: String, _ value: T?) throws(Problem) -> T {
        guard let value else { throw problem(field, "Brak pola „\(prefix + field)”. Dodaj je.") }
        return value
    }

    func optionalDecimal(_ field: String) throws(Problem) -> ExactDecimal? {
        switch value(field) {
        case nil: return nil
        case .number(let number): return number
        case .string(let text):
            if let number = ExactDecimal(text) { return number }
        default: break
        }
        throw problem(field, "Podaj liczbę, na przykład „12.50”, najwyżej 18 cyfr.")
    }

    func decimal(_ field: String) throws(Problem) -> ExactDecimal { try required(field, optionalDecimal(field)) }

    func optionalMoney(_ field: String) throws(Problem) -> Money? {
        guard let number = try optionalDecimal(field) else { return nil }
        return try money(number, field)
    }

    func money(_ field: String) throws(Problem) -> Money { try money(decimal(field), field) }

    private func money(_ number: ExactDecimal, _ field: String) throws(Problem) -> Money {
        guard let grosze = number.units(scale: 2), grosze.magnitude <= Money.largest.grosze.magnitude else {
            throw problem(field, "Podaj kwotę w złotych i groszach, najwyżej 10 mld zł.")
        }
        return Money(grosze: grosze)
    }

    func optionalInt(_ field: String) throws(Problem) -> Int? {
        guard let number = try optionalDecimal(field) else { return nil }
        guard let whole = number.units(scale: 0) else { throw problem(field, "Podaj liczbę całkowitą.") }
        return Int(whole)
    }

    func int(_ field: String) throws(Problem) -> Int { try required(field, optionalInt(field)) }

    /// A number in units of 10⁻ˢᶜᵃˡᵉ, for percentages and indices.
    func units(_ field: String, scale: Int) throws(Problem) -> Int64 {
        guard let units = try decimal(field).units(scale: scale) else {
            throw problem(field, "Podaj liczbę, najwyżej \(scale) miejsc po przecinku.")
        }
        return units
    }

    func optionalText(_ field: String) throws(Problem) -> String? {
        guard let value = value(field) else { return nil }
        guard case .string(let text) = value else { throw problem(field, "Podaj tekst.") }
        return text
    }

    func text(_ field: String) throws(Problem) -> String { try required(field, optionalText(field)) }

    func optionalDay(_ field: String) throws(Problem) -> Day? {
        guard let text = try optionalText(field) else { return nil }
        guard let day = Day(text) else { throw problem(field, "Podaj datę jako RRRR-MM-DD.") }
        return day
    }

    func day(_ field: String) throws(Problem) -> Day { try required(field, optionalDay(field)) }

    func optionalBool(_ field: String) throws(Problem) -> Bool? {
        guard let value = value(field) else { return nil }
        guard case .bool(let flag) = value else { throw problem(field, "Podaj true albo false.") }
        return flag
    }

    func optionalShare(_ field: String) throws(Problem) -> Share? {
        switch value(field) {
        case nil: return nil
        case .string(let text): return try Share(text, field: name(field))
        case .number(let number): return try Share(number.description, field: name(field))
        default: throw problem(field, "Podaj udział jako ułamek, na przykład „1/2”.")
        }
    }

    func array(_ field: String) throws(Problem) -> [JSONValue] {
        guard case .array(let values) = try required(field, value(field)) else { throw problem(field, "Podaj listę.") }
        return values
    }

    /// A list of objects, each read with its place in front of its fields.
    func objects<T>(_ field: String, known: Set<String>, _ read: (CalculationFields) throws(Problem) -> T) throws(Problem) -> [T] {
        var out: [T] = []
        for (index, value) in try array(field).enumerated() {
            let place = prefix + "\(field)[\(index)]."
            let fields = try CalculationFields(value, known: known, prefix: place)
            do {
                out.append(try read(fields))
            } catch {
                // Rules name their own field; here it gets its place.
                var problem = error
                if let field = problem.field, !field.hasPrefix(place) { problem.field = place + field }
                throw problem
            }
        }
        return out
    }

    /// A choice by its code.
    func choice<T: RawRepresentable & CaseIterable>(_ field: String, _ type: T.Type) throws(Problem) -> T where T.RawValue == String {
        let code = try text(field)
        guard let value = T(rawValue: code) else {
            throw problem(field, "Nieznana wartość „\(code)”. Możliwe: \(T.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }

    /// The object itself, for a map of names to amounts.
    func map(_ field: String) throws(Problem) -> [String: JSONValue] {
        guard case .object(let values) = try required(field, value(field)) else { throw problem(field, "Podaj obiekt.") }
        return values
    }
}
