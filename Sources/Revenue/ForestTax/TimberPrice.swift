public import Kernel

/// The average price of a cubic metre of timber sold by forest districts in the first three quarters of the year before.
///
/// Source: UPL art. 4 ust. 1 and 4; communiqués of the President of GUS. The price of 2021 is derived from a published rate;
/// that of 2027 is published by 20 October 2026.
public enum TimberPrice {
    public static let all: [YearPrice] = [
        YearPrice(2020, 194_24, "komunikat Prezesa GUS na 2020 r."), YearPrice(2021, 196_84, "wyprowadzona ze stawki 43,3048 zł"),
        YearPrice(2022, 212_26, "komunikat Prezesa GUS na 2022 r."), YearPrice(2023, 323_18, "komunikat Prezesa GUS na 2023 r."),
        YearPrice(2024, 327_43, "komunikat Prezesa GUS na 2024 r."), YearPrice(2025, 277_35, "komunikat Prezesa GUS na 2025 r."),
        YearPrice(2026, 281_37, "M.P. 2025 poz. 1086"),
    ]

    public static func of(_ year: Int, field: String = "year") throws(Problem) -> YearPrice {
        try .of(year, in: all, field: field, missing: "Nie ma ceny drewna na rok \(year). Wprowadź cenę z komunikatu Prezesa GUS albo uchwały rady.")
    }

    /// The price that counts: the council may only lower it. Source: UPL art. 4 ust. 5.
    public static func lowered(to price: Money, year: Int, field: String = "wood") throws(Problem) -> Money {
        if let published = all.first(where: { $0.year == year }), price > published.price {
            throw Problem(.invalidInput, "Rada może tylko obniżyć cenę drewna (\(published.price) zł na \(year) rok). Popraw cenę.", field: field)
        }
        guard price >= .zero, price <= mostPrice else { throw Problem(.invalidInput, "Cena drewna musi być od 0 do 10 000 zł.", field: field) }
        return price
    }

    static let mostPrice = Money(zlotys: 10_000)
}
