/// The permanent identifier of a case file (znak sprawy): `OR.1431.1.2026`, in a sub-file `AB-C.6220.12.3.2025`.
///
/// Grammar: unit `.` class `.` number `.` [number in the sub-file `.`] year. Source: chancery instruction, § on case signs; `ezd.md` § 1.6.
public struct CaseSign: Sendable, Hashable {
    /// Latin letters and digits with at least one letter, hyphens only inside.
    public let unitCode: String
    /// Symbol of the class in the file plan, 1 to 10 digits.
    public let symbol: String
    /// Number in the list of cases, from 1.
    public let number: Int64
    /// Number in the list of the sub-file (podteczka), from 1; then `number` is that of the sub-file.
    public let subNumber: Int64?
    /// The year in which the case was opened.
    public let year: Int

    public init?(unitCode: String, symbol: String, number: Int64, subNumber: Int64? = nil, year: Int) {
        guard CaseSign.isUnitCode(unitCode), CaseSign.isSymbol(symbol), number > 0, subNumber.map({ $0 > 0 }) ?? true, (1000...9999).contains(year)
        else { return nil }
        self.unitCode = unitCode
        self.symbol = symbol
        self.number = number
        self.subNumber = subNumber
        self.year = year
    }

    public static func isUnitCode(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return text.utf8.count <= 40 && text.utf8.contains(where: isLetter) && groups.allSatisfy { !$0.isEmpty && $0.allSatisfy { isLetter($0) || isDigit($0) } }
    }
    public static func isSymbol(_ text: String) -> Bool { (1...10).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit) }

    static func isLetter(_ b: UInt8) -> Bool { (65...90).contains(b) || (97...122).contains(b) }
    static func isDigit(_ b: UInt8) -> Bool { (48...57).contains(b) }

    /// A natural number without a leading zero.
    static func natural(_ text: Substring) -> Int64? {
        guard let first = text.utf8.first, first != UInt8(ascii: "0"), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int64(text)
    }
    static func year(_ text: Substring) -> Int? {
        guard text.utf8.count == 4, text.utf8.allSatisfy(isDigit), let year = Int(text), year >= 1000 else { return nil }
        return year
    }

    /// What makes the sign findable with or without separators and capitals: `or14311 2026` and `OR.1431.1.2026` meet here.
    public static func searchKey(_ text: String) -> String {
        String(decoding: text.utf8.filter { isLetter($0) || isDigit($0) }.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}

extension CaseSign: LosslessStringConvertible {
    public var description: String { ([unitCode, symbol, String(number)] + (subNumber.map { [String($0)] } ?? []) + [String(year)]).joined(separator: ".") }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 || parts.count == 5, let number = CaseSign.natural(parts[2]), let year = CaseSign.year(parts[parts.count - 1]) else { return nil }
        let subNumber = parts.count == 5 ? CaseSign.natural(parts[3]) : nil
        guard parts.count == 4 || subNumber != nil else { return nil }
        self.init(unitCode: String(parts[0]), symbol: String(parts[1]), number: number, subNumber: subNumber, year: year)
    }

    /// The sign of the sub-file this case lies in; `nil` for a case of the main list.
    public var base: CaseSign? { subNumber == nil ? nil : CaseSign(unitCode: unitCode, symbol: symbol, number: number, year: year) }
}

extension CaseSign: Comparable {
    /// In the order of the lists of cases.
    public static func < (a: CaseSign, b: CaseSign) -> Bool {
        (a.unitCode, a.symbol, a.year, a.number, a.subNumber ?? 0) < (b.unitCode, b.symbol, b.year, b.number, b.subNumber ?? 0)
    }
}

/// The sign on a letter of a case: the case's sign, the next number of an outgoing letter and the officer's code, both optional:
/// `OR.1431.1.2026.2.JK`.
public struct LetterSign: Sendable, Hashable, LosslessStringConvertible {
    public let caseSign: CaseSign
    public let letter: Int64?
    /// Letters and digits with at least one letter.
    public let officerCode: String?

    public init?(_ caseSign: CaseSign, letter: Int64? = nil, officerCode: String? = nil) {
        guard letter.map({ $0 > 0 }) ?? true, officerCode.map(LetterSign.isOfficerCode) ?? true else { return nil }
        self.caseSign = caseSign
        self.letter = letter
        self.officerCode = officerCode
    }

    public static func isOfficerCode(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.contains(where: CaseSign.isLetter) && text.utf8.allSatisfy { CaseSign.isLetter($0) || CaseSign.isDigit($0) }
    }

    public var description: String {
        ([caseSign.description] + (letter.map { [String($0)] } ?? []) + (officerCode.map { [$0] } ?? [])).joined(separator: ".")
    }

    /// Read from the left: the first part that can be the year ends the case's sign, so in `OR.1.2.2026.2027` 2027 is a letter's number.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        for length in [4, 5] where parts.count >= length {
            guard let sign = CaseSign(parts[..<length].joined(separator: ".")) else { continue }
            var rest = parts[length...]
            let letter = rest.first.flatMap(CaseSign.natural)
            if letter != nil { rest.removeFirst() }
            guard rest.count <= 1 else { continue }
            self.init(sign, letter: letter, officerCode: rest.first.map(String.init))
            return
        }
        return nil
    }
}
