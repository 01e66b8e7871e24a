import Chancery
import Kernel
import Law
import Office
import Revenue
import Store

/// Invented taxpayers of the first demonstration office, with the years 2025 and 2026: assessed, delivered, paid as people pay. The same on each machine.
///
/// The rates are 95% of the ceilings and of no real resolution; the register holds the citizen of the demonstration with a house of his own.
struct DemoTaxes {
    static let accounts = 60
    /// The number of the citizen's account.
    static let citizenAccount = "P1"
    static let pool = (bank: "10101010", pool: "7777")

    var office: OfficeHouse
    var performer: Performer
    private var municipality: GeneratedMunicipality { GeneratedMunicipality(accounts: DemoTaxes.accounts, seed: DemoSeed.seed) }

    init(office: OfficeHouse, performer: Performer) {
        self.office = office
        self.performer = performer
    }

    func plant(_ citizen: DemoPerson?) async throws {
        let now = office.time.now, performer = performer, database = office.database
        let file = municipality.csv() + Array((citizen.map(DemoTaxes.rows) ?? "").utf8)
        let pool = try IndividualAccounts(bank: DemoTaxes.pool.bank, pool: DemoTaxes.pool.pool)
        let record = office.record
        try await database.write { c in
            try RegisterImport(c, csv: file).apply(c, by: performer, at: now)
            try pool.save(c, by: performer, at: now)
            if let citizen { try DemoTaxes.card(c, citizen, record, by: performer, at: now) }
        }
        for year in [2025, 2026] {
            let assessments = Assessments()
            let issued = try DemoTaxes.day(year, 1, 20)
            let id = try await assessments.start(database, try DemoTaxes.rates(year), by: performer, at: now)
            try await assessments.count(database, id, at: { now })
            _ = try await assessments.approve(database, id, booked: issued, by: performer, at: now)
            let delivered = issued.adding(days: 14)
            try await database.write { c in
                for decision in try Assessments.decisions(c, ofYear: year, limit: 1_000) {
                    try assessments.deliver(c, year: year, number: decision.number, on: delivered, booked: delivered, by: performer, at: now)
                }
            }
            try await pay(year, pool)
        }
    }

    /// The citizen pays the first instalment of 2026 and forgets the second, so that the pages show one of each.
    private func pay(_ year: Int, _ pool: IndividualAccounts) async throws {
        let now = office.time.now, today = PolishTime.day(of: now), performer = performer, municipality = municipality
        let payments = BankPayments(pool)
        try await office.database.write { c in
            for line in try TaxRegister.search(c, "", limit: 1_000) {
                let items = try Ledger.standing(c, of: line.account.id, on: try DemoTaxes.day(year, 12, 31)).openItems.filter { $0.due.year == year }
                let dues = Dictionary(grouping: items, by: \.due).mapValues { (levy: $0[0].levy, sum: $0.map(\.open).sum) }.sorted { $0.key < $1.key }
                let isCitizen = line.account.number == DemoTaxes.citizenAccount
                for (n, due) in dues.enumerated() {
                    let paid: Day
                    switch isCitizen ? .onTime : municipality.habit(of: line.account.id) {
                    case .never: continue
                    case .atOnce: paid = dues[0].key.adding(days: -5)
                    case .onTime: paid = due.key.adding(days: -2)
                    case .late(let days): paid = due.key.adding(days: days)
                    }
                    if isCitizen, year == 2026, n > 0 { break }
                    guard paid <= today, paid.year == year else { continue }
                    try payments.book(
                        c, due.value.sum, account: line.account.id, named: due.value.levy, paid: paid, booked: paid, money: .bank,
                        document: "wyciąg pokazu \(paid)", source: "pokaz:\(year):\(line.account.id):\(n)", by: performer, at: now)
                }
            }
        }
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
        guard let day = Day(year: year, month: month, day: day) else { throw Problem(.internalFault, "Zły dzień pokazu.") }
        return day
    }

    static func rates(_ year: Int) throws -> RateSet {
        var out = try RateSet.ceilings(year, name: "stawki pokazu \(year) (95% maksymalnych)")
        let ceilings = try PropertyCeilings.of(year)
        for line in PropertyLine.allCases { out.set(line, try PropertyRate(hundredths: ceilings[line].hundredths * 95 / 100, for: line)) }
        out.set(.persons, RateSet.Waste(rate: Money(grosze: 32_00), compostPerPerson: Money(grosze: 2_00)))
        return out
    }

    /// A house of 120 m² on 800 m².
    private static func rows(_ p: DemoPerson) -> String {
        """
        udzial;\(citizenAccount);grunty;osoba-fizyczna;\(p.pesel);\(p.surname) \(p.givenName);1;;;;;;;;;;2015-01-01;;
        stan;\(citizenAccount);grunty;;;;;;budynek;ul. \(p.street) \(p.building);nieruchomosci;mieszk;;120;;;2016-01;;ewidencja
        stan;\(citizenAccount);grunty;;;;;;dzialka;022003_2.0001.214/3;nieruchomosci;grunt_poz;;800;;;2016-01;;ewidencja

        """
    }

    /// The card with the address and the box, so that a decision finds its way.
    private static func card(_ c: any SQLConnection, _ p: DemoPerson, _ record: OfficeRecord, by performer: Performer, at now: Instant) throws {
        let known = try PESEL(p.pesel).flatMap { try Contacts.withIdentifier(c, .pesel, $0.description).first?.id }
        let address = PostalAddress(postCode: p.postCode, town: p.town, street: "ul. \(p.street)", building: p.building)
        let card = ContactCard(
            .person(surname: p.surname, givenNames: p.givenName), identifiers: ContactIdentifiers(pesel: p.pesel),
            addresses: [ContactAddress(.residence, address)], channels: [ContactChannel(.epuap, "/\(p.podmiot)/domyslna")])
        let id = try known ?? Contacts.create(c, card, by: performer, at: now)
        try TaxRegister.setContact(c, identifier: p.pesel, contact: id.number, by: performer, at: now)
    }
}
