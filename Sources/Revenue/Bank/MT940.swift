internal import Kernel
internal import Law

/// Reads statements in the form MT940 of SWIFT, as Polish banks write it.
///
/// Fields `:20: :25: :28C: :60F: :61: :86: :62F:`. Sub-fields of `:86:` start with one character that each bank chooses (`<`, `~`, `^`, `?`), told by
/// its first use, and two digits: 20–29 the title, 32–33 the payer, 38 or 31 an account. Source: SWIFT MT940; descriptions of Polish banks.
enum MT940 {
    private struct Field {
        var line: Int
        var tag: String
        var text: String
    }

    static func read(_ text: String) throws(Problem) -> [BankStatement] {
        var out: [BankStatement] = []
        var open: BankStatement?
        var last: Field?
        for field in try fields(text) {
            func fail(_ message: String) -> Problem { BankStatement.problem(field.line, message) }
            switch field.tag {
            case "20":
                guard open == nil else { throw fail("poprzedni wyciąg nie ma salda zamknięcia (:62F:).") }
                open = BankStatement(format: .mt940, account: "", number: "", day: Day(daysSince1970: 0), opening: nil, closing: nil, lines: [])
            case "25":
                let digits = field.text.filter(\.isNumber)
                guard BankAccountNumber(digits) != nil else { throw fail("pole :25: nie zawiera poprawnego numeru rachunku.") }
                open?.account = digits
            case "28C": open?.number = field.text.trimmed
            case "60F", "60M":
                guard let (amount, _) = balance(field.text) else { throw fail("pole :60F: nie zawiera salda otwarcia w PLN.") }
                open?.opening = amount
            case "61":
                guard open?.opening != nil else { throw fail("pozycja :61: stoi przed saldem otwarcia.") }
                guard let line = transaction(field.text, number: (open?.lines.count ?? 0) + 1) else { throw fail("pozycji :61: nie można odczytać.") }
                guard open?.lines.count ?? 0 < BankStatement.mostLines else { throw fail("wyciąg ma za dużo pozycji.") }
                open?.lines.append(line)
            case "86":
                // After the closing balance the field says something about the whole statement.
                if last?.tag == "61", var line = open?.lines.popLast() {
                    describe(field.text, &line)
                    open?.lines.append(line)
                }
            case "62F", "62M":
                guard var done = open, done.opening != nil, let (amount, day) = balance(field.text) else { throw fail("pole :62F: nie zawiera salda zamknięcia w PLN.") }
                guard !done.account.isEmpty, !done.number.isEmpty else { throw fail("wyciąg nie ma numeru rachunku (:25:) albo numeru wyciągu (:28C:).") }
                done.closing = amount
                done.day = day
                out.append(try done.checked())
                open = nil
            default: break
            }
            last = field
        }
        guard open == nil else { throw Problem(.invalidInput, "Plik urywa się przed saldem zamknięcia (:62F:). Pobierz go z banku jeszcze raz.", field: "plik") }
        guard !out.isEmpty else { throw Problem(.invalidInput, "Plik nie zawiera wyciągu MT940 (brak pola :20:).", field: "plik") }
        return out
    }

    /// Lines that start with `:TAG:` and those that go on.
    private static func fields(_ text: String) throws(Problem) -> [Field] {
        var out: [Field] = []
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            if line.hasPrefix(":"), let end = line.dropFirst().firstIndex(of: ":") {
                let tag = line[line.index(after: line.startIndex)..<end]
                if (2...3).contains(tag.utf8.count), tag.utf8.prefix(2).allSatisfy({ (48...57).contains($0) }) {
                    out.append(Field(line: number, tag: String(tag), text: String(line[line.index(after: end)...])))
                    continue
                }
            }
            // Envelopes of SWIFT ({1:…}{4:) and the end mark.
            if line.isEmpty || line == "-" || line == "-}" || line.hasPrefix("{") || out.isEmpty { continue }
            guard out[out.count - 1].text.utf8.count < 10_000 else { throw BankStatement.problem(number, "pole jest za długie.") }
            out[out.count - 1].text += "\n" + line
        }
        return out
    }

    /// `C261120PLN1234,56`.
    private static func balance(_ text: String) -> (Money, Day)? {
        let text = text.trimmed
        guard text.utf8.count >= 11, let sign = text.first, sign == "C" || sign == "D", let day = day(text.dropFirst().prefix(6)) else { return nil }
        let rest = text.dropFirst(7)
        guard rest.hasPrefix("PLN"), let amount = BankStatement.amount(rest.dropFirst(3)) else { return nil }
        return (sign == "C" ? amount : -amount, day)
    }

    private static func day(_ text: some StringProtocol) -> Day? {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let digits = text.utf8.map { Int($0) - 48 }
        return Day(year: 2000 + digits[0] * 10 + digits[1], month: digits[2] * 10 + digits[3], day: digits[4] * 10 + digits[5])
    }

    /// `2611201120CN1234,56NTRF…`: value day, booking day (month and day, may lack), C, D, RC or RD, a letter of the currency, amount, kind.
    private static func transaction(_ text: String, number: Int) -> StatementLine? {
        var rest = text[...]
        guard let value = day(rest.prefix(6)) else { return nil }
        rest = rest.dropFirst(6)
        var booked = value
        if rest.utf8.prefix(4).count == 4, rest.utf8.prefix(4).allSatisfy({ (48...57).contains($0) }) {
            let d = rest.utf8.prefix(4).map { Int($0) - 48 }
            rest = rest.dropFirst(4)
            // The year is that of the value day, or its neighbour over New Year.
            let candidates = [value.year, value.year + 1, value.year - 1].compactMap { Day(year: $0, month: d[0] * 10 + d[1], day: d[2] * 10 + d[3]) }
            guard let near = candidates.min(by: { abs($0.daysSince1970 - value.daysSince1970) < abs($1.daysSince1970 - value.daysSince1970) }) else { return nil }
            booked = near
        }
        var isReversed = false
        if rest.hasPrefix("R") {
            isReversed = true
            rest = rest.dropFirst()
        }
        guard let side = rest.first, side == "C" || side == "D" else { return nil }
        rest = rest.dropFirst()
        if let letter = rest.first, letter.isLetter { rest = rest.dropFirst() }
        let amountText = rest.prefix { ($0.isASCII && $0.isNumber) || $0 == "," }
        guard amountText.contains(","), let amount = BankStatement.amount(amountText) else { return nil }
        let isIn = (side == "C") != isReversed
        return StatementLine(number: number, credited: booked, paid: nil, amount: isIn ? amount : -amount)
    }

    private static func describe(_ text: String, _ line: inout StatementLine) {
        let joined = text.replacing("\n", with: "")
        // The first character that is followed by two digits and is no letter or digit itself separates.
        let scalars = Array(joined.unicodeScalars)
        func isDigit(_ i: Int) -> Bool { i < scalars.count && (48...57).contains(scalars[i].value) }
        let marks: Set<Unicode.Scalar> = ["<", "~", "^", "?", "|", "+", ">"]
        guard let at = scalars.indices.first(where: { marks.contains(scalars[$0]) && isDigit($0 + 1) && isDigit($0 + 2) }) else {
            line.title = joined.trimmed
            return
        }
        let mark = scalars[at]
        var parts: [(code: String, text: String)] = []
        var i = at
        while i < scalars.count {
            if scalars[i] == mark, isDigit(i + 1), isDigit(i + 2) {
                parts.append((String(String.UnicodeScalarView(scalars[(i + 1)...(i + 2)])), ""))
                i += 3
            } else {
                if !parts.isEmpty { parts[parts.count - 1].text.unicodeScalars.append(scalars[i]) }
                i += 1
            }
        }
        func part(_ codes: ClosedRange<Int>) -> String { parts.filter { Int($0.code).map(codes.contains) == true }.map(\.text).joined().trimmed }
        line.title = part(20...29)
        line.payer = part(32...33)
        // The number that was paid to stands in 38 or 31, and at some banks at the start of the title.
        for candidate in [part(38...38), part(31...31)] + [line.title] {
            let digits = candidate.replacing("PL", with: "").prefix { $0.isNumber || $0 == " " }.filter(\.isNumber)
            if digits.utf8.count >= 26, let number = BankAccountNumber(String(digits.prefix(26))) {
                line.target = number
                break
            }
        }
        if let paid = paidDay(part(60...63)) { line.paid = paid }
    }

    /// `DATA WPŁATY: 2026-03-15` in 60–63, where a bank tells when the payer paid.
    private static func paidDay(_ text: String) -> Day? {
        guard let start = text.firstIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
        return Day(String(text[start...].prefix(10)))
    }
}
