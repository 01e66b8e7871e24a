import Kernel
import Law
import Testing

@Suite struct IdentifierTests {
    /// Numbers made by formula or published as examples, by kind.
    static let valid: [(IdentifierKind, [String])] = [
        (
            .pesel,
            [
                "50010100010", "85071299928", "99123100058", "03222800089", "10222877733", "00210100110", "99923100045", "68022912343", "01450522236",
                "00222900016", "44051401359",
            ]
        ),
        (.idcard, ["ABS123456", "ZZZ800001", "AAA000000", "XYZ712345", "ZZC199999"]),
        (.passport, ["CC7999486", "ZZ3000001", "ZS7000017", "XX1123456", "AA0000000"]),
        (.nip, ["1234563201", "9999999002", "1000000006", "1111111111", "5261040828"]),
        (.regon, ["123456785", "000000023", "999999903", "100000037", "000000030", "12345678500010", "00000002300010", "99999990300010", "12345678512347"]),
        (.nrb, ["14999999990000000000000001", "40999900001234567890123456", "75990000020000000012345678"]),
        (.krs, ["0000000001", "0000123456", "0001000000"]),
        (
            .kw,
            [
                "LU1B/00012345/8", "GD1W/00090409/1", "WA4M/00000001/2", "KR1P/00000001/2", "PO1P/00123456/3", "GL1T/00000123/7", "KA1K/00000007/1",
                "LU1I/00000001/5",
            ]
        ),
        (.ade, ["AE:PL-50419-15057-VDGUG-25"]),
        (.terc, ["0201011", "1465011", "3262011"]),
        (.simc, ["0918123"]),
        (.ulic, ["10268"]),
        (.parcel, ["221101_1.0001.34/6", "221101_1.0001.34", "221101_1.0001.AR_2.34/6"]),
        (.postcode, ["00-950"]),
        (.phone, ["+48600100200", "+4930901820"]),
        (.vin, ["1M8GDM9AXKP042788"]),
        (.plate, ["DTR12345", "W1ABC", "KR5C123"]),
    ]

    static let invalid: [(IdentifierKind, [(String, String)])] = [
        (
            .pesel,
            [
                ("", "Wpisz PESEL"), ("50010100011", "Sprawdź PESEL, jedna z cyfr się nie zgadza"), ("99133100011", "data urodzenia"),
                ("99023000010", "data urodzenia"), ("99022900014", "data urodzenia"), ("00022900010", "data urodzenia"), ("00422900012", "data urodzenia"),
                ("00000000000", "data urodzenia"), ("5001010001", "PESEL ma 11 cyfr"), ("500101000101", "PESEL ma 11 cyfr"), ("4405140135a", "PESEL ma 11 cyfr"),
            ]
        ),
        (
            .idcard,
            [(" ", "Wpisz numer dowodu"), ("ABS523456", "nie zgadza"), ("ABS123465", "nie zgadza"), ("AB1234567", "3 litery i 6 cyfr"), ("ABŚ123456", "3 litery")]
        ),
        (.passport, [("ZZ4000001", "nie zgadza"), ("ZS7000018", "nie zgadza"), ("ABS123456", "2 litery i 7 cyfr")]),
        (
            .nip,
            [
                ("1234563202", "Sprawdź NIP, ostatnia cyfra się nie zgadza"), ("0000000000", "zer"), ("123456320", "NIP ma 10 cyfr"), ("PL", "NIP ma 10 cyfr"),
                ("DE1234563201", "NIP ma 10 cyfr"), ("-", "Wpisz NIP"),
            ]
        ),
        (.regon, [("123456786", "nie zgadza"), ("12345678500011", "ostatnia"), ("12345678600010", "pierwszych 9"), ("000000000", "zer"), ("1234567850", "9 albo 14")]),
        (.nrb, [("15999999990000000000000001", "nie zgadza"), ("1499999999000000000000001", "Numer konta ma 26 cyfr"), ("", "Wpisz numer konta")]),
        (.krs, [("123456", "10 cyfr"), ("000012345X", "10 cyfr")]),
        (
            .kw,
            [
                ("LU1B/00012345/6", "nie zgadza"), ("WA4M/00000001/3", "nie zgadza"), ("WA4M/1/2", "Numer wygląda tak: AB1C/00012345/6"),
                ("LU1B/0001234/58", "wygląda tak"), ("QV1B/00012345/8", "nie zgadza"),
            ]
        ),
        (
            .ade,
            [("AE:PL-5041-915057-VDGUG-25", "wygląda tak"), ("AE:DE-50419-15057-VDGUG-25", "wygląda tak"), ("AE:PL-50419-15057-VDGU1-25", "wygląda tak"), ("", "Wpisz")]
        ),
        (.terc, [("0301011", "województwo"), ("3401011", "województwo"), ("0201016", "rodzaj"), ("020101", "7 cyfr")]),
        (.simc, [("91812", "7 cyfr")]),
        (.ulic, [("102681", "5 cyfr")]),
        (
            .parcel,
            [("221101_6.0001.34/6", "wygląda tak"), ("221101_1.001.34/6", "wygląda tak"), ("221101_1.0001.34/6/7", "wygląda tak"), ("221101_1.0001.", "wygląda tak")]
        ),
        (.postcode, [("0095", "Kod ma 5 cyfr, na przykład 00-950"), ("", "Wpisz kod pocztowy")]),
        (.phone, [("60010020", "Numer ma 9 cyfr. Zagraniczny zacznij od +"), ("+4860010020", "9 cyfr"), ("+0060010020", "9 cyfr"), ("+", "9 cyfr")]),
        (.vin, [("1M8GDM9AXKP04278", "17"), ("OM8GDM9AXKP042788", "I, O, Q")]),
        (.plate, [("12345", "liter"), ("D12", "liter"), ("D123456", "liter")]),
    ]

    @Test("Well-formed numbers are accepted and kept in one form", arguments: valid.flatMap { kind, texts in texts.map { (kind, $0) } })
    func accepted(_ kind: IdentifierKind, _ text: String) {
        #expect(kind.check(text) == .valid(text, warning: nil))
        #expect(kind.check("\u{FEFF} " + text.lowercased() + "\u{A0}\r\n") == .valid(text, warning: nil))
    }

    @Test("Others are refused with the reason", arguments: invalid.flatMap { kind, cases in cases.map { (kind, $0.0, $0.1) } })
    func refused(_ kind: IdentifierKind, _ text: String, _ reason: String) {
        guard case .invalid(let said) = kind.check(text) else { return #expect(Bool(false), "\(kind) accepted \(text)") }
        #expect(said.contains(reason))
    }

    @Test("Numbers are read as people write them") func separators() {
        #expect(PESEL("440514 01359")?.description == "44051401359")
        #expect(NIP("PL 526-104-08-28")?.description == "5261040828")
        #expect(REGON("123.456.785") != nil)
        #expect(BankAccountNumber("PL14 9999 9999 0000 0000 0000 0001")?.grouped == "14 9999 9999 0000 0000 0000 0001")
        #expect(IdentityCardNumber("abs 123456")?.description == "ABS123456")
        #expect(LandRegisterNumber("lu1b 00012345 8")?.description == "LU1B/00012345/8")
        #expect(LandRegisterNumber("LU1B/0001/23458") == nil)
        #expect(DeliveryAddress("ae:pl\u{2013}50419\u{2011}15057-vdgug-25")?.description == "AE:PL-50419-15057-VDGUG-25")
        #expect(PostalCode("00950")?.description == "00-950")
        #expect(TelephoneNumber("(600) 100-200")?.description == "+48600100200")
        #expect(RegistrationPlate("dtr 12345")?.description == "DTR12345")
        // Digits of other scripts are no digits here.
        #expect(PESEL("４４０５１４０１３５９") == nil)
        #expect(NIP("٥٢٦١٠٤٠٨٢٨") == nil)
    }

    @Test("A PESEL tells the birthday and the sex, and warns of a birthday to come") func pesel() throws {
        #expect(PESEL("44051401359")?.birthday == Day("1944-05-14"))
        let vectors = [
            ("50010100010", "1950-01-01", Sex.male), ("85071299928", "1985-07-12", .female), ("99123100058", "1999-12-31", .male),
            ("03222800089", "2003-02-28", .female), ("10222877733", "2010-02-28", .male), ("00210100110", "2000-01-01", .male),
            ("99923100045", "1899-12-31", .female), ("68022912343", "1968-02-29", .female), ("01450522236", "2101-05-05", .male),
            ("00222900016", "2000-02-29", .male),
        ]
        for (text, birthday, sex) in vectors {
            let pesel = try #require(PESEL(text))
            #expect(pesel.birthday?.description == birthday)
            #expect(pesel.sex == sex)
            #expect((pesel.warning(today: try day("2026-03-12")) != nil) == (birthday > "2026-03-12"))
        }
    }

    @Test("Synthetic numbers are valid and keep the birthday") func synthetic() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let day = Day(daysSince1970: Int.random(in: -40_000...60_000, using: &random))
            let pesel = try #require(PESEL.synthetic(birthday: day, serial: Int.random(in: 0...9999, using: &random)))
            #expect(pesel.birthday == day)
        }
    }

    @Test("One wrong digit is always noticed in a PESEL, a NIP and an account", arguments: [IdentifierKind.pesel, .nip, .nrb])
    func oneWrongDigit(_ kind: IdentifierKind) throws {
        let texts = try #require(Self.valid.first { $0.0 == kind }).1
        for text in texts {
            let bytes = Array(text.utf8)
            for place in bytes.indices {
                for digit in UInt8(48)...57 where digit != bytes[place] {
                    var changed = bytes
                    changed[place] = digit
                    #expect(!kind.check(String(decoding: changed, as: UTF8.self)).isValid)
                }
            }
        }
    }

    @Test("Accounts are made with their control digits") func accounts() throws {
        #expect(BankAccountNumber(bank: "99999999", account: "0000000000000001")?.description == "14999999990000000000000001")
        #expect(BankAccountNumber(bank: "9999999", account: "0000000000000001") == nil)
        var random = SeededGenerator(seed: 26)
        for _ in 0..<300 {
            let account = (0..<16).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let made = try #require(BankAccountNumber(bank: "10201013", account: account))
            #expect(BankAccountNumber(made.description) == made)
            #expect(made.warning == nil)
        }
        #expect(BankAccountNumber(bank: "10201014", account: "0000000000000001")?.warning != nil)
    }

    @Test("A land register number without leading zeros is completed, not accepted") func completion() {
        #expect(LandRegisterNumber(withoutLeadingZeros: "wa4m/1/2")?.description == "WA4M/00000001/2")
        #expect(LandRegisterNumber(withoutLeadingZeros: "WA4M/1/3") == nil)
        #expect(LandRegisterNumber(withoutLeadingZeros: "WA4M//2") == nil)
        #expect(LandRegisterNumber(withoutLeadingZeros: "WA4M/000000001/2") == nil)
    }

    @Test("Control digits of an address for electronic delivery warn and do not refuse") func address() throws {
        let odd = try #require(DeliveryAddress("AE:PL-55004-94640-IGCES-27"))
        #expect(odd.warning != nil)
        #expect(IdentifierKind.ade.check("AE:PL-55004-94640-IGCES-27").isValid)
    }

    @Test("Every kind has vectors of both sorts") func covered() {
        for kind in IdentifierKind.allCases {
            #expect(Self.valid.contains { $0.0 == kind } && Self.invalid.contains { $0.0 == kind }, "\(kind)")
        }
    }

    @Test("No text makes a check fail otherwise than with a reason") func anyText() {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("0123456789ABZaz/.-_+: :ŁęAEPL\u{301}🦊")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0...28, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "0" })
            for kind in IdentifierKind.allCases {
                switch kind.check(text) {
                case .valid(let form, _): #expect(kind.check(form) == kind.check(text))
                case .invalid(let reason): #expect(!reason.isEmpty)
                }
            }
        }
    }
}
