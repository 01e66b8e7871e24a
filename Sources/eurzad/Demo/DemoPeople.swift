import Kernel
import Law

/// An invented inhabitant with a synthetic PESEL.
struct DemoPerson: Sendable {
    var givenName: String
    var surname: String
    var pesel: String
    var street: String
    var building: String
    var town: String
    var postCode: String
    /// Account on the platform.
    var podmiot: String
}

/// Makes the same invented people on every machine.
struct DemoPeople {
    private var random: SeededGenerator
    private var serial = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    static let women = ["Anna", "Maria", "Katarzyna", "Zofia", "Iga", "Barbara", "Hanna", "Łucja", "Elżbieta", "Agnieszka", "Małgorzata", "Żaneta"]
    static let men = ["Jan", "Piotr", "Adam", "Tomasz", "Henryk", "Michał", "Stanisław", "Łukasz", "Paweł", "Grzegorz", "Bogdan", "Świętosław"]
    /// Surnames that have one form for women and men.
    static let surnames = [
        "Wrona", "Sowa", "Gołąb", "Mazur", "Lis", "Zając", "Wilk", "Pająk", "Bąk", "Kowal", "Rybak", "Młynarczyk", "Śliwa", "Żuraw", "Dąb", "Łoś",
        "Krawiec", "Duda", "Ćwik", "Ósmak",
    ]
    static let streets = ["Polna", "Leśna", "Ogrodowa", "Szkolna", "Łąkowa", "Kwiatowa", "Źródlana", "Kościuszki", "Słoneczna", "Dębowa"]

    mutating func next(town: String, postCode: String) -> DemoPerson {
        serial += 1
        let isWoman = Bool.random(using: &random)
        let given = pick(isWoman ? DemoPeople.women : DemoPeople.men)
        let surname = pick(DemoPeople.surnames)
        let year = Int.random(in: 1945...2004, using: &random), month = Int.random(in: 1...12, using: &random)
        let day = Int.random(in: 1...28, using: &random)
        // The last digit of the serial number tells the sex: even for women.
        let number = Int.random(in: 0...4_999, using: &random) * 2 + (isWoman ? 0 : 1)
        let pesel = Day(year: year, month: month, day: day).flatMap { PESEL.synthetic(birthday: $0, serial: number) }
        return DemoPerson(
            givenName: given, surname: surname, pesel: pesel?.description ?? "", street: pick(DemoPeople.streets),
            building: String(Int.random(in: 1...98, using: &random)), town: town, postCode: postCode,
            podmiot: PolishText.folded("\(given.prefix(1))\(surname)\(serial)"))
    }

    mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
