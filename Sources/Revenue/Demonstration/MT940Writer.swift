public import Kernel
public import Law

/// Writes statements in the form MT940 for demonstrations and measurements.
public enum MT940Writer {
    public static func write(
        account: BankAccountNumber, number: String, day: Day, opening: Money, payments: [(amount: Money, target: BankAccountNumber?, payer: String, title: String)]
    ) -> [UInt8] {
        let c = day.components
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let date = two(c.year % 100) + two(c.month) + two(c.day)
        func amount(_ money: Money) -> String { money.description.replacing(".", with: ",") }
        var text = ":20:\(number)\r\n:25:PL\(account)\r\n:28C:\(number)\r\n:60F:C\(date)PLN\(amount(opening))\r\n"
        for (n, payment) in payments.enumerated() {
            text += ":61:\(date)\(date.dropFirst(2))CN\(amount(payment.amount))NTRFNONREF//\(n + 1)\r\n"
            text += ":86:020<00Przelew<20\(payment.title)<32\(payment.payer)<38\(payment.target?.description ?? "")\r\n"
        }
        text += ":62F:C\(date)PLN\(amount(opening + payments.map(\.amount).sum))\r\n-\r\n"
        return Array(text.utf8)
    }
}
