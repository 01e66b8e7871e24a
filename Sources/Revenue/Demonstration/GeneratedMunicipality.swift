internal import Kernel
internal import Law

/// An invented municipality for demonstrations and measurements: the same seed gives the same people, objects and payments.
///
/// Seven accounts of ten are houses, two are farms with a house, the rest companies and carriers. One of two thousand has no taxpayer, so that a run
/// shows a failure.
public struct GeneratedMunicipality: Sendable {
    public let accounts: Int
    public let seed: UInt64

    public init(accounts: Int, seed: UInt64 = 2026) {
        self.accounts = accounts
        self.seed = seed
    }

    private static let surnames = ["Wrona", "Sowa", "Gołąb", "Mazur", "Lis", "Zając", "Łoś", "Bąk", "Żuraw", "Ćwik", "Dąb", "Kowal"]
    private static let names = ["Jan", "Ewa", "Piotr", "Anna", "Józef", "Łucja", "Adam", "Żaneta"]
    private static let soils = ["II", "IIIa", "IIIb", "IVa", "IVb", "V", "VI"]

    /// Prime steps keep birthdays apart; the serial tells those of one day.
    private static func pesel(_ n: Int) -> String {
        let first = Day(year: 1938, month: 1, day: 1) ?? Day(daysSince1970: 0)
        return PESEL.synthetic(birthday: first.adding(days: n * 7_919 % 23_000), serial: n / 23_000 * 10 + n % 10)?.description ?? ""
    }

    private static func nip(_ n: Int) -> String {
        let digits = (0..<9).reversed().map { place in (1_000_000 + n * 11) / (0..<place).reduce(1) { value, _ in value * 10 } % 10 }
        let sum = zip(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]).reduce(0) { $0 + $1.0 * $1.1 } % 11
        // A remainder of 10 has no number; the next one is taken.
        return sum == 10 ? nip(n + 1_000_003) : (digits + [sum]).map(String.init).joined()
    }

    /// The register as a file for import, accounts `from..<to`.
    public func csv(from: Int = 0, to: Int? = nil) -> [UInt8] {
        var text =
            "wiersz;konto;rodzaj_konta;osoba;identyfikator;nazwa;udzial;wspolnie;przedmiot_rodzaj;przedmiot;podatek;pozycja;szczegol;ilosc;zwolnienie;podstawa;od;do;zrodlo\n"
        for n in from..<min(to ?? accounts, accounts) {
            var random = SeededGenerator(seed: seed &+ UInt64(n) &* 0x9E37_79B9)
            rows(n, &random, &text)
        }
        return Array(text.utf8)
    }

    private func rows(_ n: Int, _ random: inout SeededGenerator, _ text: inout String) {
        func number(_ range: ClosedRange<Int64>, _ scale: Int) -> String { ExactDecimal(digits: .random(in: range, using: &random), scale: scale).description }
        func share(_ account: String, _ kind: String, _ person: String, _ id: String, _ name: String, _ share: String = "1", _ jointly: String = "") {
            text += "udzial;\(account);\(kind);\(person);\(id);\(name);\(share);\(jointly);;;;;;;;;2015-01-01;;\n"
        }
        func state(
            _ account: String, _ kind: String, _ object: String, _ mark: String, _ levy: String, _ line: String, _ quantity: String, detail: String = "",
            exempt: String = "",
            basis: String = "", from: String = "2016-01"
        ) { text += "stan;\(account);\(kind);;;;;;\(object);\(mark);\(levy);\(line);\(detail);\(quantity);\(exempt);\(basis);\(from);;ewidencja\n" }
        func person(_ n: Int) -> String { "\(Self.surnames[n % 12]) \(Self.names[n / 12 % 8])" }

        let account = "K\(n + 1)"
        switch n % 20 {
        case 0..<14:
            if n % 2_000 != 1_001 {
                if n % 3 == 0 {
                    share(account, "grunty", "osoba-fizyczna", Self.pesel(2 * n), person(n), "1", "małżonkowie")
                    share(account, "grunty", "osoba-fizyczna", Self.pesel(2 * n + 1), person(n + 12), "1", "małżonkowie")
                } else {
                    share(account, "grunty", "osoba-fizyczna", Self.pesel(2 * n), person(n))
                }
            }
            state(account, "grunty", "budynek", "ul. Polna \(n + 1)", "nieruchomosci", "mieszk", number(4_000...22_000, 2))
            state(account, "grunty", "dzialka", "221101_1.0001.\(n + 1)", "nieruchomosci", "grunt_poz", number(20_000...150_000, 2))
            if n % 4 == 0 { state(account, "grunty", "budynek", "garaż, ul. Polna \(n + 1)", "nieruchomosci", "bud_poz", number(1_500...4_000, 2)) }
            if n % 25 == 0 {
                state(account, "grunty", "lokal", "sklep, ul. Polna \(n + 1)", "nieruchomosci", "bud_dg", number(2_000...9_000, 2), from: "2026-0\(1 + n / 25 % 9)")
            }
        case 14..<18:
            share(account, "grunty", "osoba-fizyczna", Self.pesel(2 * n), person(n))
            state(account, "grunty", "budynek", "dom, nr \(n + 1)", "nieruchomosci", "mieszk", number(6_000...20_000, 2))
            state(
                account, "grunty", "budynek", "stodoła, nr \(n + 1)", "nieruchomosci", "bud_poz", number(5_000...30_000, 2), exempt: "1/1",
                basis: "UPOL art. 7 ust. 1 pkt 4 lit. b")
            for plot in 0..<3 {
                let soil = Self.soils[Int.random(in: 0..<7, using: &random)]
                state(account, "grunty", "dzialka", "221101_1.0002.\(n + 1)/\(plot + 1)", "rolny", "R", number(3_000...60_000, 4), detail: soil)
            }
            if n % 3 == 0 { state(account, "grunty", "dzialka", "221101_1.0003.\(n + 1)", "lesny", "las", number(1_000...40_000, 4)) }
        case 18:
            share(account, "grunty", "osoba-prawna", Self.nip(n), "Przedsiębiorstwo nr \(n + 1) sp. z o.o.")
            state(account, "grunty", "budynek", "hala nr \(n + 1)", "nieruchomosci", "bud_dg", number(10_000...300_000, 2))
            state(account, "grunty", "dzialka", "221101_1.0004.\(n + 1)", "nieruchomosci", "grunt_dg", number(100_000...2_000_000, 2))
            state(account, "grunty", "budowla", "place i sieci nr \(n + 1)", "nieruchomosci", "budowle", number(1_000_000...200_000_000, 2))
        default:
            share(account, "transport", "osoba-prawna", Self.nip(n), "Przewozy nr \(n + 1)")
            for vehicle in 0..<2 {
                state(account, "transport", "pojazd", "DTR \(n + 1)\(vehicle)", "transport", vehicle == 0 ? "ciagnik_12_36" : "przyczepa_12_36", "1")
            }
        }
    }

    /// How a taxpayer pays.
    public enum Habit: Sendable {
        case onTime
        /// So many days after the due day.
        case late(Int)
        /// The whole year with the first instalment.
        case atOnce
        case never
    }

    public func habit(of account: TaxAccountID) -> Habit {
        var random = SeededGenerator(seed: seed ^ (UInt64(bitPattern: account.number) &* 0xD1B5_4A32))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<82: return .onTime
        case 82..<91: return .late(.random(in: 5...70, using: &random))
        case 91..<96: return .atOnce
        default: return .never
        }
    }
}
