public import Kernel
public import Law

/// A line of a bank statement: money that came or went.
public struct StatementLine: Sendable, Hashable {
    /// From 1, in the order of the file.
    public var number: Int
    /// Day of the credit or debit on the office's account.
    public var credited: Day
    /// Day on which the payer's account was debited, where the bank tells it (Ordynacja podatkowa art. 60).
    public var paid: Day?
    /// Below zero for money that went.
    public var amount: Money
    /// The office's own number that the payer paid to, where it is an individual one.
    public var target: BankAccountNumber?
    public var payer: String
    public var title: String

    public init(number: Int, credited: Day, paid: Day? = nil, amount: Money, target: BankAccountNumber? = nil, payer: String = "", title: String = "") {
        self.number = number
        self.credited = credited
        self.paid = paid
        self.amount = amount
        self.target = target
        self.payer = payer
        self.title = title
    }
}

/// A statement as the bank sent it, whole and with its sums checked.
public struct BankStatement: Sendable, Hashable {
    public enum Format: String, Sendable, CaseIterable {
        case mt940 = "MT940"
        case camt053 = "camt.053"
        case massPayments = "CSV"
    }
    public var format: Format
    /// The office's account that the statement is of; empty where the file does not say.
    public var account: String
    public var number: String
    /// The day of the closing balance.
    public var day: Day
    /// `nil` for a file that has only a sum.
    public var opening: Money?
    public var closing: Money?
    public var lines: [StatementLine]

    /// The largest file taken.
    public static let largest = 32 * 1024 * 1024
    public static let mostLines = 100_000

    /// Reads a file of any of the three kinds.
    /// - Throws: `Problem` that tells the line and the reason.
    public static func read(_ bytes: [UInt8], _ format: Format, encoding: BankEncoding) throws(Problem) -> [BankStatement] {
        guard !bytes.isEmpty else { throw Problem(.invalidInput, "Plik wyciągu jest pusty.", field: "plik") }
        guard bytes.count <= largest else { throw Problem(.tooLarge, "Plik wyciągu jest większy niż 32 MB. Podziel go.", field: "plik") }
        switch format {
        case .mt940: return try MT940.read(encoding.text(bytes))
        case .camt053: return try Camt053.read(bytes)
        case .massPayments: return [try MassPayments.read(encoding.text(bytes))]
        }
    }

    /// Opening balance and lines come to the closing balance.
    func checked() throws(Problem) -> BankStatement {
        guard lines.count <= BankStatement.mostLines else { throw Problem(.tooLarge, "Wyciąg ma więcej niż \(BankStatement.mostLines) pozycji.", field: "plik") }
        if let opening, let closing {
            let sum = opening + lines.map(\.amount).sum
            guard sum == closing else {
                throw Problem(
                    .invalidInput,
                    "Suma kontrolna wyciągu nr \(number) się nie zgadza: saldo otwarcia \(opening) zł i pozycje dają \(sum) zł, a saldo zamknięcia to \(closing) zł. "
                        + "Pobierz plik z banku jeszcze raz.", field: "plik")
            }
        }
        return self
    }

    static func problem(_ line: Int, _ message: String) -> Problem { Problem(.invalidInput, "Wiersz \(line): \(message)", field: "plik") }

    /// An amount as banks write it, with a comma or a point, at most two digits after it; `12,` is twelve.
    static func amount(_ text: some StringProtocol) -> Money? {
        let text = text.hasSuffix(",") ? String(text.dropLast()) : String(text)
        guard let money = Money(text), money >= .zero else { return nil }
        return money
    }
}
