@testable import Identity
import Kernel
import Law
import Markup
import Store
@testable import Web

/// The pages of an officer's own account and of signing in, with hostile content in every place that people fill.
extension Catalogue {
    private typealias S = Samples
    private static let address = CodeAddress.mail(MailAddress("anna@urzad.example")!)
    private static let account = Account(
        id: AccountID(7), office: OfficeID("prusice")!, login: "jan.sowa", displayName: S.hostile, post: S.hostile, roles: [.officer, .administrator])
    private static let app = TOTPFactors.App(id: 3, label: S.hostile, createdAt: S.at(9, 0), confirmedAt: S.at(9, 1))
    private static let held = OfficerFactors.Held(factors: [.totp, .recoveryCode, .mailCode], apps: [app], recoveryCodes: 2, addresses: [address])
    private static let bare = OfficerFactors.Held(factors: [])
    private static let secret = AppSecret(
        app: 3, text: "ABCD EFGH", uri: "otpauth://totp/e-Urz%C4%85d:jan.sowa?secret=ABCDEFGHABCDEFGHABCDEFGHABCDEFGH&issuer=e-Urz%C4%85d")
    private static let links = [
        AccountLink(id: 5, account: AccountID(7), provider: "https://idp.example", name: S.hostile, subject: S.hostile, linkedAt: S.at(8, 0)),
        AccountLink(id: 6, account: AccountID(7), provider: AccountLinks.directory, name: S.hostile, subject: nil, linkedAt: S.at(8, 0)),
    ]
    private static let codes = ["ABCDE-FGHJK", "LMNPQ-RSTUV"]

    private static func wrong(_ fields: [String]) -> FormPart {
        FormPart(
            values: Dictionary(fields.map { ($0, S.hostile) }) { first, _ in first }, errors: Dictionary(fields.prefix(1).map { ($0, S.hostile) }) { first, _ in first })
    }

    private static func session(_ id: Int64, _ factors: Set<FactorKind>) -> Session {
        Session(
            id: id, account: AccountID(7), citizen: nil, factors: factors, authenticatedAt: S.at(8, 0), formKey: [1], createdAt: S.at(8, 0), seenAt: S.at(9, 0),
            idleSeconds: 1800, endsAt: S.at(18, 0), address: "192.0.2.1", agent: S.hostile)
    }

    private static func proof(_ held: OfficerFactors.Held, asked: Bool = false) -> ChangeProof {
        ChangeProof(held: held, asked: asked ? (ChallengeID(9), .mailCode) : nil, change: .removeApp, thing: "3", page: .removeApp(3))
    }

    static var accountSignIn: AccountSignInPart {
        AccountSignInPart(
            frame: S.frame(.accounts), account: account, factors: [.totp], reset: nil, links: [links[0]], providers: [(AccountLinks.directory, S.hostile)],
            form: wrong(["powod-wyzerowania", "zewnetrzny"]), keys: ("klucz", "klucz"), isOneself: false)
    }

    static var officers: [(name: String, bytes: [UInt8])] {
        [
            (
                "logowanie-sposoby",
                SignInPage(
                    form: SignInForm(login: "", returnTo: "/ezd", token: "token", problem: nil, signedOut: true),
                    ways: SignInWays(directory: S.hostile, openID: S.hostile), links: S.links
                ).render()
            ),
            (
                "logowanie-kod",
                SecondStepPage(
                    token: "token", factors: [.totp, .mailCode, .recoveryCode], addresses: [address], kind: .mailCode, form: wrong(["kod", "powod"]), isSent: true,
                    returnTo: "/ezd", links: S.links
                ).render()
            ),
            (
                "logowanie-kod-pomoc",
                SecondStepPage(token: "token", factors: [.totp], addresses: [], kind: .totp, form: FormPart(), isHelpAsked: true, returnTo: nil, links: S.links).render()
            ),
            ("logowanie-aplikacja", FirstAppPage(token: "token", secret: nil, form: FormPart(), returnTo: nil, links: S.links).render()),
            ("logowanie-aplikacja-klucz", FirstAppPage(token: "token", secret: secret, form: FormPart(), returnTo: "/ezd", links: S.links).render()),
            ("logowanie-kody-zapasowe", FirstCodesPage(codes: codes, next: "/ezd", links: S.links).render()),
            (
                "moje-konto",
                OwnAccountPage(
                    frame: S.frame(.account), account: account, held: held, links: links, grace: nil, offersMail: true,
                    sessions: [session(1, [.password, .totp]), session(2, [.directory]), session(3, [.openID, .recoveryCode]), session(4, [.nodeHigh])], present: 1,
                    goOn: nil, banner: "Aplikacja dodana.", key: "klucz"
                ).render()
            ),
            (
                "moje-konto-przypomnienie",
                OwnAccountPage(
                    frame: S.frame(.account), account: account, held: bare, links: [], grace: S.today.adding(days: 3), offersMail: false,
                    sessions: [session(1, [.password])], present: 1, goOn: "/ezd", banner: nil, key: "klucz"
                ).render()
            ),
            (
                "moje-konto-usun-aplikacje",
                ChangePage(
                    frame: S.frame(.account), title: S.hostile, words: [S.hostile], action: OwnPlace.removeApp(3).link, button: "Usuń aplikację", isDangerous: true,
                    proof: proof(held), form: wrong(["kod"]), key: "klucz"
                ).render()
            ),
            (
                "moje-konto-dodaj-aplikacje",
                ChangePage(
                    frame: S.frame(.account), title: "Dodaj aplikację", words: [S.hostile], action: OwnPlace.ownAppKey.link, button: "Pokaż klucz", asksLabel: true,
                    proof: proof(bare), form: wrong(["haslo", "nazwa"]), key: "klucz"
                ).render()
            ),
            ("moje-konto-klucz", OwnAppPage(frame: S.frame(.account), secret: secret, form: wrong(["kod"]), key: "klucz").render()),
            ("moje-konto-kody", OwnCodesPage(frame: S.frame(.account), codes: codes, banner: "Nowe kody są gotowe.").render()),
            (
                "moje-konto-haslo",
                OwnPasswordPage(frame: S.frame(.account), proof: proof(held, asked: true), form: wrong(["haslo", "nowe-haslo"]), key: "klucz").render()
            ),
            (
                "moje-konto-kody-mail",
                OwnMailPage(
                    frame: S.frame(.account),
                    held: OfficerFactors.Held(
                        factors: [], pending: [.init(challenge: ChallengeID(9), address: address, isSent: true, isAccepted: false, isOpen: true)]),
                    proof: proof(bare), form: wrong(["adres", "kod-adresu"]), keys: ("klucz", "klucz")
                ).render()
            ),
            (
                "admin-logowanie",
                SignInRulePage(
                    frame: S.frame(.signInRule),
                    requests: [nil, S.hostile].enumerated().map { i, refusal in
                        SignInRulePage.Request(
                            reset: FactorReset(
                                id: Int64(i + 1), account: AccountID(7), office: OfficeID("prusice")!, requestedBy: "konto:7", reason: S.hostile, requestedAt: S.at(9, 0),
                                endsAt: S.at(10, 0)), person: account, askedBy: S.hostile, refusal: refusal, key: "klucz")
                    }, without: [account], form: wrong(["od-administrator", "od-pracownik"]), key: "klucz", banner: Banner("Zapisano zasady logowania.")
                ).render()
            ),
        ]
    }
}
