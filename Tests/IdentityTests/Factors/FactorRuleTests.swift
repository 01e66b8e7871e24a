import Cryptography
@testable import Identity
import Kernel
import Testing

@Suite struct TOTPTests {
    /// RFC 6238, appendix B: eight digits, half a minute, the secret repeated to the length of the hash.
    @Test(
        "Known answers of RFC 6238",
        arguments: [
            (59, "94287082", "46119246", "90693936"), (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"), (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"), (20_000_000_000, "65353130", "77737706", "47863826"),
        ] as [(Int64, String, String, String)])
    func known(_ seconds: Int64, _ sha1: String, _ sha256: String, _ sha512: String) {
        let digits = Array("1234567890123456789012345678901234567890123456789012345678901234".utf8)
        for (algorithm, length, code) in [(DigestAlgorithm.sha1, 20, sha1), (.sha256, 32, sha256), (.sha512, 64, sha512)] {
            let totp = TOTP(algorithm: algorithm, digits: 8)
            #expect(totp.code(Array(digits[..<length]), step: totp.step(at: Instant(milliseconds: seconds * 1000))) == code)
        }
    }

    @Test("One step before and after is taken, no more; no step twice and none before it") func window() {
        let totp = TOTP.standard
        let secret = Array("12345678901234567890".utf8)
        let step = totp.step(at: noon)
        func check(_ offset: Int64, last: Int64? = nil) -> TOTP.Verdict { totp.check(totp.code(secret, step: step + offset), secret: secret, lastStep: last, at: noon) }
        #expect(check(-2) == .wrong && check(2) == .wrong)
        for offset in Int64(-1)...1 { #expect(check(offset) == .accepted(step: step + offset)) }
        #expect(check(0, last: step) == .replayed)
        #expect(check(-1, last: step) == .replayed)
        #expect(check(1, last: step) == .accepted(step: step + 1))
        #expect(totp.check("", secret: secret, lastStep: nil, at: noon) == .wrong)
        #expect(totp.check("1234567", secret: secret, lastStep: nil, at: noon) == .wrong)
    }

    @Test("Base32 (RFC 4648 § 10)") func base32() {
        for (plain, coded) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")] {
            #expect(Base32.encode(Array(plain.utf8)) == coded)
            #expect(Base32.decode(coded.lowercased()) == Array(plain.utf8))
        }
        #expect(Base32.decode("M1") == nil)
    }

    @Test("A secret is shown for typing and for the picture, never in a log") func secret() {
        let secret = TOTPSecret(bytes: Array("12345678901234567890".utf8))
        #expect(secret.grouped == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(
            secret.uri(issuer: "e-Urząd Prusice", account: "anna.nowak")
                == "otpauth://totp/e-Urz%C4%85d%20Prusice:anna.nowak?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=e-Urz%C4%85d%20Prusice")
        #expect("\(secret)" == "TOTPSecret")
    }
}

@Suite struct ChallengeTraces {
    static let document = ContentHash(of: Array("dokument X".utf8))
    static let other = ContentHash(of: Array("dokument Y".utf8))
    let rules = CodeRules.standard

    /// Reads like a protocol: at a second, an event, and what came of it.
    struct Step {
        var at: Int64
        var event: AuthorisationChallenge.Event
        var refusal: AuthorisationChallenge.Refusal?
        var state: AuthorisationChallenge.State
        init(_ at: Int64, _ event: AuthorisationChallenge.Event, _ refusal: AuthorisationChallenge.Refusal? = nil, _ state: AuthorisationChallenge.State) {
            self.at = at
            self.event = event
            self.refusal = refusal
            self.state = state
        }
    }

    private func run(_ act: AuthorisedAct, _ steps: [Step]) {
        var challenge = AuthorisationChallenge(owner: .citizen(CitizenAccountID(1)), act: act, document: Self.document, title: "Pismo", at: noon)
        for (i, step) in steps.enumerated() {
            var refusal: AuthorisationChallenge.Refusal?
            do throws(AuthorisationChallenge.Refusal) { try challenge.handle(step.event, rules, at: noon.adding(seconds: step.at)) } catch { refusal = error }
            #expect(refusal == step.refusal, "step \(i)")
            #expect(challenge.state == step.state, "step \(i)")
        }
    }

    private func code(_ isRight: Bool, _ act: AuthorisedAct = .signDocument, _ document: ContentHash = document) -> AuthorisationChallenge.Event {
        .entered(.phoneCode, isRight: isRight, act: act, document: document)
    }

    @Test("Read, code, right, signed; and nothing more") func straight() {
        run(
            .signDocument,
            [
                Step(0, .shown, nil, .open), Step(1, .sent, nil, .waiting), Step(60, code(true), nil, .accepted),
                Step(61, .spent(act: .signDocument, document: Self.document), nil, .spent),
                Step(62, .spent(act: .signDocument, document: Self.document), .alreadyUsed, .spent), Step(63, code(true), .alreadyUsed, .spent),
                Step(64, .sent, .alreadyUsed, .spent),
            ])
    }

    @Test("T12 the sign screen shows the podpis-zaufany notice before a code can be asked for or typed") func notice() {
        run(
            .signDocument,
            [
                Step(0, .sent, .noticeNotShown, .open), Step(1, .entered(.totp, isRight: true, act: .signDocument, document: Self.document), .noticeNotShown, .open),
                Step(2, .shown, nil, .open), Step(3, .sent, nil, .waiting),
            ])
        #expect(AuthorisedAct.signDocument.notice(document: "Pismo ogólne")?.contains("podpis zaufany") == true)
    }

    @Test("T13 a right code for document X signs nothing else") func otherDocument() {
        run(
            .signDocument,
            [
                Step(0, .shown, nil, .open), Step(1, .sent, nil, .waiting), Step(2, code(true, .signDocument, Self.other), .anotherAct, .waiting),
                Step(3, code(true, .signIn), .anotherAct, .waiting), Step(4, code(true), nil, .accepted),
                Step(5, .spent(act: .signDocument, document: Self.other), .anotherAct, .accepted),
                Step(6, .spent(act: .signIn, document: Self.document), .anotherAct, .accepted),
                Step(7, .spent(act: .signDocument, document: Self.document), nil, .spent),
            ])
    }

    @Test("Five wrong entries exhaust a code; a new one begins anew") func exhausted() {
        run(
            .extendProfile,
            [
                Step(0, .sent, nil, .waiting), Step(1, code(false, .extendProfile), .wrong(left: 4), .waiting),
                Step(2, code(false, .extendProfile), .wrong(left: 3), .waiting), Step(3, code(false, .extendProfile), .wrong(left: 2), .waiting),
                Step(4, code(false, .extendProfile), .wrong(left: 1), .waiting), Step(5, code(false, .extendProfile), .exhausted, .exhausted),
                Step(6, code(true, .extendProfile), .exhausted, .exhausted), Step(7, .sent, nil, .waiting),
                Step(8, code(true, .extendProfile), nil, .accepted),
            ])
    }

    @Test("A code lives five minutes, a right one waits five for its act, a form half an hour") func times() {
        run(.signIn, [Step(0, .sent, nil, .waiting), Step(300, code(true, .signIn), .expired, .waiting), Step(301, .sent, nil, .waiting)])
        run(.signIn, [Step(0, .sent, nil, .waiting), Step(299, code(true, .signIn), nil, .accepted)])
        run(
            .signIn,
            [
                Step(0, .sent, nil, .waiting), Step(1, code(true, .signIn), nil, .accepted),
                Step(301, .spent(act: .signIn, document: Self.document), .expired, .accepted),
            ])
        run(.signIn, [Step(1800, .sent, .expired, .open)])
        run(.signIn, [Step(10, .sent, nil, .waiting), Step(5, code(true, .signIn), .expired, .waiting)])
    }

    @Test("Nothing is authorised without a code") func skipping() {
        run(.signIn, [Step(0, code(true, .signIn), .notAuthorised, .open), Step(1, .spent(act: .signIn, document: Self.document), .notAuthorised, .open)])
    }

    @Test("The code of an app needs no sending") func app() {
        run(.signIn, [Step(0, .entered(.totp, isRight: true, act: .signIn, document: Self.document), nil, .accepted)])
    }
}

@Suite struct FactorPolicyTests {
    @Test("Two factors of one kind are one") func levels() {
        #expect(AssuranceLevel.given(by: []) == nil)
        #expect(AssuranceLevel.given(by: [.password]) == .low)
        #expect(AssuranceLevel.given(by: [.totp, .phoneCode]) == .low)
        #expect(AssuranceLevel.given(by: [.password, .totp]) == .substantial)
    }

    @Test("Several roles ask the strictest") func strictest() {
        let policy = FactorPolicy.twoFactors
        #expect(policy.requirement(for: [.chanceryPoint]).second.contains(.phoneCode))
        #expect(!policy.requirement(for: [.chanceryPoint, .administrator]).second.contains(.phoneCode))
        #expect(policy.requirement(for: [.chanceryPoint, .administrator]).level == .substantial)
        #expect(FactorPolicy.passwordOnly.requirement(for: [.reader]).level == .low)
    }

    @Test("Code rules keep within what the standard allows") func bounds() {
        #expect(CodeRules(digits: 4, lastsSeconds: 3600).digits == 6)
        #expect(CodeRules(digits: 4, lastsSeconds: 3600).lastsSeconds == 600)
        #expect(CodeRules(digits: 12).digits == 8)
    }

    @Test("Random digits are digits, and all of them") func digits() {
        let text = AuthorisationChallenges.secureDigits(2000)
        #expect(text.count == 2000 && Set(text) == Set("0123456789"))
    }

    @Test("Citizens wait from a quarter of an hour to a day, never for ever") func lockOut() {
        #expect([4, 5, 6, 7, 11, 12, 5000].map(LockOutRule.citizen.pauseMinutes) == [0, 15, 30, 60, 960, 1440, 1440])
    }
}

@Suite struct CommonPasswordTests {
    @Test(
        "What everybody thinks of",
        arguments: [
            "Password1234", "P@ssw0rd2026!", "Haslo12345678", "HasloAdmin123", "qwertyuiop123", "zaq1@WSXcde3", "1234567890ab", "Kochamcie123", "urzadgminy!2026",
            "administrator", "abcdefghijklm", "Prusice2026!!", "Marcin1984!!", "eUrzad202612", "111222333444", "zxcvbnm,.123456", "LegiaWarszawa",
        ])
    func common(_ password: String) { #expect(PasswordPolicy.problem(password) != nil) }

    @Test(
        "What takes a while to think of",
        arguments: ["zielony rower nad stawem", "mokry kot liczy schody", "Jutro-pada-kapusta", "tR7#kk0-vMq2zB", "dom z widokiem na hałdę"])
    func good(_ password: String) { #expect(PasswordPolicy.problem(password) == nil) }
}
