public import Kernel

/// A price of a year that a tax is counted from.
public struct YearPrice: Sendable, Hashable {
    public let year: Int
    public let price: Money
    public let source: String

    init(_ year: Int, _ grosze: Int64, _ source: String) {
        self.year = year
        price = Money(grosze: grosze)
        self.source = source
    }

    static func of(_ year: Int, in all: [YearPrice], field: String, missing: String) throws(Problem) -> YearPrice {
        guard let found = all.first(where: { $0.year == year }) else { throw Problem(.invalidInput, missing, field: field) }
        return found
    }
}

/// The average price of a quintal of rye of the eleven quarters before the quarter that precedes the tax year.
///
/// Source: UPR art. 6 ust. 1 pkt 1 and ust. 2; communiqués of the President of GUS. That of 2027 is published by 20 October 2026.
public enum RyePrice {
    public static let all: [YearPrice] = [
        YearPrice(2021, 58_55, "komunikat Prezesa GUS na 2021 r."), YearPrice(2022, 61_48, "komunikat Prezesa GUS na 2022 r."),
        YearPrice(2023, 74_05, "komunikat Prezesa GUS na 2023 r."), YearPrice(2024, 89_63, "komunikat Prezesa GUS na 2024 r."),
        YearPrice(2025, 86_34, "komunikat Prezesa GUS na 2025 r."), YearPrice(2026, 66_42, "M.P. 2025 poz. 1085"),
    ]

    public static func of(_ year: Int, field: String = "year") throws(Problem) -> YearPrice {
        try .of(year, in: all, field: field, missing: "Nie ma ceny żyta na rok \(year). Wprowadź cenę z komunikatu Prezesa GUS albo uchwały rady.")
    }

    /// The price that counts: the council may only lower it. Source: UPR art. 6 ust. 3.
    public static func lowered(to price: Money, year: Int, field: String = "rye") throws(Problem) -> Money {
        if let published = all.first(where: { $0.year == year }), price > published.price {
            throw Problem(.invalidInput, "Rada może tylko obniżyć cenę żyta (\(published.price) zł na \(year) rok). Popraw cenę.", field: field)
        }
        guard price >= .zero, price <= mostPrice else { throw Problem(.invalidInput, "Cena żyta musi być od 0 do 10 000 zł.", field: field) }
        return price
    }

    static let mostPrice = Money(zlotys: 10_000)
}
