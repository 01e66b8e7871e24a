public import Kernel
internal import Law
public import Store

public struct TaxSubjectID: RowID {
    public let number: Int64
    public init(_ number: Int64) { self.number = number }
}

/// A person or body that owes a tax or fee (podatnik).
///
/// The office's people are kept once, by the address book; this is a reference to one of them with what assessment needs.
public struct TaxSubject: Sendable, Hashable {
    public var kind: Taxpayer
    /// Number in the office's register of people and bodies; `nil` until a clerk joins them.
    public var contact: Int64?
    /// PESEL of a person, NIP of a body or of a person in business; empty where none is known.
    public var identifier: String
    /// As lists show it: surname first for people.
    public var name: String

    /// - Throws: `Problem` with the field, for a number that is wrong or a name that is missing.
    public init(_ kind: Taxpayer, identifier: String = "", name: String, contact: Int64? = nil) throws(Problem) {
        let cleanName = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...300).contains(cleanName.count) else { throw Problem(.invalidInput, "Podaj nazwisko albo nazwę podatnika (do 300 znaków).", field: "nazwa") }
        var clean = ""
        if !identifier.isEmpty {
            do {
                clean =
                    kind == .naturalPerson && identifier.utf8.count { (48...57).contains($0) } == 11
                    ? try PESEL(checking: identifier).description : try NIP(checking: identifier).description
            } catch {
                throw Problem(.invalidInput, error.message + ".", field: "identyfikator")
            }
        }
        self.kind = kind
        self.contact = contact
        self.identifier = clean
        self.name = cleanName
    }
}

/// A taxpayer's part in an account, with its days.
///
/// Persons with joint property (wspólność łączna) hold one share together: they carry the same `jointly`.
public struct AccountShare: Sendable, Hashable {
    public var share: Share
    /// Names the joint holding; empty for a share of one's own.
    public var jointly: String
    public var from: Day
    /// The last day; `nil` while it goes on.
    public var to: Day?

    public init(_ share: Share, jointly: String = "", from: Day, to: Day? = nil) throws(Problem) {
        guard !share.isNone else { throw Problem(.invalidInput, "Udział musi być większy od zera.", field: "udzial") }
        if let to, to < from { throw Problem(.invalidInput, "Udział nie może kończyć się przed początkiem. Popraw daty.", field: "do") }
        self.share = share
        self.jointly = jointly
        self.from = from
        self.to = to
    }

    func holds(on day: Day) -> Bool { from <= day && to.map { day <= $0 } ?? true }
}

/// Shares of one account that hold together.
public enum ShareRules {
    /// The first day on which the shares come to more than one, with who holds them; `nil` when there is none.
    ///
    /// A joint share counts once, with the largest that its holders name.
    public static func excess(_ shares: [(name: String, share: AccountShare)]) -> (day: Day, names: [String])? {
        // The sum can only grow on a day on which a share begins.
        for day in Set(shares.map(\.share.from)).sorted() {
            let held = shares.filter { $0.share.holds(on: day) }
            var seen: Set<String> = []
            var n: Int128 = 0, d: Int128 = 1
            for one in held {
                if !one.share.jointly.isEmpty, !seen.insert(one.share.jointly).inserted { continue }
                n = n * Int128(one.share.share.denominator) + Int128(one.share.share.numerator) * d
                d *= Int128(one.share.share.denominator)
                let divisor = gcd(n, d)
                n /= divisor
                d /= divisor
                // Denominators of three unlike large shares could leave 128 bits; what is beyond the land register's is refused earlier.
                if n > d || d > Int128(Int64.max) { return (day, held.map(\.name)) }
            }
        }
        return nil
    }

    static func gcd(_ a: Int128, _ b: Int128) -> Int128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }

    /// The refusal that names who holds too much from which day.
    public static func problem(_ shares: [(name: String, share: AccountShare)], account: String) -> Problem? {
        guard let excess = excess(shares) else { return nil }
        return Problem(
            .invalidInput,
            "Udziały w koncie \(account) przekraczają razem całość od \(excess.day): \(excess.names.joined(separator: ", ")). Popraw udziały albo daty.",
            field: "udzial")
    }
}
