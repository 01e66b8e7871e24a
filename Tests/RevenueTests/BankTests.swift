import Kernel
import Law
import Revenue
import Store
import StoreTesting
import Testing

/// Files as banks write them.
enum BankFiles {
    static let account = "29999900010000000000000001"
    static func own() throws -> BankAccountNumber { try #require(BankAccountNumber(bank: "10101010", account: "0000000000000001")) }
    static func pool() throws -> IndividualAccounts { try IndividualAccounts(bank: "10101010", pool: "7777") }

    static func mt940(_ number: String, _ date: String, opening: String, closing: String, _ lines: [(amount: String, target: String, title: String)]) throws -> [UInt8] {
        var text = "{1:F01}{4:\r\n:20:ST\(number)\r\n:25:/PL\(try own())\r\n:28C:\(number)\r\n:60F:C\(date)PLN\(opening)\r\n"
        for (n, line) in lines.enumerated() {
            text += ":61:\(date)\(date.suffix(4))CN\(line.amount)NTRFNONREF//\(n)\r\n:86:020<00Przelew<20\(line.title)<32JAN ŁOŚ<38\(line.target)\r\n"
        }
        return Array((text + ":62F:C\(date)PLN\(closing)\r\n-}\r\n").utf8)
    }

    static func camt(_ entries: String, opening: String = "100.00", closing: String, number: String = "7", prologue: String = "") throws -> [UInt8] {
        func balance(_ code: String, _ amount: String) -> String {
            "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"PLN\">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-16</Dt></Dt></Bal>"
        }
        return Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>\(prologue)<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr/><Stmt><Id>\(number)</Id>
            <Acct><Id><IBAN>PL\(try own())</IBAN></Id></Acct>\(balance("OPBD", opening))\(balance("CLBD", closing))\(entries)</Stmt></BkToCstmrStmt></Document>
            """.utf8)
    }

    static func entry(_ amount: String, _ target: String, title: String = "podatek", side: String = "CRDT", extra: String = "") -> String {
        """
        <Ntry><Amt Ccy="PLN">\(amount)</Amt><CdtDbtInd>\(side)</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-16</Dt></BookgDt><NtryDtls><TxDtls>\(extra)
        <RltdPties><Dbtr><Nm>Jan Łoś</Nm></Dbtr><CdtrAcct><Id><IBAN>PL\(target)</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>\(title)</Ustrd></RmtInf>
        <RltdDts><AccptncDtTm>2026-03-14T10:00:00</AccptncDtTm></RltdDts></TxDtls></NtryDtls></Ntry>
        """
    }

    static func refusal(_ bytes: [UInt8], _ format: BankStatement.Format, _ encoding: BankEncoding = .utf8) -> String? {
        do {
            _ = try BankStatement.read(bytes, format, encoding: encoding)
            return nil
        } catch { return error.message }
    }
}

@Suite struct IndividualAccountTests {
    @Test("A number tells whose it is; a slip in one digit tells nobody") func numbers() throws {
        let pool = try BankFiles.pool()
        var random = SeededGenerator(seed: 41)
        for _ in 0..<2_000 {
            let account = TaxAccountID(Int64.random(in: 1...999_999_999, using: &random))
            let levy = try #require(Levy.allCases.randomElement(using: &random))
            let number = try pool.number(account, levy)
            let owner = try #require(pool.owner(of: number))
            #expect(owner.account == account && owner.levy == levy && number.description.dropFirst(2).hasPrefix("101010107777"))
        }
        // The published municipal account of the examples is a number of nobody here.
        #expect(pool.owner(of: try BankFiles.own()) == nil)
        let number = try pool.number(TaxAccountID(12), .property)
        // Digits of the taxpayer changed and the bank's control digits made anew: ours still finds it.
        for place in 0..<11 {
            var own = Array(number.description.dropFirst(14))
            own[place] = own[place] == "9" ? "0" : Character(String((own[place].wholeNumberValue ?? 0) + 1))
            let forged = try #require(BankAccountNumber(bank: "10101010", account: "7777" + String(own)))
            #expect(pool.owner(of: forged) == nil)
        }
        #expect(throws: Problem.self) { try pool.number(TaxAccountID(1_000_000_000), .property) }
        #expect(throws: Problem.self) { try IndividualAccounts(bank: "1010101", pool: "7777") }
    }
}

@Suite struct StatementFormatTests {
    @Test("MT940: lines, sides, days over New Year, sub-fields by any mark") func mt940() throws {
        let text = """
            :20:1
            :25:PL\(try BankFiles.own())
            :28C:12/1
            :60F:C261230PLN1000,00
            :61:2612310102CN200,5NTRFX
            :86:020^20podatek ^21od nieruchomo
            ści^32JAN ŁOŚ^38\(try BankFiles.own())^60DATA 2026-12-30
            :61:261231D50,00NTRF
            :86:prowizja
            :61:261231RC0,50NTRF
            :62F:C270102PLN1150,00
            :86:koniec
            """
        let statement = try #require(try BankStatement.read(Array(text.utf8), .mt940, encoding: .utf8).first)
        #expect(statement.number == "12/1" && statement.lines.map(\.amount.description) == ["200.50", "-50.00", "-0.50"])
        let first = statement.lines[0]
        #expect(first.credited.description == "2027-01-02" && first.paid?.description == "2026-12-30")
        #expect(try first.title == "podatek od nieruchomości" && first.payer == "JAN ŁOŚ" && first.target == BankFiles.own())
        #expect(statement.lines[1].title == "prowizja")
    }

    @Test("What is broken is refused with the line and the reason") func broken() throws {
        let good = try BankFiles.mt940("1", "260316", opening: "0,00", closing: "10,00", [("10,00", "", "x")])
        #expect(BankFiles.refusal(good, .mt940) == nil)
        func changed(_ a: String, _ b: String) -> [UInt8] { Array(String(decoding: good, as: UTF8.self).replacing(a, with: b).utf8) }
        #expect(BankFiles.refusal(changed(":62F:C260316PLN10,00", ":62F:C260316PLN11,00"), .mt940)?.contains("Suma kontrolna") == true)
        #expect(BankFiles.refusal(changed("N10,00", "N1e3,00"), .mt940)?.contains("Wiersz 6") == true)
        #expect(BankFiles.refusal(changed(":62F:", ":99:"), .mt940)?.contains("urywa się") == true)
        #expect(BankFiles.refusal(changed("PLN0,00", "EUR0,00"), .mt940)?.contains(":60F:") == true)
        #expect(BankFiles.refusal(changed(":60F:C260316", ":60F:C260231"), .mt940)?.contains(":60F:") == true)
        #expect(BankFiles.refusal([], .mt940)?.contains("pusty") == true && BankFiles.refusal(Array("ala".utf8), .mt940)?.contains("MT940") == true)
        #expect(BankFiles.refusal(changed(":25:/PL", ":25:/PL9"), .mt940)?.contains(":25:") == true)
    }

    @Test("A wrong encoding is refused, and the right one is named") func encodings() throws {
        let latin = try BankFiles.mt940("1", "260316", opening: "0,00", closing: "10,00", [("10,00", "", "x")]).flatMap { [$0] }
        var bytes = latin
        // JAN ŁOŚ in ISO 8859-2: Ł is A3, Ś is A6.
        let polish = Array("ŁOŚ".utf8)
        let at = try #require(bytes.indices.first { Array(bytes[$0...].prefix(polish.count)) == polish })
        bytes.replaceSubrange(at..<(at + polish.count), with: [0xA3, 0x4F, 0xA6])
        #expect(BankFiles.refusal(bytes, .mt940)?.contains("iso-8859-2") == true)
        #expect(try BankStatement.read(bytes, .mt940, encoding: .latin2)[0].lines[0].payer == "JAN ŁOŚ")
        #expect(try BankEncoding.windows1250.text([0xA3, 0x8C, 0xB9, 0x9F]) == "ŁŚąź" && BankEncoding.dos852.text([0x9D, 0x97, 0xA5, 0xAB]) == "ŁŚąź")
        #expect(throws: Problem.self) { try BankEncoding.latin2.text([0x8C]) }
        #expect(throws: Problem.self) { try BankEncoding.utf8.text([0x00]) }
    }

    @Test("camt.053: payments, collected entries, the payer's day; hostile documents are refused") func camt() throws {
        let target = try BankFiles.own().description
        let batch = """
            <Ntry><Amt Ccy="PLN">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-16</Dt></BookgDt><NtryDtls>
            <TxDtls><Amt Ccy="PLN">10.00</Amt></TxDtls><TxDtls><Amt Ccy="PLN">20.00</Amt></TxDtls></NtryDtls></Ntry>
            """
        let file = try BankFiles.camt(BankFiles.entry("50.00", target) + batch + BankFiles.entry("5.00", target, side: "DBIT"), closing: "175.00")
        let statement = try #require(try BankStatement.read(file, .camt053, encoding: .utf8).first)
        #expect(statement.lines.map(\.amount.description) == ["50.00", "10.00", "20.00", "-5.00"] && statement.lines[0].paid?.description == "2026-03-14")
        #expect(statement.lines[0].payer == "Jan Łoś" && statement.lines[0].target?.description == target)
        #expect(BankFiles.refusal(try BankFiles.camt(BankFiles.entry("50.00", target), closing: "151.00"), .camt053)?.contains("Suma kontrolna") == true)
        #expect(BankFiles.refusal(try BankFiles.camt(batch.replacing("20.00", with: "21.00"), closing: "130.00"), .camt053)?.contains("zbiorczej") == true)
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
        #expect(
            BankFiles.refusal(try BankFiles.camt(BankFiles.entry("50.00", target, title: "&b;"), closing: "150.00", prologue: bomb), .camt053)?.contains("DOCTYPE")
                == true)
        #expect(BankFiles.refusal(try BankFiles.camt(BankFiles.entry("50<!-- x -->.00", target), closing: "150.00"), .camt053)?.contains("Wiersz") == true)
        #expect(BankFiles.refusal(Array("<a>".utf8), .camt053)?.contains("XML") == true && BankFiles.refusal(Array("<a/>".utf8), .camt053)?.contains("camt") == true)
    }

    @Test("Mass payments: the last line says how many and how much") func mass() throws {
        let target = try BankFiles.own()
        let head = "plik;15;2026-03-16\ndata;kwota;rachunek;tytul;data_wplaty\n"
        let good = head + "2026-03-16;12,50;\(target);podatek;2026-03-14\n2026-03-16;1.00;\(target);;\nsuma;2;13,50\n"
        #expect(try BankStatement.read(Array(good.utf8), .massPayments, encoding: .utf8)[0].lines.map(\.amount.description) == ["12.50", "1.00"])
        for (a, b, word) in [
            ("suma;2;13,50", "suma;2;14,50", "Suma kontrolna"), ("suma;2;13,50\n", "", "urywa się"), ("12,50", "0,00", "Wiersz 3"), ("1.00;", "1.005;", "Wiersz 4"),
            ("plik;15", "p;15", "Wiersz 1"),
        ] {
            #expect(BankFiles.refusal(Array(good.replacing(a, with: b).utf8), .massPayments)?.contains(word) == true)
        }
    }

    @Test("Ten thousand broken files end in a statement or in words, never in a crash") func hostile() throws {
        let target = try BankFiles.own().description
        let files: [(BankStatement.Format, [UInt8])] = [
            (.mt940, try BankFiles.mt940("1", "260316", opening: "0,00", closing: "10,00", [("10,00", target, "x")])),
            (.camt053, try BankFiles.camt(BankFiles.entry("50.00", target), closing: "150.00")),
            (.massPayments, Array("plik;15;2026-03-16\ndata;kwota;rachunek\n2026-03-16;12,50;\(target)\nsuma;1;12,50\n".utf8)),
        ]
        var random = SeededGenerator(seed: 43)
        for n in 0..<10_000 {
            var (format, bytes) = files[n % 3]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = .random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
                default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0..<40, using: &random)))
                }
            }
            do {
                let statements = try BankStatement.read(bytes, format, encoding: .utf8)
                for one in statements { if let a = one.opening, let b = one.closing, a + one.lines.map(\.amount).sum != b { Issue.record("sum of \(n)") } }
            } catch { if error.message.isEmpty { Issue.record("no words for \(n)") } }
        }
    }
}

@Suite struct BankPaymentTests {
    /// Two charges of property tax and one of agricultural tax, as in the published example Z04.
    static func fill(_ db: any Database) async throws -> TaxAccountID {
        try await Office.take(db, Office.share("G-1", Office.pesel(1), "Jan Łoś"))
        let account = try await Office.account(db, "G-1")
        let charges: [(String, Levy, String)] = [("150", .property, "2025-03-17"), ("400", .agricultural, "2025-03-17"), ("100", .property, "2026-05-15")]
        for (n, charge) in charges.enumerated() {
            let posting = try Posting(
                .charge, money(charge.0), account: account, levy: charge.1, booked: day("2025-01-20"), due: day(charge.2), document: "decyzja 1/2025", source: "d:\(n)")
            try await db.write { try Ledger.post($0, posting, by: Office.clerk, at: Office.noon) }
        }
        return account
    }

    static func take(_ db: any Database, _ bytes: [UInt8], _ format: BankStatement.Format = .mt940) async throws -> StatementOutcome {
        let payments = BankPayments(try BankFiles.pool())
        return try await db.write { try payments.take($0, bytes, format, by: Office.clerk, at: Office.noon) }
    }

    @Test("A statement is booked once: arrears by proportion, then what is not due, then an overpayment", arguments: Backend.available)
    func booking(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let account = try await Self.fill(db)
            let number = try BankFiles.pool().number(account, .property).description
            // As case Z04 without costs: interest on 150 from 18 March to 10 December 2025 is 14, on 400 it is 38.
            let file = try BankFiles.mt940("1", "251210", opening: "0,00", closing: "484,00", [("484,00", number, "podatek")])
            let outcome = try await Self.take(db, file)
            #expect(outcome.booked == 1 && outcome.toInterest.description == "41.76" && outcome.toPrincipal.description == "442.24" && outcome.overpaid == .zero)
            let standing = try await Office.standing(db, "G-1", on: "2025-12-10")
            #expect(standing.openItems.map(\.open.description) == ["107.76", "100.00"])
            #expect(try await Self.take(db, file).isRepeated)
            // The rest of the arrears with 12 zł of interest, the instalment that is not due, and 0.24 over, as case Z09.
            let second = try BankFiles.mt940("2", "260120", opening: "484,00", closing: "704,00", [("220,00", number, "reszta")])
            let rest = try await Self.take(db, second)
            #expect(rest.toInterest.description == "12.00" && rest.overpaid.description == "0.24")
            let end = try await Office.standing(db, "G-1", on: "2026-01-20")
            #expect(try end.openItems.isEmpty && end.overpayments == [.property: money("0.24")] && end.balance.description == "-0.24")
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("A payment for a joint decision pays the instalment of all its taxes before a later one of the named tax") func joint() async throws {
        try await Backend.sqlite.withOffice { db in
            try await Office.take(db, Office.farmer(1))
            let assessments = Assessments(), id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            _ = try await assessments.count(db, id)
            _ = try await assessments.approve(db, id, booked: day("2026-01-20"), by: Office.clerk, at: Office.noon)
            let number = try BankFiles.pool().number(await Office.account(db, "G-1"), .property).description
            let outcome = try await Self.take(db, BankFiles.mt940("1", "260316", opening: "0,00", closing: "391,00", [("391,00", number, "I rata")]))
            #expect(outcome.booked == 1 && outcome.toInterest == .zero)
            let open = try await Office.standing(db, "G-1", on: "2026-03-16").openItems
            #expect(open.map(\.open).sum.description == "1170.00" && open.allSatisfy { $0.due.description > "2026-03-16" })
            let report = try await db.read { try Rb27S.of($0, through: TaxMonth(year: 2026, month: 3)) }
            #expect(report.rows.map(\.paragraph) == ["0310", "0320", "0330"] && report.rows.allSatisfy { $0.isConsistent && $0.chapter == "75616" })
            #expect(report.rows.map(\.receivables.description) == ["665.00", "822.00", "74.00"] && report.rows.map(\.executed).sum.description == "391.00")
            #expect(report.rows.map(\.arrears).sum == .zero && report.rows.map(\.left).sum.description == "1170.00")
        }
    }

    @Test("Out of order, with a gap, or with another content under one number is refused in words", arguments: Backend.available)
    func order(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            _ = try await Self.fill(db)
            _ = try await Self.take(db, BankFiles.mt940("2", "251210", opening: "0,00", closing: "10,00", [("10,00", "", "a")]))
            func message(_ bytes: [UInt8]) async -> String {
                do {
                    _ = try await Self.take(db, bytes)
                    return ""
                } catch let problem as Problem { return problem.message } catch { return "\(error)" }
            }
            #expect(await message(try BankFiles.mt940("1", "251209", opening: "0,00", closing: "0,00", [])).contains("po kolei"))
            #expect(await message(try BankFiles.mt940("4", "251211", opening: "25,00", closing: "25,00", [])).contains("brakujący"))
            #expect(await message(try BankFiles.mt940("2", "251210", opening: "0,00", closing: "20,00", [("20,00", "", "a")])).contains("inną treść"))
            #expect(try await db.read { try $0.first("SELECT COUNT(*) AS n FROM bank_payment") { try $0.int("n") } } == 1)
        }
    }

    @Test("What nobody's number names waits with its reason; explained once, from the account of unexplained money", arguments: Backend.available)
    func explaining(_ backend: Backend) async throws {
        try await backend.withOffice { db in
            let account = try await Self.fill(db)
            let foreign = try BankFiles.pool().number(TaxAccountID(99_999), .property).description
            let file = try BankFiles.mt940(
                "1", "251210", opening: "0,00", closing: "1000260,00",
                [
                    ("100,00", "", "podatek G-1"), ("100,00", "", "PESEL \(try Office.pesel(1))"), ("60,00", foreign, "za sąsiada"), ("1000000,00", "", "pomyłka"),
                    ("0,00", "", "nic"),
                ])
            let outcome = try await Self.take(db, file)
            #expect(outcome.proposed == 2 && outcome.unexplained == 2 && outcome.skipped == 1 && outcome.booked == 0)
            let waiting = try await db.read { try BankPayments.waiting($0) }
            #expect(
                waiting.map(\.reason) == [
                    "numer konta G-1 w tytule", "numer podatnika w tytule", "rachunek indywidualny konta, którego nie ma",
                    "nie ma rachunku indywidualnego ani numeru w tytule",
                ])
            let payments = BankPayments(try BankFiles.pool()), booked = try day("2025-12-15")
            @Sendable func explain() async throws {
                _ = try await db.write {
                    try payments.explain($0, waiting[0].id, account: account, named: .property, booked: booked, by: Office.clerk, at: Office.noon)
                }
            }
            try await explain()
            await #expect(throws: Problem.self) { try await explain() }
            let statement = try await db.read { try TurnoverStatement.of($0, from: TaxMonth(year: 2025, month: 1), through: TaxMonth(year: 2025, month: 12)) }
            #expect(statement.rows.first { $0.account == .unexplained }?.creditBalance.description == "1000160.00")
            #expect(try await Office.isBalanced(db))
        }
    }

    @Test("Two thousand random payments: costs, principal, interest and rest come to each, nothing open falls below zero, the books balance")
    func properties() async throws {
        try await Backend.sqlite.withOffice { db in
            try await Office.take(db, (1...20).map(Office.farmer).joined())
            let assessments = Assessments(), id = try await assessments.start(db, try .ceilings(2026), by: Office.clerk, at: Office.noon)
            _ = try await assessments.count(db, id)
            _ = try await assessments.approve(db, id, booked: day("2026-01-20"), by: Office.clerk, at: Office.noon)
            let accounts = try await db.read { try $0.query("SELECT id FROM tax_account") { try $0.id("id", as: TaxAccountID.self) } }
            let payments = BankPayments(try BankFiles.pool()), start = try day("2026-01-20")
            var random = SeededGenerator(seed: 53)
            var paid = Money.zero
            for n in 0..<2_000 {
                let amount = Money(grosze: .random(in: 1...40_000, using: &random)), on = start.adding(days: n / 6)
                let account = try #require(accounts.randomElement(using: &random)),
                    named = [Levy.property, .agricultural, .waste, nil].randomElement(using: &random) ?? nil
                let before = on.adding(days: -Int.random(in: 0...3, using: &random))
                if n % 50 == 0 {
                    let costs = Posting(
                        .charge, Money(zlotys: 16), account: account, levy: .property, part: .reminderCosts, booked: on, due: on, document: "u \(n)", source: "u:\(n)")
                    try await db.write { try Ledger.post($0, costs, by: Office.clerk, at: Office.noon) }
                }
                let (allocation, standing) = try await db.write { c in
                    let allocation = try payments.book(
                        c, amount, account: account, named: named, paid: before, booked: on, money: .bank, document: "w \(n)", source: "w:\(n)", by: Office.clerk,
                        at: Office.noon)
                    return (allocation, try Ledger.standing(c, of: account, on: on))
                }
                paid += amount
                let parts = allocation.parts.map { $0.principal + $0.interest }.sum
                guard allocation.costs + parts + allocation.overpayment == amount, standing.items.allSatisfy({ $0.balance >= .zero }),
                    standing.balance == standing.openItems.map(\.open).sum - standing.overpayments.values.sum
                else {
                    Issue.record("payment \(n) of \(amount)")
                    return
                }
            }
            let booked = try await db.read { try $0.first("SELECT SUM(amount) AS s FROM ledger_entry WHERE debit = '130'") { try $0.int("s") } }
            #expect(booked == paid.grosze)
            #expect(try await Office.isBalanced(db))
            let report = try await db.read { try Rb27S.of($0, through: TaxMonth(year: 2026, month: 12)) }
            #expect(report.rows.allSatisfy { $0.isConsistent })
        }
    }

    @Test("A refund is no more than the overpayment, and one source once") func refunds() async throws {
        try await Backend.sqlite.withOffice { db in
            let account = try await Self.fill(db)
            let number = try BankFiles.pool().number(account, .property).description
            _ = try await Self.take(db, BankFiles.mt940("1", "250310", opening: "0,00", closing: "700,00", [("700,00", number, "x")]))
            let payments = BankPayments(try BankFiles.pool()), booked = try day("2025-03-20")
            @Sendable func refund(_ amount: String, _ source: String) async throws {
                try await db.write {
                    try payments.refund(
                        $0, money(amount), account: account, levy: .property, booked: booked, document: "zwrot 1", source: source, by: Office.clerk, at: Office.noon)
                }
            }
            await #expect(throws: Problem.self) { try await refund("50.01", "z:1") }
            try await refund("50", "z:1")
            try await refund("50", "z:1")
            #expect(try await Office.standing(db, "G-1", on: "2025-03-20").balance == .zero)
        }
    }
}
