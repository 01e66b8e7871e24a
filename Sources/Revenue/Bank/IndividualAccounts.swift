public import Kernel
public import Law

/// Numbers of bank accounts of single taxpayers (rachunki indywidualne, wirtualne): one for each account and levy.
///
/// The number names the levy, and so decides on what a payment is counted (Ordynacja podatkowa art. 62 § 1). After the bank and the four digits of
/// its pool come twelve of ours: two of the levy, nine of the tax account, one control digit, so that a number that was never given is told from a
/// slip in one that was.
public struct IndividualAccounts: Sendable, Hashable {
    /// Eight digits of the bank and its branch.
    public let bank: String
    /// Four digits that the bank gave the office.
    public let pool: String

    public init(bank: String, pool: String) throws(Problem) {
        guard bank.utf8.count == 8, pool.utf8.count == 4, (bank + pool).utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Problem(.invalidInput, "Pula rachunków to 8 cyfr banku i 4 cyfry nadane przez bank.", field: "pula")
        }
        self.bank = bank
        self.pool = pool
    }

    static let mostAccounts: Int64 = 999_999_999

    public func number(_ account: TaxAccountID, _ levy: Levy) throws(Problem) -> BankAccountNumber {
        guard (1...IndividualAccounts.mostAccounts).contains(account.number) else {
            throw Problem(.tooLarge, "Pula rachunków mieści konta do numeru 999 999 999.", field: "pula")
        }
        let own = "\(padded(Int64(levy.accountCode), 2))\(padded(account.number, 9))"
        guard let number = BankAccountNumber(bank: bank, account: pool + own + String(IndividualAccounts.control(own))) else {
            throw Problem(.internalFault, "Nie udało się utworzyć numeru rachunku.", cause: "individual account")
        }
        return number
    }

    /// Whose number it is; `nil` for one that is not of this pool or was never given.
    public func owner(of number: BankAccountNumber) -> (account: TaxAccountID, levy: Levy)? {
        let digits = number.description.utf8.map { $0 }
        guard number.bank == bank, String(decoding: digits[10..<14], as: UTF8.self) == pool else { return nil }
        let own = String(decoding: digits[14..<25], as: UTF8.self)
        guard IndividualAccounts.control(own) == Int(digits[25]) - 48, let code = Int(own.prefix(2)), let levy = Levy(accountCode: code),
            let account = Int64(own.dropFirst(2)), account > 0
        else { return nil }
        return (TaxAccountID(account), levy)
    }

    /// The digit of Luhn (ISO/IEC 7812-1), which finds every slip in one digit.
    private static func control(_ digits: String) -> Int {
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, one in
            let digit = Int(one.element) - 48
            let doubled = one.offset % 2 == 0 ? digit * 2 : digit
            return sum + doubled / 10 + doubled % 10
        }
        return (10 - sum % 10) % 10
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
