internal import Foundation
internal import Kernel

/// Given names and surname (imię, imiona i nazwisko).
public struct PersonName: Sendable, Hashable, CustomStringConvertible {
    /// In order, at least one.
    public let given: [String]
    public let surname: String

    /// - Throws: `Problems`, one for each field to be mended.
    public init(given typed: String, surname typedSurname: String) throws {
        let names = Self.tidy(typed).split(separator: " ").map(String.init)
        let last = Self.tidy(typedSurname)
        var problems: [Problem] = []
        if names.isEmpty {
            problems.append(Problem(.invalidInput, "Wpisz imię.", field: "givenNames"))
        } else if names.contains(where: { $0.count > 40 || !Self.isName($0) }) {
            problems.append(Problem(.invalidInput, "Imię może mieć litery, łącznik i apostrof, najwyżej 40 znaków.", field: "givenNames"))
        }
        if last.isEmpty {
            problems.append(Problem(.invalidInput, "Wpisz nazwisko.", field: "surname"))
        } else if last.count > 100 || !Self.isName(last) {
            problems.append(Problem(.invalidInput, "Nazwisko może mieć litery, spację, łącznik i apostrof, najwyżej 100 znaków.", field: "surname"))
        }
        guard problems.isEmpty else { throw Problems(problems) }
        given = names
        surname = last
    }

    /// From our own tables, where it was checked before.
    init(kept given: String, _ surname: String) {
        self.given = given.split(separator: " ").map(String.init)
        self.surname = surname
    }

    public var givenNames: String { given.joined(separator: " ") }
    public var description: String { "\(givenNames) \(surname)" }

    /// Whether all given names are the same, in order; case and spelling of accents in Unicode do not count, diacritics do.
    ///
    /// A document with two given names does not agree with an application that has one. Source: regulation on the Trusted Profile
    /// (t.j. Dz.U. 2023 poz. 2551), § 12 ust. 1 pkt 3.
    public func agreesInGivenNames(with other: PersonName) -> Bool { given.map(Self.plain) == other.given.map(Self.plain) }

    public func agreesInSurname(with other: PersonName) -> Bool { Self.plain(surname) == Self.plain(other.surname) }

    public func agrees(with other: PersonName) -> Bool { agreesInGivenNames(with: other) && agreesInSurname(with: other) }

    /// One form of accents, apostrophes and hyphens, single spaces, no spaces around.
    static func tidy(_ text: String) -> String {
        let plain = String(text.precomposedStringWithCanonicalMapping.map { "’ʼ`".contains($0) ? "'" : "‐‑–".contains($0) ? "-" : $0 })
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func plain(_ text: String) -> String { text.lowercased() }

    private static func isName(_ text: String) -> Bool {
        text.contains(where: \.isLetter) && text.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" || $0 == "'" }
    }
}
